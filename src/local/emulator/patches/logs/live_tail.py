"""Live tail."""

import contextvars
import functools

from ministack import app
from ministack.services import cloudwatch_logs

from patches.logs.lambda_lines import as_written, writing
from patching import patch, wrap


@patch
def live_tail_shows_lambda():
    """AWS sends what a function logs to the live tails of its group
    [https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html]; ministack sends only
    what PutLogEvents brings."""

    @wrap("_fanout_to_subscription_filters", cloudwatch_logs)
    def fan_out(original, group, stream, events):
        original(group, stream, events)
        if getattr(writing, "invocation", None):
            config, request_id, began, failed = writing.invocation
            lines = [{**event, "ingestionTime": event["timestamp"]} for event in events]
            send = functools.partial(
                cloudwatch_logs._fanout_to_live_tail_sessions,
                group,
                stream,
                as_written(lines, config, request_id, began, failed),
            )
            # The function runs on a thread of its own, and the sessions' queues belong to the loop's.
            app._MAIN_LOOP.call_soon_threadsafe(send, context=contextvars.copy_context())
