//! The ids of the releases that `srvls releases` showed last: what a shell offers after `srvls rollback`.

use std::{fs, io, path::PathBuf};

use crate::{context::cache_file, stage::Stage};

/// Newest first.
pub(crate) fn remembered_releases(stage: &Stage) -> Vec<String> {
    let text = file(stage).and_then(|file| fs::read(file).ok()).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

pub(crate) fn remember_releases(stage: &Stage, ids: &[&str]) -> io::Result<()> {
    let Some(file) = file(stage) else { return Ok(()) };
    cache_file::write(&file, &serde_json::to_vec(ids)?)
}

/// By what srvls.toml says: a shell that asks reaches nothing.
fn file(stage: &Stage) -> Option<PathBuf> {
    let settings = &stage.settings;
    let of_stage = |part: &Option<String>| part.clone().unwrap_or_default();
    let (region, account) = (of_stage(&settings.region), of_stage(&settings.account));
    cache_file::path("releases", &[&stage.stack_name().0, &region, &account])
}
