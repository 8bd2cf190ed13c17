//! A failed AWS call: its action, its cause, and the kind of failure.

use std::{error::Error as StdError, fmt, io, iter, sync::Arc};

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::{
    config::http::HttpResponse,
    error::{ProvideErrorMetadata, SdkError},
    operation::RequestId as _,
};

use super::{calls::io_kind, credentials};

#[derive(Debug, Clone)]
pub(crate) struct AwsError {
    /// The call's IAM action, such as `cloudformation:DescribeStacks`, which a policy has to allow.
    pub(crate) action: &'static str,
    pub(crate) kind: AwsErrorKind,
    /// AWS's error code.
    pub(crate) code: Option<String>,
    pub(crate) request_id: Option<String>,
    source: Arc<dyn StdError + Send + Sync>,
}

/// What lies behind an error: a sentence, or an error of a library.
type Source = Box<dyn StdError + Send + Sync>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AwsErrorKind {
    /// None were found.
    NoCredentials,
    /// Expired ones, or others that AWS refuses.
    Credentials,
    /// The credentials don't allow the action.
    NotAllowed,
    /// Still throttled after every retry.
    Throttled,
    /// The service is down, by its own account.
    Unavailable,
    /// No response arrived in time.
    TimedOut,
    /// Nothing listens at the address.
    Refused,
    /// No response arrived.
    Unreachable,
    /// What arrived is no answer of AWS's.
    Unreadable,
    /// No region is configured, or what is configured is none.
    NoRegion,
    /// The profile that was asked for doesn't exist.
    NoProfile,
    /// A file that the AWS CLI's settings name can't be used.
    Setting,
    /// The service rejected the call, or failed.
    Service,
}

impl fmt::Display for AwsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            AwsErrorKind::NoCredentials | AwsErrorKind::Credentials => {
                write!(f, "no valid AWS credentials for {}", self.action)
            }
            AwsErrorKind::NotAllowed => write!(f, "not allowed to call {}", self.action),
            AwsErrorKind::Throttled => write!(f, "{} is still throttled after every retry", self.action),
            AwsErrorKind::Unavailable => write!(f, "{} is unavailable", self.action),
            AwsErrorKind::TimedOut => write!(f, "AWS did not answer {} in time", self.action),
            AwsErrorKind::Refused => write!(f, "could not connect to AWS for {}", self.action),
            AwsErrorKind::Unreachable => write!(f, "AWS did not answer {}", self.action),
            AwsErrorKind::Unreadable => write!(f, "the answer of {} could not be read", self.action),
            AwsErrorKind::NoRegion => write!(f, "no AWS region is set"),
            AwsErrorKind::NoProfile => write!(f, "the AWS profile can't be used"),
            AwsErrorKind::Setting => write!(f, "a setting of the AWS CLI can't be used"),
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
    /// The service's message.
    pub(crate) fn message(&self) -> String {
        self.source.to_string()
    }

    pub(super) fn new(action: &'static str, kind: AwsErrorKind, source: impl Into<Source>) -> Self {
        Self { action, kind, code: None, request_id: None, source: Arc::from(source.into()) }
    }

    /// What is wrong before any call.
    pub(super) fn setup(kind: AwsErrorKind, source: impl Into<Source>) -> Self {
        Self::new("any AWS call", kind, source)
    }

    /// A response that ended before its end.
    pub(super) fn cut_off(action: &'static str, cause: &(dyn StdError + 'static)) -> Self {
        Self::new(action, AwsErrorKind::Unreadable, deepest(cause))
    }

    /// Whether nothing came back.
    pub(crate) fn got_no_answer(&self) -> bool {
        matches!(self.kind, AwsErrorKind::TimedOut | AwsErrorKind::Refused | AwsErrorKind::Unreachable)
    }

    /// Whether the same call may succeed later.
    pub(crate) fn is_transient(&self) -> bool {
        use AwsErrorKind::{Refused, Throttled, TimedOut, Unavailable, Unreachable, Unreadable};
        matches!(self.kind, Throttled | Unavailable | TimedOut | Refused | Unreachable | Unreadable)
    }

    /// A response without the expected content.
    pub(super) fn empty_answer(action: &'static str) -> Self {
        Self::new(action, AwsErrorKind::Service, "the response was empty")
    }

    /// A failure reported inside a successful response.
    pub(crate) fn refused(action: &'static str, code: &str, message: &str) -> Self {
        Self { code: Some(code.to_owned()), ..Self::new(action, kind_of(code), format!("{code}: {message}")) }
    }

    pub(crate) fn has_code(&self, code: &str) -> bool {
        self.code.as_deref() == Some(code)
    }

    #[cfg(test)]
    pub(crate) fn service(action: &'static str, code: &str) -> Self {
        Self { code: Some(code.to_owned()), ..Self::new(action, AwsErrorKind::Service, "made by a test") }
    }
}

/// Turns an SDK error into ours: `.map_err(aws_error("cloudformation:DescribeStacks"))`.
pub(crate) fn aws_error<E>(action: &'static str) -> impl FnOnce(SdkError<E, HttpResponse>) -> AwsError
where
    E: StdError + ProvideErrorMetadata + Send + Sync + 'static,
{
    move |error| {
        let code = error.as_service_error().and_then(ProvideErrorMetadata::code).map(str::to_owned);
        let status = error.raw_response().map(|response| response.status().as_u16()).unwrap_or_default();
        let mut kind = kind(&error, code.as_deref(), status);
        let request_id = error.request_id().map(str::to_owned);
        let source: Source = match error.as_service_error() {
            Some(refusal) => sentence(refusal).unwrap_or_else(|| format!("HTTP {status} without a message")).into(),
            // The SDK only says how long the last attempt was.
            None if kind == AwsErrorKind::TimedOut => "no response arrived, whenever it was tried".into(),
            None if kind == AwsErrorKind::Unavailable => format!("HTTP {status} without a message").into(),
            None => {
                let cause = deepest(&error);
                let missing = credentials::missing(&error, &cause);
                if kind == AwsErrorKind::Credentials && missing.is_some() {
                    kind = AwsErrorKind::NoCredentials;
                }
                missing.unwrap_or(cause).into()
            }
        };
        AwsError { code, request_id, ..AwsError::new(action, kind, source) }
    }
}

fn kind<E: StdError + 'static>(error: &SdkError<E, HttpResponse>, code: Option<&str>, status: u16) -> AwsErrorKind {
    let by_code = code.map(kind_of).filter(|kind| *kind != AwsErrorKind::Service);
    match error {
        // An outage has many codes, and often a load balancer's page instead.
        _ if (500..600).contains(&status) => by_code.unwrap_or(AwsErrorKind::Unavailable),
        SdkError::ServiceError(_) if code.is_some() => by_code.unwrap_or(AwsErrorKind::Service),
        SdkError::ServiceError(_) => kind_of_status(status),
        SdkError::ConstructionFailure(_) => AwsErrorKind::Service,
        _ if lacks_credentials(error) => AwsErrorKind::Credentials,
        SdkError::ResponseError(_) => AwsErrorKind::Unreadable,
        SdkError::TimeoutError(_) => AwsErrorKind::TimedOut,
        SdkError::DispatchFailure(failure) if failure.is_timeout() => AwsErrorKind::TimedOut,
        _ if io_kind(error) == Some(io::ErrorKind::ConnectionRefused) => AwsErrorKind::Refused,
        _ => AwsErrorKind::Unreachable,
    }
}

/// The kind of an error code that AWS's services share.
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html>
fn kind_of(code: &str) -> AwsErrorKind {
    match code {
        "AccessDenied" | "AccessDeniedException" | "AuthorizationError" | "UnauthorizedOperation" | "NotAuthorized" => {
            AwsErrorKind::NotAllowed
        }
        "ExpiredToken"
        | "ExpiredTokenException"
        | "InvalidClientTokenId"
        | "UnrecognizedClientException"
        | "AuthFailure"
        | "IncompleteSignature"
        | "InvalidSignatureException"
        | "SignatureDoesNotMatch"
        | "MissingAuthenticationToken"
        | "InvalidAccessKeyId"
        | "InvalidToken"
        | "OptInRequired"
        | "RequestExpired"
        | "RequestTimeTooSkewed"
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

/// S3's response to HEAD has no body, and so no error code.
/// <https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html>
fn kind_of_status(status: u16) -> AwsErrorKind {
    match status {
        // Our requests are well formed except for the token, so it has expired.
        400 | 401 => AwsErrorKind::Credentials,
        403 => AwsErrorKind::NotAllowed,
        429 => AwsErrorKind::Throttled,
        // The SDK takes a response that it can't read for a failure.
        200..300 => AwsErrorKind::Unreadable,
        _ => AwsErrorKind::Service,
    }
}

/// Whether no request was sent because no credentials were found to sign it.
fn lacks_credentials(error: &(dyn StdError + 'static)) -> bool {
    causes(error).any(|cause| cause.is::<CredentialsError>())
}

fn sentence(error: &impl ProvideErrorMetadata) -> Option<String> {
    let message = error.message()?;
    Some(match error.code() {
        Some(code) => format!("{code}: {message}"),
        None => message.to_owned(),
    })
}

/// The innermost cause: the SDK wraps a refused connection in four layers without information.
fn deepest(error: &(dyn StdError + 'static)) -> String {
    causes(error).last().map(ToString::to_string).unwrap_or_default()
}

/// The error and its chain of causes.
fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    iter::successors(Some(error), |&error| error.source())
}

#[cfg(test)]
mod tests {
    use aws_config::SdkConfig;
    use aws_credential_types::provider::future;
    use aws_sdk_sts::config::{ProvideCredentials, SharedCredentialsProvider};

    use super::*;
    use crate::aws::replay::{Answer, Replay};

    const HEAD: &str = "https://bucket.s3.us-east-1.amazonaws.com/";

    async fn head(config: &SdkConfig) -> AwsError {
        let head = aws_sdk_s3::Client::new(config).head_bucket().bucket("bucket").send().await;
        aws_error("s3:ListBucket")(head.expect_err("refused"))
    }

    #[tokio::test]
    async fn a_response_without_a_body_is_classified_by_its_status() {
        let refused = async |status| head(&Replay::new([Answer::xml(HEAD, status, "")]).config()).await;

        let denied = refused(403).await;
        assert_eq!((denied.kind, denied.message().as_str()), (AwsErrorKind::NotAllowed, "HTTP 403 without a message"));
        assert_eq!(refused(400).await.kind, AwsErrorKind::Credentials);
        assert_eq!(refused(301).await.kind, AwsErrorKind::Service);
    }

    #[tokio::test]
    async fn a_broken_connection_is_distinguished_from_missing_credentials() {
        #[derive(Debug)]
        struct NoCredentials;
        impl ProvideCredentials for NoCredentials {
            fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
            where
                Self: 'a,
            {
                future::ProvideCredentials::ready(Err(CredentialsError::not_loaded("no sign-in")))
            }
        }
        let config = Replay::new([]).config();
        let unsigned_config =
            config.to_builder().credentials_provider(SharedCredentialsProvider::new(NoCredentials)).build();

        let (broken, unsigned) = (head(&config).await, head(&unsigned_config).await);

        assert_eq!(broken.kind, AwsErrorKind::Unreachable, "{}", broken.message());
        assert_eq!((unsigned.kind, unsigned.message().as_str()), (AwsErrorKind::Credentials, "no sign-in"));
    }

    #[test]
    fn a_denied_call_is_distinguished_from_expired_credentials() {
        assert_eq!(kind_of("AccessDeniedException"), AwsErrorKind::NotAllowed);
        for code in ["ExpiredToken", "AuthFailure", "InvalidSignatureException", "RequestTimeTooSkewed"] {
            assert_eq!(kind_of(code), AwsErrorKind::Credentials, "{code}");
        }
        assert_eq!(kind_of("ValidationError"), AwsErrorKind::Service);
    }
}
