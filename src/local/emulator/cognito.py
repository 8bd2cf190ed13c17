"""Cognito user pools: tokens and codes that no longer, or never, hold."""

import json
import re

from ministack.core.responses import error_response_json
from ministack.services import cognito
from patching import patch, wrap

# The attributes that ListUsers can search.
SEARCHABLE = ("username", "email", "phone_number", "name", "given_name", "family_name", "preferred_username",
              "cognito:user_status", "status", "sub")
FILTER = re.compile(r'\s*"?([\w:]+)"?\s*(=|\^=)\s*"((?:[^"\\]|\\.)*)"\s*')
CASE_SENSITIVE = ("username", "cognito:user_status", "status")


@patch
def codes_and_access_tokens_are_checked():
    """AWS refuses a wrong confirmation code, an access token that is forged, expired or revoked, and a sign-in flow
    that the client does not allow. ministack does so only when it enforces IAM as well (AUTH=true)."""

    @wrap("_run_idp_handler", cognito)
    def run(original, handler, action, request):
        error = (cognito._validate_client_secret_hash(action, request) or cognito._auth_flow_error(action, request)
                 or cognito._access_token_error(request) or cognito._confirmation_code_error(action, request))
        return error or original(handler, action, request)


@patch
def delivery_is_masked():
    """AWS masks the address in the answer of SignUp; ministack shows it."""

    @wrap("_sign_up", cognito)
    def sign_up(original, request):
        status, headers, body = original(request)
        answer = json.loads(body)
        if "CodeDeliveryDetails" in answer:
            details = answer["CodeDeliveryDetails"]
            details["Destination"] = cognito._masked_destination(details["Destination"])
        return status, headers, json.dumps(answer).encode()


@patch
def signing_out_revokes_refresh_tokens():
    """AWS refuses a refresh token after GlobalSignOut, AdminUserGlobalSignOut, RevokeToken and AdminDisableUser;
    without AUTH=true, ministack goes on issuing tokens for it."""

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


@patch
def user_filters_follow_their_syntax():
    """AWS searches nine attributes and the status by `=` and `^=`, refuses any other filter, and at most 60 users
    a page, with the attributes asked for. ministack ignores what it cannot read, and so answers with everything."""

    @wrap("_list_users", cognito)
    def list_users(original, request):
        limit, text = request.get("Limit", 60), request.get("Filter")
        if not 0 <= limit <= 60:
            return invalid("1 validation error detected: Value at 'limit' failed to satisfy constraint: "
                           "Member must have value less than or equal to 60")
        if text and not FILTER.fullmatch(text):
            return invalid("Error while parsing filter. Invalid filter")
        if text and FILTER.fullmatch(text)[1] not in SEARCHABLE:
            return invalid(f"Unsupported attribute in filter: {FILTER.fullmatch(text)[1]}")
        return only_attributes(original(request), request.get("AttributesToGet"))

    @wrap("_apply_user_filter", cognito)
    def apply(original, users, text):
        name, sign, value = FILTER.fullmatch(text).groups()
        value = value.replace('\\"', '"')
        fold = str if name in CASE_SENSITIVE else str.casefold
        match = str.__eq__ if sign == "=" else str.startswith
        return [user for user in users if match(fold(searched(user, name)), fold(value))]


@patch
def user_auth_factors_are_told():
    """AWS tells with which factors a user can sign in; ministack does not know the two operations."""
    factors = {"AdminGetUserAuthFactors": cognito._admin_get_user, "GetUserAuthFactors": cognito._get_user}
    cognito._UNSIGNED_IDP_ACTIONS.add("GetUserAuthFactors")

    @wrap("_dispatch_idp", cognito)
    async def dispatch(original, action, request):
        if action not in factors:
            return await original(action, request)
        return auth_factors(cognito._run_idp_handler(factors[action], action, request), request)


def auth_factors(response, request):
    """What AdminGetUser or GetUser answered, as the answer about the factors."""
    status, headers, body = response
    if status != 200:
        return response
    user = json.loads(body)
    pool_id = request.get("UserPoolId") or cognito._pool_id_from_token(request["AccessToken"])
    told = {"Username": user["Username"], "ConfiguredUserAuthFactors": configured(
        cognito._user_pools[pool_id], cognito._attr_list_to_dict(user["UserAttributes"]), user["UserMFASettingList"])}
    # AWS leaves out what is not set.
    told.update({name: user[name] for name in ("PreferredMfaSetting", "UserMFASettingList") if user[name]})
    return status, headers, json.dumps(told).encode()


def configured(pool, attributes, mfa):
    """The factors that the pool allows and the user has; passkeys are not modelled."""
    policy = (pool.get("Policies") or {}).get("SignInPolicy") or {}
    has = {"PASSWORD": True, "EMAIL_OTP": attributes.get("email_verified") == "true",
           "SMS_OTP": attributes.get("phone_number_verified") == "true"}
    first = [name for name in policy.get("AllowedFirstAuthFactors") or ["PASSWORD"] if has.get(name)]
    return first + (["SOFTWARE_TOKEN"] if "SOFTWARE_TOKEN_MFA" in mfa else [])


def only_attributes(response, wanted):
    """The page of users with no other attributes than those wanted, if any are."""
    status, headers, body = response
    if status != 200 or not wanted:
        return response
    page = json.loads(body)
    for user in page["Users"]:
        user["Attributes"] = [attribute for attribute in user["Attributes"] if attribute["Name"] in wanted]
    return status, headers, json.dumps(page).encode()


def searched(user, name):
    """What `name` in a filter stands for."""
    if name == "username":
        return user["Username"]
    if name == "cognito:user_status":
        return user["UserStatus"]
    if name == "status":
        return "Enabled" if user.get("Enabled", True) else "Disabled"
    return cognito._attr_list_to_dict(user.get("Attributes", [])).get(name, "\0")


def invalid(message):
    return error_response_json("InvalidParameterException", message, 400)
