"""Mute rules of alarms."""

import json
import re
import time
from datetime import datetime, timezone

import cbor2
from ministack.core.responses import AccountRegionScopedDict, request_scope
from ministack.services import cloudwatch

from background import every
from patching import patch, wrap

OPERATION = re.compile(r"/operation/(\w+)")
DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")
CHECK_SECONDS = 5

rules = AccountRegionScopedDict()
# The rules that were active when they were looked at last, by account, region and name, with what they mute.
open_rules = {}


@patch
def alarms_can_be_muted():
    """AWS has mute rules: while one is active, the alarms that it targets change their states but take no actions, and
    those that fire at its end take them then
    [https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAlarmMuteRule.html]; ministack has none.

    Only rules for once are modelled. They are not kept when the emulator stops."""
    operations = {
        "PutAlarmMuteRule": put,
        "GetAlarmMuteRule": get,
        "ListAlarmMuteRules": list_rules,
        "DeleteAlarmMuteRule": delete,
    }

    @wrap("handle_request", cloudwatch)
    async def handle_request(original, method, path, headers, body, query_params):
        named = OPERATION.search(path)
        action = named.group(1) if named else headers.get("x-amz-target", "").split(".")[-1]
        if action not in operations:
            return await original(method, path, headers, body, query_params)
        is_cbor = named is not None
        data = (cbor2.loads(body) if is_cbor else json.loads(body)) if body else {}
        try:
            answer = operations[action](data)
        except Refused as refused:
            return cloudwatch._error(*refused.args, 400, use_json=not is_cbor, use_cbor=is_cbor)
        return cloudwatch._cbor_ok(answer) if is_cbor else cloudwatch._json_ok(answer)

    @wrap("_dispatch_alarm_actions", cloudwatch)
    def dispatch(original, alarm, old_state, new_state, reason):
        if not any(alarm["AlarmName"] in rule["alarms"] for rule in rules.values() if status(rule) == "ACTIVE"):
            original(alarm, old_state, new_state, reason)

    every(CHECK_SECONDS, end_mutes)


class Refused(Exception):
    """The code and the message of an error."""


def put(data):
    schedule = data["Rule"]["Schedule"]
    alarms = data.get("MuteTargets", {}).get("AlarmNames", [])
    if len(alarms) > 100:
        raise Refused("ValidationError", "MuteTargets has more than 100 alarm names")
    begin = re.fullmatch(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d)\)", schedule["Expression"])
    if not begin:
        raise Refused("ValidationError", f"{schedule['Expression']} is not modelled: only at(...) is")
    lasts = DURATION.fullmatch(schedule["Duration"])
    if not lasts or not any(lasts.groups()):
        raise Refused("ValidationError", f"{schedule['Duration']} is no duration")
    days, hours, minutes = (int(part or 0) for part in lasts.groups())
    seconds = 60 * (minutes + 60 * (hours + 24 * days))
    if not 60 <= seconds <= 15 * 86400:
        raise Refused("ValidationError", "the duration is not between PT1M and P15D")
    started = datetime.fromisoformat(begin.group(1)).replace(tzinfo=timezone.utc).timestamp()
    rules[data["Name"]] = {
        "name": data["Name"],
        "description": data.get("Description"),
        "schedule": schedule,
        "alarms": alarms,
        "begin": started,
        "end": started + seconds,
        "updated": time.time(),
    }
    remember_open()
    return {}


def get(data):
    rule = rules.get(data["AlarmMuteRuleName"])
    if not rule:
        raise Refused("ResourceNotFoundException", "there is no such mute rule")
    return {
        "Name": rule["name"],
        "AlarmMuteRuleArn": arn(rule),
        "Description": rule["description"],
        "Rule": {"Schedule": rule["schedule"]},
        "MuteTargets": {"AlarmNames": rule["alarms"]},
        "Status": status(rule),
        "MuteType": "ONE_TIME",
        "LastUpdatedTimestamp": cbor2.CBORTag(1, rule["updated"]),
    }


def list_rules(data):
    asked = data.get("Statuses") or ["SCHEDULED", "ACTIVE", "EXPIRED"]
    name = data.get("AlarmName")
    listed = [rule for rule in rules.values() if status(rule) in asked and name in (None, *rule["alarms"])]
    return {
        "AlarmMuteRuleSummaries": [
            {"AlarmMuteRuleArn": arn(rule), "Status": status(rule), "MuteType": "ONE_TIME"} for rule in listed
        ]
    }


def delete(data):
    rules.pop(data["AlarmMuteRuleName"], None)
    end_mutes()
    return {}


def arn(rule):
    return f"arn:aws:cloudwatch:{cloudwatch.get_region()}:{cloudwatch.get_account_id()}:alarm-mute-rule:{rule['name']}"


def status(rule):
    now = time.time()
    if now < rule["begin"]:
        return "SCHEDULED"
    return "ACTIVE" if now < rule["end"] else "EXPIRED"


def remember_open():
    for key, rule in rules.all_items():
        if status(rule) == "ACTIVE":
            open_rules[key] = rule


def end_mutes():
    """What a rule muted takes its actions once the rule is over, if it still fires."""
    remember_open()
    active = {key: rule for key, rule in rules.all_items() if status(rule) == "ACTIVE"}
    for key in set(open_rules) - set(active):
        account, region, _name = key
        with request_scope(account, region):
            for name in open_rules.pop(key)["alarms"]:
                alarm = cloudwatch._alarms.get(name) or cloudwatch._composite_alarms.get(name)
                if alarm and alarm["StateValue"] == "ALARM":
                    cloudwatch._dispatch_alarm_actions(alarm, "OK", "ALARM", alarm["StateReason"])
