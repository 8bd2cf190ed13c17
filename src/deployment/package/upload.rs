//! Which code the artifact bucket lacks, and its upload.

use std::collections::BTreeSet;

use futures_util::{StreamExt as _, TryStreamExt as _};

use crate::{
    artifacts::Artifact,
    aws::artifacts::{Artifacts as _, Bucket},
    context::Context,
    error::Error,
    stage::FunctionName,
    terminal::output::size,
};

/// The names of the functions whose code is not in the bucket.
pub(super) async fn missing(
    cx: &Context,
    bucket: &Bucket,
    artifacts: &[Artifact],
) -> Result<BTreeSet<FunctionName>, Error> {
    let checks = artifacts.iter().map(|artifact| async {
        let is_there = cx.aws.artifacts.has(bucket, &artifact.location(bucket).key).await?;
        Ok::<_, Error>((!is_there).then(|| artifact.name.clone()))
    });
    let checks = futures_util::stream::iter(checks).buffer_unordered(CHECKS_AT_ONCE);
    checks.try_filter_map(async |missing| Ok(missing)).try_collect().await
}

/// Uploads the code of the functions that are `missing`.
pub(super) async fn upload(
    cx: &Context,
    bucket: &Bucket,
    artifacts: &[Artifact],
    missing: &BTreeSet<FunctionName>,
) -> Result<(), Error> {
    if artifacts.is_empty() {
        return Ok(());
    }
    let new: Vec<&Artifact> = artifacts.iter().filter(|artifact| missing.contains(&artifact.name)).collect();
    let bytes: usize = new.iter().map(|artifact| artifact.zip.len()).sum();
    cx.progress.note(match new.len() {
        0 => format!("No handler changed: all {} are already uploaded", artifacts.len()),
        count => format!("Uploading {count} of {} handlers, {}", artifacts.len(), size(bytes)),
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
    Ok(())
}

/// How many objects to ask for at once.
pub(super) const CHECKS_AT_ONCE: usize = 32;

/// Enough to fill the connection; more would only make S3 answer SlowDown.
const UPLOADS_AT_ONCE: usize = 4;
