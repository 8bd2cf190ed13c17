//! What can go wrong, how to say it, what to try next, and how to exit.

mod refused_template;

use std::io;

use crate::{
    artifacts::{ArtifactError, package::PackageError},
    aws::{AwsError, AwsErrorKind},
    commands::deploy::DeployError,
    config::ConfigError,
    guard::Refusal,
    local::LocalError,
    output::Exit,
    signals::Stop,
    stage::StackName,
    template::TemplateError,
};

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Aws(#[from] AwsError),
    #[error(transparent)]
    Local(#[from] LocalError),
    #[error(transparent)]
    Template(#[from] TemplateError),
    #[error(transparent)]
    Artifact(#[from] ArtifactError),
    #[error(transparent)]
    Package(#[from] PackageError),
    #[error(transparent)]
    Deploy(#[from] DeployError),
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("stack `{0}` is not deployed")]
    NotDeployed(StackName),
    #[error("there is nothing to destroy: stack `{stack}` is not deployed")]
    NothingToDestroy {
        stack: StackName,
        /// What is still there of it all the same.
        left: String,
    },
    #[error("there is no {what} `{name}`")]
    NotFound { what: &'static str, name: String, hint: Option<String> },
    #[error("{message}")]
    Usage { message: String, hint: Option<String> },
    #[error("nobody is here to answer, and `{flag}` was not given: {question}")]
    NeedsAnswer { question: String, flag: &'static str },
    #[error("stopped: nothing was changed")]
    Declined,
    #[error("interrupted")]
    Interrupted,
    #[error("interrupted")]
    Stopped(Stop),
    #[error("could not read the current folder")]
    WorkingDirectory(#[source] io::Error),
    #[error("could not read `{name}`")]
    Read { name: String, source: io::Error },
    #[error("could not encode the answer")]
    Encode(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("could not write the answer")]
    Write(#[source] io::Error),
}

impl Error {
    /// The next thing to try, where there is one.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::Config(error) => error.hint(),
            Self::Aws(error) => aws_hint(error),
            Self::Local(error) => error.hint(),
            Self::Template(error) => error.hint().or_else(|| template_hint(error)),
            Self::Artifact(error) => error.hint(),
            Self::Package(error) => error.hint(),
            Self::Deploy(error) => error.hint(),
            Self::Refused(refusal) => refusal.hint(),
            Self::NotDeployed(_) => Some("run `srvls deploy` first".into()),
            Self::NothingToDestroy { left, .. } => Some(left.clone()),
            Self::NotFound { hint, .. } | Self::Usage { hint, .. } => hint.clone(),
            Self::NeedsAnswer { flag, .. } => Some(format!("answer it with `{flag}`")),
            Self::Declined
            | Self::Interrupted
            | Self::Stopped(_)
            | Self::WorkingDirectory(_)
            | Self::Read { .. }
            | Self::Encode(_)
            | Self::Write(_) => None,
        }
    }

    /// The stable name of this failure, for scripts.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Config(_) => "bad_config",
            Self::Aws(error) => match error.kind {
                AwsErrorKind::Credentials => "no_credentials",
                AwsErrorKind::NotAllowed => "not_allowed",
                AwsErrorKind::Throttled => "throttled",
                AwsErrorKind::Unreachable => "unreachable",
                AwsErrorKind::NoRegion => "no_region",
                AwsErrorKind::Service => "aws_error",
            },
            Self::Local(_) => "local_stage",
            Self::Template(_) => "bad_template",
            Self::Artifact(_) => "build_failed",
            Self::Package(_) => "bad_package",
            Self::Deploy(error) => error.code(),
            Self::Refused(refusal) => refusal.code(),
            Self::NotDeployed(_) | Self::NothingToDestroy { .. } => "not_deployed",
            Self::NotFound { .. } => "not_found",
            Self::Usage { .. } => "usage",
            Self::NeedsAnswer { .. } => "needs_answer",
            Self::Declined => "declined",
            Self::Interrupted | Self::Stopped(_) => "interrupted",
            Self::WorkingDirectory(_) | Self::Read { .. } | Self::Encode(_) | Self::Write(_) => "io",
        }
    }

    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Config(_)
            | Self::Package(_)
            | Self::Usage { .. }
            | Self::NeedsAnswer { .. }
            | Self::Local(LocalError::Setting { .. }) => Exit::Usage,
            // srvls.toml names it, or the command line.
            Self::Template(error) if is_missing(error) => Exit::Usage,
            Self::Aws(error) => match error.kind {
                AwsErrorKind::Credentials | AwsErrorKind::NotAllowed => Exit::NotAllowed,
                AwsErrorKind::NoRegion => Exit::Usage,
                AwsErrorKind::Throttled | AwsErrorKind::Unreachable | AwsErrorKind::Service => Exit::Failure,
            },
            Self::Deploy(error) => error.exit(),
            Self::Refused(_) => Exit::Refused,
            Self::NotDeployed(_) | Self::NothingToDestroy { .. } | Self::NotFound { .. } => Exit::NotFound,
            Self::Interrupted => Exit::Interrupted,
            Self::Stopped(stop) => stop.exit(),
            Self::Local(_)
            | Self::Template(_)
            | Self::Artifact(_)
            | Self::Declined
            | Self::WorkingDirectory(_)
            | Self::Read { .. }
            | Self::Encode(_)
            | Self::Write(_) => Exit::Failure,
        }
    }

    /// AWS's own code, where AWS refused.
    pub(crate) fn aws_code(&self) -> Option<&str> {
        match self {
            Self::Aws(error) => error.code.as_deref(),
            _ => None,
        }
    }

    /// AWS's request id, which its support asks for.
    pub(crate) fn request_id(&self) -> Option<&str> {
        match self {
            Self::Aws(error) => error.request_id.as_deref(),
            _ => None,
        }
    }

    /// A value that the command line got wrong.
    pub(crate) fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), hint: Some(hint.into()) }
    }
}

fn is_missing(error: &TemplateError) -> bool {
    matches!(error, TemplateError::Read { source, .. } if source.kind() == io::ErrorKind::NotFound)
}

fn template_hint(error: &TemplateError) -> Option<String> {
    Some(match error {
        _ if is_missing(error) => {
            "name a file that is there: `template` in srvls.toml is the app's, relative to srvls.toml".into()
        }
        TemplateError::Parse { .. } => {
            "correct it there: blanks indent, not tabs; text with `: ` or ` #` in it needs quotes".into()
        }
        _ => return None,
    })
}

fn aws_hint(error: &AwsError) -> Option<String> {
    Some(match error.kind {
        AwsErrorKind::Credentials => credentials_hint(error.code.as_deref()).into(),
        AwsErrorKind::NotAllowed if error.action.starts_with("s3:") => format!(
            "ask for `{}` to be allowed for your role; S3 says the same of a bucket that is somebody else's",
            error.action
        ),
        AwsErrorKind::NotAllowed => format!("ask for `{}` to be allowed for your role", error.action),
        AwsErrorKind::Throttled => "try again in a minute".into(),
        AwsErrorKind::Unreachable => {
            "check the network and the region; on the local stage, `srvls local status` tells whether it runs".into()
        }
        AwsErrorKind::NoRegion => "set `region` for the stage in srvls.toml, or pass `--region`".into(),
        AwsErrorKind::Service => return refused_template::cure(error).map(str::to_owned),
    })
}

/// AWS blames the credentials for more than they can help.
fn credentials_hint(code: Option<&str>) -> &'static str {
    match code {
        // A region that the account has to enable first knows none of its credentials until then.
        // https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
        Some(
            "AuthFailure" | "InvalidClientTokenId" | "InvalidToken" | "OptInRequired" | "UnrecognizedClientException",
        ) => "sign in afresh, or check that the account has this region enabled (`aws account list-regions`)",
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-troubleshooting.html
        Some("InvalidSignatureException" | "RequestExpired" | "RequestTimeTooSkewed" | "SignatureDoesNotMatch") => {
            "check this machine's clock (`srvls doctor` compares it with AWS's) and the secret key"
        }
        _ => {
            "sign in (`aws sso login`, or fresh keys in the environment), then try again; `profile` of the stage in \
             srvls.toml, or --profile, says as whom"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_aws_blames_on_the_credentials_may_be_the_region_or_the_clock() {
        let hint = |code| {
            let mut error = AwsError::service("sts:GetCallerIdentity", code);
            error.kind = AwsErrorKind::Credentials;
            aws_hint(&error).expect("a hint")
        };

        assert!(hint("InvalidClientTokenId").contains("region enabled"));
        assert!(hint("RequestTimeTooSkewed").contains("clock"));
        assert!(hint("ExpiredToken").contains("`aws sso login`"));
    }
}
