//! The guard of what holds users' data: a table, a user pool, a bucket or a key is replaced or removed only by name.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::{
    aws::change_sets::{Action, Replacement},
    context::{Context, guard::Refusal},
    deployment::{
        package::templates::Templates,
        plan::{Plan, is_stateful},
        stack_readiness::StackReadiness,
        stage_readiness::StageReadiness,
    },
    error::Error,
    stage::StackName,
};

/// Properties that no resource keeps its data through a change of.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html>
const REPLACING_PROPERTIES: [(&str, &str); 9] = [
    ("AWS::Cognito::UserPool", "AliasAttributes"),
    ("AWS::Cognito::UserPool", "UsernameAttributes"),
    ("AWS::Cognito::UserPool", "UsernameConfiguration"),
    ("AWS::DynamoDB::GlobalTable", "KeySchema"),
    ("AWS::DynamoDB::GlobalTable", "TableName"),
    ("AWS::DynamoDB::Table", "KeySchema"),
    ("AWS::DynamoDB::Table", "LocalSecondaryIndexes"),
    ("AWS::DynamoDB::Table", "TableName"),
    ("AWS::S3::Bucket", "BucketName"),
];

/// Refuses what would lose data, as far as the templates show it: before anything is built or written.
pub(crate) fn refuse_loss_of_templates(
    cx: &Context,
    readiness: &StageReadiness,
    templates: &Templates,
    allowed: &[String],
) -> Result<(), Error> {
    refuse_early(&cx.stack_name(), &readiness.api, templates.api.body(), allowed)?;
    match (&readiness.edge, &templates.edge) {
        (Some(readiness), Some(template)) => {
            refuse_early(&cx.stage.edge_stack_name(), readiness, template.body(), allowed)
        }
        _ => Ok(()),
    }
}

fn refuse_early(
    stack: &StackName,
    readiness: &StackReadiness,
    template: &Value,
    allowed: &[String],
) -> Result<(), Error> {
    let Some(live) = readiness.live_template()? else { return Ok(()) };
    refuse(stack, lost(&live, template), allowed)
}

/// Refuses what CloudFormation says would be replaced or removed.
pub(crate) fn refuse_loss(plan: &Plan, allowed: &[String]) -> Result<(), Error> {
    for (stack, changes) in plan.by_stack() {
        let lost = changes.into_iter().filter(|planned| planned.loses_data());
        refuse(stack, lost.map(|planned| planned.change.logical_id.clone()).collect(), allowed)?;
    }
    Ok(())
}

/// Refuses what CloudFormation does not do while its rollback is disabled.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html>
pub(crate) fn refuse_replacement(plan: &Plan) -> Result<(), Error> {
    let replaced = plan.changes.iter().filter(|planned| planned.change.replacement == Replacement::Always);
    match replaced.clone().next() {
        None => Ok(()),
        Some(first) => Err(Refusal::NoReplacement {
            stack: first.stack.clone(),
            resources: replaced.map(|planned| planned.change.logical_id.clone()).collect(),
        }
        .into()),
    }
}

/// Refuses, before anything is written, a rollback between templates that store data in different places or retain it
/// differently.
pub(crate) fn refuse_early_change(
    stack: &StackName,
    readiness: &StackReadiness,
    template: &Value,
) -> Result<(), Error> {
    let Some(live) = readiness.live_template()? else { return Ok(()) };
    refuse_altered(stack, altered(&live, template))
}

/// Refuses a way back on which CloudFormation would touch what holds data, be it only by adding an empty one.
pub(crate) fn refuse_change(plan: &Plan) -> Result<(), Error> {
    for planned in &plan.changes {
        let change = &planned.change;
        let no_data = !change.details.is_empty() && change.details.iter().all(|detail| is_no_data(&detail.path));
        let stays = change.action == Action::Modify && change.replacement == Replacement::Never;
        if is_stateful(&change.kind) && !(stays && no_data) {
            refuse_altered(&planned.stack, vec![change.logical_id.clone()])?;
        }
    }
    Ok(())
}

/// Properties that change in place, and that no data depends on: tags, and how much of a table may be read and written.
const NO_DATA: [&str; 5] =
    ["BillingMode", "OnDemandThroughput", "ProvisionedThroughput", "Tags", "WriteOnDemandThroughputSettings"];

/// Whether the value at this path, such as `Properties.OnDemandThroughput.MaxReadRequestUnits`, decides nothing about
/// data. An index has a throughput of its own.
fn is_no_data(path: &str) -> bool {
    let mut parts = path.split('.').skip_while(|part| *part == "Properties");
    let property = match parts.next() {
        Some("GlobalSecondaryIndexes") => parts.nth(1),
        property => property,
    };
    property.is_some_and(|property| NO_DATA.contains(&property))
}

/// A resource without what no data depends on.
fn data_of(mut resource: Value) -> Value {
    let indexes = resource.pointer_mut("/Properties/GlobalSecondaryIndexes").and_then(Value::as_array_mut);
    let indexes = indexes.into_iter().flatten();
    for index in indexes.filter_map(Value::as_object_mut) {
        index.retain(|name, _| !NO_DATA.contains(&name.as_str()));
    }
    if let Some(properties) = resource.get_mut("Properties").and_then(Value::as_object_mut) {
        properties.retain(|name, _| !NO_DATA.contains(&name.as_str()));
    }
    resource
}

fn refuse_altered(stack: &StackName, resources: Vec<String>) -> Result<(), Error> {
    if resources.is_empty() {
        return Ok(());
    }
    Err(Refusal::StatefulChange { stack: stack.clone(), resources }.into())
}

/// What holds data in one of the templates, and is otherwise or nowhere in the other.
fn altered(live: &Value, next: &Value) -> Vec<String> {
    let ids = [live, next].into_iter().filter_map(|template| template["Resources"].as_object()).flat_map(Map::keys);
    let ids: BTreeSet<&String> = ids.collect();
    let of = |template: &Value, id: &str| {
        let resource = &template["Resources"][id];
        resource["Type"].as_str().is_some_and(is_stateful).then(|| data_of(resource.clone()))
    };
    ids.into_iter().filter(|id| of(live, id) != of(next, id)).cloned().collect()
}

fn refuse(stack: &StackName, lost: BTreeSet<String>, allowed: &[String]) -> Result<(), Error> {
    let unnamed: Vec<String> = lost.into_iter().filter(|id| !allowed.contains(id)).collect();
    if unnamed.is_empty() {
        return Ok(());
    }
    Err(Refusal::Stateful { stack: stack.clone(), resources: unnamed }.into())
}

/// What of `live` is gone from `next`, or can't become it.
fn lost(live: &Value, next: &Value) -> BTreeSet<String> {
    let live = live["Resources"].as_object().into_iter().flat_map(Map::iter);
    let stateful = live.filter(|(_, resource)| resource["Type"].as_str().is_some_and(is_stateful));
    stateful
        .filter(|(id, resource)| is_lost(resource, &next["Resources"][id.as_str()]))
        .map(|(id, _)| id.clone())
        .collect()
}

fn is_lost(live: &Value, next: &Value) -> bool {
    let of_type = |(kind, _): &&(&str, &str)| live["Type"] == *kind;
    let changes = |(_, property): &(&str, &str)| live["Properties"][*property] != next["Properties"][*property];
    live["Type"] != next["Type"] || REPLACING_PROPERTIES.iter().filter(of_type).any(changes)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn template(key: &str) -> Value {
        json!({ "Resources": {
            "Table": { "Type": "AWS::DynamoDB::Table", "Properties": { "KeySchema": [key], "TableClass": key } },
            "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": key } },
        } })
    }

    #[test]
    fn a_table_that_is_gone_or_has_another_key_is_lost() {
        let live = template("id");

        assert_eq!(lost(&live, &json!({ "Resources": {} })), BTreeSet::from(["Table".to_owned()]));
        assert_eq!(lost(&live, &template("sub")), BTreeSet::from(["Table".to_owned()]));
    }

    #[test]
    fn what_changes_in_place_is_not_lost() {
        let mut next = template("id");
        next["Resources"]["Table"]["Properties"]["TableClass"] = "STANDARD".into();
        next["Resources"]["Other"] = json!({ "Type": "AWS::S3::Bucket" });

        assert_eq!(lost(&template("id"), &next), BTreeSet::new());
    }

    #[test]
    fn on_the_way_back_any_other_definition_of_what_holds_data_counts() {
        let mut next = template("id");
        next["Resources"]["Queue"]["Properties"]["QueueName"] = "other".into();
        assert_eq!(altered(&template("id"), &next), Vec::<String>::new());

        next["Resources"]["Table"]["Properties"]["TableClass"] = "STANDARD".into();
        next["Resources"]["New"] = json!({ "Type": "AWS::S3::Bucket" });
        assert_eq!(altered(&template("id"), &next), ["New", "Table"]);
    }

    #[test]
    fn throughput_and_tags_are_no_data() {
        let mut next = template("id");
        let table = &mut next["Resources"]["Table"]["Properties"];
        table["OnDemandThroughput"] = json!({ "MaxReadRequestUnits": 1 });
        table["Tags"] = json!([]);
        table["GlobalSecondaryIndexes"] = json!([{ "OnDemandThroughput": {} }]);
        let mut live = template("id");
        live["Resources"]["Table"]["Properties"]["GlobalSecondaryIndexes"] = json!([{ "Tags": [] }]);

        assert_eq!(altered(&live, &next), Vec::<String>::new());
        for path in [
            "Tags",
            "Properties.OnDemandThroughput.MaxReadRequestUnits",
            "Properties.GlobalSecondaryIndexes.0.OnDemandThroughput.MaxReadRequestUnits",
        ] {
            assert!(is_no_data(path), "{path}");
        }
        for path in ["Properties.KeySchema", "Properties.GlobalSecondaryIndexes", "Properties", "Properties.X.Tags"] {
            assert!(!is_no_data(path), "{path}");
        }
    }

    #[test]
    fn a_resource_is_let_go_by_its_own_name_only() {
        let stack = StackName("srvls-prod".into());
        let lost = || BTreeSet::from(["A".to_owned(), "B".to_owned()]);

        assert!(refuse(&stack, lost(), &["A".into(), "B".into()]).is_ok());
        let refusal = refuse(&stack, lost(), &["B".into()]).expect_err("A is not named");
        assert_eq!(refusal.to_string(), "refused: A of `srvls-prod` would be replaced or removed, and its data lost");
        assert_eq!(refusal.hint().as_deref(), Some("to accept the loss, pass `--allow A`"));
    }
}
