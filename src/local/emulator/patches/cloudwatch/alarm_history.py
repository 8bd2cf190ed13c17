"""The history of alarms."""

import json
import time

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


def remember(name, kind, summary):
    cloudwatch._history_entries().append(
        {
            "AlarmName": name,
            "AlarmType": "MetricAlarm" if name in cloudwatch._alarms else "CompositeAlarm",
            "Timestamp": cloudwatch._ts_iso(time.time()),
            "HistoryItemType": kind,
            "HistorySummary": summary,
            "HistoryData": json.dumps({"version": "1.0"}),
        }
    )
