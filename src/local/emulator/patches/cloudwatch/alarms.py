"""When an alarm changes its state."""

import json
import time
from datetime import datetime, timezone

from ministack.core.responses import request_scope
from ministack.services import cloudwatch

from background import every
from patches.cloudwatch.metric_math import MathError
from patches.cloudwatch.series import evaluate_queries
from patching import patch, wrap

EVALUATION_SECONDS = 15


SET_STATE_SECONDS = 30


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


@patch
def alarms_follow_their_metrics():
    """AWS evaluates every alarm periodically over the datapoints of its last periods, of exactly its dimensions, M out
    of N, with missing ones treated as TreatMissingData says, and tells the datapoints with StateReasonData
    [https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html]; ministack evaluates only
    when metrics are put, over all dimensions of the name, never goes back to INSUFFICIENT_DATA, and tells none.

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
    # Other threads add to it meanwhile.
    metrics = {touched.pop() for _ in range(len(touched))}
    if not metrics:
        return
    for (account, region, _name), alarm in list(cloudwatch._alarms.all_items()):
        if not metrics.isdisjoint(watched(alarm)):
            with request_scope(account, region):
                evaluate_alarm(alarm)


def watched(alarm):
    """Namespace and name of every metric that the alarm depends on."""
    return {
        (query["MetricStat"]["Metric"]["Namespace"], query["MetricStat"]["Metric"]["MetricName"])
        for query in alarm_queries(alarm)
        if query.get("MetricStat")
    }


def alarm_queries(alarm):
    """What the alarm watches, as queries of GetMetricData. The one that returns data is compared."""
    if alarm.get("Metrics"):
        return alarm["Metrics"]
    return [
        {
            "Id": "metric",
            "ReturnData": True,
            "MetricStat": {
                "Metric": {name: alarm[name] for name in ("Namespace", "MetricName", "Dimensions")},
                "Period": alarm["Period"],
                "Stat": alarm.get("ExtendedStatistic") or alarm.get("Statistic") or "Average",
            },
        }
    ]


def evaluate_alarm(alarm):
    scope = cloudwatch.get_account_id(), cloudwatch.get_region(), alarm["AlarmName"]
    if time.time() < held_until.get(scope, 0):
        return
    try:
        if alarm["ComparisonOperator"] not in COMPARISONS:
            raise MathError(f"{alarm['ComparisonOperator']} is not modelled")
        values = recent_values(alarm)
    except MathError as error:
        transition(alarm, "INSUFFICIENT_DATA", f"Unable to evaluate: {error}")
        return
    state, reason = judge(alarm, values)
    transition(alarm, state, reason, values)


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
        return (
            state,
            f"Threshold Crossed: no datapoints were received for {missing} periods and "
            f"{missing} missing datapoints were treated as [{verdict}].",
        )
    change = "OK -> ALARM" if state == "ALARM" else "ALARM -> OK"
    shown = breaching if state == "ALARM" else len(present) - breaching
    return (
        state,
        f"Threshold Crossed: {shown} out of the last {len(values)} datapoints {present} "
        f"{'was' if state == 'ALARM' else 'was not'} {words} the threshold ({threshold}) "
        f"(minimum {required} datapoints for {change} transition).",
    )


def transition(alarm, state, reason, values=()):
    previous = alarm["StateValue"]
    if state == previous:
        return
    now = int(time.time())
    data = json.dumps(reason_data(alarm, values, now), separators=(",", ":"))
    alarm.update(StateValue=state, StateReason=reason, StateReasonData=data, StateUpdatedTimestamp=now)
    cloudwatch._record_history(alarm["AlarmName"], previous, state, reason)
    cloudwatch._dispatch_alarm_actions(alarm, previous, state, reason)
    cloudwatch._evaluate_parent_alarms(alarm)


def reason_data(alarm, values, now):
    """The datapoints of an evaluation as AWS tells them: the plain list begins with the oldest, the dated one with the
    newest."""
    period = int(alarm.get("Period") or 60)
    dated = [
        {"timestamp": timestamp(now - age * period), "value": value}
        for age, value in enumerate(values, start=1)
        if value is not None
    ]
    return {
        "version": "1.0",
        "queryDate": timestamp(now),
        "startDate": timestamp(now - len(values) * period),
        "period": period,
        "recentDatapoints": [point["value"] for point in reversed(dated)],
        "threshold": float(alarm.get("Threshold") or 0),
        "evaluatedDatapoints": dated,
    }


def timestamp(seconds):
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000+0000")
