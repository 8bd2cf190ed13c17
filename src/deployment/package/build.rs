//! Builds and zips the handlers.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use tokio::task::JoinSet;

use crate::{
    artifacts::{self, Artifact, ArtifactError, Build, CargoProgress, uninstalled},
    context::Context,
    error::Error,
    template::{Architecture, Code, CodeSource, Template},
    terminal::output::counted,
};

/// The template's functions, for the processor that the stage runs them on.
pub(crate) fn sources(cx: &Context, template: &Template) -> Result<Vec<CodeSource>, Error> {
    let mut sources = template.code_sources(&cx.stage.settings.parameters)?;
    if cx.local.is_some() {
        // The emulator runs the handlers on this machine.
        sources.iter_mut().for_each(|source| source.architecture = Architecture::HOST);
    }
    Ok(sources)
}

pub(crate) async fn build_artifacts(cx: &Context, sources: Vec<CodeSource>) -> Result<Vec<Artifact>, Error> {
    let profile = cx.build_profile();
    if sources.is_empty() {
        return Ok(Vec::new());
    }
    let binaries = build_binaries(cx, &sources).await?;
    let _step = cx.progress.step("Packaging");
    let mut zipped = JoinSet::new();
    for source in sources {
        match source.code.clone() {
            Code::Binary { name, folder } => {
                let binary = binaries.get(&(folder, name.clone())).cloned();
                let binary = binary.ok_or_else(|| ArtifactError::NoBinary(name.clone()))?;
                zipped.spawn_blocking(move || Artifact::of_binary(&source, &name, &binary, profile));
            }
            Code::Folder(folder) => {
                if let Some(file) = uninstalled(&folder) {
                    cx.progress.warn(format_args!(
                        "{}: {} names packages, and srvls installs none: if the handler needs them, run `sam build`, \
                         and set `template = \".aws-sam/build/template.yaml\"` in srvls.toml",
                        source.logical_id,
                        folder.join(file).display()
                    ));
                }
                zipped.spawn_blocking(move || Artifact::of_folder(&source, &folder, profile));
            }
            Code::Archive(archive) => drop(zipped.spawn_blocking(move || Artifact::of_archive(&source, &archive))),
        }
    }
    let mut artifacts = zipped.join_all().await.into_iter().collect::<Result<Vec<_>, _>>()?;
    artifacts.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(artifacts)
}

/// The path of each built binary, by the folder of its package and its name.
async fn build_binaries(cx: &Context, sources: &[CodeSource]) -> Result<BTreeMap<(PathBuf, String), PathBuf>, Error> {
    let count = sources.iter().filter(|source| matches!(source.code, Code::Binary { .. })).count();
    if count > 0 {
        cx.progress.note(format_args!("Building {}", counted(count, "handler")));
    }
    let profile = cx.build_profile();
    let progress = if cx.progress.terminal { CargoProgress::Default } else { CargoProgress::Lines };
    let mut paths = BTreeMap::new();
    for ((folder, architecture), wanted) in groups(sources) {
        let build = Build { folder, binaries: &wanted, profile, architecture, progress };
        let built = artifacts::build(build).await?;
        paths.extend(built.into_iter().map(|(name, path)| ((folder.to_owned(), name), path)));
    }
    Ok(paths)
}

/// One run of cargo for each package and architecture, with the names of its binaries.
fn groups(sources: &[CodeSource]) -> Vec<((&Path, Architecture), Vec<&str>)> {
    let mut groups: Vec<((&Path, Architecture), Vec<&str>)> = Vec::new();
    for source in sources {
        let Code::Binary { name, folder } = &source.code else { continue };
        let key = (folder.as_path(), source.architecture);
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, names)) if names.contains(&name.as_str()) => {}
            Some((_, names)) => names.push(name),
            None => groups.push((key, vec![name])),
        }
    }
    groups
}
