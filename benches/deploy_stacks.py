"""Whether stacks are the same but for their names and for where their code lies."""

import json
import subprocess

# Runs where boto3 is: prints the stacks as JSON.
READ = """
import boto3, json, sys
client = boto3.client("cloudformation")
def read(stack):
    template = client.get_template(StackName=stack, TemplateStage="Processed")["TemplateBody"]
    resources = client.get_paginator("list_stack_resources").paginate(StackName=stack)
    outputs = client.describe_stacks(StackName=stack)["Stacks"][0].get("Outputs", [])
    return {
        "template": template if isinstance(template, dict) else json.loads(template),
        "resources": sorted([r["LogicalResourceId"], r["ResourceType"], r["ResourceStatus"].split("_")[-1]]
                            for page in resources for r in page["StackResourceSummaries"]),
        "outputs": sorted(o["OutputKey"] for o in outputs),
    }
print(json.dumps({stack: read(stack) for stack in sys.argv[1:]}))
"""


def compare(project_endpoint, venv, stacks):
    """Ends the run when they differ."""
    environment = {
        "AWS_ENDPOINT_URL": project_endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    done = subprocess.run(
        [venv / "bin/python", "-c", READ, *stacks], env=environment, capture_output=True, text=True, check=True
    )
    first, *others = (normal(stack) for stack in json.loads(done.stdout).values())
    for stack, other in zip(stacks[1:], others, strict=True):
        if other != first:
            raise SystemExit(f"{stacks[0]} and {stack} differ:\n{json.dumps(first)}\n{json.dumps(other)}")


def normal(stack):
    for resource in stack["template"]["Resources"].values():
        if "Code" in resource.get("Properties", {}):
            resource["Properties"]["Code"] = "in a bucket"
        # What sam writes down for itself.
        metadata = resource.get("Metadata", {})
        metadata.pop("SamResourceId", None)
        if not metadata:
            resource.pop("Metadata", None)
    return stack
