//! Whether a user can sign in; if not, why, and which command helps.

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::aws::users::{User, UserStatus};

#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Verdict {
    pub(super) can_sign_in: bool,
    pub(super) reasons: Vec<String>,
    /// Commands to run.
    pub(super) next: Vec<String>,
}

/// What the verdict is based on.
pub(super) struct Evidence<'a> {
    pub(super) user: &'a User,
    /// `None` if that could not be read.
    pub(super) has_profile: Option<bool>,
    /// Known only for invited users.
    pub(super) invitation_days: Option<i32>,
    pub(super) now: Timestamp,
}

pub(super) fn verdict(evidence: &Evidence<'_>) -> Verdict {
    let mut verdict = Verdict { can_sign_in: true, reasons: Vec::new(), next: Vec::new() };
    if !evidence.user.enabled {
        verdict.refuse("the account is disabled");
        verdict.next.push(evidence.command("enable"));
    }
    judge_status(&mut verdict, evidence);
    if evidence.user.email.is_some() && !evidence.user.email_verified && evidence.has_password() {
        verdict.note("the e-mail address is not verified, so the user cannot reset a password by e-mail");
        verdict.next.push(evidence.command("verify-email"));
    }
    if evidence.has_profile == Some(false) && evidence.has_signed_up() {
        verdict.note(
            "the profile is missing, so GET /user/profile returns 404: on-call can tell whether post_confirmation failed, \
             with `srvls logs tail post_confirmation`",
        );
    }
    verdict
}

fn judge_status(verdict: &mut Verdict, evidence: &Evidence<'_>) {
    match evidence.user.status {
        UserStatus::Confirmed => {}
        UserStatus::ExternalProvider => verdict.note("signs in through an identity provider, not with a password"),
        UserStatus::Unconfirmed => {
            verdict.refuse("the sign-up was never confirmed with the code");
            verdict.next.push(evidence.command("resend"));
            verdict.next.push(evidence.command("confirm"));
        }
        UserStatus::ForceChangePassword => judge_invitation(verdict, evidence),
        UserStatus::ResetRequired => {
            verdict.refuse("the password must be reset first");
            verdict.next.push(evidence.command("reset-password"));
        }
        UserStatus::Archived => verdict.refuse("the account is archived"),
        UserStatus::Compromised => verdict.refuse("Cognito has locked the account as compromised"),
        UserStatus::Unknown => verdict.refuse("Cognito reports the account's status as UNKNOWN"),
    }
}

fn judge_invitation(verdict: &mut Verdict, evidence: &Evidence<'_>) {
    match evidence.invitation_expires_by() {
        Some(end) if end <= evidence.now => {
            verdict.refuse(format!("was invited but never set a password; the temporary password expired by {end}"));
            verdict.next.push(evidence.command("resend"));
        }
        Some(end) => {
            verdict.note(format!("was invited; the temporary password is valid until {end} at the latest"));
        }
        None => verdict.note("was invited and must set a password"),
    }
}

impl Verdict {
    /// The same verdict with every command in `next` rewritten.
    pub(super) fn map_commands(self, rewrite: impl Fn(&str) -> String) -> Self {
        Self { next: self.next.iter().map(|command| rewrite(command)).collect(), ..self }
    }

    fn note(&mut self, reason: impl Into<String>) {
        self.reasons.push(reason.into());
    }

    fn refuse(&mut self, reason: impl Into<String>) {
        self.can_sign_in = false;
        self.note(reason);
    }
}

impl Evidence<'_> {
    fn has_password(&self) -> bool {
        matches!(self.user.status, UserStatus::Confirmed | UserStatus::ResetRequired)
    }

    /// Whether the post-confirmation trigger should have run.
    fn has_signed_up(&self) -> bool {
        matches!(self.user.status, UserStatus::Confirmed | UserStatus::ResetRequired | UserStatus::ExternalProvider)
    }

    /// The latest time at which the invitation can expire. Cognito does not report when it was sent, but that was no
    /// later than the user's last update.
    fn invitation_expires_by(&self) -> Option<Timestamp> {
        let days = SignedDuration::from_hours(24 * i64::from(self.invitation_days?));
        self.user.updated_at?.checked_add(days).ok()
    }

    fn command(&self, name: &str) -> String {
        format!("srvls user {name} {}", self.user.sub)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::users::fake::ada;

    fn of(user: &User, has_profile: bool) -> Verdict {
        verdict(&Evidence {
            user,
            has_profile: Some(has_profile),
            invitation_days: Some(7),
            now: "2026-11-10T00:00:00Z".parse().expect("a time"),
        })
    }

    fn with_status(status: UserStatus) -> Verdict {
        of(&User { status, ..ada() }, true)
    }

    #[test]
    fn a_confirmed_user_with_a_profile_can_sign_in_and_needs_nothing() {
        let verdict = of(&ada(), true);

        assert_eq!(verdict, Verdict { can_sign_in: true, reasons: vec![], next: vec![] });
    }

    #[test]
    fn an_unconfirmed_user_needs_a_new_code_or_confirmation() {
        let verdict = of(&User { status: UserStatus::Unconfirmed, email_verified: false, ..ada() }, false);

        assert!(!verdict.can_sign_in);
        assert_eq!(verdict.reasons, ["the sign-up was never confirmed with the code"]);
        let sub = ada().sub;
        assert_eq!(verdict.next, [format!("srvls user resend {sub}"), format!("srvls user confirm {sub}")]);
    }

    #[test]
    fn a_disabled_user_cannot_sign_in_whatever_the_status() {
        let verdict = of(&User { enabled: false, ..ada() }, true);

        assert!(!verdict.can_sign_in);
        assert_eq!(verdict.reasons, ["the account is disabled"]);
        assert_eq!(verdict.next, [format!("srvls user enable {}", ada().sub)]);
    }

    #[test]
    fn an_invitation_expires() {
        let invited = User { status: UserStatus::ForceChangePassword, ..ada() };
        let fresh = User { updated_at: "2026-11-09T00:00:00Z".parse().ok(), ..invited.clone() };

        let (expired, valid) = (of(&invited, false), of(&fresh, false));

        assert!(!expired.can_sign_in);
        assert!(expired.reasons[0].ends_with("expired by 2026-11-09T00:00:00Z"), "{:?}", expired.reasons);
        assert_eq!(expired.next, [format!("srvls user resend {}", ada().sub)]);
        assert!(valid.can_sign_in);
        assert!(valid.reasons[0].contains("valid until 2026-11-16T00:00:00Z"), "{:?}", valid.reasons);
    }

    #[test]
    fn a_required_reset_blocks_sign_in() {
        let verdict = with_status(UserStatus::ResetRequired);

        assert!(!verdict.can_sign_in);
        assert_eq!(verdict.next, [format!("srvls user reset-password {}", ada().sub)]);
    }

    #[test]
    fn archived_compromised_and_unknown_users_cannot_sign_in() {
        for status in [UserStatus::Archived, UserStatus::Compromised, UserStatus::Unknown] {
            assert!(!with_status(status).can_sign_in, "{status:?}");
        }
    }

    #[test]
    fn an_unverified_address_and_a_missing_profile_are_noted_but_do_not_block() {
        let verdict = of(&User { email_verified: false, ..ada() }, false);

        assert!(verdict.can_sign_in);
        assert_eq!(verdict.reasons.len(), 2);
        assert!(
            verdict.reasons[1].contains("on-call")
                && verdict.reasons[1].contains("`srvls logs tail post_confirmation`")
        );
        assert_eq!(verdict.next, [format!("srvls user verify-email {}", ada().sub)], "support may not read logs");
    }
}
