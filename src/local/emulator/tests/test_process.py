"""The process: its port, its end, its state, its pace."""

import contextlib
import json
import os
import pathlib
import select
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

import botocore.exceptions

from tests.functions import invoke, native_function
from tests.support import LAUNCHER, PATIENCE_SECONDS, STACK, Emulator, Stacks, emulator, wait_until
from tests.template import queue, template


def is_running(process_id):
    """Whether the process runs (a zombie does not)."""
    try:
        return " Z " not in pathlib.Path(f"/proc/{process_id}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def wait_until_saved(process):
    """Waits for two saves: once the second has begun, the first is over."""
    file = pathlib.Path(process.state, "state", "ssm.json")
    for value in ("first", "second"):
        process.client("ssm").put_parameter(Name="saved", Value=value, Type="String", Overwrite=True)
        wait_until(lambda value=value: file.exists() and value in file.read_text())


class Process(unittest.TestCase):
    """Processes of their own, each in a new folder."""

    def emulator(self, **options):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        process = Emulator(place.name, **options)
        self.addCleanup(process.close)
        return process

    def test_a_taken_port_is_one_clear_line(self):
        ended = subprocess.run(
            [sys.executable, LAUNCHER],
            capture_output=True,
            text=True,
            env={"PATH": os.environ["PATH"], "GATEWAY_PORT": str(emulator().port)},
        )

        self.assertEqual(ended.returncode, 1)
        self.assertEqual(ended.stderr, f"error: cannot listen on 127.0.0.1:{emulator().port}: Address already in use\n")

    def test_an_unknown_patch_is_one_clear_line(self):
        ended = subprocess.run(
            [sys.executable, LAUNCHER],
            capture_output=True,
            text=True,
            env={"PATH": os.environ["PATH"], "GATEWAY_PORT": "0", "SRVLS_EMULATOR_WITHOUT": "delivery_is_masked,typo"},
        )

        self.assertEqual(ended.returncode, 1)
        self.assertEqual(ended.stderr, "error: no such patch: typo\n")

    def test_no_file_of_the_starter_stays_open(self):
        reading, writing = os.pipe()
        self.addCleanup(os.close, reading)

        self.emulator(pass_fds=[writing])
        os.close(writing)

        self.assertEqual(
            select.select([reading], [], [], PATIENCE_SECONDS)[0], [reading], "the emulator holds the other end"
        )
        self.assertEqual(os.read(reading, 1), b"")

    def test_only_the_local_address_and_one_port_are_open(self):
        own = pathlib.Path(f"/proc/{emulator().process.pid}")
        sockets = set()
        for link in (own / "fd").iterdir():
            # Some are closed meanwhile.
            with contextlib.suppress(FileNotFoundError):
                sockets.add(str(link.readlink()))
        rows = [line.split() for table in ("tcp", "tcp6") for line in (own / "net" / table).read_text().splitlines()]
        listening = [row[1] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in sockets]

        self.assertIn(f"0100007F:{emulator().port:04X}", listening)
        self.assertTrue(all(address.startswith("0100007F:") for address in listening), listening)

    def test_the_state_survives_an_end_and_a_kill(self):
        process = self.emulator()
        own = Stacks(process)
        own.deploy(STACK, template(), "CREATE")
        table = own.resource("Table")

        for number in (signal.SIGTERM, signal.SIGKILL):
            process.client("dynamodb").put_item(TableName=table, Item={"id": {"S": number.name}})
            if number == signal.SIGKILL:
                wait_until_saved(process)
            process.stop(number)
            process.start()

            items = process.client("dynamodb").scan(TableName=table)["Items"]
            self.assertIn({"id": {"S": number.name}}, items)
        alarms = process.client("cloudwatch").describe_alarms(AlarmTypes=["MetricAlarm", "CompositeAlarm"])
        self.assertEqual(len(alarms["MetricAlarms"][0]["Metrics"]), 2)
        self.assertEqual(alarms["CompositeAlarms"][0]["AlarmName"], "composite")
        expiry = process.client("dynamodb").describe_time_to_live(TableName=table)["TimeToLiveDescription"]
        self.assertEqual(expiry["TimeToLiveStatus"], "ENABLED")
        address = f"{process.url}/_aws/execute-api/{own.resource('Api')}/v1"
        self.assertEqual(urllib.request.urlopen(f"{address}/echo/x").status, 200)
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(f"{address}/guarded")
        self.assertEqual(refused.exception.code, 401)

    def test_an_unchanged_state_is_not_saved_again(self):
        process = self.emulator()
        own = Stacks(process)
        own.deploy(STACK, template(), "CREATE")
        table = own.resource("Table")
        state = pathlib.Path(process.state, "state")
        tables, stacks = state / "dynamodb.json", state / "cloudformation.json"
        wait_until_saved(process)
        tables_saved, stacks_saved = (file.stat().st_mtime_ns for file in (tables, stacks))

        process.client("dynamodb").put_item(TableName=table, Item={"id": {"S": "new"}})

        wait_until(lambda: tables.stat().st_mtime_ns != tables_saved)
        process.stop(signal.SIGTERM)
        self.assertEqual(stacks.stat().st_mtime_ns, stacks_saved)

    def test_a_state_that_was_deleted_is_saved_again(self):
        process = self.emulator()
        native_function(process, "kept")
        wait_until_saved(process)

        # In one step, as it may be saved again meanwhile.
        state = pathlib.Path(process.state, "state")
        state.rename(state.with_name("deleted"))
        process.stop(signal.SIGTERM)
        process.start()

        self.assertTrue(is_running(invoke(process, "kept")))

    def test_the_end_takes_the_functions_along(self):
        for number in (signal.SIGTERM, signal.SIGKILL):
            process = self.emulator()
            native_function(process, "child")
            child = invoke(process, "child")
            self.assertTrue(is_running(child))

            process.stop(number)

            wait_until(lambda child=child: not is_running(child))
            process.start()

    def test_the_end_of_the_lifeline_is_that_of_the_emulator_and_its_functions(self):
        test = subprocess.Popen(["sleep", "600"])
        self.addCleanup(test.wait)
        self.addCleanup(test.kill)
        process = self.emulator(SRVLS_EMULATOR_LIFELINE=str(test.pid))
        native_function(process, "child")
        child = invoke(process, "child")

        # Without a wait it stays as a zombie, which has ended all the same.
        test.kill()

        self.assertEqual(process.process.wait(PATIENCE_SECONDS), 0)
        wait_until(lambda: not is_running(child))

    def test_a_lifeline_that_does_not_run_is_one_clear_line(self):
        test = subprocess.Popen(["true"])
        test.wait()

        for value in (str(test.pid), "-1", "me"):
            ended = subprocess.run(
                [sys.executable, LAUNCHER],
                capture_output=True,
                text=True,
                env={"PATH": os.environ["PATH"], "SRVLS_EMULATOR_LIFELINE": value},
            )

            self.assertEqual(ended.returncode, 1)
            self.assertEqual(
                ended.stderr, f"error: SRVLS_EMULATOR_LIFELINE is not the id of a running process: {value}\n"
            )

    def test_many_requests_make_few_datapoints(self):
        process = self.emulator()
        native_function(process, "counted")
        begun = time.monotonic()
        for _ in range(30):
            invoke(process, "counted")
        seconds = time.monotonic() - begun
        process.stop()

        stored = json.loads(pathlib.Path(process.state, "state", "cloudwatch.json").read_text())
        points = next(points for key, points in stored["payload"]["metrics"]["data"].items() if "Invocations" in key)

        self.assertEqual(sum(point.get("Count", 1) for point in points), 30)
        self.assertLess(len(points), seconds + 3, "one a second")
        process.start()

    def test_a_paced_operation_can_be_watched(self):
        process = self.emulator(SRVLS_EMULATOR_PACE="1")
        own = Stacks(process)
        body = {"Resources": {f"Queue{number}": queue(f"paced-{number}") for number in range(5)}}
        name = own.change_set("paced", body, "CREATE")
        own.client.execute_change_set(StackName="paced", ChangeSetName=name)

        seen = set()
        while own.status("paced") != "CREATE_COMPLETE":
            seen.add(len(own.client.describe_stack_events(StackName="paced")["StackEvents"]))
            time.sleep(0.05)

        self.assertGreater(len(seen), 3)

    def test_a_deletion_ends_a_creation(self):
        process = self.emulator(SRVLS_EMULATOR_PACE="0.2")
        own = Stacks(process)
        body = {"Resources": {f"Queue{number}": queue(f"unwanted-{number}") for number in range(20)}}
        name = own.change_set("unwanted", body, "CREATE")
        own.client.execute_change_set(StackName="unwanted", ChangeSetName=name)
        stack = own.client.describe_stacks(StackName="unwanted")["Stacks"][0]["StackId"]
        wait_until(lambda: len(own.client.describe_stack_events(StackName=stack)["StackEvents"]) > 3)

        own.client.delete_stack(StackName="unwanted")

        wait_until(lambda: own.status(stack) == "DELETE_COMPLETE")
        time.sleep(20 * 0.2)
        last = own.client.describe_stack_events(StackName=stack)["StackEvents"][0]
        self.assertEqual(last["ResourceStatus"], "DELETE_COMPLETE", "nothing went on in the background")

    def test_policies_on_a_log_group_hold_for_its_streams(self):
        process = self.emulator(AUTH="true")
        process.client("logs").create_log_group(logGroupName="mine")
        iam = process.client("iam")
        iam.create_user(UserName="reader")
        key = iam.create_access_key(UserName="reader")["AccessKey"]
        iam.put_user_policy(
            UserName="reader",
            PolicyName="read",
            PolicyDocument=json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Action": "logs:FilterLogEvents",
                            "Resource": "arn:aws:logs:us-east-1:000000000000:log-group:mine:*",
                        }
                    ],
                }
            ),
        )
        logs = process.client("logs", key["AccessKeyId"], key["SecretAccessKey"])

        self.assertEqual(logs.filter_log_events(logGroupName="mine")["events"], [])
        with self.assertRaises(botocore.exceptions.ClientError):
            logs.filter_log_events(logGroupName="other")
