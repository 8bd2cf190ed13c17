"""Cognito user pools: what the confirmation of a user, or of a new password, sets off."""

from api_gateway_permissions import allows
from ministack.core.responses import error_response_json, get_region
from ministack.services import cognito, lambda_svc
from patching import patch, wrap

SERVICE = "cognito-idp.amazonaws.com"
# What the request that confirms runs, and what it is called in the event.
SOURCES = {
    "_confirm_sign_up": "PostConfirmation_ConfirmSignUp",
    "_admin_confirm_sign_up": "PostConfirmation_ConfirmSignUp",
    "_confirm_forgot_password": "PostConfirmation_ConfirmForgotPassword",
}


@patch
def codes_verify_the_address_they_went_to():
    """AWS sets `email_verified` (or `phone_number_verified`) when the code that was sent there comes back, of a
    sign-up for AutoVerifiedAttributes only. ministack leaves the address as it was."""

    @wrap("_confirm_sign_up", cognito)
    def confirm_sign_up(original, request):
        response = original(request)
        if response[0] == 200:
            pool, _pool_id, user = confirmed(request)
            verify(user, pool.get("AutoVerifiedAttributes") or [])
        return response

    @wrap("_confirm_forgot_password", cognito)
    def confirm_forgot_password(original, request):
        response = original(request)
        if response[0] == 200:
            verify(confirmed(request)[2], ["email"])
        return response


def verify(user, addresses):
    """Mark the address that ministack sent the code to: the e-mail if there is one, else the phone."""
    attributes = cognito._attr_list_to_dict(user["Attributes"])
    address = next((name for name in ("email", "phone_number") if name in attributes), None)
    if address in addresses:
        user["Attributes"] = cognito._merge_attributes(
            user["Attributes"], [{"Name": f"{address}_verified", "Value": "true"}])


@patch
def confirming_runs_the_post_confirmation_trigger():
    """AWS invokes the pool's PostConfirmation function once a user has confirmed the sign-up or a new password, and
    refuses the request (the user stays confirmed) when it fails or does not let the pool invoke it. ministack has no
    such trigger."""
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
        lambda_svc._execution_record_for_config(function, config), trigger_event(request, source, pool_id, user))
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


def confirmed(request):
    """The pool, its id, and the user that the request has confirmed."""
    if "ClientId" in request:
        pool, pool_id = cognito._pool_for_client(request["ClientId"])
    else:
        pool_id = request["UserPoolId"]
        pool = cognito._user_pools[pool_id]
    return pool, pool_id, cognito._resolve_user(pool, request["Username"])[0]


def unexpected(error):
    return error_response_json(
        "UnexpectedLambdaException", f"PostConfirmation invocation failed due to error {error}.", 400)
