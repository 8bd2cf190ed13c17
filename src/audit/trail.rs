//! Writes the records of one run of srvls.

use std::{collections::BTreeMap, time::Duration};

use aws_lc_rs::rand;
use jiff::Timestamp;

use super::{KeyError, Outcome, PseudonymKey, Record, Target};
use crate::{
    aws::{
        AwsError, AwsErrorKind,
        artifacts::{Artifacts, Bucket},
        audit_log::{AuditLog, LogStream},
    },
    digest::hex,
    time::patient,
};

/// How long an audit log that doesn't answer may hold back a command.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Why a record could not be written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unrecorded {
    #[error("the log group `{group}` does not exist yet, and you may not create it")]
    NoGroup { group: String, source: AwsError },
    #[error("could not append to the log group `{group}`")]
    Append { group: String, source: AwsError },
    #[error("its target could not be recorded")]
    Target(#[from] KeyError),
    #[error("it took longer than {} seconds", patient(TIMEOUT).as_secs())]
    Late,
    #[error("this machine has no random numbers")]
    NoRandomness,
}

impl Unrecorded {
    /// The call to AWS that failed.
    pub(crate) fn aws(&self) -> Option<&AwsError> {
        match self {
            Self::NoGroup { source, .. } | Self::Append { source, .. } | Self::Target(KeyError::Unreadable(source)) => {
                Some(source)
            }
            Self::Target(KeyError::Damaged { .. }) | Self::Late | Self::NoRandomness => None,
        }
    }
}

/// What stands for `target` in a record; the stage's key is in `bucket`.
pub(crate) async fn recorded_target(
    target: &Target,
    artifacts: &impl Artifacts,
    bucket: &Bucket,
) -> Result<Option<String>, Unrecorded> {
    if !target.is_personal() {
        return Ok(target.recorded(None));
    }
    let key = in_time(PseudonymKey::read_or_create(artifacts, bucket)).await??;
    Ok(target.recorded(Some(&key)))
}

/// Where the records of a stage are.
pub(crate) struct Trail<'a, L> {
    pub(crate) log: &'a L,
    pub(crate) group: String,
    /// Of the group, when it has to be created.
    pub(crate) tags: &'a BTreeMap<String, String>,
}

impl<L: AuditLog> Trail<'_, L> {
    /// Writes the beginning of `record` under a new id.
    pub(crate) async fn begin(&self, record: Record) -> Result<Record, Unrecorded> {
        let record = Record { id: new_id()?, outcome: Outcome::Begun, ..record };
        self.append(&record, record.at).await?;
        Ok(record)
    }

    /// Writes how a record ended.
    pub(crate) async fn complete(&self, record: &Record, now: Timestamp) -> Result<(), Unrecorded> {
        self.append(record, now).await
    }

    async fn append(&self, record: &Record, at: Timestamp) -> Result<(), Unrecorded> {
        // A stream a month, so that a month's records can be exported by themselves.
        let stream = at.strftime("%Y-%m").to_string();
        let to = LogStream { group: self.group.clone(), stream, tags: self.tags.clone() };
        let message = serde_json::to_string(record).unwrap_or_default();
        let group = || self.group.clone();
        match in_time(self.log.append(&to, at, &message)).await? {
            Err(source) if source.kind == AwsErrorKind::NotAllowed && source.action == "logs:CreateLogGroup" => {
                Err(Unrecorded::NoGroup { group: group(), source })
            }
            appended => appended.map_err(|source| Unrecorded::Append { group: group(), source }),
        }
    }
}

async fn in_time<T>(work: impl Future<Output = T>) -> Result<T, Unrecorded> {
    tokio::time::timeout(patient(TIMEOUT), work).await.map_err(|_| Unrecorded::Late)
}

fn new_id() -> Result<String, Unrecorded> {
    let mut bytes = [0; 16];
    rand::fill(&mut bytes).map_err(|_| Unrecorded::NoRandomness)?;
    Ok(hex(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        audit::record::fake::record,
        aws::{
            artifacts::fake::{FakeArtifacts, bucket},
            audit_log::fake::FakeAuditLog,
        },
    };

    fn trail<'a>(log: &'a FakeAuditLog, tags: &'a BTreeMap<String, String>) -> Trail<'a, FakeAuditLog> {
        Trail { log, group: "/srvls/shop-dev/audit".into(), tags }
    }

    #[tokio::test]
    async fn a_record_is_begun_under_its_own_id_and_completed_under_the_same() {
        let (log, tags) = Default::default();
        let trail = trail(&log, &tags);

        let first = trail.begin(record("", Outcome::Done)).await.expect("begun");
        let second = trail.begin(record("", Outcome::Done)).await.expect("begun");
        let done = Record { outcome: Outcome::Done, ..first.clone() };
        trail.complete(&done, done.at).await.expect("completed");

        assert_ne!(first.id, second.id);
        let messages = log.messages.borrow();
        let read = crate::audit::records(messages.iter().map(String::as_str)).0;
        assert_eq!(read, [Record { outcome: Outcome::Unknown, ..second }, done]);
    }

    #[tokio::test]
    async fn a_target_that_is_no_person_takes_no_key() {
        let artifacts = FakeArtifacts::default();

        let name = recorded_target(&Target::named("stack", "shop-dev"), &artifacts, &bucket()).await.expect("named");

        assert_eq!((name.as_deref(), artifacts.keys().len()), (Some("stack:shop-dev"), 0));
    }

    #[tokio::test]
    async fn an_event_has_nothing_of_the_sub() {
        let (log, tags) = Default::default();
        let user = Target::user("7a0c4e52-0000-4000-8000-000000000001");

        let target = recorded_target(&user, &FakeArtifacts::default(), &bucket()).await.expect("named");
        trail(&log, &tags).begin(Record { target, ..record("", Outcome::Begun) }).await.expect("begun");

        let messages = log.messages.borrow();
        assert!(messages[0].contains("\"target\":\"user:") && !messages[0].contains("7a0c4e52"), "{messages:?}");
    }

    #[tokio::test]
    async fn a_log_that_takes_nothing_is_an_error_with_the_action() {
        let (log, tags) = (FakeAuditLog { closed: true, ..FakeAuditLog::default() }, BTreeMap::new());

        let error = trail(&log, &tags).begin(record("", Outcome::Begun)).await.expect_err("closed");

        assert_eq!(error.aws().map(|error| error.action), Some("logs:PutLogEvents"));
    }
}
