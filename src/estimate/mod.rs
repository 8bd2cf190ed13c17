//! What a stage costs: a line for each thing that AWS charges for, from what the stage consists of and how it is used.

pub(crate) mod bill;
pub(crate) mod priced_stage;
pub(crate) mod usage;

use self::{
    bill::{
        Bill, Part,
        Part::{Alarms, Api, Data, Edge, Logs, Security, Users},
    },
    priced_stage::{PricedStage, Stack, is_true, memory_gb, number},
    usage::{HOURS, Month, POLLS_PER_QUEUE, SECONDS, kept_log_gb},
};
use crate::{
    prices::Item,
    stage::{EDGE_REGION, Stage, StageSettings},
    template::DeployedResource,
};

/// The same stage as if it were not on the emulator, which has no edge and costs nothing.
pub(crate) fn on_aws(stage: &Stage) -> Stage {
    Stage { settings: StageSettings { emulator: false, ..stage.settings.clone() }, ..stage.clone() }
}

pub(crate) fn estimate(stage: &PricedStage, month: &Month) -> Bill {
    let mut bill = Bill::default();
    users(&mut bill, stage, month);
    edge(&mut bill, stage, month);
    api(&mut bill, stage, month);
    functions(&mut bill, stage, month);
    data(&mut bill, stage, month);
    logs(&mut bill, stage, month);
    alarms(&mut bill, stage, month);
    security(&mut bill, stage, month);
    bill
}

fn users(bill: &mut Bill, stage: &PricedStage, month: &Month) {
    for pool in stage.api.all("AWS::Cognito::UserPool") {
        // <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cognito-userpool.html>
        let tier = pool.properties["UserPoolTier"].as_str().unwrap_or("ESSENTIALS");
        let item = match tier {
            "LITE" => Item::UsersLite,
            "PLUS" => Item::UsersPlus,
            _ => Item::UsersEssentials,
        };
        bill.add(Users, format!("active users, {tier}"), item, &stage.region, month.users);
        // Cognito's own mails are free, and stop at 50 a day.
        if pool.properties["EmailConfiguration"]["EmailSendingAccount"] == "DEVELOPER" {
            bill.add(Users, "mails with codes", Item::Mail, &stage.region, month.mails);
        }
    }
}

fn edge(bill: &mut Bill, stage: &PricedStage, month: &Month) {
    let Some(edge) = &stage.edge else { return };
    if edge.has("AWS::CloudFront::Distribution") {
        // Billed by where the viewers are: taken to be where the stage is.
        bill.add(Edge, "CloudFront requests", Item::EdgeRequest, &stage.region, month.edge_requests);
        bill.add(Edge, "CloudFront transfer", Item::EdgeTransfer, &stage.region, month.edge_gb);
    }
    firewall(bill, edge, EDGE_REGION, month, month.edge_requests);
    if edge.has("AWS::Logs::Delivery") {
        bill.add(Edge, "CloudFront logs", Item::LogDelivery, EDGE_REGION, month.edge_log_gb);
        kept(bill, Edge, "CloudFront logs, kept", edge, EDGE_REGION, month.edge_log_gb);
    }
}

fn firewall(bill: &mut Bill, stack: &Stack, region: &str, month: &Month, requests: Option<f64>) {
    if !stack.has("AWS::WAFv2::WebACL") {
        return;
    }
    let acls = stack.count("AWS::WAFv2::WebACL");
    bill.add(Edge, "web ACLs", Item::WebAcl, region, acls * month.fraction);
    bill.add(Edge, "web ACL rules", Item::WebAclRule, region, rules(stack) * month.fraction);
    bill.add(Edge, "web ACL requests", Item::WebAclRequest, region, requests);
}

/// A managed group counts as one.
#[expect(clippy::cast_precision_loss, reason = "a number of rules")]
fn rules(stack: &Stack) -> f64 {
    let rules = |acl: &DeployedResource| acl.properties["Rules"].as_array().map_or(0, Vec::len);
    stack.all("AWS::WAFv2::WebACL").map(rules).sum::<usize>() as f64
}

fn api(bill: &mut Bill, stage: &PricedStage, month: &Month) {
    let PricedStage { region, api, .. } = stage;
    if !api.has("AWS::ApiGateway::Stage") {
        return;
    }
    bill.add(Api, "API requests", Item::ApiRequest, region, month.api_requests);
    for cached in api.all("AWS::ApiGateway::Stage").filter(|stage| is_true(&stage.properties["CacheClusterEnabled"])) {
        match number(&cached.properties["CacheClusterSize"]) {
            Some(size) if (size - 0.5).abs() < f64::EPSILON => {
                bill.add(Api, "API cache", Item::ApiCacheHour, region, HOURS * month.fraction);
            }
            _ => bill.add_unknown(Api, "API cache", "only a cache of 0.5 GB has a price here", region),
        }
    }
    // To CloudFront it is free.
    if stage.edge.is_none() {
        bill.add(Api, "transfer to the internet", Item::Transfer, region, month.transfer_gb);
        firewall(bill, api, region, month, month.api_requests);
    }
}

fn functions(bill: &mut Bill, stage: &PricedStage, month: &Month) {
    let PricedStage { region, api, .. } = stage;
    let Some(largest) = api.largest_function() else { return };
    bill.add(Api, "function calls", Item::FunctionRequest, region, month.calls);
    let time = if is_arm(largest) { Item::FunctionArm } else { Item::FunctionX86 };
    bill.add(Api, "function time", time, region, month.gb_seconds);
    for alias in api.all("AWS::Lambda::Alias") {
        let instances = &alias.properties["ProvisionedConcurrencyConfig"]["ProvisionedConcurrentExecutions"];
        let function = alias.properties["FunctionName"]["Ref"].as_str().and_then(|id| api.find(id)).unwrap_or(largest);
        let item = if is_arm(function) { Item::ProvisionedArm } else { Item::ProvisionedX86 };
        let seconds = number(instances).unwrap_or_default() * SECONDS * month.fraction;
        bill.add(Api, "provisioned concurrency", item, region, seconds * memory_gb(function));
    }
    let polls = api.count("AWS::Lambda::EventSourceMapping") * POLLS_PER_QUEUE * month.fraction;
    bill.add(Api, "polls of queues", Item::QueueRequest, region, polls);
}

fn is_arm(function: &DeployedResource) -> bool {
    function.properties["Architectures"][0] == "arm64"
}

fn data(bill: &mut Bill, stage: &PricedStage, month: &Month) {
    let PricedStage { region, api, .. } = stage;
    if api.has("AWS::DynamoDB::Table") {
        bill.add(Data, "table writes", Item::TableWrite, region, month.writes);
        bill.add(Data, "table reads", Item::TableRead, region, month.reads);
        bill.add(Data, "table storage", Item::TableStorage, region, month.table_gb);
        let backed_up = |table: &DeployedResource| {
            is_true(&table.properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"])
        };
        if api.all("AWS::DynamoDB::Table").any(backed_up) {
            bill.add(Data, "table backups", Item::TableBackup, region, month.table_gb);
        }
    }
    if api.has("AWS::S3::Bucket") {
        bill.add(Data, "image storage", Item::ObjectStorage, region, month.images_gb);
        bill.add(Data, "image uploads", Item::ObjectWrite, region, month.uploads);
    }
}

fn logs(bill: &mut Bill, stage: &PricedStage, month: &Month) {
    let PricedStage { region, api, .. } = stage;
    if api.has("AWS::Logs::LogGroup") {
        bill.add(Logs, "logs, written", Item::LogIngestion, region, month.log_gb);
        kept(bill, Logs, "logs, kept", api, region, month.log_gb);
    }
    if api.all("AWS::ApiGateway::Stage").any(|stage| is_true(&stage.properties["TracingEnabled"])) {
        bill.add(Logs, "traces", Item::Trace, region, month.traces);
    }
    let dashboards = api.count("AWS::CloudWatch::Dashboard") * month.fraction;
    bill.add(Logs, "dashboards", Item::Dashboard, region, dashboards);
}

fn kept(bill: &mut Bill, part: Part, name: &str, stack: &Stack, region: &str, written: Option<f64>) {
    match stack.longest_retention() {
        Some(days) => {
            bill.add(part, name, Item::LogStorage, region, written.map(|written| kept_log_gb(written, days)));
        }
        None if written == Some(0.0) => {}
        None => bill.add_unknown(part, name, "a log group without RetentionInDays grows forever", region),
    }
}

fn alarms(bill: &mut Bill, stage: &PricedStage, month: &Month) {
    let edge = stage.edge.as_ref().map(|edge| (edge, EDGE_REGION, ", edge"));
    for (stack, region, place) in [Some((&stage.api, stage.region.as_str(), "")), edge].into_iter().flatten() {
        let metrics = alarm_metrics(stack) * month.fraction;
        bill.add(Alarms, format!("metrics of alarms{place}"), Item::AlarmMetric, region, metrics);
        let composites = stack.count("AWS::CloudWatch::CompositeAlarm") * month.fraction;
        bill.add(Alarms, format!("composite alarms{place}"), Item::CompositeAlarm, region, composites);
    }
}

/// An alarm on an expression is billed for each metric in it.
#[expect(clippy::cast_precision_loss, reason = "a number of metrics")]
fn alarm_metrics(stack: &Stack) -> f64 {
    let metrics = |alarm: &DeployedResource| {
        let metrics = alarm.properties["Metrics"].as_array().into_iter().flatten();
        metrics.filter(|metric| metric["MetricStat"].is_object()).count().max(1)
    };
    stack.all("AWS::CloudWatch::Alarm").map(metrics).sum::<usize>() as f64
}

#[expect(clippy::cast_precision_loss, reason = "numbers of copies and endpoints")]
fn security(bill: &mut Bill, stage: &PricedStage, month: &Month) {
    let PricedStage { region, api, .. } = stage;
    let secrets = api.count("AWS::SecretsManager::Secret") * month.fraction;
    bill.add(Security, "secrets", Item::Secret, region, secrets);
    let copies = |secret: &DeployedResource| secret.properties["ReplicaRegions"].as_array().map_or(0, Vec::len);
    let copies: usize = api.all("AWS::SecretsManager::Secret").map(copies).sum();
    bill.add(Security, "copies of secrets, edge", Item::Secret, EDGE_REGION, copies as f64 * month.fraction);
    bill.add(Security, "keys", Item::Key, region, api.count("AWS::KMS::Key") * month.fraction);
    let interfaces = api.all("AWS::EC2::VPCEndpoint");
    let interfaces = interfaces.filter(|endpoint| endpoint.properties["VpcEndpointType"] == "Interface");
    let subnets: usize = interfaces.map(|it| it.properties["SubnetIds"].as_array().map_or(1, Vec::len)).sum();
    let hours = subnets as f64 * HOURS * month.fraction;
    bill.add(Security, "VPC endpoints", Item::EndpointHour, region, hours);
}
