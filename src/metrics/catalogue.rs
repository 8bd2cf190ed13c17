//! Which metrics a stage has: those that AWS publishes about the resources of its stacks.

use serde_json::Value;

use super::{
    Formula, Service, StageMetric, Unit,
    properties::{Deployed, elements, members},
};
use crate::{
    aws::{
        metrics::{Metric, Query},
        stacks::Resource,
    },
    stage::FunctionName,
};

/// The operations of DynamoDB by which it counts its own errors.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html>
const TABLE_OPERATIONS: [&str; 8] =
    ["GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems", "Scan"];

/// The metrics of a stack, in the order in which they are shown.
pub(super) fn metrics(deployed: Deployed<'_>) -> Vec<StageMetric> {
    let mut metrics = Vec::new();
    metrics.extend(deployed.of_type("AWS::ApiGateway::RestApi").flat_map(|(_, api)| of_api(deployed, api)));
    let functions = deployed.of_type("AWS::Lambda::Function");
    metrics.extend(functions.flat_map(|(function, _)| of_function(function)));
    let tables = deployed.of_type("AWS::DynamoDB::Table");
    metrics.extend(tables.flat_map(|(table, properties)| of_table(deployed, table, properties)));
    metrics.extend(deployed.of_type("AWS::SQS::Queue").flat_map(|(queue, _)| of_queue(queue)));
    let clients: Vec<&Resource> = deployed.of_type("AWS::Cognito::UserPoolClient").map(|(client, _)| client).collect();
    for client in &clients {
        let target = if clients.len() == 1 { "users".to_owned() } else { format!("users/{}", client.logical_id) };
        let pools = deployed.of_type("AWS::Cognito::UserPool");
        metrics.extend(pools.flat_map(|(pool, _)| of_client(pool, client, &target)));
    }
    let is_detailed = deployed.of_type("AWS::CloudFront::MonitoringSubscription").next().is_some();
    let distributions = deployed.of_type("AWS::CloudFront::Distribution");
    metrics.extend(distributions.flat_map(|(distribution, _)| of_distribution(distribution, is_detailed)));
    metrics.extend(deployed.of_type("AWS::WAFv2::WebACL").flat_map(|(_, acl)| of_web_acl(deployed, acl)));
    metrics
}

/// What the metrics of one target have in common.
struct About {
    service: Service,
    target: String,
    namespace: &'static str,
    dimensions: Vec<(String, String)>,
}

impl About {
    fn new(service: Service, target: &str, namespace: &'static str, dimensions: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self { service, target: target.to_owned(), namespace, dimensions: dimensions.iter().map(owned).collect() }
    }

    fn query(&self, metric: &str, stat: &str) -> Query {
        let metric = Metric {
            namespace: self.namespace.to_owned(),
            name: metric.to_owned(),
            dimensions: self.dimensions.clone(),
        };
        metric.stat(stat)
    }

    fn metric(&self, name: &str, stat: &str, unit: Unit, formula: Formula) -> StageMetric {
        StageMetric {
            service: self.service,
            target: self.target.clone(),
            name: name.to_owned(),
            stat: stat.to_owned(),
            unit,
            formula,
            maximum: None,
        }
    }

    /// A metric as AWS publishes it.
    fn value(&self, name: &str, metric: &str, stat: &str, unit: Unit) -> StageMetric {
        self.metric(name, stat, unit, Formula::Value(self.query(metric, stat)))
    }

    fn count(&self, name: &str, metric: &str) -> StageMetric {
        self.value(name, metric, "Sum", Unit::Count)
    }

    /// What share of the sum of `whole` the sum of `part` is.
    fn rate(&self, name: &str, part: &str, whole: &str) -> StageMetric {
        let formula = Formula::Percent { part: self.query(part, "Sum"), whole: self.query(whole, "Sum") };
        self.metric(name, "Sum", Unit::Percent, formula)
    }

    fn latency<'a>(&'a self, name: &'a str, metric: &'a str, stats: &'a [&str]) -> impl Iterator<Item = StageMetric> {
        stats.iter().map(move |stat| self.value(name, metric, stat, Unit::Milliseconds))
    }
}

/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html>
fn of_api(deployed: Deployed<'_>, api: &Value) -> Vec<StageMetric> {
    let Some(name) = deployed.text(&api["Name"]) else { return Vec::new() };
    let mut metrics = Vec::new();
    for (stage, properties) in deployed.of_type("AWS::ApiGateway::Stage") {
        let whole = [("ApiName", name.as_str()), ("Stage", stage.physical_id.as_str())];
        let about = About::new(Service::Api, "api", "AWS/ApiGateway", &whole);
        metrics.push(about.count("requests", "Count"));
        metrics.extend([about.count("4xx", "4XXError"), about.rate("4xx-rate", "4XXError", "Count")]);
        metrics.extend([about.count("5xx", "5XXError"), about.rate("5xx-rate", "5XXError", "Count")]);
        metrics.extend(about.latency("latency", "Latency", &["p50", "p95", "p99"]));
        metrics.extend(about.latency("integration-latency", "IntegrationLatency", &["p99"]));
        if deployed.is_on(&properties["CacheClusterEnabled"]) {
            metrics.push(about.count("cache-hits", "CacheHitCount"));
            metrics.push(about.count("cache-misses", "CacheMissCount"));
        }
        let settings = elements(&properties["MethodSettings"]);
        for (operation, path, method) in operations(&api["Body"]) {
            if !settings.iter().any(|setting| measures(deployed, setting, path, &method)) {
                continue;
            }
            let resource = [whole[0], whole[1], ("Method", &method), ("Resource", path)];
            let about = About::new(Service::Api, &format!("api/{operation}"), "AWS/ApiGateway", &resource);
            metrics.push(about.count("requests", "Count"));
            metrics.push(about.rate("5xx-rate", "5XXError", "Count"));
            metrics.extend(about.latency("latency", "Latency", &["p99"]));
        }
    }
    metrics
}

/// Each operation of an API's OpenAPI document, with its path and its method.
fn operations(body: &Value) -> impl Iterator<Item = (&str, &str, String)> {
    members(&body["paths"]).flat_map(|(path, methods)| {
        members(methods).filter_map(move |(method, operation)| {
            Some((operation["operationId"].as_str()?, path.as_str(), method.to_ascii_uppercase()))
        })
    })
}

/// Whether a setting has API Gateway publish metrics of each method, which costs extra.
fn measures(deployed: Deployed<'_>, setting: &Value, path: &str, method: &str) -> bool {
    let of_path = deployed.text(&setting["ResourcePath"]).map(|path| path.replace("~1", "/").replacen("//", "/", 1));
    let of_method = deployed.text(&setting["HttpMethod"]);
    let is_meant = matches!(of_path.as_deref(), Some("/*")) || of_path.as_deref() == Some(path);
    deployed.is_on(&setting["MetricsEnabled"])
        && is_meant
        && of_method.is_some_and(|of| of == "*" || of.eq_ignore_ascii_case(method))
}

/// <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html>
fn of_function(function: &Resource) -> Vec<StageMetric> {
    let target = FunctionName::of_logical_id(&function.logical_id).0;
    let dimension = [("FunctionName", function.physical_id.as_str())];
    let about = About::new(Service::Lambda, &target, "AWS/Lambda", &dimension);
    let mut metrics = vec![
        about.count("invocations", "Invocations"),
        about.count("errors", "Errors"),
        about.rate("error-rate", "Errors", "Invocations"),
        about.count("throttles", "Throttles"),
        about.value("concurrency", "ConcurrentExecutions", "Maximum", Unit::Level),
    ];
    metrics.extend(about.latency("duration", "Duration", &["p50", "p95", "p99"]));
    metrics
}

/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html>
fn of_table(deployed: Deployed<'_>, table: &Resource, properties: &Value) -> Vec<StageMetric> {
    let target = table.logical_id.strip_suffix("Table").unwrap_or(&table.logical_id);
    let of_table = ("TableName", table.physical_id.as_str());
    let mut metrics = capacity(deployed, target, &[of_table], properties);
    let errors = TABLE_OPERATIONS.map(|operation| {
        Metric::new("AWS/DynamoDB", "SystemErrors", &[of_table, ("Operation", operation)]).stat("Sum")
    });
    let about = About::new(Service::DynamoDb, target, "AWS/DynamoDB", &[of_table]);
    metrics.push(about.metric("system-errors", "Sum", Unit::Count, Formula::Sum(errors.into())));
    for index in elements(&properties["GlobalSecondaryIndexes"]) {
        let Some(name) = deployed.text(&index["IndexName"]) else { continue };
        let of_index = [of_table, ("GlobalSecondaryIndexName", name.as_str())];
        metrics.extend(capacity(deployed, &format!("{target}/{name}"), &of_index, index));
    }
    metrics
}

/// What a table or an index consumes of what it may, and what it refuses.
fn capacity(deployed: Deployed<'_>, target: &str, dimensions: &[(&str, &str)], properties: &Value) -> Vec<StageMetric> {
    let about = About::new(Service::DynamoDb, target, "AWS/DynamoDB", dimensions);
    let maximum = |on_demand: &str, provisioned: &str| {
        let on_demand = deployed.number(&properties["OnDemandThroughput"][on_demand]);
        on_demand.or_else(|| deployed.number(&properties["ProvisionedThroughput"][provisioned]))
    };
    let units = |name: &str, metric: &str, maximum: Option<f64>| {
        let formula = Formula::PerSecond(about.query(metric, "Sum"));
        StageMetric { maximum, ..about.metric(name, "Sum", Unit::UnitsPerSecond, formula) }
    };
    let throttles = ["ReadThrottleEvents", "WriteThrottleEvents"].map(|metric| about.query(metric, "Sum"));
    vec![
        units("reads", "ConsumedReadCapacityUnits", maximum("MaxReadRequestUnits", "ReadCapacityUnits")),
        units("writes", "ConsumedWriteCapacityUnits", maximum("MaxWriteRequestUnits", "WriteCapacityUnits")),
        about.metric("throttles", "Sum", Unit::Count, Formula::Sum(throttles.into())),
    ]
}

/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html>
fn of_queue(queue: &Resource) -> Vec<StageMetric> {
    let target = queue.logical_id.strip_suffix("Queue").unwrap_or(&queue.logical_id);
    // CloudFormation knows a queue by its URL.
    let name = queue.physical_id.rsplit(['/', ':']).next().unwrap_or_default();
    let about = About::new(Service::Sqs, target, "AWS/SQS", &[("QueueName", name)]);
    vec![
        about.value("depth", "ApproximateNumberOfMessagesVisible", "Maximum", Unit::Level),
        about.value("age", "ApproximateAgeOfOldestMessage", "Maximum", Unit::Seconds),
    ]
}

/// A request that succeeds counts as 1, any other as 0, so that the samples are the requests.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/metrics-for-cognito-user-pools.html>
fn of_client(pool: &Resource, client: &Resource, target: &str) -> Vec<StageMetric> {
    let dimensions = [("UserPool", pool.physical_id.as_str()), ("UserPoolClient", client.physical_id.as_str())];
    let about = About::new(Service::Cognito, target, "AWS/Cognito", &dimensions);
    let failures = |name: &str, metric: &str| {
        let formula = Formula::Rest { part: about.query(metric, "Sum"), whole: about.query(metric, "SampleCount") };
        about.metric(name, "Sum", Unit::Count, formula)
    };
    vec![
        about.count("sign-ins", "SignInSuccesses"),
        failures("failed-sign-ins", "SignInSuccesses"),
        about.count("throttled-sign-ins", "SignInThrottles"),
        about.count("sign-ups", "SignUpSuccesses"),
        failures("failed-sign-ups", "SignUpSuccesses"),
        about.count("throttled-sign-ups", "SignUpThrottles"),
        about.count("token-refreshes", "TokenRefreshSuccesses"),
        about.count("throttled-token-refreshes", "TokenRefreshThrottles"),
    ]
}

/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html>
fn of_distribution(distribution: &Resource, is_detailed: bool) -> Vec<StageMetric> {
    let dimensions = [("DistributionId", distribution.physical_id.as_str()), ("Region", "Global")];
    let about = About::new(Service::CloudFront, "cdn", "AWS/CloudFront", &dimensions);
    let mut metrics = vec![
        about.count("requests", "Requests"),
        about.value("4xx-rate", "4xxErrorRate", "Average", Unit::Percent),
        about.value("5xx-rate", "5xxErrorRate", "Average", Unit::Percent),
    ];
    if is_detailed {
        metrics.push(about.value("cache-hit-rate", "CacheHitRate", "Average", Unit::Percent));
        metrics.extend(about.latency("origin-latency", "OriginLatency", &["p99"]));
    }
    metrics
}

/// Of all rules together, and of each.
/// <https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html>
fn of_web_acl(deployed: Deployed<'_>, acl: &Value) -> Vec<StageMetric> {
    let Some(name) = deployed.text(&acl["VisibilityConfig"]["MetricName"]) else { return Vec::new() };
    let about = |target: &str, rule: &str| {
        About::new(Service::Waf, target, "AWS/WAFV2", &[("WebACL", name.as_str()), ("Rule", rule)])
    };
    let all = about("waf", "ALL");
    let mut metrics = vec![all.count("allowed", "AllowedRequests"), all.count("blocked", "BlockedRequests")];
    for rule in elements(&acl["Rules"]) {
        if let Some(rule) = deployed.text(&rule["VisibilityConfig"]["MetricName"]) {
            metrics.push(about(&format!("waf/{rule}"), &rule).count("blocked", "BlockedRequests"));
        }
    }
    metrics
}

#[cfg(test)]
mod tests;
