//! The local stage: an AWS emulator that srvls installs and starts by itself.
//!
//! [`python`] finds an interpreter, [`environment`] installs the packages that [`emulator`] pins, [`lifecycle`] starts
//! ([`spawn`]) and stops the [`process`], and [`adapt`] adapts the template.

mod adapt;
mod emulator;
mod environment;
mod error;
mod examine;
#[cfg(test)]
mod fixture;
mod health;
mod lifecycle;
mod lock;
mod paths;
mod port;
mod port_owner;
mod process;
mod python;
mod python_version;
mod spawn;

use std::path::Path;

pub(crate) use self::{
    adapt::NO_CODEDEPLOY,
    error::{IF_IT_STAYS_SILENT, LocalError},
    lifecycle::{Force, Start},
};
use self::{
    paths::{Paths, UserEnvironment},
    process::Process,
};
use crate::{stage::Stage, terminal::progress::Progress};

/// The emulator of one stage of one app.
#[derive(Debug, Clone)]
pub(crate) struct LocalStage {
    port: u16,
    /// Whether the emulator enforces the IAM policies.
    iam: bool,
    paths: Paths,
    user_environment: UserEnvironment,
}

impl LocalStage {
    pub(crate) const REGION: &str = "us-east-1";
    /// Used as access key and as secret key; not a secret.
    pub(crate) const KEY: &str = "test";

    pub(crate) fn new(root: &Path, stage: &Stage) -> Result<Self, LocalError> {
        let user_environment = UserEnvironment::read();
        Ok(Self {
            port: user_environment.port(stage.settings.port)?,
            iam: user_environment.iam.unwrap_or(stage.settings.iam),
            paths: Paths::new(root, &stage.name, &user_environment)?,
            user_environment,
        })
    }

    pub(crate) fn region(&self) -> &'static str {
        Self::REGION
    }

    pub(crate) fn endpoint_url(&self) -> String {
        Self::url(self.port)
    }

    pub(crate) fn url(port: u16) -> String {
        format!("http://127.0.0.1:{port}")
    }

    /// Whether `url` is this emulator's: `srvls local env` exports it as `AWS_ENDPOINT_URL`.
    pub(crate) fn serves(&self, url: &str) -> bool {
        url.trim_end_matches('/') == self.endpoint_url()
    }

    /// Whether there is an emulator's process, ready or not.
    pub(crate) fn is_started(&self) -> bool {
        Process::running(&self.paths.record).is_some()
    }

    /// Installs and starts the emulator unless it runs.
    pub(crate) async fn ensure_running(&self, progress: Progress) -> Result<(), LocalError> {
        self.start(progress).await.map(drop)
    }

    /// An API's address as the emulator serves it; any other output unchanged.
    pub(crate) fn callable(&self, output: &str) -> String {
        execute_api(output)
            .map(|(api, path)| format!("{}/_aws/execute-api/{api}{path}", self.endpoint_url()))
            .unwrap_or_else(|| output.to_owned())
    }

    pub(crate) fn data_folder(&self) -> &Path {
        &self.paths.data
    }

    pub(crate) fn log_file(&self) -> &Path {
        &self.paths.log
    }
}

/// The id of the REST API behind a URL on AWS, and the rest of the path: the stage first.
fn execute_api(url: &str) -> Option<(&str, &str)> {
    let address = url.strip_prefix("https://")?;
    let (host, path) = address.split_at(address.find('/').unwrap_or(address.len()));
    let (api, service) = host.split_once('.')?;
    let region = service.strip_prefix("execute-api.")?.strip_suffix(".amazonaws.com")?;
    (!region.contains('.')).then_some((api, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn local() -> LocalStage {
        LocalStage {
            port: 4600,
            iam: false,
            paths: Paths::at(Path::new("/state"), Path::new("/cache")),
            user_environment: UserEnvironment::default(),
        }
    }

    #[test]
    fn the_apis_address_becomes_the_emulators() {
        let url = local().callable("https://a1b2c3.execute-api.us-east-1.amazonaws.com/v1");

        assert_eq!(url, "http://127.0.0.1:4600/_aws/execute-api/a1b2c3/v1");
    }

    #[test]
    fn the_path_after_the_stage_is_kept() {
        let url = local().callable("https://a1b2c3.execute-api.us-east-1.amazonaws.com/v1/health?a=b");

        assert_eq!(url, "http://127.0.0.1:4600/_aws/execute-api/a1b2c3/v1/health?a=b");
    }

    #[test]
    fn any_other_output_stays_as_it_is() {
        for output in [
            "srvls-local-UserProfiles-1",
            "https://d1.cloudfront.net/v1",
            "https://bucket.s3.us-east-1.amazonaws.com/v1",
            "http://a1.execute-api.us-east-1.amazonaws.com/v1",
            "https://execute-api.us-east-1.amazonaws.com/v1",
            "https://a1.execute-api.us-east-1.amazonaws.com.example.org/v1",
        ] {
            assert_eq!(local().callable(output), output);
        }
    }

    #[test]
    fn its_own_address_is_recognized() {
        assert!(local().serves("http://127.0.0.1:4600"));
        assert!(local().serves("http://127.0.0.1:4600/"));
        assert!(!local().serves("http://127.0.0.1:4566"));
    }
}
