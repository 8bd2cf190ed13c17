//! What the AWS CLI's files and variables say, as far as the SDK leaves it to its caller: which profiles there are, and
//! which certificates to trust.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use aws_config::{SdkConfig, profile::ProfileSet};
use aws_types::{
    os_shim_internal::{Env, Fs},
    service_config::ServiceConfigKey,
};

use super::error::{AwsError, AwsErrorKind};
use crate::{environment, given, http, nearest::nearest};

/// The services that srvls calls, by the names that the variables of their endpoints have.
const SERVICES: [&str; 13] = [
    "API Gateway",
    "CloudFormation",
    "CloudTrail",
    "CloudWatch",
    "CloudWatch Logs",
    "Cognito Identity Provider",
    "DynamoDB",
    "IAM",
    "Lambda",
    "S3",
    "SESv2",
    "STS",
    "XRay",
];

/// The profiles of the machine; none where the files can't be read, which the SDK reports with its own words.
pub(super) async fn profiles() -> Option<ProfileSet> {
    aws_config::profile::load(&Fs::real(), &Env::real(), &Default::default(), None).await.ok()
}

/// # Errors
/// When there is no such profile: the SDK would look for credentials elsewhere, or for a sign-in.
pub(super) fn require(name: &str, profiles: &ProfileSet) -> Result<(), AwsError> {
    if profiles.get_profile(name).is_some() || name == "default" {
        return Ok(());
    }
    let mut names: Vec<&str> = profiles.profiles().collect();
    names.sort_unstable();
    let known = match (nearest(name, names.iter().copied()), names.is_empty()) {
        (_, true) => "the AWS CLI's files have none".to_owned(),
        (Some(nearest), _) => format!("did you mean `{nearest}`? These exist: {}", names.join(", ")),
        (None, _) => format!("these exist: {}", names.join(", ")),
    };
    Err(AwsError::setup(AwsErrorKind::NoProfile, format!("there is no profile `{name}`; {known}")))
}

/// The certificates to trust instead of the system's, as PEM, by AWS_CA_BUNDLE or else by the profile's `ca_bundle`.
/// <https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html#envvars-list-AWS_CA_BUNDLE>
///
/// # Errors
/// When there are none in the file.
pub(super) fn certificates(profile: Option<&str>, profiles: Option<&ProfileSet>) -> Result<Option<Vec<u8>>, AwsError> {
    let of_profile = || {
        let profiles = profiles?;
        let profile =
            profile.map_or_else(|| profiles.get("ca_bundle"), |name| profiles.get_profile(name)?.get("ca_bundle"));
        profile.map(|path| ("ca_bundle", path.to_owned()))
    };
    let set = environment::variable("AWS_CA_BUNDLE").map(|path| ("AWS_CA_BUNDLE", path)).or_else(of_profile);
    let Some((setting, path)) = set.filter(|(_, path)| !path.is_empty()) else { return Ok(None) };
    let wrong = |why: String| AwsError::setup(AwsErrorKind::Setting, format!("{setting} is `{path}`: {why}"));
    let pem = pem_at(Path::new(&path)).map_err(|error| wrong(error.to_string()))?;
    if !are_certificates(&pem) {
        return Err(wrong("it has no certificates in PEM format".into()));
    }
    Ok(Some(pem))
}

/// A bundle, or a folder of certificates.
fn pem_at(path: &Path) -> io::Result<Vec<u8>> {
    if !path.is_dir() {
        return fs::read(path);
    }
    let entries: Vec<PathBuf> = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    let files = entries.iter().filter(|path| path.is_file()).map(fs::read);
    let files: Vec<Vec<u8>> = files.collect::<io::Result<_>>()?;
    Ok(files.into_iter().filter(|file| are_certificates(file)).flatten().collect())
}

/// Whether this can be trusted as it is: the SDK panics on what can't.
fn are_certificates(pem: &[u8]) -> bool {
    let Ok(certificates) = reqwest::Certificate::from_pem_bundle(pem) else { return false };
    !certificates.is_empty() && http::client().no_proxy().tls_certs_only(certificates).build().is_ok()
}

/// The endpoint of a service: its own, or the one for all, as the AWS CLI decides.
/// <https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>
pub(super) fn endpoint_of(config: &SdkConfig, service: &str) -> Option<String> {
    let general = config.endpoint_url().map(str::to_owned);
    if config.get_origin("endpoint_url").is_client_config() {
        return general;
    }
    let key = ServiceConfigKey::builder().service_id(service).env("AWS_ENDPOINT_URL").profile("endpoint_url");
    let of_service = key.build().ok().and_then(|key| config.service_config()?.load_config(key));
    of_service.or(general)
}

/// # Errors
/// When an endpoint is no URL: the SDK panics on some.
pub(super) fn check_endpoints(config: &SdkConfig) -> Result<(), AwsError> {
    for service in SERVICES {
        let Some(endpoint) = endpoint_of(config, service) else { continue };
        given::url(&endpoint).map_err(|rule| {
            let text = format!("the endpoint of {service} is `{}`: {rule}", endpoint.escape_debug());
            AwsError::setup(AwsErrorKind::Setting, text)
        })?;
    }
    Ok(())
}
