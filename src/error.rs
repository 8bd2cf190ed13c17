//! What every failure provides: a message, a hint, a code and an exit status.

use std::{any::Any, fmt};

use crate::exit::Exit;

/// An error type of one of our modules, defined beside the code that raises it.
pub(crate) trait Failure: std::error::Error + Any + Send + Sync {
    /// What to try next, if anything.
    fn hint(&self) -> Option<String> {
        None
    }

    /// A stable identifier for scripts.
    fn code(&self) -> &'static str;

    fn exit(&self) -> Exit {
        Exit::Failure
    }

    /// AWS's error code, if AWS rejected a call.
    fn aws_code(&self) -> Option<&str> {
        None
    }

    /// AWS's request id, which AWS Support asks for.
    fn request_id(&self) -> Option<&str> {
        None
    }
}

/// Any [`Failure`], on its way up to `main`.
pub(crate) struct Error(Box<dyn Failure>);

impl<F: Failure> From<F> for Error {
    fn from(failure: F) -> Self {
        Self(Box::new(failure))
    }
}

impl Error {
    /// The failure, if it is an `F`.
    pub(crate) fn downcast_ref<F: Failure>(&self) -> Option<&F> {
        let failure: &dyn Any = &*self.0;
        failure.downcast_ref()
    }

    pub(crate) fn is<F: Failure>(&self) -> bool {
        self.downcast_ref::<F>().is_some()
    }

    pub(crate) fn hint(&self) -> Option<String> {
        self.0.hint()
    }

    pub(crate) fn code(&self) -> &'static str {
        self.0.code()
    }

    pub(crate) fn exit(&self) -> Exit {
        self.0.exit()
    }

    pub(crate) fn aws_code(&self) -> Option<&str> {
        self.0.aws_code()
    }

    pub(crate) fn request_id(&self) -> Option<&str> {
        self.0.request_id()
    }

    /// An invalid value on the command line.
    pub(crate) fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Usage { message: message.into(), hint: Some(hint.into()) }.into()
    }

    /// A named thing that does not exist.
    pub(crate) fn not_found(what: &'static str, name: impl Into<String>, hint: Option<String>) -> Self {
        NotFound { what, name: name.into(), hint }.into()
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source()
    }
}

/// An invalid value on the command line.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
struct Usage {
    message: String,
    hint: Option<String>,
}

impl Failure for Usage {
    fn hint(&self) -> Option<String> {
        self.hint.clone()
    }

    fn code(&self) -> &'static str {
        "usage"
    }

    fn exit(&self) -> Exit {
        Exit::Usage
    }
}

/// A named thing that does not exist.
#[derive(Debug, thiserror::Error)]
#[error("there is no {what} `{name}`")]
struct NotFound {
    what: &'static str,
    name: String,
    hint: Option<String>,
}

impl Failure for NotFound {
    fn hint(&self) -> Option<String> {
        self.hint.clone()
    }

    fn code(&self) -> &'static str {
        "not_found"
    }

    fn exit(&self) -> Exit {
        Exit::NotFound
    }
}

/// A file on this machine could not be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    #[error("could not read the current folder")]
    WorkingDirectory(#[source] std::io::Error),
    #[error("could not read `{name}`")]
    Read { name: String, source: std::io::Error },
    #[error("could not write `{name}`")]
    Write { name: String, source: std::io::Error },
}

impl Failure for FileError {
    fn code(&self) -> &'static str {
        "io"
    }
}
