//! Builds and zips the handlers.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use tokio::task::JoinSet;

use crate::{
    artifacts::{self, Artifact, ArtifactError, Build, CargoProgress},
    context::Context,
    error::Error,
    template::{Architecture, FunctionSource, Template},
    terminal::output::counted,
};

/// The template's functions, for the processor that the stage runs them on.
pub(crate) fn sources(cx: &Context, template: &Template) -> Result<Vec<FunctionSource>, Error> {
    let mut sources = template.functions(&cx.stage.settings.parameters)?;
    if cx.local.is_some() {
        // The emulator runs the handlers on this machine.
        sources.iter_mut().for_each(|source| source.architecture = Architecture::HOST);
    }
    Ok(sources)
}

pub(crate) async fn build_artifacts(cx: &Context, sources: Vec<FunctionSource>) -> Result<Vec<Artifact>, Error> {
    let profile = cx.build_profile();
    if sources.is_empty() {
        return Ok(Vec::new());
    }
    cx.progress.note(format_args!("Building {}", counted(sources.len(), "handler")));
    let progress = if cx.progress.terminal { CargoProgress::Default } else { CargoProgress::Lines };
    let mut binaries: BTreeMap<String, PathBuf> = BTreeMap::new();
    for (folder, architecture) in groups(&sources) {
        let of_group = |source: &&FunctionSource| (&source.folder, source.architecture) == (&folder, architecture);
        let wanted: Vec<&str> = sources.iter().filter(of_group).map(|source| source.binary.as_str()).collect();
        binaries.extend(
            artifacts::build(Build { folder: &folder, binaries: &wanted, profile, architecture, progress }).await?,
        );
    }
    let _step = cx.progress.step("Packaging");
    let mut zipped = JoinSet::new();
    for source in sources {
        let binary = binaries.get(&source.binary).cloned();
        let binary = binary.ok_or_else(|| ArtifactError::NoBinary(source.binary.clone()))?;
        zipped.spawn_blocking(move || Artifact::of(&source, &binary, profile));
    }
    let mut artifacts = zipped.join_all().await.into_iter().collect::<Result<Vec<_>, _>>()?;
    artifacts.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(artifacts)
}

/// One run of cargo for each package and architecture.
fn groups(sources: &[FunctionSource]) -> Vec<(PathBuf, Architecture)> {
    let mut seen = BTreeSet::new();
    let group = |source: &FunctionSource| (source.folder.clone(), source.architecture);
    sources.iter().map(group).filter(|(folder, arch)| seen.insert((folder.clone(), arch.rust_target()))).collect()
}
