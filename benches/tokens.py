"""One access token, verified by our authorizer's code and by PyJWT, in turn."""

import json
import statistics
import subprocess
import time

import tools

ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pool"
CLIENT = "client"
TIMES = 3000
# Runs in the benchmark's own environment, which has the libraries; prints a task for both.
MAKE_TASK = """
import json, sys, jwt
from cryptography.hazmat.primitives.asymmetric import rsa
claims = json.load(sys.stdin)
key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
jwk = jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
jwks = {"keys": [{**jwk, "kid": "pool-key", "alg": "RS256", "use": "sig"}]}
print(json.dumps({"jwks": jwks, "token": jwt.encode(claims, key, "RS256", {"kid": "pool-key"})}))
"""


def ours_and_theirs(verify_token, python, rounds):
    """Microseconds of the first verification and of a later one, each ours and theirs."""
    task = {
        **json.loads(ask([python, "-c", MAKE_TASK], claims())),
        "issuer": ISSUER,
        "client_id": CLIENT,
        "times": TIMES,
    }
    commands = [[verify_token], [python, tools.PEER / "verify_token.py"]]
    answers = [[json.loads(ask(command, task)) for command in commands] for _ in range(rounds)]
    ours, theirs = zip(*answers, strict=True)

    def median(peer, what):
        return statistics.median(answer[what] for answer in peer)

    return {
        "token verified, first": (median(ours, "first_us"), median(theirs, "first_us")),
        "token verified, warm": (median(ours, "warm_us"), median(theirs, "warm_us")),
    }


def claims():
    """What Cognito writes into an access token."""
    now = int(time.time())
    return {
        "sub": "8b2a4770-0a0c-4a16-b965-4f681e75ea60",
        "username": "8b2a4770-0a0c-4a16-b965-4f681e75ea60",
        "iss": ISSUER,
        "client_id": CLIENT,
        "token_use": "access",
        "scope": "aws.cognito.signin.user.admin",
        "cognito:groups": ["admin"],
        "auth_time": now,
        "iat": now,
        "exp": now + 900,
        "jti": "1",
        "origin_jti": "2",
        "event_id": "3",
    }


def ask(command, question):
    return subprocess.run(command, input=json.dumps(question), stdout=subprocess.PIPE, text=True, check=True).stdout
