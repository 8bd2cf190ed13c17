//! Words quoted for a shell.

use std::borrow::Cow;

/// A word as a shell reads it.
pub(crate) fn quoted(word: &str) -> Cow<'_, str> {
    // What has a NUL can't be passed to any program.
    shlex::try_quote(word).unwrap_or(Cow::Borrowed(word))
}
