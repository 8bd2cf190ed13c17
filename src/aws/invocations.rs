//! One synchronous invocation of a function.

use std::time::Duration;

use aws_sdk_lambda::{config, operation::RequestId as _, primitives::Blob, types::LogType};
use aws_smithy_types::{base64, retry::RetryConfig, timeout::TimeoutConfig};

use super::{AwsError, aws_error, functions::Lambda};

/// What a synchronous invocation may be given, and may answer.
/// <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html#function-configuration-deployment-and-execution>
pub(crate) const MOST_PAYLOAD_BYTES: usize = 6 * 1024 * 1024;

/// A function that is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call<'a> {
    /// Its physical name, or the ARN of one of its aliases.
    pub(crate) function: &'a str,
    /// JSON.
    pub(crate) payload: &'a str,
    /// How long the function may run.
    pub(crate) time_out: Duration,
}

/// What came of a call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Invocation {
    pub(crate) payload: String,
    /// `Unhandled`, or another kind; `None` if the function succeeded.
    pub(crate) function_error: Option<String>,
    /// `$LATEST`, or the number of the version.
    pub(crate) version: Option<String>,
    pub(crate) request_id: Option<String>,
    /// The end of its log: at most 4 KB.
    pub(crate) log_tail: Option<String>,
}

pub(crate) trait Invocations {
    /// Calls the function once, and waits until it has answered.
    ///
    /// <https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html>
    async fn invoke(&self, call: &Call<'_>) -> Result<Invocation, AwsError>;
}

/// What an answer takes beyond the function's own time: a cold start, and the way.
const ON_TOP: Duration = Duration::from_secs(30);

impl Invocations for Lambda {
    async fn invoke(&self, call: &Call<'_>) -> Result<Invocation, AwsError> {
        // Lambda may have run the function although its answer is an error or lost: nothing is tried again.
        let once = config::Builder::new()
            .retry_config(RetryConfig::disabled())
            .timeout_config(TimeoutConfig::builder().read_timeout(call.time_out + ON_TOP).build());
        let request = self
            .client
            .invoke()
            .function_name(call.function)
            .payload(Blob::new(call.payload))
            .log_type(LogType::Tail)
            .customize()
            .config_override(once);
        let answer = request.send().await.map_err(aws_error("lambda:InvokeFunction"))?;
        let tail = answer.log_result().and_then(|tail| base64::decode(tail).ok());
        Ok(Invocation {
            request_id: answer.request_id().map(str::to_owned),
            payload: answer.payload.map(|it| String::from_utf8_lossy(it.as_ref()).into_owned()).unwrap_or_default(),
            function_error: answer.function_error,
            version: answer.executed_version,
            log_tail: tail.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        })
    }
}

#[cfg(test)]
pub(crate) mod fake {
    use super::*;
    use crate::aws::AwsErrorKind;

    /// Fails every call like this.
    pub(crate) struct FailingInvocations(pub(crate) AwsErrorKind);

    impl Invocations for FailingInvocations {
        async fn invoke(&self, _call: &Call<'_>) -> Result<Invocation, AwsError> {
            let mut error = AwsError::service("lambda:InvokeFunction", "Failed");
            error.kind = self.0;
            Err(error)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::aws::{
        AwsErrorKind,
        replay::{Answer, Replay},
    };

    const INVOKE: &str = "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/shop-dev-get_profile/invocations";

    fn call() -> Call<'static> {
        Call { function: "shop-dev-get_profile", payload: r#"{"a":1}"#, time_out: Duration::from_secs(100) }
    }

    #[tokio::test]
    async fn a_call_has_its_answer_and_the_end_of_its_log() {
        let answer = Answer::json(INVOKE, 200, &json!({ "statusCode": 200 }));
        let replay = Replay::new([answer.with_header("x-amz-log-result", "U1RBUlQ=")]);

        let invocation = Lambda::new(&replay.config()).invoke(&call()).await.expect("answered");

        assert_eq!(invocation.payload, r#"{"statusCode":200}"#);
        assert_eq!((invocation.log_tail.as_deref(), invocation.function_error), (Some("START"), None));
        let request = &replay.requests()[0];
        assert_eq!((&request.body, request.headers["x-amz-log-type"].as_str()), (&json!({ "a": 1 }), "Tail"));
        assert_eq!(replay.read_timeouts(), [Duration::from_secs(130)], "longer than the function may run");
    }

    #[tokio::test]
    async fn a_function_that_failed_has_answered() {
        let answer = Answer::json(INVOKE, 200, &json!({ "errorMessage": "no" }));
        let replay = Replay::new([answer.with_header("x-amz-function-error", "Unhandled")]);

        let invocation = Lambda::new(&replay.config()).invoke(&call()).await.expect("answered");

        assert_eq!(invocation.function_error.as_deref(), Some("Unhandled"));
    }

    #[tokio::test]
    async fn nothing_is_called_twice_even_if_lambda_itself_fails() {
        let broken = || Answer::json(INVOKE, 500, &json!({ "__type": "ServiceException", "message": "no" }));
        let replay = Replay::new([broken(), broken(), broken()]);
        let patient = replay.config().into_builder().retry_config(RetryConfig::standard()).build();

        let error = Lambda::new(&patient).invoke(&call()).await.expect_err("failed");

        assert_eq!((error.kind, replay.requests().len()), (AwsErrorKind::Unavailable, 1));
    }
}
