//! How many columns and rows a terminal has.

use std::{io::IsTerminal, os::fd::AsFd};

use rustix::termios::tcgetwinsize;

use crate::environment;

/// The width to fit text to; `None` where the reader is a program, or the terminal doesn't say.
///
/// `COLUMNS` overrides the terminal, as [POSIX has it](https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html).
pub(crate) fn of(stream: &(impl AsFd + IsTerminal)) -> Option<u16> {
    if !stream.is_terminal() {
        return None;
    }
    let given = environment::variable("COLUMNS").and_then(|columns| columns.parse().ok());
    let width = given.or_else(|| tcgetwinsize(stream).ok().map(|size| size.ws_col));
    // A terminal without a size says 0, as under `script` in CI.
    width.filter(|width| *width > 0)
}

/// How many rows the terminal has; `None` where it doesn't say.
pub(crate) fn rows_of(stream: &impl AsFd) -> Option<u16> {
    tcgetwinsize(stream).ok().map(|size| size.ws_row).filter(|rows| *rows > 0)
}
