//! The ledger's record of a release: what happened, and what a rollback to it needs.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::Release;
use crate::stage::{FunctionName, StackName};

/// The stored form of a release. A field that an older srvls did not write has a default; fields of a newer srvls are
/// ignored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    #[serde(flatten)]
    pub(crate) release: Release,
    /// The first format recorded only successes, and only the release itself.
    #[serde(default = "succeeded")]
    pub(crate) outcome: Outcome,
    #[serde(default)]
    pub(crate) duration_ms: Option<u64>,
    /// The previously live release.
    #[serde(default)]
    pub(crate) previous: Option<String>,
    /// The digest of the plan that was executed.
    #[serde(default)]
    pub(crate) plan: Option<String>,
    /// Empty in records of the first format: these can't be rolled back to.
    #[serde(default)]
    pub(crate) stacks: Vec<ReleasedStack>,
    #[serde(default)]
    pub(crate) functions: Vec<ReleasedFunction>,
    #[serde(default)]
    pub(crate) tags: BTreeMap<String, String>,
    /// Whether it was left to CloudFormation once it had begun: no run of srvls records its end then.
    #[serde(default)]
    pub(crate) detached: bool,
}

fn succeeded() -> Outcome {
    Outcome::Succeeded
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// In progress, or its end was not recorded.
    Started,
    Succeeded,
    Failed,
    RolledBack,
    /// Ended before CloudFormation started it.
    Interrupted,
    /// Its end is not recorded, and CloudFormation's events of that time are gone or too many.
    Unknown,
}

impl Outcome {
    /// For a person.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Started => "in progress",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::RolledBack => "rolled back",
            Self::Interrupted => "interrupted",
            Self::Unknown => "not known",
        }
    }
}

/// One stack of a release.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ReleasedStack {
    pub(crate) name: StackName,
    /// The packaged template in the artifact bucket.
    pub(crate) template_key: String,
    pub(crate) template_sha256: String,
    pub(crate) parameters: BTreeMap<String, String>,
    /// Names of the parameters with secret values, which are not stored.
    pub(crate) secret_parameters: Vec<String>,
    /// Keys of all its functions' code, including functions that this release did not change.
    #[serde(default)]
    pub(crate) code: Vec<String>,
    /// Parameters whose values come from another stack's outputs.
    pub(crate) awaited: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ReleasedFunction {
    pub(crate) name: FunctionName,
    pub(crate) sha256: String,
    pub(crate) size_bytes: usize,
    /// Whether these bytes were new to the artifact bucket.
    pub(crate) uploaded: bool,
}

impl ReleasedFunction {
    /// Its code in the artifact bucket.
    pub(crate) fn key(&self) -> String {
        self.name.artifact_key(&self.sha256)
    }
}

impl Record {
    /// When it ended, if known.
    pub(crate) fn ended_at(&self) -> Option<Timestamp> {
        let lasted = SignedDuration::from_millis(i64::try_from(self.duration_ms?).ok()?);
        self.release.created_at.checked_add(lasted).ok()
    }

    /// Gives it this end, with its duration where the time is known.
    pub(crate) fn finish(&mut self, outcome: Outcome, at: Option<Timestamp>) {
        self.outcome = outcome;
        let lasted = at.filter(|_| outcome != Outcome::Started).map(|at| at.duration_since(self.release.created_at));
        self.duration_ms = lasted.and_then(|lasted| u64::try_from(lasted.as_millis()).ok());
    }

    /// Whether it has everything that a rollback needs.
    pub(crate) fn is_complete(&self) -> bool {
        !self.stacks.is_empty()
    }

    /// The keys of everything it needs in the artifact bucket.
    pub(crate) fn artifacts(&self) -> BTreeSet<String> {
        let templates = self.stacks.iter().map(|stack| stack.template_key.clone());
        templates.chain(self.code()).collect()
    }

    /// The keys of the code of all its functions.
    pub(crate) fn code(&self) -> BTreeSet<String> {
        let of_templates = self.stacks.iter().flat_map(|stack| stack.code.clone());
        of_templates.chain(self.functions.iter().map(ReleasedFunction::key)).collect()
    }
}

#[cfg(test)]
pub(crate) mod fake {
    use super::*;

    /// A complete record of a success: `number` sets its time and the names of its code.
    pub(crate) fn record(number: u32) -> Record {
        let minute = |number: u32| format!("2026-11-22T10:{number:02}:00Z");
        Record {
            release: Release {
                id: format!("r20261122T10{number:02}00000Z"),
                commit: Some(format!("{number:02}c0ffee{}", "0".repeat(32))),
                dirty: false,
                created_at: minute(number).parse().expect("a time"),
                by: "arn:aws:sts::1:assumed-role/Deploy/ada".into(),
                reason: None,
                rollback_of: None,
            },
            outcome: Outcome::Succeeded,
            duration_ms: Some(30_000),
            previous: None,
            stacks: vec![ReleasedStack {
                name: StackName("srvls-dev".into()),
                template_key: format!("templates/{number}.json"),
                template_sha256: number.to_string(),
                parameters: BTreeMap::new(),
                secret_parameters: Vec::new(),
                code: vec![format!("functions/get_profile/{number}.zip"), "functions/left_alone/0.zip".into()],
                awaited: Vec::new(),
            }],
            functions: vec![ReleasedFunction {
                name: FunctionName("get_profile".into()),
                sha256: number.to_string(),
                size_bytes: 3,
                uploaded: true,
            }],
            plan: None,
            tags: BTreeMap::new(),
            detached: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first format.
    const FIRST: &str = r#"{
        "id": "r20261122T100000000Z", "commit": "c0ffee", "dirty": true, "created_at": "2026-11-22T10:00:00Z",
        "by": "arn:aws:iam::1:user/ada", "reason": null
    }"#;

    #[test]
    fn a_record_of_the_first_format_is_a_success_that_cannot_be_brought_back() {
        let record: Record = serde_json::from_str(FIRST).expect("still read");

        assert_eq!((record.outcome, record.is_complete()), (Outcome::Succeeded, false));
        assert_eq!(record.ended_at(), None);
    }

    #[test]
    fn what_a_newer_srvls_adds_is_passed_over() {
        let mut newer = serde_json::to_value(fake::record(1)).expect("JSON");
        newer["canary"] = "10percent5minutes".into();

        let record: Record = serde_json::from_value(newer).expect("read");

        assert_eq!(record, fake::record(1));
    }

    #[test]
    fn a_release_needs_its_templates_and_its_code() {
        let artifacts: Vec<String> = fake::record(7).artifacts().into_iter().collect();

        assert_eq!(artifacts, ["functions/get_profile/7.zip", "functions/left_alone/0.zip", "templates/7.json"]);
    }
}
