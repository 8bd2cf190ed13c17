//! What a log line says about a failed request, so that failures of one kind can be counted: never what a caller sent.

use aws_lc_rs::digest::{SHA256, digest};

use super::ApiError;
use crate::lambda;

/// What an operation failed at, in words that are the same every time.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Failure {
    /// Such as `ResourceNotFoundException`, `timeout` or `internal`.
    pub(super) class: String,
    /// Of the class and of what was being done: 12 digits, the same in every run and every release.
    pub(super) fingerprint: String,
}

/// How AWS and most libraries call their errors.
const ENDINGS: [&str; 6] = ["Exception", "Error", "Denied", "Exceeded", "Throttled", "Unavailable"];

impl Failure {
    /// `None` if the request is to blame.
    pub(super) fn of(error: &ApiError) -> Option<Self> {
        if !error.is_ours() {
            return None;
        }
        let chain = lambda::error_chain(error);
        let class = named(&chain).or_else(|| timed_out(&chain)).unwrap_or_else(|| error.code().to_owned());
        // Behind what the caller sees: `could not read a profile`. What comes after is AWS's, with ids in it.
        let doing = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
        let digest = digest(&SHA256, format!("{class}\n{doing}").as_bytes());
        let fingerprint = digest.as_ref().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Some(Self { class, fingerprint })
    }
}

/// The first word that is the name of an error.
fn named(chain: &str) -> Option<String> {
    let mut words = chain.split(|c: char| !c.is_ascii_alphanumeric());
    let is_name = |word: &&str| {
        word.starts_with(|c: char| c.is_ascii_uppercase()) && ENDINGS.iter().any(|end| word.ends_with(end))
    };
    words.find(|word| is_name(word) && !ENDINGS.contains(word)).map(str::to_owned)
}

fn timed_out(chain: &str) -> Option<String> {
    (chain.contains("timed out") || chain.contains("timeout")).then(|| "timeout".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{aws::AwsError, identity::IdentityError};

    fn failure(doing: &'static str, cause: &'static str) -> Failure {
        Failure::of(&AwsError::new(doing, cause).into()).expect("a failure")
    }

    #[test]
    fn a_failure_is_called_by_its_cause() {
        let class = |cause| failure("read a profile", cause).class;

        assert_eq!(
            class("service error: unhandled error (ResourceNotFoundException): gone"),
            "ResourceNotFoundException"
        );
        assert_eq!(class("dispatch failure: request has timed out"), "timeout");
        assert_eq!(class("Error: no item"), "internal");
    }

    #[test]
    fn its_fingerprint_is_the_same_whatever_item_it_was_about() {
        let one = failure("read a profile", "ValidationException: item 17 of ada@example.com");

        assert_eq!(one, failure("read a profile", "ValidationException: item 3"));
        assert_ne!(one.fingerprint, failure("write a profile", "ValidationException: item 3").fingerprint);
        assert_ne!(one.fingerprint, failure("read a profile", "AccessDeniedException").fingerprint);
        assert_eq!(one.fingerprint.len(), 12);
    }

    #[test]
    fn a_request_that_is_to_blame_is_no_failure() {
        assert_eq!(Failure::of(&ApiError::NotFound("profile")), None);
        assert_eq!(Failure::of(&ApiError::TooManyRequests { retry_after_seconds: 1 }), None);
    }

    #[test]
    fn a_quota_that_is_used_up_is_a_failure_of_the_stage() {
        let refused = AwsError::new("sign in a user", "TooManyRequestsException: Rate exceeded");
        let error = ApiError::from(IdentityError::QuotaUsedUp(refused));

        assert_eq!((error.status().as_u16(), error.code()), (429, "too_many_requests"));
        assert_eq!(Failure::of(&error).expect("a failure").class, "TooManyRequestsException");
    }
}
