"""Every patch, tested from outside: one emulator, one stack, and boto3. Run by `python -m unittest` in this folder.

A test fails when its patch is left out: `SRVLS_EMULATOR_WITHOUT=name python -m unittest` shows it.
"""

import base64
import http.client
import io
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
import zipfile

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
            "/quiet": {"get": {"x-amazon-apigateway-integration": {
                "type": "mock", "requestTemplates": {"application/json": '{"statusCode": 200}'},
                "responses": {"default": {"statusCode": "200"}}}}},
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

    def test_a_mock_without_template_has_no_body(self):
        reply = call("/quiet")

        self.assertEqual((reply.status, reply.body), (200, b""))

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



BOOTSTRAP = """#!/usr/bin/env python3
import http.client, json, os
connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    connection.request("GET", "/2018-06-01/runtime/invocation/next")
    event = connection.getresponse()
    request_id = event.headers["Lambda-Runtime-Aws-Request-Id"]
    event.read()
    print("TEXT", end="\\n" if "TEXT" else "", flush=True)
    connection.request("POST", f"/2018-06-01/runtime/invocation/{request_id}/response", json.dumps(os.getpid()))
    connection.getresponse().read()
"""


def native_function(process, name, text=""):
    """A function with a bootstrap of its own, as ours are; it prints `text` and answers with its process id."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = 0o755 << 16
        files.writestr(entry, BOOTSTRAP.replace("TEXT", text))
    process.client("lambda").create_function(
        FunctionName=name, Runtime="provided.al2023", Handler="bootstrap", Code={"ZipFile": archive.getvalue()},
        Role="arn:aws:iam::000000000000:role/none")


def invoke(process, name):
    return json.load(process.client("lambda").invoke(FunctionName=name)["Payload"])


class Functions(unittest.TestCase):
    def fastest(self, name, text):
        """The shortest of some warm invocations of a function that prints `text`."""
        native_function(emulator, name, text)
        invoke(emulator, name)
        durations = []
        for _ in range(10):
            started = time.monotonic()
            invoke(emulator, name)
            durations.append(time.monotonic() - started)
        return min(durations)

    def test_a_warm_invocation_waits_for_nothing(self):
        self.assertLess(self.fastest("talking", "a line"), 0.035)

    def test_a_silent_function_is_not_waited_for(self):
        self.assertLess(self.fastest("silent", ""), 0.045)


class ApiResources(unittest.TestCase):
    def test_a_changed_body_keeps_the_address(self):
        body = {"openapi": "3.0.1", "info": {"title": "second", "version": "1"},
                "paths": {"/one": {"get": {"x-amazon-apigateway-integration": {"type": "mock"}}}}}
        api_only = {"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": body}}}}
        stacks.deploy("address", api_only, "CREATE")
        before = stacks.resource("Api", "address")

        body["paths"]["/two"] = body["paths"].pop("/one")
        stacks.deploy("address", api_only)

        self.assertEqual(stacks.resource("Api", "address"), before)
        resources = emulator.client("apigateway").get_resources(restApiId=before)["items"]
        self.assertEqual({resource["path"] for resource in resources}, {"/", "/two"})

    def test_a_document_that_aws_refuses_fails_the_stack(self):
        body = {"openapi": "3.0.1", "info": {"title": "bad", "version": "1"}, "paths": {"/{a}/x": {}, "/{b}": {}}}

        events = stacks.deploy("refused", {"Resources": {
            "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": body}}}}, "CREATE")

        reasons = [event.get("ResourceStatusReason", "") for event in events if "FAILED" in event["ResourceStatus"]]
        self.assertIn("only one is allowed", reasons[0])

    def test_a_method_follows_its_validator(self):
        stacks.deploy("validator", {"Resources": {
            "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "validator"}},
            "Validator": {"Type": "AWS::ApiGateway::RequestValidator", "Properties": {
                "RestApiId": {"Ref": "Api"}, "ValidateRequestParameters": True}},
            "Method": {"Type": "AWS::ApiGateway::Method", "Properties": {
                "RestApiId": {"Ref": "Api"}, "ResourceId": {"Fn::GetAtt": ["Api", "RootResourceId"]},
                "HttpMethod": "GET", "AuthorizationType": "NONE", "RequestValidatorId": {"Ref": "Validator"},
                "Integration": {"Type": "MOCK"}}}}}, "CREATE")
        client, second = emulator.client("apigateway"), stacks.resource("Api", "validator")

        validator = client.get_request_validators(restApiId=second)["items"][0]
        root = client.get_resources(restApiId=second)["items"][0]["id"]
        method = client.get_method(restApiId=second, resourceId=root, httpMethod="GET")

        self.assertTrue(validator["validateRequestParameters"])
        self.assertEqual(method["requestValidatorId"], validator["id"])


class Tables(unittest.TestCase):
    def test_the_settings_of_the_template_hold(self):
        client, table = emulator.client("dynamodb"), stacks.resource("Table")

        expiry = client.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
        backups = client.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
        encryption = client.describe_table(TableName=table)["Table"]["SSEDescription"]

        self.assertEqual(expiry, {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"})
        self.assertEqual(backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"], "ENABLED")
        self.assertEqual(encryption["SSEType"], "KMS")

    def test_a_retained_table_survives_its_stack_made_again(self):
        body = {"Resources": {"Table": {**template()["Resources"]["Table"], "DeletionPolicy": "Retain"}}}
        stacks.deploy("retained", body, "CREATE")
        client, table = emulator.client("dynamodb"), stacks.resource("Table", "retained")
        client.put_item(TableName=table, Item={"id": {"S": "kept"}})
        stacks.client.delete_stack(StackName="retained")
        wait_until(lambda: not any(stack["StackName"] == "retained" and stack["StackStatus"] != "DELETE_COMPLETE"
                                   for stack in stacks.client.list_stacks()["StackSummaries"]), 10)

        stacks.deploy("retained", body, "CREATE")

        self.assertNotEqual(stacks.resource("Table", "retained"), table)
        self.assertEqual(client.scan(TableName=table)["Count"], 1)
        # An update of the table under its new name keeps that name.
        second = stacks.resource("Table", "retained")
        del body["Resources"]["Table"]["Properties"]["SSESpecification"]
        stacks.deploy("retained", body)
        self.assertEqual(stacks.resource("Table", "retained"), second)


class OtherResources(unittest.TestCase):
    def test_a_web_acl_stands_before_the_stage(self):
        arn = f"arn:aws:apigateway:us-east-1::/restapis/{api}/stages/v1"

        acl = emulator.client("wafv2").get_web_acl_for_resource(ResourceArn=arn)["WebACL"]

        self.assertIn(acl["Name"], stacks.resource("Acl"))

    def test_an_ip_set_is_made(self):
        name, set_id, scope = stacks.resource("Addresses").split("|")

        found = emulator.client("wafv2").get_ip_set(Name=name, Id=set_id, Scope=scope)["IPSet"]

        self.assertEqual(found["Addresses"], ["192.0.2.0/24"])

    def test_types_without_an_effect_are_recorded(self):
        self.assertEqual(stacks.resource("Target"), "function:echo:live|lambda:function:ProvisionedConcurrency|lambda")
        self.assertEqual(stacks.resource("Budget"), f"{STACK}-Budget")


class Alarms(unittest.TestCase):
    def setUp(self):
        self.client = emulator.client("cloudwatch")

    def state(self, name, kind="MetricAlarm"):
        answer = self.client.describe_alarms(AlarmNames=[name], AlarmTypes=[kind])
        return answer[kind + "s"][0]["StateValue"]

    def put(self, name, value, **dimensions):
        self.client.put_metric_data(Namespace="Test", MetricData=[{
            "MetricName": name, "Value": value,
            "Dimensions": [{"Name": key, "Value": text} for key, text in dimensions.items()]}])

    def test_metric_math_goes_into_alarm_and_takes_the_composite_along(self):
        wait_until(lambda: self.state("math") == "OK", 20)

        self.put("Errors", 3)

        wait_until(lambda: self.state("math") == "ALARM", 5)
        self.assertEqual(self.state("composite", "CompositeAlarm"), "ALARM")
        queries = self.client.describe_alarms(AlarmNames=["math"])["MetricAlarms"][0]["Metrics"]
        self.assertEqual([query["Id"] for query in queries], ["errors", "rate"])

    def test_an_alarm_looks_only_at_its_dimensions(self):
        self.client.put_metric_alarm(
            AlarmName="dimensions", Namespace="Test", MetricName="Load", Statistic="Sum", Period=60,
            EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanOrEqualToThreshold",
            Dimensions=[{"Name": "Who", "Value": "me"}])

        self.put("Load", 5, Who="other")
        self.assertEqual(self.state("dimensions"), "INSUFFICIENT_DATA")
        self.put("Load", 5, Who="me")

        self.assertEqual(self.state("dimensions"), "ALARM")

    def test_an_alarm_without_data_follows_its_treatment(self):
        for treatment, state in (("notBreaching", "OK"), ("breaching", "ALARM"), ("missing", "INSUFFICIENT_DATA")):
            self.client.put_metric_alarm(
                AlarmName=treatment, Namespace="Test", MetricName="Nothing", Statistic="Sum", Period=60,
                EvaluationPeriods=2, Threshold=1, ComparisonOperator="GreaterThanThreshold",
                TreatMissingData=treatment)

            self.assertEqual(self.state(treatment), state)

    def test_a_state_that_was_set_stays_for_a_while(self):
        self.client.put_metric_alarm(
            AlarmName="set", Namespace="Test", MetricName="Calm", Statistic="Sum", Period=60, EvaluationPeriods=1,
            Threshold=1, ComparisonOperator="GreaterThanThreshold", TreatMissingData="notBreaching")

        self.client.set_alarm_state(AlarmName="set", StateValue="ALARM", StateReason="test")
        self.put("Calm", 0)

        self.assertEqual(self.state("set"), "ALARM")

    def test_metric_data_computes_expressions_newest_first(self):
        now = time.time() // 60 * 60
        for age, value in ((120, 10), (60, 20)):
            self.client.put_metric_data(Namespace="Test", MetricData=[
                {"MetricName": "Series", "Value": value, "Timestamp": now - age}])

        results = self.client.get_metric_data(StartTime=now - 180, EndTime=now, MetricDataQueries=[
            {"Id": "m1", "ReturnData": False, "MetricStat": {
                "Metric": {"Namespace": "Test", "MetricName": "Series"}, "Period": 60, "Stat": "Sum"}},
            {"Id": "half", "Expression": "m1 / 2"},
            {"Id": "filled", "Expression": "FILL(m1, 0) + 1"}])["MetricDataResults"]

        self.assertEqual({result["Id"]: result["Values"] for result in results},
                         {"half": [10, 5], "filled": [21, 11, 1]})

    def test_the_api_and_its_functions_are_counted(self):
        before = self.sums()

        for _ in range(3):
            call("/echo/x")
        call("/echo/x?do=fail")
        call("/guarded")

        after = self.sums()
        self.assertEqual({name: after[name] - before[name] for name in after},
                         {"Count": 5, "5XXError": 1, "4XXError": 1, "Invocations": 4, "Errors": 1})

    def sums(self):
        name = stacks.resource("Echo")
        wanted = [("AWS/ApiGateway", metric, [{"Name": "ApiName", "Value": "self-test-api"}])
                  for metric in ("Count", "5XXError", "4XXError")]
        wanted += [("AWS/Lambda", metric, [{"Name": "FunctionName", "Value": name}])
                   for metric in ("Invocations", "Errors")]
        found = {}
        for namespace, metric, dimensions in wanted:
            points = self.client.get_metric_statistics(
                Namespace=namespace, MetricName=metric, Dimensions=dimensions, StartTime=time.time() - 600,
                EndTime=time.time() + 60, Period=60, Statistics=["Sum"])["Datapoints"]
            found[metric] = sum(point["Sum"] for point in points)
        return found


class Logs(unittest.TestCase):
    def setUp(self):
        self.client = emulator.client("logs")

    def group(self, name, *messages):
        self.client.create_log_group(logGroupName=name)
        for stream in ("a-stream", "b-stream"):
            self.client.create_log_stream(logGroupName=name, logStreamName=stream)
        now = int(time.time() * 1000)
        self.client.put_log_events(logGroupName=name, logStreamName="a-stream", logEvents=[
            {"timestamp": now + place, "message": message} for place, message in enumerate(messages)])
        return name

    def messages(self, group, **options):
        return [event["message"] for event in self.client.filter_log_events(logGroupName=group, **options)["events"]]

    def test_filtering_pages_through_all_events(self):
        group = self.group("pages", *map(str, range(25)))

        pages = list(self.client.get_paginator("filter_log_events").paginate(
            logGroupName=group, PaginationConfig={"PageSize": 10}))

        events = [event for page in pages for event in page["events"]]
        self.assertEqual([len(page["events"]) for page in pages], [10, 10, 5])
        self.assertEqual([event["message"] for event in events], [str(number) for number in range(25)])
        self.assertEqual(len({event["eventId"] for event in events}), 25)

    def test_patterns_select(self):
        lines = ('{"level":"ERROR","n":5,"user":{"id":"a-1"}}', '{"level":"INFO","n":7,"ok":true}', "plain ERROR text")
        group = self.group("patterns", *lines)

        for pattern, expected in (
                ('{ $.level = "ERROR" }', lines[:1]), ("{ $.n > 5 }", lines[1:2]), ("{ $.n >= 5 && $.n < 7 }", lines[:1]),
                ('{ ($.level = "INFO") || ($.user.id = "a-*") }', lines[:2]), ("{ $.ok IS TRUE }", lines[1:2]),
                ("{ $.user.id NOT EXISTS }", lines[1:2]), ("ERROR", (lines[0], lines[2])), ("ERROR -plain", lines[:1]),
                ("?INFO ?plain", lines[1:]), ('"ERROR text"', lines[2:]), ("%ERR[A-Z]+ t%", lines[2:])):
            self.assertEqual(self.messages(group, filterPattern=pattern), list(expected), pattern)

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

    def test_lines_have_the_time_at_which_they_were_written(self):
        call("/echo/x?do=sleep")

        events = self.client.filter_log_events(logGroupName="/aws/lambda/echo")["events"][-3:]

        self.assertGreater(events[2]["timestamp"] - events[0]["timestamp"], 1400)

    def test_a_live_tail_shows_what_a_function_logs(self):
        arn = self.client.describe_log_groups(logGroupNamePrefix="/aws/lambda/echo")["logGroups"][0]["arn"]
        tailing = boto3.client(
            "logs", endpoint_url=emulator.url, region_name="us-east-1", aws_access_key_id="test",
            aws_secret_access_key="test", config=Config(inject_host_prefix=False, read_timeout=10))
        stream = iter(tailing.start_live_tail(logGroupIdentifiers=[arn.removesuffix(":*")])["responseStream"])
        next(stream)

        call("/echo/x")

        lines = []
        while "a line" not in lines:
            lines += [result["message"] for result in next(stream)["sessionUpdate"]["sessionResults"]]
        self.assertIn("a line", lines)



def queue(name, **properties):
    return {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": name, **properties}}


def told(events):
    """Resource and status of each event."""
    return [(event["LogicalResourceId"], event["ResourceStatus"]) for event in events]


class ChangeSets(unittest.TestCase):
    def changes(self, stack, body, parameters=(), **options):
        name = stacks.change_set(stack, body, parameters=parameters)
        described = stacks.client.describe_change_set(StackName=stack, ChangeSetName=name, **options)
        stacks.client.delete_change_set(StackName=stack, ChangeSetName=name)
        return described

    def test_conditions_decide_what_is_added_and_removed(self):
        body = {"Parameters": {"Two": {"Type": "String"}},
                "Conditions": {"IsTwo": {"Fn::Equals": [{"Ref": "Two"}, "yes"]}},
                "Resources": {"One": queue("conditions-one"), "Two": {**queue("conditions-two"), "Condition": "IsTwo"}}}
        stacks.deploy("conditions", body, "CREATE", {"Two": "no"})

        changes = self.changes("conditions", body, {"Two": "yes"})["Changes"]

        self.assertEqual([(change["ResourceChange"]["Action"], change["ResourceChange"]["LogicalResourceId"])
                          for change in changes], [("Add", "Two")])

    def test_values_before_and_after_are_shown(self):
        body = {"Resources": {"Queue": queue("values", DelaySeconds=1, Tags=[{"Key": "a", "Value": "b"}])}}
        stacks.deploy("values", body, "CREATE")
        body["Resources"]["Queue"] = queue("values", DelaySeconds=2, Tags=[{"Key": "a", "Value": "c"}],
                                           ReceiveMessageWaitTimeSeconds=3)

        change = self.changes("values", body, IncludePropertyValues=True)["Changes"][0]["ResourceChange"]

        before, after = (json.loads(change[side])["Properties"] for side in ("BeforeContext", "AfterContext"))
        self.assertEqual((before["DelaySeconds"], after["DelaySeconds"]), ("1", "2"))
        targets = {detail["Target"]["Path"]: detail["Target"] for detail in change["Details"]}
        self.assertEqual((targets["/Properties/Tags/0/Value"]["BeforeValue"],
                          targets["/Properties/Tags/0/Value"]["AfterValue"]), ("b", "c"))
        self.assertEqual(targets["/Properties/ReceiveMessageWaitTimeSeconds"]["AttributeChangeType"], "Add")
        self.assertNotIn("BeforeContext", self.changes("values", body)["Changes"][0]["ResourceChange"])

    def test_secret_parameters_are_masked(self):
        body = {"Parameters": {"Secret": {"Type": "String", "NoEcho": True}},
                "Resources": {"Queue": queue("secret", Tags=[{"Key": "a", "Value": {"Ref": "Secret"}}])}}
        stacks.deploy("secret", body, "CREATE", {"Secret": "first-value"})

        described = self.changes("secret", body, {"Secret": "second-value"}, IncludePropertyValues=True)

        self.assertEqual(described["Parameters"], [{"ParameterKey": "Secret", "ParameterValue": "****"}])
        self.assertNotIn("-value", described["Changes"][0]["ResourceChange"]["AfterContext"])

    def test_a_stack_that_rolled_back_takes_no_change_set(self):
        broken = {"Resources": {"Function": {**function(ECHO), "Properties": {
            "Runtime": "python3.12", "Handler": "index.handler", "Role": "arn:aws:iam::000000000000:role/none",
            "Code": {"S3Bucket": "nowhere", "S3Key": "missing.zip"}}}}}

        stacks.deploy("rolled-back", broken, "CREATE")

        self.assertEqual(stacks.status("rolled-back"), "ROLLBACK_COMPLETE")
        for kind, code in (("UPDATE", "ValidationError"), ("CREATE", "AlreadyExistsException")):
            with self.assertRaises(botocore.exceptions.ClientError) as caught:
                stacks.change_set("rolled-back", broken, kind)
            self.assertEqual(caught.exception.response["Error"]["Code"], code)

    def test_missing_code_fails_the_function(self):
        body = {"Resources": {"Function": {"Type": "AWS::Lambda::Function", "Properties": {
            "Runtime": "provided.al2023", "Handler": "bootstrap", "Role": "arn:aws:iam::000000000000:role/none",
            "Code": {"S3Bucket": "nowhere", "S3Key": "missing.zip"}}}}}

        events = stacks.deploy("no-code", body, "CREATE")

        failed = next(event for event in events if event["ResourceStatus"] == "CREATE_FAILED")
        self.assertIn("NoSuchKey", failed["ResourceStatusReason"])

    def test_a_stack_under_review_stays_the_same_stack(self):
        body = {"Resources": {"Queue": queue("review")}}
        stacks.change_set("review", body, "CREATE")
        first = stacks.client.describe_stacks(StackName="review")["Stacks"][0]["StackId"]

        name = stacks.change_set("review", body, "CREATE")

        described = stacks.client.describe_change_set(StackName="review", ChangeSetName=name)
        self.assertEqual(described["StackId"], first)
        self.assertEqual(stacks.client.describe_stacks(StackName="review")["Stacks"][0]["StackId"], first)


class StackOperations(unittest.TestCase):
    def test_an_update_tells_of_what_changes_and_cleans_up(self):
        body = {"Resources": {"Same": queue("same"), "Other": queue("other"), "Old": queue("old")}}
        stacks.deploy("update", body, "CREATE")
        body = {"Resources": {"Same": queue("same"), "Other": queue("other", DelaySeconds=3), "New": queue("new")}}

        events = stacks.deploy("update", body)

        self.assertEqual([event for event in told(events) if event[0] not in ("New", "Other")], [
            ("update", "UPDATE_IN_PROGRESS"), ("update", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
            ("Old", "DELETE_IN_PROGRESS"), ("Old", "DELETE_COMPLETE"), ("update", "UPDATE_COMPLETE")])
        self.assertEqual([event for event in told(events) if event[0] in ("New", "Other")], [
            ("New", "CREATE_IN_PROGRESS"), ("New", "CREATE_IN_PROGRESS"), ("New", "CREATE_COMPLETE"),
            ("Other", "UPDATE_IN_PROGRESS"), ("Other", "UPDATE_COMPLETE")])
        summary = {resource["LogicalResourceId"]: resource["ResourceStatus"] for resource in
                   stacks.client.describe_stack_resources(StackName="update")["StackResources"]}
        self.assertEqual(summary, {"Same": "CREATE_COMPLETE", "Other": "UPDATE_COMPLETE", "New": "CREATE_COMPLETE"})

    def test_events_have_reasons(self):
        body = {"Resources": {"Good": queue("good"), "Function": {
            "Type": "AWS::Lambda::Function", "DependsOn": "Good", "Properties": {
                "Handler": "bootstrap", "Runtime": "provided.al2023", "Role": "arn:aws:iam::000000000000:role/none",
                "Layers": ["arn:aws:lambda:us-east-1:000000000000:layer:none:1"],
                "Code": {"ZipFile": "x"}}}}}

        events = stacks.deploy("reasons", body, "CREATE")

        reasons = [(event["LogicalResourceId"], event.get("ResourceStatusReason")) for event in events]
        self.assertEqual(reasons[0], ("reasons", "User Initiated"))
        self.assertIn(("Good", "Resource creation Initiated"), reasons)
        self.assertIn(("reasons", "The following resource(s) failed to create: [Function]. "
                                  "Rollback requested by user."), reasons)

    def test_a_failed_update_goes_back(self):
        body = {"Resources": {"Queue": queue("back", DelaySeconds=1)}}
        stacks.deploy("back", body, "CREATE")
        body["Resources"]["Queue"] = queue("back", DelaySeconds=2)
        body["Resources"]["Bad"] = {"Type": "AWS::DynamoDB::Table", "DependsOn": "Queue", "Properties": {
            **template()["Resources"]["Table"]["Properties"], "TableName": stacks.resource("Table")}}

        events = stacks.deploy("back", body)

        self.assertEqual(stacks.status("back"), "UPDATE_ROLLBACK_COMPLETE")
        self.assertIn(("Bad", "CREATE_FAILED"), told(events))
        attributes = emulator.client("sqs").get_queue_attributes(
            QueueUrl=stacks.resource("Queue", "back"), AttributeNames=["DelaySeconds"])["Attributes"]
        self.assertEqual(attributes["DelaySeconds"], "1")


class UserPools(unittest.TestCase):
    def setUp(self):
        self.client = emulator.client("cognito-idp")
        self.pool = self.client.create_user_pool(PoolName=self.id())["UserPool"]["Id"]
        self.app = self.client.create_user_pool_client(UserPoolId=self.pool, ClientName="app", ExplicitAuthFlows=[
            "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])["UserPoolClient"]["ClientId"]

    def sign_in(self, name="ann"):
        self.client.sign_up(ClientId=self.app, Username=name, Password="Secret-123")
        self.client.admin_confirm_sign_up(UserPoolId=self.pool, Username=name)
        return self.client.initiate_auth(ClientId=self.app, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={
            "USERNAME": name, "PASSWORD": "Secret-123"})["AuthenticationResult"]

    def refresh(self, tokens):
        return self.client.initiate_auth(ClientId=self.app, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={
            "REFRESH_TOKEN": tokens["RefreshToken"]})

    def refused(self, code, action, **request):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            action(**request)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)

    def test_a_wrong_confirmation_code_is_refused(self):
        self.client.sign_up(ClientId=self.app, Username="bob", Password="Secret-123")

        self.refused("CodeMismatchException", self.client.confirm_sign_up,
                     ClientId=self.app, Username="bob", ConfirmationCode="000000")

        self.client.confirm_sign_up(ClientId=self.app, Username="bob", ConfirmationCode="123456")

    def test_signing_out_revokes(self):
        endings = {
            "global": lambda tokens: self.client.global_sign_out(AccessToken=tokens["AccessToken"]),
            "admin": lambda tokens: self.client.admin_user_global_sign_out(UserPoolId=self.pool, Username="admin"),
            "revoke": lambda tokens: self.client.revoke_token(Token=tokens["RefreshToken"], ClientId=self.app),
            "disable": lambda tokens: self.client.admin_disable_user(UserPoolId=self.pool, Username="disable"),
        }
        for name, end in endings.items():
            tokens = self.sign_in(name)
            self.refresh(tokens)

            end(tokens)

            self.refused("NotAuthorizedException", self.refresh, tokens=tokens)
            self.refused("NotAuthorizedException", self.client.get_user, AccessToken=tokens["AccessToken"])

    def test_filters_follow_their_syntax(self):
        self.sign_in("cleo")
        self.client.sign_up(ClientId=self.app, Username="dave", Password="Secret-123",
                            UserAttributes=[{"Name": "email", "Value": "dave@example.com"}])

        def found(text, **options):
            return self.client.list_users(UserPoolId=self.pool, Filter=text, **options)["Users"]

        self.assertEqual([user["Username"] for user in found('cognito:user_status = "CONFIRMED"')], ["cleo"])
        self.assertEqual([user["Username"] for user in found('email ^= "DAVE@"')], ["dave"])
        self.assertEqual(found('username = "dave"', AttributesToGet=["email"])[0]["Attributes"],
                         [{"Name": "email", "Value": "dave@example.com"}])
        for text in ("custom:plan = \"x\"", "email", 'email != "x"'):
            self.refused("InvalidParameterException", found, text=text)


def is_running(process_id):
    """Whether the process runs (a zombie does not)."""
    try:
        return " Z " not in pathlib.Path(f"/proc/{process_id}/stat").read_text()
    except FileNotFoundError:
        return False


class Process(unittest.TestCase):
    """Processes of their own, each in a new folder."""

    def emulator(self, **environment):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        process = Emulator(place.name, **environment)
        self.addCleanup(process.close)
        return process

    def test_a_taken_port_is_one_clear_line(self):
        ended = subprocess.run([sys.executable, HERE / "launcher.py"], capture_output=True, text=True,
                               env={"PATH": os.environ["PATH"], "GATEWAY_PORT": str(emulator.port)})

        self.assertEqual(ended.returncode, 1)
        self.assertEqual(ended.stderr,
                         f"error: cannot listen on 127.0.0.1:{emulator.port}: Address already in use\n")

    def test_only_the_local_address_and_one_port_are_open(self):
        own = pathlib.Path(f"/proc/{emulator.process.pid}/fd")
        sockets = {link.readlink().name for link in own.iterdir() if "socket" in str(link.readlink())}
        listening = [fields[1] for table in ("tcp", "tcp6") for line in open(f"/proc/{emulator.process.pid}/net/{table}")
                     if (fields := line.split())[3] == "0A" and f"socket:[{fields[9]}]" in sockets]

        self.assertIn(f"0100007F:{emulator.port:04X}", listening)
        self.assertTrue(all(address.startswith("0100007F:") for address in listening), listening)

    def test_the_state_survives_an_end_and_a_kill(self):
        process = self.emulator()
        own = Stacks(process)
        own.deploy(STACK, template(), "CREATE")
        table = own.resource("Table")

        for number in (signal.SIGTERM, signal.SIGKILL):
            process.client("dynamodb").put_item(TableName=table, Item={"id": {"S": number.name}})
            time.sleep(0 if number == signal.SIGTERM else 4.5)
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

    def test_the_end_takes_the_functions_along(self):
        for number in (signal.SIGTERM, signal.SIGKILL):
            process = self.emulator()
            native_function(process, "child")
            child = invoke(process, "child")
            self.assertTrue(is_running(child))

            process.stop(number)

            wait_until(lambda: not is_running(child), 5)
            process.start()

    def test_many_requests_make_few_datapoints(self):
        process = self.emulator()
        native_function(process, "counted")
        for _ in range(30):
            invoke(process, "counted")
        process.stop()

        stored = json.loads(pathlib.Path(process.state, "state", "cloudwatch.json").read_text())
        points = next(points for key, points in stored["payload"]["metrics"]["data"].items() if "Invocations" in key)

        self.assertEqual(sum(point.get("Count", 1) for point in points), 30)
        self.assertLess(len(points), 15)
        process.start()

    def test_a_paced_operation_can_be_watched(self):
        process = self.emulator(SRVLS_EMULATOR_PACE="0.2")
        own = Stacks(process)
        body = {"Resources": {f"Queue{number}": queue(f"paced-{number}") for number in range(5)}}
        name = own.change_set("paced", body, "CREATE")
        own.client.execute_change_set(StackName="paced", ChangeSetName=name)

        seen = set()
        while own.status("paced") != "CREATE_COMPLETE":
            seen.add(len(own.client.describe_stack_events(StackName="paced")["StackEvents"]))
            time.sleep(0.05)

        self.assertGreater(len(seen), 3)

    def test_policies_on_a_log_group_hold_for_its_streams(self):
        process = self.emulator(AUTH="true")
        process.client("logs").create_log_group(logGroupName="mine")
        iam = process.client("iam")
        iam.create_user(UserName="reader")
        key = iam.create_access_key(UserName="reader")["AccessKey"]
        iam.put_user_policy(UserName="reader", PolicyName="read", PolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Action": "logs:FilterLogEvents",
                "Resource": "arn:aws:logs:us-east-1:000000000000:log-group:mine:*"}]}))
        logs = process.client("logs", key["AccessKeyId"], key["SecretAccessKey"])

        self.assertEqual(logs.filter_log_events(logGroupName="mine")["events"], [])
        with self.assertRaises(botocore.exceptions.ClientError):
            logs.filter_log_events(logGroupName="other")


if __name__ == "__main__":
    unittest.main()
