"""Access logs."""

import json
import re
import time

from ministack.services import apigateway_v1 as gateway
from ministack.services import cloudwatch_logs

from patching import patch, wrap, wrap_resource
from serving import context_variables, current_request

VARIABLE = re.compile(r"\$(context\.[A-Za-z0-9_.]*[A-Za-z0-9_])")


@patch
def stages_keep_their_access_log():
    """AWS keeps the `AccessLogSetting` of a stage
    [https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html]; ministack drops it."""

    @wrap_resource("AWS::ApiGateway::Stage", "create")
    def create(original, logical_id, properties, stack):
        made = original(logical_id, properties, stack)
        keep_access_log(properties)
        return made

    @wrap_resource("AWS::ApiGateway::Stage", "update")
    def update(original, physical_id, old, new, stack):
        made = original(physical_id, old, new, stack)
        keep_access_log(new)
        return made


def keep_access_log(properties):
    setting = properties.get("AccessLogSetting") or {}
    stage = gateway._stages_v1[properties["RestApiId"]][properties["StageName"]]
    stage["accessLogSettings"] = {
        name: setting[key]
        for name, key in (("destinationArn", "DestinationArn"), ("format", "Format"))
        if key in setting
    }


@patch
def access_logs_are_written():
    """AWS writes a line per request, in the format of the stage's `AccessLogSetting`
    [https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html]; ministack writes none."""

    @wrap("_handle_execute_in_scope", gateway)
    async def execute(original, api_id, stage_name, *rest):
        response = await original(api_id, stage_name, *rest)
        setting = gateway._stages_v1.get(api_id, {}).get(stage_name, {}).get("accessLogSettings") or {}
        if setting.get("destinationArn"):
            write_access_log(setting, api_id, stage_name, response)
        return response


def write_access_log(setting, api_id, stage_name, response):
    status, _headers, body = response
    values = {**context_variables(current_request.get(), status), "context.responseLength": len(body)}
    line = VARIABLE.sub(lambda match: json.dumps(str(values.get(match[1], "-")))[1:-1], setting["format"])
    group = setting["destinationArn"].split(":log-group:", 1)[1].removesuffix(":*")
    target = {"logGroupName": group, "logStreamName": f"{api_id}/{stage_name}"}
    # Answers that the stream is there already, from the second line on.
    cloudwatch_logs._create_log_stream(target)
    cloudwatch_logs._put_log_events(
        {**target, "logEvents": [{"timestamp": int(time.time() * 1000), "message": line.rstrip("\n")}]}
    )
