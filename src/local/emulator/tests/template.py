"""The stack of the tests: every resource type that a patch is about."""

INVOCATIONS = "arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/%s/invocations"


def function(code, role="Role", **properties):
    return {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "Runtime": "python3.12",
            "Handler": "index.handler",
            "Role": {"Fn::GetAtt": [role, "Arn"]},
            "Timeout": 10,
            "Code": {"ZipFile": code},
            **properties,
        },
    }


def role():
    """A role of functions, which may write logs: IAM, where it is enforced, asks for that."""
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
                ],
            },
            "Policies": [
                {
                    "PolicyName": "log",
                    "PolicyDocument": {
                        "Version": "2012-10-17",
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
                                "Resource": "*",
                            }
                        ],
                    },
                }
            ],
        },
    }


def permission(name, source, api="Api"):
    return {
        "Type": "AWS::Lambda::Permission",
        "Properties": {
            "FunctionName": {"Ref": name},
            "Action": "lambda:InvokeFunction",
            "Principal": "apigateway.amazonaws.com",
            "SourceArn": {"Fn::Sub": f"arn:aws:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{{api}}}/{source}"},
        },
    }


def queue(name, **properties):
    return {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": name, **properties}}


def proxy(name, **integration):
    return {
        "type": "aws_proxy",
        "httpMethod": "POST",
        "uri": {"Fn::Sub": INVOCATIONS % f"${{{name}.Arn}}"},
        **integration,
    }


ECHO = """
import json, time
def handler(event, context):
    kind = (event.get("queryStringParameters") or {}).get("do")
    print("a line")
    if kind == "sleep": time.sleep(1.5)
    if kind == "hang": time.sleep(8)
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
NOTE = {
    "type": "object",
    "required": ["title"],
    "additionalProperties": False,
    "properties": {"title": {"type": "string", "minLength": 2}, "tag": {"$ref": "#/components/schemas/Tag"}},
}
CORS = {"Access-Control-Allow-Origin": "'https://app.example.com'"}


def document():
    """The API: what our own openapi.yaml uses, and a little more."""
    guarded = [{"Guard": []}]
    return {
        "openapi": "3.0.1",
        "info": {"title": "self-test-api", "version": "1"},
        "x-amazon-apigateway-binary-media-types": ["image/png"],
        "x-amazon-apigateway-request-validators": {
            "all": {"validateRequestBody": True, "validateRequestParameters": True}
        },
        "x-amazon-apigateway-request-validator": "all",
        "x-amazon-apigateway-gateway-responses": {
            "DEFAULT_5XX": {"responseParameters": {"gatewayresponse.header.Access-Control-Allow-Origin": "'*'"}},
            "UNAUTHORIZED": {
                "statusCode": 401,
                "responseTemplates": {
                    "application/json": (
                        '{"message":$context.error.messageString,"code":"unauthorized",'
                        '"requestId":"$context.requestId"}'
                    )
                },
            },
            "BAD_REQUEST_BODY": {
                "statusCode": 422,
                "responseTemplates": {
                    "application/json": (
                        '{"message":"$context.error.validationErrorString",'
                        '"path":"$context.resourcePath","method":"$context.httpMethod"}'
                    )
                },
            },
        },
        "components": {
            "schemas": {"Note": NOTE, "Tag": {"type": "string", "enum": ["red", "blue"]}},
            "parameters": {"Page": {"name": "page", "in": "query", "required": True, "schema": {"type": "string"}}},
            "securitySchemes": {
                "Guard": {
                    "type": "apiKey",
                    "name": "Authorization",
                    "in": "header",
                    "x-amazon-apigateway-authtype": "custom",
                    "x-amazon-apigateway-authorizer": {
                        "type": "request",
                        "identitySource": "method.request.header.Authorization",
                        "authorizerResultTtlInSeconds": 300,
                        "authorizerUri": proxy("Authorizer")["uri"],
                    },
                }
            },
        },
        "paths": {
            "/echo/{name}": {"get": {"x-amazon-apigateway-integration": proxy("Echo")}},
            "/forbidden": {"get": {"x-amazon-apigateway-integration": proxy("Forbidden")}},
            "/aliased": {
                "get": {
                    "x-amazon-apigateway-integration": proxy(
                        "Forbidden",
                        uri={"Fn::Sub": INVOCATIONS % "${Alias}"},
                    )
                }
            },
            "/guarded": {"get": {"security": guarded, "x-amazon-apigateway-integration": proxy("Echo")}},
            "/pages": {
                "get": {
                    "parameters": [{"$ref": "#/components/parameters/Page"}],
                    "x-amazon-apigateway-integration": proxy("Echo"),
                }
            },
            "/slow": {"get": {"x-amazon-apigateway-integration": proxy("Echo", timeoutInMillis=300)}},
            "/quiet": {
                "get": {
                    "x-amazon-apigateway-integration": {
                        "type": "mock",
                        "requestTemplates": {"application/json": '{"statusCode": 200}'},
                        "responses": {"default": {"statusCode": "200"}},
                    }
                }
            },
            "/any": {"x-amazon-apigateway-any-method": {"x-amazon-apigateway-integration": proxy("Echo")}},
            "/notes": {
                "post": {
                    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Note"}}}},
                    "x-amazon-apigateway-integration": proxy("Echo"),
                },
                "options": {
                    "responses": {"204": {"headers": {name: {"schema": {"type": "string"}} for name in CORS}}},
                    "x-amazon-apigateway-integration": {
                        "type": "mock",
                        "requestTemplates": {"application/json": '{"statusCode": 204}'},
                        "responses": {
                            "default": {
                                "statusCode": "204",
                                "responseParameters": {
                                    f"method.response.header.{name}": value for name, value in CORS.items()
                                },
                            }
                        },
                    },
                },
            },
        },
    }


def template():
    """Every resource type that a patch is about."""
    average = {
        "Id": "errors",
        "ReturnData": False,
        "MetricStat": {"Period": "60", "Stat": "Sum", "Metric": {"Namespace": "Test", "MetricName": "Errors"}},
    }
    return {
        "Resources": {
            "Role": role(),
            "Echo": function(ECHO, LoggingConfig={"LogFormat": "JSON", "LogGroup": {"Ref": "EchoLogs"}}),
            "EchoLogs": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/aws/lambda/echo"}},
            "Authorizer": function(AUTHORIZER),
            "Forbidden": function(ECHO),
            "EchoPermission": permission("Echo", "*/*/*"),
            "AuthorizerPermission": permission("Authorizer", "authorizers/*"),
            "OtherPathPermission": permission("Forbidden", "*/GET/elsewhere"),
            "Version": {"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": {"Ref": "Forbidden"}}},
            "Alias": {
                "Type": "AWS::Lambda::Alias",
                "Properties": {
                    "Name": "live",
                    "FunctionName": {"Ref": "Forbidden"},
                    "FunctionVersion": {"Fn::GetAtt": ["Version", "Version"]},
                },
            },
            "AliasPermission": permission("Alias", "*/GET/aliased"),
            "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": document()}},
            "Deployment": {"Type": "AWS::ApiGateway::Deployment", "Properties": {"RestApiId": {"Ref": "Api"}}},
            "AccessLogs": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "access"}},
            "Stage": {
                "Type": "AWS::ApiGateway::Stage",
                "Properties": {
                    "RestApiId": {"Ref": "Api"},
                    "DeploymentId": {"Ref": "Deployment"},
                    "StageName": "v1",
                    "AccessLogSetting": {
                        "DestinationArn": {"Fn::GetAtt": ["AccessLogs", "Arn"]},
                        "Format": (
                            '{"id":"$context.requestId","status":"$context.status",'
                            '"path":"$context.resourcePath","who":"$context.authorizer.principalId",'
                            '"call":"$context.integration.requestId"}'
                        ),
                    },
                },
            },
            "Table": {
                "Type": "AWS::DynamoDB::Table",
                "Properties": {
                    "BillingMode": "PAY_PER_REQUEST",
                    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                    "TimeToLiveSpecification": {"AttributeName": "expires", "Enabled": True},
                    "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
                    "SSESpecification": {"SSEEnabled": True},
                },
            },
            "ErrorAlarm": {
                "Type": "AWS::CloudWatch::Alarm",
                "Properties": {
                    "AlarmName": "math",
                    "ComparisonOperator": "GreaterThanThreshold",
                    "Threshold": 50,
                    "EvaluationPeriods": 1,
                    "TreatMissingData": "notBreaching",
                    "Metrics": [
                        average,
                        {"Id": "rate", "Expression": "IF(errors > 2, 100 * errors / errors, 0)", "ReturnData": True},
                    ],
                },
            },
            "Composite": {
                "Type": "AWS::CloudWatch::CompositeAlarm",
                "DependsOn": "ErrorAlarm",
                "Properties": {"AlarmName": "composite", "AlarmRule": 'ALARM("math")'},
            },
            "Acl": {
                "Type": "AWS::WAFv2::WebACL",
                "Properties": {
                    "Scope": "REGIONAL",
                    "DefaultAction": {"Allow": {}},
                    "VisibilityConfig": {
                        "SampledRequestsEnabled": True,
                        "CloudWatchMetricsEnabled": True,
                        "MetricName": "acl",
                    },
                },
            },
            "Addresses": {
                "Type": "AWS::WAFv2::IPSet",
                "Properties": {"Scope": "REGIONAL", "IPAddressVersion": "IPV4", "Addresses": ["192.0.2.0/24"]},
            },
            "Association": {
                "Type": "AWS::WAFv2::WebACLAssociation",
                "Properties": {
                    "WebACLArn": {"Fn::GetAtt": ["Acl", "Arn"]},
                    "ResourceArn": {"Fn::Sub": "arn:aws:apigateway:${AWS::Region}::/restapis/${Api}/stages/${Stage}"},
                },
            },
            "Budget": {
                "Type": "AWS::Budgets::Budget",
                "Properties": {
                    "Budget": {
                        "BudgetType": "COST",
                        "TimeUnit": "MONTHLY",
                        "BudgetLimit": {"Amount": 10, "Unit": "USD"},
                    }
                },
            },
            "Target": {
                "Type": "AWS::ApplicationAutoScaling::ScalableTarget",
                "Properties": {
                    "ResourceId": "function:echo:live",
                    "ScalableDimension": "lambda:function:ProvisionedConcurrency",
                    "ServiceNamespace": "lambda",
                    "MinCapacity": 1,
                    "MaxCapacity": 2,
                },
            },
        }
    }
