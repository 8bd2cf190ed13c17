//! The errors of the API, each with its status and its stable code.

use std::{error::Error as StdError, fmt};

use lambda_http::http::StatusCode;

use crate::{
    aws::{AwsError, Cause},
    identity::IdentityError,
};

/// The field of a request that a validation error names.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field(String);

impl Field {
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.0)
    }
}

/// After a refusal of Cognito, which does not say how long it lasts.
const RETRY_SECONDS: u32 = 60;

#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    #[error("{field} {problem}")]
    InvalidRequest { field: Field, problem: String },
    #[error("the body is not valid JSON")]
    InvalidJson,
    #[error("the confirmation code is wrong or has expired")]
    InvalidCode,
    #[error("sign in first")]
    Unauthorized,
    // One message for every reason, so that it does not reveal whether the e-mail has an account.
    #[error("the e-mail or the password is wrong, or the account has to be confirmed or its password reset first")]
    InvalidCredentials,
    #[error("sign in again: this needs a sign-in within the last {within_minutes} minutes")]
    RecentSignInRequired { within_minutes: u32 },
    #[error("no such {0}")]
    NotFound(&'static str),
    #[error("a request with this Idempotency-Key is in progress")]
    InProgress,
    #[error("it was changed by someone else in the meantime: read it again")]
    PreconditionFailed,
    #[error("the body is larger than {limit_bytes} bytes")]
    TooLarge { limit_bytes: usize },
    #[error("the body must be application/json")]
    UnsupportedMediaType,
    #[error("this Idempotency-Key was used with another body")]
    IdempotencyKeyReused,
    #[error("your storage is full: delete entries first")]
    StorageFull,
    #[error("too busy for a moment: try again")]
    Busy(#[source] Box<dyn StdError + Send + Sync>),
    #[error("too many requests: slow down")]
    TooManyRequests { retry_after_seconds: u32 },
    // The caller can't tell it from a limit of their own.
    #[error("too many requests: slow down")]
    QuotaUsedUp(#[source] Box<dyn StdError + Send + Sync>),
    #[error("something went wrong on our side")]
    Internal(#[source] Box<dyn StdError + Send + Sync>),
}

impl ApiError {
    pub(crate) fn invalid(field: impl Into<String>, problem: impl fmt::Display) -> Self {
        Self::InvalidRequest { field: Field::new(field), problem: problem.to_string() }
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::InvalidRequest { .. } | Self::InvalidJson | Self::InvalidCode => StatusCode::BAD_REQUEST,
            Self::Unauthorized | Self::InvalidCredentials | Self::RecentSignInRequired { .. } => {
                StatusCode::UNAUTHORIZED
            }
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::InProgress | Self::StorageFull => StatusCode::CONFLICT,
            Self::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::IdempotencyKeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooManyRequests { .. } | Self::QuotaUsedUp(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The code that clients match on. Never change a published one.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::InvalidRequest { .. } => "invalid_request",
            Self::InvalidJson => "invalid_json",
            Self::InvalidCode => "invalid_code",
            Self::Unauthorized => "unauthorized",
            Self::InvalidCredentials => "invalid_credentials",
            Self::RecentSignInRequired { .. } => "recent_sign_in_required",
            Self::NotFound(_) => "not_found",
            Self::InProgress => "in_progress",
            Self::PreconditionFailed => "precondition_failed",
            Self::TooLarge { .. } => "too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::IdempotencyKeyReused => "idempotency_key_reused",
            Self::TooManyRequests { .. } | Self::QuotaUsedUp(_) => "too_many_requests",
            Self::StorageFull => "storage_full",
            Self::Busy(_) => "busy",
            Self::Internal(_) => "internal",
        }
    }

    pub(crate) fn retry_after_seconds(&self) -> Option<u32> {
        match self {
            Self::TooManyRequests { retry_after_seconds } => Some(*retry_after_seconds),
            Self::QuotaUsedUp(_) => Some(RETRY_SECONDS),
            Self::InProgress | Self::Busy(_) => Some(1),
            _ => None,
        }
    }

    /// Whether the stage is to blame, not the request.
    pub(super) fn is_ours(&self) -> bool {
        self.status().is_server_error() || matches!(self, Self::QuotaUsedUp(_))
    }
}

impl From<AwsError> for ApiError {
    fn from(error: AwsError) -> Self {
        match error.cause {
            Cause::Unexpected => Self::Internal(error.into()),
            Cause::Throttled => Self::Busy(error.into()),
            Cause::Full => Self::StorageFull,
        }
    }
}

impl From<IdentityError> for ApiError {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::InvalidPassword => Self::invalid("password", "is not accepted: choose another one"),
            IdentityError::InvalidNewPassword => Self::invalid("newPassword", "is not accepted: choose another one"),
            // Cognito has one exception for both, and the authorizer has just accepted the token.
            IdentityError::InvalidCurrentPassword => {
                Self::invalid("currentPassword", "is wrong, or this session has ended")
            }
            IdentityError::InvalidCode => Self::InvalidCode,
            IdentityError::InvalidCredentials => Self::InvalidCredentials,
            IdentityError::InvalidToken => Self::Unauthorized,
            IdentityError::TooManyRequests => Self::TooManyRequests { retry_after_seconds: RETRY_SECONDS },
            IdentityError::QuotaUsedUp(error) => Self::QuotaUsedUp(error.into()),
            // Only sign-up sees a taken e-mail, and it responds as if it were free.
            IdentityError::EmailTaken | IdentityError::Failed(_) => Self::Internal(error.into()),
        }
    }
}
