//! What can be wrong with `srvls.toml`, and how to fix it.

use std::{io, path::PathBuf};

use super::syntax::{SyntaxError, shortened};
use crate::{error::Failure, exit::Exit, nearest::nearest};

pub(crate) const FILE_NAME: &str = "srvls.toml";
pub(super) const NOT_A_REGION: &str = "a region is written like `eu-west-1`";

#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    #[error("there is no {FILE_NAME} here or in a parent folder")]
    Missing,
    #[error("could not read {}", .path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("{} is not valid", .path.display())]
    Parse { path: PathBuf, hint: Option<String>, source: SyntaxError },
    #[error("{}: `{}` is not a valid {what} name: {rule}", .path.display(), shortened(.name))]
    Name { path: PathBuf, what: &'static str, name: String, rule: &'static str },
    #[error("{}: `{key}` of stage `{stage}` is `{}`: {rule}", .path.display(), shortened(.value))]
    Setting { path: PathBuf, stage: String, key: &'static str, value: String, rule: &'static str },
    #[error("{}: tag `{tag}` of stage `{stage}`: {rule}", .path.display())]
    Tag { path: PathBuf, stage: String, tag: String, rule: &'static str },
    #[error("there is no region `{}`: {NOT_A_REGION}", shortened(.region))]
    Region { region: String },
    #[error("{}: stage `{stage}`: {what} would be called `{name}`, {} characters; {limit} are allowed", .path.display(), .name.len())]
    TooLong { path: PathBuf, stage: String, what: String, name: String, limit: usize, room: usize },
    #[error("{}: stage `{stage}`: {what} would be called `{name}`, and S3 reserves names that start with `{prefix}`", .path.display())]
    Reserved { path: PathBuf, stage: String, what: String, name: String, prefix: &'static str },
    #[error("{}: stage `{longer}` has the same stack name as the edge of stage `{shorter}`", .path.display())]
    EdgeNameClash { path: PathBuf, shorter: String, longer: String },
    #[error("there is no stage `{name}` in {FILE_NAME}")]
    UnknownStage { name: String, known: Vec<String> },
}

impl Failure for ConfigError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Missing => Some(format!(
                "run srvls in the app's folder, pass the file's path with `--config {FILE_NAME}`, or write one with `srvls init`"
            )),
            Self::Parse { hint, .. } => hint.clone(),
            Self::UnknownStage { name, known } => Some(match nearest(name, known.iter().map(String::as_str)) {
                Some(stage) => format!("did you mean `--stage {stage}`?"),
                None => format!("the stages are: {}", known.join(", ")),
            }),
            Self::EdgeNameClash { shorter, .. } => {
                Some(format!("rename stage `{shorter}-edge`, or pin the two stages to different accounts"))
            }
            Self::Read { .. } => Some("pass another file with `--config FILE`".into()),
            Self::TooLong { name, limit, room, .. } => Some(format!(
                "shorten `app` or the name of the stage by {}: together with the hyphen they may have {room} here",
                counted(name.len() - limit)
            )),
            Self::Reserved { .. } => Some("choose another `app`".into()),
            Self::Setting { key: "region", .. } => Some("write it as `region = \"eu-west-1\"`".into()),
            Self::Setting { key: "country", .. } => Some("write it as `country = \"KR\"`".into()),
            Self::Setting { .. } => Some("`aws sts get-caller-identity` shows the account of your credentials".into()),
            Self::Region { .. } => Some("correct `--region`, or the variable AWS_REGION".into()),
            Self::Name { .. } | Self::Tag { .. } => None,
        }
    }

    fn code(&self) -> &'static str {
        "bad_config"
    }

    fn exit(&self) -> Exit {
        Exit::Usage
    }
}

fn counted(characters: usize) -> String {
    if characters == 1 { "1 character".into() } else { format!("{characters} characters") }
}
