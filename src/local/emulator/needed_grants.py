"""The grants that requests needed, written down for tests, which find those that nothing needs.

Only tests set SRVLS_EMULATOR_GRANTS: the file to append to.
"""

import json
import os
from dataclasses import replace

from ministack.core import iam_evaluator
from ministack.services import iam

from patching import wrap

GRANTS = "SRVLS_EMULATOR_GRANTS"


def write_down():
    """From now on, write down each action of a role's own policies, once, without which IAM would have denied a request
    that it allowed."""
    path = os.environ.get(GRANTS)
    if not path:
        return
    written = set()

    @wrap("evaluate", iam_evaluator)
    def evaluate(original, context, policies, *limits):
        result = original(context, policies, *limits)
        if result.decision == "Allow" and context.principal_type == "AssumedRole":
            grants = list(grants_of(context))
            # What two grants allow, neither is needed for.
            if len(grants) == 1 and grants[0] not in written:
                written.add(grants[0])
                with open(path, "a") as file:
                    file.write(
                        json.dumps(dict(zip(("role", "policy", "statement", "action"), grants[0], strict=True))) + "\n"
                    )
        return result


def grants_of(context):
    """Every (role, policy, index of the statement, action) that allows the request."""
    name = iam_evaluator._role_name_from_assumed_arn(context.principal_arn)
    role = iam._roles.get_scoped(context.principal_account, None, name) or {}
    documents = dict(role.get("InlinePolicies") or {})
    documents.update(
        (arn, iam_evaluator._resolve_managed_policy_document(arn, context.principal_account))
        for arn in role.get("AttachedPolicies", [])
    )
    for policy, document in documents.items():
        for index, statement in enumerate(iam_evaluator.parse_policy_document(document)):
            for action in statement.actions:
                if iam_evaluator._first_match(context, [replace(statement, actions=[action])], "Allow"):
                    yield name, policy, index, action
