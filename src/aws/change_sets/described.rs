//! Reads a change set from CloudFormation, completing what CloudFormation leaves out.

use aws_sdk_cloudformation::{Client, types};

use super::{Action, Change, ChangeSet, Detail, KNOWN_LATER, PolicyAction, Replacement};
use crate::aws::{AwsError, aws_error, stacks::Status};

/// Part of the message that something is left out because of the values; there is no error code for it.
const INCOMPLETE: &str = "--include-property-values option can return incomplete";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Values {
    Included,
    LeftOut,
}

/// The change set as far as it is known, with the values that CloudFormation returns.
pub(super) async fn described(client: &Client, id: &str) -> Result<ChangeSet, AwsError> {
    let change_set = every_page(client, id, Values::Included).await?;
    if !change_set.is_incomplete() {
        return Ok(change_set);
    }
    Ok(change_set.completed(every_page(client, id, Values::LeftOut).await?))
}

async fn every_page(client: &Client, id: &str, values: Values) -> Result<ChangeSet, AwsError> {
    let request = client.describe_change_set().change_set_name(id).include_property_values(values == Values::Included);
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
                    incomplete: Vec::new(),
                    secret_parameters: page.parameters.unwrap_or_default().into_iter().filter_map(secret).collect(),
                });
            }
        }
    }
    described.ok_or_else(|| AwsError::empty_answer("cloudformation:DescribeChangeSet"))
}

/// The name of a `NoEcho` parameter: CloudFormation shows its value as asterisks.
fn secret(parameter: types::Parameter) -> Option<String> {
    parameter.parameter_value.is_some_and(|value| value == "****").then_some(parameter.parameter_key?)
}

impl ChangeSet {
    /// Whether a request without values would return more: with values, CloudFormation drops resources whose values it
    /// can't render (JSON in a property is enough), and the reason for a failure.
    ///
    /// <https://github.com/aws/aws-cdk-cli/issues/1780>, <https://github.com/boto/boto3/issues/4178>
    fn is_incomplete(&self) -> bool {
        match &self.status_reason {
            Some(reason) => reason.contains(INCOMPLETE),
            None => self.status.failed(),
        }
    }

    /// Adds what only `plain` has, the same change set read without values.
    fn completed(mut self, plain: Self) -> Self {
        self.status_reason = plain.status_reason.or(self.status_reason);
        for change in plain.changes {
            let logical_id = change.logical_id.clone();
            let Some(known) = self.changes.iter_mut().find(|known| known.logical_id == logical_id) else {
                self.changes.push(change);
                self.incomplete.push(logical_id);
                continue;
            };
            let mut dropped = change.details;
            dropped.retain(|detail| !known.details.iter().any(|known| known.has_same_source(detail)));
            if !dropped.is_empty() {
                known.details.extend(dropped);
                self.incomplete.push(logical_id);
            }
        }
        self
    }
}

impl Detail {
    /// Whether both are changes of the same attribute by the same causes, apart from the values.
    fn has_same_source(&self, other: &Self) -> bool {
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

/// What CloudFormation returns for a value that it knows only during execution.
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
        may_replace: !matches!(target.requires_recreation, Some(types::RequiresRecreation::Never)),
    })
}

/// A JSON pointer in the notation of an attribute: `/Properties/Code/S3Key` as `Properties.Code.S3Key`.
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

    /// A page of a change set; `rest` has its reason, its changes, and the token of the next page.
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

    /// A detail; `more` goes inside its target, `rest` after it.
    fn detail(name: &str, more: &str, rest: &str) -> String {
        format!(
            "<member><Target><Attribute>Properties</Attribute><Name>{name}</Name>{more}</Target>\
             <Evaluation>Static</Evaluation>{rest}</member>"
        )
    }

    async fn describe(replay: &Replay) -> ChangeSet {
        CloudFormation::new(&replay.config()).describe_change_set("c").await.expect("described")
    }

    const WARNING: &str = "<StatusReason>[WARN] --include-property-values option can return incomplete ChangeSet data \
        because: Logical Id: Table, failed property validation</StatusReason>";

    #[tokio::test]
    async fn what_is_dropped_with_values_is_read_without_them() {
        let name = detail("Name", "<BeforeValue>a</BeforeValue><AfterValue>b</AfterValue>", "");
        let with_values = changes(&[change("Api", "False", &name)]);
        let (plain_name, body) = (detail("Name", "", ""), detail("Body", "", ""));
        let first = changes(&[change("Api", "False", &format!("{plain_name}{body}"))]);
        let second = changes(&[change("Table", "True", &detail("KeySchema", "", ""))]);
        let replay = Replay::new([
            page("CREATE_COMPLETE", &format!("{WARNING}{with_values}")),
            page("CREATE_COMPLETE", &format!("{first}<NextToken>2</NextToken>")),
            page("CREATE_COMPLETE", &second),
        ]);

        let change_set = describe(&replay).await;

        let [api, table] = &change_set.changes[..] else { panic!("not two: {change_set:?}") };
        let of_api: Vec<_> =
            api.details.iter().map(|detail| (detail.attribute.as_str(), detail.after.as_deref())).collect();
        assert_eq!(of_api, [("Properties.Name", Some("b")), ("Properties.Body", None)]);
        assert_eq!((table.logical_id.as_str(), table.replacement), ("Table", Replacement::Always));
        assert_eq!(change_set.incomplete, ["Api", "Table"]);
        let bodies = replay.requests().into_iter().map(|request| request.body.to_string());
        let values: Vec<bool> = bodies.map(|body| body.contains("IncludePropertyValues=true")).collect();
        assert_eq!(values, [true, false, false]);
    }

    #[tokio::test]
    async fn the_reason_for_a_failure_is_read_without_values() {
        let nothing = "<StatusReason>The submitted information didn't contain changes.</StatusReason>";
        let replay = Replay::new([page("FAILED", "<StatusReason></StatusReason>"), page("FAILED", nothing)]);

        assert!(describe(&replay).await.is_empty());
    }

    #[tokio::test]
    async fn a_change_set_without_failure_is_read_once() {
        for status in ["CREATE_IN_PROGRESS", "CREATE_COMPLETE"] {
            let replay = Replay::new([page(status, "")]);

            assert_eq!(describe(&replay).await.status.0, status);
        }
    }

    #[tokio::test]
    async fn a_value_that_is_not_known_yet_has_its_path() {
        let path = "<Path>/Properties/Environment/Variables/URL</Path>";
        let values = "<BeforeValue>https://a/b</BeforeValue>\
            <AfterValue>https://{{changeSet:KNOWN_AFTER_APPLY}}/b</AfterValue>";
        let detail = detail("Environment", &format!("{path}{values}"), "<CausingEntity>Api</CausingEntity>");
        let replay = Replay::new([page("CREATE_COMPLETE", &changes(&[change("Function", "False", &detail)]))]);

        let detail = describe(&replay).await.changes.remove(0).details.remove(0);

        assert_eq!(
            (detail.attribute.as_str(), detail.place()),
            ("Properties.Environment", "Environment.Variables.URL")
        );
        assert_eq!((detail.after.as_deref(), detail.unknown), (Some("https://(known after deployment)/b"), true));
        assert_eq!(detail.causes, ["Api"]);
    }

    #[tokio::test]
    async fn a_parameter_with_a_masked_value_is_secret() {
        let parameter = |name: &str, value: &str| {
            let name = format!("<ParameterKey>{name}</ParameterKey>");
            format!("<member>{name}<ParameterValue>{value}</ParameterValue></member>")
        };
        let parameters = [parameter("Size", "2"), parameter("Password", "****")].concat();
        let replay = Replay::new([page("CREATE_COMPLETE", &format!("<Parameters>{parameters}</Parameters>"))]);

        assert_eq!(describe(&replay).await.secret_parameters, ["Password"]);
    }
}
