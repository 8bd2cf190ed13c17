"""The factors of a user."""

import json

from ministack.core.concurrency import run_reentrant
from ministack.services import cognito

from patching import patch, wrap


@patch
def user_auth_factors_are_listed():
    """AWS lists the factors with which a user can sign in
    [https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAuthFactors.html]; ministack
    does not know the two operations."""
    factors = {"AdminGetUserAuthFactors": cognito._admin_get_user, "GetUserAuthFactors": cognito._get_user}
    cognito._UNSIGNED_IDP_ACTIONS.add("GetUserAuthFactors")

    @wrap("_dispatch_idp", cognito)
    async def dispatch(original, action, request):
        if action not in factors:
            return await original(action, request)
        user = await run_reentrant(cognito._run_idp_handler, factors[action], action, request)
        return auth_factors(user, request)


def auth_factors(response, request):
    """What AdminGetUser or GetUser answered, as the answer about the factors."""
    status, headers, body = response
    if status != 200:
        return response
    user = json.loads(body)
    pool_id = request.get("UserPoolId") or cognito._pool_id_from_token(request["AccessToken"])
    listed = {
        "Username": user["Username"],
        "ConfiguredUserAuthFactors": configured(
            cognito._user_pools[pool_id], cognito._attr_list_to_dict(user["UserAttributes"]), user["UserMFASettingList"]
        ),
    }
    # AWS leaves out what is not set.
    listed.update({name: user[name] for name in ("PreferredMfaSetting", "UserMFASettingList") if user[name]})
    return status, headers, json.dumps(listed).encode()


def configured(pool, attributes, mfa):
    """The factors that the pool allows and the user has; passkeys are not modelled."""
    policy = (pool.get("Policies") or {}).get("SignInPolicy") or {}
    has = {
        "PASSWORD": True,
        "EMAIL_OTP": attributes.get("email_verified") == "true",
        "SMS_OTP": attributes.get("phone_number_verified") == "true",
    }
    first = [name for name in policy.get("AllowedFirstAuthFactors") or ["PASSWORD"] if has.get(name)]
    return first + (["SOFTWARE_TOKEN"] if "SOFTWARE_TOKEN_MFA" in mfa else [])
