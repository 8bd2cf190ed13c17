//! Reads that an answer can do without: they get seconds, and what could not be read is said.

use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::{aws::optional, error::Error, time::patient};

/// No list waits for longer.
const PATIENCE: Duration = Duration::from_secs(3);

/// What could not be read, and why; only what is a part of the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NotRead {
    pub(super) what: &'static str,
    pub(super) why: String,
}

impl Serialize for NotRead {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.what.serialize(serializer)
    }
}

pub(super) async fn in_time<T>(read: impl Future<Output = Result<T, Error>>) -> Result<T, String> {
    within(patient(PATIENCE), read).await
}

async fn within<T>(patience: Duration, read: impl Future<Output = Result<T, Error>>) -> Result<T, String> {
    match tokio::time::timeout(patience, optional(read)).await {
        Ok(read) => read.map_err(|error| error.to_string()),
        Err(_) => Err(format!("no answer within {} seconds", patience.as_secs())),
    }
}

pub(super) fn or_not_read<T>(read: Result<T, String>, what: &'static str, not_read: &mut Vec<NotRead>) -> Option<T> {
    read.map_err(|why| not_read.push(NotRead { what, why })).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_read_that_takes_long_is_not_waited_for_and_said() {
        let read: Result<(), String> = within(Duration::from_millis(10), std::future::pending()).await;

        assert_eq!(read, Err("no answer within 0 seconds".into()));
    }
}
