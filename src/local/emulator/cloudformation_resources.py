"""Resource types that CloudFormation of ministack does not know, and rejects the whole template for."""

from ministack.services import cloudwatch, waf
from ministack.services.cloudformation import provisioners
from patching import answer, define_resource, patch

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
    """AWS knows these types. Nothing that the local stage does depends on them, so that they only need to deploy."""
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


@patch
def web_acls_are_associated():
    """AWS puts a web ACL before a resource with `AWS::WAFv2::WebACLAssociation`. (ministack enforces no web ACL.)"""

    def create(logical_id, properties, stack):
        pair = {name: properties[name] for name in ("WebACLArn", "ResourceArn")}
        answer(waf._associate_web_acl(pair), "AssociateWebACL")
        return "{WebACLArn}|{ResourceArn}".format_map(pair), {}

    def update(physical_id, old, new, stack):
        delete(physical_id, old)
        return create(physical_id, new, stack)

    def delete(physical_id, properties):
        waf._disassociate_web_acl({"ResourceArn": properties.get("ResourceArn")})

    define_resource("AWS::WAFv2::WebACLAssociation", create, update, delete)


@patch
def ip_sets_are_made():
    """AWS makes an IP set for `AWS::WAFv2::IPSet`; ministack has the API for it, but not the resource type."""

    def create(logical_id, properties, stack):
        name = properties.get("Name") or provisioners._physical_name(stack, logical_id, max_len=128)
        summary = answer(waf._create_ip_set({**properties, "Name": name}), "CreateIPSet")["Summary"]
        return f"{name}|{summary['Id']}|{properties['Scope']}", {"Arn": summary["ARN"], "Id": summary["Id"]}

    def update(physical_id, old, new, stack):
        name, set_id, scope = physical_id.split("|")
        if new["Scope"] != scope or new.get("Name", name) != name:
            return create(physical_id, new, stack)
        record = waf._resource_from_scope(waf._ip_sets, set_id, scope)
        record.update(Addresses=new.get("Addresses", []), Description=new.get("Description", ""))
        return physical_id, {"Arn": record["ARN"], "Id": set_id}

    def delete(physical_id, properties):
        _name, set_id, scope = physical_id.split("|")
        waf._delete_ip_set({"Id": set_id, "Scope": scope, **lock(set_id, scope)})

    def lock(set_id, scope):
        record = waf._resource_from_scope(waf._ip_sets, set_id, scope) or {}
        return {"LockToken": record.get("LockToken", "")}

    define_resource("AWS::WAFv2::IPSet", create, update, delete)


@patch
def composite_alarms_are_made():
    """AWS makes a composite alarm for `AWS::CloudWatch::CompositeAlarm`; ministack has only the API for it."""

    def create(logical_id, properties, stack):
        name = properties.get("AlarmName") or provisioners._physical_name(stack, logical_id, max_len=255)
        return put(name, properties)

    def update(name, old, new, stack):
        return put(new.get("AlarmName", name), new)

    def put(name, properties):
        answer(cloudwatch._put_composite_alarm({}, {**properties, "AlarmName": name}, False, True), "PutCompositeAlarm")
        return name, {"Arn": cloudwatch._composite_alarms[name]["AlarmArn"]}

    def delete(name, properties):
        cloudwatch._composite_alarms.pop(name, None)

    define_resource("AWS::CloudWatch::CompositeAlarm", create, update, delete)
