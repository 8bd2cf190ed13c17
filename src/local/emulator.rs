//! The emulator's Python files, embedded in the binary: pinned requirements, and the launcher.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process,
};

use sha2::{Digest as _, Sha256};

use super::LocalError;

/// Every package of the emulator's environment, pinned.
pub(super) const REQUIREMENTS: &str = include_str!("emulator/requirements.txt");

macro_rules! carried {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("emulator/", $name)))),*] };
}

/// The launcher and its patches.
const FILES: &[(&str, &str)] = carried![
    "api_gateway.py",
    "api_gateway_permissions.py",
    "api_gateway_resources.py",
    "background.py",
    "change_set_values.py",
    "cloudformation.py",
    "cloudformation_resources.py",
    "cloudwatch.py",
    "cognito.py",
    "cognito_confirmation.py",
    "dynamodb.py",
    "iam.py",
    "lambda_functions.py",
    "launcher.py",
    "lifeline.py",
    "log_metrics.py",
    "log_patterns.py",
    "logs.py",
    "metric_math.py",
    "openapi_import.py",
    "patching.py",
    "property_types.py",
    "secrets_manager.py",
    "serving.py",
    "snapshots.py",
    "stack_operations.py",
    "traffic.py",
    "validation_errors.py",
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
    fs::create_dir_all(folder)?;
    FILES.iter().try_for_each(|(name, text)| fs::write(folder.join(name), text))
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
    hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_binary_carries_every_module_of_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/local/emulator");

        let there: BTreeSet<String> = fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
            .filter(|name| name.ends_with(".py") && !name.starts_with("test_"))
            .collect();

        let carried: BTreeSet<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(carried, there, "FILES is what the launcher finds at run time");
    }

    #[test]
    fn the_launcher_is_unpacked_once_and_whole() {
        let cache = tempfile::tempdir().expect("a folder");

        let launcher = unpack(cache.path()).expect("unpacked");
        let again = unpack(cache.path()).expect("unpacked");

        assert_eq!(launcher, again);
        let folder = launcher.parent().expect("a folder");
        assert_eq!(fs::read_dir(folder).expect("the folder").count(), FILES.len());
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
