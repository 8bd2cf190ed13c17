//! Why an answer could not be printed.

use std::io;

use crate::{error::Failure, exit::Exit, terminal::signals::Stop};

/// The answer could not be given. What the command did is done.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OutputError {
    #[error("could not encode the answer")]
    Encode(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("could not write the answer")]
    Write(#[source] io::Error),
    #[error("{0}: the command finished, but its output was not read to the end")]
    Unread(Stop),
}

impl Failure for OutputError {
    fn code(&self) -> &'static str {
        match self {
            Self::Encode(_) | Self::Write(_) => "io",
            Self::Unread(stop) => stop.code(),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Encode(_) | Self::Write(_) => Exit::Failure,
            Self::Unread(stop) => stop.exit(),
        }
    }
}
