//! Everything up to the change set: build and zip unless that is done already, package, and upload what is missing.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::{try_join, try_join_all};

use super::{
    build::{build_artifacts, sources},
    choice::Choice,
    only,
    packaged_stage::PackagedStage,
    stack::{Delivery, StackTemplate, StoredTemplate},
    templates::Templates,
    upload,
};
use crate::{
    artifacts::Artifact,
    audit::PseudonymKey,
    aws::{
        artifacts::{Bucket, BucketCheck},
        identity::Caller,
    },
    context::{Context, guard::Permit},
    deployment::stage_readiness::StageReadiness,
    error::Error,
    releases::ReleasedFunction,
    stage::FunctionName,
    template::{CodeLocation, EDGE_ENABLED},
};

/// The templates, and the handlers that get new code built and zipped, before anything is known about the stage.
pub(crate) async fn build_first(cx: &Context, choice: Choice<'_>) -> Result<(Templates, Vec<Artifact>), Error> {
    let templates = Templates::read(cx, None)?;
    let artifacts = build(cx, &templates, choice).await?;
    Ok((templates, artifacts))
}

/// The handlers that get new code, built and zipped.
pub(crate) async fn build(cx: &Context, templates: &Templates, choice: Choice<'_>) -> Result<Vec<Artifact>, Error> {
    let (wanted, _) = only::select(sources(cx, &templates.api)?, choice.only)?;
    build_artifacts(cx, wanted).await
}

/// What a deployment ships, and what the artifact bucket lacks of it.
pub(crate) struct Prepared {
    packaged_stage: PackagedStage,
    bucket: Bucket,
    check: BucketCheck,
    artifacts: Vec<Artifact>,
    missing: BTreeSet<FunctionName>,
    templates: Vec<StoredTemplate>,
    has_key: bool,
}

/// Packages the stage with the `artifacts`, and asks the bucket for everything at once. Writes nothing.
pub(crate) async fn prepare(
    cx: &Context,
    caller: &Caller,
    templates: &Templates,
    artifacts: Vec<Artifact>,
    readiness: &StageReadiness,
    choice: Choice<'_>,
) -> Result<Prepared, Error> {
    let Templates { api: template, edge } = templates;
    let (wanted, others) = only::select(sources(cx, template)?, choice.only)?;
    let bucket = cx.artifact_bucket(caller);
    let artifacts = only::select_artifacts(artifacts, &wanted);
    let live_code = match &others[..] {
        [] => Vec::new(),
        _ => only::live_code(readiness.api.live_template()?, others)?,
    };
    let live_locations = live_code
        .iter()
        .map(|live| (live.logical_id.clone(), CodeLocation { bucket: bucket.name.clone(), key: live.key.clone() }));
    let mut code: BTreeMap<String, CodeLocation> = live_locations.collect();
    code.extend(artifacts.iter().map(|artifact| (artifact.logical_id.clone(), artifact.location(&bucket))));

    let enabled = edge.is_some().then(|| (EDGE_ENABLED.to_owned(), "true".to_owned()));
    let api = StackTemplate::of(cx, template, &code, enabled).with_traffic_shifting(cx, choice.pace)?.with_versions();
    let (api, api_template) = api.packaged(cx, &bucket, Delivery::Url)?;
    let edge = edge.as_ref().map(|edge| {
        let edge = StackTemplate::of(cx, edge, &BTreeMap::new(), None).with_outputs_of(template);
        edge.packaged(cx, &bucket, Delivery::Request)
    });
    let (edge, edge_template) = edge.transpose()?.unzip();

    let templates = [api_template].into_iter().chain(edge_template);
    let templates = try_join_all(templates.map(|template| template.unless_stored(cx, &bucket)));
    let (check, missing, live_code, templates, has_key) = tokio::join!(
        cx.aws.artifacts.check_bucket(&bucket, &cx.stage.settings.tags),
        upload::missing(cx, &bucket, &artifacts),
        only::released_again(cx, &bucket, &live_code),
        templates,
        PseudonymKey::exists(&cx.aws.artifacts, &bucket),
    );
    // Whose bucket it is comes first.
    let (check, missing, templates) = (check?, missing?, templates?.into_iter().flatten().collect());
    let released = |artifact: &Artifact| ReleasedFunction {
        name: artifact.name.clone(),
        sha256: artifact.sha256.clone(),
        size_bytes: artifact.zip.len(),
        uploaded: missing.contains(&artifact.name),
    };
    let mut functions: Vec<ReleasedFunction> = artifacts.iter().map(released).chain(live_code?).collect();
    functions.sort_by(|a, b| a.name.cmp(&b.name));
    let packaged_stage = PackagedStage { api, edge, functions };
    // Where it may not be looked for, it may still be created.
    let has_key = has_key.unwrap_or(false);
    Ok(Prepared { packaged_stage, bucket, check, artifacts, missing, templates, has_key })
}

impl Prepared {
    /// Sets the bucket up, and uploads what it lacks.
    pub(crate) async fn upload(self, cx: &Context, _permit: &Permit) -> Result<PackagedStage, Error> {
        let Self { packaged_stage, bucket, check, artifacts, missing, templates, has_key } = self;
        let tags = &cx.stage.settings.tags;
        for trouble in cx.aws.artifacts.set_up_bucket(&bucket, tags, check).await? {
            cx.progress.warn(format_args!("artifact bucket {bucket}: {trouble}"));
        }
        // For the personas that may read it but not create it.
        let create_key = async {
            if !has_key && let Err(error) = PseudonymKey::create(&cx.aws.artifacts, &bucket).await {
                cx.progress.warn(format_args!("could not create the audit trail's key for pseudonyms: {error}"));
            }
        };
        let templates = try_join_all(templates.into_iter().map(|template| template.upload(cx, &bucket)));
        let uploads = try_join(upload::upload(cx, &bucket, &artifacts, &missing), templates);
        tokio::join!(create_key, uploads).1?;
        Ok(packaged_stage)
    }
}
