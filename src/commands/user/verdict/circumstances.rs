//! What else can keep a user out, or away from their data: factors, addresses, profile, limits, erasure.

use jiff::SignedDuration;

use super::evidence::{Evidence, ProfileState, RateLimit, Verdict};
use crate::{aws::users::MfaRequirement, time::minute};

/// How long an erasure takes with its later passes, and some more.
const ERASURE_MINUTES: i64 = 60;

/// Whether the user is being erased: then nothing else is of use to them.
pub(super) fn judge_erasure(verdict: &mut Verdict, evidence: &Evidence<'_>) -> bool {
    let Some(asked_at) = evidence.erasure_asked_at else { return false };
    let late = evidence.now.duration_since(asked_at) > SignedDuration::from_mins(ERASURE_MINUTES);
    let asked_at = minute(asked_at);
    verdict.refuse(if late {
        format!(
            "the user asked to be erased at {asked_at}, and still is not: on-call sees why, with `srvls logs tail erase_user`"
        )
    } else {
        format!("the user asked to be erased at {asked_at}: the account and all its data are about to be gone")
    });
    true
}

pub(super) fn judge(verdict: &mut Verdict, evidence: &Evidence<'_>) {
    judge_factors(verdict, evidence);
    judge_addresses(verdict, evidence);
    judge_profile(verdict, evidence);
    if let Some(RateLimit { requests, limit, limited: true }) = evidence.rate {
        verdict.note(format!(
            "the API answers 429 until the minute is over: the user made {requests} requests in it, and may make {limit}"
        ));
    }
}

fn judge_factors(verdict: &mut Verdict, evidence: &Evidence<'_>) {
    let Some(factors) = evidence.factors else { return };
    let required = evidence.settings.is_some_and(|settings| settings.mfa == MfaRequirement::Required);
    match &factors.preferred {
        Some(preferred) if !factors.methods.contains(preferred) => {
            verdict.refuse(format!("Cognito asks for {preferred}, which the user has not set up"));
            verdict.next.push(evidence.command("mfa reset"));
        }
        _ if required && factors.methods.is_empty() && evidence.has_password() => {
            verdict.note("the pool requires a second factor, and the user sets one up when they next sign in");
        }
        _ => {}
    }
}

fn judge_addresses(verdict: &mut Verdict, evidence: &Evidence<'_>) {
    if evidence.user.email.is_some() && !evidence.user.email_verified && evidence.has_password() {
        verdict.note("the e-mail address is not verified, so the user cannot reset a password by e-mail");
        verdict.next.push(evidence.command("verify-email"));
    }
    if let Some(other) = evidence.same_address.first() {
        verdict.note(format!(
            "{} has the same e-mail address, and a sign-in with it can only mean one of them",
            if evidence.same_address.len() == 1 { format!("user {other}") } else { evidence.same_address.join(", ") }
        ));
        verdict.next.push(format!("srvls user lookup {other}"));
    }
}

fn judge_profile(verdict: &mut Verdict, evidence: &Evidence<'_>) {
    match (evidence.profile, evidence.user.email.as_deref()) {
        (Some(ProfileState::Missing), _) if evidence.has_signed_up() => verdict.note(
            "the profile is missing: the API makes a new one when the user next asks for it; on-call can tell whether \
             post_confirmation failed, with `srvls logs tail post_confirmation`",
        ),
        (Some(ProfileState::Present(Some(of_profile))), Some(email))
            if of_profile.to_lowercase() != email.to_lowercase() =>
        {
            verdict
                .note("the profile has another e-mail address than the account, which the user does not sign in with");
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        aws::users::{
            PoolSettings, SecondFactors, User, UserStatus,
            fake::{ada, settings},
        },
        commands::user::verdict::tests::judged,
    };

    #[test]
    fn an_unverified_address_and_a_missing_profile_are_noted_but_do_not_block() {
        let user = User { email_verified: false, ..ada() };
        let verdict = judged(&user, |evidence| evidence.profile = Some(ProfileState::Missing));

        assert!(verdict.can_sign_in);
        assert_eq!(verdict.reasons.len(), 2);
        assert!(
            verdict.reasons[1].contains("on-call")
                && verdict.reasons[1].contains("`srvls logs tail post_confirmation`")
        );
        assert_eq!(verdict.next, [format!("srvls user verify-email {}", ada().sub)], "support may not read logs");
    }

    #[test]
    fn a_profile_of_another_address_is_noted_whatever_the_case() {
        let user = ada();
        let of_profile = |email: &'static str| {
            judged(&user, |evidence| evidence.profile = Some(ProfileState::Present(Some(email)))).reasons
        };

        assert_eq!(of_profile("ADA@example.com"), [""; 0]);
        assert!(of_profile("bob@example.com")[0].starts_with("the profile has another e-mail address"));
    }

    #[test]
    fn a_preferred_factor_that_is_gone_keeps_the_user_out() {
        let factors = SecondFactors { methods: vec![], preferred: Some("SOFTWARE_TOKEN_MFA".into()) };
        let user = ada();

        let verdict = judged(&user, |evidence| evidence.factors = Some(&factors));

        assert!(!verdict.can_sign_in);
        assert_eq!(verdict.next, [format!("srvls user mfa reset {}", ada().sub)]);
    }

    #[test]
    fn a_pool_that_requires_a_factor_has_the_user_set_one_up() {
        let required = PoolSettings { mfa: MfaRequirement::Required, ..settings() };
        let with = SecondFactors { methods: vec!["SMS_MFA".into()], preferred: None };
        let (user, without) = (ada(), SecondFactors::default());
        let reasons = |factors| {
            judged(&user, |evidence| (evidence.settings, evidence.factors) = (Some(&required), Some(factors))).reasons
        };

        assert!(reasons(&without)[0].starts_with("the pool requires a second factor"));
        assert_eq!(reasons(&with), [""; 0]);
    }

    #[test]
    fn two_users_of_one_address_are_told_apart() {
        let others = ["2".to_owned()];
        let user = ada();

        let verdict = judged(&user, |evidence| evidence.same_address = &others);

        assert!(verdict.can_sign_in && verdict.reasons[0].starts_with("user 2 has the same e-mail address"));
        assert_eq!(verdict.next, ["srvls user lookup 2"]);
    }

    #[test]
    fn who_made_too_many_requests_waits_for_the_next_minute() {
        let limited = RateLimit { requests: 100, limit: 100, limited: true };
        let user = ada();

        let verdict = judged(&user, |evidence| evidence.rate = Some(limited));

        assert!(verdict.can_sign_in && verdict.reasons[0].contains("made 100 requests in it"), "{:?}", verdict.reasons);
    }

    #[test]
    fn who_is_being_erased_is_not_enabled_again() {
        let user = User { enabled: false, status: UserStatus::Unconfirmed, ..ada() };
        let erased = |asked_at: &str| {
            let asked_at = asked_at.parse().ok();
            judged(&user, |evidence| evidence.erasure_asked_at = asked_at)
        };

        let (fresh, late) = (erased("2026-11-09T23:50:00Z"), erased("2026-11-09T20:00:00Z"));

        assert!(!fresh.can_sign_in && fresh.reasons[0].contains("about to be gone"), "{:?}", fresh.reasons);
        assert!(late.reasons[0].contains("`srvls logs tail erase_user`"), "{:?}", late.reasons);
        for verdict in [fresh, late] {
            assert_eq!((verdict.reasons.len(), verdict.next.len()), (1, 0));
        }
    }
}
