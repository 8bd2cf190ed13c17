//! What a caller passes as text, as a file or on stdin.

use std::{fs, io};

use crate::error::{Error, FileError};

/// The text that `argument` gives: itself, `@FILE`, or `-` for stdin.
pub(crate) fn text_of(argument: &str) -> Result<String, Error> {
    let read = |name: &str, text: io::Result<String>| {
        text.map_err(|source| FileError::Read { name: name.to_owned(), source }.into())
    };
    match argument.strip_prefix('@') {
        Some(path) => read(path, fs::read_to_string(path)),
        None if argument == "-" => read("stdin", io::read_to_string(io::stdin())),
        None => Ok(argument.to_owned()),
    }
}
