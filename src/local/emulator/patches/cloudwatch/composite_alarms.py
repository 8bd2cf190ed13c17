"""Composite alarms made by a stack."""

from ministack.services import cloudwatch
from ministack.services.cloudformation import provisioners

from patching import answer, define_resource, patch


@patch
def composite_alarms_are_made():
    """AWS makes a composite alarm for `AWS::CloudWatch::CompositeAlarm`
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-compositealarm.html];
    ministack has the API for it, but not the resource type."""

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
