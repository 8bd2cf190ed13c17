"""Creates an IAM user with the policies on stdin, and prints its key.

The policies are those that `srvls doctor --persona NAME -o json` prints.

Usage: persona.py ENDPOINT
"""

import json
import sys

import botocore.session


def main(endpoint):
    report = json.load(sys.stdin)
    name = report["persona"]
    session = botocore.session.Session()
    session.set_credentials("test", "test")
    iam = session.create_client("iam", region_name="us-east-1", endpoint_url=endpoint)
    iam.create_user(UserName=name)
    for policy in report["policies"]:
        document = json.dumps(policy["document"])
        iam.put_user_policy(UserName=name, PolicyName=policy["name"], PolicyDocument=document)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    print(json.dumps({"id": key["AccessKeyId"], "secret": key["SecretAccessKey"]}))


main(*sys.argv[1:])
