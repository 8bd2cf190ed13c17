//! The verdict, and what it is based on.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::aws::users::{PoolSettings, SecondFactors, User, UserStatus};

#[derive(Debug, PartialEq, Eq, Serialize)]
pub(in crate::commands::user) struct Verdict {
    pub(in crate::commands::user) can_sign_in: bool,
    pub(in crate::commands::user) reasons: Vec<String>,
    /// Commands to run.
    pub(in crate::commands::user) next: Vec<String>,
}

/// What the verdict is based on. What is `None` is not known.
pub(in crate::commands::user) struct Evidence<'a> {
    pub(in crate::commands::user) user: &'a User,
    /// The address in the profile; the inner `None` if there is no profile, or none in it.
    pub(in crate::commands::user) profile: Option<ProfileState<'a>>,
    pub(in crate::commands::user) settings: Option<&'a PoolSettings>,
    pub(in crate::commands::user) factors: Option<&'a SecondFactors>,
    /// The subs of other users with the same address.
    pub(in crate::commands::user) same_address: &'a [String],
    pub(in crate::commands::user) rate: Option<RateLimit>,
    /// When the user asked for everything to be erased.
    pub(in crate::commands::user) erasure_asked_at: Option<Timestamp>,
    /// Who disabled the account, when and why.
    pub(in crate::commands::user) disabled: Option<String>,
    pub(in crate::commands::user) now: Timestamp,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::commands::user) enum ProfileState<'a> {
    Missing,
    /// With the address in it, if there is one.
    Present(Option<&'a str>),
}

/// The user's requests of this minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(in crate::commands::user) struct RateLimit {
    pub(in crate::commands::user) requests: u64,
    pub(in crate::commands::user) limit: u64,
    pub(in crate::commands::user) limited: bool,
}

impl Verdict {
    /// The same verdict with every command in `next` rewritten.
    pub(in crate::commands::user) fn map_commands(self, rewrite: impl Fn(&str) -> String) -> Self {
        Self { next: self.next.iter().map(|command| rewrite(command)).collect(), ..self }
    }

    pub(super) fn note(&mut self, reason: impl Into<String>) {
        self.reasons.push(reason.into());
    }

    pub(super) fn refuse(&mut self, reason: impl Into<String>) {
        self.can_sign_in = false;
        self.note(reason);
    }
}

impl Evidence<'_> {
    pub(super) fn has_password(&self) -> bool {
        matches!(self.user.status, UserStatus::Confirmed | UserStatus::ResetRequired)
    }

    /// Whether the post-confirmation trigger should have run.
    pub(super) fn has_signed_up(&self) -> bool {
        matches!(self.user.status, UserStatus::Confirmed | UserStatus::ResetRequired | UserStatus::ExternalProvider)
    }

    /// The latest time at which the invitation can expire. Cognito does not report when it was sent, but that was no
    /// later than the user's last update.
    pub(super) fn invitation_expires_by(&self) -> Option<Timestamp> {
        let days = SignedDuration::from_hours(24 * i64::from(self.settings?.invitation_days));
        self.user.updated_at?.checked_add(days).ok()
    }

    pub(super) fn command(&self, name: &str) -> String {
        format!("srvls user {name} {}", self.user.sub)
    }
}
