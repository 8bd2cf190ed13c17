//! Why an answer could not be printed.

use std::io;

use crate::error::Failure;

/// The answer could not be given.
#[derive(Debug, thiserror::Error)]
pub(crate) enum OutputError {
    #[error("could not encode the answer")]
    Encode(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("could not write the answer")]
    Write(#[source] io::Error),
}

impl Failure for OutputError {
    fn code(&self) -> &'static str {
        "io"
    }
}
