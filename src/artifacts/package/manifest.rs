//! The manifest of a package: its files, each with its SHA-256.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::{artifacts::BuildProfile, revision::Revision, stage::FunctionName, template::Architecture};

pub(super) const MANIFEST: &str = "manifest.json";
pub(super) const FORMAT: u64 = 1;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(super) format: u64,
    pub(crate) app: String,
    #[serde(flatten)]
    pub(crate) revision: Revision,
    pub(crate) profile: BuildProfile,
    pub(crate) templates: Vec<PackagedFile>,
    pub(crate) functions: Vec<PackagedFunction>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PackagedFile {
    /// Relative to the manifest.
    pub(crate) file: PathBuf,
    pub(crate) sha256: String,
    pub(crate) size_bytes: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PackagedFunction {
    pub(crate) name: FunctionName,
    pub(super) logical_id: String,
    pub(crate) architecture: Architecture,
    #[serde(flatten)]
    pub(crate) file: PackagedFile,
}

#[cfg(test)]
impl Manifest {
    pub(crate) fn of_test(revision: Revision, templates: Vec<PackagedFile>, functions: Vec<PackagedFunction>) -> Self {
        Self { format: FORMAT, app: "srvls".into(), revision, profile: BuildProfile::Lambda, templates, functions }
    }
}

#[cfg(test)]
impl PackagedFunction {
    pub(crate) fn of_test(name: FunctionName, architecture: Architecture, file: PackagedFile) -> Self {
        Self { logical_id: "GetProfileFunction".into(), name, architecture, file }
    }
}
