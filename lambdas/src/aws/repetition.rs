//! Which calls may be repeated, and how long they may take.
//!
//! The SDK repeats a call that times out or gets a server error, though it may have been performed. Most calls can be
//! performed twice. A code, a session or an expected version, though, is used up by the first: its repetition would tell
//! the caller that a right code is wrong, or mail a second code that makes the first one invalid.
//! <https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html>

use std::time::Duration;

use aws_config::timeout::TimeoutConfig;
use aws_smithy_runtime_api::client::{
    interceptors::context::InterceptorContext,
    retries::classifiers::{ClassifyRetry, RetryAction},
};
use serde_json::Value;

/// Allows another attempt only when AWS refused the first before it did anything, because of too many requests.
#[derive(Debug)]
pub(crate) struct OnlyIfThrottled;

impl ClassifyRetry for OnlyIfThrottled {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let body = context.response().and_then(|response| response.body().bytes());
        let exception: Value = body.and_then(|body| serde_json::from_slice(body).ok()).unwrap_or_default();
        let exception = exception["__type"].as_str().unwrap_or_default();
        let is_throttled = context.output_or_error().is_none_or(|outcome| outcome.is_ok())
            || ["Throttling", "ThroughputExceeded", "TooManyRequests", "RequestLimitExceeded"]
                .iter()
                .any(|reason| exception.contains(reason));
        if is_throttled { RetryAction::NoActionIndicated } else { RetryAction::RetryForbidden }
    }

    fn name(&self) -> &'static str {
        "only if throttled"
    }
}

/// The time-outs of a call without a second attempt: the first has all the time.
pub(crate) fn one_attempt(limit: Duration) -> TimeoutConfig {
    TimeoutConfig::builder().operation_attempt_timeout(limit).operation_timeout(limit).build()
}
