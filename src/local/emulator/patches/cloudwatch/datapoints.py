"""How datapoints are kept."""

import threading
import time

from ministack.services import cloudwatch

from patches.cloudwatch.alarms import touched
from patching import patch, wrap


@patch
def datapoints_are_stored_compactly():
    """AWS keeps datapoints of one second's resolution at best, and aggregates them
    [https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html]; ministack keeps each one,
    a dozen per request, and goes through all of them at every call.

    Here equal values of one second become one datapoint with a count, and old ones are evicted once a minute."""

    counting = threading.Lock()

    @wrap("record_metric", cloudwatch)
    def record(original, namespace, name, value, unit="None", dimensions=None):
        with counting:
            points = cloudwatch._metrics.get((namespace, name, cloudwatch._dims_key(dimensions or {})))
            last = points[-1] if points else None
            if last and last["Value"] == value and "_stat" not in last and int(last["Timestamp"]) == int(time.time()):
                last["Count"] = last.get("Count", 1.0) + 1.0
            else:
                original(namespace, name, value, unit, dimensions)
        touched.add((namespace, name))

    evicted = [0.0]

    @wrap("_evict_old_metrics", cloudwatch)
    def evict(original):
        if time.time() > evicted[0] + 60:
            evicted[0] = time.time()
            with counting:
                original()
