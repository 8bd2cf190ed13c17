//! Everything up to the change set: build, zip, upload, package.

use std::collections::BTreeMap;

use super::{
    build::{built, sources},
    choice::Choice,
    only,
    packaged_stage::PackagedStage,
    stack::{Body, ReadBy},
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
    let (wanted, others) = only::chosen(sources(cx, template)?, choice.only)?;
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
    let of_kept = |(source, kept): (&FunctionSource, &ReleasedFunction)| {
        (source.logical_id.clone(), CodeLocation { bucket: bucket.name.clone(), key: kept.key() })
    };
    let mut code: BTreeMap<String, CodeLocation> = others.iter().zip(&kept).map(of_kept).collect();
    code.extend(artifacts.iter().map(|artifact| (artifact.logical_id.clone(), artifact.location(&bucket))));
    functions.extend(kept);
    functions.sort_by(|a, b| a.name.cmp(&b.name));

    let enabled = edge.is_some().then(|| (EDGE_ENABLED.to_owned(), "true".to_owned()));
    let api =
        Body::of(cx, template, &code, enabled).shifting(cx, choice.pace)?.packaged(cx, &bucket, ReadBy::Url).await?;
    let edge = match edge {
        Some(edge) => {
            let body = Body::of(cx, edge, &BTreeMap::new(), None).awaiting(template);
            Some(body.packaged(cx, &bucket, ReadBy::Request).await?)
        }
        None => None,
    };
    Ok(PackagedStage { api, edge, functions })
}
