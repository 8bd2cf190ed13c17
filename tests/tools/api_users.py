"""Hooks for schemathesis: signed-in users for the operations that need one, and ids that exist.

A user may send a hundred requests a minute, and some requests delete the account, so a new user is created now and
then. Half of the paths name the user's own data, or nothing would ever be found. API_URL is the address of the API.
"""

import json
import os
import urllib.request
import uuid

import schemathesis

PASSWORD = "Correct-horse-7-battery"
# The code in every confirmation mail of the emulator.
CODE = "123456"
REQUESTS_OF_ONE_USER = 50
API = os.environ["API_URL"]


def post(path, body, **headers):
    headers["content-type"] = "application/json"
    request = urllib.request.Request(API + path, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(request) as response:
        return json.load(response) if response.status != 204 else None


class User:
    def __init__(self):
        self.requests = 0
        email = f"{uuid.uuid4()}@example.com"
        post("/auth/signup", {"email": email, "password": PASSWORD, "name": "Ada"})
        post("/auth/confirm", {"email": email, "code": CODE})
        tokens = post("/auth/signin", {"email": email, "password": PASSWORD})
        self.authorization = f"Bearer {tokens['accessToken']}"
        entry = post("/data", {"content": 1, "category": "notes"}, authorization=self.authorization)
        self.id, self.data_id = entry["userId"], entry["dataId"]


user = None


def a_user():
    global user
    if user is None or user.requests >= REQUESTS_OF_ONE_USER:
        user = User()
    user.requests += 1
    return user


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.operation.definition.raw.get("security") == []:
        return
    who = a_user()
    case.headers["Authorization"] = who.authorization
    if case.path_parameters and who.requests % 2:
        case.path_parameters["userId"] = who.id
        if "dataId" in case.path_parameters:
            case.path_parameters["dataId"] = who.data_id


@schemathesis.hook
def after_call(context, case, response):
    global user
    # The token no longer works: the next request needs another user.
    if case.operation.definition.raw["operationId"] in ("delete_user", "sign_out"):
        user = None
