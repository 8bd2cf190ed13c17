//! Why no pipeline was written.

use std::{io, path::PathBuf};

use crate::{error::Failure, exit::Exit};

#[derive(Debug, thiserror::Error)]
pub(super) enum GithubError {
    #[error("stage `{0}` is on the local emulator, which no pipeline reaches")]
    Emulator(String),
    #[error("stage `{0}` has no account or no region in srvls.toml, and a pipeline needs both")]
    NoAccount(String),
    #[error("which repository on GitHub? There is no remote `origin` there")]
    NoRepository,
    #[error("how does the pipeline get srvls? This project is not its source code")]
    NoSource,
    #[error("refused: {} would be replaced, and has other contents", .0.join(" and "))]
    Differs(Vec<String>),
    #[error("could not write `{}`", .file.display())]
    Unwritable { file: PathBuf, source: io::Error },
}

impl Failure for GithubError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Emulator(_) => "choose a stage on AWS with `--stage`".into(),
            Self::NoAccount(stage) => {
                format!("add `region = \"…\"` and `account = \"…\"` (12 digits) to [stages.{stage}]")
            }
            Self::NoRepository => "pass `--repository OWNER/NAME`".into(),
            Self::NoSource => "pass `--from OWNER/NAME`, the repository that has the releases of srvls".into(),
            Self::Differs(_) => "look at the files; to replace them, pass `--force`".into(),
            Self::Unwritable { .. } => "it has to be a file, or nothing, in a folder that you may write to".into(),
        })
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Emulator(_) | Self::NoAccount(_) | Self::NoRepository | Self::NoSource => "usage",
            Self::Differs(_) => "file_exists",
            Self::Unwritable { .. } => "unwritable_file",
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Differs(_) => Exit::Refused,
            Self::Unwritable { .. } => Exit::Failure,
            _ => Exit::Usage,
        }
    }
}
