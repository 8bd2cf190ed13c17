//! Everything up to the change set: build, zip, upload, package.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use futures_util::{StreamExt as _, TryStreamExt as _};
use serde::Serialize;
use tokio::task::JoinSet;

use crate::{
    artifacts::{self, Artifact, ArtifactError, BuildProfile, package::Package},
    aws::{artifacts::Artifacts, identity::Caller},
    context::Context,
    error::Error,
    stage::FunctionName,
    template::{Architecture, CodeLocation, FunctionSource, Template},
};

/// A template that lies in the artifact bucket, with all it needs.
pub(super) struct Prepared {
    pub(super) template_url: String,
    pub(super) parameters: BTreeMap<String, String>,
    pub(super) functions: Vec<ShippedFunction>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct ShippedFunction {
    pub(crate) name: FunctionName,
    pub(crate) sha256: String,
    pub(crate) size_bytes: usize,
    /// Whether these bytes were new to the artifact bucket.
    pub(crate) uploaded: bool,
}

pub(super) async fn prepare(cx: &Context, caller: &Caller, package: Option<Package>) -> Result<Prepared, Error> {
    let (template, artifacts) = match package {
        Some(package) => (Template::read(&package.template_path())?, package.artifacts),
        None => {
            let template = Template::read(&cx.config.template_path())?;
            for path in cx.config.template_paths() {
                Template::read(&path)?.refuse_mistakes()?;
            }
            let sources = sources(cx, &template)?;
            (template, built(cx, sources).await?)
        }
    };
    let bucket = cx.artifact_bucket(caller);
    cx.aws.artifacts.ensure_bucket(&bucket, &caller.account).await?;
    let functions = upload(cx, &bucket, &artifacts).await?;
    let code: BTreeMap<String, CodeLocation> =
        artifacts.iter().map(|artifact| (artifact.logical_id.clone(), artifact.location(&bucket))).collect();

    let mut body = template.with_artifacts(&code);
    let mut parameters = cx.stage.settings.parameters.clone();
    if let Some(local) = &cx.local {
        let adapted = local.adapt(body);
        for left_out in &adapted.left_out {
            cx.progress.note(format_args!("local stage: {left_out}"));
        }
        body = adapted.template;
        parameters = adapted.parameters.into_iter().chain(parameters).collect();
    }
    let packaged = template.package(&body)?;
    let key = format!("templates/{}.json", packaged.sha256);
    if !cx.aws.artifacts.has(&bucket, &key).await? {
        cx.aws.artifacts.put(&bucket, &key, "application/json", packaged.json.into_bytes()).await?;
    }
    Ok(Prepared { template_url: cx.aws.artifacts.url(&bucket, &key), parameters, functions })
}

impl Context {
    pub(crate) fn artifact_bucket(&self, caller: &Caller) -> String {
        self.stage.artifact_bucket(&caller.account, &self.aws.region)
    }
}

/// The functions of a template as the stage runs them.
pub(crate) fn sources(cx: &Context, template: &Template) -> Result<Vec<FunctionSource>, Error> {
    template.check_parameters(&cx.stage.settings.parameters)?;
    let mut sources = template.functions(&cx.stage.settings.parameters)?;
    if cx.local.is_some() {
        // The emulator runs the handlers on this very machine.
        sources.iter_mut().for_each(|source| source.architecture = Architecture::HOST);
    }
    Ok(sources)
}

pub(crate) async fn built(cx: &Context, sources: Vec<FunctionSource>) -> Result<Vec<Artifact>, Error> {
    let profile = BuildProfile::of(cx);
    cx.progress.note(format_args!("Building {} handlers", sources.len()));
    let mut binaries: BTreeMap<String, PathBuf> = BTreeMap::new();
    for (folder, architecture) in groups(&sources) {
        let of_group = |source: &&FunctionSource| (&source.folder, source.architecture) == (&folder, architecture);
        let wanted: Vec<&str> = sources.iter().filter(of_group).map(|source| source.binary.as_str()).collect();
        binaries.extend(artifacts::build(&folder, &wanted, profile, architecture).await?);
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

async fn upload(cx: &Context, bucket: &str, artifacts: &[Artifact]) -> Result<Vec<ShippedFunction>, Error> {
    let mut missing = BTreeSet::new();
    for artifact in artifacts {
        if !cx.aws.artifacts.has(bucket, &artifact.location(bucket).key).await? {
            missing.insert(artifact.name.clone());
        }
    }
    let new: Vec<&Artifact> = artifacts.iter().filter(|artifact| missing.contains(&artifact.name)).collect();
    let bytes: usize = new.iter().map(|artifact| artifact.zip.len()).sum();
    cx.progress.note(match new.len() {
        0 => format!("No handler changed: all {} are uploaded already", artifacts.len()),
        count => format!("Uploading {count} of {} handlers, {}", artifacts.len(), indicatif::HumanBytes(bytes as u64)),
    });
    let bar = cx.progress.bar(Some(bytes as u64), "{bar:30} {bytes} of {total_bytes}, {bytes_per_sec}");
    let uploads = new.iter().map(|artifact| async {
        let key = artifact.location(bucket).key;
        cx.aws.artifacts.put(bucket, &key, "application/zip", artifact.zip.clone()).await?;
        bar.inc(artifact.zip.len() as u64);
        Ok::<_, Error>(())
    });
    futures_util::stream::iter(uploads).buffer_unordered(UPLOADS_AT_ONCE).try_collect::<()>().await?;
    bar.finish_and_clear();
    let shipped = |artifact: &Artifact| ShippedFunction {
        name: artifact.name.clone(),
        sha256: artifact.sha256.clone(),
        size_bytes: artifact.zip.len(),
        uploaded: missing.contains(&artifact.name),
    };
    Ok(artifacts.iter().map(shipped).collect())
}

/// Enough to fill a line; more only makes S3 answer SlowDown.
const UPLOADS_AT_ONCE: usize = 4;
