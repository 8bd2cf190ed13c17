"""The search for users."""

import json
import re

from ministack.core.responses import error_response_json
from ministack.services import cognito

from patching import patch, wrap

# The attributes that ListUsers can search.
SEARCHABLE = (
    "username",
    "email",
    "phone_number",
    "name",
    "given_name",
    "family_name",
    "preferred_username",
    "cognito:user_status",
    "status",
    "sub",
)


FILTER = re.compile(r'\s*"?([\w:]+)"?\s*(=|\^=)\s*"((?:[^"\\]|\\.)*)"\s*')


CASE_SENSITIVE = ("username", "cognito:user_status", "status")


@patch
def user_filters_follow_their_syntax():
    """AWS searches ten attributes by `=` and `^=`, refuses any other filter, and gives at most 60 users a page, with
    the attributes asked for
    [https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html]; ministack ignores
    what it cannot read, and so answers with every user."""

    @wrap("_list_users", cognito)
    def list_users(original, request):
        limit, text = request.get("Limit", 60), request.get("Filter")
        if not 0 <= limit <= 60:
            return invalid(
                "1 validation error detected: Value at 'limit' failed to satisfy constraint: "
                "Member must have value less than or equal to 60"
            )
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
