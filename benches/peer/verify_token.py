"""What the authorizer checks of a token, with PyJWT: the same task and the same answer as `verify_token.rs`."""

import json
import statistics
import sys
import time

import jwt


def main():
    task = json.load(sys.stdin)
    keys = {key.key_id: key.key for key in jwt.PyJWKSet.from_dict(task["jwks"]).keys}
    first_us = timed_us(task, keys)
    warm_us = statistics.median(timed_us(task, keys) for _ in range(task["times"]))
    print(json.dumps({"first_us": first_us, "warm_us": warm_us}))


def timed_us(task, keys):
    began = time.perf_counter()
    verify(task["token"], keys, task["issuer"], task["client_id"])
    return (time.perf_counter() - began) * 1e6


def verify(token, keys, issuer, client_id):
    key = keys[jwt.get_unverified_header(token)["kid"]]
    required = {"verify_aud": False, "require": ["sub", "username", "iss", "exp", "iat"]}
    claims = jwt.decode(token, key, algorithms=["RS256"], issuer=issuer, options=required)
    if claims["client_id"] != client_id or claims["token_use"] != "access":
        raise ValueError("not our access token")
    return claims


main()
