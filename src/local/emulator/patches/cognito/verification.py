"""The verification of an address."""

from ministack.services import cognito

from patching import patch, wrap


@patch
def codes_verify_the_address_they_went_to():
    """AWS sets `email_verified` or `phone_number_verified` when the code that was sent there comes back, for a sign-up
    only if AutoVerifiedAttributes names it
    [https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-email-phone-verification.html];
    ministack leaves the address unverified."""

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
            user["Attributes"], [{"Name": f"{address}_verified", "Value": "true"}]
        )


def confirmed(request):
    """The pool, its id, and the user that the request has confirmed."""
    if "ClientId" in request:
        pool, pool_id = cognito._pool_for_client(request["ClientId"])
    else:
        pool_id = request["UserPoolId"]
        pool = cognito._user_pools[pool_id]
    return pool, pool_id, cognito._resolve_user(pool, request["Username"])[0]
