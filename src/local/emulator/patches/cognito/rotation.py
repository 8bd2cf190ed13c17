"""Refresh tokens that are replaced when they are used."""

import json
import time

from ministack.core.responses import error_response_json
from ministack.services import cognito
from ministack.services.cloudformation import provisioners

from patching import patch, wrap


@patch
def refresh_tokens_rotate():
    """AWS replaces a refresh token that is used with GetTokensFromRefreshToken, if its client says so: the old one
    stays valid for the grace period, and the new one for as long as the first would have been. REFRESH_TOKEN_AUTH is
    refused then, and the secret of a client that has one is asked for
    [https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html];
    ministack knows no rotation, and asks for no secret."""
    provisioners._COGNITO_USER_POOL_CLIENT_UPDATABLE["RefreshTokenRotation"] = None
    for name in ("_create_user_pool_client", "_update_user_pool_client"):
        wrap(name, cognito)(keeping_rotation)

    @wrap("_auth_flow_error", cognito)
    def flow_error(original, action, request):
        if request.get("AuthFlow") in ("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN") and rotation(client_of(request)):
            return refused("InvalidParameterException", "Refresh token rotation is enabled for this client")
        return original(action, request)

    @wrap("_get_tokens_from_refresh_token", cognito)
    def get_tokens(original, request):
        client, used = client_of(request), cognito._token_claims(request.get("RefreshToken"))
        if client.get("ClientSecret") and request.get("ClientSecret") != client["ClientSecret"]:
            return refused("NotAuthorizedException", "Unable to verify the secret of the client")
        if not rotation(client):
            return original(request)
        user = cognito._user_from_token(request.get("RefreshToken"), cognito._user_pools[client["UserPoolId"]]) or {}
        valid_until = user.setdefault("_used_refresh_tokens", {})
        if time.time() > valid_until.get(used.get("jti"), float("inf")):
            return refused("RefreshTokenReuseException", "Refresh Token has been used")
        status, headers, body = original(request)
        if status != 200:
            return status, headers, body
        valid_until.setdefault(used["jti"], time.time() + int(rotation(client).get("RetryGracePeriodSeconds") or 0))
        answer = json.loads(body)
        successor = {**used, "jti": cognito.new_uuid(), "iat": int(time.time())}
        answer["AuthenticationResult"]["RefreshToken"] = cognito._signed_jwt(successor, client["UserPoolId"], "access")
        return status, headers, json.dumps(answer).encode()


def keeping_rotation(original, request):
    """Create or update a client, with the property that ministack forgets."""
    status, headers, body = original(request)
    if status != 200 or "RefreshTokenRotation" not in request:
        return status, headers, body
    answer = json.loads(body)
    client = client_of({"ClientId": answer["UserPoolClient"]["ClientId"]})
    client["RefreshTokenRotation"] = request["RefreshTokenRotation"]
    answer["UserPoolClient"]["RefreshTokenRotation"] = request["RefreshTokenRotation"]
    return status, headers, json.dumps(answer).encode()


def client_of(request):
    pool, _pool_id = cognito._pool_for_client(request.get("ClientId"))
    return pool["_clients"][request["ClientId"]] if pool else {}


def rotation(client):
    """The settings of a client whose refresh tokens rotate."""
    settings = client.get("RefreshTokenRotation") or {}
    return settings if settings.get("Feature") == "ENABLED" else None


def refused(code, message):
    return error_response_json(code, message, 400)
