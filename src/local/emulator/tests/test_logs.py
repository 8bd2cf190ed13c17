"""CloudWatch Logs: searching, following, and the lines of functions."""

import base64
import json
import time
import unittest

import boto3
from botocore.config import Config

from tests.functions import native_function
from tests.support import PATIENCE_SECONDS, call, emulator


class Logs(unittest.TestCase):
    def setUp(self):
        self.client = emulator().client("logs")

    def group(self, name, *messages):
        self.client.create_log_group(logGroupName=name)
        for stream in ("a-stream", "b-stream"):
            self.client.create_log_stream(logGroupName=name, logStreamName=stream)
        now = int(time.time() * 1000)
        self.client.put_log_events(
            logGroupName=name,
            logStreamName="a-stream",
            logEvents=[{"timestamp": now + place, "message": message} for place, message in enumerate(messages)],
        )
        return name

    def messages(self, group, **options):
        return [event["message"] for event in self.client.filter_log_events(logGroupName=group, **options)["events"]]

    def test_filtering_pages_through_all_events(self):
        group = self.group("pages", *map(str, range(25)))

        pages = list(
            self.client.get_paginator("filter_log_events").paginate(
                logGroupName=group, PaginationConfig={"PageSize": 10}
            )
        )

        events = [event for page in pages for event in page["events"]]
        self.assertEqual([len(page["events"]) for page in pages], [10, 10, 5])
        self.assertEqual([event["message"] for event in events], [str(number) for number in range(25)])
        self.assertEqual(len({event["eventId"] for event in events}), 25)

    def test_patterns_select(self):
        lines = ('{"level":"ERROR","n":5,"user":{"id":"a-1"}}', '{"level":"INFO","n":7,"ok":true}', "plain ERROR text")
        group = self.group("patterns", *lines)

        for pattern, expected in (
            ('{ $.level = "ERROR" }', lines[:1]),
            ("{ $.n > 5 }", lines[1:2]),
            ("{ $.n >= 5 && $.n < 7 }", lines[:1]),
            ('{ ($.level = "INFO") || ($.user.id = "a-*") }', lines[:2]),
            ("{ $.ok IS TRUE }", lines[1:2]),
            ("{ $.user.id NOT EXISTS }", lines[1:2]),
            ("ERROR", (lines[0], lines[2])),
            ("ERROR -plain", lines[:1]),
            ("?INFO ?plain", lines[1:]),
            ('"ERROR text"', lines[2:]),
            ("%ERR[A-Z]+ t%", lines[2:]),
        ):
            self.assertEqual(self.messages(group, filterPattern=pattern), list(expected), pattern)

    def test_log_events_become_metrics(self):
        group = self.group("metrics", "nothing")
        self.client.put_metric_filter(
            logGroupName=group,
            filterName="slow",
            filterPattern="{ $.ms > 100 }",
            metricTransformations=[{"metricNamespace": "Test", "metricName": "Slow", "metricValue": "$.ms"}],
        )
        embedded = {
            "_aws": {
                "Timestamp": 0,
                "CloudWatchMetrics": [
                    {"Namespace": "Test", "Dimensions": [["Operation"]], "Metrics": [{"Name": "Made", "Unit": "Count"}]}
                ],
            },
            "Operation": "post_data",
            "Made": 3,
        }

        self.client.put_log_events(
            logGroupName=group,
            logStreamName="a-stream",
            logEvents=[
                {"timestamp": int(time.time() * 1000), "message": message}
                for message in ('{"ms": 50}', '{"ms": 150}', json.dumps(embedded))
            ],
        )

        self.assertEqual(self.total("Slow"), 150)
        self.assertEqual(self.total("Made", Operation="post_data"), 3)

    def total(self, metric, **dimensions):
        points = (
            emulator()
            .client("cloudwatch")
            .get_metric_statistics(
                Namespace="Test",
                MetricName=metric,
                StartTime=time.time() - 60,
                EndTime=time.time() + 60,
                Period=60,
                Statistics=["Sum"],
                Dimensions=[{"Name": name, "Value": value} for name, value in dimensions.items()],
            )
        )
        return sum(point["Sum"] for point in points["Datapoints"])

    def test_a_prefix_selects_streams(self):
        group = self.group("prefix", "one")

        self.assertEqual(self.messages(group, logStreamNamePrefix="a-"), ["one"])
        self.assertEqual(self.messages(group, logStreamNamePrefix="b-"), [])

    def test_a_function_with_json_format_logs_like_lambda(self):
        call("/echo/x")

        events = self.client.filter_log_events(logGroupName="/aws/lambda/echo")["events"][-3:]

        start, line, report = (event["message"] for event in events)
        self.assertEqual(json.loads(start)["type"], "platform.start")
        self.assertEqual(line, "a line")
        self.assertGreater(json.loads(report)["record"]["metrics"]["billedDurationMs"], -1)

    def test_equal_lines_of_a_function_have_ids_of_their_own(self):
        call("/echo/x")
        call("/echo/x")

        events = self.client.filter_log_events(logGroupName="/aws/lambda/echo", filterPattern="a line")["events"]

        self.assertGreater(len(events), 1)
        self.assertEqual(len({event["eventId"] for event in events}), len(events))

    def test_lines_have_the_time_at_which_they_were_written(self):
        call("/echo/x?do=sleep")

        events = self.client.filter_log_events(logGroupName="/aws/lambda/echo")["events"][-3:]

        self.assertGreater(events[2]["timestamp"] - events[0]["timestamp"], 1400)

    def test_an_invocation_answers_with_the_end_of_its_log(self):
        native_function(emulator(), "tailed", "a line")

        answer = emulator().client("lambda").invoke(FunctionName="tailed", LogType="Tail")

        lines = base64.b64decode(answer["LogResult"]).decode().splitlines()
        self.assertRegex(lines[0], "^START RequestId: ")
        self.assertIn("a line", lines)
        self.assertRegex(lines[-1], "^REPORT RequestId: ")

    def test_a_live_tail_shows_what_a_function_logs(self):
        arn = self.client.describe_log_groups(logGroupNamePrefix="/aws/lambda/echo")["logGroups"][0]["arn"]
        tailing = boto3.client(
            "logs",
            endpoint_url=emulator().url,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(inject_host_prefix=False, read_timeout=PATIENCE_SECONDS),
        )
        response = tailing.start_live_tail(logGroupIdentifiers=[arn.removesuffix(":*")])["responseStream"]
        # The emulator does not end while it is asked for more.
        self.addCleanup(response.close)
        stream = iter(response)
        next(stream)

        call("/echo/x")

        lines, end = [], time.monotonic() + PATIENCE_SECONDS
        while "a line" not in lines and time.monotonic() < end:
            lines += [result["message"] for result in next(stream)["sessionUpdate"]["sessionResults"]]
        self.assertIn("a line", lines)
