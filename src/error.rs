//! What every failure says of itself: what went wrong, what to try next, and how to exit.

use std::{any::Any, fmt};

use crate::exit::Exit;

/// An error of one of our modules. It stands beside the code that makes it.
pub(crate) trait Failure: std::error::Error + Any {
    /// The next thing to try, where there is one.
    fn hint(&self) -> Option<String> {
        None
    }

    /// The stable name of this failure, for scripts.
    fn code(&self) -> &'static str;

    fn exit(&self) -> Exit {
        Exit::Failure
    }

    /// AWS's own code, where AWS refused.
    fn aws_code(&self) -> Option<&str> {
        None
    }

    /// AWS's request id, which its support asks for.
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

    /// A value that the command line got wrong.
    pub(crate) fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Usage { message: message.into(), hint: Some(hint.into()) }.into()
    }

    /// Something that was asked for by name, and does not exist.
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

/// A value that the command line got wrong.
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

/// Something that was asked for by name, and does not exist.
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

/// This machine's files could not be used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    #[error("could not read the current folder")]
    WorkingDirectory(#[source] std::io::Error),
    #[error("could not read `{name}`")]
    Read { name: String, source: std::io::Error },
}

impl Failure for FileError {
    fn code(&self) -> &'static str {
        "io"
    }
}
