//! Appends to an audit log in CloudWatch Logs, where an event can be added but not changed.

use std::collections::BTreeMap;

use aws_sdk_cloudwatchlogs::{error::ProvideErrorMetadata as _, types::InputLogEvent};
use jiff::Timestamp;

use super::{AwsError, aws_error, logs::CloudWatchLogs};

/// How long CloudWatch Logs keeps the events: over a year, so that two yearly reviews overlap. Only some values exist:
/// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>
pub(crate) const RETENTION_DAYS: i32 = 400;

/// Where the events go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogStream {
    pub(crate) group: String,
    pub(crate) stream: String,
    /// Of the group, when it has to be created.
    pub(crate) tags: BTreeMap<String, String>,
}

pub(crate) trait AuditLog {
    /// Appends an event, and creates the stream and the group if they are missing.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html>
    async fn append(&self, to: &LogStream, at: Timestamp, message: &str) -> Result<(), AwsError>;
}

impl AuditLog for CloudWatchLogs {
    async fn append(&self, to: &LogStream, at: Timestamp, message: &str) -> Result<(), AwsError> {
        // One call as a rule: the error says when there is more to do.
        match self.put_event(to, at, message).await {
            Err(error) if is_missing(&error) => {}
            put => return put,
        }
        match self.create_stream(to).await {
            Err(error) if is_missing(&error) => {
                self.create_group(to).await?;
                self.create_stream(to).await?;
            }
            created => created?,
        }
        self.put_event(to, at, message).await
    }
}

impl CloudWatchLogs {
    async fn put_event(&self, to: &LogStream, at: Timestamp, message: &str) -> Result<(), AwsError> {
        const ACTION: &str = "logs:PutLogEvents";
        let event = InputLogEvent::builder().timestamp(at.as_millisecond()).message(message).build();
        let event = event.map_err(|_| AwsError::empty_answer(ACTION))?;
        let request =
            self.client.put_log_events().log_group_name(&to.group).log_stream_name(&to.stream).log_events(event);
        let answer = request.send().await.map_err(aws_error("logs:PutLogEvents"))?;
        // A success that stored nothing, as when this machine's clock is hours off.
        if answer.rejected_log_events_info.is_some() {
            let message = "CloudWatch Logs takes no event of this time: is the clock of this machine right?";
            return Err(AwsError::refused(ACTION, "RejectedLogEvent", message));
        }
        Ok(())
    }

    async fn create_stream(&self, to: &LogStream) -> Result<(), AwsError> {
        let request = self.client.create_log_stream().log_group_name(&to.group).log_stream_name(&to.stream);
        match request.send().await {
            Err(error) if error.code() == Some("ResourceAlreadyExistsException") => Ok(()),
            answer => answer.map(drop).map_err(aws_error("logs:CreateLogStream")),
        }
    }

    async fn create_group(&self, to: &LogStream) -> Result<(), AwsError> {
        let tags = (!to.tags.is_empty()).then(|| to.tags.clone().into_iter().collect());
        let request =
            self.client.create_log_group().log_group_name(&to.group).set_tags(tags).deletion_protection_enabled(true);
        match request.send().await {
            Err(error) if error.code() == Some("ResourceAlreadyExistsException") => {}
            answer => answer.map(drop).map_err(aws_error("logs:CreateLogGroup"))?,
        }
        let request = self.client.put_retention_policy().log_group_name(&to.group).retention_in_days(RETENTION_DAYS);
        request.send().await.map(drop).map_err(aws_error("logs:PutRetentionPolicy"))
    }
}

fn is_missing(error: &AwsError) -> bool {
    error.code.as_deref() == Some("ResourceNotFoundException")
}

#[cfg(test)]
pub(crate) mod fake {
    use std::cell::RefCell;

    use super::*;

    /// Keeps the messages; denies every call if `closed`.
    #[derive(Default)]
    pub(crate) struct FakeAuditLog {
        pub(crate) messages: RefCell<Vec<String>>,
        pub(crate) closed: bool,
    }

    impl AuditLog for FakeAuditLog {
        async fn append(&self, _to: &LogStream, _at: Timestamp, message: &str) -> Result<(), AwsError> {
            if self.closed {
                return Err(AwsError::refused("logs:PutLogEvents", "AccessDeniedException", "made by a test"));
            }
            self.messages.borrow_mut().push(message.to_owned());
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::aws::{
        AwsErrorKind,
        replay::{Answer, Replay},
    };

    const PUT: &str = "Logs_20140328.PutLogEvents";
    const CREATE_STREAM: &str = "Logs_20140328.CreateLogStream";
    const CREATE_GROUP: &str = "Logs_20140328.CreateLogGroup";
    const RETENTION: &str = "Logs_20140328.PutRetentionPolicy";

    fn ok(target: &'static str) -> Answer {
        Answer::json(target, 200, &json!({}))
    }

    fn refused(target: &'static str, code: &str) -> Answer {
        Answer::json(target, 400, &json!({ "__type": code, "message": "made by a test" }))
    }

    fn missing(target: &'static str) -> Answer {
        refused(target, "ResourceNotFoundException")
    }

    async fn append(answers: impl IntoIterator<Item = Answer>) -> (Result<(), AwsError>, Vec<Value>) {
        let replay = Replay::new(answers);
        let tags = BTreeMap::from([("team".to_owned(), "platform".to_owned())]);
        let to = LogStream { group: "/srvls/shop-dev/audit".into(), stream: "2026-11".into(), tags };
        let at = "2026-11-22T10:00:00.5Z".parse().expect("a time");
        let appended = CloudWatchLogs::new(&replay.config()).append(&to, at, "{}").await;
        (appended, replay.requests().into_iter().map(|request| request.body).collect())
    }

    #[tokio::test]
    async fn an_event_takes_one_call() {
        let (appended, requests) = append([ok(PUT)]).await;

        appended.expect("appended");
        let event = json!({ "timestamp": 1_795_341_600_500_i64, "message": "{}" });
        let request =
            json!({ "logGroupName": "/srvls/shop-dev/audit", "logStreamName": "2026-11", "logEvents": [event] });
        assert_eq!(requests, [request]);
    }

    #[tokio::test]
    async fn a_missing_stream_is_created() {
        let (appended, requests) = append([missing(PUT), ok(CREATE_STREAM), ok(PUT)]).await;

        appended.expect("appended");
        assert_eq!(requests.len(), 3);
    }

    #[tokio::test]
    async fn a_missing_group_is_created_with_retention_tags_and_deletion_protection() {
        let creation = [missing(CREATE_STREAM), ok(CREATE_GROUP), ok(RETENTION), ok(CREATE_STREAM), ok(PUT)];
        let (appended, requests) = append([missing(PUT)].into_iter().chain(creation)).await;

        appended.expect("appended");
        let group = json!({
            "logGroupName": "/srvls/shop-dev/audit", "tags": { "team": "platform" }, "deletionProtectionEnabled": true,
        });
        assert_eq!(requests[2], group);
        assert_eq!(requests[3], json!({ "logGroupName": "/srvls/shop-dev/audit", "retentionInDays": RETENTION_DAYS }));
    }

    #[tokio::test]
    async fn what_another_run_created_meanwhile_is_used() {
        let exists = |target| refused(target, "ResourceAlreadyExistsException");
        let meanwhile = [missing(CREATE_STREAM), exists(CREATE_GROUP), ok(RETENTION), exists(CREATE_STREAM), ok(PUT)];

        let (appended, _) = append([missing(PUT)].into_iter().chain(meanwhile)).await;

        appended.expect("appended");
    }

    #[tokio::test]
    async fn a_group_that_may_not_be_created_names_the_action() {
        let denied = refused(CREATE_GROUP, "AccessDeniedException");

        let (appended, _) = append([missing(PUT), missing(CREATE_STREAM), denied]).await;

        let error = appended.expect_err("denied");
        assert_eq!((error.kind, error.action), (AwsErrorKind::NotAllowed, "logs:CreateLogGroup"));
    }

    #[tokio::test]
    async fn an_event_that_is_rejected_inside_a_success_is_an_error() {
        let rejected = json!({ "rejectedLogEventsInfo": { "tooNewLogEventStartIndex": 0 } });

        let (appended, _) = append([Answer::json(PUT, 200, &rejected)]).await;

        assert!(appended.expect_err("rejected").message().contains("clock"));
    }
}
