"""An IAM user with the policies that `srvls doctor --persona NAME -o json` prints, and what AWS lets that user call.

Usage: persona.py ENDPOINT create USER < report     prints the user's key
       persona.py ENDPOINT call ID SECRET < calls   prints for each [service, operation, parameters] its error, or ""
"""

import contextlib
import json
import sys

import botocore.config
import botocore.exceptions
import botocore.session


class Account:
    def __init__(self, endpoint, key="test", secret="test"):
        self.session = botocore.session.Session()
        self.session.set_credentials(key, secret)
        self.endpoint = endpoint

    def client(self, service):
        config = botocore.config.Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"})
        return self.session.create_client(service, region_name="us-east-1", endpoint_url=self.endpoint, config=config)

    def create(self, user, report):
        iam = self.client("iam")
        with contextlib.suppress(iam.exceptions.EntityAlreadyExistsException):
            iam.create_user(UserName=user)
        for policy in report["policies"]:
            document = json.dumps(policy["document"])
            iam.put_user_policy(UserName=user, PolicyName=policy["name"], PolicyDocument=document)
        key = iam.create_access_key(UserName=user)["AccessKey"]
        return {"id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}

    def outcome(self, service, operation, parameters):
        client = self.client(service)
        try:
            getattr(client, operation)(**parameters)
        except botocore.exceptions.ClientError as refused:
            return refused.response["Error"]["Code"]
        return ""


def main(endpoint, command, *arguments):
    given = json.load(sys.stdin)
    if command == "create":
        answer = Account(endpoint).create(*arguments, given)
    else:
        account = Account(endpoint, *arguments)
        answer = [account.outcome(*call) for call in given]
    print(json.dumps(answer))


main(*sys.argv[1:])
