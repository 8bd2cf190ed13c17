//! How an attempt failed, as far as it matters for the next one.

use std::{error::Error as StdError, io, iter};

use aws_smithy_runtime_api::client::{
    interceptors::context::Error,
    orchestrator::{HttpResponse, OrchestratorError},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Failed {
    Throttled,
    TimedOut,
    /// Nothing listens at the address.
    Refused,
    /// The connection broke, or was never made: no such host, or no certificate to trust.
    Broken,
    Unreadable,
    Otherwise,
}

/// The error codes of services that throttle.
/// <https://docs.aws.amazon.com/general/latest/gr/api-retries.html>
const THROTTLED: [&str; 6] = [
    "Throttling",
    "ThrottledException",
    "TooManyRequestsException",
    "RequestLimitExceeded",
    "SlowDown",
    "ThroughputExceeded",
];

impl Failed {
    pub(super) fn of(error: &OrchestratorError<Error>, response: Option<&HttpResponse>) -> Self {
        if let Some(response) = response.filter(|response| !response.status().is_success()) {
            return if is_throttled(response) { Self::Throttled } else { Self::Otherwise };
        }
        if error.is_response_error() {
            return Self::Unreadable;
        }
        let timed_out = error.is_timeout_error() || error.as_connector_error().is_some_and(|error| error.is_timeout());
        if timed_out {
            return Self::TimedOut;
        }
        if !error.is_connector_error() {
            return Self::Otherwise;
        }
        match io_kind(error) {
            Some(io::ErrorKind::ConnectionRefused) => Self::Refused,
            _ => Self::Broken,
        }
    }
}

/// The kind of the innermost I/O error among the causes.
pub(in crate::aws) fn io_kind(error: &(dyn StdError + 'static)) -> Option<io::ErrorKind> {
    let causes = iter::successors(Some(error), |&error| error.source());
    causes.filter_map(|cause| cause.downcast_ref::<io::Error>()).last().map(io::Error::kind)
}

fn is_throttled(response: &HttpResponse) -> bool {
    let body = response.body().bytes().unwrap_or_default();
    let header = response.headers().get("x-amzn-errortype").unwrap_or_default();
    let named = |code: &&str| header.contains(*code) || contains(body, code);
    response.status().as_u16() == 429 || THROTTLED.iter().any(named)
}

/// Whether a body has this text, in whatever protocol.
pub(super) fn contains(body: &[u8], text: &str) -> bool {
    body.windows(text.len()).any(|part| part == text.as_bytes())
}
