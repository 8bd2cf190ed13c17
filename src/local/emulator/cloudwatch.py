"""CloudWatch: metrics, metric math, and when an alarm changes its state."""

import json
import time

from background import every
from metric_math import MathError, evaluate, tokens
from ministack.core.responses import request_scope
from ministack.services import cloudwatch
from ministack.services.cloudformation import provisioners
from patching import patch, wrap

EVALUATION_SECONDS = 15
SET_STATE_SECONDS = 30
# How many datapoints of the past may arrive late without being overlooked.
OUT_OF_ORDER = 100
SINGLE_METRIC = ("MetricName", "Namespace", "Statistic", "ExtendedStatistic", "Period", "Dimensions", "Unit")
COMPARISONS = {
    "GreaterThanThreshold": (lambda value, threshold: value > threshold, "greater than"),
    "GreaterThanOrEqualToThreshold": (lambda value, threshold: value >= threshold, "greater than or equal to"),
    "LessThanThreshold": (lambda value, threshold: value < threshold, "less than"),
    "LessThanOrEqualToThreshold": (lambda value, threshold: value <= threshold, "less than or equal to"),
}

# Until when an alarm keeps the state that SetAlarmState gave it: by account, region and name.
held_until = {}
# Namespace and name of the metrics that have got datapoints since their alarms were evaluated.
touched = set()


def metric_series(query, start, end, anchor=0.0):
    """The series of a MetricStat from `start` to `end`, whose periods begin at multiples of the period after
    `anchor`. A metric is exactly its namespace, name and dimensions, as on AWS."""
    metric, period = query["Metric"], int(query["Period"])
    dimensions = {dimension["Name"]: dimension["Value"] for dimension in metric.get("Dimensions") or []}
    points = cloudwatch._metrics.get(
        (metric["Namespace"], metric["MetricName"], cloudwatch._dims_key(dimensions)), [])
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
    values = {begin: cloudwatch._stat_value(cloudwatch._calc_stats(found), query["Stat"], found)
              for begin, found in sorted(periods.items())}
    return {begin: value for begin, value in values.items() if value is not None}


def evaluate_queries(queries, start, end, anchor=0.0):
    """The series of every query of GetMetricData, by id; `MathError` where an expression is wrong."""
    metrics = {query["Id"]: metric_series(query["MetricStat"], start, end, anchor)
               for query in queries if query.get("MetricStat")}
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


@patch
def alarms_follow_their_metrics():
    """AWS evaluates every alarm periodically: the datapoints of its last periods, of exactly its dimensions, M out
    of N, missing ones as TreatMissingData says. ministack evaluates only when metrics are put, over all dimensions
    of the name, and never goes back to INSUFFICIENT_DATA.

    Here the periods end now and not at a full minute, so that an alarm shows within a second of its cause."""
    cloudwatch._evaluate_alarm = evaluate_alarm

    @wrap("_set_alarm_state", cloudwatch)
    def set_state(original, params, data, *protocol):
        name = data.get("AlarmName") or cloudwatch._p(params, "AlarmName")
        held_until[cloudwatch.get_account_id(), cloudwatch.get_region(), name] = time.time() + SET_STATE_SECONDS
        return original(params, data, *protocol)

    every(EVALUATION_SECONDS, evaluate_all)
    every(1, evaluate_touched)


def evaluate_all():
    for (account, region, _name), alarm in list(cloudwatch._alarms.all_items()):
        with request_scope(account, region):
            evaluate_alarm(alarm)


def evaluate_touched():
    """Evaluate the alarms on metrics that have got datapoints since the last time."""
    if not touched:
        return
    metrics = set(touched)
    touched.clear()
    for (account, region, _name), alarm in list(cloudwatch._alarms.all_items()):
        if not metrics.isdisjoint(watched(alarm)):
            with request_scope(account, region):
                evaluate_alarm(alarm)


def watched(alarm):
    """Namespace and name of every metric that the alarm depends on."""
    return {(query["MetricStat"]["Metric"]["Namespace"], query["MetricStat"]["Metric"]["MetricName"])
            for query in alarm_queries(alarm) if query.get("MetricStat")}


def alarm_queries(alarm):
    """What the alarm watches, as queries of GetMetricData. The one that returns data is compared."""
    if alarm.get("Metrics"):
        return alarm["Metrics"]
    return [{"Id": "metric", "ReturnData": True, "MetricStat": {
        "Metric": {name: alarm[name] for name in ("Namespace", "MetricName", "Dimensions")},
        "Period": alarm["Period"],
        "Stat": alarm.get("ExtendedStatistic") or alarm.get("Statistic") or "Average",
    }}]


def evaluate_alarm(alarm):
    scope = cloudwatch.get_account_id(), cloudwatch.get_region(), alarm["AlarmName"]
    if time.time() < held_until.get(scope, 0):
        return
    try:
        values = recent_values(alarm)
    except MathError as error:
        transition(alarm, "INSUFFICIENT_DATA", f"Unable to evaluate the expression: {error}")
        return
    state, reason = judge(alarm, values)
    transition(alarm, state, reason)


def recent_values(alarm):
    """The value of each evaluation period, the latest first; None where there is no datapoint."""
    queries = alarm_queries(alarm)
    returned = next((query for query in queries if query.get("ReturnData", True)), queries[0])
    periods = [int(query["MetricStat"]["Period"]) for query in queries if query.get("MetricStat")]
    period = int(returned.get("Period") or min(periods, default=60))
    now, count = time.time(), int(alarm["EvaluationPeriods"])
    series = evaluate_queries(queries, now - count * period, now, anchor=now)[returned["Id"]]
    by_age = {round((now - begin) / period): value for begin, value in series.items()}
    return [by_age.get(age) for age in range(1, count + 1)]


def judge(alarm, values):
    """The state that these values put the alarm into, and the reason that AWS would give."""
    threshold = float(alarm.get("Threshold") or 0)
    breaches, words = COMPARISONS[alarm["ComparisonOperator"]]
    required = int(alarm.get("DatapointsToAlarm") or len(values))
    present = [value for value in values if value is not None]
    missing = len(values) - len(present)
    treatment = alarm.get("TreatMissingData") or "missing"
    breaching = sum(breaches(value, threshold) for value in present)
    if treatment == "breaching":
        breaching += missing
    if not present and treatment == "missing":
        return "INSUFFICIENT_DATA", f"Insufficient Data: {missing} datapoints were unknown."
    if not present and treatment == "ignore":
        return alarm["StateValue"], alarm["StateReason"]
    state = "ALARM" if breaching >= required else "OK"
    if not present:
        verdict = "Breaching" if treatment == "breaching" else "NonBreaching"
        return state, f"Threshold Crossed: no datapoints were received for {missing} periods and " \
                      f"{missing} missing datapoints were treated as [{verdict}]."
    change = "OK -> ALARM" if state == "ALARM" else "ALARM -> OK"
    shown = breaching if state == "ALARM" else len(present) - breaching
    return state, f"Threshold Crossed: {shown} out of the last {len(values)} datapoints {present} " \
                  f"{'was' if state == 'ALARM' else 'was not'} {words} the threshold ({threshold}) " \
                  f"(minimum {required} datapoints for {change} transition)."


def transition(alarm, state, reason):
    previous = alarm["StateValue"]
    if state == previous:
        return
    alarm.update(StateValue=state, StateReason=reason, StateUpdatedTimestamp=int(time.time()))
    cloudwatch._record_history(alarm["AlarmName"], previous, state, reason)
    cloudwatch._dispatch_alarm_actions(alarm, previous, state, reason)
    cloudwatch._evaluate_parent_alarms(alarm)


@patch
def alarms_tell_their_history():
    """AWS records, beside each change of state, when an alarm was made or changed, and each action that was taken;
    ministack records states only."""

    @wrap("_dispatch_alarm_actions", cloudwatch)
    def dispatch(original, alarm, old_state, new_state, reason):
        original(alarm, old_state, new_state, reason)
        field = {"ALARM": "AlarmActions", "OK": "OKActions"}.get(new_state, "InsufficientDataActions")
        for action in alarm.get(field) or [] if alarm.get("ActionsEnabled", True) else []:
            remember(alarm["AlarmName"], "Action", f"Successfully executed action {action}")

    @wrap("_put_metric_alarm", cloudwatch)
    def from_request(original, params, data, *protocol):
        name = data.get("AlarmName") or cloudwatch._p(params, "AlarmName")
        known = name in cloudwatch._alarms
        response = original(params, data, *protocol)
        if response[0] == 200:
            remember(name, "ConfigurationUpdate", f'Alarm "{name}" {"updated" if known else "created"}')
        return response

    @wrap("cloudformation_put_metric_alarm", cloudwatch)
    def from_template(original, alarm):
        verb = "updated" if alarm["AlarmName"] in cloudwatch._alarms else "created"
        original(alarm)
        remember(alarm["AlarmName"], "ConfigurationUpdate", f'Alarm "{alarm["AlarmName"]}" {verb}')


def remember(name, kind, summary):
    cloudwatch._history_entries().append({
        "AlarmName": name,
        "AlarmType": "MetricAlarm" if name in cloudwatch._alarms else "CompositeAlarm",
        "Timestamp": cloudwatch._ts_iso(time.time()),
        "HistoryItemType": kind,
        "HistorySummary": summary,
        "HistoryData": json.dumps({"version": "1.0"}),
    })


@patch
def alarms_do_metric_math():
    """AWS has alarms on expressions; ministack fails the stack for `Metrics`, and PutMetricAlarm drops it."""

    @wrap("_cw_metric_alarm_record", provisioners)
    def from_template(original, name, properties):
        if not properties.get("Metrics"):
            return original(name, properties)
        stand_in = {key: value for key, value in properties.items() if key != "Metrics"}
        alarm = original(name, {**stand_in, "MetricName": "expression", "Namespace": "expression"})
        return with_queries(alarm, properties["Metrics"])

    @wrap("_put_metric_alarm", cloudwatch)
    def from_request(original, params, data, is_cbor, is_json=False):
        response = original(params, data, is_cbor, is_json)
        if response[0] == 200 and data.get("Metrics"):
            with_queries(cloudwatch._alarms[data["AlarmName"]], data["Metrics"])
        return response

    @wrap("_evaluate_alarm", cloudwatch)
    def only_with_metric(original, alarm):
        # PutMetricAlarm evaluates before the queries are there.
        if alarm.get("Metrics") or alarm.get("MetricName"):
            original(alarm)


def with_queries(alarm, queries):
    for name in SINGLE_METRIC:
        alarm.pop(name, None)
    alarm["Metrics"] = [typed(query) for query in queries]
    return alarm


def typed(query):
    """A query whose numbers and truth values are no text, as a template may write them."""
    query = {**query, "ReturnData": str(query.get("ReturnData", True)).lower() == "true"}
    if query.get("Period"):
        query["Period"] = int(query["Period"])
    if query.get("MetricStat"):
        query["MetricStat"] = {**query["MetricStat"], "Period": int(query["MetricStat"]["Period"])}
    return query


@patch
def metric_data_has_expressions():
    """AWS computes expressions in GetMetricData, and gives the newest datapoint first unless told otherwise;
    ministack answers expressions with an InternalError, and the oldest first."""

    @wrap("_get_metric_data", cloudwatch)
    def get(original, params, data, is_cbor, is_json=False):
        if not (is_cbor or is_json):
            return original(params, data, is_cbor, is_json)
        queries = [typed(query) for query in data["MetricDataQueries"]]
        start, end = (cloudwatch._parse_ts(data[name]) for name in ("StartTime", "EndTime"))
        try:
            series = evaluate_queries(queries, start, end)
        except MathError as error:
            message = f"Error in expression: {error}"
            return cloudwatch._error("ValidationError", message, 400, use_json=is_json, use_cbor=is_cbor)
        newest_first = data.get("ScanBy", "TimestampDescending") == "TimestampDescending"
        results = []
        for query in filter(lambda query: query["ReturnData"], queries):
            points = sorted(series[query["Id"]].items(), reverse=newest_first)
            results.append({
                "Id": query["Id"],
                "Label": query.get("Label", default_label(query)),
                "Timestamps": [cloudwatch._ts_iso(time) for time, _value in points],
                "Values": [value for _time, value in points],
                "StatusCode": "Complete",
            })
        if is_cbor:
            return cloudwatch._cbor_ok({
                "MetricDataResults": [cloudwatch._cbor_metric_data_result(result) for result in results],
                "Messages": []})
        return cloudwatch._json_ok({"MetricDataResults": results, "Messages": []})


def default_label(query):
    return query["MetricStat"]["Metric"]["MetricName"] if query.get("MetricStat") else query["Id"]


@patch
def datapoints_are_stored_compactly():
    """Every request adds a dozen datapoints, and ministack goes through all of them at each call to CloudWatch.
    Equal values of one second become one datapoint with a count, and old ones are looked for once a minute."""

    @wrap("record_metric", cloudwatch)
    def record(original, namespace, name, value, unit="None", dimensions=None):
        touched.add((namespace, name))
        points = cloudwatch._metrics.get((namespace, name, cloudwatch._dims_key(dimensions or {})))
        last = points[-1] if points else None
        if last and last["Value"] == value and "_stat" not in last and int(last["Timestamp"]) == int(time.time()):
            last["Count"] = last.get("Count", 1.0) + 1.0
        else:
            original(namespace, name, value, unit, dimensions)

    evicted = [0.0]

    @wrap("_evict_old_metrics", cloudwatch)
    def evict(original):
        if time.time() > evicted[0] + 60:
            evicted[0] = time.time()
            original()
