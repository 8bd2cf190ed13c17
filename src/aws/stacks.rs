//! CloudFormation stacks: their state, resources and events.

use std::collections::BTreeMap;

use aws_config::SdkConfig;
use aws_sdk_cloudformation::{
    error::ProvideErrorMetadata as _,
    types::{self, StackStatus},
};
use jiff::Timestamp;
use serde::Serialize;

use super::{AwsError, aws_error, calls::client};
use crate::stage::StackName;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stack {
    pub(crate) id: String,
    pub(crate) status: Status,
    pub(crate) status_reason: Option<String>,
    pub(crate) created_at: Option<Timestamp>,
    pub(crate) updated_at: Option<Timestamp>,
    /// The change set that was executed last.
    pub(crate) change_set_id: Option<String>,
    pub(crate) outputs: BTreeMap<String, String>,
    /// As CloudFormation shows them: a secret one is masked.
    pub(crate) parameters: BTreeMap<String, String>,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) termination_protection: bool,
    /// The result of the last drift detection: `IN_SYNC`, `DRIFTED`, or `NOT_CHECKED`.
    pub(crate) drift: String,
    /// When that detection ended.
    pub(crate) drift_checked_at: Option<Timestamp>,
}

/// A CloudFormation status by AWS's name, such as `UPDATE_COMPLETE`; of a stack or a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(crate) struct Status(pub(crate) String);

/// A stack's status, reduced to what an operator can do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StackState {
    /// The stack works and can be updated.
    Ready,
    /// An operation is in progress.
    Changing,
    /// The stack has a change set but no resources yet.
    Empty,
    /// The first deployment failed and was rolled back: the stack can only be deleted.
    FailedToCreate,
    /// A deployment failed without rollback: it can be continued, again without rollback, or rolled back.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html>
    Paused,
    /// A rollback or deletion failed: the stack needs ContinueUpdateRollback, or another deletion.
    Stuck,
}

impl Status {
    pub(crate) fn state(&self) -> StackState {
        match self.0.as_str() {
            "REVIEW_IN_PROGRESS" => StackState::Empty,
            "ROLLBACK_COMPLETE" | "ROLLBACK_FAILED" => StackState::FailedToCreate,
            "CREATE_FAILED" | "UPDATE_FAILED" => StackState::Paused,
            "UPDATE_ROLLBACK_FAILED" | "IMPORT_ROLLBACK_FAILED" | "DELETE_FAILED" => StackState::Stuck,
            status if status.ends_with("_IN_PROGRESS") => StackState::Changing,
            _ => StackState::Ready,
        }
    }

    pub(crate) fn in_progress(&self) -> bool {
        self.0.ends_with("_IN_PROGRESS")
    }

    /// Whether this is `CREATE_FAILED` or the like, or the `FAILED` of a change set.
    pub(crate) fn failed(&self) -> bool {
        self.0.ends_with("FAILED")
    }

    /// Whether CloudFormation is rolling back an operation, or has rolled it back.
    pub(crate) fn rolled_back(&self) -> bool {
        self.0.contains("ROLLBACK")
    }

    pub(crate) fn succeeded(&self) -> bool {
        self.deployed() || self.0 == "DELETE_COMPLETE"
    }

    /// Whether this is the final status of a successful deployment.
    pub(crate) fn deployed(&self) -> bool {
        matches!(self.0.as_str(), "CREATE_COMPLETE" | "UPDATE_COMPLETE" | "IMPORT_COMPLETE")
    }
}

/// A resource of a stack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Resource {
    pub(crate) logical_id: String,
    pub(crate) physical_id: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) status: Status,
    pub(crate) updated_at: Option<Timestamp>,
}

/// An event of a stack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct StackEvent {
    pub(crate) id: String,
    pub(crate) timestamp: Timestamp,
    pub(crate) logical_id: String,
    pub(crate) physical_id: String,
    #[serde(rename = "type")]
    pub(crate) kind: String,
    pub(crate) status: Status,
    pub(crate) reason: Option<String>,
    /// The client request token of its operation.
    pub(crate) token: Option<String>,
    /// The desired properties of the resource, as JSON.
    #[serde(skip)]
    pub(crate) properties: Option<String>,
}

impl StackEvent {
    /// Whether this is an event of the stack itself.
    pub(crate) fn is_stack(&self) -> bool {
        self.kind == "AWS::CloudFormation::Stack" && self.physical_id.contains(&format!(":stack/{}/", self.logical_id))
    }
}

/// What commands need from stacks.
pub(crate) trait Stacks {
    /// `None` when no stack of that name exists.
    async fn find(&self, name: &StackName) -> Result<Option<Stack>, AwsError>;

    /// Every resource, except deleted ones.
    async fn resources(&self, name: &StackName) -> Result<Vec<Resource>, AwsError>;

    /// The events after the one with the id `last`, oldest first; without it, those of the latest operation. `stack` is
    /// a name or an id: a deleted stack is found only by its id.
    async fn events_since(&self, stack: &str, last: Option<&str>) -> Result<Vec<StackEvent>, AwsError>;

    /// The newest events, newest first, up to and including the first for which `enough` is true. CloudFormation keeps
    /// events for 90 days.
    async fn newest_events(
        &self,
        stack: &str,
        enough: impl FnMut(&StackEvent) -> bool,
    ) -> Result<Vec<StackEvent>, AwsError>;

    /// Starts the deletion of the stack; its events carry `token`.
    async fn delete(&self, name: &StackName, token: &str) -> Result<(), AwsError>;
}

pub(crate) struct CloudFormation {
    pub(super) client: aws_sdk_cloudformation::Client,
}

impl CloudFormation {
    pub(super) fn new(config: &SdkConfig) -> Self {
        Self { client: client!(aws_sdk_cloudformation, config) }
    }
}

impl Stacks for CloudFormation {
    async fn find(&self, name: &StackName) -> Result<Option<Stack>, AwsError> {
        let found = self.client.describe_stacks().stack_name(&name.0).send().await;
        match found {
            Ok(output) => Ok(output.stacks.unwrap_or_default().into_iter().next().map(Stack::from)),
            // CloudFormation has no separate code for a missing stack; a well-formed name fails validation only for
            // that reason.
            Err(error) if error.code() == Some("ValidationError") => Ok(None),
            Err(error) => Err(aws_error("cloudformation:DescribeStacks")(error)),
        }
    }

    async fn resources(&self, name: &StackName) -> Result<Vec<Resource>, AwsError> {
        let mut pages = self.client.list_stack_resources().stack_name(&name.0).into_paginator().items().send();
        let mut resources = Vec::new();
        while let Some(summary) = pages.next().await {
            let summary = summary.map_err(aws_error("cloudformation:ListStackResources"))?;
            resources.extend(Some(Resource::from(summary)).filter(|resource| resource.status.0 != "DELETE_COMPLETE"));
        }
        Ok(resources)
    }

    async fn events_since(&self, stack: &str, last: Option<&str>) -> Result<Vec<StackEvent>, AwsError> {
        let (mut begun, mut reached) = (false, false);
        let enough = |event: &StackEvent| {
            // A stack can have years of events: stop at the end of the previous operation.
            let of_another = begun && event.is_stack() && !event.status.in_progress();
            begun |= event.is_stack() && event.status.in_progress();
            reached = last.map_or(of_another, |last| event.id == last);
            reached
        };
        let mut events = self.newest_events(stack, enough).await?;
        if reached {
            events.pop();
        }
        events.reverse();
        Ok(events)
    }

    async fn newest_events(
        &self,
        stack: &str,
        mut enough: impl FnMut(&StackEvent) -> bool,
    ) -> Result<Vec<StackEvent>, AwsError> {
        let mut pages = self.client.describe_stack_events().stack_name(stack).into_paginator().items().send();
        let mut events = Vec::new();
        while let Some(event) = pages.next().await {
            let event = StackEvent::from(event.map_err(aws_error("cloudformation:DescribeStackEvents"))?);
            let last = enough(&event);
            events.push(event);
            if last {
                break;
            }
        }
        Ok(events)
    }

    async fn delete(&self, name: &StackName, token: &str) -> Result<(), AwsError> {
        let request = self.client.delete_stack().stack_name(&name.0).client_request_token(token);
        request.send().await.map_err(aws_error("cloudformation:DeleteStack"))?;
        Ok(())
    }
}

impl From<types::Stack> for Stack {
    fn from(stack: types::Stack) -> Self {
        let pair = |output: types::Output| Some((output.output_key?, output.output_value?));
        let parameter = |parameter: types::Parameter| Some((parameter.parameter_key?, parameter.parameter_value?));
        let tag = |tag: types::Tag| Some((tag.key?, tag.value?));
        let drift = stack.drift_information;
        let drift_checked_at = drift.as_ref().and_then(|drift| drift.last_check_timestamp.as_ref());
        let drift_checked_at = drift_checked_at.and_then(super::timestamp);
        let drift = drift.and_then(|drift| drift.stack_drift_status).map(|status| status.as_str().to_owned());
        Self {
            id: stack.stack_id.unwrap_or_default(),
            status: Status(stack.stack_status.as_ref().map(StackStatus::as_str).unwrap_or_default().to_owned()),
            status_reason: stack.stack_status_reason.filter(|reason| !reason.is_empty()),
            created_at: stack.creation_time.as_ref().and_then(super::timestamp),
            updated_at: stack.last_updated_time.as_ref().and_then(super::timestamp),
            change_set_id: stack.change_set_id,
            outputs: stack.outputs.unwrap_or_default().into_iter().filter_map(pair).collect(),
            parameters: stack.parameters.unwrap_or_default().into_iter().filter_map(parameter).collect(),
            tags: stack.tags.unwrap_or_default().into_iter().filter_map(tag).collect(),
            termination_protection: stack.enable_termination_protection.unwrap_or_default(),
            drift: drift.unwrap_or_else(|| "NOT_CHECKED".into()),
            drift_checked_at,
        }
    }
}

impl From<types::StackResourceSummary> for Resource {
    fn from(summary: types::StackResourceSummary) -> Self {
        Self {
            logical_id: summary.logical_resource_id.unwrap_or_default(),
            physical_id: summary.physical_resource_id.unwrap_or_default(),
            kind: summary.resource_type.unwrap_or_default(),
            status: Status(summary.resource_status.map(|s| s.as_str().to_owned()).unwrap_or_default()),
            updated_at: summary.last_updated_timestamp.as_ref().and_then(super::timestamp),
        }
    }
}

impl From<types::StackEvent> for StackEvent {
    fn from(event: types::StackEvent) -> Self {
        Self {
            id: event.event_id.unwrap_or_default(),
            timestamp: event.timestamp.as_ref().and_then(super::timestamp).unwrap_or_default(),
            logical_id: event.logical_resource_id.unwrap_or_default(),
            physical_id: event.physical_resource_id.unwrap_or_default(),
            kind: event.resource_type.unwrap_or_default(),
            status: Status(event.resource_status.map(|s| s.as_str().to_owned()).unwrap_or_default()),
            reason: event.resource_status_reason.filter(|reason| !reason.is_empty()),
            token: event.client_request_token,
            properties: event.resource_properties,
        }
    }
}

#[cfg(test)]
pub(crate) mod fake {
    use super::*;

    /// Stacks held in memory.
    #[derive(Default)]
    pub(crate) struct FakeStacks {
        pub(crate) stack: Option<Stack>,
        pub(crate) resources: Vec<Resource>,
        pub(crate) events: Vec<StackEvent>,
    }

    impl Stacks for FakeStacks {
        async fn find(&self, _name: &StackName) -> Result<Option<Stack>, AwsError> {
            Ok(self.stack.clone())
        }

        async fn resources(&self, _name: &StackName) -> Result<Vec<Resource>, AwsError> {
            Ok(self.resources.clone())
        }

        async fn events_since(&self, _stack: &str, _last: Option<&str>) -> Result<Vec<StackEvent>, AwsError> {
            Ok(self.events.clone())
        }

        async fn newest_events(
            &self,
            _stack: &str,
            enough: impl FnMut(&StackEvent) -> bool,
        ) -> Result<Vec<StackEvent>, AwsError> {
            let newest = self.events.iter().rev();
            let until = newest.clone().position(enough).map_or(self.events.len(), |index| index + 1);
            Ok(newest.take(until).cloned().collect())
        }

        async fn delete(&self, _name: &StackName, _token: &str) -> Result<(), AwsError> {
            Ok(())
        }
    }

    /// A stack in the state `Ready`, with these outputs.
    pub(crate) fn ready_stack(outputs: &[(&str, &str)]) -> Stack {
        Stack {
            id: "arn:aws:cloudformation:us-east-1:000000000000:stack/srvls-dev/1".into(),
            status: Status("CREATE_COMPLETE".into()),
            status_reason: None,
            created_at: None,
            updated_at: None,
            change_set_id: None,
            outputs: outputs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            parameters: BTreeMap::new(),
            tags: BTreeMap::new(),
            termination_protection: false,
            drift: "NOT_CHECKED".into(),
            drift_checked_at: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_cloudformation::types::{StackDriftInformation, StackDriftStatus};

    use super::*;
    use crate::aws::{
        change_sets::{ChangeSetKind, ChangeSetRequest, ChangeSets, TemplateSource},
        replay::{Answer, Replay},
    };

    #[tokio::test]
    async fn a_retried_creation_of_a_change_set_has_the_same_client_token() {
        let answer = "<CreateChangeSetResponse><CreateChangeSetResult><Id>1</Id></CreateChangeSetResult></CreateChangeSetResponse>";
        let replay = Replay::new([Answer::xml("https://cloudformation.us-east-1.amazonaws.com/", 200, answer)]);
        let desired = ChangeSetRequest {
            stack: StackName("srvls-dev".into()),
            kind: ChangeSetKind::Update,
            name: "srvls-r1".into(),
            template: TemplateSource::Body("{}".into()),
            parameters: BTreeMap::new(),
            tags: BTreeMap::new(),
            description: String::new(),
        };

        let id = CloudFormation::new(&replay.config()).create_change_set(&desired).await.expect("created");

        assert_eq!(id, "1");
        let request = replay.requests()[0].body.to_string();
        assert!(request.contains("ClientToken=srvls-r1"), "{request}");
    }

    #[test]
    fn a_stack_has_the_result_of_the_last_drift_detection() {
        let drift = StackDriftInformation::builder().stack_drift_status(StackDriftStatus::Drifted).build();
        let drifted = Stack::from(types::Stack::builder().drift_information(drift).build());
        let unknown = Stack::from(types::Stack::builder().build());

        assert_eq!((drifted.drift.as_str(), unknown.drift.as_str()), ("DRIFTED", "NOT_CHECKED"));
    }
}
