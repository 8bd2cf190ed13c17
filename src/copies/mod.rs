//! Copies between a file and a service that are long: they stream, outlast a service that is down, and go on after a kill.

mod checkpoint;
mod detached;
mod partial;
mod patience;
mod row_file;
mod side_file;

use std::{path::Path, time::Instant};

pub(crate) use self::{
    checkpoint::{Checkpoint, Stopped, beside, lock, read_error},
    detached::Detached,
    partial::{Partial, Unfinished},
    patience::patiently,
    row_file::{Row, RowFile, RowLayout},
    side_file::SideFile,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FileFormat {
    Jsonl,
    Csv,
}

impl FileFormat {
    /// By the ending of the file's name.
    pub(crate) fn of(path: &Path) -> Self {
        let is_csv = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
        if is_csv { Self::Csv } else { Self::Jsonl }
    }

    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
        }
    }
}

pub(crate) fn millis(begun: Instant) -> u64 {
    u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX)
}
