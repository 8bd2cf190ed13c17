"""SimulatePrincipalPolicy."""

from dataclasses import dataclass

from ministack.core import iam_evaluator
from ministack.services import iam

from patching import patch, wrap

DECISIONS = {"Allow": "allowed", "Deny": "explicitDeny"}


@dataclass
class Request:
    resources: list
    context: dict


@patch
def simulations_have_resources_and_a_context():
    """AWS evaluates each action for each resource of a simulation, with the context keys that it was given
    [https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html]; ministack looks at the first
    resource only, and ignores the context."""

    @wrap("_extract_simulate_params", iam)
    def parameters(original, parameters):
        actions, _ = original(parameters)
        resources = members(parameters, "ResourceArns.member.{}") or ["*"]
        entry = "ContextEntries.member.{}"
        names = members(parameters, entry + ".ContextKeyName")
        context = {}
        for number, name in enumerate(names, 1):
            values = members(parameters, entry.format(number) + ".ContextKeyValues.member.{}")
            is_list = iam._p(parameters, entry.format(number) + ".ContextKeyType").endswith("List")
            context[name.lower()] = values if is_list else "".join(values[:1])
        return actions, Request(resources, context)

    @wrap("_build_simulate_results_real", iam)
    def results(original, actions, request, principal_arn, account_id, policies):
        return "".join(
            f"<member><EvalActionName>{action}</EvalActionName><EvalResourceName>{resource}</EvalResourceName>"
            f"<EvalDecision>{decision(action, resource, request.context, principal_arn, account_id, policies)}"
            f"</EvalDecision></member>"
            for action in actions
            for resource in request.resources
        )


def members(parameters, pattern):
    found = []
    while value := iam._p(parameters, pattern.format(len(found) + 1)):
        found.append(value)
    return found


def decision(action, resource, context, principal_arn, account_id, policies):
    request = iam_evaluator.EvalContext(
        principal_arn=principal_arn,
        principal_type="User",
        principal_account=account_id,
        action=action,
        resource_arn=resource,
        region=context.get("aws:requestedregion", iam.get_region()),
        service_context=context,
    )
    result = iam_evaluator.evaluate(request, policies)
    return DECISIONS.get(result.decision, "implicitDeny")
