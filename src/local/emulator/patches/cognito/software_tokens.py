"""Authenticator apps that are lost."""

from ministack.core.concurrency import run_reentrant
from ministack.core.responses import json_response
from ministack.services import cognito

from patching import patch, wrap

TOTP = "SOFTWARE_TOKEN_MFA"


@patch
def a_lost_software_token_is_deleted():
    """AWS forgets the software token of a user, whatever else they have set up
    [https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteSoftwareToken.html];
    ministack does not know the operation."""

    @wrap("_dispatch_idp", cognito)
    async def dispatch(original, action, request):
        if action != "AdminDeleteSoftwareToken":
            return await original(action, request)
        return await run_reentrant(cognito._run_idp_handler, delete_software_token, action, request)


def delete_software_token(request):
    pool, error = cognito._resolve_pool(request.get("UserPoolId"))
    user, error = (None, error) if error else cognito._resolve_user(pool, request.get("Username"))
    if error:
        return error
    user["_mfa_enabled"] = [factor for factor in user.get("_mfa_enabled", []) if factor != TOTP]
    user.pop("_totp_secret", None)
    if user.get("_preferred_mfa") == TOTP:
        user["_preferred_mfa"] = ""
    return json_response({})
