"""Metrics that are made of log events."""

import json

from ministack.services import cloudwatch, cloudwatch_logs

from patches.logs.patterns import PatternError, compile_pattern, selected_by
from patching import patch, wrap


@patch
def log_events_become_metrics():
    """AWS counts what matches a metric filter, and stores the metrics of lines in the embedded metric format
    [https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html]; ministack keeps metric filters
    without applying them, and takes embedded metrics for text."""

    @wrap("_fanout_to_subscription_filters", cloudwatch_logs)
    def fan_out(original, group, stream, events):
        original(group, stream, events)
        for event in events:
            embedded = embedded_metrics(event["message"])
            for namespace, name, value, unit, dimensions in embedded + filtered_metrics(group, event["message"]):
                cloudwatch.record_metric(namespace, name, value, unit, dimensions)


def embedded_metrics(message):
    """Namespace, name, value, unit and dimensions of each metric in a line of the embedded metric format."""
    if '"_aws"' not in message:
        return []
    try:
        line = json.loads(message)
        return [
            (
                directive["Namespace"],
                metric["Name"],
                float(value),
                metric.get("Unit", "None"),
                {name: str(line[name]) for name in names},
            )
            for directive in line["_aws"]["CloudWatchMetrics"]
            for metric in directive["Metrics"]
            for names in directive.get("Dimensions") or [[]]
            for value in values_of(line[metric["Name"]])
        ]
    except (ValueError, TypeError, KeyError):
        # AWS, too, drops a line that does not keep to the format.
        return []


def values_of(value):
    return value if isinstance(value, list) else [value]


def filtered_metrics(group, message):
    """The same of each metric filter of the group that the message matches."""
    found = []
    for metric_filter in list(cloudwatch_logs._metric_filters.values()):
        if metric_filter["logGroupName"] != group:
            continue
        try:
            matches = compile_pattern(metric_filter.get("filterPattern"))(message)
        except PatternError:
            # AWS refuses such a filter; ministack has kept it.
            continue
        for made in metric_filter["metricTransformations"] if matches else []:
            value = filter_value(made["metricValue"], message)
            if value is not None:
                found.append((made["metricNamespace"], made["metricName"], value, made.get("unit", "None"), {}))
    return found


def filter_value(expression, message):
    """The value of a transformation: a number, or the field of the line that it names."""
    if not expression.startswith("$."):
        return float(expression)
    values = selected_by(expression, message)
    return float(values[0]) if values and isinstance(values[0], (int, float)) else None
