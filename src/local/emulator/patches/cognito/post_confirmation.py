"""The PostConfirmation trigger."""

from ministack.core.responses import error_response_json, get_region
from ministack.services import cognito, lambda_svc

from patches.cognito.verification import confirmed
from patches.lambda_.permissions import allows
from patching import patch, wrap

SERVICE = "cognito-idp.amazonaws.com"


# What the request that confirms runs, and what it is called in the event.
SOURCES = {
    "_confirm_sign_up": "PostConfirmation_ConfirmSignUp",
    "_admin_confirm_sign_up": "PostConfirmation_ConfirmSignUp",
    "_confirm_forgot_password": "PostConfirmation_ConfirmForgotPassword",
}


@patch
def confirming_runs_the_post_confirmation_trigger():
    """AWS invokes the pool's PostConfirmation function once a user has confirmed the sign-up or a new password, and
    refuses the request when the function fails or does not let the pool invoke it
    [https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html]; ministack has
    no such trigger.

    The user stays confirmed when the request is refused, as on AWS."""
    for name, source in SOURCES.items():
        run_after(name, source)


def run_after(name, source):
    @wrap(name, cognito)
    def confirm(original, request):
        response = original(request)
        return (run_trigger(request, source) if response[0] == 200 else None) or response


def run_trigger(request, source):
    """The error that the trigger answers the request with, if any."""
    pool, pool_id, user = confirmed(request)
    function_arn = (pool.get("LambdaConfig") or {}).get("PostConfirmation")
    if not function_arn:
        return None
    function, config, _name = lambda_svc._get_func_record_for_ref(function_arn)
    if function is None:
        return unexpected("ResourceNotFoundException")
    statements = function["policy"]["Statement"]
    if not any(allows(statement, function_arn, cognito._pool_arn(pool_id), SERVICE) for statement in statements):
        return unexpected("AccessDeniedException")
    result = lambda_svc._execute_function_with_config_scope(
        lambda_svc._execution_record_for_config(function, config), trigger_event(request, source, pool_id, user)
    )
    if not result.get("error"):
        return None
    body = result.get("body")
    message = body.get("errorMessage", "") if isinstance(body, dict) else body
    return error_response_json("UserLambdaValidationException", f"PostConfirmation failed with error {message}.", 400)


def trigger_event(request, source, pool_id, user):
    attributes = {**cognito._attr_list_to_dict(user["Attributes"]), "cognito:user_status": user["UserStatus"]}
    metadata = request.get("ClientMetadata")
    return {
        "version": "1",
        "region": get_region(),
        "userPoolId": pool_id,
        "userName": user["Username"],
        "callerContext": {
            "awsSdkVersion": "aws-sdk-unknown-unknown",
            "clientId": request.get("ClientId", "CLIENT_ID_NOT_APPLICABLE"),
        },
        "triggerSource": source,
        "request": {"userAttributes": attributes, **({"clientMetadata": metadata} if metadata else {})},
        "response": {},
    }


def unexpected(error):
    return error_response_json(
        "UnexpectedLambdaException", f"PostConfirmation invocation failed due to error {error}.", 400
    )
