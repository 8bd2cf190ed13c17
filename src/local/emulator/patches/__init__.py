"""The patches, one folder for each service. docs/emulator-patches.md lists them all."""

import importlib

# The folders, and what AWS calls their services.
SERVICES = {
    "apigateway": "API Gateway",
    "cloudformation": "CloudFormation",
    "cloudwatch": "CloudWatch",
    "cognito": "Cognito",
    "dynamodb": "DynamoDB",
    "iam": "IAM",
    "lambda_": "Lambda",
    "logs": "CloudWatch Logs",
    "persistence": "all services",
    "secretsmanager": "Secrets Manager",
    "wafv2": "WAF",
}

# The modules with patches, in the order of their application: a patch wraps what the ones before it have put in place.
MODULES = (
    "apigateway.paths",
    "apigateway.events",
    "apigateway.failures",
    "apigateway.timeouts",
    "apigateway.mocks",
    "apigateway.validation",
    "apigateway.gateway_responses",
    "apigateway.permissions",
    "apigateway.imports",
    "apigateway.request_validators",
    "cloudformation.change_set_values",
    "cloudformation.conditions",
    "cloudformation.replacements",
    "cloudformation.stack_states",
    "cloudformation.executed_change_set",
    "cloudformation.recorded_types",
    "wafv2.web_acl_associations",
    "wafv2.ip_sets",
    "cloudwatch.composite_alarms",
    "cloudwatch.alarms",
    "cloudwatch.alarm_history",
    "cloudwatch.alarm_expressions",
    "cloudwatch.metric_data",
    "cloudwatch.datapoints",
    "cloudwatch.mute_rules",
    "cognito.tokens",
    "cognito.rotation",
    "cognito.delivery",
    "cognito.user_filters",
    "cognito.auth_factors",
    "cognito.software_tokens",
    "cognito.verification",
    "cognito.post_confirmation",
    "cognito.turns",
    "dynamodb.existing_tables",
    "dynamodb.table_settings",
    "dynamodb.recovery_periods",
    "iam.request_resources",
    "iam.secure_transport",
    "iam.simulation",
    "lambda_.execution_role",
    "lambda_.latency",
    "lambda_.missing_code",
    "logs.metrics",
    "logs.event_ids",
    "logs.filtering",
    "logs.lambda_lines",
    "logs.live_tail",
    "cloudformation.property_types",
    "secretsmanager.references",
    "persistence.snapshots",
    "cloudformation.deletion",
    "cloudformation.event_reasons",
    "cloudformation.custom_resources",
    "cloudformation.updates",
    "cloudformation.pace",
    "lambda_.metrics",
    "apigateway.metrics",
    "apigateway.access_logs",
)


def registered():
    """Every patch by its name, in the order of application. Imports ministack, and so what `configure` has set."""
    for module in MODULES:
        importlib.import_module(f"{__name__}.{module}")
    from patching import PATCHES

    return PATCHES
