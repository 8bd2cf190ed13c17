//! One failure: where and when, what it says, and which request it hit.

use std::sync::LazyLock;

use jiff::Timestamp;
use regex::Regex;

use crate::{log_lines::LogLine, stage::FunctionName};

/// What a failure is, in its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Such as `ResourceNotFoundException`, `timeout` or `panic`.
    pub(super) class: String,
    pub(super) message: String,
    /// That the function gave it: 12 hexadecimal digits.
    pub(super) fingerprint: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Occurrence {
    /// `None` where only the route is known.
    pub(super) function: Option<FunctionName>,
    /// Such as `GET /user/profile`.
    pub(super) route: Option<String>,
    pub(super) at: Timestamp,
    pub(super) fault: Fault,
    pub(super) request: RequestIds,
    /// The sub of the signed-in user, if the logs say who that is.
    pub(super) user: Option<String>,
}

/// By what the logs of Lambda and of API Gateway name one request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RequestIds {
    pub(super) lambda: Option<String>,
    pub(super) api: Option<String>,
}

/// What an [`ApiError`](lambdas) says to the caller, and nothing about the cause.
const SAYS_NOTHING: [&str; 6] = [
    "request failed",
    "something went wrong on our side",
    "too busy for a moment",
    "try again",
    "too many requests",
    "slow down",
];

/// What the AWS SDK puts around a service's own words.
static WRAPPING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"service error: |unhandled error(?: \([^)]*\))?: |Error \{ ").expect("a valid pattern")
});

/// How AWS and most libraries call their errors.
static CLASS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b[A-Z][A-Za-z]*(?:Exception|Error|Fault|Failure|Denied|Exceeded|Throttled|Unavailable)\b")
        .expect("a valid pattern")
});

impl Fault {
    pub(super) fn new(class: &str, message: impl Into<String>) -> Self {
        Self { class: class.to_owned(), message: message.into(), fingerprint: None }
    }

    /// What a function says about its own failure.
    pub(super) fn of(line: &LogLine) -> Self {
        let cause = ["error", "reason", "errorMessage"].into_iter().find_map(|name| line.text_field(name));
        let parts = [Some(line.message.as_str()), cause];
        let chain = parts.into_iter().flatten().flat_map(|text| text.split(": "));
        let mut words: Vec<&str> = Vec::new();
        for part in chain.filter(|part| !SAYS_NOTHING.contains(part)) {
            // A chain of errors often repeats itself.
            if !words.contains(&part) {
                words.push(part);
            }
        }
        let joined = words.join(": ");
        let message = WRAPPING.replace_all(&joined, "").into_owned();
        let own = ["error_class", "errorType", "error_type"].into_iter().find_map(|name| line.text_field(name));
        let named = || CLASS.find(cause.unwrap_or(&line.message)).map(|class| class.as_str());
        let class = own.or_else(named).unwrap_or("error").to_owned();
        let fingerprint = line.text_field("fingerprint").filter(|text| is_fingerprint(text)).map(str::to_owned);
        Self { message: if message.is_empty() { line.message.clone() } else { message }, class, fingerprint }
    }
}

fn is_fingerprint(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::log_lines::{Level, fake::line};

    fn fault(message: &str, fields: serde_json::Value) -> (String, String) {
        let Fault { class, message, .. } = Fault::of(&line(Some(Level::Error), message, fields));
        (class, message)
    }

    #[test]
    fn a_failure_is_called_by_its_cause_and_not_by_what_the_caller_sees() {
        let error = "something went wrong on our side: could not read a profile: service error: \
            unhandled error (ResourceNotFoundException): ResourceNotFoundException: no such table: \
            ResourceNotFoundException: no such table";

        let (class, message) = fault("request failed", json!({ "error": error }));

        assert_eq!(class, "ResourceNotFoundException");
        assert_eq!(message, "could not read a profile: ResourceNotFoundException: no such table");
    }

    #[test]
    fn a_line_that_names_its_class_is_believed() {
        let fields = json!({ "error": "could not read a profile", "error_class": "dynamodb_timeout" });

        assert_eq!(fault("request failed", fields).0, "dynamodb_timeout");
        assert_eq!(fault("exit status 1", json!({ "errorType": "Runtime.ExitError" })).0, "Runtime.ExitError");
    }

    #[test]
    fn a_fingerprint_of_the_function_counts_if_it_is_one() {
        let of = |text: &str| {
            Fault::of(&line(Some(Level::Error), "request failed", json!({ "fingerprint": text }))).fingerprint
        };

        assert_eq!(of("1ce5f6a04eaa").as_deref(), Some("1ce5f6a04eaa"));
        assert_eq!((of("1CE5F6A04EAA"), of("short"), of("../../../etc")), (None, None, None));
    }

    #[test]
    fn a_line_that_says_little_is_shown_as_it_is() {
        assert_eq!(fault("request failed", json!({})), ("error".into(), "request failed".into()));
        let reason = json!({ "reason": "CodeDeliveryFailureException" });
        let expected = (
            "CodeDeliveryFailureException".to_owned(),
            "could not send a code: CodeDeliveryFailureException".to_owned(),
        );
        assert_eq!(fault("could not send a code", reason), expected);
    }
}
