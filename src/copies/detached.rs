//! Following a job of a service that ends before the job does.

use crate::{error::Failure, exit::Exit, terminal::signals::Stop};

/// srvls stopped following; the job goes on.
#[derive(Debug, thiserror::Error)]
#[error("detached: {service} goes on without srvls")]
pub(crate) struct Detached {
    pub(crate) service: &'static str,
    /// The command that follows the job again.
    pub(crate) follow: &'static str,
    pub(crate) stop: Stop,
}

impl Failure for Detached {
    fn hint(&self) -> Option<String> {
        Some(format!("follow it with `{}`", self.follow))
    }

    fn code(&self) -> &'static str {
        self.stop.code()
    }

    fn exit(&self) -> Exit {
        self.stop.exit()
    }
}
