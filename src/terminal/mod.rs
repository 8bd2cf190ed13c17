//! What the caller sees and types: answers and charts on stdout, progress and hints on stderr, signals.

use std::io::{self, IsTerminal as _};

pub(crate) mod chart;
pub(crate) mod columns;
pub(crate) mod crash;
pub(crate) mod full_screen;
pub(crate) mod output;
pub(crate) mod pasteable;
pub(crate) mod progress;
pub(crate) mod signals;
pub(crate) mod spinner;
pub(crate) mod waiting;

/// Whether a question can be asked.
pub(crate) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}
