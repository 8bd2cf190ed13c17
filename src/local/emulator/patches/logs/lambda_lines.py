"""The lines that Lambda writes."""

import base64
import contextvars
import json
import re
import threading
import time
from datetime import datetime, timezone

from ministack.services import cloudwatch_logs, lambda_svc

from patching import patch, wrap
from serving import current_request

REPORT = re.compile(r"Duration: (\d+) ms\tBilled Duration: (\d+) ms\tMemory Size: (\d+) MB\tMax Memory Used: (\d+) MB")


# As much of its log as AWS puts into the answer to an invocation.
TAIL_BYTES = 4096

# The invocation whose output this thread is writing: the function's configuration, its request id, when it began.
writing = threading.local()

# The lines of the invocation that a caller waits for.
awaited_lines = contextvars.ContextVar("awaited_lines", default=None)


@patch
def lambda_lines_have_their_own_time():
    """AWS stamps each line of a function when it is written, and writes START and REPORT as JSON when the function's
    LogFormat is JSON [https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html]; ministack
    stamps all lines with the end of the invocation, and writes them as text."""

    @wrap("_emit_lambda_logs", lambda_svc)
    def emit(original, func, request_id, text, error, duration_ms, **options):
        config = func.get("config") or func
        if current_request.get(None) is not None:
            current_request.get()["invocation"] = request_id
        writing.invocation = (config, request_id, int(time.time() * 1000) - duration_ms, error)
        try:
            return original(func, request_id, text, error, duration_ms, **options)
        finally:
            writing.invocation = None

    @wrap("_append_log_events", cloudwatch_logs)
    def append(original, stream, events):
        invocation = getattr(writing, "invocation", None)
        if invocation:
            events = as_written(events, *invocation)
        original(stream, events)
        if invocation and awaited_lines.get() is not None:
            awaited_lines.get().extend(event["message"] for event in events)


@patch
def invocations_answer_with_lambdas_lines():
    """AWS answers an invocation of LogType Tail with the last 4 KB of what the log group gets of it, in which
    Lambda's own lines name its request id and say what it took [https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html];
    ministack answers with the function's lines alone."""

    @wrap("_invoke", lambda_svc)
    async def invoke(original, name, event, headers, *rest, **options):
        lines = []
        token = awaited_lines.set(lines)
        try:
            status, answer, body = await original(name, event, headers, *rest, **options)
        finally:
            awaited_lines.reset(token)
        if lines and headers.get("x-amz-log-type", "").lower() == "tail":
            tail = "\n".join(lines).encode()[-TAIL_BYTES:]
            answer["X-Amz-Log-Result"] = base64.b64encode(tail).decode()
        return status, answer, body


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
    return json.dumps(
        {
            **event,
            "type": "platform.report",
            "record": {
                "requestId": request_id,
                "status": "error" if failed else "success",
                "metrics": {
                    "durationMs": duration,
                    "billedDurationMs": billed,
                    "memorySizeMB": memory,
                    "maxMemoryUsedMB": used,
                },
            },
        }
    )
