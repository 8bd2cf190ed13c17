//! The ledger: one object per release in the artifact bucket, written when it starts and once more when it ends.

use std::time::Duration;

use futures_util::StreamExt as _;

use super::{Outcome, Record};
use crate::{
    aws::{
        AwsError,
        artifacts::{Artifacts, Bucket, Condition, ETag, S3},
        identity::Caller,
    },
    clock,
    context::Context,
};

/// Where the records lie. Ids sort by time, and so do the keys.
const FOLDER: &str = "releases/";

/// Records under way at once.
const READS_AT_ONCE: usize = 16;

pub(crate) struct Ledger<'a, A> {
    pub(super) artifacts: &'a A,
    pub(super) bucket: Bucket,
}

/// The newest records, newest first.
#[derive(Debug, Default)]
pub(super) struct Chapter {
    pub(super) records: Vec<Record>,
    /// How many came before them.
    pub(super) older: usize,
    /// Keys of what is no record.
    pub(super) broken: Vec<String>,
}

impl Context {
    pub(crate) fn ledger(&self, caller: &Caller) -> Ledger<'_, S3> {
        Ledger { artifacts: &self.aws.artifacts, bucket: self.artifact_bucket(caller) }
    }
}

impl<A: Artifacts> Ledger<'_, A> {
    pub(super) async fn newest(&self, limit: usize) -> Result<Chapter, AwsError> {
        let mut keys = self.keys().await?;
        keys.reverse();
        let older = keys.len().saturating_sub(limit);
        keys.truncate(limit);
        let reads = keys.into_iter().map(|key| async {
            let record = self.artifacts.get(&self.bucket, &key).await?;
            Ok::<_, AwsError>((key, record))
        });
        let mut chapter = Chapter { older, ..Chapter::default() };
        let mut reads = futures_util::stream::iter(reads).buffered(READS_AT_ONCE);
        while let Some(read) = reads.next().await {
            // `None` was deleted since it was listed.
            let (key, Some(text)) = read? else { continue };
            match serde_json::from_slice(&text) {
                Ok(record) => chapter.records.push(record),
                Err(_) => chapter.broken.push(key),
            }
        }
        Ok(chapter)
    }

    pub(super) async fn keys(&self) -> Result<Vec<String>, AwsError> {
        let objects = self.artifacts.list(&self.bucket, FOLDER).await?;
        Ok(objects.into_iter().map(|object| object.key).filter(|key| key.ends_with(".json")).collect())
    }

    async fn write(&self, record: &Record, condition: Condition) -> Result<ETag, Unwritten> {
        let key = format!("{FOLDER}{}.json", record.release.id);
        let body = serde_json::to_vec_pretty(record)?;
        let write = self.artifacts.put_if(&self.bucket, &key, body, condition);
        Ok(tokio::time::timeout(PATIENCE, write).await.map_err(|_| Unwritten::Late)??)
    }
}

/// How long a deployment waits for its record at most.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why a release has no record.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unwritten {
    #[error("{source}: {}", .source.message())]
    Aws {
        #[from]
        source: AwsError,
    },
    #[error("S3 did not answer within {} seconds", PATIENCE.as_secs())]
    Late,
    #[error(transparent)]
    Encode(#[from] serde_json::Error),
}

/// The record of a release that is under way. Failing to write it is told, and never stops a deployment.
pub(crate) struct Journal<'a, A> {
    ledger: Ledger<'a, A>,
    record: Record,
    /// `None` while it was not written.
    written: Option<ETag>,
}

impl<'a, A: Artifacts> Journal<'a, A> {
    /// Writes down that it starts.
    pub(crate) async fn open(ledger: Ledger<'a, A>, record: Record) -> (Self, Result<(), Unwritten>) {
        let mut journal = Self { ledger, record, written: None };
        let written = journal.write().await;
        (journal, written)
    }

    /// Writes down how it ended.
    pub(crate) async fn close(mut self, outcome: Outcome) -> Result<(), Unwritten> {
        self.record.outcome = outcome;
        let lasted = clock::now().duration_since(self.record.release.created_at);
        self.record.duration_ms = u64::try_from(lasted.as_millis()).ok();
        self.write().await
    }

    async fn write(&mut self) -> Result<(), Unwritten> {
        let condition = self.written.clone().map_or(Condition::New, Condition::Unchanged);
        self.written = Some(self.ledger.write(&self.record, condition).await?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{super::record::fake::record, *};
    use crate::aws::artifacts::fake::{FakeArtifacts, bucket};

    fn ledger(artifacts: &FakeArtifacts) -> Ledger<'_, FakeArtifacts> {
        Ledger { artifacts, bucket: bucket() }
    }

    async fn told(artifacts: &FakeArtifacts) -> Record {
        ledger(artifacts).newest(1).await.expect("read").records.remove(0)
    }

    #[tokio::test]
    async fn a_release_is_written_when_it_starts_and_when_it_ends() {
        let artifacts = FakeArtifacts::default();

        let started = Record { outcome: Outcome::Started, duration_ms: None, ..record(1) };
        let (journal, written) = Journal::open(ledger(&artifacts), started).await;
        written.expect("written");
        assert_eq!(told(&artifacts).await.outcome, Outcome::Started);

        journal.close(Outcome::RolledBack).await.expect("written");
        let ended = told(&artifacts).await;
        assert_eq!((ended.outcome, ended.duration_ms.is_some()), (Outcome::RolledBack, true));
        assert_eq!(artifacts.keys(), ["releases/r20261122T100100000Z.json"]);
    }

    #[tokio::test]
    async fn what_another_wrote_meanwhile_stays_and_is_told() {
        let artifacts = FakeArtifacts::default();
        let (journal, _) = Journal::open(ledger(&artifacts), record(1)).await;
        artifacts.0.borrow_mut().insert("releases/r20261122T100100000Z.json".into(), b"{}".to_vec());

        let trouble = journal.close(Outcome::Succeeded).await.expect_err("not ours any more");

        assert_eq!(trouble.to_string(), "s3:PutObject failed: made by a test");
        assert_eq!(artifacts.0.borrow()["releases/r20261122T100100000Z.json"], b"{}");
    }

    #[tokio::test]
    async fn the_newest_come_first_and_what_is_no_record_is_named() {
        let text = |number| serde_json::to_string(&record(number)).expect("JSON");
        let artifacts = FakeArtifacts::of(&[
            ("releases/r20261122T100100000Z.json", &text(1)),
            ("releases/r20261122T100200000Z.json", &text(2)),
            ("releases/r20261122T100300000Z.json", "not JSON"),
            ("releases/notes.txt", "not ours"),
        ]);

        let chapter = ledger(&artifacts).newest(2).await.expect("read");

        assert_eq!(chapter.records, [record(2)]);
        assert_eq!((chapter.older, chapter.broken), (1, vec!["releases/r20261122T100300000Z.json".to_owned()]));
    }
}
