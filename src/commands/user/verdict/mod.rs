//! Whether a user can sign in; if not, why, and which command helps.

mod circumstances;
mod evidence;

pub(super) use self::evidence::{Evidence, ProfileState, RateLimit, Verdict};
use crate::{aws::users::UserStatus, time::minute};

pub(super) fn verdict(evidence: &Evidence<'_>) -> Verdict {
    let mut verdict = Verdict { can_sign_in: true, reasons: Vec::new(), next: Vec::new() };
    let being_erased = circumstances::judge_erasure(&mut verdict, evidence);
    if !evidence.user.enabled && !being_erased {
        let how = evidence.disabled.as_ref().map(|how| format!(", {how}")).unwrap_or_default();
        verdict.refuse(format!("the account is disabled{how}"));
        verdict.next.push(evidence.command("enable"));
    }
    if !being_erased {
        judge_status(&mut verdict, evidence);
        circumstances::judge(&mut verdict, evidence);
    }
    verdict
}

fn judge_status(verdict: &mut Verdict, evidence: &Evidence<'_>) {
    match evidence.user.status {
        UserStatus::Confirmed => {}
        UserStatus::ExternalProvider => verdict.note("signs in through an identity provider, not with a password"),
        UserStatus::Unconfirmed => {
            verdict.refuse("the sign-up was never confirmed with the code");
            if evidence.settings.is_some_and(|settings| settings.mails_itself) {
                verdict.note(
                    "Cognito's own sender stops at 50 mails a day, for all stages of the account: if no code arrives, confirm",
                );
            }
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
            verdict.refuse(format!(
                "was invited but never set a password; the temporary password expired by {}",
                minute(end)
            ));
            verdict.next.push(evidence.command("resend"));
        }
        Some(end) => {
            verdict.note(format!("was invited; the temporary password is valid until {} at the latest", minute(end)));
        }
        None => verdict.note("was invited and must set a password"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::users::{
        PoolSettings, SecondFactors, User,
        fake::{ada, settings},
    };

    /// What is known of a user to whom nothing is wrong.
    pub(super) fn judged<'a>(user: &'a User, change: impl FnOnce(&mut Evidence<'a>)) -> Verdict {
        // As long-lived as what `change` puts in their place.
        let settings: &PoolSettings = Box::leak(Box::new(settings()));
        let factors: &SecondFactors = Box::leak(Box::default());
        let mut evidence = Evidence {
            user,
            profile: Some(ProfileState::Present(user.email.as_deref())),
            settings: Some(settings),
            factors: Some(factors),
            same_address: &[],
            rate: Some(RateLimit { requests: 1, limit: 100, limited: false }),
            erasure_asked_at: None,
            disabled: None,
            now: "2026-11-10T00:00:00Z".parse().expect("a time"),
        };
        change(&mut evidence);
        verdict(&evidence)
    }

    fn with_status(status: UserStatus) -> Verdict {
        judged(&User { status, ..ada() }, |_| {})
    }

    #[test]
    fn a_confirmed_user_with_a_profile_can_sign_in_and_needs_nothing() {
        let verdict = judged(&ada(), |_| {});

        assert_eq!(verdict, Verdict { can_sign_in: true, reasons: vec![], next: vec![] });
    }

    #[test]
    fn what_is_not_known_is_no_reason() {
        let verdict = judged(&ada(), |evidence| {
            (evidence.profile, evidence.settings, evidence.factors, evidence.rate) = (None, None, None, None);
        });

        assert_eq!(verdict, Verdict { can_sign_in: true, reasons: vec![], next: vec![] });
    }

    #[test]
    fn an_unconfirmed_user_needs_a_new_code_or_confirmation() {
        let user = User { status: UserStatus::Unconfirmed, email_verified: false, ..ada() };
        let verdict = judged(&user, |evidence| evidence.profile = Some(ProfileState::Missing));

        assert!(!verdict.can_sign_in);
        assert_eq!(verdict.reasons, ["the sign-up was never confirmed with the code"]);
        let sub = ada().sub;
        assert_eq!(verdict.next, [format!("srvls user resend {sub}"), format!("srvls user confirm {sub}")]);
    }

    #[test]
    fn a_sender_with_few_mails_is_named_where_a_code_is_awaited() {
        let user = User { status: UserStatus::Unconfirmed, ..ada() };
        let few = PoolSettings { mails_itself: true, ..settings() };
        let verdict = judged(&user, |evidence| evidence.settings = Some(&few));

        assert!(verdict.reasons[1].contains("50 mails a day"), "{:?}", verdict.reasons);
        assert!(judged(&ada(), |evidence| evidence.settings = Some(&few)).reasons.is_empty());
    }

    #[test]
    fn a_disabled_user_cannot_sign_in_whatever_the_status_and_who_did_it_is_said() {
        let disabled = User { enabled: false, ..ada() };
        let plain = judged(&disabled, |_| {});
        let recorded = judged(&disabled, |evidence| evidence.disabled = Some("by ada on 2026-11-09 10:00Z".into()));

        assert!(!plain.can_sign_in);
        assert_eq!(plain.reasons, ["the account is disabled"]);
        assert_eq!(recorded.reasons, ["the account is disabled, by ada on 2026-11-09 10:00Z"]);
        assert_eq!(recorded.next, [format!("srvls user enable {}", ada().sub)]);
    }

    #[test]
    fn an_invitation_expires() {
        let invited = User { status: UserStatus::ForceChangePassword, ..ada() };
        let fresh = User { updated_at: "2026-11-09T00:00:00Z".parse().ok(), ..invited.clone() };

        let (expired, valid) = (judged(&invited, |_| {}), judged(&fresh, |_| {}));

        assert!(!expired.can_sign_in);
        assert!(expired.reasons[0].ends_with("expired by 2026-11-09 00:00Z"), "{:?}", expired.reasons);
        assert_eq!(expired.next, [format!("srvls user resend {}", ada().sub)]);
        assert!(valid.can_sign_in);
        assert!(valid.reasons[0].contains("valid until 2026-11-16 00:00Z"), "{:?}", valid.reasons);
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
}
