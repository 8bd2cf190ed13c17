//! Cancels, rolls back and explains stack operations.

use aws_sdk_cloudformation::types::{EventFilter, OperationEvent};

use super::{AwsError, aws_error, stacks::CloudFormation};
use crate::stage::StackName;

/// One failure of an operation, in more detail than the stack's events have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OperationFailure {
    pub(crate) logical_id: String,
    pub(crate) kind: String,
    /// The hook or the validation that failed, and where.
    pub(crate) by: Option<String>,
    pub(crate) reason: String,
}

/// Whose failures to read with DescribeEvents.
#[derive(Debug, Clone, Copy)]
pub(crate) enum FailuresOf<'a> {
    ChangeSet(&'a str),
    Stack(&'a str),
}

pub(crate) trait Operations {
    /// Cancels a running update, which CloudFormation then rolls back.
    async fn cancel_update(&self, stack: &StackName, token: &str) -> Result<(), AwsError>;

    /// Rolls back a failed operation that was run without rollback.
    async fn roll_back(&self, stack: &StackName, token: &str) -> Result<(), AwsError>;

    /// The failures, oldest first, including early validations and hooks, which the stack's events leave out.
    ///
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeEvents.html>
    async fn failures(&self, of: FailuresOf<'_>) -> Result<Vec<OperationFailure>, AwsError>;
}

impl Operations for CloudFormation {
    async fn cancel_update(&self, stack: &StackName, token: &str) -> Result<(), AwsError> {
        let request = self.client.cancel_update_stack().stack_name(&stack.0).client_request_token(token);
        request.send().await.map_err(aws_error("cloudformation:CancelUpdateStack"))?;
        Ok(())
    }

    async fn roll_back(&self, stack: &StackName, token: &str) -> Result<(), AwsError> {
        let request = self.client.rollback_stack().stack_name(&stack.0).client_request_token(token);
        request.send().await.map_err(aws_error("cloudformation:RollbackStack"))?;
        Ok(())
    }

    async fn failures(&self, of: FailuresOf<'_>) -> Result<Vec<OperationFailure>, AwsError> {
        let request = self.client.describe_events().filters(EventFilter::builder().failed_events(true).build());
        let request = match of {
            FailuresOf::ChangeSet(id) => request.change_set_name(id),
            FailuresOf::Stack(id) => request.stack_name(id),
        };
        // The first page has more failures than a report needs.
        let page = request.send().await.map_err(aws_error("cloudformation:DescribeEvents"))?;
        let mut events = page.operation_events.unwrap_or_default();
        events.sort_by_key(|event| event.timestamp);
        Ok(events.into_iter().filter_map(failure).collect())
    }
}

fn failure(event: OperationEvent) -> Option<OperationFailure> {
    let at = event.validation_path.map(|path| format!(" at {path}")).unwrap_or_default();
    let validation = event.validation_name.map(|name| format!("validation {name}{at}"));
    let hook = event.hook_type.map(|hook| format!("hook {hook}"));
    let reason = event.validation_status_reason.or(event.hook_status_reason).or(event.resource_status_reason)?;
    Some(OperationFailure {
        logical_id: event.logical_resource_id.unwrap_or_default(),
        kind: event.resource_type.unwrap_or_default(),
        by: validation.or(hook),
        reason,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::replay::{Answer, Replay};

    #[tokio::test]
    async fn a_failed_validation_has_its_path() {
        let event = "<member><LogicalResourceId>Api</LogicalResourceId><ResourceType>AWS::ApiGateway::Stage</ResourceType>\
            <EventType>VALIDATION_ERROR</EventType><ValidationName>PROPERTY_VALIDATION</ValidationName>\
            <ValidationPath>/Resources/Api/Properties/Stagename</ValidationPath>\
            <ValidationStatusReason>#: extraneous key [Stagename] is not permitted</ValidationStatusReason></member>";
        let body = format!(
            "<DescribeEventsResponse><DescribeEventsResult><OperationEvents>{event}</OperationEvents>\
             </DescribeEventsResult></DescribeEventsResponse>"
        );
        let replay = Replay::new([Answer::xml("https://cloudformation.us-east-1.amazonaws.com/", 200, &body)]);

        let failures = CloudFormation::new(&replay.config()).failures(FailuresOf::ChangeSet("c")).await;

        let expected = OperationFailure {
            logical_id: "Api".into(),
            kind: "AWS::ApiGateway::Stage".into(),
            by: Some("validation PROPERTY_VALIDATION at /Resources/Api/Properties/Stagename".into()),
            reason: "#: extraneous key [Stagename] is not permitted".into(),
        };
        assert_eq!(failures.expect("answered"), [expected]);
    }
}
