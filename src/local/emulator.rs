//! The emulator's Python files, embedded in the binary: pinned requirements, and the launcher.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process,
};

use sha2::{Digest as _, Sha256};

use super::LocalError;
use crate::digest::hex;

/// Every package of the emulator's environment, pinned.
pub(super) const REQUIREMENTS: &str = include_str!("emulator/requirements.txt");

macro_rules! carried {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("emulator/", $name)))),*] };
}

/// The launcher and its patches.
const FILES: &[(&str, &str)] = carried![
    "background.py",
    "launcher.py",
    "lifeline.py",
    "needed_grants.py",
    "patches/__init__.py",
    "patches/apigateway/access_logs.py",
    "patches/apigateway/events.py",
    "patches/apigateway/failures.py",
    "patches/apigateway/gateway_responses.py",
    "patches/apigateway/imports.py",
    "patches/apigateway/metrics.py",
    "patches/apigateway/mocks.py",
    "patches/apigateway/openapi_import.py",
    "patches/apigateway/paths.py",
    "patches/apigateway/permissions.py",
    "patches/apigateway/request_validators.py",
    "patches/apigateway/timeouts.py",
    "patches/apigateway/validation.py",
    "patches/apigateway/validation_errors.py",
    "patches/cloudformation/change_set_values.py",
    "patches/cloudformation/conditions.py",
    "patches/cloudformation/custom_resources.py",
    "patches/cloudformation/deletion.py",
    "patches/cloudformation/event_reasons.py",
    "patches/cloudformation/executed_change_set.py",
    "patches/cloudformation/operation.py",
    "patches/cloudformation/pace.py",
    "patches/cloudformation/property_types.py",
    "patches/cloudformation/recorded_types.py",
    "patches/cloudformation/replacements.py",
    "patches/cloudformation/stack_states.py",
    "patches/cloudformation/updates.py",
    "patches/cloudwatch/alarm_expressions.py",
    "patches/cloudwatch/alarm_history.py",
    "patches/cloudwatch/alarms.py",
    "patches/cloudwatch/composite_alarms.py",
    "patches/cloudwatch/datapoints.py",
    "patches/cloudwatch/metric_data.py",
    "patches/cloudwatch/metric_math.py",
    "patches/cloudwatch/mute_rules.py",
    "patches/cloudwatch/series.py",
    "patches/cognito/auth_factors.py",
    "patches/cognito/delivery.py",
    "patches/cognito/post_confirmation.py",
    "patches/cognito/rotation.py",
    "patches/cognito/software_tokens.py",
    "patches/cognito/tokens.py",
    "patches/cognito/turns.py",
    "patches/cognito/user_filters.py",
    "patches/cognito/verification.py",
    "patches/dynamodb/existing_tables.py",
    "patches/dynamodb/recovery_periods.py",
    "patches/dynamodb/table_settings.py",
    "patches/iam/request_resources.py",
    "patches/iam/secure_transport.py",
    "patches/iam/simulation.py",
    "patches/lambda_/execution_role.py",
    "patches/lambda_/latency.py",
    "patches/lambda_/metrics.py",
    "patches/lambda_/missing_code.py",
    "patches/lambda_/permissions.py",
    "patches/logs/event_ids.py",
    "patches/logs/filtering.py",
    "patches/logs/lambda_lines.py",
    "patches/logs/live_tail.py",
    "patches/logs/metrics.py",
    "patches/logs/patterns.py",
    "patches/persistence/snapshots.py",
    "patches/persistence/standstill.py",
    "patches/secretsmanager/references.py",
    "patches/wafv2/ip_sets.py",
    "patches/wafv2/web_acl_associations.py",
    "patching.py",
    "serving.py",
];

/// The emulator's version, as pinned.
pub(super) fn version() -> &'static str {
    REQUIREMENTS.lines().find_map(|line| line.strip_prefix("ministack==")).unwrap_or("unknown")
}

/// The digest of the embedded launcher.
pub(super) fn launcher_digest() -> String {
    digest(FILES.iter().flat_map(|(name, text)| [*name, *text]))
}

/// The launcher's path; unpacks it into the cache on first use.
pub(super) fn unpack(cache: &Path) -> Result<PathBuf, LocalError> {
    let folder = cache.join(format!("launcher-{}", launcher_digest()));
    if !folder.is_dir() {
        // Written under a temporary name, then renamed: another srvls may be unpacking too.
        let unpacking = folder.with_extension(process::id().to_string());
        write_files(&unpacking).and_then(|()| publish(&unpacking, &folder)).map_err(|source| LocalError::File {
            action: "write",
            path: folder.clone(),
            source,
        })?;
    }
    Ok(folder.join("launcher.py"))
}

fn write_files(folder: &Path) -> io::Result<()> {
    for (name, text) in FILES {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().unwrap_or(folder))?;
        fs::write(file, text)?;
    }
    Ok(())
}

/// Renames a finished folder, unless another process did so first.
fn publish(finished: &Path, name: &Path) -> io::Result<()> {
    match fs::rename(finished, name) {
        Err(_) if name.is_dir() => fs::remove_dir_all(finished),
        result => result,
    }
}

/// A short name for these texts, in this order.
pub(super) fn digest<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for text in texts {
        // The length keeps "ab", "c" apart from "a", "bc".
        hash.update(text.len().to_be_bytes());
        hash.update(text);
    }
    hex(&hash.finalize()[..6])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The paths of the Python files in `folder` and below, from `root` on, without those of the tests.
    fn python_files(root: &Path, folder: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).expect("the folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(root).expect("below").to_str().expect("a name").to_owned();
            if path.is_dir() && name != "tests" {
                python_files(root, &path, found);
            } else if name.ends_with(".py") {
                found.insert(name);
            }
        }
    }

    fn python_files_of(root: &Path) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        python_files(root, root, &mut found);
        found
    }

    #[test]
    fn the_binary_carries_every_module_of_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/local/emulator");

        let carried: BTreeSet<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();

        assert_eq!(carried, python_files_of(&folder), "FILES is what the launcher finds at run time");
    }

    #[test]
    fn the_launcher_is_unpacked_once_and_whole() {
        let cache = tempfile::tempdir().expect("a folder");

        let launcher = unpack(cache.path()).expect("unpacked");
        let again = unpack(cache.path()).expect("unpacked");

        assert_eq!(launcher, again);
        let folder = launcher.parent().expect("a folder");
        assert_eq!(python_files_of(folder).len(), FILES.len());
        assert_eq!(fs::read_dir(cache.path()).expect("the cache").count(), 1);
    }

    #[test]
    fn the_pinned_version_is_known() {
        assert!(version().starts_with(|c: char| c.is_ascii_digit()), "{}", version());
    }

    #[test]
    fn a_digest_depends_on_where_a_text_ends() {
        assert_ne!(digest(["ab", "c"]), digest(["a", "bc"]));
    }
}
