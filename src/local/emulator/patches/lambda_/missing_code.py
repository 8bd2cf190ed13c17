"""Functions without code."""

from ministack.services import lambda_svc

from patching import patch, wrap_resource


@patch
def missing_code_fails_the_function():
    """AWS refuses a function whose zip is not in S3
    [https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html]; ministack makes a function without code."""

    @wrap_resource("AWS::Lambda::Function", "create")
    def create(original, logical_id, properties, stack):
        require_code(properties)
        return original(logical_id, properties, stack)

    @wrap_resource("AWS::Lambda::Function", "update")
    def update(original, physical_id, old, new, stack, logical_id=None):
        if old.get("Code") != new.get("Code"):
            require_code(new)
        return original(physical_id, old, new, stack, logical_id)


def require_code(properties):
    code = properties.get("Code", {})
    if (
        "S3Key" in code
        and lambda_svc._fetch_code_from_s3(code["S3Bucket"], code["S3Key"], version_id=code.get("S3ObjectVersion"))
        is None
    ):
        raise ValueError(
            "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified "
            "key does not exist. (Service: Lambda, Status Code: 400)"
        )
