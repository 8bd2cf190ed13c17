//! The changes that an operator can ask for, in words.

use serde::Serialize;

use crate::aws::users::User;

/// The change that an operator asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::commands::user) enum RequestedChange {
    Enable,
    Disable,
    /// Disable first, then sign out.
    Contain,
    Confirm,
    Resend,
    SignOut,
    ResetPassword,
    VerifyEmail,
}

impl RequestedChange {
    pub(super) fn question(self) -> &'static str {
        match self {
            Self::Enable => "Enable",
            Self::Disable => "Disable",
            Self::Contain => "Disable and sign out",
            Self::Confirm => "Confirm the sign-up of",
            Self::Resend => "Resend the code or invitation to",
            Self::SignOut => "Sign out",
            Self::ResetPassword => "Reset the password of",
            Self::VerifyEmail => "Verify the e-mail address of",
        }
    }

    /// Which users it applies to.
    pub(super) fn condition(self) -> &'static str {
        match self {
            Self::Confirm => "only an unconfirmed sign-up can be confirmed",
            Self::Resend => "only an unconfirmed sign-up or an invitation can be resent",
            Self::ResetPassword => "only a confirmed user's password can be reset",
            Self::VerifyEmail => "there is no e-mail address to verify",
            Self::Enable | Self::Disable | Self::Contain | Self::SignOut => "any user can be changed",
        }
    }

    /// What was done.
    pub(super) fn result(self) -> &'static str {
        match self {
            Self::Enable => "enabled",
            Self::Disable => "disabled",
            Self::Contain => "disabled, and signed out everywhere",
            Self::Confirm => "the sign-up is confirmed",
            Self::Resend => "sent again",
            Self::SignOut => "signed out everywhere",
            Self::ResetPassword => "a code for a new password was sent",
            Self::VerifyEmail => "the e-mail address counts as verified",
        }
    }

    /// The address that Cognito sends something to.
    pub(super) fn recipient(self, user: &User) -> Option<&String> {
        let (email, phone) = (user.email.as_ref(), user.phone.as_ref());
        match self {
            Self::Resend => email.or(phone),
            Self::ResetPassword => email.filter(|_| user.email_verified).or(phone),
            _ => None,
        }
    }

    pub(super) fn undo(self) -> Option<&'static str> {
        match self {
            Self::Enable => Some("disable"),
            Self::Disable | Self::Contain => Some("enable"),
            Self::Confirm | Self::Resend | Self::SignOut | Self::ResetPassword | Self::VerifyEmail => None,
        }
    }

    /// Whether it is meant to keep the user out at once.
    pub(super) fn ends_sessions(self) -> bool {
        matches!(self, Self::Disable | Self::Contain | Self::SignOut)
    }

    pub(super) fn note(self) -> Option<&'static str> {
        match self {
            Self::ResetPassword => {
                Some("the user cannot sign in until they set a new password with the code that was sent")
            }
            Self::VerifyEmail => Some("codes for a new password now go to this address"),
            Self::Enable | Self::Disable | Self::Contain | Self::Confirm | Self::Resend | Self::SignOut => None,
        }
    }
}
