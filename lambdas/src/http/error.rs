//! Everything a caller may be told went wrong, with its status and its stable code.

use std::{error::Error as StdError, fmt};

use lambda_http::http::StatusCode;

use crate::{aws::AwsError, identity::IdentityError};

/// The part of a request that a validation error names.
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

#[derive(Debug, thiserror::Error)]
pub(crate) enum ApiError {
    #[error("{field} {problem}")]
    Invalid { field: Field, problem: String },
    #[error("the body is not valid JSON")]
    NotJson,
    #[error("the confirmation code is wrong or has expired")]
    CodeRefused,
    #[error("sign in first")]
    Unauthenticated,
    // One sentence for every reason: whether the e-mail is known must not show.
    #[error("the e-mail or the password is wrong, or the account has to be confirmed or its password reset first")]
    CredentialsRefused,
    #[error("no such {0}")]
    NotFound(&'static str),
    #[error("a request with this Idempotency-Key is in progress")]
    InProgress,
    #[error("it was changed by someone else in the meantime: read it again")]
    PreconditionFailed,
    #[error("the body is larger than {limit_bytes} bytes")]
    TooLarge { limit_bytes: usize },
    #[error("the body must be application/json")]
    NotJsonType,
    #[error("this Idempotency-Key was used with another body")]
    KeyReused,
    #[error("too many requests: slow down")]
    SlowDown { retry_after_seconds: u32 },
    #[error("something went wrong on our side")]
    Internal(#[source] Box<dyn StdError + Send + Sync>),
}

impl ApiError {
    pub(crate) fn invalid(field: impl Into<String>, problem: impl fmt::Display) -> Self {
        Self::Invalid { field: Field::new(field), problem: problem.to_string() }
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            Self::Invalid { .. } | Self::NotJson | Self::CodeRefused => StatusCode::BAD_REQUEST,
            Self::Unauthenticated | Self::CredentialsRefused => StatusCode::UNAUTHORIZED,
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::InProgress => StatusCode::CONFLICT,
            Self::PreconditionFailed => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJsonType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::KeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::SlowDown { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What programs match on; never changes once published.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Invalid { .. } => "invalid_request",
            Self::NotJson => "invalid_json",
            Self::CodeRefused => "invalid_code",
            Self::Unauthenticated => "unauthorized",
            Self::CredentialsRefused => "invalid_credentials",
            Self::NotFound(_) => "not_found",
            Self::InProgress => "in_progress",
            Self::PreconditionFailed => "precondition_failed",
            Self::TooLarge { .. } => "too_large",
            Self::NotJsonType => "unsupported_media_type",
            Self::KeyReused => "idempotency_key_reused",
            Self::SlowDown { .. } => "too_many_requests",
            Self::Internal(_) => "internal",
        }
    }

    pub(crate) fn retry_after_seconds(&self) -> Option<u32> {
        match self {
            Self::SlowDown { retry_after_seconds } => Some(*retry_after_seconds),
            Self::InProgress => Some(1),
            _ => None,
        }
    }
}

impl From<AwsError> for ApiError {
    fn from(error: AwsError) -> Self {
        Self::Internal(error.into())
    }
}

impl From<IdentityError> for ApiError {
    fn from(error: IdentityError) -> Self {
        match error {
            IdentityError::PasswordRefused => Self::invalid("password", "is not accepted: choose another one"),
            IdentityError::NewPasswordRefused => Self::invalid("newPassword", "is not accepted: choose another one"),
            // Cognito has one answer for both, and the authorizer has just let the token through.
            IdentityError::CurrentPasswordRefused => {
                Self::invalid("currentPassword", "is wrong, or this session has ended")
            }
            IdentityError::CodeRefused => Self::CodeRefused,
            IdentityError::CredentialsRefused => Self::CredentialsRefused,
            IdentityError::TokenRefused => Self::Unauthenticated,
            IdentityError::TooManyRequests => Self::SlowDown { retry_after_seconds: 60 },
            // Only sign-up meets a taken e-mail, and it answers as if it were free.
            IdentityError::EmailTaken | IdentityError::Failed(_) => Self::Internal(error.into()),
        }
    }
}
