//! The connection to AWS: region, credentials, endpoint.

use std::time::Duration;

use aws_config::{
    AppName, BehaviorVersion, Region, SdkConfig, meta::credentials::CredentialsProviderChain,
    profile::ProfileFileCredentialsProvider, provider_config::ProviderConfig, retry::RetryConfig,
    timeout::TimeoutConfig,
};
use aws_sdk_sts::config::{Credentials as SdkCredentials, ProvideCredentials, SharedCredentialsProvider};

use super::{
    AwsError, AwsErrorKind,
    calls::MAX_BACKOFF,
    credentials::Checked,
    shared_config::{self, check_endpoints},
    transport::Transport,
};
use crate::{given::Given, stage::is_region};

const FIRST_BACKOFF: Duration = Duration::from_millis(300);

/// How long a response may take, from the first byte of the request. No call of ours takes that long: the connection is
/// dead, as after a laptop's sleep, and the next attempt opens a new one. By default, the SDK waits forever.
pub(super) const READ_TIMEOUT: Duration = Duration::from_secs(60);

/// Where calls go, and with which credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Connection {
    region: Option<String>,
    endpoint: Option<Given>,
    credentials: Credentials,
    attempts: u32,
    /// What the user agent says about why, which CloudTrail keeps with every call.
    reason: Option<AppName>,
}

/// Throttling is normal on AWS, above all by CloudFormation and Cognito: retry until it ends.
const ATTEMPTS: u32 = 10;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Credentials {
    /// The AWS CLI's chain: environment, files, SSO, assumed roles, processes; with this profile, if any.
    Chain { profile: Option<String> },
    /// This profile's, even if the environment has others.
    Profile(String),
    /// This profile's if the machine has it, otherwise (as in CI) those of the chain.
    ProfileOrChain(String),
    /// An emulator's: `key` is the access key and the secret key, and is not a secret.
    Emulator { key: &'static str },
}

impl Connection {
    pub(crate) fn new(region: Option<String>, endpoint: Option<Given>, credentials: Credentials) -> Self {
        Self { region, endpoint, credentials, attempts: ATTEMPTS, reason: None }
    }

    /// The same with fewer attempts, to report an unreachable service sooner.
    pub(crate) fn impatient(self) -> Self {
        Self { attempts: 3, ..self }
    }

    /// The same with the reason for its calls.
    pub(crate) fn because(self, reason: Option<&str>) -> Self {
        Self { reason: reason.and_then(user_agent_reason), ..self }
    }

    /// The endpoint to call instead of AWS's.
    pub(crate) fn endpoint_url(&self) -> Option<&str> {
        self.endpoint.as_ref().map(Given::value)
    }

    /// # Errors
    /// When no region is set anywhere (srvls never picks one), and when the profile or a setting is none.
    pub(crate) async fn load(&self) -> Result<SdkConfig, AwsError> {
        let transport = Transport::new(self.certificates().await?);
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            // Not adaptive mode: it slows down all later calls for a minute, and we make few calls.
            .retry_config(
                RetryConfig::standard()
                    .with_max_attempts(self.attempts)
                    .with_initial_backoff(FIRST_BACKOFF)
                    .with_max_backoff(MAX_BACKOFF),
            )
            .http_client(transport.clone())
            .timeout_config(TimeoutConfig::builder().read_timeout(READ_TIMEOUT).build());
        if let Some(region) = &self.region {
            loader = loader.region(Region::new(region.clone()));
        }
        // The SDK reads the variable itself: below the endpoints of single services.
        if let Some(Given::Flag(url)) = &self.endpoint {
            loader = loader.endpoint_url(url);
        }
        if let Some(reason) = &self.reason {
            loader = loader.app_name(reason.clone());
        }
        match &self.credentials {
            Credentials::Chain { profile: Some(profile) }
            | Credentials::Profile(profile)
            | Credentials::ProfileOrChain(profile) => {
                loader = loader.profile_name(profile);
            }
            Credentials::Chain { profile: None } => {}
            Credentials::Emulator { key } => {
                loader = loader.credentials_provider(SdkCredentials::new(*key, *key, None, None, "emulator"));
            }
        }
        let config = loader.load().await;
        check_region(&config)?;
        check_endpoints(&config)?;
        let others = config.credentials_provider();
        let provider = |profile| provider(&config, &transport, profile);
        Ok(match (&self.credentials, others) {
            (Credentials::Profile(profile), _) => signed_by(&config, provider(profile)),
            (Credentials::ProfileOrChain(profile), None) => signed_by(&config, provider(profile)),
            (Credentials::ProfileOrChain(profile), Some(others)) => {
                let chain = CredentialsProviderChain::first_try("Profile", provider(profile));
                signed_by(&config, chain.or_else("Others", others))
            }
            (Credentials::Chain { .. } | Credentials::Emulator { .. }, Some(others)) => signed_by(&config, others),
            (Credentials::Chain { .. } | Credentials::Emulator { .. }, None) => config,
        })
    }

    /// The certificates to trust instead of the system's. An emulator of ours has none, and no profile either.
    ///
    /// # Errors
    /// When there are none in the file that is named, and when there is no profile of the name that the caller chose.
    async fn certificates(&self) -> Result<Option<Vec<u8>>, AwsError> {
        let profile = match &self.credentials {
            Credentials::Emulator { .. } => return Ok(None),
            Credentials::Chain { profile } => profile.as_deref(),
            Credentials::Profile(profile) | Credentials::ProfileOrChain(profile) => Some(profile.as_str()),
        };
        let profiles = shared_config::profiles().await;
        // The stage's profile need not be on this machine.
        if let (Some(profile), Some(profiles)) = (profile, &profiles)
            && !matches!(self.credentials, Credentials::ProfileOrChain(_))
        {
            shared_config::require(profile, profiles)?;
        }
        shared_config::certificates(profile, profiles.as_ref())
    }
}

impl Credentials {
    /// The AWS CLI's precedence: a profile on the command line, then keys in the environment, then AWS_PROFILE. The
    /// stage's profile counts as one on the command line, on machines that have it.
    /// <https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-authentication.html#cli-chap-authentication-precedence>
    pub(crate) fn of(chosen: Option<&Given>, of_stage: Option<&String>) -> Self {
        match (chosen, of_stage) {
            (Some(Given::Flag(name)), _) => Self::Profile(name.clone()),
            (None, Some(name)) => Self::ProfileOrChain(name.clone()),
            (Some(Given::Environment(name)), _) => Self::Chain { profile: Some(name.clone()) },
            (None, None) => Self::Chain { profile: None },
        }
    }
}

/// The reason in percent-encoding, cut to what the user agent takes: longer names make the SDK warn.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-appid.html>
fn user_agent_reason(reason: &str) -> Option<AppName> {
    const LONGEST: usize = 50;
    let mut encoded = String::new();
    for c in reason.trim().chars() {
        let mut bytes = [0; 4];
        let letter = match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '_' | '~' => c.to_string(),
            _ => c.encode_utf8(&mut bytes).bytes().map(|byte| format!("%{byte:02X}")).collect(),
        };
        if encoded.len() + letter.len() > LONGEST {
            break;
        }
        encoded.push_str(&letter);
    }
    AppName::new(encoded).ok()
}

/// # Errors
/// When there is no region, or it is formed like none.
fn check_region(config: &SdkConfig) -> Result<(), AwsError> {
    match config.region().map(AsRef::as_ref) {
        None => Err(AwsError::setup(
            AwsErrorKind::NoRegion,
            "neither the stage, --region, AWS_REGION nor the profile sets one",
        )),
        Some(region) if is_region(region) => Ok(()),
        Some(other) => {
            let text = format!("`{}` is not a region, such as eu-west-1", other.escape_debug());
            Err(AwsError::setup(AwsErrorKind::Setting, text))
        }
    }
}

/// Replaces the SDK's chain, which tries the environment before the profile, by `provider` alone.
fn signed_by(config: &SdkConfig, provider: impl ProvideCredentials + 'static) -> SdkConfig {
    config.to_builder().credentials_provider(SharedCredentialsProvider::new(Checked(provider))).build()
}

fn provider(config: &SdkConfig, transport: &Transport, profile: &str) -> ProfileFileCredentialsProvider {
    let place = ProviderConfig::default()
        .with_http_client(transport.clone())
        .with_region(config.region().cloned())
        .with_use_fips(config.use_fips())
        .with_use_dual_stack(config.use_dual_stack());
    ProfileFileCredentialsProvider::builder().configure(&place).profile_name(profile).build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::{
        identity::{Identity as _, Sts},
        replay::{Answer, Replay},
    };

    #[tokio::test]
    async fn no_call_waits_forever() {
        let connection = Connection::new(Some("us-east-1".into()), None, Credentials::Emulator { key: "test" });

        let config = connection.load().await.expect("a region");

        let timeouts = config.timeout_config().expect("some");
        assert_eq!(timeouts.read_timeout(), Some(READ_TIMEOUT));
    }

    fn encoded(reason: &str) -> Option<String> {
        user_agent_reason(reason).map(|name| name.to_string())
    }

    #[test]
    fn a_reason_is_percent_encoded_and_cut_between_characters() {
        assert_eq!(encoded(" T-1: locked out ").as_deref(), Some("T-1%3A%20locked%20out"));
        assert_eq!(encoded("이유").as_deref(), Some("%EC%9D%B4%EC%9C%A0"));
        assert_eq!(encoded(&format!("{}이유", "a".repeat(40))).map(|text| text.len()), Some(49));
        assert_eq!(encoded("  "), None);
    }

    #[tokio::test]
    async fn every_call_carries_the_reason_in_its_user_agent() {
        let replay = Replay::new([Answer::xml("https://sts.us-east-1.amazonaws.com/", 200, "")]);
        let connection = Connection::new(Some("us-east-1".into()), None, Credentials::Emulator { key: "test" });
        let config = connection.because(Some("T-1 locked out")).load().await.expect("a region");

        // The answer is empty: only the request counts.
        let _ = Sts::new(&config.to_builder().http_client(replay.clone()).build()).caller().await;

        let user_agents: Vec<String> = replay.requests().iter().map(|it| it.headers["user-agent"].clone()).collect();
        assert!(user_agents[0].split(' ').any(|part| part == "app/T-1%20locked%20out"), "{user_agents:?}");
    }
}
