//! The ids of the releases that `srvls releases` showed last: what a shell offers after `srvls rollback`.

use std::{io, path::PathBuf};

use crate::{context::cache, stage::Stage};

/// Newest first.
pub(crate) fn remembered_releases(stage: &Stage) -> Vec<String> {
    file(stage).and_then(|file| cache::load(&file)).unwrap_or_default()
}

pub(crate) fn remember_releases(stage: &Stage, ids: &[&str]) -> io::Result<()> {
    let Some(file) = file(stage) else { return Ok(()) };
    cache::store(&file, &ids)
}

/// By what srvls.toml says: a shell that asks reaches nothing.
fn file(stage: &Stage) -> Option<PathBuf> {
    let settings = &stage.settings;
    let of_stage = |part: &Option<String>| part.clone().unwrap_or_default();
    let (region, account) = (of_stage(&settings.region), of_stage(&settings.account));
    cache::path("releases", &[&stage.stack_name().0, &region, &account])
}
