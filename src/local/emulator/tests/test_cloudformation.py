"""CloudFormation: change sets and stack operations."""

import json
import unittest

import botocore.exceptions

from tests.support import emulator, stacks
from tests.template import ECHO, function, queue, template


def statuses(events):
    """Resource and status of each event."""
    return [(event["LogicalResourceId"], event["ResourceStatus"]) for event in events]


class ChangeSets(unittest.TestCase):
    def changes(self, stack, body, parameters=(), **options):
        name = stacks().change_set(stack, body, parameters=parameters)
        described = stacks().client.describe_change_set(StackName=stack, ChangeSetName=name, **options)
        stacks().client.delete_change_set(StackName=stack, ChangeSetName=name)
        return described

    def test_conditions_decide_what_is_added_and_removed(self):
        body = {
            "Parameters": {"Two": {"Type": "String"}},
            "Conditions": {"IsTwo": {"Fn::Equals": [{"Ref": "Two"}, "yes"]}},
            "Resources": {"One": queue("conditions-one"), "Two": {**queue("conditions-two"), "Condition": "IsTwo"}},
        }
        stacks().deploy("conditions", body, "CREATE", {"Two": "no"})

        changes = self.changes("conditions", body, {"Two": "yes"})["Changes"]

        self.assertEqual(
            [(change["ResourceChange"]["Action"], change["ResourceChange"]["LogicalResourceId"]) for change in changes],
            [("Add", "Two")],
        )

    def test_values_before_and_after_are_shown(self):
        body = {"Resources": {"Queue": queue("values", DelaySeconds=1, Tags=[{"Key": "a", "Value": "b"}])}}
        stacks().deploy("values", body, "CREATE")
        body["Resources"]["Queue"] = queue(
            "values", DelaySeconds=2, Tags=[{"Key": "a", "Value": "c"}], ReceiveMessageWaitTimeSeconds=3
        )

        change = self.changes("values", body, IncludePropertyValues=True)["Changes"][0]["ResourceChange"]

        before, after = (json.loads(change[side])["Properties"] for side in ("BeforeContext", "AfterContext"))
        self.assertEqual((before["DelaySeconds"], after["DelaySeconds"]), ("1", "2"))
        targets = {detail["Target"]["Path"]: detail["Target"] for detail in change["Details"]}
        self.assertEqual(
            (targets["/Properties/Tags/0/Value"]["BeforeValue"], targets["/Properties/Tags/0/Value"]["AfterValue"]),
            ("b", "c"),
        )
        self.assertEqual(targets["/Properties/ReceiveMessageWaitTimeSeconds"]["AttributeChangeType"], "Add")
        self.assertNotIn("BeforeContext", self.changes("values", body)["Changes"][0]["ResourceChange"])

    def test_what_is_replaced_is_told_from_what_is_changed_in_place(self):
        def body(name, days):
            logs = {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": name, "RetentionInDays": days}}
            return {"Resources": {"Logs": logs}}

        stacks().deploy("replacements", body("one", 7), "CREATE")

        for changed, replacement in ((body("one", 30), "False"), (body("two", 7), "True")):
            change = self.changes("replacements", changed)["Changes"][0]["ResourceChange"]
            self.assertEqual(change["Replacement"], replacement)

    def test_secret_parameters_are_masked(self):
        body = {
            "Parameters": {"Secret": {"Type": "String", "NoEcho": True}},
            "Resources": {"Queue": queue("secret", Tags=[{"Key": "a", "Value": {"Ref": "Secret"}}])},
        }
        stacks().deploy("secret", body, "CREATE", {"Secret": "first-value"})

        described = self.changes("secret", body, {"Secret": "second-value"}, IncludePropertyValues=True)

        self.assertEqual(described["Parameters"], [{"ParameterKey": "Secret", "ParameterValue": "****"}])
        self.assertNotIn("-value", described["Changes"][0]["ResourceChange"]["AfterContext"])

    def test_a_stack_that_rolled_back_takes_no_change_set(self):
        broken = {
            "Resources": {
                "Function": {
                    **function(ECHO),
                    "Properties": {
                        "Runtime": "python3.12",
                        "Handler": "index.handler",
                        "Role": "arn:aws:iam::000000000000:role/none",
                        "Code": {"S3Bucket": "nowhere", "S3Key": "missing.zip"},
                    },
                }
            }
        }

        stacks().deploy("rolled-back", broken, "CREATE")

        self.assertEqual(stacks().status("rolled-back"), "ROLLBACK_COMPLETE")
        for kind, code in (("UPDATE", "ValidationError"), ("CREATE", "AlreadyExistsException")):
            with self.assertRaises(botocore.exceptions.ClientError) as caught:
                stacks().change_set("rolled-back", broken, kind)
            self.assertEqual(caught.exception.response["Error"]["Code"], code)

    def test_missing_code_fails_the_function(self):
        body = {
            "Resources": {
                "Function": {
                    "Type": "AWS::Lambda::Function",
                    "Properties": {
                        "Runtime": "provided.al2023",
                        "Handler": "bootstrap",
                        "Role": "arn:aws:iam::000000000000:role/none",
                        "Code": {"S3Bucket": "nowhere", "S3Key": "missing.zip"},
                    },
                }
            }
        }

        events = stacks().deploy("no-code", body, "CREATE")

        failed = next(event for event in events if event["ResourceStatus"] == "CREATE_FAILED")
        self.assertIn("NoSuchKey", failed["ResourceStatusReason"])

    def test_a_stack_under_review_stays_the_same_stack(self):
        body = {"Resources": {"Queue": queue("review")}}
        stacks().change_set("review", body, "CREATE")
        first = stacks().client.describe_stacks(StackName="review")["Stacks"][0]["StackId"]

        name = stacks().change_set("review", body, "CREATE")

        described = stacks().client.describe_change_set(StackName="review", ChangeSetName=name)
        self.assertEqual(described["StackId"], first)
        self.assertEqual(stacks().client.describe_stacks(StackName="review")["Stacks"][0]["StackId"], first)


class StackOperations(unittest.TestCase):
    def test_an_update_reports_only_changes_and_cleans_up(self):
        body = {"Resources": {"Same": queue("same"), "Other": queue("other"), "Old": queue("old")}}
        stacks().deploy("update", body, "CREATE")
        body = {"Resources": {"Same": queue("same"), "Other": queue("other", DelaySeconds=3), "New": queue("new")}}

        events = stacks().deploy("update", body)

        self.assertEqual(
            [event for event in statuses(events) if event[0] not in ("New", "Other")],
            [
                ("update", "UPDATE_IN_PROGRESS"),
                ("update", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
                ("Old", "DELETE_IN_PROGRESS"),
                ("Old", "DELETE_COMPLETE"),
                ("update", "UPDATE_COMPLETE"),
            ],
        )
        self.assertEqual(
            [event for event in statuses(events) if event[0] in ("New", "Other")],
            [
                ("New", "CREATE_IN_PROGRESS"),
                ("New", "CREATE_IN_PROGRESS"),
                ("New", "CREATE_COMPLETE"),
                ("Other", "UPDATE_IN_PROGRESS"),
                ("Other", "UPDATE_COMPLETE"),
            ],
        )
        summary = {
            resource["LogicalResourceId"]: resource["ResourceStatus"]
            for resource in stacks().client.describe_stack_resources(StackName="update")["StackResources"]
        }
        self.assertEqual(summary, {"Same": "CREATE_COMPLETE", "Other": "UPDATE_COMPLETE", "New": "CREATE_COMPLETE"})

    def test_events_have_reasons(self):
        body = {
            "Resources": {
                "Good": queue("good"),
                "Function": {
                    "Type": "AWS::Lambda::Function",
                    "DependsOn": "Good",
                    "Properties": {
                        "Handler": "bootstrap",
                        "Runtime": "provided.al2023",
                        "Role": "arn:aws:iam::000000000000:role/none",
                        "Layers": ["arn:aws:lambda:us-east-1:000000000000:layer:none:1"],
                        "Code": {"ZipFile": "x"},
                    },
                },
            }
        }

        events = stacks().deploy("reasons", body, "CREATE")

        reasons = [(event["LogicalResourceId"], event.get("ResourceStatusReason")) for event in events]
        self.assertEqual(reasons[0], ("reasons", "User Initiated"))
        self.assertIn(("Good", "Resource creation Initiated"), reasons)
        self.assertIn(
            ("reasons", "The following resource(s) failed to create: [Function]. Rollback requested by user."), reasons
        )

    def test_a_failed_update_goes_back(self):
        body = {"Resources": {"Queue": queue("back", DelaySeconds=1)}}
        stacks().deploy("back", body, "CREATE")
        body["Resources"]["Queue"] = queue("back", DelaySeconds=2)
        body["Resources"]["Bad"] = {
            "Type": "AWS::DynamoDB::Table",
            "DependsOn": "Queue",
            "Properties": {**template()["Resources"]["Table"]["Properties"], "TableName": stacks().resource("Table")},
        }

        events = stacks().deploy("back", body)

        self.assertEqual(stacks().status("back"), "UPDATE_ROLLBACK_COMPLETE")
        self.assertIn(("Bad", "CREATE_FAILED"), statuses(events))
        attributes = (
            emulator()
            .client("sqs")
            .get_queue_attributes(QueueUrl=stacks().resource("Queue", "back"), AttributeNames=["DelaySeconds"])[
                "Attributes"
            ]
        )
        self.assertEqual(attributes["DelaySeconds"], "1")
        live = stacks().client.get_template(StackName="back")["TemplateBody"]
        self.assertEqual(list((json.loads(live) if isinstance(live, str) else live)["Resources"]), ["Queue"])

    def test_the_events_of_a_custom_resource_carry_its_properties(self):
        missing = "arn:aws:lambda:us-east-1:000000000000:function:missing"
        body = {"Resources": {"Seed": {"Type": "Custom::Seed", "Properties": {"ServiceToken": missing, "Rows": "<3>"}}}}

        events = stacks().deploy("custom", body, "CREATE")

        failed = next(event for event in events if event["ResourceStatus"] == "CREATE_FAILED")
        self.assertEqual(json.loads(failed["ResourceProperties"]), {"ServiceToken": missing, "Rows": "<3>"})

    def test_a_stack_names_the_change_set_that_was_executed_last(self):
        body = {"Resources": {"Queue": queue("executed", DelaySeconds=1)}}
        stacks().deploy("executed", body, "CREATE")
        body["Resources"]["Queue"] = queue("executed", DelaySeconds=2)
        stacks().deploy("executed", body)

        executed = stacks().client.describe_stacks(StackName="executed")["Stacks"][0]["ChangeSetId"]

        described = stacks().client.describe_change_set(ChangeSetName=executed)
        self.assertEqual((described["StackName"], described["ExecutionStatus"]), ("executed", "EXECUTE_COMPLETE"))
