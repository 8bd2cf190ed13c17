"""Tokens and codes that no longer, or never, hold."""

from ministack.core.responses import error_response_json
from ministack.services import cognito

from patching import patch, wrap


@patch
def codes_and_access_tokens_are_checked():
    """AWS refuses a wrong confirmation code, an access token that is forged, expired or revoked, a sign-in flow that
    the client does not allow, and a request without the hash that proves the client's secret
    [https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html]; ministack does
    so only when it enforces IAM as well (AUTH=true)."""

    @wrap("_run_idp_handler", cognito)
    def run(original, handler, action, request):
        error = (
            cognito._validate_client_secret_hash(action, request)
            or cognito._auth_flow_error(action, request)
            or cognito._access_token_error(request)
            or cognito._confirmation_code_error(action, request)
        )
        return error or original(handler, action, request)


@patch
def signing_out_revokes_refresh_tokens():
    """AWS refuses a refresh token after GlobalSignOut, AdminUserGlobalSignOut, RevokeToken and AdminDisableUser
    [https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html]; ministack goes on issuing tokens
    for it, unless it enforces IAM (AUTH=true)."""

    @wrap("_refresh_auth_user", cognito)
    def owner(original, pool, pool_id, client_id, refresh_token):
        user, error = original(pool, pool_id, client_id, refresh_token)
        if error:
            return user, error
        claims = cognito._token_claims(refresh_token)
        refusal = None
        if cognito._RSA_PRIVATE_KEY is not None and not cognito._signature_valid(refresh_token):
            refusal = "Invalid Refresh Token"
        elif not user.get("Enabled", True):
            refusal = "User is disabled."
        elif claims.get("origin_jti") in cognito._revoked_tokens:
            refusal = "Refresh Token has been revoked"
        return (None, error_response_json("NotAuthorizedException", refusal, 400)) if refusal else (user, None)

    @wrap("_admin_disable_user", cognito)
    def disable(original, request):
        response = original(request)
        pool = cognito._user_pools.get(request.get("UserPoolId")) or {}
        user = cognito._resolve_user(pool, request.get("Username"))[0] if pool else None
        if user:
            cognito._revoked_tokens.update(user.pop("_origin_jtis", []))
        return response
