//! The artifact bucket of a destroyed stage: kept with its ledger, or deleted with every version in it.

use serde::Serialize;

use crate::{
    aws::{
        artifacts::{Artifacts as _, Bucket},
        identity::Caller,
    },
    context::{Context, guard::Refusal},
    error::Error,
    terminal::output::{counted, size},
};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct ArtifactBucket {
    pub(super) bucket: Bucket,
    pub(super) objects: usize,
    /// Excludes noncurrent versions.
    pub(super) size_bytes: u64,
    pub(super) releases: usize,
    pub(super) purged: bool,
}

impl ArtifactBucket {
    /// `None` when there is none.
    pub(super) async fn find(cx: &Context, caller: &Caller) -> Result<Option<Self>, Error> {
        let bucket = cx.artifact_bucket(caller);
        if !cx.aws.artifacts.bucket_exists(&bucket).await? {
            return Ok(None);
        }
        let objects = cx.aws.artifacts.list(&bucket, "").await?;
        let releases = objects.iter().filter(|object| object.key.starts_with("releases/")).count();
        let size_bytes = objects.iter().map(|object| object.size_bytes).sum();
        Ok(Some(Self { bucket, objects: objects.len(), size_bytes, releases, purged: false }))
    }

    /// # Errors
    /// When srvls did not make it.
    pub(super) async fn refuse_foreign(&self, cx: &Context) -> Result<(), Error> {
        if cx.aws.artifacts.owns(&self.bucket).await? {
            return Ok(());
        }
        Err(Refusal::ForeignBucket(self.bucket.name.clone()).into())
    }

    pub(super) async fn purge(&mut self, cx: &Context) -> Result<(), Error> {
        let _step = cx.progress.step(format_args!("Deleting every version in {}", self.bucket));
        let versions = cx.aws.artifacts.purge(&self.bucket).await?;
        cx.progress.detail(format_args!("deleted {versions} versions and delete markers"));
        self.purged = true;
        Ok(())
    }

    /// `24 objects, 12.00 MiB, 3 releases`.
    pub(super) fn contents(&self) -> String {
        let (objects, releases) = (counted(self.objects, "object"), counted(self.releases, "release"));
        format!("{objects}, {}, {releases}", size(self.size_bytes))
    }
}
