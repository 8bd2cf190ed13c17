"""The history of alarms."""

import json
from datetime import datetime, timezone

from ministack.services import cloudwatch

from patching import patch, wrap


@patch
def alarm_history_is_complete():
    """AWS records when an alarm was made or changed, and each action that was taken, beside each change of state
    [https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html]; ministack records
    changes of state only."""

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


@patch
def alarm_history_has_milliseconds():
    """AWS notes what happened to an alarm by the millisecond
    [https://docs.aws.amazon.com/cli/latest/reference/cloudwatch/describe-alarm-history.html]; ministack notes whole
    seconds, and so leaves out what came after a StartDate in the same second."""

    @wrap("_record_history", cloudwatch)
    def record(original, *arguments, **options):
        original(*arguments, **options)
        cloudwatch._history_entries()[-1]["Timestamp"] = now()


def now():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def remember(name, kind, summary):
    cloudwatch._history_entries().append(
        {
            "AlarmName": name,
            "AlarmType": "MetricAlarm" if name in cloudwatch._alarms else "CompositeAlarm",
            "Timestamp": now(),
            "HistoryItemType": kind,
            "HistorySummary": summary,
            "HistoryData": json.dumps({"version": "1.0"}),
        }
    )
