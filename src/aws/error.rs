//! A failed AWS call: what was asked, why it failed, and of which kind the failure is.

use std::{error::Error as StdError, fmt};

use aws_sdk_sts::{
    error::{ProvideErrorMetadata, SdkError},
    operation::RequestId,
};

use super::credentials::nowhere;

#[derive(Debug)]
pub(crate) struct AwsError {
    /// The call by its IAM action, `cloudformation:DescribeStacks`: also what a policy would have to allow.
    pub(crate) action: &'static str,
    pub(crate) kind: AwsErrorKind,
    /// AWS's error code.
    pub(crate) code: Option<String>,
    pub(crate) request_id: Option<String>,
    source: Box<dyn StdError + Send + Sync>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AwsErrorKind {
    /// No credentials, or expired ones.
    Credentials,
    /// The credentials don't allow the action.
    NotAllowed,
    /// Still throttled after every retry.
    Throttled,
    /// No answer came.
    Unreachable,
    /// Nobody said which region.
    NoRegion,
    /// The service refused or failed.
    Service,
}

impl fmt::Display for AwsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            AwsErrorKind::Credentials => write!(f, "no valid AWS credentials for {}", self.action),
            AwsErrorKind::NotAllowed => write!(f, "not allowed to call {}", self.action),
            AwsErrorKind::Throttled => write!(f, "{} is still throttled after every retry", self.action),
            AwsErrorKind::Unreachable => write!(f, "AWS did not answer {}", self.action),
            AwsErrorKind::NoRegion => write!(f, "no AWS region is set"),
            AwsErrorKind::Service => write!(f, "{} failed", self.action),
        }
    }
}

impl StdError for AwsError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

impl AwsError {
    /// The service's own sentence.
    pub(crate) fn message(&self) -> String {
        self.source.to_string()
    }

    pub(super) fn no_region(source: NoRegion) -> Self {
        Self {
            action: "any AWS call",
            kind: AwsErrorKind::NoRegion,
            code: None,
            request_id: None,
            source: source.into(),
        }
    }

    /// AWS answered, but with nothing in it.
    pub(super) fn empty_answer(action: &'static str) -> Self {
        let source = "the answer was empty".into();
        Self { action, kind: AwsErrorKind::Service, code: None, request_id: None, source }
    }

    /// A refusal that came inside an answer.
    pub(crate) fn refused(action: &'static str, code: &str, message: &str) -> Self {
        let source = format!("{code}: {message}").into();
        Self { action, kind: kind_of(code), code: Some(code.to_owned()), request_id: None, source }
    }

    #[cfg(test)]
    pub(crate) fn has_code(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }

    #[cfg(test)]
    pub(crate) fn service(action: &'static str, code: &str) -> Self {
        let code = Some(code.to_owned());
        Self { action, kind: AwsErrorKind::Service, code, request_id: None, source: "made by a test".into() }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("neither the stage, nor --region, nor AWS_REGION, nor the profile names one")]
pub(super) struct NoRegion;

/// Turns an SDK error into ours: `.map_err(aws_error("cloudformation:DescribeStacks"))`.
pub(crate) fn aws_error<E, R>(action: &'static str) -> impl FnOnce(SdkError<E, R>) -> AwsError
where
    E: StdError + ProvideErrorMetadata + Send + Sync + 'static,
    R: fmt::Debug + Send + Sync + 'static,
    SdkError<E, R>: RequestId,
{
    move |error| {
        let code = error.as_service_error().and_then(ProvideErrorMetadata::code).map(str::to_owned);
        let kind = match &error {
            SdkError::ServiceError(_) => kind_of(code.as_deref().unwrap_or_default()),
            SdkError::ConstructionFailure(_) => AwsErrorKind::Service,
            SdkError::DispatchFailure(failure) if failure.is_other() => AwsErrorKind::Credentials,
            _ => AwsErrorKind::Unreachable,
        };
        let request_id = error.request_id().map(str::to_owned);
        let source: Box<dyn StdError + Send + Sync> = match error.as_service_error().and_then(sentence) {
            Some(message) => message.into(),
            None => {
                let cause = deepest(&error);
                nowhere(&error, &cause).unwrap_or(cause).into()
            }
        };
        AwsError { action, kind, code, request_id, source }
    }
}

/// The codes that AWS's services share.
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html>
fn kind_of(code: &str) -> AwsErrorKind {
    match code {
        "AccessDenied" | "AccessDeniedException" | "UnauthorizedOperation" | "NotAuthorized" => {
            AwsErrorKind::NotAllowed
        }
        "ExpiredToken"
        | "ExpiredTokenException"
        | "InvalidClientTokenId"
        | "UnrecognizedClientException"
        | "IncompleteSignature"
        | "SignatureDoesNotMatch"
        | "MissingAuthenticationToken"
        | "InvalidAccessKeyId"
        | "RequestExpired"
        | "TokenRefreshRequired" => AwsErrorKind::Credentials,
        "Throttling"
        | "ThrottlingException"
        | "TooManyRequestsException"
        | "RequestLimitExceeded"
        | "SlowDown"
        | "ProvisionedThroughputExceededException" => AwsErrorKind::Throttled,
        _ => AwsErrorKind::Service,
    }
}

fn sentence(error: &impl ProvideErrorMetadata) -> Option<String> {
    let message = error.message()?;
    Some(match error.code() {
        Some(code) => format!("{code}: {message}"),
        None => message.to_owned(),
    })
}

/// The SDK wraps a refused connection in four layers that say nothing.
fn deepest(error: &(dyn StdError + 'static)) -> String {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denied_call_is_told_from_expired_credentials() {
        assert_eq!(kind_of("AccessDeniedException"), AwsErrorKind::NotAllowed);
        assert_eq!(kind_of("ExpiredToken"), AwsErrorKind::Credentials);
        assert_eq!(kind_of("ValidationError"), AwsErrorKind::Service);
    }
}
