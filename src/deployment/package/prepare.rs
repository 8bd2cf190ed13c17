//! Everything up to the change set: build, zip, upload, package.

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
    artifacts::package::Package,
    aws::{artifacts::Artifacts as _, identity::Caller},
    context::Context,
    error::Error,
    releases::ReleasedFunction,
    template::{CodeLocation, FunctionSource},
};

/// The parameter by which the API takes only what comes through the edge.
const EDGE_ENABLED: &str = "EdgeEnabled";

pub(crate) async fn prepare(
    cx: &Context,
    caller: &Caller,
    templates: &Templates,
    package: Option<Package>,
    choice: Choice<'_>,
) -> Result<PackagedStage, Error> {
    let Templates { api: template, edge } = templates;
    let (wanted, others) = only::select(sources(cx, template)?, choice.only)?;
    let bucket = cx.artifact_bucket(caller);
    let kept = only::live_code(cx, &bucket, &others).await?;
    let artifacts = match package {
        Some(package) => only::select_artifacts(package.artifacts, &wanted),
        None => build_artifacts(cx, wanted).await?,
    };
    for trouble in cx.aws.artifacts.ensure_bucket(&bucket, &cx.stage.settings.tags).await? {
        cx.progress.warn(format_args!("artifact bucket {bucket}: {trouble}"));
    }
    let mut functions = upload(cx, &bucket, &artifacts).await?;
    let kept_location = |(source, kept): (&FunctionSource, &ReleasedFunction)| {
        (source.logical_id.clone(), CodeLocation { bucket: bucket.name.clone(), key: kept.key() })
    };
    let mut code: BTreeMap<String, CodeLocation> = others.iter().zip(&kept).map(kept_location).collect();
    code.extend(artifacts.iter().map(|artifact| (artifact.logical_id.clone(), artifact.location(&bucket))));
    functions.extend(kept);
    functions.sort_by(|a, b| a.name.cmp(&b.name));

    let enabled = edge.is_some().then(|| (EDGE_ENABLED.to_owned(), "true".to_owned()));
    let api = StackTemplate::of(cx, template, &code, enabled)
        .with_traffic_shifting(cx, choice.pace)?
        .upload(cx, &bucket, Delivery::Url)
        .await?;
    let edge = match edge {
        Some(edge) => {
            let body = StackTemplate::of(cx, edge, &BTreeMap::new(), None).with_outputs_of(template);
            Some(body.upload(cx, &bucket, Delivery::Request).await?)
        }
        None => None,
    };
    Ok(PackagedStage { api, edge, functions })
}
