//! The place of the record that a run has begun and has to complete.

use std::sync::{Arc, Mutex, PoisonError};

use crate::audit::Record;

/// The record, once it has begun.
#[derive(Clone, Default)]
pub(super) struct OpenRecord {
    /// The words of the command line, without their values.
    pub(super) command: String,
    begun: Arc<Mutex<Option<Record>>>,
}

impl OpenRecord {
    pub(super) fn of(command: &str) -> Self {
        Self { command: command.to_owned(), begun: Arc::default() }
    }

    /// Lets `change` see or change the record.
    pub(super) fn with<T>(&self, change: impl FnOnce(&mut Option<Record>) -> T) -> T {
        change(&mut self.begun.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
