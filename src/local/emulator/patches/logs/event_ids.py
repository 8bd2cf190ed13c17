"""The ids of log events."""

import itertools
import time

from ministack.services import cloudwatch_logs

from patching import patch, wrap

# Goes on counting after a restart, so that ids keep the order in which events came.
sequence = itertools.count(time.time_ns())


@patch
def events_have_ids():
    """AWS gives every log event an id that never changes, which distinguishes repeated events
    [https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilteredLogEvent.html]; ministack gives
    none to the lines of functions."""

    @wrap("_append_log_events", cloudwatch_logs)
    def append(original, stream, events):
        for event in events:
            event.setdefault("eventId", f"{event['timestamp']:014d}{next(sequence):042d}")
        original(stream, events)
