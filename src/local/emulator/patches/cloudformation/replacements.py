"""Which properties make CloudFormation replace a resource, in change sets."""

from ministack.services.cloudformation import stacks

from patching import patch, wrap

# Of the types that ministack does not know; every other property of them is changed in place.
REPLACED_BY = {
    "AWS::ApiGateway::Account": (),
    "AWS::ApiGateway::Deployment": ("DeploymentCanarySettings", "RestApiId"),
    "AWS::ApiGateway::RestApi": (),
    "AWS::ApiGateway::Stage": ("RestApiId", "StageName"),
    "AWS::CloudFront::CachePolicy": (),
    "AWS::CloudFront::Distribution": (),
    "AWS::CloudFront::OriginAccessControl": (),
    "AWS::CloudFront::ResponseHeadersPolicy": (),
    "AWS::CloudWatch::Alarm": ("AlarmName",),
    "AWS::CloudWatch::CompositeAlarm": ("AlarmName",),
    "AWS::CloudWatch::Dashboard": ("DashboardName",),
    "AWS::Events::Rule": ("Name", "EventBusName"),
    "AWS::KMS::Key": (),
    "AWS::Lambda::Permission": (
        "Action",
        "EventSourceToken",
        "FunctionName",
        "FunctionUrlAuthType",
        "Principal",
        "PrincipalOrgID",
        "SourceAccount",
        "SourceArn",
    ),
    "AWS::Logs::LogGroup": ("LogGroupName",),
    "AWS::S3::Bucket": ("BucketName", "ObjectLockEnabled"),
    "AWS::S3::BucketPolicy": ("Bucket",),
    "AWS::SNS::Subscription": ("Endpoint", "Protocol", "TopicArn"),
    "AWS::SNS::TopicPolicy": (),
    "AWS::SecretsManager::Secret": ("Name",),
    "AWS::WAFv2::LoggingConfiguration": ("ResourceArn",),
    "AWS::WAFv2::WebACLAssociation": ("ResourceArn", "WebACLArn"),
}


@patch
def change_sets_know_what_is_replaced():
    """AWS says of each changed property whether it replaces the resource
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceTargetDefinition.html]; ministack
    says `Conditionally` of every property of most types, so that a plan fears for what stays."""

    @wrap("_property_recreation", stacks)
    def recreation(original, resource_type, name):
        if resource_type not in REPLACED_BY:
            return original(resource_type, name)
        return "Always" if name in REPLACED_BY[resource_type] else "Never"
