//! Of the catalogue: which metrics the resources of a stack have.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::*;
use crate::aws::stacks::Status;

fn resource(kind: &str, logical_id: &str, physical_id: &str) -> Resource {
    Resource {
        logical_id: logical_id.to_owned(),
        physical_id: physical_id.to_owned(),
        kind: kind.to_owned(),
        status: Status("CREATE_COMPLETE".into()),
        updated_at: None,
    }
}

fn metrics_of(resources: &[Resource], template: &Value) -> Vec<StageMetric> {
    let parameters = BTreeMap::from([("Max".to_owned(), "40".to_owned())]);
    metrics(Deployed { stack: "shop-dev", parameters: &parameters, resources, template })
}

fn ids(metrics: &[StageMetric]) -> Vec<String> {
    metrics.iter().map(|metric| format!("{} {}", metric.id(), metric.stat)).collect()
}

fn api(stage: &Value) -> Vec<StageMetric> {
    let resources =
        [resource("AWS::ApiGateway::RestApi", "Api", "a1"), resource("AWS::ApiGateway::Stage", "ApiStage", "v1")];
    let body = json!({ "paths": { "/user/profile": { "get": { "operationId": "get_profile" } } } });
    let template = json!({ "Resources": {
        "Api": { "Properties": { "Name": { "Ref": "AWS::StackName" }, "Body": body } },
        "ApiStage": { "Properties": stage },
    } });
    metrics_of(&resources, &template)
}

#[test]
fn a_function_has_its_metrics_by_the_name_of_its_operation() {
    let function = resource("AWS::Lambda::Function", "GetProfileFunction", "shop-dev-get_profile");

    let metrics = metrics_of(&[function], &Value::Null);

    assert_eq!(
        ids(&metrics),
        [
            "get_profile.invocations Sum",
            "get_profile.errors Sum",
            "get_profile.error-rate Sum",
            "get_profile.throttles Sum",
            "get_profile.concurrency Maximum",
            "get_profile.duration p50",
            "get_profile.duration p95",
            "get_profile.duration p99",
        ]
    );
    let errors = Metric::new("AWS/Lambda", "Errors", &[("FunctionName", "shop-dev-get_profile")]);
    assert_eq!(metrics[1].formula, Formula::Value(errors.stat("Sum")));
}

#[test]
fn an_api_has_cache_metrics_only_with_a_cache() {
    let cached = |metrics: &[StageMetric]| metrics.iter().filter(|metric| metric.name.starts_with("cache")).count();

    assert_eq!(cached(&api(&json!({}))), 0);
    assert_eq!(cached(&api(&json!({ "CacheClusterEnabled": true }))), 2);
    assert_eq!(cached(&api(&json!({ "CacheClusterEnabled": "false" }))), 0);
    let whole = Metric::new("AWS/ApiGateway", "Count", &[("ApiName", "shop-dev"), ("Stage", "v1")]);
    assert_eq!(api(&json!({}))[0].formula, Formula::Value(whole.stat("Sum")));
}

#[test]
fn an_operation_has_metrics_where_the_stage_publishes_them() {
    let operation = |setting: Value| {
        let metrics = api(&json!({ "MethodSettings": [setting] }));
        metrics.into_iter().find(|metric| metric.id() == "api/get_profile.requests")
    };
    let setting = |path: &str, method: &str| {
        operation(json!({ "ResourcePath": path, "HttpMethod": method, "MetricsEnabled": true }))
    };

    let everywhere = setting("/*", "*").expect("published");
    let dimensions = [("ApiName", "shop-dev"), ("Stage", "v1"), ("Method", "GET"), ("Resource", "/user/profile")];
    let requests = Metric::new("AWS/ApiGateway", "Count", &dimensions);
    assert_eq!(everywhere.formula, Formula::Value(requests.stat("Sum")));
    assert!(setting("/~1user~1profile", "GET").is_some());
    assert!(setting("/~1user~1profile", "PUT").is_none() && setting("/~1data", "*").is_none());
    assert!(operation(json!({ "ResourcePath": "/*", "HttpMethod": "*" })).is_none());
}

#[test]
fn a_table_has_the_units_that_it_may_consume_and_its_indexes_too() {
    let table = resource("AWS::DynamoDB::Table", "UserProfilesTable", "shop-dev-UserProfilesTable-1");
    let throughput = json!({ "MaxReadRequestUnits": { "Ref": "Max" } });
    let properties = json!({
        "OnDemandThroughput": throughput,
        "GlobalSecondaryIndexes": [{ "IndexName": "email-index", "OnDemandThroughput": throughput }],
    });

    let metrics = metrics_of(&[table], &json!({ "Resources": { "UserProfilesTable": { "Properties": properties } } }));

    let maximum = |id: &str| metrics.iter().find(|metric| metric.id() == id).expect("there").maximum;
    assert_eq!([maximum("UserProfiles.reads"), maximum("UserProfiles.writes")], [Some(40.0), None]);
    assert_eq!(maximum("UserProfiles/email-index.reads"), Some(40.0));
}

#[test]
fn queues_users_and_the_edge_have_theirs() {
    let resources = [
        resource("AWS::SQS::Queue", "ErasuresQueue", "https://sqs.eu-west-1.amazonaws.com/1/shop-erasures"),
        resource("AWS::Cognito::UserPool", "UserPool", "eu-west-1_a"),
        resource("AWS::Cognito::UserPoolClient", "UserPoolClient", "c1"),
        resource("AWS::CloudFront::Distribution", "Distribution", "E1"),
        resource("AWS::WAFv2::WebACL", "WebAcl", "shop-dev-edge|1|CLOUDFRONT"),
    ];
    let rule = |name: &str| json!({ "VisibilityConfig": { "MetricName": name } });
    let rules =
        json!([rule("per-address"), { "Fn::If": ["HasAllowlist", rule("allowed"), { "Ref": "AWS::NoValue" }] }]);
    let acl = json!({ "VisibilityConfig": { "MetricName": { "Ref": "AWS::StackName" } }, "Rules": rules });
    let by_logical_id: BTreeMap<&str, Value> = resources
        .iter()
        .map(|it| {
            (
                it.logical_id.as_str(),
                json!({ "Properties": if it.kind.contains("ACL") { acl.clone() } else { json!({}) } }),
            )
        })
        .collect();

    let metrics = metrics_of(&resources, &json!({ "Resources": by_logical_id }));

    let ids: BTreeSet<String> = metrics.iter().map(StageMetric::id).collect();
    for id in ["Erasures.depth", "Erasures.age", "users.failed-sign-ins", "cdn.5xx-rate", "waf/allowed.blocked"] {
        assert!(ids.contains(id), "{id} in {ids:?}");
    }
    let blocked = metrics.iter().find(|metric| metric.id() == "waf/per-address.blocked").expect("there");
    let dimensions = [("WebACL", "shop-dev"), ("Rule", "per-address")];
    assert_eq!(blocked.formula, Formula::Value(Metric::new("AWS/WAFV2", "BlockedRequests", &dimensions).stat("Sum")));
    assert!(!ids.contains("cdn.cache-hit-rate"), "published only with a monitoring subscription");
}
