//! Why no stage was written.

use std::path::PathBuf;

use crate::{aws::AwsError, error::Failure, exit::Exit, terminal::output::listed};

#[derive(Debug, thiserror::Error)]
pub(super) enum StageFileError {
    #[error("refused: {file} has a stage `{stage}` already")]
    StageExists { file: String, stage: String },
    #[error("`{}` is not a valid stage name: {rule}", .name.escape_debug())]
    StageName { name: String, rule: &'static str },
    #[error("the app is called `{there}` in {file}, not `{given}`")]
    OtherApp { file: String, there: String, given: String },
    #[error("could not find out which account the credentials are for")]
    Account(#[source] AwsError),
    #[error("there is no terminal to ask for {}", words(.0, |(what, _)| what))]
    NeedsAnswers(Vec<(&'static str, &'static str)>),
    #[error("a stage can't be added at the end of {0}: its stages are not written as `[stages.NAME]`")]
    OtherForm(String),
    #[error("{0} was changed while this command ran")]
    Changed(String),
    #[error("--alarm-email: {} has no parameter AlarmEmail", .0.display())]
    NoEmailParameter(PathBuf),
}

/// `a, b and c`.
fn words(open: &[(&'static str, &'static str)], part: fn(&(&'static str, &'static str)) -> &'static str) -> String {
    listed(&open.iter().map(part).collect::<Vec<_>>())
}

impl Failure for StageFileError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::StageExists { .. } => "name another with `--stage NAME`, or edit the file".into(),
            Self::StageName { .. } => "name one with `--stage NAME`, such as `--stage dev`".into(),
            Self::OtherApp { .. } => "leave out `--app`, or write another file with `--config FILE`".into(),
            Self::Account(error) => {
                let remedy = error.hint().map(|hint| format!("{hint}; ")).unwrap_or_default();
                format!("{remedy}to go on without an account, pass `--stage local`")
            }
            Self::NeedsAnswers(open) => {
                let flags = words(open, |(_, flag)| flag);
                let regions = open.iter().any(|(_, flag)| flag.starts_with("`--region"));
                let defaults = if regions && open.len() == 1 { "" } else { "; `--yes` takes the defaults" };
                format!("pass {flags}{defaults}")
            }
            Self::OtherForm(_) => "add the stage by hand, or write another file with `--config FILE`".into(),
            Self::Changed(_) => "run the command again".into(),
            Self::NoEmailParameter(_) => "leave it out, or add the parameter to the template".into(),
        })
    }

    fn code(&self) -> &'static str {
        match self {
            Self::StageExists { .. } => "stage_exists",
            Self::Account(error) => error.code(),
            Self::NeedsAnswers(_) => "needs_answer",
            Self::Changed(_) => "file_changed",
            Self::StageName { .. } | Self::OtherApp { .. } | Self::OtherForm(_) | Self::NoEmailParameter(_) => "usage",
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::StageExists { .. } => Exit::Refused,
            Self::Account(error) => error.exit(),
            Self::Changed(_) => Exit::Failure,
            _ => Exit::Usage,
        }
    }

    fn aws_code(&self) -> Option<&str> {
        if let Self::Account(error) = self { error.aws_code() } else { None }
    }

    fn request_id(&self) -> Option<&str> {
        if let Self::Account(error) = self { error.request_id() } else { None }
    }
}
