"""The types of properties."""

from ministack.services.cloudformation import provisioners, stacks

from patching import patch, wrap

# The properties that are numbers, at any depth, of the resource types whose numbers ministack takes as they come.
NUMBERS = {
    "AWS::ApiGateway::Stage": {"CacheTtlInSeconds", "ThrottlingBurstLimit", "ThrottlingRateLimit"},
    "AWS::Cognito::UserPool": {"MinimumLength", "PasswordHistorySize", "Priority", "TemporaryPasswordValidityDays"},
    "AWS::Cognito::UserPoolClient": {
        "AccessTokenValidity",
        "AuthSessionValidity",
        "IdTokenValidity",
        "RefreshTokenValidity",
        "RetryGracePeriodSeconds",
    },
    "AWS::DynamoDB::Table": {
        "MaxReadRequestUnits",
        "MaxWriteRequestUnits",
        "ReadCapacityUnits",
        "ReadUnitsPerSecond",
        "RecoveryPeriodInDays",
        "WriteCapacityUnits",
        "WriteUnitsPerSecond",
    },
    "AWS::Lambda::Function": {"MemorySize", "ReservedConcurrentExecutions", "Size", "Timeout"},
    "AWS::Logs::LogGroup": {"RetentionInDays"},
}


BOOLEANS = {
    "AWS::ApiGateway::Stage": {
        "CacheDataEncrypted",
        "CachingEnabled",
        "DataTraceEnabled",
        "MetricsEnabled",
        "TracingEnabled",
    },
    "AWS::Cognito::UserPool": {
        "AllowAdminCreateUserOnly",
        "RequireLowercase",
        "RequireNumbers",
        "RequireSymbols",
        "RequireUppercase",
    },
    "AWS::Cognito::UserPoolClient": {"EnableTokenRevocation", "GenerateSecret"},
    "AWS::DynamoDB::Table": {"DeletionProtectionEnabled", "Enabled", "PointInTimeRecoveryEnabled", "SSEEnabled"},
}


@patch
def properties_have_their_type():
    """AWS makes of a parameter, which is text, the number or boolean that the resource's schema asks for
    [https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html]; ministack keeps
    the text, and answers with it where the SDKs expect a number."""

    @wrap("_provision_resource", provisioners, stacks)
    def provision(original, resource_type, logical_id, properties, *more):
        return original(resource_type, logical_id, typed(resource_type, properties), *more)

    @wrap("_update_resource", provisioners, stacks)
    def update(original, resource_type, physical_id, old, new, *more, **options):
        return original(
            resource_type, physical_id, typed(resource_type, old), typed(resource_type, new), *more, **options
        )


def typed(resource_type, properties):
    numbers, booleans = NUMBERS.get(resource_type, set()), BOOLEANS.get(resource_type, set())

    def convert(name, value):
        if isinstance(value, dict):
            return {key: convert(key, member) for key, member in value.items()}
        if isinstance(value, list):
            return [convert(None, entry) for entry in value]
        if name in numbers and isinstance(value, str):
            return number(value, name)
        if name in booleans and value in ("true", "false"):
            return value == "true"
        return value

    return convert(None, properties)


def number(text, name):
    try:
        return int(text) if text.lstrip("-").isdigit() else float(text)
    except ValueError as error:
        raise ValueError(f"Properties validation failed: {name}: expected type: Number, found: String") from error
