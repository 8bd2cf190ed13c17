"""CloudWatch Logs: searching, following, and the lines that Lambda writes."""

import base64
import heapq
import itertools
import json
import re
import threading
import time
from datetime import datetime, timezone

from log_patterns import PatternError, compile_pattern
from ministack.core.responses import error_response_json, json_response
from ministack.services import cloudwatch_logs, lambda_svc
from patching import patch, wrap

PAGE = 10000
REPORT = re.compile(r"Duration: (\d+) ms\tBilled Duration: (\d+) ms\tMemory Size: (\d+) MB\tMax Memory Used: (\d+) MB")

# Goes on counting after a restart, so that ids keep the order in which events came.
sequence = itertools.count(time.time_ns())
# The invocation whose output this thread is writing: the function's configuration, its request id, when it began.
writing = threading.local()


@patch
def events_have_ids():
    """AWS gives every log event an id that never changes, which tells repeated events apart; ministack gives none."""

    @wrap("_append_log_events", cloudwatch_logs)
    def append(original, stream, events):
        for event in events:
            event.setdefault("eventId", f"{event['timestamp']:014d}{next(sequence):042d}")
        original(stream, events)


@patch
def filtering_has_patterns_and_pages():
    """AWS pages through FilterLogEvents with `nextToken`, selects by `logStreamNamePrefix`, and understands JSON
    patterns, `?optional` terms and %expressions%. ministack cuts at `limit` without a token, ignores the prefix,
    and lets every line pass a JSON pattern."""
    cloudwatch_logs._filter_log_events = filter_log_events
    cloudwatch_logs._subscription_pattern_matches = lambda pattern, message: compile_pattern(pattern)(message)


def filter_log_events(request):
    group = cloudwatch_logs._log_groups.get(cloudwatch_logs._resolve_log_group_name(request))
    if group is None:
        return error_response_json("ResourceNotFoundException", "The specified log group does not exist.", 400)
    if request.get("logStreamNames") and request.get("logStreamNamePrefix"):
        return error_response_json("InvalidParameterException", "LogStreamNames and LogStreamNamePrefix can not "
                                   "be specified at the same time.", 400)
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
        streams = [[{**event, "logStreamName": name} for event in stream["events"]
                    if max(start, after[0]) <= event["timestamp"] <= end and position(event) > after]
                   for name, stream in group["streams"].items()
                   if (not chosen or name in chosen) and name.startswith(prefix)]
    return heapq.merge(*(sorted(stream, key=position) for stream in streams), key=position)


@patch
def lambda_lines_have_their_own_time():
    """AWS stamps each line of a function when it is written, and writes START and REPORT as JSON when the function's
    LogFormat is JSON. ministack stamps all lines with the end of the invocation, and always writes them as text."""

    @wrap("_emit_lambda_logs", lambda_svc)
    def emit(original, func, request_id, text, error, duration_ms, **options):
        config = func.get("config") or func
        writing.invocation = (config, request_id, int(time.time() * 1000) - duration_ms, error)
        try:
            return original(func, request_id, text, error, duration_ms, **options)
        finally:
            writing.invocation = None

    @wrap("_append_log_events", cloudwatch_logs)
    def append(original, stream, events):
        invocation = getattr(writing, "invocation", None)
        original(stream, as_written(events, *invocation) if invocation else events)


def as_written(events, config, request_id, began, failed):
    """The lines of one invocation, as Lambda would have written them."""
    logging = config.get("LoggingConfig") or {}
    structured = logging.get("LogFormat") == "JSON"
    current, written = began, []
    for event in events:
        message = event["message"]
        platform = message.startswith(("START RequestId: ", "END RequestId: ", "REPORT RequestId: "))
        # END and REPORT come when the invocation has ended, START when it began.
        stamp = began if message.startswith("START ") else event["timestamp"] if platform else own_time(message)
        current = min(max(current, stamp or current), event["timestamp"])
        if platform and structured:
            message = platform_event(message, config, request_id, current, failed)
            if message is None or logging.get("SystemLogLevel", "INFO") == "WARN":
                continue
        written.append({**event, "timestamp": current, "message": message})
    return written


def own_time(message):
    """The `timestamp` that a structured line carries, in milliseconds."""
    if not message.startswith("{"):
        return None
    try:
        stamp = json.loads(message).get("timestamp")
        return int(datetime.fromisoformat(stamp.replace("Z", "+00:00")).timestamp() * 1000)
    except (ValueError, TypeError, AttributeError):
        return None


def platform_event(line, config, request_id, timestamp, failed):
    """START and REPORT as Lambda's JSON format has them; None for END, which it does not have."""
    if line.startswith("END "):
        return None
    moment = datetime.fromtimestamp(timestamp / 1000, timezone.utc)
    event = {"time": moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{timestamp % 1000:03d}Z"}
    if line.startswith("START "):
        record = {"requestId": request_id, "version": config.get("Version", "$LATEST")}
        return json.dumps({**event, "type": "platform.start", "record": record})
    duration, billed, memory, used = map(int, REPORT.search(line).groups())
    return json.dumps({**event, "type": "platform.report", "record": {
        "requestId": request_id,
        "status": "error" if failed else "success",
        "metrics": {"durationMs": duration, "billedDurationMs": billed,
                    "memorySizeMB": memory, "maxMemoryUsedMB": used},
    }})


@patch
def live_tail_shows_lambda():
    """AWS sends what a function logs to the live tails of its group; ministack only what PutLogEvents brings."""

    @wrap("_fanout_to_subscription_filters", cloudwatch_logs)
    def fan_out(original, group, stream, events):
        original(group, stream, events)
        if getattr(writing, "invocation", None):
            config, request_id, began, failed = writing.invocation
            lines = [{**event, "ingestionTime": event["timestamp"]} for event in events]
            cloudwatch_logs._fanout_to_live_tail_sessions(
                group, stream, as_written(lines, config, request_id, began, failed))
