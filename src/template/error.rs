//! What is wrong with a template, and what to do then.

use std::{io, path::PathBuf};

use super::{
    finding::{Finding, Severity},
    yaml,
};
use crate::{error::Failure, exit::Exit};

#[derive(Debug, thiserror::Error)]
pub(crate) enum TemplateError {
    #[error("could not read {}", .path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error("{} is not a valid template", .path.display())]
    Parse { path: PathBuf, source: yaml::YamlError },
    #[error("{} is not valid Rust", .path.display())]
    Rust { path: PathBuf, source: syn::Error },
    #[error("{} has mistakes that AWS reports only at deployment, or never", .path.display())]
    Mistakes { path: PathBuf, source: Mistakes },
    #[error("{}: `{function}` {what}", .path.display())]
    Function { path: PathBuf, function: String, what: &'static str },
    #[error("srvls.toml: the stage's parameter `{name}` is not in {}", .path.display())]
    UnknownParameter { path: PathBuf, name: String, nearest: Option<String> },
    #[error("srvls.toml: the stage's parameter `{name}` is `{value}`: it {rule}")]
    BadParameter { path: PathBuf, name: String, value: String, rule: String, description: Option<String> },
    #[error("{}: the API calls no function of the template, so there is no traffic to shift", .path.display())]
    NothingToShift { path: PathBuf },
    #[error("{}: CanaryAlarms names `{name}`, which is not an AWS::CloudWatch::Alarm of this template", .path.display())]
    NoSuchAlarm { path: PathBuf, name: String },
    #[error("{} could not be encoded", .path.display())]
    Encode { path: PathBuf, source: serde_json::Error },
}

impl TemplateError {
    fn is_missing(&self) -> bool {
        matches!(self, Self::Read { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

impl Failure for TemplateError {
    fn hint(&self) -> Option<String> {
        match self {
            Self::Function { function, .. } => Some(format!(
                "in Rust: give {function} `Metadata: {{BuildMethod: rust-cargolambda, BuildProperties: {{Binary: NAME}}}}` \
                 and a `CodeUri` that is the folder of its Cargo.toml. In another language that has to be built: run \
                 `sam build`, and set `template = \".aws-sam/build/template.yaml\"` in srvls.toml"
            )),
            Self::UnknownParameter { nearest: Some(nearest), .. } => Some(format!("did you mean `{nearest}`?")),
            Self::BadParameter { path, description, .. } => {
                description.as_ref().map(|text| format!("{} says of it: {text}", path.display()))
            }
            Self::UnknownParameter { .. } => Some("see `Parameters:` in the template".into()),
            Self::Mistakes { source, .. } => {
                let only_advice = source.0.iter().all(|finding| finding.severity == Severity::Warning);
                let strict =
                    if only_advice { "; without `strict = true`, the stage takes these as advice" } else { "" };
                Some(format!(
                    "`srvls template check` shows how to fix each; to accept one, give the reason on its resource: \
                     `Metadata: {{srvls: {{Suppress: [{{Id: ID, Reason: WHY}}]}}}}`{strict}"
                ))
            }
            Self::NothingToShift { .. } => Some("remove `canary` from the stage in srvls.toml".into()),
            Self::NoSuchAlarm { .. } => Some(
                "list metric alarms under `Metadata: {srvls: {CanaryAlarms: [...]}}`: CodeDeploy supports no others"
                    .into(),
            ),
            _ if self.is_missing() => {
                Some("give the path of an existing file; `template` in srvls.toml is relative to srvls.toml".into())
            }
            Self::Parse { source: yaml::YamlError::Shape { .. }, .. } => None,
            Self::Parse { .. } => Some(
                "correct that line: indent with spaces, not tabs, and quote text that contains `: ` or ` #`".into(),
            ),
            Self::Read { .. } | Self::Rust { .. } | Self::Encode { .. } => None,
        }
    }

    fn code(&self) -> &'static str {
        "bad_template"
    }

    fn exit(&self) -> Exit {
        // Its path, as the parameters, comes from srvls.toml or from the command line.
        let of_config = matches!(self, Self::BadParameter { .. } | Self::UnknownParameter { .. });
        if of_config || self.is_missing() { Exit::Usage } else { Exit::Failure }
    }
}

/// The findings of `srvls template check`, one line each.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.iter().map(Finding::summary).collect::<Vec<_>>().join("; "))]
pub(crate) struct Mistakes(pub(super) Vec<Finding>);
