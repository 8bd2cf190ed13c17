"""Cognito: what a confirmation sets off."""

import json
import os
import unittest

import botocore.exceptions

from tests.support import emulator, stacks, wait_until
from tests.template import function, role

# Says what it got and who it is, and fails for one user. Cognito answers the trigger while the user waits.
TRIGGER = """
import json
import boto3
def handler(event, context):
    if event["userName"] == "refused":
        raise Exception("not this one")
    boto3.client("cognito-idp").describe_user_pool(UserPoolId=event["userPoolId"])
    print("TRIGGER " + json.dumps({**event, "caller": boto3.client("sts").get_caller_identity()["Arn"]}))
    return event
"""


class Confirmations(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = emulator().client("cognito-idp")
        body = {
            "Resources": {
                "Role": role(),
                "Trigger": function(TRIGGER, FunctionName="post-confirmation", Timeout=60),
                "Pool": {
                    "Type": "AWS::Cognito::UserPool",
                    "Properties": {
                        "AutoVerifiedAttributes": ["email"],
                        "LambdaConfig": {"PostConfirmation": {"Fn::GetAtt": ["Trigger", "Arn"]}},
                    },
                },
                "Client": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"UserPoolId": {"Ref": "Pool"}}},
                "Permission": {
                    "Type": "AWS::Lambda::Permission",
                    "Properties": {
                        "FunctionName": {"Ref": "Trigger"},
                        "Action": "lambda:InvokeFunction",
                        "Principal": "cognito-idp.amazonaws.com",
                        "SourceArn": {"Fn::GetAtt": ["Pool", "Arn"]},
                    },
                },
            }
        }
        stacks().deploy("confirmations", body, "CREATE")
        cls.pool, cls.app = (stacks().resource(name, "confirmations") for name in ("Pool", "Client"))

    def sign_up(self, name, app=None):
        self.client.sign_up(
            ClientId=app or self.app,
            Username=name,
            Password="Secret-123",
            UserAttributes=[{"Name": "email", "Value": f"{name}@example.com"}],
        )

    def confirm(self, name, app=None, **options):
        self.client.confirm_sign_up(ClientId=app or self.app, Username=name, ConfirmationCode="123456", **options)

    def attributes(self, name, pool=None):
        user = self.client.admin_get_user(UserPoolId=pool or self.pool, Username=name)
        return {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}

    def events(self, name):
        """The events that the trigger has got for the user, once there are any."""

        def logged():
            try:
                found = emulator().client("logs").filter_log_events(logGroupName="/aws/lambda/post-confirmation")
            except botocore.exceptions.ClientError:
                return []
            events = [
                json.loads(line["message"].split("TRIGGER ", 1)[1])
                for line in found["events"]
                if "TRIGGER " in line["message"]
            ]
            return [event for event in events if event["userName"] == name]

        return wait_until(logged)

    def test_a_confirmed_address_is_verified(self):
        plain = self.client.create_user_pool(PoolName="plain")["UserPool"]["Id"]
        app = self.client.create_user_pool_client(UserPoolId=plain, ClientName="app")["UserPoolClient"]["ClientId"]
        for name, client in (("gina", self.app), ("hans", app)):
            self.sign_up(name, client)
            self.confirm(name, client)

        self.assertEqual(self.attributes("gina").get("email_verified"), "true")
        # Of a pool that verifies nothing by itself: not before a new password is confirmed.
        self.assertNotIn("email_verified", self.attributes("hans", plain))
        self.client.forgot_password(ClientId=app, Username="hans")
        self.client.confirm_forgot_password(
            ClientId=app, Username="hans", ConfirmationCode="654321", Password="Secret-456"
        )
        self.assertEqual(self.attributes("hans", plain).get("email_verified"), "true")

    def test_a_confirmation_runs_the_trigger(self):
        self.sign_up("ida")

        self.confirm("ida", ClientMetadata={"from": "test"})

        event = self.events("ida")[0]
        caller = event.pop("caller")
        # With IAM enforced, the function calls with its own role.
        self.assertIn("assumed-role/" if os.environ.get("AUTH") else ":root", caller)
        self.assertEqual(
            event,
            {
                "version": "1",
                "region": "us-east-1",
                "userPoolId": self.pool,
                "userName": "ida",
                "callerContext": {"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": self.app},
                "triggerSource": "PostConfirmation_ConfirmSignUp",
                "request": {
                    "userAttributes": {
                        "sub": self.attributes("ida")["sub"],
                        "email": "ida@example.com",
                        "email_verified": "true",
                        "cognito:user_status": "CONFIRMED",
                    },
                    "clientMetadata": {"from": "test"},
                },
                "response": {},
            },
        )

    def test_confirmations_by_other_ways_run_the_trigger(self):
        self.sign_up("jon")
        self.client.admin_confirm_sign_up(UserPoolId=self.pool, Username="jon")
        self.client.forgot_password(ClientId=self.app, Username="jon")
        self.client.confirm_forgot_password(
            ClientId=self.app, Username="jon", ConfirmationCode="654321", Password="Secret-456"
        )

        wait_until(lambda: len(self.events("jon")) == 2)
        self.assertEqual(
            [event["triggerSource"] for event in self.events("jon")],
            ["PostConfirmation_ConfirmSignUp", "PostConfirmation_ConfirmForgotPassword"],
        )
        self.assertEqual(self.events("jon")[0]["callerContext"]["clientId"], "CLIENT_ID_NOT_APPLICABLE")

    def test_a_failing_trigger_refuses_the_request(self):
        self.sign_up("refused")

        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            self.confirm("refused")

        error = caught.exception.response["Error"]
        self.assertEqual(
            (error["Code"], error["Message"]),
            ("UserLambdaValidationException", "PostConfirmation failed with error not this one."),
        )
        user = self.client.admin_get_user(UserPoolId=self.pool, Username="refused")
        self.assertEqual(user["UserStatus"], "CONFIRMED")

    def test_a_trigger_needs_a_permission(self):
        pool = self.client.create_user_pool(
            PoolName="unpermitted",
            LambdaConfig={"PostConfirmation": "arn:aws:lambda:us-east-1:000000000000:function:post-confirmation"},
        )["UserPool"]["Id"]
        app = self.client.create_user_pool_client(UserPoolId=pool, ClientName="app")["UserPoolClient"]["ClientId"]
        self.sign_up("kim", app)

        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            self.confirm("kim", app)

        self.assertEqual(caught.exception.response["Error"]["Code"], "UnexpectedLambdaException")
