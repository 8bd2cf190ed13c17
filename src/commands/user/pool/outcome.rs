//! What becomes of a row that is imported into a pool.

use serde::{Deserialize, Serialize};

use crate::{
    aws::{AwsError, users::User},
    error::Error,
};

/// What an import does with a user or a group that is there already, and differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum OnConflict {
    /// Reject the row, and fail at the end
    Fail,
    /// Leave the user as they are
    Skip,
    /// Give the user what the file has
    Update,
}

/// How a row ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    Created,
    Updated,
    Identical,
    Skipped,
    Rejected(String),
}

/// What becomes of a user.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Imported {
    pub(super) end: End,
    /// In this pool; `None` if the user is not there.
    pub(super) sub: Option<String>,
    /// Of a user who was created.
    pub(super) sign_in: Option<SignIn>,
}

impl Imported {
    pub(super) fn rejected(reason: impl Into<String>) -> Self {
        Self { end: End::Rejected(reason.into()), sub: None, sign_in: None }
    }

    pub(super) fn of(end: End, user: &User) -> Self {
        Self { end, sub: Some(user.sub.clone()), sign_in: None }
    }
}

/// How a user without their password gets one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SignIn {
    /// As if they had forgotten it: a code goes to their verified address.
    ForgottenPassword,
    /// By an invitation, which is not sent yet.
    Invitation,
}

/// Whether Cognito refused what the row says, and would take another.
pub(super) fn is_about_the_row(error: &AwsError) -> bool {
    const CODES: [&str; 7] = [
        "AliasExistsException",
        "InvalidLambdaResponseException",
        "InvalidParameterException",
        "InvalidPasswordException",
        "UnexpectedLambdaException",
        "UnsupportedUserStateException",
        "UserLambdaValidationException",
    ];
    CODES.iter().any(|code| error.has_code(code))
}

/// A user who is not as the row says.
pub(super) enum Incomplete {
    Refused(String),
    Failed(Error),
}

impl From<AwsError> for Incomplete {
    fn from(error: AwsError) -> Self {
        // Also of a group that is gone by now.
        if is_about_the_row(&error) || error.has_code("ResourceNotFoundException") {
            Self::Refused(error.message())
        } else {
            Self::Failed(error.into())
        }
    }
}
