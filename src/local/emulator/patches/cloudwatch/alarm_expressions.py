"""Alarms on metric math."""

from ministack.services import cloudwatch
from ministack.services.cloudformation import provisioners

from patches.cloudwatch.series import typed
from patching import patch, wrap

SINGLE_METRIC = ("MetricName", "Namespace", "Statistic", "ExtendedStatistic", "Period", "Dimensions", "Unit")


@patch
def alarms_do_metric_math():
    """AWS has alarms on expressions
    [https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create-alarm-on-metric-math-expression.html];
    ministack fails the stack for `Metrics`, and drops it in PutMetricAlarm."""

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
