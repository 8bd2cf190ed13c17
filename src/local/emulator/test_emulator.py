"""Every patch, tested from outside: one emulator, one stack, and boto3. Run by `python -m unittest` in this folder.

A test fails when its patch is left out: `SRVLS_EMULATOR_WITHOUT=name python -m unittest` shows it.
"""

import base64
import http.client
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request

import boto3
import botocore.exceptions
from botocore.config import Config

HERE = pathlib.Path(__file__).parent
STACK = "self-test"


class Emulator:
    """One process of the launcher, on a free port."""

    def __init__(self, state, **environment):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.state = state
        self.environment = environment
        self.log = open(os.path.join(state, "emulator.log"), "ab")
        self.start()

    def start(self):
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "SRVLS_EMULATOR_WITHOUT") if name in os.environ}
        self.process = subprocess.Popen(
            [sys.executable, HERE / "launcher.py"], stdout=self.log, stderr=self.log,
            env={**inherited, "GATEWAY_PORT": str(self.port), "STATE_DIR": os.path.join(self.state, "state"),
                 "LOG_LEVEL": "WARNING", **self.environment})
        wait_until(self.is_ready, 20)

    def is_ready(self):
        if self.process.poll() is not None:
            raise AssertionError(f"the emulator ended: {open(self.log.name).read()}")
        try:
            return urllib.request.urlopen(f"{self.url}/_ministack/health").status == 200
        except OSError:
            return False

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        self.process.wait(15)

    def close(self):
        self.stop()
        self.log.close()

    def client(self, service, key="test", secret="test"):
        return boto3.client(service, endpoint_url=self.url, region_name="us-east-1", aws_access_key_id=key,
                            aws_secret_access_key=secret, config=Config(retries={"max_attempts": 0}))


def wait_until(condition, seconds):
    """The first true answer of `condition`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := condition():
            return answer
        time.sleep(0.1)
    raise AssertionError(f"not within {seconds} seconds: {condition}")


def function(code, role="Role", **properties):
    return {"Type": "AWS::Lambda::Function", "Properties": {
        "Runtime": "python3.12", "Handler": "index.handler", "Role": {"Fn::GetAtt": [role, "Arn"]}, "Timeout": 10,
        "Code": {"ZipFile": code}, **properties}}


def proxy(name, **integration):
    return {"type": "aws_proxy", "httpMethod": "POST", **integration, "uri": {
        "Fn::Sub": f"arn:aws:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/${{{name}.Arn}}/invocations"}}


ECHO = """
import json, time
def handler(event, context):
    kind = (event.get("queryStringParameters") or {}).get("do")
    print("a line")
    if kind == "sleep": time.sleep(1.5)
    if kind == "fail": raise ValueError("the inside")
    if kind == "malformed": return {"answer": 42}
    if kind == "object": return {"statusCode": 200, "body": {}}
    if kind == "binary": return {"statusCode": 200, "body": "AAEC", "isBase64Encoded": True,
                                 "headers": {"content-type": "image/png"}}
    return {"statusCode": 200, "body": json.dumps(event)}
"""
AUTHORIZER = """
calls = 0
def handler(event, context):
    global calls
    calls += 1
    token = event["headers"].get("authorization", "")
    if token == "unauthorized": raise Exception("Unauthorized")
    return {"principalId": "someone", "context": {"calls": calls, "admin": True}, "policyDocument": {
        "Version": "2012-10-17", "Statement": [{"Action": "execute-api:Invoke", "Resource": "*",
        "Effect": "Deny" if token == "deny" else "Allow"}]}}
"""
NOTE = {"type": "object", "required": ["title"], "additionalProperties": False, "properties": {
    "title": {"type": "string", "minLength": 2}, "tag": {"$ref": "#/components/schemas/Tag"}}}
CORS = {"Access-Control-Allow-Origin": "'https://app.example.com'"}


def document():
    """The API: what our own openapi.yaml uses, and a little more."""
    guarded = [{"Guard": []}]
    return {
        "openapi": "3.0.1",
        "info": {"title": "self-test-api", "version": "1"},
        "x-amazon-apigateway-binary-media-types": ["image/png"],
        "x-amazon-apigateway-request-validators": {
            "all": {"validateRequestBody": True, "validateRequestParameters": True}},
        "x-amazon-apigateway-request-validator": "all",
        "x-amazon-apigateway-gateway-responses": {
            "DEFAULT_5XX": {"responseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"}},
            "UNAUTHORIZED": {"statusCode": 401, "responseTemplates": {"application/json":
                '{"message":$context.error.messageString,"code":"unauthorized","requestId":"$context.requestId"}'}},
            "BAD_REQUEST_BODY": {"statusCode": 422, "responseTemplates": {"application/json":
                '{"message":"$context.error.validationErrorString","path":"$context.resourcePath",'
                '"method":"$context.httpMethod"}'}},
        },
        "components": {
            "schemas": {"Note": NOTE, "Tag": {"type": "string", "enum": ["red", "blue"]}},
            "parameters": {"Page": {"name": "page", "in": "query", "required": True, "schema": {"type": "string"}}},
            "securitySchemes": {"Guard": {
                "type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "custom",
                "x-amazon-apigateway-authorizer": {
                    "type": "request", "identitySource": "method.request.header.Authorization",
                    "authorizerResultTtlInSeconds": 300, "authorizerUri": proxy("Authorizer")["uri"]}}},
        },
        "paths": {
            "/echo/{name}": {"get": {"x-amazon-apigateway-integration": proxy("Echo")}},
            "/guarded": {"get": {"security": guarded, "x-amazon-apigateway-integration": proxy("Echo")}},
            "/pages": {"get": {"parameters": [{"$ref": "#/components/parameters/Page"}],
                               "x-amazon-apigateway-integration": proxy("Echo")}},
            "/slow": {"get": {"x-amazon-apigateway-integration": proxy("Echo", timeoutInMillis=300)}},
            "/any": {"x-amazon-apigateway-any-method": {"x-amazon-apigateway-integration": proxy("Echo")}},
            "/notes": {
                "post": {
                    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Note"}}}},
                    "x-amazon-apigateway-integration": proxy("Echo")},
                "options": {
                    "responses": {"204": {"headers": {name: {"schema": {"type": "string"}} for name in CORS}}},
                    "x-amazon-apigateway-integration": {
                        "type": "mock", "requestTemplates": {"application/json": '{"statusCode": 204}'},
                        "responses": {"default": {"statusCode": "204", "responseParameters": {
                            f"method.response.header.{name}": value for name, value in CORS.items()}}}}},
            },
        },
    }


def template():
    """Every resource type that a patch is about."""
    average = {"Id": "errors", "ReturnData": False, "MetricStat": {"Period": "60", "Stat": "Sum", "Metric": {
        "Namespace": "Test", "MetricName": "Errors"}}}
    return {"Resources": {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {
            "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                                                    "Principal": {"Service": "lambda.amazonaws.com"}}]}}},
        "Echo": function(ECHO, LoggingConfig={"LogFormat": "JSON", "LogGroup": {"Ref": "EchoLogs"}}),
        "EchoLogs": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/aws/lambda/echo"}},
        "Authorizer": function(AUTHORIZER),
        "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": document()}},
        "Deployment": {"Type": "AWS::ApiGateway::Deployment", "Properties": {"RestApiId": {"Ref": "Api"}}},
        "AccessLogs": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "access"}},
        "Stage": {"Type": "AWS::ApiGateway::Stage", "Properties": {
            "RestApiId": {"Ref": "Api"}, "DeploymentId": {"Ref": "Deployment"}, "StageName": "v1",
            "AccessLogSetting": {
                "DestinationArn": {"Fn::GetAtt": ["AccessLogs", "Arn"]},
                "Format": '{"id":"$context.requestId","status":"$context.status","path":"$context.resourcePath",'
                          '"who":"$context.authorizer.principalId"}'}}},
        "Table": {"Type": "AWS::DynamoDB::Table", "Properties": {
            "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "TimeToLiveSpecification": {"AttributeName": "expires", "Enabled": True},
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
            "SSESpecification": {"SSEEnabled": True}}},
        "ErrorAlarm": {"Type": "AWS::CloudWatch::Alarm", "Properties": {
            "AlarmName": "math", "ComparisonOperator": "GreaterThanThreshold", "Threshold": 50,
            "EvaluationPeriods": 1, "TreatMissingData": "notBreaching", "Metrics": [average, {
                "Id": "rate", "Expression": "IF(errors > 2, 100 * errors / errors, 0)", "ReturnData": True}]}},
        "Composite": {"Type": "AWS::CloudWatch::CompositeAlarm", "DependsOn": "ErrorAlarm", "Properties": {
            "AlarmName": "composite", "AlarmRule": 'ALARM("math")'}},
        "Acl": {"Type": "AWS::WAFv2::WebACL", "Properties": {
            "Scope": "REGIONAL", "DefaultAction": {"Allow": {}}, "VisibilityConfig": {
                "SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "acl"}}},
        "Addresses": {"Type": "AWS::WAFv2::IPSet", "Properties": {
            "Scope": "REGIONAL", "IPAddressVersion": "IPV4", "Addresses": ["192.0.2.0/24"]}},
        "Association": {"Type": "AWS::WAFv2::WebACLAssociation", "Properties": {
            "WebACLArn": {"Fn::GetAtt": ["Acl", "Arn"]},
            "ResourceArn": {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}::/restapis/${Api}/stages/${Stage}"}}},
        "Budget": {"Type": "AWS::Budgets::Budget", "Properties": {"Budget": {
            "BudgetType": "COST", "TimeUnit": "MONTHLY", "BudgetLimit": {"Amount": 10, "Unit": "USD"}}}},
        "Target": {"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": {
            "ResourceId": "function:echo:live", "ScalableDimension": "lambda:function:ProvisionedConcurrency",
            "ServiceNamespace": "lambda", "MinCapacity": 1, "MaxCapacity": 2}},
    }}


class Stacks:
    """Changes stacks as srvls does, with change sets."""

    def __init__(self, emulator):
        self.client = emulator.client("cloudformation")

    def change_set(self, stack, body, kind="UPDATE", parameters=()):
        name = f"change-{time.monotonic_ns()}"
        self.client.create_change_set(
            StackName=stack, ChangeSetName=name, ChangeSetType=kind, TemplateBody=json.dumps(body),
            Capabilities=["CAPABILITY_IAM"], Parameters=[
                {"ParameterKey": key, "ParameterValue": value} for key, value in dict(parameters).items()])
        return name

    def deploy(self, stack, body, kind="UPDATE", parameters=()):
        """Execute a change set and wait; the events of the operation, in order."""
        name = self.change_set(stack, body, kind, parameters)
        token = f"token-{time.monotonic_ns()}"
        self.client.execute_change_set(StackName=stack, ChangeSetName=name, ClientRequestToken=token)
        wait_until(lambda: self.status(stack).endswith(("_COMPLETE", "_FAILED"))
                   and "REVIEW" not in self.status(stack) and "CLEANUP" not in self.status(stack), 30)
        events = self.client.describe_stack_events(StackName=stack)["StackEvents"]
        return [event for event in reversed(events) if event.get("ClientRequestToken") == token]

    def status(self, stack):
        return self.client.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]

    def resource(self, logical_id, stack=STACK):
        return self.client.describe_stack_resource(
            StackName=stack, LogicalResourceId=logical_id)["StackResourceDetail"]["PhysicalResourceId"]


def setUpModule():
    global folder, emulator, stacks, api
    folder = tempfile.TemporaryDirectory()
    emulator = Emulator(folder.name)
    unittest.addModuleCleanup(folder.cleanup)
    unittest.addModuleCleanup(emulator.close)
    stacks = Stacks(emulator)
    events = stacks.deploy(STACK, template(), "CREATE")
    if stacks.status(STACK) != "CREATE_COMPLETE":
        raise AssertionError([event for event in events if "FAILED" in event["ResourceStatus"]])
    api = stacks.resource("Api")


class Reply:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    def json(self):
        return json.loads(self.body)


def call(path, method="GET", body=None, **headers):
    """A request to the stage, with the path exactly as given."""
    connection = http.client.HTTPConnection("127.0.0.1", emulator.port, timeout=20)
    connection.request(method, f"/_aws/execute-api/{api}/v1{path}", body,
                       {name.replace("_", "-"): value for name, value in headers.items()})
    try:
        return Reply(connection.getresponse())
    finally:
        connection.close()


class ApiGateway(unittest.TestCase):
    def test_a_path_stays_percent_encoded(self):
        event = call("/echo/a%2Fb%20c").json()

        self.assertEqual(event["pathParameters"], {"name": "a%2Fb%20c"})
        self.assertEqual(event["path"], "/echo/a%2Fb%20c")

    def test_the_event_carries_what_the_client_sees(self):
        reply = call("/echo/x?page=1&page=2")
        event = reply.json()

        self.assertEqual(event["requestContext"]["requestId"], reply.headers["x-amzn-requestid"])
        self.assertEqual(event["queryStringParameters"], {"page": "2"})
        self.assertEqual(event["multiValueQueryStringParameters"], {"page": ["1", "2"]})
        self.assertEqual(event["requestContext"]["domainName"], f"127.0.0.1:{emulator.port}")
        self.assertIsNone(event["requestContext"]["identity"]["cognitoIdentityId"])

    def test_a_failing_function_shows_nothing_of_its_inside(self):
        for what in ("fail", "malformed", "object"):
            reply = call(f"/echo/x?do={what}")

            self.assertEqual(reply.status, 502, what)
            self.assertEqual(reply.json()["message"].strip(), "Internal server error")
            self.assertEqual(reply.headers["access-control-allow-origin"], "*")

    def test_a_slow_integration_answers_504_in_time(self):
        started = time.monotonic()
        reply = call("/slow?do=sleep")

        self.assertEqual(reply.status, 504)
        self.assertLess(time.monotonic() - started, 1.2)

    def test_a_preflight_has_headers_and_no_body(self):
        reply = call("/notes", "OPTIONS", Origin="https://app.example.com")

        self.assertEqual((reply.status, reply.body), (204, b""))
        self.assertEqual(reply.headers["access-control-allow-origin"], "https://app.example.com")

    def test_a_body_that_its_model_refuses_is_explained(self):
        reply = call("/notes", "POST", '{"title": "x", "tag": "green"}', content_type="application/json")

        self.assertEqual(reply.status, 422)
        self.assertIn("too short", reply.json()["message"])
        self.assertEqual((reply.json()["path"], reply.json()["method"]), ("/notes", "POST"))
        self.assertEqual(call("/notes", "POST", '{"title": "ok", "tag": "red"}').status, 200)

    def test_a_body_of_another_media_type_is_not_validated(self):
        self.assertEqual(call("/notes", "POST", "no json", content_type="text/plain").status, 200)

    def test_a_required_parameter_is_required(self):
        reply = call("/pages")

        self.assertEqual(reply.status, 400)
        self.assertIn("Missing required request parameters: [page]", reply.json()["message"])

    def test_all_methods_reach_an_any_method(self):
        self.assertEqual(call("/any", "DELETE").json()["httpMethod"], "DELETE")

    def test_binary_replies_are_decoded(self):
        self.assertEqual(call("/echo/x?do=binary", Accept="image/png").body, b"\0\1\2")

    def test_the_authorizer_decides_and_its_answer_is_cached(self):
        missing = call("/guarded")
        self.assertEqual(missing.status, 401)
        self.assertEqual(missing.json(), {"message": "Unauthorized", "code": "unauthorized",
                                          "requestId": missing.headers["x-amzn-requestid"]})
        self.assertEqual(call("/guarded", Authorization="unauthorized").status, 401)
        self.assertEqual(call("/guarded", Authorization="deny").status, 403)

        contexts = [call("/guarded", Authorization="allow").json()["requestContext"]["authorizer"] for _ in range(2)]

        self.assertEqual(contexts[0]["admin"], "true")
        self.assertEqual(contexts[0]["calls"], contexts[1]["calls"])
        self.assertIsInstance(contexts[0]["calls"], str)

    def test_requests_are_logged_as_the_stage_says(self):
        reply = call("/guarded", Authorization="allow")

        lines = emulator.client("logs").filter_log_events(
            logGroupName="access", filterPattern=f'{{ $.id = "{reply.headers["x-amzn-requestid"]}" }}')["events"]

        self.assertEqual([json.loads(line["message"]) for line in lines], [
            {"id": reply.headers["x-amzn-requestid"], "status": "200", "path": "/guarded", "who": "someone"}])


if __name__ == "__main__":
    unittest.main()
