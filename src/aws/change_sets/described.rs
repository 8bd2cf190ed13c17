//! What CloudFormation says of a change set.

use aws_sdk_cloudformation::{Client, types};

use super::{Action, Change, ChangeSet, Detail, KNOWN_LATER, PolicyAction, Replacement};
use crate::aws::{AwsError, aws_error, stacks::Status};

/// Says that something is left out because of the values; there is no code for it.
const INCOMPLETE: &str = "--include-property-values option can return incomplete";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Values {
    Told,
    LeftOut,
}

/// All that is known of it by now, with the values as far as CloudFormation can tell them.
pub(super) async fn described(client: &Client, id: &str) -> Result<ChangeSet, AwsError> {
    let change_set = every_page(client, id, Values::Told).await?;
    if !change_set.lacks_something() {
        return Ok(change_set);
    }
    Ok(change_set.completed(every_page(client, id, Values::LeftOut).await?))
}

async fn every_page(client: &Client, id: &str, values: Values) -> Result<ChangeSet, AwsError> {
    let request = client.describe_change_set().change_set_name(id).include_property_values(values == Values::Told);
    let mut pages = request.into_paginator().send();
    let mut described: Option<ChangeSet> = None;
    while let Some(page) = pages.next().await {
        let page = page.map_err(aws_error("cloudformation:DescribeChangeSet"))?;
        let changes = page.changes.unwrap_or_default().into_iter().filter_map(|change| change.resource_change);
        let changes = changes.map(Change::from);
        match &mut described {
            Some(change_set) => change_set.changes.extend(changes),
            None => {
                described = Some(ChangeSet {
                    id: page.change_set_id.unwrap_or_else(|| id.to_owned()),
                    stack_id: page.stack_id.unwrap_or_default(),
                    status: Status(page.status.map(|status| status.as_str().to_owned()).unwrap_or_default()),
                    status_reason: page.status_reason.filter(|reason| !reason.is_empty()),
                    description: page.description,
                    changes: changes.collect(),
                    untold: Vec::new(),
                    secret_parameters: page.parameters.unwrap_or_default().into_iter().filter_map(secret).collect(),
                });
            }
        }
    }
    described.ok_or_else(|| AwsError::empty_answer("cloudformation:DescribeChangeSet"))
}

/// The name of a parameter with NoEcho, which CloudFormation shows with asterisks for a value.
fn secret(parameter: types::Parameter) -> Option<String> {
    parameter.parameter_value.is_some_and(|value| value == "****").then_some(parameter.parameter_key?)
}

impl ChangeSet {
    /// Whether CloudFormation would say more if it weren't asked for values: it drops whole resources whose values it
    /// can't render (JSON in a property is enough), and the reason of a failure.
    ///
    /// <https://github.com/aws/aws-cdk-cli/issues/1780>, <https://github.com/boto/boto3/issues/4178>
    fn lacks_something(&self) -> bool {
        match &self.status_reason {
            Some(reason) => reason.contains(INCOMPLETE),
            None => self.status.failed(),
        }
    }

    /// With what only `plain`, the same change set without values, tells.
    fn completed(mut self, plain: Self) -> Self {
        self.status_reason = plain.status_reason.or(self.status_reason);
        for change in plain.changes {
            let logical_id = change.logical_id.clone();
            let Some(told) = self.changes.iter_mut().find(|told| told.logical_id == logical_id) else {
                self.changes.push(change);
                self.untold.push(logical_id);
                continue;
            };
            let mut dropped = change.details;
            dropped.retain(|detail| !told.details.iter().any(|told| told.is_of_the_same(detail)));
            if !dropped.is_empty() {
                told.details.extend(dropped);
                self.untold.push(logical_id);
            }
        }
        self
    }
}

impl Detail {
    /// Whether both are about the same attribute, for the same reason, values aside.
    fn is_of_the_same(&self, other: &Self) -> bool {
        (&self.attribute, &self.causes) == (&other.attribute, &other.causes)
    }
}

impl From<types::ResourceChange> for Change {
    fn from(change: types::ResourceChange) -> Self {
        Self {
            action: match change.action {
                Some(types::ChangeAction::Add) => Action::Add,
                Some(types::ChangeAction::Remove) => Action::Remove,
                Some(types::ChangeAction::Import) => Action::Import,
                Some(types::ChangeAction::Dynamic) => Action::Dynamic,
                _ => Action::Modify,
            },
            logical_id: change.logical_resource_id.unwrap_or_default(),
            physical_id: change.physical_resource_id.filter(|id| !id.is_empty()),
            kind: change.resource_type.unwrap_or_default(),
            replacement: match change.replacement {
                Some(types::Replacement::True) => Replacement::Always,
                Some(types::Replacement::Conditional) => Replacement::Conditional,
                _ => Replacement::Never,
            },
            policy_action: change.policy_action.and_then(policy_action),
            details: change.details.unwrap_or_default().into_iter().filter_map(detail).collect(),
        }
    }
}

fn policy_action(action: types::PolicyAction) -> Option<PolicyAction> {
    Some(match action {
        types::PolicyAction::Delete => PolicyAction::Delete,
        types::PolicyAction::Retain => PolicyAction::Retain,
        types::PolicyAction::Snapshot => PolicyAction::Snapshot,
        types::PolicyAction::ReplaceAndDelete => PolicyAction::ReplaceAndDelete,
        types::PolicyAction::ReplaceAndRetain => PolicyAction::ReplaceAndRetain,
        types::PolicyAction::ReplaceAndSnapshot => PolicyAction::ReplaceAndSnapshot,
        _ => return None,
    })
}

/// What CloudFormation writes in place of a value that it will know only once it runs.
const KNOWN_AFTER_APPLY: &str = "{{changeSet:KNOWN_AFTER_APPLY}}";

fn detail(detail: types::ResourceChangeDetail) -> Option<Detail> {
    let target = detail.target?;
    let attribute = target.attribute.as_ref().map(|attribute| attribute.as_str().to_owned()).unwrap_or_default();
    let attribute = match target.name {
        Some(name) => format!("{attribute}.{name}"),
        None => attribute,
    };
    let readable = |value: String| value.replace(KNOWN_AFTER_APPLY, KNOWN_LATER);
    Some(Detail {
        path: target.path.map_or_else(|| attribute.clone(), |pointer| dotted(&pointer)),
        attribute,
        unknown: target.after_value.as_deref().is_some_and(|value| value.contains(KNOWN_AFTER_APPLY)),
        before: target.before_value.map(readable),
        after: target.after_value.map(readable),
        causes: detail.causing_entity.into_iter().collect(),
        dynamic: detail.evaluation == Some(types::EvaluationType::Dynamic),
        replaces: matches!(target.requires_recreation, Some(types::RequiresRecreation::Always)),
    })
}

/// A JSON pointer in the spelling of an attribute: `/Properties/Code/S3Key` as `Properties.Code.S3Key`.
fn dotted(pointer: &str) -> String {
    let parts = pointer.trim_start_matches('/').split('/').map(|part| part.replace("~1", "/").replace("~0", "~"));
    parts.collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::{
        change_sets::ChangeSets as _,
        replay::{Answer, Replay},
        stacks::CloudFormation,
    };

    /// A page of a change set; `rest` is its reason, its changes, and the token of the next page.
    fn page(status: &str, rest: &str) -> Answer {
        let body = format!(
            "<DescribeChangeSetResponse><DescribeChangeSetResult><ChangeSetId>c</ChangeSetId><Status>{status}</Status>\
             {rest}</DescribeChangeSetResult></DescribeChangeSetResponse>"
        );
        Answer::xml("https://cloudformation.us-east-1.amazonaws.com/", 200, &body)
    }

    fn changes(members: &[String]) -> String {
        let member = |change: &String| {
            format!("<member><Type>Resource</Type><ResourceChange>{change}</ResourceChange></member>")
        };
        format!("<Changes>{}</Changes>", members.iter().map(member).collect::<String>())
    }

    fn change(logical_id: &str, replacement: &str, details: &str) -> String {
        format!(
            "<Action>Modify</Action><LogicalResourceId>{logical_id}</LogicalResourceId>\
             <Replacement>{replacement}</Replacement><Details>{details}</Details>"
        )
    }

    /// A detail; `more` is of its target, `rest` is not.
    fn detail(name: &str, more: &str, rest: &str) -> String {
        format!(
            "<member><Target><Attribute>Properties</Attribute><Name>{name}</Name>{more}</Target>\
             <Evaluation>Static</Evaluation>{rest}</member>"
        )
    }

    async fn describe(replay: &Replay) -> ChangeSet {
        CloudFormation::new(&replay.config()).describe("c").await.expect("described")
    }

    const WARNING: &str = "<StatusReason>[WARN] --include-property-values option can return incomplete ChangeSet data \
        because: Logical Id: Table, failed property validation</StatusReason>";

    #[tokio::test]
    async fn what_is_dropped_with_the_values_is_asked_for_without() {
        let name = detail("Name", "<BeforeValue>a</BeforeValue><AfterValue>b</AfterValue>", "");
        let told = changes(&[change("Api", "False", &name)]);
        let (plain_name, body) = (detail("Name", "", ""), detail("Body", "", ""));
        let first = changes(&[change("Api", "False", &format!("{plain_name}{body}"))]);
        let second = changes(&[change("Table", "True", &detail("KeySchema", "", ""))]);
        let replay = Replay::new([
            page("CREATE_COMPLETE", &format!("{WARNING}{told}")),
            page("CREATE_COMPLETE", &format!("{first}<NextToken>2</NextToken>")),
            page("CREATE_COMPLETE", &second),
        ]);

        let change_set = describe(&replay).await;

        let [api, table] = &change_set.changes[..] else { panic!("not two: {change_set:?}") };
        let of_api: Vec<_> = api.details.iter().map(|told| (told.attribute.as_str(), told.after.as_deref())).collect();
        assert_eq!(of_api, [("Properties.Name", Some("b")), ("Properties.Body", None)]);
        assert_eq!((table.logical_id.as_str(), table.replacement), ("Table", Replacement::Always));
        assert_eq!(change_set.untold, ["Api", "Table"]);
        let asked = replay.requests().into_iter().map(|request| request.body.to_string());
        let values: Vec<bool> = asked.map(|body| body.contains("IncludePropertyValues=true")).collect();
        assert_eq!(values, [true, false, false]);
    }

    #[tokio::test]
    async fn a_failure_that_gives_no_reason_is_asked_for_it_without_values() {
        let nothing = "<StatusReason>The submitted information didn't contain changes.</StatusReason>";
        let replay = Replay::new([page("FAILED", "<StatusReason></StatusReason>"), page("FAILED", nothing)]);

        assert!(describe(&replay).await.is_empty());
    }

    #[tokio::test]
    async fn what_is_under_way_or_complete_is_asked_for_once() {
        for status in ["CREATE_IN_PROGRESS", "CREATE_COMPLETE"] {
            let replay = Replay::new([page(status, "")]);

            assert_eq!(describe(&replay).await.status.0, status);
        }
    }

    #[tokio::test]
    async fn a_value_is_told_with_its_place_even_if_it_is_not_known_yet() {
        let path = "<Path>/Properties/Environment/Variables/URL</Path>";
        let values = "<BeforeValue>https://a/b</BeforeValue>\
            <AfterValue>https://{{changeSet:KNOWN_AFTER_APPLY}}/b</AfterValue>";
        let detail = detail("Environment", &format!("{path}{values}"), "<CausingEntity>Api</CausingEntity>");
        let replay = Replay::new([page("CREATE_COMPLETE", &changes(&[change("Function", "False", &detail)]))]);

        let told = describe(&replay).await.changes.remove(0).details.remove(0);

        assert_eq!((told.attribute.as_str(), told.place()), ("Properties.Environment", "Environment.Variables.URL"));
        assert_eq!((told.after.as_deref(), told.unknown), (Some("https://(known once it runs)/b"), true));
        assert_eq!(told.causes, ["Api"]);
    }

    #[tokio::test]
    async fn a_parameter_that_is_never_shown_is_known_as_such() {
        let parameter = |name: &str, value: &str| {
            let name = format!("<ParameterKey>{name}</ParameterKey>");
            format!("<member>{name}<ParameterValue>{value}</ParameterValue></member>")
        };
        let parameters = [parameter("Size", "2"), parameter("Password", "****")].concat();
        let replay = Replay::new([page("CREATE_COMPLETE", &format!("<Parameters>{parameters}</Parameters>"))]);

        assert_eq!(describe(&replay).await.secret_parameters, ["Password"]);
    }
}
