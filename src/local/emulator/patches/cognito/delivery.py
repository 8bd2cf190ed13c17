"""Where a code was sent."""

import json

from ministack.services import cognito

from patching import patch, wrap


@patch
def delivery_is_masked():
    """AWS masks the address in the answer of SignUp
    [https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CodeDeliveryDetailsType.html];
    ministack shows it."""

    @wrap("_sign_up", cognito)
    def sign_up(original, request):
        status, headers, body = original(request)
        answer = json.loads(body)
        if "CodeDeliveryDetails" in answer:
            details = answer["CodeDeliveryDetails"]
            details["Destination"] = cognito._masked_destination(details["Destination"])
        return status, headers, json.dumps(answer).encode()
