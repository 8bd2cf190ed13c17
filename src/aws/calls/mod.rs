//! What every call to AWS has in common: how long it may take, when it is tried again, and what counts as an answer.
//!
//! An interceptor of every client, so that no call can be made without it. [`limits`] has the times, [`answer`] looks
//! at what AWS sent.

mod answer;
mod cbor;
mod failed;
mod limits;

use std::time::Instant;

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{
            Intercept,
            context::{BeforeTransmitInterceptorContextMut, FinalizerInterceptorContextMut},
        },
        orchestrator::{Metadata, OrchestratorError},
        retries::RequestAttempts,
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::{
    config_bag::{ConfigBag, Storable, StoreReplace},
    retry::RetryConfig,
    timeout::TimeoutConfig,
};

pub(crate) use self::limits::optional;
use self::{
    failed::Failed,
    limits::{Kind, Limits, NextAttempt},
};
pub(super) use self::{failed::io_kind, limits::MAX_BACKOFF};
use crate::terminal::waiting;

/// A client of a service for a configuration, which makes its calls as described here.
macro_rules! client {
    ($sdk:ident, $config:expr) => {
        $sdk::Client::from_conf($sdk::config::Builder::from($config).interceptor($crate::aws::calls::Calls).build())
    };
}
pub(super) use client;

#[derive(Debug)]
pub(super) struct Calls;

/// One call, with all its attempts. It is shown as long as it lives.
#[derive(Debug)]
struct Call {
    operation: String,
    limits: Limits,
    begun: Instant,
    waited_for: waiting::Call,
}

impl Storable for Call {
    type Storer = StoreReplace<Self>;
}

impl Intercept for Calls {
    fn name(&self) -> &'static str {
        "Calls"
    }

    fn modify_before_retry_loop(
        &self,
        _: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(call) = cfg.load::<Metadata>() else { return Ok(()) };
        let (operation, action) = (call.name().to_owned(), action(call.service(), call.name()));
        let kind = Kind::of(&operation);
        let limits = Limits { kind, total: kind.limit() };
        let call = Call { operation, limits, begun: Instant::now(), waited_for: waiting::Call::begin(action) };
        cfg.interceptor_state().store_put(call);
        limit_attempt(cfg, limits.attempt());
        Ok(())
    }

    fn modify_before_attempt_completion(
        &self,
        context: &mut FinalizerInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let Some(call) = cfg.load::<Call>() else { return Ok(()) };
        let unreadable =
            context.response().and_then(|response| answer::unreadable(&call.operation, call.limits.kind, response));
        if let (Some(unreadable), Some(outcome)) = (unreadable, context.output_or_error_mut()) {
            // A failure to read the response, for the SDK too: it tries again.
            *outcome = Err(OrchestratorError::response(unreadable.into()));
        }
        let Some(Err(error)) = context.output_or_error() else { return Ok(()) };
        let failed = Failed::of(error, context.response());
        if failed == Failed::Throttled {
            call.waited_for.throttled();
        }
        let attempts = cfg.load::<RequestAttempts>().map_or(1, |attempts| attempts.attempts());
        match call.limits.next_attempt(&call.operation, failed, attempts, call.begun.elapsed()) {
            NextAttempt::Within(limit) => limit_attempt(cfg, limit),
            NextAttempt::None => {
                let retries = cfg.load::<RetryConfig>().cloned().unwrap_or_else(RetryConfig::standard);
                cfg.interceptor_state().store_put(retries.with_max_attempts(attempts));
            }
        }
        Ok(())
    }
}

fn limit_attempt(cfg: &mut ConfigBag, limit: Option<std::time::Duration>) {
    let Some(limit) = limit else { return };
    let timeouts = cfg.load::<TimeoutConfig>().cloned().unwrap_or_else(|| TimeoutConfig::builder().build());
    cfg.interceptor_state().store_put(timeouts.to_builder().operation_attempt_timeout(limit).build());
}

/// The call by the name that policies and logs have for it, or almost.
fn action(service: &str, operation: &str) -> String {
    let prefix = match service {
        "Cognito Identity Provider" => "cognito-idp".to_owned(),
        "CloudWatch Logs" => "logs".to_owned(),
        other => other.to_ascii_lowercase().replace(' ', "-"),
    };
    format!("{prefix}:{operation}")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use aws_config::{SdkConfig, retry::RetryConfig};
    use serde_json::json;

    use super::*;
    use crate::aws::{
        AwsError, AwsErrorKind, aws_error,
        replay::{Answer, Replay},
    };

    const LIST_USERS: &str = "AWSCognitoIdentityProviderService.ListUsers";

    /// Retries at once.
    fn patient(replay: &Replay) -> SdkConfig {
        let retries = RetryConfig::standard().with_max_attempts(10).with_initial_backoff(Duration::from_millis(1));
        replay.config().into_builder().retry_config(retries).build()
    }

    async fn users(answers: impl IntoIterator<Item = Answer>) -> (Result<usize, AwsError>, usize) {
        let replay = Replay::new(answers);
        let client = client!(aws_sdk_cognitoidentityprovider, &patient(&replay));
        let listed = client.list_users().user_pool_id("p").send().await.map_err(aws_error("cognito-idp:ListUsers"));
        (listed.map(|page| page.users.unwrap_or_default().len()), replay.requests().len())
    }

    fn page() -> Answer {
        Answer::json(LIST_USERS, 200, &json!({ "Users": [{ "Username": "ada" }] }))
    }

    #[tokio::test]
    async fn a_response_that_is_no_answer_is_never_an_empty_one() {
        for (body, cause) in [
            ("", "the response is empty"),
            ("{}", "the response lacks `Users`"),
            (r#"{"Users":[{"Usern"#, "the response breaks off"),
        ] {
            let broken = || Answer::xml(LIST_USERS, 200, body);
            let (listed, attempts) = users([broken(), broken(), broken()]).await;

            let error = listed.expect_err(body);
            assert_eq!((error.kind, attempts), (AwsErrorKind::Unreadable, 3), "{body}");
            assert_eq!(
                (error.to_string(), error.message()),
                ("the answer of cognito-idp:ListUsers could not be read".into(), cause.into())
            );
        }
        let portal = || Answer::xml(LIST_USERS, 200, "<html>sign in</html>").with_header("content-type", "text/html");
        let (listed, _) = users([portal(), portal(), portal()]).await;
        assert_eq!(listed.expect_err("no answer").message(), "the response is a web page, not AWS's");
    }

    #[tokio::test]
    async fn a_response_that_is_no_answer_is_asked_for_again() {
        let (listed, attempts) = users([Answer::xml(LIST_USERS, 200, "{"), page()]).await;

        assert_eq!((listed.expect("read"), attempts), (1, 2));
    }

    #[tokio::test]
    async fn an_outage_is_told_by_its_status() {
        let down = |body| Answer::xml(LIST_USERS, 503, body);
        for body in ["", "<html>503</html>", r#"{"__type":"ServiceUnavailableException","message":"no"}"#] {
            let (listed, _) = users((0..10).map(|_| down(body))).await;

            assert_eq!(listed.expect_err("down").kind, AwsErrorKind::Unavailable, "{body}");
        }
    }

    #[tokio::test]
    async fn half_of_an_xml_list_is_no_list() {
        const STACKS: &str = "https://cloudformation.us-east-1.amazonaws.com/";
        let half = "<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries>";
        let replay = Replay::new((0..3).map(|_| Answer::xml(STACKS, 200, half)));
        let client = client!(aws_sdk_cloudformation, &patient(&replay));

        let listed = client.list_stack_resources().stack_name("s").send().await;

        let error = aws_error("cloudformation:ListStackResources")(listed.expect_err("half"));
        assert_eq!((error.kind, error.message().as_str()), (AwsErrorKind::Unreadable, "the response breaks off"));
    }

    #[test]
    fn a_call_goes_by_its_action() {
        assert_eq!(action("Cognito Identity Provider", "AdminGetUser"), "cognito-idp:AdminGetUser");
        assert_eq!(action("CloudWatch Logs", "FilterLogEvents"), "logs:FilterLogEvents");
        assert_eq!(action("DynamoDB", "Query"), "dynamodb:Query");
    }
}
