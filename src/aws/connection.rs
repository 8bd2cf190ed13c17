//! The connection to AWS: region, credentials, endpoint.

use std::time::Duration;

use aws_config::{
    BehaviorVersion, Region, SdkConfig, meta::credentials::CredentialsProviderChain,
    profile::ProfileFileCredentialsProvider, provider_config::ProviderConfig, retry::RetryConfig,
    timeout::TimeoutConfig,
};
use aws_sdk_sts::config::{Credentials as SdkCredentials, ProvideCredentials, SharedCredentialsProvider};

use super::{AwsError, error::NoRegion};
use crate::profile::Profile;

const FIRST_BACKOFF: Duration = Duration::from_millis(300);

/// How long a response may take, from the first byte of the request. No call of ours takes that long: the connection is
/// dead, as after a laptop's sleep, and the next attempt opens a new one. By default, the SDK waits forever.
pub(super) const READ_TIMEOUT: Duration = Duration::from_secs(60);

/// Where calls go, and with which credentials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Connection {
    region: Option<String>,
    endpoint_url: Option<String>,
    credentials: Credentials,
    attempts: u32,
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
    pub(crate) fn new(region: Option<String>, endpoint_url: Option<String>, credentials: Credentials) -> Self {
        Self { region, endpoint_url, credentials, attempts: ATTEMPTS }
    }

    /// The same with fewer attempts, to report an unreachable service sooner.
    pub(crate) fn impatient(self) -> Self {
        Self { attempts: 3, ..self }
    }

    /// The endpoint to call instead of AWS's.
    pub(crate) fn endpoint_url(&self) -> Option<&str> {
        self.endpoint_url.as_deref()
    }

    /// # Errors
    /// When no region is set anywhere: srvls never picks one.
    pub(crate) async fn load(&self) -> Result<SdkConfig, AwsError> {
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            // Not adaptive mode: it slows down all later calls for a minute, and we make few calls.
            .retry_config(RetryConfig::standard().with_max_attempts(self.attempts).with_initial_backoff(FIRST_BACKOFF))
            .timeout_config(TimeoutConfig::builder().read_timeout(READ_TIMEOUT).build());
        if let Some(region) = &self.region {
            loader = loader.region(Region::new(region.clone()));
        }
        if let Some(url) = &self.endpoint_url {
            loader = loader.endpoint_url(url);
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
        if config.region().is_none() {
            return Err(AwsError::no_region(NoRegion));
        }
        Ok(match &self.credentials {
            Credentials::Profile(profile) => signed_by(&config, provider(&config, profile)),
            Credentials::ProfileOrChain(profile) => {
                let chain = CredentialsProviderChain::first_try("Profile", provider(&config, profile));
                match config.credentials_provider() {
                    Some(others) => signed_by(&config, chain.or_else("Others", others)),
                    None => signed_by(&config, chain),
                }
            }
            Credentials::Chain { .. } | Credentials::Emulator { .. } => config,
        })
    }
}

impl Credentials {
    /// The AWS CLI's precedence: a profile on the command line, then keys in the environment, then AWS_PROFILE. The
    /// stage's profile counts as one on the command line, on machines that have it.
    /// <https://docs.aws.amazon.com/cli/latest/userguide/cli-chap-authentication.html#cli-chap-authentication-precedence>
    pub(crate) fn of(chosen: Option<&Profile>, of_stage: Option<&String>) -> Self {
        match (chosen, of_stage) {
            (Some(Profile::Flag(name)), _) => Self::Profile(name.clone()),
            (None, Some(name)) => Self::ProfileOrChain(name.clone()),
            (Some(Profile::Environment(name)), _) => Self::Chain { profile: Some(name.clone()) },
            (None, None) => Self::Chain { profile: None },
        }
    }
}

/// Replaces the SDK's chain, which tries the environment before the profile, by `provider` alone.
fn signed_by(config: &SdkConfig, provider: impl ProvideCredentials + 'static) -> SdkConfig {
    config.to_builder().credentials_provider(SharedCredentialsProvider::new(provider)).build()
}

fn provider(config: &SdkConfig, profile: &str) -> ProfileFileCredentialsProvider {
    let place = ProviderConfig::default()
        .with_region(config.region().cloned())
        .with_use_fips(config.use_fips())
        .with_use_dual_stack(config.use_dual_stack());
    ProfileFileCredentialsProvider::builder().configure(&place).profile_name(profile).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn no_call_waits_forever() {
        let connection = Connection::new(Some("us-east-1".into()), None, Credentials::Emulator { key: "test" });

        let config = connection.load().await.expect("a region");

        let timeouts = config.timeout_config().expect("some");
        assert_eq!(timeouts.read_timeout(), Some(READ_TIMEOUT));
    }
}
