"""References to secrets."""

from ministack.services import secretsmanager
from ministack.services.cloudformation import drift

from patching import patch, wrap, wrap_resource

SECRET = "AWS::SecretsManager::Secret"


@patch
def secrets_are_referred_to_by_arn():
    """AWS gives the ARN for `Ref` of a secret
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html];
    ministack gives the name."""

    @wrap_resource(SECRET, "create")
    def create(original, logical_id, properties, stack):
        _name, attributes = original(logical_id, properties, stack)
        return attributes["Arn"], attributes

    @wrap_resource(SECRET, "update")
    def update(original, physical_id, old, new, stack, logical_id=None):
        former = name_of(physical_id)
        name, attributes = original(former, old, new, stack, logical_id)
        # A secret of a stack from before this patch keeps its name as its id: another id would replace it.
        return physical_id if name == former else attributes["Arn"], attributes

    @wrap_resource(SECRET, "delete")
    def delete(original, physical_id, properties):
        original(name_of(physical_id), properties)

    @wrap("_read_secret", drift)
    def read(original, physical_id, properties):
        return original(name_of(physical_id), properties)

    drift._DRIFT_READERS[SECRET] = (drift._read_secret, *drift._DRIFT_READERS[SECRET][1:])


def name_of(physical_id):
    """The name under which ministack keeps the secret."""
    return secretsmanager._resolve(physical_id)[0] or physical_id
