//! CloudWatch Logs Live Tail: events as they come in, paid for by the minute, and sampled where they are many.

use aws_sdk_cloudwatchlogs::{
    error::ProvideErrorMetadata as _,
    primitives::event_stream::EventReceiver,
    types::{LiveTailSessionLogEvent, StartLiveTailResponseStream, error::StartLiveTailResponseStreamError},
};
use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{Intercept, context::BeforeTransmitInterceptorContextMut},
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::config_bag::ConfigBag;
use jiff::Timestamp;

use super::{
    AwsError, aws_error,
    logs::{CloudWatchLogs, LogEvent, Pattern},
};

/// A live tail takes no more log groups.
pub(crate) const MOST_GROUPS: usize = 10;

/// What came within a second.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct LiveUpdate {
    /// With the log group of each.
    pub(crate) events: Vec<(String, LogEvent)>,
    /// Whether more than 500 events matched, of which these are a sample.
    pub(crate) sampled: bool,
}

pub(crate) struct LiveTail(EventReceiver<StartLiveTailResponseStream, StartLiveTailResponseStreamError>);

const ACTION: &str = "logs:StartLiveTail";

impl CloudWatchLogs {
    /// Starts a live tail of log groups, by their ARNs.
    ///
    /// <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html>
    pub(crate) async fn live_tail(&self, groups: Vec<String>, pattern: Option<&Pattern>) -> Result<LiveTail, AwsError> {
        let request = self.client.start_live_tail().set_log_group_identifiers(Some(groups));
        let request = request.set_log_event_filter_pattern(pattern.map(Pattern::syntax));
        let started = request.customize().interceptor(PlainHost).send().await;
        started.map(|output| LiveTail(output.response_stream)).map_err(aws_error(ACTION))
    }
}

impl LiveTail {
    /// What comes next; `None` when AWS ends the live tail, which it does after three hours.
    pub(crate) async fn next(&mut self) -> Result<Option<LiveUpdate>, AwsError> {
        match self.0.recv().await {
            Ok(Some(StartLiveTailResponseStream::SessionUpdate(update))) => {
                let sampled = update.session_metadata.is_some_and(|metadata| metadata.sampled);
                let events = update.session_results.unwrap_or_default().into_iter().map(event).collect();
                Ok(Some(LiveUpdate { events, sampled }))
            }
            Ok(Some(_)) => Ok(Some(LiveUpdate::default())),
            Ok(None) => Ok(None),
            // The SDK gives these no code.
            Err(error) => match error.as_service_error() {
                Some(ended) if ended.is_session_timeout_exception() => Ok(None),
                Some(broken) => {
                    let message = broken.message().map_or_else(|| broken.to_string(), str::to_owned);
                    Err(AwsError::refused(ACTION, "SessionStreamingException", &message))
                }
                None => Err(AwsError::cut_off(ACTION, &error)),
            },
        }
    }
}

/// The group is `123456789012:/aws/lambda/…`. Live tails give events no ids: each comes once.
fn event(event: LiveTailSessionLogEvent) -> (String, LogEvent) {
    let group = event.log_group_identifier.unwrap_or_default();
    let group = group.rsplit_once(':').map_or(group.as_str(), |(_, group)| group).to_owned();
    let timestamp = event.timestamp.and_then(|millis| Timestamp::from_millisecond(millis).ok()).unwrap_or_default();
    (group, LogEvent { id: String::new(), timestamp, message: event.message.unwrap_or_default() })
}

/// The SDK asks `stream-logs.…`; another endpoint than AWS's has one name only.
#[derive(Debug)]
struct PlainHost;

impl Intercept for PlainHost {
    fn name(&self) -> &'static str {
        "PlainHost"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let request = context.request_mut();
        let uri = request.uri().to_owned();
        if !uri.contains("//stream-logs.") && !uri.contains("//streaming-logs.") {
            request.set_uri(uri.replacen("//streaming-", "//", 1).replacen("//stream-", "//", 1))?;
        }
        Ok(())
    }
}
