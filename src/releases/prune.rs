//! Prunes the artifact bucket: deletes code and templates that no retained release needs.
//!
//! Deleting an object leaves its versions, which the bucket's lifecycle rule expires later. If a deployment needs an
//! artifact again, it uploads it again: it checks the bucket for each one first.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::{Ledger, Outcome, Record, ledger::LedgerPage};
use crate::aws::{
    AwsError,
    artifacts::{Artifacts, Object},
};

/// How many successful releases are retained for rollbacks.
const RETAINED_RELEASES: usize = 30;
/// How many records to read to find that many successes among the failures.
const RECORDS_READ: usize = RETAINED_RELEASES + 20;
/// Newer objects may belong to a deployment in progress.
const GRACE: SignedDuration = SignedDuration::from_hours(7 * 24);

impl<A: Artifacts> Ledger<'_, A> {
    /// Deletes the artifacts that no retained release needs, and returns how many.
    pub(crate) async fn prune(&self, now: Timestamp) -> Result<usize, AwsError> {
        if self.objects().await?.len() <= RETAINED_RELEASES {
            return Ok(0);
        }
        let page = self.newest(RECORDS_READ).await?;
        let Some(needed) = needed(&page) else { return Ok(0) };
        let (functions, templates) = tokio::join!(
            self.artifacts.list(&self.bucket, "functions/"),
            self.artifacts.list(&self.bucket, "templates/")
        );
        let objects: Vec<Object> = functions?.into_iter().chain(templates?).collect();
        let unneeded: Vec<String> = unneeded(&objects, &needed, now);
        self.artifacts.delete(&self.bucket, &unneeded).await?;
        Ok(unneeded.len())
    }
}

/// The artifacts that the retained releases need. `None` if nothing may be deleted: there are too few releases, or the
/// record of one is incomplete.
fn needed(page: &LedgerPage) -> Option<BTreeSet<String>> {
    let successes = page.records.iter().enumerate().filter(|(_, record)| record.outcome == Outcome::Succeeded);
    let (last, _) = successes.take(RETAINED_RELEASES).nth(RETAINED_RELEASES - 1)?;
    let retained = &page.records[..=last];
    let all_complete = page.broken.is_empty() && retained.iter().all(Record::is_complete);
    all_complete.then(|| retained.iter().flat_map(Record::artifacts).collect())
}

fn unneeded(objects: &[Object], needed: &BTreeSet<String>, now: Timestamp) -> Vec<String> {
    let is_old = |object: &&Object| object.modified_at.is_some_and(|modified| now.duration_since(modified) > GRACE);
    let old = objects.iter().filter(is_old).map(|object| object.key.clone());
    old.filter(|key| !needed.contains(key)).collect()
}

#[cfg(test)]
mod tests {
    use super::{super::record::fake::record, *};
    use crate::aws::artifacts::fake::{self, FakeArtifacts};

    /// The artifacts and records of this many releases.
    fn bucket(releases: u32) -> FakeArtifacts {
        let artifacts = FakeArtifacts::default();
        for record in (0..releases).map(record) {
            let mut objects = artifacts.0.borrow_mut();
            objects.extend(record.artifacts().into_iter().map(|key| (key, Vec::new())));
            objects.insert(format!("releases/{}.json", record.release.id), serde_json::to_vec(&record).expect("JSON"));
        }
        artifacts
    }

    async fn pruned(artifacts: &FakeArtifacts, now: Timestamp) -> usize {
        Ledger { artifacts, bucket: fake::bucket() }.prune(now).await.expect("pruned")
    }

    fn now() -> Timestamp {
        "2026-11-22T12:00:00Z".parse().expect("a time")
    }

    #[tokio::test]
    async fn only_artifacts_older_than_the_last_thirty_releases_are_deleted() {
        let artifacts = bucket(32);

        assert_eq!(pruned(&artifacts, now()).await, 4, "a template and a function of two releases");

        let keys = artifacts.keys();
        assert!(!keys.contains(&"templates/1.json".to_owned()) && keys.contains(&"templates/2.json".to_owned()));
        assert_eq!(keys.iter().filter(|key| key.starts_with("releases/")).count(), 32, "the ledger stays whole");
    }

    #[tokio::test]
    async fn code_that_an_old_release_shares_with_a_retained_one_stays() {
        let artifacts = bucket(31);
        let mut newest = record(30);
        newest.functions = record(0).functions;
        let text = serde_json::to_vec(&newest).expect("JSON");
        artifacts.0.borrow_mut().insert(format!("releases/{}.json", newest.release.id), text);

        pruned(&artifacts, now()).await;

        assert!(artifacts.keys().contains(&"functions/get_profile/0.zip".to_owned()));
        assert!(!artifacts.keys().contains(&"templates/0.json".to_owned()));
    }

    #[tokio::test]
    async fn nothing_is_deleted_while_it_is_new_or_releases_are_few() {
        assert_eq!(pruned(&bucket(32), Timestamp::UNIX_EPOCH).await, 0, "as if uploaded just now");
        assert_eq!(pruned(&bucket(29), now()).await, 0);
    }

    #[tokio::test]
    async fn nothing_is_deleted_while_the_record_of_a_retained_release_is_incomplete() {
        let first_format = bucket(32);
        let old = Record { stacks: Vec::new(), functions: Vec::new(), ..record(20) };
        let text = serde_json::to_vec(&old).expect("JSON");
        first_format.0.borrow_mut().insert(format!("releases/{}.json", old.release.id), text);

        assert_eq!(pruned(&first_format, now()).await, 0);
    }
}
