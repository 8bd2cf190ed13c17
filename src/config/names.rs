//! The names of a stage: what they may consist of, and how long what is derived from them may become.

use std::path::Path;

use super::error::{ConfigError, NOT_A_REGION};
use crate::{
    phone::calling_code,
    stage::{EDGE_REGION, Stage, StageSettings, is_region},
    template::PhysicalName,
};

/// No region has a shorter name.
const SHORTEST_REGION: &str = "us-east-1";
/// As long as any.
const ACCOUNT: &str = "000000000000";
const STACK_LIMIT: usize = 128;
const BUCKET_LIMIT: usize = 63;
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html>
const RESERVED_BUCKETS: [&str; 3] = ["xn--", "sthree-", "amzn-s3-demo-"];

/// App and stage names become part of stack, bucket and log group names, so the strictest rules (S3's) apply.
pub(crate) fn broken_name_rule(name: &str) -> Option<&'static str> {
    if name.is_empty() || name.len() > 20 {
        Some("it must have 1 to 20 characters")
    } else if !name.starts_with(|c: char| c.is_ascii_lowercase()) {
        Some("it must start with a lower-case letter")
    } else if !name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') || name.ends_with('-') {
        Some("it must contain only lower-case letters, digits and inner hyphens")
    } else {
        None
    }
}

pub(super) fn check_name(what: &'static str, name: &str, path: &Path) -> Result<(), ConfigError> {
    let broken = |rule| ConfigError::Name { path: path.to_owned(), what, name: name.to_owned(), rule };
    broken_name_rule(name).map_or(Ok(()), |rule| Err(broken(rule)))
}

pub(super) fn check_settings(stage: &str, settings: &StageSettings, path: &Path) -> Result<(), ConfigError> {
    let wrong = |key, value: &str, rule| ConfigError::Setting {
        path: path.to_owned(),
        stage: stage.to_owned(),
        key,
        value: value.to_owned(),
        rule,
    };
    if let Some(account) = &settings.account
        && !(account.len() == 12 && account.chars().all(|c| c.is_ascii_digit()))
    {
        return Err(wrong("account", account, "an AWS account has 12 digits"));
    }
    if let Some(country) = settings.country.as_ref().filter(|country| calling_code(country).is_none()) {
        return Err(wrong("country", country, "a country has two letters, such as KR"));
    }
    match &settings.region {
        Some(region) if !is_region(region) => Err(wrong("region", region, NOT_A_REGION)),
        _ => Ok(()),
    }
}

/// Checks the names of the stage's stacks and of its artifact bucket, and those of the templates' resources.
///
/// Without a region, the bucket's name is checked for the shortest one.
pub(super) fn check_lengths(
    stage: &Stage,
    region: Option<&str>,
    named: &[PhysicalName],
    path: &Path,
) -> Result<(), ConfigError> {
    let emulated = stage.settings.emulator.then_some(EDGE_REGION);
    let region = emulated.or(region).or(stage.settings.region.as_deref()).unwrap_or(SHORTEST_REGION);
    let bucket = stage.artifact_bucket(stage.settings.account.as_deref().unwrap_or(ACCOUNT), region);
    if let Some(prefix) = RESERVED_BUCKETS.into_iter().find(|prefix| bucket.starts_with(prefix)) {
        return Err(ConfigError::Reserved {
            path: path.to_owned(),
            stage: stage.name.clone(),
            what: "its artifact bucket".into(),
            name: bucket,
            prefix,
        });
    }
    let own = [
        ("its artifact bucket".to_owned(), bucket, BUCKET_LIMIT),
        ("its stack".to_owned(), stage.stack_name().0, STACK_LIMIT),
        ("the stack of its edge".to_owned(), stage.edge_stack_name().0, STACK_LIMIT),
    ];
    let named = named.iter().map(|it| (it.to_string(), it.name.clone(), it.limit));
    // The one that leaves the least room decides.
    let longest = own.into_iter().chain(named).filter(|(_, name, limit)| name.len() > *limit);
    match longest.max_by_key(|(_, name, limit)| name.len() - limit) {
        None => Ok(()),
        Some((what, name, limit)) => {
            let room = stage.stack_name().0.len().saturating_sub(name.len() - limit);
            Err(ConfigError::TooLong { path: path.to_owned(), stage: stage.name.clone(), what, name, limit, room })
        }
    }
}
