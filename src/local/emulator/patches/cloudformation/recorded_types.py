"""Resource types that are accepted without any effect."""

from ministack.services.cloudformation import provisioners

from patching import define_resource, patch

# Accepted and recorded in the stack, without any effect: type -> what `Ref` gives.
RECORDED = {
    "AWS::ApplicationAutoScaling::ScalableTarget": "{ResourceId}|{ScalableDimension}|{ServiceNamespace}",
    "AWS::ApplicationAutoScaling::ScalingPolicy": "{PolicyName}",
    "AWS::Budgets::Budget": "{stack}-{logical_id}",
    "AWS::CloudWatch::AnomalyDetector": "{stack}-{logical_id}",
    "AWS::CodeDeploy::Application": "{ApplicationName}",
    "AWS::CodeDeploy::DeploymentConfig": "{DeploymentConfigName}",
    "AWS::CodeDeploy::DeploymentGroup": "{DeploymentGroupName}",
    "AWS::Logs::QueryDefinition": "{stack}-{logical_id}",
    "AWS::SecretsManager::ResourcePolicy": "{SecretId}",
    "AWS::SecretsManager::RotationSchedule": "{SecretId}",
    "AWS::WAFv2::LoggingConfiguration": "{ResourceArn}",
}


class Named(dict):
    """Properties, where those that the template leaves out are named after the resource."""

    def __init__(self, properties, stack, logical_id):
        super().__init__(properties, stack=stack, logical_id=logical_id)

    def __missing__(self, name):
        return f"{self['stack']}-{self['logical_id']}"


@patch
def types_without_an_effect_are_recorded():
    """AWS knows these resource types
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html];
    ministack rejects the template.

    Nothing on the local stage depends on them: they are recorded in the stack, without any effect."""
    for resource_type, reference in RECORDED.items():
        if resource_type not in provisioners._RESOURCE_HANDLERS:
            record(resource_type, reference)


def record(resource_type, reference):
    def create(logical_id, properties, stack):
        physical_id = reference.format_map(Named(properties, stack, logical_id))
        return physical_id, {"Arn": physical_id}

    def update(physical_id, old, new, stack):
        return physical_id, {"Arn": physical_id}

    def delete(physical_id, properties):
        """Nothing was made."""

    define_resource(resource_type, create, update, delete)
