"""CloudWatch: alarms, metric math, and what requests leave behind."""

import json
import time
import unittest
from datetime import datetime, timezone

from tests.support import call, emulator, stacks, wait_until


class Alarms(unittest.TestCase):
    def setUp(self):
        self.client = emulator().client("cloudwatch")

    def state(self, name, kind="MetricAlarm"):
        answer = self.client.describe_alarms(AlarmNames=[name], AlarmTypes=[kind])
        return answer[kind + "s"][0]["StateValue"]

    def alarm(self, name, metric, **settings):
        """Make an alarm of a metric that fires above 1 in a minute, unless the settings say otherwise."""
        usual = {
            "Namespace": "Test",
            "Statistic": "Sum",
            "Period": 60,
            "EvaluationPeriods": 1,
            "Threshold": 1,
            "ComparisonOperator": "GreaterThanThreshold",
        }
        self.client.put_metric_alarm(AlarmName=name, MetricName=metric, **{**usual, **settings})

    def put(self, name, value, **dimensions):
        self.client.put_metric_data(
            Namespace="Test",
            MetricData=[
                {
                    "MetricName": name,
                    "Value": value,
                    "Dimensions": [{"Name": key, "Value": text} for key, text in dimensions.items()],
                }
            ],
        )

    def test_metric_math_goes_into_alarm_and_takes_the_composite_along(self):
        wait_until(lambda: self.state("math") == "OK")

        self.put("Errors", 3)

        # Sooner than in the round of all alarms.
        wait_until(lambda: self.state("math") == "ALARM", 10)
        self.assertEqual(self.state("composite", "CompositeAlarm"), "ALARM")
        queries = self.client.describe_alarms(AlarmNames=["math"])["MetricAlarms"][0]["Metrics"]
        self.assertEqual([query["Id"] for query in queries], ["errors", "rate"])

    def test_an_alarm_looks_only_at_its_dimensions(self):
        self.alarm(
            "dimensions",
            "Load",
            ComparisonOperator="GreaterThanOrEqualToThreshold",
            Dimensions=[{"Name": "Who", "Value": "me"}],
        )

        self.put("Load", 5, Who="other")
        self.assertEqual(self.state("dimensions"), "INSUFFICIENT_DATA")
        self.put("Load", 5, Who="me")

        self.assertEqual(self.state("dimensions"), "ALARM")
        told = self.client.describe_alarms(AlarmNames=["dimensions"])["MetricAlarms"][0]["StateReasonData"]
        self.assertEqual(json.loads(told)["recentDatapoints"], [5.0])

    def test_an_alarm_without_data_follows_its_treatment(self):
        for treatment, state in (("notBreaching", "OK"), ("breaching", "ALARM"), ("missing", "INSUFFICIENT_DATA")):
            self.alarm(treatment, "Nothing", EvaluationPeriods=2, TreatMissingData=treatment)

            self.assertEqual(self.state(treatment), state)

    def test_a_state_that_was_set_stays_for_a_while(self):
        self.alarm("set", "Calm", TreatMissingData="notBreaching")

        self.client.set_alarm_state(AlarmName="set", StateValue="ALARM", StateReason="test")
        self.put("Calm", 0)

        self.assertEqual(self.state("set"), "ALARM")

    def test_the_history_has_actions_and_configuration(self):
        topic = emulator().client("sns").create_topic(Name="history")["TopicArn"]
        self.alarm("history", "Past", AlarmActions=[topic])

        self.client.set_alarm_state(AlarmName="history", StateValue="ALARM", StateReason="test")

        items = self.client.describe_alarm_history(AlarmName="history")["AlarmHistoryItems"]
        summaries = {item["HistoryItemType"]: item["HistorySummary"] for item in items}
        self.assertEqual(summaries["Action"], f"Successfully executed action {topic}")
        self.assertEqual(summaries["ConfigurationUpdate"], 'Alarm "history" created')

    def test_the_history_begins_at_any_moment_of_a_second(self):
        self.alarm("moment", "Past", AlarmActions=["arn:aws:sns:us-east-1:000000000000:none"])
        time.sleep(1 - time.time() % 1 + 0.2)
        begun = datetime.now(timezone.utc)

        self.client.set_alarm_state(AlarmName="moment", StateValue="ALARM", StateReason="test")

        items = self.client.describe_alarm_history(AlarmName="moment", StartDate=begun)["AlarmHistoryItems"]
        self.assertEqual({item["HistoryItemType"] for item in items}, {"StateUpdate", "Action"})

    def test_a_muted_alarm_takes_its_actions_when_the_mute_ends(self):
        topic = emulator().client("sns").create_topic(Name="mute")["TopicArn"]
        self.alarm("muted", "Quiet", AlarmActions=[topic])
        begin = time.strftime("at(%Y-%m-%dT%H:%M)", time.gmtime())
        self.client.put_alarm_mute_rule(
            Name="muted",
            Rule={"Schedule": {"Expression": begin, "Duration": "PT30M"}},
            MuteTargets={"AlarmNames": ["muted"]},
        )

        self.client.set_alarm_state(AlarmName="muted", StateValue="ALARM", StateReason="test")

        listed = self.client.list_alarm_mute_rules(AlarmName="muted", Statuses=["ACTIVE"])["AlarmMuteRuleSummaries"]
        self.assertEqual([rule["AlarmMuteRuleArn"].split(":")[-1] for rule in listed], ["muted"])
        self.assertEqual(self.actions("muted"), [])
        self.client.delete_alarm_mute_rule(AlarmMuteRuleName="muted")
        self.assertEqual(self.actions("muted"), [f"Successfully executed action {topic}"])
        self.assertEqual(self.client.list_alarm_mute_rules(Statuses=["ACTIVE"])["AlarmMuteRuleSummaries"], [])

    def actions(self, name):
        items = self.client.describe_alarm_history(AlarmName=name)["AlarmHistoryItems"]
        return [item["HistorySummary"] for item in items if item["HistoryItemType"] == "Action"]

    def test_metric_data_computes_expressions_newest_first(self):
        now = time.time() // 60 * 60
        for age, value in ((120, 10), (60, 20)):
            self.client.put_metric_data(
                Namespace="Test", MetricData=[{"MetricName": "Series", "Value": value, "Timestamp": now - age}]
            )

        results = self.client.get_metric_data(
            StartTime=now - 180,
            EndTime=now,
            MetricDataQueries=[
                {
                    "Id": "m1",
                    "ReturnData": False,
                    "MetricStat": {
                        "Metric": {"Namespace": "Test", "MetricName": "Series"},
                        "Period": 60,
                        "Stat": "Sum",
                    },
                },
                {"Id": "half", "Expression": "m1 / 2"},
                {"Id": "filled", "Expression": "FILL(m1, 0) + 1"},
            ],
        )["MetricDataResults"]

        self.assertEqual(
            {result["Id"]: result["Values"] for result in results}, {"half": [10, 5], "filled": [21, 11, 1]}
        )

    def test_the_api_and_its_functions_are_counted(self):
        before = self.sums()

        for _ in range(3):
            call("/echo/x")
        call("/echo/x?do=fail")
        call("/guarded")

        after = self.sums()
        self.assertEqual(
            {name: after[name] - before[name] for name in after},
            {"Count": 5, "5XXError": 1, "4XXError": 1, "Invocations": 4, "Errors": 1},
        )

    def sums(self):
        name = stacks().resource("Echo")
        wanted = [
            ("AWS/ApiGateway", metric, [{"Name": "ApiName", "Value": "self-test-api"}])
            for metric in ("Count", "5XXError", "4XXError")
        ]
        wanted += [
            ("AWS/Lambda", metric, [{"Name": "FunctionName", "Value": name}]) for metric in ("Invocations", "Errors")
        ]
        found = {}
        for namespace, metric, dimensions in wanted:
            points = self.client.get_metric_statistics(
                Namespace=namespace,
                MetricName=metric,
                Dimensions=dimensions,
                StartTime=time.time() - 600,
                EndTime=time.time() + 60,
                Period=60,
                Statistics=["Sum"],
            )["Datapoints"]
            found[metric] = sum(point["Sum"] for point in points)
        return found
