//! What a pipeline is about: the stage, the repository, and where srvls comes from.

use std::{fs, path::Path};

use super::repository::Repository;
use crate::stage::StackName;

#[derive(Debug, Clone)]
pub(super) struct Pipeline {
    pub(super) stage: String,
    pub(super) stack: StackName,
    pub(super) region: String,
    pub(super) account: String,
    pub(super) repository: Repository,
    pub(super) branch: String,
    /// The folder of srvls.toml below the top of the repository; empty where it is there.
    pub(super) folder: String,
    pub(super) install: Install,
    pub(super) protected: bool,
}

/// How the pipeline gets srvls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Install {
    /// From the project, which contains its source code.
    Source,
    /// From the releases of a repository, of this version.
    Release(Repository),
}

impl Pipeline {
    /// The environment of previews. That of deployments has the stage's name.
    pub(super) fn preview_environment(&self) -> String {
        format!("{}-preview", self.stage)
    }

    #[cfg(test)]
    pub(super) fn of_test() -> Self {
        Self {
            stage: "dev".into(),
            stack: StackName("shop-dev".into()),
            region: "eu-west-1".into(),
            account: "123456789012".into(),
            repository: Repository { owner: "acme".into(), name: "shop".into() },
            branch: "main".into(),
            folder: String::new(),
            install: Install::Source,
            protected: false,
        }
    }
}

/// Whether the project in `folder` contains srvls itself.
pub(super) fn is_source(folder: &Path) -> bool {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
    let manifest: toml::Table = manifest.parse().unwrap_or_default();
    let name = manifest.get("package").and_then(|package| package.get("name"));
    name.and_then(toml::Value::as_str) == Some(env!("CARGO_PKG_NAME"))
}
