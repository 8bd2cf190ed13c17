//! The ledger: one object per release in the artifact bucket, written when it starts and once more when it ends.

use std::{collections::BTreeMap, time::Duration};

use futures_util::{StreamExt as _, future::join_all};
use jiff::Timestamp;

use super::{Outcome, Record, Release};
use crate::{
    aws::{
        AwsError,
        artifacts::{Artifacts, Bucket, Condition, ETag, Object, S3},
        identity::Caller,
    },
    context::Context,
    time::{clock, patient},
};

/// The prefix of the records' keys, which sort by time, as the ids do.
const FOLDER: &str = "releases/";

/// How many records to read at once.
const CONCURRENT_READS: usize = 16;

pub(crate) struct Ledger<'a, A> {
    pub(super) artifacts: &'a A,
    pub(super) bucket: Bucket,
}

/// The newest records, newest first.
#[derive(Debug, Default)]
pub(super) struct LedgerPage {
    pub(super) records: Vec<Record>,
    /// How many older ones there are.
    pub(super) older: usize,
    /// Keys of objects that are not records.
    pub(super) broken: Vec<String>,
    /// The objects of the records without an end, by the ids of their releases.
    pub(super) open: BTreeMap<String, StoredObject>,
}

/// The object that a record was read from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct StoredObject {
    pub(super) etag: ETag,
    pub(super) written_at: Option<Timestamp>,
}

/// A record that now has the end which CloudFormation knows, and the object to replace.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LearnedEnd {
    pub(super) record: Record,
    pub(super) etag: ETag,
}

impl Context {
    pub(crate) fn ledger(&self, caller: &Caller) -> Ledger<'_, S3> {
        Ledger { artifacts: &self.aws.artifacts, bucket: self.artifact_bucket(caller) }
    }
}

impl<A: Artifacts> Ledger<'_, A> {
    pub(super) async fn newest(&self, limit: usize) -> Result<LedgerPage, AwsError> {
        let mut objects = self.objects().await?;
        objects.reverse();
        let older = objects.len().saturating_sub(limit);
        objects.truncate(limit);
        let reads = objects.into_iter().map(|object| async {
            let content = self.artifacts.get(&self.bucket, &object.key).await?;
            Ok::<_, AwsError>((object, content))
        });
        let mut page = LedgerPage { older, ..LedgerPage::default() };
        let mut reads = futures_util::stream::iter(reads).buffered(CONCURRENT_READS);
        while let Some(read) = reads.next().await {
            // `None`: deleted since it was listed.
            let (object, Some(content)) = read? else { continue };
            match serde_json::from_slice::<Record>(&content.body) {
                Ok(record) => {
                    if record.outcome == Outcome::Started {
                        let stored = StoredObject { etag: content.etag, written_at: object.modified_at };
                        page.open.insert(record.release.id.clone(), stored);
                    }
                    page.records.push(record);
                }
                Err(_) => page.broken.push(object.key),
            }
        }
        Ok(page)
    }

    /// The objects that should be records, oldest first.
    pub(super) async fn objects(&self) -> Result<Vec<Object>, AwsError> {
        let objects = self.artifacts.list(&self.bucket, FOLDER).await?;
        Ok(objects.into_iter().filter(|object| object.key.ends_with(".json")).collect())
    }

    /// Records how releases ended whose end no run saw, and returns the ids of those that are recorded now.
    /// A record that another run completes at the same time stays as that run writes it.
    pub(super) async fn complete(&self, learned: &[LearnedEnd]) -> Vec<(String, Result<(), LedgerWriteError>)> {
        let writes = learned.iter().map(|LearnedEnd { record, etag }| async {
            let written = self.write(record, Condition::Unchanged(etag.clone())).await;
            match written {
                Err(conflict) if conflict.is_conflict() => None,
                written => Some((record.release.id.clone(), written.map(drop))),
            }
        });
        join_all(writes).await.into_iter().flatten().collect()
    }

    async fn write(&self, record: &Record, condition: Condition) -> Result<ETag, LedgerWriteError> {
        let key = key(&record.release);
        let body = serde_json::to_vec_pretty(record)?;
        let write = self.artifacts.put_if(&self.bucket, &key, body, condition);
        Ok(tokio::time::timeout(patient(TIMEOUT), write).await.map_err(|_| LedgerWriteError::Late)??)
    }

    /// The current record of a release; `None` if there is none, or it can't be read.
    async fn read(&self, release: &Release) -> Result<Option<(Record, ETag)>, LedgerWriteError> {
        let key = key(release);
        let read = tokio::time::timeout(patient(TIMEOUT), self.artifacts.get(&self.bucket, &key)).await;
        let Some(content) = read.map_err(|_| LedgerWriteError::Late)?? else { return Ok(None) };
        Ok(serde_json::from_slice(&content.body).ok().map(|record| (record, content.etag)))
    }
}

fn key(release: &Release) -> String {
    format!("{FOLDER}{}.json", release.id)
}

/// How long a deployment waits for S3 at most, each time it reads or writes its record.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Why a release has no record.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LedgerWriteError {
    #[error("{source}: {}", .source.message())]
    Aws {
        #[from]
        source: AwsError,
    },
    #[error("S3 did not answer within {} seconds", patient(TIMEOUT).as_secs())]
    Late,
    #[error(transparent)]
    Encode(#[from] serde_json::Error),
}

impl LedgerWriteError {
    /// Whether another record is there than expected, or is being written at the moment.
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html>
    fn is_conflict(&self) -> bool {
        let Self::Aws { source } = self else { return false };
        matches!(source.code.as_deref(), Some("PreconditionFailed" | "ConditionalRequestConflict"))
    }
}

/// The record of a release in progress. A failed write is a warning, and never stops a deployment.
pub(crate) struct OpenRecord<'a, A> {
    ledger: Ledger<'a, A>,
    record: Record,
    /// `None` until it is written.
    written: Option<ETag>,
}

impl<'a, A: Artifacts> OpenRecord<'a, A> {
    /// Records that the release has begun.
    pub(crate) async fn open(ledger: Ledger<'a, A>, record: Record) -> (Self, Result<(), LedgerWriteError>) {
        let mut open_record = Self { ledger, record, written: None };
        let written = open_record.write().await;
        (open_record, written)
    }

    /// Records how the release ended.
    pub(crate) async fn close(mut self, outcome: Outcome) -> Result<(), LedgerWriteError> {
        self.record.finish(outcome, Some(clock::now()));
        self.write().await
    }

    async fn write(&mut self) -> Result<(), LedgerWriteError> {
        let condition = self.written.clone().map_or(Condition::New, Condition::Unchanged);
        self.written = Some(match self.ledger.write(&self.record, condition).await {
            Err(conflict) if conflict.is_conflict() => self.resolve(conflict).await?,
            written => written?,
        });
        Ok(())
    }

    /// The conflicting record may be our own: a write whose response was lost, before the SDK retried or timed out.
    async fn resolve(&self, conflict: LedgerWriteError) -> Result<ETag, LedgerWriteError> {
        match self.ledger.read(&self.record.release).await? {
            Some((there, etag)) if there == self.record => Ok(etag),
            Some((there, etag)) if self.may_replace(&there) => {
                self.ledger.write(&self.record, Condition::Unchanged(etag)).await
            }
            _ => Err(conflict),
        }
    }

    /// Whether the record that is there is an earlier one of this run's, or this run's with the end that a reader took
    /// from CloudFormation meanwhile: this run saw the end itself.
    fn may_replace(&self, there: &Record) -> bool {
        let same_but_for_its_end =
            Record { outcome: self.record.outcome, duration_ms: self.record.duration_ms, ..there.clone() }
                == self.record;
        same_but_for_its_end || (self.written.is_none() && there.release == self.record.release)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::record::fake::record, *};
    use crate::aws::artifacts::fake::{FakeArtifacts, bucket};

    fn ledger(artifacts: &FakeArtifacts) -> Ledger<'_, FakeArtifacts> {
        Ledger { artifacts, bucket: bucket() }
    }

    async fn stored(artifacts: &FakeArtifacts) -> Record {
        ledger(artifacts).newest(1).await.expect("read").records.remove(0)
    }

    #[tokio::test]
    async fn a_release_is_written_when_it_starts_and_when_it_ends() {
        let artifacts = FakeArtifacts::default();

        let started = Record { outcome: Outcome::Started, duration_ms: None, ..record(1) };
        let (open_record, written) = OpenRecord::open(ledger(&artifacts), started).await;
        written.expect("written");
        assert_eq!(stored(&artifacts).await.outcome, Outcome::Started);

        open_record.close(Outcome::RolledBack).await.expect("written");
        let ended = stored(&artifacts).await;
        assert_eq!((ended.outcome, ended.duration_ms.is_some()), (Outcome::RolledBack, true));
        assert_eq!(artifacts.keys(), ["releases/r20261122T100100000Z.json"]);
    }

    #[tokio::test]
    async fn a_write_whose_answer_was_lost_is_known_again() {
        let started = Record { outcome: Outcome::Started, duration_ms: None, ..record(1) };
        let text = serde_json::to_string_pretty(&started).expect("JSON");
        let artifacts = FakeArtifacts::of(&[("releases/r20261122T100100000Z.json", &text)]);

        // The SDK retried.
        let (open_record, written) = OpenRecord::open(ledger(&artifacts), started.clone()).await;
        written.expect("it is ours");
        open_record.close(Outcome::Succeeded).await.expect("written");
        assert_eq!(stored(&artifacts).await.outcome, Outcome::Succeeded);

        // The first write timed out.
        artifacts.0.borrow_mut().insert("releases/r20261122T100100000Z.json".into(), text.into());
        let open_record = OpenRecord { ledger: ledger(&artifacts), record: started, written: None };
        open_record.close(Outcome::Failed).await.expect("written");
        assert_eq!(stored(&artifacts).await.outcome, Outcome::Failed);
    }

    #[tokio::test]
    async fn a_concurrent_write_is_kept_and_reported() {
        let artifacts = FakeArtifacts::default();
        let (open_record, _) = OpenRecord::open(ledger(&artifacts), record(1)).await;
        artifacts.0.borrow_mut().insert("releases/r20261122T100100000Z.json".into(), b"{}".to_vec());

        let trouble = open_record.close(Outcome::Succeeded).await.expect_err("not ours any more");

        assert_eq!(trouble.to_string(), "s3:PutObject failed: made by a test");
        assert_eq!(artifacts.0.borrow()["releases/r20261122T100100000Z.json"], b"{}");
    }

    #[tokio::test]
    async fn of_two_who_learn_an_end_at_once_the_second_changes_nothing() {
        let artifacts = FakeArtifacts::default();
        let started = Record { outcome: Outcome::Started, duration_ms: None, ..record(1) };
        OpenRecord::open(ledger(&artifacts), started.clone()).await.1.expect("written");
        let learn = async |outcome| {
            let etag = ledger(&artifacts).newest(1).await.expect("read").open.remove(&started.release.id);
            etag.map(|stored| LearnedEnd { record: Record { outcome, ..started.clone() }, etag: stored.etag })
        };
        let both = [learn(Outcome::Succeeded).await.expect("open"), learn(Outcome::Failed).await.expect("open")];

        let first = ledger(&artifacts).complete(&both[..1]).await;
        let second = ledger(&artifacts).complete(&both[1..]).await;

        assert!(matches!(&first[..], [(id, Ok(()))] if *id == started.release.id), "{first:?}");
        assert!(second.is_empty(), "{second:?}");
        assert_eq!(stored(&artifacts).await.outcome, Outcome::Succeeded);
        assert!(learn(Outcome::Failed).await.is_none(), "it has an end now");
    }

    #[tokio::test]
    async fn who_saw_the_end_corrects_what_a_reader_took_it_for() {
        let artifacts = FakeArtifacts::default();
        let started = Record { outcome: Outcome::Started, duration_ms: None, ..record(1) };
        let (open_record, _) = OpenRecord::open(ledger(&artifacts), started.clone()).await;
        let open = ledger(&artifacts).newest(1).await.expect("read").open.remove(&started.release.id).expect("open");
        let record = Record { outcome: Outcome::Succeeded, duration_ms: Some(7), ..started };
        ledger(&artifacts).complete(&[LearnedEnd { record, etag: open.etag }]).await;

        open_record.close(Outcome::Failed).await.expect("written");

        assert_eq!(stored(&artifacts).await.outcome, Outcome::Failed);
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

        let page = ledger(&artifacts).newest(2).await.expect("read");

        assert_eq!(page.records, [record(2)]);
        assert_eq!((page.older, page.broken), (1, vec!["releases/r20261122T100300000Z.json".to_owned()]));
    }
}
