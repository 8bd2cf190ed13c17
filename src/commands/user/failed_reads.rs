//! What an answer about a user could not read: the answer comes without it, and says so.

use serde::{Serialize, Serializer};

use crate::{aws::AwsError, terminal::progress::Progress};

/// The fields that are null because reading them failed, and why.
#[derive(Debug, Default)]
pub(super) struct FailedReads(Vec<(&'static str, String)>);

impl FailedReads {
    /// What was read; otherwise `field` is noted.
    pub(super) fn value_or_note<T>(&mut self, field: &'static str, read: Result<T, AwsError>) -> Option<T> {
        read.map_err(|error| self.note(field, format!("{error}: {}", error.message()))).ok()
    }

    pub(super) fn note(&mut self, field: &'static str, reason: String) {
        if !self.has(field) {
            self.0.push((field, reason));
        }
    }

    pub(super) fn has(&self, field: &str) -> bool {
        self.fields().any(|unread| unread == field)
    }

    fn fields(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(field, _)| *field)
    }

    /// Says on stderr why each could not be read.
    pub(super) fn report(&self, progress: Progress) {
        for (field, reason) in &self.0 {
            let field = if *field == "sign_ins" { "sign-ins".into() } else { field.replace('_', " ") };
            progress.warn(format_args!("could not read the user's {field}: {reason}"));
        }
    }
}

/// The reasons are no part of the answer.
impl PartialEq for FailedReads {
    fn eq(&self, other: &Self) -> bool {
        self.fields().eq(other.fields())
    }
}

impl Serialize for FailedReads {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.fields())
    }
}
