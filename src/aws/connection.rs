//! How AWS is reached: region, credentials, endpoint.

use aws_config::{BehaviorVersion, Region, SdkConfig, retry::RetryConfig};
use aws_sdk_sts::config::Credentials as SdkCredentials;

use super::{AwsError, error::NoRegion};
use crate::{cli::GlobalArgs, local::LocalStage, stage::Stage};

/// Where calls go and who makes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Connection {
    region: Option<String>,
    endpoint_url: Option<String>,
    credentials: Credentials,
    attempts: u32,
}

/// Throttling is normal on AWS (CloudFormation and Cognito above all): wait it out.
const ATTEMPTS: u32 = 8;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Credentials {
    /// The AWS CLI's chain: environment, files, SSO, assumed roles, processes; of this profile if one is named.
    Chain { profile: Option<String> },
    /// An emulator's: not a secret.
    Emulator,
}

impl Connection {
    /// The stage's own settings, overridden by the command line's.
    pub(crate) fn of(stage: &Stage, local: Option<&LocalStage>, global: &GlobalArgs) -> Self {
        if let Some(local) = local {
            // The emulator is its own account: a developer's AWS_PROFILE and AWS_REGION mean others.
            return Self {
                region: Some(local.region().to_owned()),
                endpoint_url: Some(local.endpoint_url()),
                credentials: Credentials::Emulator,
                attempts: ATTEMPTS,
            };
        }
        let region = global.region.clone().or_else(|| stage.settings.region.clone());
        if stage.settings.emulator {
            let region = region.or_else(|| Some(LocalStage::REGION.to_owned()));
            return Self {
                region,
                endpoint_url: global.endpoint_url.clone(),
                credentials: Credentials::Emulator,
                attempts: ATTEMPTS,
            };
        }
        let profile = global.profile.clone().or_else(|| stage.settings.profile.clone());
        Self {
            region,
            endpoint_url: global.endpoint_url.clone(),
            credentials: Credentials::Chain { profile },
            attempts: ATTEMPTS,
        }
    }

    /// For those who would rather hear soon that nobody answers.
    pub(crate) fn impatient(self) -> Self {
        Self { attempts: 3, ..self }
    }

    /// Somebody's own, instead of AWS's.
    pub(crate) fn endpoint_url(&self) -> Option<&str> {
        self.endpoint_url.as_deref()
    }

    /// # Errors
    /// When no region is set anywhere: srvls never picks one.
    pub(crate) async fn load(&self) -> Result<SdkConfig, AwsError> {
        let mut loader = aws_config::defaults(BehaviorVersion::latest())
            .retry_config(RetryConfig::adaptive().with_max_attempts(self.attempts));
        if let Some(region) = &self.region {
            loader = loader.region(Region::new(region.clone()));
        }
        if let Some(url) = &self.endpoint_url {
            loader = loader.endpoint_url(url);
        }
        match &self.credentials {
            Credentials::Chain { profile: Some(profile) } => loader = loader.profile_name(profile),
            Credentials::Chain { profile: None } => {}
            Credentials::Emulator => {
                loader = loader.credentials_provider(SdkCredentials::new(
                    LocalStage::KEY,
                    LocalStage::KEY,
                    None,
                    None,
                    "emulator",
                ));
            }
        }
        let config = loader.load().await;
        if config.region().is_none() {
            return Err(AwsError::no_region(NoRegion));
        }
        Ok(config)
    }
}
