"""IAM: what Lambda does with the function's role, and which grants were needed."""

import json
import pathlib
import tempfile
import time
import unittest

import botocore.exceptions

from tests.functions import invoke, native_function
from tests.support import Emulator, wait_until

POLL = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
LOG = ["logs:CreateLogStream", "logs:PutLogEvents"]


def policy(*statements, **members):
    """A policy document: each statement with these members beside its own, or the one that they make."""
    common = {"Effect": "Allow", "Resource": "*", **members}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**common, **own} for own in statements or ({},)]})


class Roles(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.grants = pathlib.Path(place.name, "grants")
        self.emulator = Emulator(place.name, AUTH="true", SRVLS_EMULATOR_GRANTS=str(self.grants))
        self.addCleanup(self.emulator.close)
        native_function(self.emulator, "talking", "a line")

    def grant(self, *statements):
        self.emulator.client("iam").put_role_policy(
            RoleName="talking",
            PolicyName="own",
            PolicyDocument=json.dumps(
                {
                    "Version": "2012-10-17",
                    "Statement": [
                        {"Effect": "Allow", "Action": actions, "Resource": resource} for actions, resource in statements
                    ],
                }
            ),
        )

    def log(self):
        logs = self.emulator.client("logs")
        if not logs.describe_log_groups(logGroupNamePrefix="/aws/lambda/talking")["logGroups"]:
            return []
        return logs.filter_log_events(logGroupName="/aws/lambda/talking")["events"]

    def needed(self):
        return [tuple(json.loads(line).values()) for line in self.grants.read_text().splitlines()]

    def test_a_policy_that_demands_tls_lets_local_requests_through(self):
        root, iam = self.emulator.client("s3"), self.emulator.client("iam")
        iam.create_user(UserName="writer")
        iam.put_user_policy(UserName="writer", PolicyName="all", PolicyDocument=policy(Action="s3:*"))
        root.create_bucket(Bucket="guarded")
        denials = (
            {"Action": "s3:*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
            {"Action": "s3:GetObject"},
        )
        root.put_bucket_policy(Bucket="guarded", Policy=policy(*denials, Effect="Deny", Principal="*"))
        key = iam.create_access_key(UserName="writer")["AccessKey"]
        writer = self.emulator.client("s3", key["AccessKeyId"], key["SecretAccessKey"])

        writer.put_object(Bucket="guarded", Key="note", Body=b"")

        with self.assertRaises(botocore.exceptions.ClientError) as refused:
            writer.get_object(Bucket="guarded", Key="note")
        self.assertEqual(refused.exception.response["Error"]["Code"], "AccessDenied", "the policy is enforced")

    def test_a_simulation_has_every_resource_and_its_context(self):
        iam = self.emulator.client("iam")
        iam.create_user(UserName="deployer")
        via = {"ForAnyValue:StringEquals": {"aws:CalledVia": "cloudformation.amazonaws.com"}}
        document = policy(Action="sqs:CreateQueue", Resource="arn:aws:sqs:*:*:own-*", Condition=via)
        iam.put_user_policy(UserName="deployer", PolicyName="own", PolicyDocument=document)

        def decisions(**parameters):
            simulated = iam.simulate_principal_policy(
                PolicySourceArn="arn:aws:iam::000000000000:user/deployer",
                ActionNames=["sqs:CreateQueue"],
                ResourceArns=[f"arn:aws:sqs:us-east-1:000000000000:{name}" for name in ("own-queue", "other-queue")],
                **parameters,
            )
            return [result["EvalDecision"] for result in simulated["EvaluationResults"]]

        called = {
            "ContextKeyName": "aws:CalledVia",
            "ContextKeyType": "stringList",
            "ContextKeyValues": ["cloudformation.amazonaws.com"],
        }
        self.assertEqual(decisions(ContextEntries=[called]), ["allowed", "implicitDeny"])
        self.assertEqual(decisions(), ["implicitDeny", "implicitDeny"])

    def test_change_sets_and_principals_are_checked_by_their_arn(self):
        root, iam = self.emulator.client("cloudformation"), self.emulator.client("iam")
        account = "000000000000"
        own = (
            {"Action": "cloudformation:*", "Resource": f"arn:aws:cloudformation:us-east-1:{account}:changeSet/own-*/*"},
            {"Action": "iam:SimulatePrincipalPolicy", "Resource": f"arn:aws:iam::{account}:user/*"},
        )
        iam.create_user(UserName="deployer")
        iam.put_user_policy(UserName="deployer", PolicyName="own", PolicyDocument=policy(*own))
        key = iam.create_access_key(UserName="deployer")["AccessKey"]
        deployer, simulator = (
            self.emulator.client(service, key["AccessKeyId"], key["SecretAccessKey"])
            for service in ("cloudformation", "iam")
        )

        def change_set(name):
            body = json.dumps({"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}})
            created = root.create_change_set(
                StackName=name, ChangeSetName=name, ChangeSetType="CREATE", TemplateBody=body
            )
            return created["Id"]

        def simulate(principal):
            simulator.simulate_principal_policy(
                PolicySourceArn=f"arn:aws:iam::{account}:{principal}", ActionNames=["sqs:CreateQueue"]
            )

        deployer.describe_change_set(ChangeSetName=change_set("own-1"))
        simulate("user/deployer")

        with self.assertRaises(botocore.exceptions.ClientError) as refused:
            deployer.describe_change_set(ChangeSetName=change_set("other-1"))
        self.assertEqual(refused.exception.response["Error"]["Code"], "AccessDenied")
        with self.assertRaises(botocore.exceptions.ClientError) as refused:
            simulate("role/another")
        self.assertEqual(refused.exception.response["Error"]["Code"], "AccessDenied")

    def test_alarms_are_checked_by_their_arn(self):
        iam = self.emulator.client("iam")
        arn = "arn:aws:cloudwatch:us-east-1:000000000000"
        own = (
            {"Action": ["cloudwatch:DisableAlarmActions", "cloudwatch:TagResource"], "Resource": f"{arn}:alarm:own-*"},
            {"Action": "cloudwatch:DeleteAlarmMuteRule", "Resource": f"{arn}:alarm-mute-rule:own-*"},
        )
        iam.create_user(UserName="watcher")
        iam.put_user_policy(UserName="watcher", PolicyName="own", PolicyDocument=policy(*own))
        key = iam.create_access_key(UserName="watcher")["AccessKey"]
        watcher = self.emulator.client("cloudwatch", key["AccessKeyId"], key["SecretAccessKey"])

        watcher.disable_alarm_actions(AlarmNames=["own-1"])
        watcher.delete_alarm_mute_rule(AlarmMuteRuleName="own-1")

        for refused in (
            lambda: watcher.disable_alarm_actions(AlarmNames=["other-1"]),
            lambda: watcher.delete_alarm_mute_rule(AlarmMuteRuleName="other-1"),
            lambda: watcher.tag_resource(ResourceARN=f"{arn}:alarm:other-1", Tags=[{"Key": "a", "Value": "b"}]),
        ):
            with self.assertRaises(botocore.exceptions.ClientError) as denied:
                refused()
            self.assertIn(denied.exception.response["Error"]["Code"], ("AccessDenied", "AccessDeniedException"))

    def test_without_its_grants_a_function_has_no_log(self):
        for actions in ([], *([action] for action in LOG), LOG):
            self.grant((actions or ["s3:GetObject"], "*"))
            invoke(self.emulator, "talking")
            self.assertEqual(bool(self.log()), actions == LOG, actions)

    def test_without_its_grants_a_function_gets_no_message(self):
        sqs = self.emulator.client("sqs")
        queue = sqs.create_queue(QueueName="work")["QueueUrl"]
        arn = "arn:aws:sqs:us-east-1:000000000000:work"
        self.grant((LOG, "*"), (POLL[:2], arn))
        self.emulator.client("lambda").create_event_source_mapping(FunctionName="talking", EventSourceArn=arn)
        sqs.send_message(QueueUrl=queue, MessageBody="1")

        time.sleep(3)
        before = self.log()
        self.grant((LOG, "*"), (POLL, arn))

        self.assertEqual(before, [])
        wait_until(self.log)

    def test_the_grants_that_were_needed_are_written_down_once(self):
        self.grant(([*LOG, "s3:GetObject"], "*"))

        invoke(self.emulator, "talking")
        invoke(self.emulator, "talking")

        self.assertEqual(sorted(self.needed()), [("talking", "own", 0, action) for action in LOG])

    def test_a_grant_that_is_there_twice_is_not_needed(self):
        self.grant((LOG, "*"), (["logs:PutLogEvents"], "*"))

        invoke(self.emulator, "talking")

        self.assertEqual(self.needed(), [("talking", "own", 0, "logs:CreateLogStream")])
