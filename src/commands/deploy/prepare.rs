//! Everything up to the change set: build, zip, upload, package.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use futures_util::{StreamExt as _, TryStreamExt as _};
use serde_json::Value;
use tokio::task::JoinSet;

use super::{
    only,
    shipment::{PackagedStack, Shipment, ShippedFunction, template_key},
    stateful::refuse_early,
};
use crate::{
    artifacts::{self, Artifact, ArtifactError, BuildProfile, package::Package},
    aws::{
        artifacts::{Artifacts as _, Bucket},
        change_sets::TemplateSource,
        identity::Caller,
    },
    context::Context,
    error::Error,
    template::{Architecture, CodeLocation, FunctionSource, Template},
};

/// The parameter by which the API takes only what comes through the edge.
const EDGE_ENABLED: &str = "EdgeEnabled";

/// The app's templates as this stage takes them, without mistakes that we know of.
pub(super) struct Templates {
    api: Template,
    edge: Option<Template>,
}

impl Templates {
    pub(super) fn read(cx: &Context, package: Option<&Package>) -> Result<Self, Error> {
        // What was packaged was looked at then, together with the handlers' sources.
        if package.is_none() {
            for path in cx.config.template_paths() {
                Template::read(&path)?.refuse_mistakes()?;
            }
        }
        let api = Template::read(&cx.config.template_path())?;
        let edge = cx.config.edge_of(&cx.stage, &cx.aws.region);
        let edge = edge.map(|path| Template::read(&path)).transpose()?;
        let all: Vec<&Template> = [&api].into_iter().chain(&edge).collect();
        Template::check_parameters(&all, &cx.stage.settings.parameters)?;
        Ok(Self { api, edge })
    }

    /// Refuses what would lose data, as far as the templates tell it: before anything is built or written.
    pub(super) async fn refuse_loss(&self, cx: &Context, allowed: &[String]) -> Result<(), Error> {
        refuse_early(&cx.api(), self.api.body(), allowed).await?;
        match &self.edge {
            Some(edge) => refuse_early(&cx.edge(), edge.body(), allowed).await,
            None => Ok(()),
        }
    }
}

pub(super) async fn prepare(
    cx: &Context,
    caller: &Caller,
    templates: &Templates,
    package: Option<Package>,
    only: &[String],
) -> Result<Shipment, Error> {
    let Templates { api: template, edge } = templates;
    let (wanted, others) = only::chosen(sources(cx, template)?, only)?;
    let bucket = cx.artifact_bucket(caller);
    let kept = only::kept(cx, &bucket, &others).await?;
    let artifacts = match package {
        Some(package) => only::of_package(package.artifacts, &wanted),
        None => built(cx, wanted).await?,
    };
    for trouble in cx.aws.artifacts.ensure_bucket(&bucket, &cx.stage.settings.tags).await? {
        cx.progress.warn(format_args!("artifact bucket {bucket}: {trouble}"));
    }
    let mut functions = upload(cx, &bucket, &artifacts).await?;
    let of_kept = |(source, kept): (&FunctionSource, &ShippedFunction)| {
        (source.logical_id.clone(), CodeLocation { bucket: bucket.name.clone(), key: kept.key() })
    };
    let mut code: BTreeMap<String, CodeLocation> = others.iter().zip(&kept).map(of_kept).collect();
    code.extend(artifacts.iter().map(|artifact| (artifact.logical_id.clone(), artifact.location(&bucket))));
    functions.extend(kept);
    functions.sort_by(|a, b| a.name.cmp(&b.name));

    let enabled = edge.is_some().then(|| (EDGE_ENABLED.to_owned(), "true".to_owned()));
    let api = Body::of(cx, template, &code, enabled).packaged(cx, &bucket, ReadBy::Url).await?;
    let edge = match edge {
        Some(edge) => {
            let body = Body::of(cx, edge, &BTreeMap::new(), None).awaiting(template);
            Some(body.packaged(cx, &bucket, ReadBy::Request).await?)
        }
        None => None,
    };
    Ok(Shipment { api, edge, functions })
}

/// A template with its artifacts, as the stage's AWS can deploy it.
struct Body<'a> {
    template: &'a Template,
    value: Value,
    parameters: BTreeMap<String, String>,
    /// Keys in the artifact bucket.
    code: Vec<String>,
    awaited: Vec<String>,
}

impl<'a> Body<'a> {
    /// With those of the stage's parameters that the template has, and `own`, which no stage decides.
    fn of(
        cx: &Context,
        template: &'a Template,
        code: &BTreeMap<String, CodeLocation>,
        own: Option<(String, String)>,
    ) -> Self {
        let declared: BTreeSet<&str> = template.parameter_names().collect();
        let given = cx.stage.settings.parameters.clone().into_iter().chain(own);
        let given = given.filter(|(name, _)| declared.contains(name.as_str()));
        let value = template.with_artifacts(code);
        let code = code.values().map(|location| location.key.clone()).collect();
        let Some(local) = &cx.local else {
            return Self { template, value, parameters: given.collect(), code, awaited: Vec::new() };
        };
        let adapted = local.adapt(value);
        for left_out in &adapted.left_out {
            cx.progress.note(format_args!("local stage: {left_out}"));
        }
        let parameters = adapted.parameters.into_iter().chain(given).collect();
        Self { template, value: adapted.template, parameters, code, awaited: Vec::new() }
    }

    /// Takes what the API's stack tells for the parameters of the same names.
    fn awaiting(mut self, api: &Template) -> Self {
        let declared: BTreeSet<&str> = self.template.parameter_names().collect();
        let told = api.output_names().filter(|name| declared.contains(name) && !self.parameters.contains_key(*name));
        self.awaited = told.map(str::to_owned).collect();
        self
    }

    /// Lays the template into the bucket, where CloudFormation of the same region and a later rollback find it.
    async fn packaged(self, cx: &Context, bucket: &Bucket, read: ReadBy) -> Result<PackagedStack, Error> {
        let packaged = self.template.package(self.value, &self.parameters)?;
        let key = template_key(&packaged.sha256);
        if !cx.aws.artifacts.has(bucket, &key).await? {
            cx.aws.artifacts.put(bucket, &key, "application/json", packaged.json.clone().into_bytes()).await?;
        }
        let secret = self.template.secret_parameters();
        let secret = self.parameters.keys().filter(|name| secret.contains(name.as_str())).cloned().collect();
        Ok(PackagedStack {
            template: match read {
                ReadBy::Url => TemplateSource::Url(cx.aws.artifacts.url(bucket, &key)),
                ReadBy::Request => TemplateSource::Body(packaged.json),
            },
            template_sha256: packaged.sha256,
            parameters: self.parameters,
            secret,
            code: self.code,
            awaited: self.awaited,
            resources: self.template.unconditional_resources(),
        })
    }
}

/// How CloudFormation gets a template.
enum ReadBy {
    Url,
    /// The bucket may be in another region.
    Request,
}

impl Context {
    pub(crate) fn artifact_bucket(&self, caller: &Caller) -> Bucket {
        let name = self.stage.artifact_bucket(&caller.account, &self.aws.region);
        Bucket { name, owner: caller.account.clone() }
    }
}

/// The functions of a template as the stage runs them.
pub(crate) fn sources(cx: &Context, template: &Template) -> Result<Vec<FunctionSource>, Error> {
    let mut sources = template.functions(&cx.stage.settings.parameters)?;
    if cx.local.is_some() {
        // The emulator runs the handlers on this very machine.
        sources.iter_mut().for_each(|source| source.architecture = Architecture::HOST);
    }
    Ok(sources)
}

pub(crate) async fn built(cx: &Context, sources: Vec<FunctionSource>) -> Result<Vec<Artifact>, Error> {
    let profile = BuildProfile::of(cx);
    if sources.is_empty() {
        return Ok(Vec::new());
    }
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

async fn upload(cx: &Context, bucket: &Bucket, artifacts: &[Artifact]) -> Result<Vec<ShippedFunction>, Error> {
    if artifacts.is_empty() {
        return Ok(Vec::new());
    }
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
