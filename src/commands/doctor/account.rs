//! Checks of the caller's credentials, account, region and clock.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp, fmt::rfc2822};

use super::{check::Check, timeout::check_timeout};
use crate::{
    aws::{
        Aws, AwsError, AwsErrorKind, Partition,
        identity::{Caller, Identity},
    },
    context::Setup,
    http,
    stage::StageSettings,
    time::ago,
};

pub(super) const REGION: &str = "region";
pub(super) const CLOCK: &str = "clock";
pub(super) const CREDENTIALS: &str = "credentials";
const ACCOUNT: &str = "account";

/// AWS rejects a request whose time is more than five minutes off; a drifting clock gets there eventually.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html>
const SKEW: SignedDuration = SignedDuration::from_secs(150);
/// A deployment can take this long.
const SOON: SignedDuration = SignedDuration::from_mins(15);

/// The stage, its caller and the region in use.
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
        Some(pinned) if pinned == actual => Check::pass(ACCOUNT, format!("{actual}, the pinned account")),
        Some(pinned) => Check::fail(ACCOUNT, format!("the stage is pinned to {pinned}, but these credentials belong to {actual}"))
            .fixed_by(format!("use credentials of {pinned} with --profile, or choose another --stage"))
            .explained("srvls refuses to write to any account but the pinned one (exit 6). `aws sts get-caller-identity --profile NAME` shows a profile's account."),
        None if settings.emulator => Check::pass(ACCOUNT, format!("{actual}, the emulator's account")),
        None => Check::skip(ACCOUNT, format!("{actual}; the stage is not pinned to an account"))
            .fixed_by(format!("set `account = \"{actual}\"` for the stage in srvls.toml"))
            .explained("Pinning prevents a leftover AWS_PROFILE from deploying the stage to the wrong account."),
    }
}

pub(super) fn region(settings: Option<&StageSettings>, aws: &Result<Aws, AwsError>) -> Check {
    match aws {
        Err(error) if error.kind != AwsErrorKind::NoRegion => Check::skip(REGION, "not known"),
        Err(error) => Check::fail(REGION, error.to_string())
            .fixed_by("set `region` for the stage in srvls.toml, or pass `--region`")
            .explained(
                "srvls has no default region: a stack in the wrong region is easily overlooked, and still costs money.",
            ),
        Ok(aws) => same_region(settings.and_then(|settings| settings.region.as_deref()), &aws.region),
    }
}

fn same_region(pinned: Option<&str>, actual: &str) -> Check {
    match pinned.filter(|pinned| *pinned != actual) {
        None => Check::pass(REGION, actual),
        Some(pinned) => Check::fail(REGION, format!("the stage is in {pinned}, but the region in use is {actual}"))
            .fixed_by(format!("unset --region and AWS_REGION, or set them to {pinned}"))
            .explained(
                "--region and AWS_REGION override srvls.toml for reads; srvls refuses to write to another region.",
            ),
    }
}

pub(super) async fn credentials(identity: &impl Identity, now: Timestamp) -> (Check, Option<Caller>) {
    match identity.caller().await {
        Err(error) => {
            let check = Check::failed(CREDENTIALS, &error.into()).explained(
                "srvls uses the same credentials as the AWS CLI: environment variables, `aws configure`, `aws sso login`, an \
                 assumed role or a credential process. `profile` in srvls.toml or --profile selects a profile of \
                 ~/.aws/config, which then takes precedence over keys in the environment.",
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
        return Check::pass(CREDENTIALS, format!("{}, with no known expiry", caller.arn));
    };
    // `ago` with its arguments swapped formats the time left.
    let left = ago(now, end);
    let left = left.trim_end_matches(" ago");
    let detail = format!("{}, valid for another {left}", caller.arn);
    if end.duration_since(now) > SOON {
        return Check::pass(CREDENTIALS, detail);
    }
    Check::fail(CREDENTIALS, detail)
        .fixed_by("sign in again (`aws sso login`) or get new keys")
        .explained("A first deployment takes up to 15 minutes. CloudFormation continues after the credentials expire, but srvls cannot follow it.")
}

/// How often to ask for the time, as for anything else that `doctor` asks AWS.
const CLOCK_ATTEMPTS: u32 = 3;
const CLOCK_BACKOFF: Duration = Duration::from_millis(300);

/// The time in AWS's response headers, which takes no credentials; `None` without a response.
pub(super) async fn clock_of_aws(endpoint_url: Option<&str>, region: &str) -> Option<Timestamp> {
    let domain = Partition::of(region).domain();
    let address = endpoint_url.map_or_else(|| format!("https://sts.{region}.{domain}/"), str::to_owned);
    let timeout = check_timeout() / (CLOCK_ATTEMPTS + 1);
    let client =
        http::client_for(&address).redirect(reqwest::redirect::Policy::none()).timeout(timeout).build().ok()?;
    for attempt in 0..CLOCK_ATTEMPTS {
        if attempt > 0 {
            tokio::time::sleep(CLOCK_BACKOFF * attempt).await;
        }
        let time = time_of(&client, &address).await;
        if time.is_some() {
            return time;
        }
    }
    None
}

async fn time_of(client: &reqwest::Client, address: &str) -> Option<Timestamp> {
    // Every response has a Date header, errors included.
    let response = client.get(address).send().await.ok()?;
    let date = response.headers().get("date")?.to_str().ok()?;
    rfc2822::parse(date).ok().map(|date| date.timestamp())
}

pub(super) fn clock(ours: Timestamp, theirs: Timestamp) -> Check {
    let off = ours.duration_since(theirs);
    let seconds = off.as_secs().abs();
    if off.abs() < SKEW {
        // The Date header has whole seconds, and takes a moment to arrive.
        let detail = if seconds < 3 { "in sync with AWS".to_owned() } else { format!("{seconds} seconds off") };
        return Check::pass(CLOCK, detail);
    }
    let direction = if off.is_negative() { "behind" } else { "ahead of" };
    Check::fail(CLOCK, format!("{seconds} seconds {direction} AWS"))
        .fixed_by("set the clock: `timedatectl set-ntp true`, or restart the virtual machine's time service")
        .explained("AWS rejects signatures that are more than five minutes off, with an error that blames the key.")
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read as _, Write as _},
        net::TcpListener,
        thread,
    };

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
    fn an_account_other_than_the_pinned_one_fails() {
        let check = pin(&pinned_to(Some("210987654321")), &caller());

        assert_eq!(check.result, Verdict::Fail);
        assert!(check.detail.contains("210987654321") && check.detail.contains("123456789012"), "{}", check.detail);
        assert_eq!(pin(&pinned_to(Some("123456789012")), &caller()).result, Verdict::Pass);
    }

    #[test]
    fn an_unpinned_stage_shows_the_setting_to_add() {
        let check = pin(&pinned_to(None), &caller());

        assert_eq!(check.result, Verdict::Skip);
        assert!(check.fix.is_some_and(|fix| fix.contains("account = \"123456789012\"")));
    }

    #[test]
    fn a_region_other_than_the_stages_fails() {
        assert_eq!(same_region(Some("eu-west-1"), "us-east-1").result, Verdict::Fail);
        assert_eq!(same_region(None, "us-east-1").result, Verdict::Pass);
    }

    #[tokio::test]
    async fn expired_credentials_fail_without_a_caller() {
        let expired = FakeIdentity { caller: None, expires_at: None };

        let (check, caller) = credentials(&expired, now()).await;

        assert_eq!((check.result, caller), (Verdict::Fail, None));
    }

    #[tokio::test]
    async fn credentials_show_how_long_they_last() {
        let until = |text: &str| FakeIdentity { caller: Some(caller()), expires_at: text.parse().ok() };

        let (long, _) = credentials(&until("2026-11-22T12:00:00Z"), now()).await;
        let (short, short_caller) = credentials(&until("2026-11-22T10:05:00Z"), now()).await;

        assert_eq!((long.result, short.result), (Verdict::Pass, Verdict::Fail));
        assert!(short.detail.ends_with("for another 5m"), "{}", short.detail);
        assert_eq!(short_caller, Some(caller()));
    }

    #[tokio::test]
    async fn the_time_is_asked_for_again_when_a_connection_breaks() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}/", listener.local_addr().expect("an address"));
        let server = thread::spawn(move || {
            for attempt in 1..=CLOCK_ATTEMPTS {
                let (mut stream, _) = listener.accept().expect("a connection");
                assert!(stream.read(&mut [0; 1024]).expect("a request") > 0);
                if attempt == CLOCK_ATTEMPTS {
                    let head = "HTTP/1.1 403 Forbidden\r\nDate: Sun, 22 Nov 2026 10:00:00 GMT\r\n";
                    write!(stream, "{head}Content-Length: 0\r\nConnection: close\r\n\r\n").expect("written");
                }
            }
        });

        let time = clock_of_aws(Some(&address), "eu-west-1").await;

        assert_eq!(time, Some(now()));
        server.join().expect("it was asked as often as it may be");
    }

    #[test]
    fn clock_skew_fails_before_aws_rejects_requests() {
        let minutes = |minutes| now() + SignedDuration::from_mins(minutes);

        assert_eq!(clock(now(), now()).detail, "in sync with AWS");
        assert_eq!(clock(now(), minutes(1)).result, Verdict::Pass);
        assert_eq!(clock(now(), minutes(3)).detail, "180 seconds behind AWS");
        assert_eq!(clock(now(), minutes(-3)).result, Verdict::Fail);
    }
}
