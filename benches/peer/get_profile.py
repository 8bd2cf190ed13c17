"""The handler that most people would write in Python for `GET /user/profile`: what ours is measured against.

It does less than ours: no limit per user, no strongly consistent read, no typed row, no log line."""

import json
import os

import boto3

table = boto3.resource("dynamodb").Table(os.environ["USER_PROFILES_TABLE"])


def lambda_handler(event, context):
    user_id = event["requestContext"]["authorizer"]["userId"]
    response = table.get_item(Key={"userId": user_id})
    if "Item" not in response:
        return {"statusCode": 404, "body": json.dumps({"message": "no profile"})}
    # DynamoDB's numbers are Decimals, which json refuses.
    return {"statusCode": 200, "body": json.dumps(response["Item"], default=str)}
