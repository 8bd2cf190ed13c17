//! What a change of several steps leaves when only its first one succeeds.

use crate::{aws::AwsError, error::Failure, exit::Exit};

/// Something is done, and the rest failed.
#[derive(Debug, thiserror::Error)]
#[error("{done}, but {missing}")]
pub(super) struct HalfDone {
    /// Such as `user 6e0fd3e7 is disabled`.
    pub(super) done: String,
    /// Such as `not signed out`.
    pub(super) missing: String,
    pub(super) code: &'static str,
    /// The command that does the rest.
    pub(super) rest: String,
    /// The command that reverts what is done, if there is one.
    pub(super) undo: Option<String>,
    pub(super) source: AwsError,
}

impl Failure for HalfDone {
    fn hint(&self) -> Option<String> {
        let rest = format!("`{}` does the rest", self.rest);
        let undo = self.undo.as_ref().map(|undo| format!("`{undo}` undoes what was done"));
        Some([self.source.hint(), Some(rest), undo].into_iter().flatten().collect::<Vec<_>>().join("; "))
    }

    fn code(&self) -> &'static str {
        self.code
    }

    fn exit(&self) -> Exit {
        self.source.exit()
    }

    fn aws_code(&self) -> Option<&str> {
        self.source.aws_code()
    }

    fn request_id(&self) -> Option<&str> {
        Failure::request_id(&self.source)
    }
}
