"""What CloudFormation makes of single resource types."""

import unittest

from tests.support import STACK, emulator, stacks, wait_until
from tests.template import template


class ApiResources(unittest.TestCase):
    def test_a_changed_body_keeps_the_address(self):
        body = {
            "openapi": "3.0.1",
            "info": {"title": "second", "version": "1"},
            "paths": {"/one": {"get": {"x-amazon-apigateway-integration": {"type": "mock"}}}},
        }
        api_only = {"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": body}}}}
        stacks().deploy("address", api_only, "CREATE")
        before = stacks().resource("Api", "address")

        body["paths"]["/two"] = body["paths"].pop("/one")
        stacks().deploy("address", api_only)

        self.assertEqual(stacks().resource("Api", "address"), before)
        resources = emulator().client("apigateway").get_resources(restApiId=before)["items"]
        self.assertEqual({resource["path"] for resource in resources}, {"/", "/two"})

    def test_a_document_that_aws_refuses_fails_the_stack(self):
        body = {"openapi": "3.0.1", "info": {"title": "bad", "version": "1"}, "paths": {"/{a}/x": {}, "/{b}": {}}}

        events = stacks().deploy(
            "refused",
            {"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": body}}}},
            "CREATE",
        )

        reasons = [event.get("ResourceStatusReason", "") for event in events if "FAILED" in event["ResourceStatus"]]
        self.assertIn("only one is allowed", reasons[0])

    def test_a_method_follows_its_validator(self):
        stacks().deploy(
            "validator",
            {
                "Resources": {
                    "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "validator"}},
                    "Validator": {
                        "Type": "AWS::ApiGateway::RequestValidator",
                        "Properties": {"RestApiId": {"Ref": "Api"}, "ValidateRequestParameters": True},
                    },
                    "Method": {
                        "Type": "AWS::ApiGateway::Method",
                        "Properties": {
                            "RestApiId": {"Ref": "Api"},
                            "ResourceId": {"Fn::GetAtt": ["Api", "RootResourceId"]},
                            "HttpMethod": "GET",
                            "AuthorizationType": "NONE",
                            "RequestValidatorId": {"Ref": "Validator"},
                            "Integration": {"Type": "MOCK"},
                        },
                    },
                }
            },
            "CREATE",
        )
        client, second = emulator().client("apigateway"), stacks().resource("Api", "validator")

        validator = client.get_request_validators(restApiId=second)["items"][0]
        root = client.get_resources(restApiId=second)["items"][0]["id"]
        method = client.get_method(restApiId=second, resourceId=root, httpMethod="GET")

        self.assertTrue(validator["validateRequestParameters"])
        self.assertEqual(method["requestValidatorId"], validator["id"])


class Tables(unittest.TestCase):
    def test_the_settings_of_the_template_hold(self):
        client, table = emulator().client("dynamodb"), stacks().resource("Table")

        expiry = client.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
        backups = client.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
        encryption = client.describe_table(TableName=table)["Table"]["SSEDescription"]

        self.assertEqual(expiry, {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"})
        self.assertEqual(backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"], "ENABLED")
        self.assertEqual(encryption["SSEType"], "KMS")

    def test_numbers_from_parameters_are_numbers(self):
        units = {"MaxReadRequestUnits": {"Ref": "Units"}, "MaxWriteRequestUnits": "20"}
        key = [{"AttributeName": "id", "KeyType": "HASH"}]
        body = {
            "Parameters": {"Units": {"Type": "Number"}},
            "Resources": {
                "Table": {
                    "Type": "AWS::DynamoDB::Table",
                    "Properties": {
                        **template()["Resources"]["Table"]["Properties"],
                        "OnDemandThroughput": units,
                        "PointInTimeRecoverySpecification": {
                            "PointInTimeRecoveryEnabled": "true",
                            "RecoveryPeriodInDays": {"Ref": "Units"},
                        },
                        "GlobalSecondaryIndexes": [
                            {
                                "IndexName": "index",
                                "KeySchema": key,
                                "OnDemandThroughput": units,
                                "Projection": {"ProjectionType": "ALL"},
                            }
                        ],
                    },
                }
            },
        }
        client = emulator().client("dynamodb")

        for kind, read in (("CREATE", 10), ("UPDATE", 30)):
            stacks().deploy("numbers", body, kind, {"Units": str(read)})

            table = client.describe_table(TableName=stacks().resource("Table", "numbers"))["Table"]
            expected = {"MaxReadRequestUnits": read, "MaxWriteRequestUnits": 20}
            self.assertEqual(table.get("OnDemandThroughput"), expected)
            self.assertEqual(table["GlobalSecondaryIndexes"][0]["OnDemandThroughput"], expected)
            backups = client.describe_continuous_backups(TableName=table["TableName"])["ContinuousBackupsDescription"]
            self.assertEqual(backups["PointInTimeRecoveryDescription"].get("RecoveryPeriodInDays"), read)

    def test_a_retained_table_survives_its_stack_made_again(self):
        body = {"Resources": {"Table": {**template()["Resources"]["Table"], "DeletionPolicy": "Retain"}}}
        stacks().deploy("retained", body, "CREATE")
        client, table = emulator().client("dynamodb"), stacks().resource("Table", "retained")
        client.put_item(TableName=table, Item={"id": {"S": "kept"}})
        stacks().client.delete_stack(StackName="retained")
        wait_until(
            lambda: (
                not any(
                    stack["StackName"] == "retained" and stack["StackStatus"] != "DELETE_COMPLETE"
                    for stack in stacks().client.list_stacks()["StackSummaries"]
                )
            )
        )

        stacks().deploy("retained", body, "CREATE")

        self.assertNotEqual(stacks().resource("Table", "retained"), table)
        self.assertEqual(client.scan(TableName=table)["Count"], 1)
        # An update of the table under its new name keeps that name.
        second = stacks().resource("Table", "retained")
        del body["Resources"]["Table"]["Properties"]["SSESpecification"]
        stacks().deploy("retained", body)
        self.assertEqual(stacks().resource("Table", "retained"), second)


class OtherResources(unittest.TestCase):
    def test_a_web_acl_stands_before_the_stage(self):
        arn = f"arn:aws:apigateway:us-east-1::/restapis/{stacks().resource('Api')}/stages/v1"

        acl = emulator().client("wafv2").get_web_acl_for_resource(ResourceArn=arn)["WebACL"]

        self.assertIn(acl["Name"], stacks().resource("Acl"))

    def test_an_ip_set_is_made(self):
        name, set_id, scope = stacks().resource("Addresses").split("|")

        found = emulator().client("wafv2").get_ip_set(Name=name, Id=set_id, Scope=scope)["IPSet"]

        self.assertEqual(found["Addresses"], ["192.0.2.0/24"])

    def test_a_secret_is_referred_to_by_its_arn(self):
        body = {
            "Resources": {
                "Secret": {
                    "Type": "AWS::SecretsManager::Secret",
                    "Properties": {"Name": "referred", "SecretString": "one"},
                }
            },
            "Outputs": {"Secret": {"Value": {"Ref": "Secret"}}},
        }
        client = emulator().client("secretsmanager")

        for kind, value in (("CREATE", "one"), ("UPDATE", "two")):
            body["Resources"]["Secret"]["Properties"]["SecretString"] = value
            stacks().deploy("secrets", body, kind)

            reference = stacks().client.describe_stacks(StackName="secrets")["Stacks"][0]["Outputs"][0]["OutputValue"]
            secret = client.get_secret_value(SecretId=reference)
            self.assertEqual((secret["ARN"], secret["SecretString"]), (reference, value))

        stacks().client.delete_stack(StackName="secrets")
        wait_until(lambda: not client.list_secrets(Filters=[{"Key": "name", "Values": ["referred"]}])["SecretList"])

    def test_types_without_an_effect_are_recorded(self):
        self.assertEqual(
            stacks().resource("Target"), "function:echo:live|lambda:function:ProvisionedConcurrency|lambda"
        )
        self.assertEqual(stacks().resource("Budget"), f"{STACK}-Budget")
