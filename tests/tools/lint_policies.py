#!/usr/bin/env python3
"""What parliament reports for every policy in expanded templates: lint_policies.py TEMPLATE.json...

Prints {TEMPLATE: [[issue, resource], ...]}. Policies are checked as CloudFormation would resolve them, once with every
condition true and once with none.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from parliament import analyze_policy_string, enhance_finding

HERE = "us-east-1:123456789012"
PSEUDO_PARAMETERS = {
    "AWS::AccountId": "123456789012",
    "AWS::Partition": "aws",
    "AWS::Region": "us-east-1",
    "AWS::StackName": "srvls-prod",
    "AWS::URLSuffix": "amazonaws.com",
}
PARAMETERS = {"DistributionArn": "arn:aws:cloudfront::123456789012:distribution/E0123456789ABC"}
NOTHING = {"Ref": "AWS::NoValue"}
ARNS = {
    "AWS::Cognito::UserPool": f"arn:aws:cognito-idp:{HERE}:userpool/us-east-1_0123456789",
    "AWS::DynamoDB::Table": f"arn:aws:dynamodb:{HERE}:table/{{name}}",
    "AWS::KMS::Key": f"arn:aws:kms:{HERE}:key/01234567-89ab-cdef-0123-456789abcdef",
    "AWS::Logs::LogGroup": f"arn:aws:logs:{HERE}:log-group:{{name}}:*",
    "AWS::S3::Bucket": "arn:aws:s3:::{name}",
    "AWS::SecretsManager::Secret": f"arn:aws:secretsmanager:{HERE}:secret:{{name}}-a1b2c3",
    "AWS::SNS::Topic": f"arn:aws:sns:{HERE}:{{name}}",
    "AWS::SQS::Queue": f"arn:aws:sqs:{HERE}:{{name}}",
}
OWN_ROLE = "arn:aws:iam::123456789012:role/own"
REF_IS_ARN = {"AWS::SecretsManager::Secret", "AWS::SNS::Topic"}


class Resolver:
    """Resolves intrinsic functions to values that they could have in a stack."""

    def __init__(self, template: dict, conditions: bool) -> None:
        self.template = template
        self.conditions = conditions

    def resolved(self, value: object) -> object:
        match value:
            case {"Ref": name}:
                return self.ref(name)
            case {"Fn::GetAtt": [name, attribute]}:
                return self.attribute(name, attribute)
            case {"Fn::GetAtt": str(path)}:
                return self.attribute(*path.split(".", 1))
            case {"Fn::Sub": str(text)}:
                return re.sub(r"\$\{([^!}]+)}", lambda found: self.placeholder(found[1]), text)
            case {"Fn::If": [_, met, otherwise]}:
                return self.resolved(met if self.conditions else otherwise)
            case dict() if any(key.startswith("Fn::") for key in value):
                raise ValueError(f"no value for {value}")
            case dict():
                return {key: self.resolved(part) for key, part in value.items() if not self.is_nothing(part)}
            case list():
                return [self.resolved(part) for part in value if not self.is_nothing(part)]
        return value

    def is_nothing(self, value: object) -> bool:
        match value:
            case {"Fn::If": [_, met, otherwise]}:
                return self.is_nothing(met if self.conditions else otherwise)
        return value == NOTHING

    def placeholder(self, path: str) -> str:
        name, _, attribute = path.partition(".")
        return self.attribute(name, attribute) if attribute else self.ref(name)

    def ref(self, name: str) -> str:
        if name in PSEUDO_PARAMETERS:
            return PSEUDO_PARAMETERS[name]
        if name in self.template.get("Parameters", {}):
            return PARAMETERS.get(name) or self.template["Parameters"][name].get("Default") or name.lower()
        return self.arn(name) if self.kind(name) in REF_IS_ARN else name.lower()

    def attribute(self, name: str, attribute: str) -> str:
        is_arn = attribute == "Arn" or (attribute == "Id" and self.kind(name) in REF_IS_ARN)
        return self.arn(name) if is_arn else name.lower()

    def arn(self, name: str) -> str:
        return ARNS[self.kind(name)].format(name=name.lower())

    def kind(self, name: str) -> str:
        return self.template["Resources"][name]["Type"]


def policies(value: object) -> Iterator[dict]:
    match value:
        case {"AssumeRolePolicyDocument": trust, **rest}:
            # A trust policy names no resource, as it is about its own role, and parliament reports that.
            yield trust | {"Statement": [statement | {"Resource": OWN_ROLE} for statement in trust["Statement"]]}
            yield from policies(rest)
        case {"Version": _, "Statement": _}:
            yield value
        case dict():
            for part in value.values():
                yield from policies(part)
        case list():
            for part in value:
                yield from policies(part)


def findings(template: dict) -> list[tuple[str, str]]:
    found = set()
    for name, resource in template["Resources"].items():
        for policy in policies(resource.get("Properties", {})):
            for conditions in (True, False):
                analysed = analyze_policy_string(json.dumps(Resolver(template, conditions).resolved(policy)))
                found |= {(enhance_finding(finding).issue, name) for finding in analysed.findings}
    return sorted(found)


if __name__ == "__main__":
    json.dump({path: findings(json.loads(Path(path).read_text())) for path in sys.argv[1:]}, sys.stdout)
