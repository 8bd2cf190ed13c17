//! Who asks AWS, in which account and region, and by which clock.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp, fmt::rfc2822};

use super::check::Check;
use crate::{
    aws::{
        Aws, AwsError, Partition,
        identity::{Caller, Identity},
    },
    context::Setup,
    stage::StageSettings,
    time::ago,
};

pub(super) const REGION: &str = "region";
pub(super) const CLOCK: &str = "clock";
pub(super) const CREDENTIALS: &str = "credentials";
const ACCOUNT: &str = "account";

/// AWS refuses a request whose time is more than five minutes off; a clock that drifts gets there.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html>
const SKEW: SignedDuration = SignedDuration::from_secs(150);
/// A deployment may take as long.
const SOON: SignedDuration = SignedDuration::from_mins(15);

/// The stage as its caller finds it.
pub(super) struct Account<'a> {
    pub(super) setup: &'a Setup,
    pub(super) caller: &'a Caller,
    pub(super) region: &'a str,
}

impl Account<'_> {
    /// Whether these are the credentials of the stage's own account.
    pub(super) fn pin(&self) -> Check {
        pin(&self.setup.stage.settings, self.caller)
    }
}

fn pin(settings: &StageSettings, caller: &Caller) -> Check {
    let actual = &caller.account;
    match &settings.account {
        Some(pinned) if pinned == actual => Check::pass(ACCOUNT, format!("{actual}, as pinned")),
        Some(pinned) => Check::fail(ACCOUNT, format!("the stage is pinned to {pinned}, these credentials are of {actual}"))
            .fixed_by(format!("choose credentials of {pinned} with --profile, or another --stage"))
            .explained("srvls refuses every write to another account than the pinned one (exit 6). `aws sts get-caller-identity --profile NAME` tells whose a profile is."),
        None if settings.emulator => Check::pass(ACCOUNT, format!("{actual}, the emulator's own")),
        None => Check::skip(ACCOUNT, format!("{actual}; the stage is pinned to none"))
            .fixed_by(format!("write `account = \"{actual}\"` for the stage in srvls.toml"))
            .explained("A pinned stage can't be deployed to somebody else's account by a forgotten AWS_PROFILE."),
    }
}

pub(super) fn region(settings: Option<&StageSettings>, aws: &Result<Aws, AwsError>) -> Check {
    match aws {
        Err(error) => Check::fail(REGION, error.to_string())
            .fixed_by("set `region` for the stage in srvls.toml, or pass `--region`")
            .explained(
                "srvls never picks a region: a stack in the wrong one is found by nobody, and paid for all the same.",
            ),
        Ok(aws) => same_region(settings.and_then(|settings| settings.region.as_deref()), &aws.region),
    }
}

fn same_region(pinned: Option<&str>, actual: &str) -> Check {
    match pinned.filter(|pinned| *pinned != actual) {
        None => Check::pass(REGION, actual),
        Some(pinned) => Check::fail(REGION, format!("the stage is in {pinned}, but {actual} is asked for"))
            .fixed_by(format!("leave out --region and AWS_REGION, or set them to {pinned}"))
            .explained(
                "--region and AWS_REGION override srvls.toml for reading; a write to another region is refused.",
            ),
    }
}

pub(super) async fn credentials(identity: &impl Identity, now: Timestamp) -> (Check, Option<Caller>) {
    match identity.caller().await {
        Err(error) => {
            let check = Check::failed(CREDENTIALS, &error.into()).explained(
                "srvls takes the credentials that the AWS CLI takes: environment, `aws configure`, `aws sso login`, an \
                 assumed role, a process. `profile` in srvls.toml or --profile chooses one of ~/.aws/config, which then \
                 comes before keys of the environment.",
            );
            (check, None)
        }
        Ok(caller) => {
            let expires_at = identity.expires_at().await;
            (lasting(&caller, expires_at, now), Some(caller))
        }
    }
}

fn lasting(caller: &Caller, expires_at: Option<Timestamp>, now: Timestamp) -> Check {
    let Some(end) = expires_at else {
        return Check::pass(CREDENTIALS, format!("{}, no end is known", caller.arn));
    };
    // The same words as for the past, the other way round.
    let left = ago(now, end);
    let left = left.trim_end_matches(" ago");
    let detail = format!("{}, for another {left}", caller.arn);
    if end.duration_since(now) > SOON {
        return Check::pass(CREDENTIALS, detail);
    }
    Check::fail(CREDENTIALS, detail)
        .fixed_by("sign in afresh (`aws sso login`, or new keys)")
        .explained("A first deployment takes up to a quarter of an hour. CloudFormation goes on without you, but srvls could not follow it to its end.")
}

/// The time that AWS answers with, without credentials; `None` when nobody answers.
pub(super) async fn clock_of_aws(endpoint_url: Option<&str>, region: &str) -> Option<Timestamp> {
    let domain = Partition::of(region).domain();
    let address = endpoint_url.map_or_else(|| format!("https://sts.{region}.{domain}/"), str::to_owned);
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(10))
        .build()
        .ok()?;
    // Whatever the answer, it has a date.
    let answer = client.get(address).send().await.ok()?;
    let date = answer.headers().get("date")?.to_str().ok()?;
    rfc2822::parse(date).ok().map(|date| date.timestamp())
}

pub(super) fn clock(ours: Timestamp, theirs: Timestamp) -> Check {
    let off = ours.duration_since(theirs);
    let seconds = off.as_secs().abs();
    if off.abs() < SKEW {
        // Their date has whole seconds, and took a moment to arrive.
        let detail = if seconds < 3 { "right".to_owned() } else { format!("{seconds} seconds off") };
        return Check::pass(CLOCK, detail);
    }
    let direction = if off.is_negative() { "behind" } else { "ahead of" };
    Check::fail(CLOCK, format!("{seconds} seconds {direction} AWS"))
        .fixed_by("set the clock: `timedatectl set-ntp true`, or restart the virtual machine's time service")
        .explained("AWS refuses signatures that are more than five minutes off, in words that blame the key.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{aws::identity::fake::FakeIdentity, commands::doctor::check::Verdict};

    fn caller() -> Caller {
        Caller { account: "123456789012".into(), arn: "arn:aws:iam::123456789012:user/ada".into() }
    }

    fn now() -> Timestamp {
        "2026-11-22T10:00:00Z".parse().expect("a time")
    }

    fn pinned_to(account: Option<&str>) -> StageSettings {
        StageSettings { account: account.map(str::to_owned), ..StageSettings::default() }
    }

    #[test]
    fn another_account_than_the_pinned_one_is_found_wanting() {
        let check = pin(&pinned_to(Some("210987654321")), &caller());

        assert_eq!(check.result, Verdict::Fail);
        assert!(check.detail.contains("210987654321") && check.detail.contains("123456789012"), "{}", check.detail);
        assert_eq!(pin(&pinned_to(Some("123456789012")), &caller()).result, Verdict::Pass);
    }

    #[test]
    fn a_stage_that_is_not_pinned_is_told_what_to_write() {
        let check = pin(&pinned_to(None), &caller());

        assert_eq!(check.result, Verdict::Skip);
        assert!(check.fix.is_some_and(|fix| fix.contains("account = \"123456789012\"")));
    }

    #[test]
    fn another_region_than_the_stages_is_found_wanting() {
        assert_eq!(same_region(Some("eu-west-1"), "us-east-1").result, Verdict::Fail);
        assert_eq!(same_region(None, "us-east-1").result, Verdict::Pass);
    }

    #[tokio::test]
    async fn expired_credentials_fail_and_nobody_is_known() {
        let nobody = FakeIdentity { caller: None, expires_at: None };

        let (check, caller) = credentials(&nobody, now()).await;

        assert_eq!((check.result, caller), (Verdict::Fail, None));
    }

    #[tokio::test]
    async fn credentials_tell_how_long_they_last() {
        let until = |text: &str| FakeIdentity { caller: Some(caller()), expires_at: text.parse().ok() };

        let (long, _) = credentials(&until("2026-11-22T12:00:00Z"), now()).await;
        let (short, known) = credentials(&until("2026-11-22T10:05:00Z"), now()).await;

        assert_eq!((long.result, short.result), (Verdict::Pass, Verdict::Fail));
        assert!(short.detail.ends_with("for another 5m"), "{}", short.detail);
        assert_eq!(known, Some(caller()));
    }

    #[test]
    fn a_clock_is_wrong_before_aws_says_so() {
        let minutes = |minutes| now() + SignedDuration::from_mins(minutes);

        assert_eq!(clock(now(), now()).detail, "right");
        assert_eq!(clock(now(), minutes(1)).result, Verdict::Pass);
        assert_eq!(clock(now(), minutes(3)).detail, "180 seconds behind AWS");
        assert_eq!(clock(now(), minutes(-3)).result, Verdict::Fail);
    }
}
