//! What of a stage has a price: its resources, as its templates deploy them with its parameters.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use crate::{
    error::Error,
    stage::{EDGE_REGION, StageSettings},
    template::{Deployed, DeployedResource, EDGE_ENABLED, Template},
};

/// Both stacks of a stage.
#[derive(Debug)]
pub(crate) struct PricedStage {
    pub(crate) region: String,
    pub(crate) api: Stack,
    /// In us-east-1.
    pub(crate) edge: Option<Stack>,
    /// `MonthlyBudget`, if there is one.
    pub(crate) budget: Option<f64>,
    /// Conditions that could not be decided: what depends on them is priced.
    pub(crate) undecided: BTreeSet<String>,
}

#[derive(Debug)]
pub(crate) struct Stack(Vec<DeployedResource>);

/// A kind of resource that may cost something, and that has no price here.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct NotPriced {
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) count: usize,
}

impl PricedStage {
    pub(crate) fn new(
        template: &Template,
        edge: Option<&Template>,
        settings: &StageSettings,
        parameters: &BTreeMap<String, String>,
        region: &str,
    ) -> Result<Self, Error> {
        let mut parameters = parameters.clone();
        let edge = edge.filter(|_| parameters.get(EDGE_ENABLED).is_none_or(|enabled| enabled == "true"));
        if edge.is_some() {
            parameters.insert(EDGE_ENABLED.to_owned(), "true".to_owned());
        }
        let api = match settings.canary {
            // It adds an alarm for each function.
            Some(canary) => {
                let body = template.with_canary(template.with_artifacts(&BTreeMap::new()), canary, &parameters)?;
                Template::packaged(body).deployed(&parameters, region)
            }
            None => template.deployed(&parameters, region),
        };
        let edge = edge.map(|edge| edge.deployed(&parameters, EDGE_REGION));
        let undecided = [Some(&api), edge.as_ref()].into_iter().flatten();
        let undecided = undecided.flat_map(|stack| stack.undecided.clone()).collect();
        let budget = template.parameter("MonthlyBudget", &parameters).and_then(|budget| budget.parse().ok());
        Ok(Self {
            region: region.to_owned(),
            api: Stack::of(api),
            edge: edge.map(Stack::of),
            budget: budget.filter(|budget| *budget > 0.0),
            undecided,
        })
    }

    pub(crate) fn stacks(&self) -> impl Iterator<Item = &Stack> {
        [Some(&self.api), self.edge.as_ref()].into_iter().flatten()
    }

    /// How many resources there are of each kind, in both stacks.
    pub(crate) fn kinds(&self) -> BTreeMap<&str, usize> {
        self.stacks().flat_map(|stack| &stack.0).fold(BTreeMap::new(), |mut kinds, resource| {
            *kinds.entry(resource.kind.as_str()).or_default() += 1;
            kinds
        })
    }

    /// What the estimate leaves out because it knows no price of it.
    pub(crate) fn not_priced(&self) -> Vec<NotPriced> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for resource in self.stacks().flat_map(|stack| &stack.0) {
            let kind = &resource.kind;
            if is_provisioned(resource) {
                *counts.entry(format!("{kind} with provisioned capacity")).or_default() += 1;
            } else if !PRICED.contains(&kind.as_str()) && !is_free(kind) {
                *counts.entry(kind.clone()).or_default() += 1;
            }
        }
        counts.into_iter().map(|(kind, count)| NotPriced { kind, count }).collect()
    }
}

impl Stack {
    fn of(deployed: Deployed) -> Self {
        Self(deployed.resources)
    }

    pub(crate) fn all(&self, kind: &str) -> impl Iterator<Item = &DeployedResource> {
        self.0.iter().filter(move |resource| resource.kind == kind)
    }

    #[expect(clippy::cast_precision_loss, reason = "a number of resources")]
    pub(crate) fn count(&self, kind: &str) -> f64 {
        self.all(kind).count() as f64
    }

    pub(crate) fn has(&self, kind: &str) -> bool {
        self.all(kind).next().is_some()
    }

    pub(crate) fn find(&self, id: &str) -> Option<&DeployedResource> {
        self.0.iter().find(|resource| resource.id == id)
    }

    /// Of the functions that the API calls, which are alike, the largest stands for all.
    pub(crate) fn largest_function(&self) -> Option<&DeployedResource> {
        self.all("AWS::Lambda::Function").max_by(|a, b| memory_gb(a).total_cmp(&memory_gb(b)))
    }

    pub(crate) fn function_gb(&self) -> f64 {
        self.largest_function().map_or(0.0, memory_gb)
    }

    pub(crate) fn has_authorizer(&self) -> bool {
        let in_definition = |api: &DeployedResource| {
            let schemes = api.properties["Body"]["components"]["securitySchemes"].as_object();
            let is_one = |scheme: &Value| !scheme["x-amazon-apigateway-authorizer"].is_null();
            schemes.is_some_and(|schemes| schemes.values().any(is_one))
        };
        self.has("AWS::ApiGateway::Authorizer") || self.all("AWS::ApiGateway::RestApi").any(in_definition)
    }

    pub(crate) fn has_access_log(&self) -> bool {
        self.all("AWS::ApiGateway::Stage").any(|stage| !stage.properties["AccessLogSetting"].is_null())
    }

    /// The indexes that have a copy of a whole entry, of the table that has most.
    #[expect(clippy::cast_precision_loss, reason = "a number of indexes")]
    pub(crate) fn entry_copies(&self) -> f64 {
        let of = |table: &DeployedResource| {
            let of_kind = |kind: &str| table.properties[kind].as_array().cloned().unwrap_or_default();
            let indexes = of_kind("LocalSecondaryIndexes").into_iter().chain(of_kind("GlobalSecondaryIndexes"));
            indexes.filter(|index| index["Projection"]["ProjectionType"] == "ALL").count()
        };
        self.all("AWS::DynamoDB::Table").map(of).max().unwrap_or_default() as f64
    }

    /// Whether a table counts the requests of each user.
    pub(crate) fn counts_requests_of_users(&self) -> bool {
        self.all("AWS::DynamoDB::Table").any(|table| table.id.starts_with("RateLimits"))
    }

    /// Days for which the logs are kept that stay longest; `None` if some stay forever.
    pub(crate) fn longest_retention(&self) -> Option<f64> {
        let days = self.all("AWS::Logs::LogGroup").map(|group| number(&group.properties["RetentionInDays"]));
        days.collect::<Option<Vec<f64>>>().map(|days| days.into_iter().fold(0.0, f64::max))
    }
}

/// A number, which a parameter gives as text.
pub(crate) fn number(value: &Value) -> Option<f64> {
    value.as_f64().or_else(|| value.as_str()?.parse().ok())
}

/// What a function has by default is 128 MB.
pub(crate) fn memory_gb(function: &DeployedResource) -> f64 {
    number(&function.properties["MemorySize"]).unwrap_or(128.0) / 1024.0
}

pub(crate) fn is_true(value: &Value) -> bool {
    *value == true || *value == "true"
}

fn is_provisioned(resource: &DeployedResource) -> bool {
    resource.kind == "AWS::DynamoDB::Table" && resource.properties["BillingMode"] != "PAY_PER_REQUEST"
}

/// The kinds that are priced, by a line of their own or by what calls them.
const PRICED: [&str; 21] = [
    "AWS::ApiGateway::RestApi",
    "AWS::ApiGateway::Stage",
    "AWS::CloudFront::Distribution",
    "AWS::CloudWatch::Alarm",
    "AWS::CloudWatch::CompositeAlarm",
    "AWS::CloudWatch::Dashboard",
    "AWS::Cognito::UserPool",
    "AWS::DynamoDB::Table",
    "AWS::EC2::VPCEndpoint",
    "AWS::Events::Rule",
    "AWS::KMS::Key",
    "AWS::Lambda::Alias",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Function",
    "AWS::Logs::Delivery",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::SNS::Topic",
    "AWS::SQS::Queue",
    "AWS::SecretsManager::Secret",
    "AWS::WAFv2::WebACL",
];

/// What costs nothing by itself: settings, permissions and the like, by its kind or all of its service.
fn is_free(kind: &str) -> bool {
    const SERVICES: [&str; 5] =
        ["AWS::CloudFormation::", "AWS::CodeDeploy::", "AWS::IAM::", "AWS::Lambda::", "AWS::SNS::"];
    const KINDS: [&str; 24] = [
        "AWS::ApiGateway::Account",
        "AWS::ApiGateway::Authorizer",
        "AWS::ApiGateway::BasePathMapping",
        "AWS::ApiGateway::Deployment",
        "AWS::ApiGateway::DomainName",
        "AWS::ApiGateway::GatewayResponse",
        // Two are free, and one more costs 2 cents a day.
        "AWS::Budgets::Budget",
        "AWS::CloudFront::CachePolicy",
        "AWS::CloudFront::OriginAccessControl",
        "AWS::CloudFront::ResponseHeadersPolicy",
        "AWS::Cognito::UserPoolClient",
        "AWS::Cognito::UserPoolRiskConfigurationAttachment",
        "AWS::EC2::SecurityGroup",
        "AWS::KMS::Alias",
        "AWS::Logs::DeliveryDestination",
        "AWS::Logs::DeliverySource",
        // Of these, a metric that has values costs 30 cents.
        "AWS::Logs::MetricFilter",
        "AWS::Logs::QueryDefinition",
        "AWS::Logs::ResourcePolicy",
        "AWS::S3::BucketPolicy",
        "AWS::SQS::QueuePolicy",
        "AWS::WAFv2::IPSet",
        "AWS::WAFv2::LoggingConfiguration",
        "AWS::WAFv2::WebACLAssociation",
    ];
    KINDS.contains(&kind) || SERVICES.iter().any(|service| kind.starts_with(service))
}
