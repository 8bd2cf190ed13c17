//! What `srvls user contain` leaves when only its first step succeeds.

use crate::{aws::AwsError, error::Failure, exit::Exit};

/// The user is disabled, but the sign-out failed: the only change of two steps is to contain.
#[derive(Debug, thiserror::Error)]
#[error("user {sub} is disabled, but not signed out: existing sessions stay open")]
pub(super) struct DisabledOnly {
    pub(super) sub: String,
    pub(super) enabled_before: bool,
    pub(super) source: AwsError,
}

impl Failure for DisabledOnly {
    fn hint(&self) -> Option<String> {
        let again = format!("`srvls user sign-out {}` does the rest", self.sub);
        let undo = self.enabled_before.then(|| format!("`srvls user enable {}` undoes what was done", self.sub));
        Some([self.source.hint(), Some(again), undo].into_iter().flatten().collect::<Vec<_>>().join("; "))
    }

    fn code(&self) -> &'static str {
        "disabled_only"
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
