//! Why no pipeline was written.

use crate::{error::Failure, exit::Exit};

#[derive(Debug, thiserror::Error)]
pub(super) enum GithubError {
    #[error("stage `{0}` is on the local emulator, which a pipeline can't reach")]
    Emulator(String),
    #[error("stage `{0}` has no account or no region in srvls.toml, and a pipeline needs both")]
    NoAccount(String),
    #[error("could not find the repository: the remote `origin` is missing or is not on GitHub")]
    NoRepository,
    #[error("the pipeline has no srvls to run: this project does not contain its source code")]
    NoSource,
    #[error("refused: {} would be replaced: the contents differ", .0.join(" and "))]
    Differs(Vec<String>),
}

impl Failure for GithubError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Emulator(_) => "choose a stage on AWS with `--stage`".into(),
            Self::NoAccount(stage) => {
                format!("add `region = \"…\"` and `account = \"…\"` (12 digits) to [stages.{stage}]")
            }
            Self::NoRepository => "pass `--repository OWNER/NAME`".into(),
            Self::NoSource => "pass `--from OWNER/NAME`, the repository with the releases of srvls".into(),
            Self::Differs(_) => "look at the files; to replace them, pass `--force`".into(),
        })
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Emulator(_) | Self::NoAccount(_) | Self::NoRepository | Self::NoSource => "usage",
            Self::Differs(_) => "file_exists",
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Differs(_) => Exit::Refused,
            _ => Exit::Usage,
        }
    }
}
