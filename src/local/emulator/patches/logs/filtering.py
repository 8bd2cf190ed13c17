"""The search of log events."""

import base64
import heapq
import json

from ministack.core.responses import error_response_json, json_response
from ministack.services import cloudwatch_logs

from patches.logs.patterns import PatternError, compile_pattern
from patching import patch

PAGE = 10000


@patch
def filtering_has_patterns_and_pages():
    """AWS pages through FilterLogEvents with `nextToken`, selects by `logStreamNamePrefix`, and understands JSON
    patterns, `?optional` terms and %expressions%
    [https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html]; ministack cuts at
    `limit` without a token, ignores the prefix, and lets every line pass a JSON pattern."""
    cloudwatch_logs._filter_log_events = filter_log_events
    cloudwatch_logs._subscription_pattern_matches = lambda pattern, message: compile_pattern(pattern)(message)


def filter_log_events(request):
    group = cloudwatch_logs._log_groups.get(cloudwatch_logs._resolve_log_group_name(request))
    if group is None:
        return error_response_json("ResourceNotFoundException", "The specified log group does not exist.", 400)
    if request.get("logStreamNames") and request.get("logStreamNamePrefix"):
        return error_response_json(
            "InvalidParameterException",
            "LogStreamNames and LogStreamNamePrefix can not be specified at the same time.",
            400,
        )
    try:
        matches = compile_pattern(request.get("filterPattern"))
    except PatternError as error:
        return error_response_json("InvalidParameterException", str(error), 400)
    limit = min(request.get("limit", PAGE), PAGE)
    found = []
    for event in events_after(group, request):
        if matches(event["message"]):
            found.append(event)
            if len(found) > limit:
                break
    answer = {"events": found[:limit], "searchedLogStreams": []}
    if len(found) > limit:
        answer["nextToken"] = base64.urlsafe_b64encode(json.dumps(position(found[limit - 1])).encode()).decode()
    return json_response(answer)


def position(event):
    """Where an event stands in the order of FilterLogEvents."""
    return [event["timestamp"], event["eventId"]]


def events_after(group, request):
    """The events of the chosen streams and times, in order, from behind the request's token on."""
    start, end = request.get("startTime", 0), request.get("endTime", float("inf"))
    after = [0, ""]
    if request.get("nextToken"):
        after = json.loads(base64.urlsafe_b64decode(request["nextToken"]))
    chosen, prefix = request.get("logStreamNames"), request.get("logStreamNamePrefix", "")
    with cloudwatch_logs._log_events_lock:
        streams = [
            [
                {**event, "logStreamName": name}
                for event in stream["events"]
                if max(start, after[0]) <= event["timestamp"] <= end and position(event) > after
            ]
            for name, stream in group["streams"].items()
            if (not chosen or name in chosen) and name.startswith(prefix)
        ]
    return heapq.merge(*(sorted(stream, key=position) for stream in streams), key=position)
