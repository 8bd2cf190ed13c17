"""The series of metrics and expressions."""

from ministack.services import cloudwatch

from patches.cloudwatch.metric_math import MathError, evaluate, tokens

# How many datapoints of the past may arrive late without being overlooked.
OUT_OF_ORDER = 100


def metric_series(query, start, end, anchor=0.0):
    """The series of a MetricStat from `start` to `end`, whose periods begin at multiples of the period after
    `anchor`. A metric is exactly its namespace, name and dimensions, as on AWS."""
    metric, period = query["Metric"], int(query["Period"])
    dimensions = {dimension["Name"]: dimension["Value"] for dimension in metric.get("Dimensions") or []}
    points = cloudwatch._metrics.get((metric["Namespace"], metric["MetricName"], cloudwatch._dims_key(dimensions)), [])
    periods = {}
    late = 0
    for point in reversed(points):
        if point["Timestamp"] < start:
            late += 1
            if late > OUT_OF_ORDER:
                break
        elif point["Timestamp"] < end:
            begin = anchor + (point["Timestamp"] - anchor) // period * period
            periods.setdefault(begin, []).append(point)
    values = {
        begin: cloudwatch._stat_value(cloudwatch._calc_stats(found), query["Stat"], found)
        for begin, found in sorted(periods.items())
    }
    return {begin: value for begin, value in values.items() if value is not None}


def evaluate_queries(queries, start, end, anchor=0.0):
    """The series of every query of GetMetricData, by id; `MathError` where an expression is wrong."""
    metrics = {
        query["Id"]: metric_series(query["MetricStat"], start, end, anchor)
        for query in queries
        if query.get("MetricStat")
    }
    periods = [int(query["MetricStat"]["Period"]) for query in queries if query.get("MetricStat")]
    pending = [query for query in queries if not query.get("MetricStat")]
    while pending:
        # An expression may name another one, in any order.
        unknown = {query["Id"] for query in pending}
        ready = [query for query in pending if unknown.isdisjoint(tokens(query["Expression"]))]
        if not ready:
            raise MathError("expressions name each other")
        for query in ready:
            period = int(query.get("Period") or min(periods, default=60))
            first = anchor + -(-(start - anchor) // period) * period
            timestamps = [first + step * period for step in range(max(0, int(-(-(end - first) // period))))]
            value = evaluate(query["Expression"], metrics, period, timestamps)
            metrics[query["Id"]] = value if isinstance(value, dict) else dict.fromkeys(timestamps, float(value))
        pending = [query for query in pending if query not in ready]
    return metrics


def typed(query):
    """A query whose numbers and truth values are no text, as a template may write them."""
    query = {**query, "ReturnData": str(query.get("ReturnData", True)).lower() == "true"}
    if query.get("Period"):
        query["Period"] = int(query["Period"])
    if query.get("MetricStat"):
        query["MetricStat"] = {**query["MetricStat"], "Period": int(query["MetricStat"]["Period"])}
    return query
