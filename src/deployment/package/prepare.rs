//! Everything up to the change set: build and zip unless that is done already, upload, package.

use std::collections::BTreeMap;

use super::{
    build::{build_artifacts, sources},
    choice::Choice,
    only,
    packaged_stage::PackagedStage,
    stack::{Delivery, StackTemplate},
    templates::Templates,
    upload::upload,
};
use crate::{
    artifacts::Artifact,
    audit::PseudonymKey,
    aws::{artifacts::Artifacts as _, identity::Caller},
    context::Context,
    error::Error,
    releases::ReleasedFunction,
    template::{CodeLocation, FunctionSource},
};

/// The parameter that makes the API reject requests that bypass the edge.
const EDGE_ENABLED: &str = "EdgeEnabled";

/// The templates, and the handlers that get new code built and zipped, before anything is known about the stage.
pub(crate) async fn build_first(cx: &Context, choice: Choice<'_>) -> Result<(Templates, Vec<Artifact>), Error> {
    let templates = Templates::read(cx, None)?;
    let (wanted, _) = only::select(sources(cx, &templates.api)?, choice.only)?;
    let artifacts = build_artifacts(cx, wanted).await?;
    Ok((templates, artifacts))
}

/// Takes `built` instead of building, where that is given.
pub(crate) async fn prepare(
    cx: &Context,
    caller: &Caller,
    templates: &Templates,
    built: Option<Vec<Artifact>>,
    choice: Choice<'_>,
) -> Result<PackagedStage, Error> {
    let Templates { api: template, edge } = templates;
    let (wanted, others) = only::select(sources(cx, template)?, choice.only)?;
    let bucket = cx.artifact_bucket(caller);
    let live_code = only::live_code(cx, &bucket, &others).await?;
    let artifacts = match built {
        Some(artifacts) => only::select_artifacts(artifacts, &wanted),
        None => build_artifacts(cx, wanted).await?,
    };
    for trouble in cx.aws.artifacts.ensure_bucket(&bucket, &cx.stage.settings.tags).await? {
        cx.progress.warn(format_args!("artifact bucket {bucket}: {trouble}"));
    }
    // For the personas that may read it but not create it.
    let create_key = PseudonymKey::create(&cx.aws.artifacts, &bucket);
    let (created, uploaded) = tokio::join!(create_key, upload(cx, &bucket, &artifacts));
    if let Err(error) = created {
        cx.progress.warn(format_args!("could not create the audit trail's key for pseudonyms: {error}"));
    }
    let mut functions = uploaded?;
    let live_location = |(source, live): (&FunctionSource, &ReleasedFunction)| {
        (source.logical_id.clone(), CodeLocation { bucket: bucket.name.clone(), key: live.key() })
    };
    let mut code: BTreeMap<String, CodeLocation> = others.iter().zip(&live_code).map(live_location).collect();
    code.extend(artifacts.iter().map(|artifact| (artifact.logical_id.clone(), artifact.location(&bucket))));
    functions.extend(live_code);
    functions.sort_by(|a, b| a.name.cmp(&b.name));

    let enabled = edge.is_some().then(|| (EDGE_ENABLED.to_owned(), "true".to_owned()));
    let api = StackTemplate::of(cx, template, &code, enabled).with_traffic_shifting(cx, choice.pace)?;
    let edge = async {
        let Some(edge) = edge else { return Ok(None) };
        let body = StackTemplate::of(cx, edge, &BTreeMap::new(), None).with_outputs_of(template);
        body.upload(cx, &bucket, Delivery::Request).await.map(Some)
    };
    let (api, edge) = tokio::try_join!(api.upload(cx, &bucket, Delivery::Url), edge)?;
    Ok(PackagedStage { api, edge, functions })
}
