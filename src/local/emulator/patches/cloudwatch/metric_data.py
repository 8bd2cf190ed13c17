"""GetMetricData."""

from ministack.services import cloudwatch

from patches.cloudwatch.metric_math import MathError
from patches.cloudwatch.series import evaluate_queries, typed
from patching import patch, wrap


@patch
def metric_data_has_expressions():
    """AWS computes expressions in GetMetricData, and gives the newest datapoint first by default
    [https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html]; ministack answers an
    expression with an InternalError, and gives the oldest first."""

    @wrap("_get_metric_data", cloudwatch)
    def get(original, params, data, is_cbor, is_json=False):
        if not (is_cbor or is_json):
            return original(params, data, is_cbor, is_json)
        queries = [typed(query) for query in data["MetricDataQueries"]]
        start, end = (cloudwatch._parse_ts(data[name]) for name in ("StartTime", "EndTime"))
        try:
            series = evaluate_queries(queries, start, end)
        except MathError as error:
            message = f"Error in expression: {error}"
            return cloudwatch._error("ValidationError", message, 400, use_json=is_json, use_cbor=is_cbor)
        newest_first = data.get("ScanBy", "TimestampDescending") == "TimestampDescending"
        results = []
        for query in filter(lambda query: query["ReturnData"], queries):
            points = sorted(series[query["Id"]].items(), reverse=newest_first)
            results.append(
                {
                    "Id": query["Id"],
                    "Label": query.get("Label", default_label(query)),
                    "Timestamps": [cloudwatch._ts_iso(time) for time, _value in points],
                    "Values": [value for _time, value in points],
                    "StatusCode": "Complete",
                }
            )
        if is_cbor:
            return cloudwatch._cbor_ok(
                {
                    "MetricDataResults": [cloudwatch._cbor_metric_data_result(result) for result in results],
                    "Messages": [],
                }
            )
        return cloudwatch._json_ok({"MetricDataResults": results, "Messages": []})


def default_label(query):
    return query["MetricStat"]["Metric"]["MetricName"] if query.get("MetricStat") else query["Id"]
