//! Why a deployment did not happen, and what to do about it.

use super::root_cause::RootCause;
use crate::{
    aws::{
        AwsError,
        stacks::{StackState, Status},
    },
    error::Error,
    error::Failure,
    exit::Exit,
    stage::{FunctionName, StackName},
    terminal::signals::Stop,
};

#[derive(Debug, thiserror::Error)]
pub(crate) enum DeployError {
    #[error("stack `{stack}` is {}: another operation is in progress{}", .status.0, .what.as_deref().unwrap_or_default())]
    Busy {
        stack: StackName,
        status: Status,
        /// Since when, by whom and why, if CloudFormation knows.
        what: Option<String>,
    },
    #[error("another deployment of `{stack}` came first: nothing was changed")]
    Overtaken {
        stack: StackName,
        #[source]
        source: AwsError,
    },
    #[error("stack `{stack}` is {}: it is stuck, and can't be deployed to", .status.0)]
    Stuck { stack: StackName, status: Status },
    #[error("stack `{stack}` is {}: its first deployment failed, and `--no-rollback` kept the partial stack", .status.0)]
    Paused { stack: StackName, status: Status },
    #[error("CloudFormation rejected the template of `{stack}`")]
    ChangeSet {
        stack: StackName,
        #[source]
        reason: Reason,
    },
    #[error("the API stack has no output {}, which the edge template needs as a parameter", .names.join(", "))]
    NoOutput { names: Vec<String> },
    #[error("function `{0}` has no deployed code to keep")]
    NoCode(FunctionName),
    #[error("could not delete stack `{stack}`: it is {}", .status.0)]
    NotDeleted {
        stack: StackName,
        status: Status,
        #[source]
        failure: Option<RootCause>,
    },
    #[error("can't roll back to release {release}")]
    NotRestorable {
        release: String,
        /// Keys in the artifact bucket; none where the record doesn't say what the release needs.
        missing: Vec<String>,
    },
    #[error("secret parameter `{name}` has no value: releases store no secrets, and the stage does not set it")]
    NoSecret { name: String },
    #[error("interrupted: nothing was changed{}", if *.is_clean { ", and the change sets of this run are deleted" } else { "" })]
    Stopped {
        stop: Stop,
        /// Whether the change sets of this run are deleted.
        is_clean: bool,
    },
    #[error("interrupted before `{stack}` was changed")]
    StoppedBefore { stack: StackName, stop: Stop },
    #[error("`{stack}` has the new version, but {}", .missing.words())]
    Incomplete {
        stack: StackName,
        missing: Missing,
        #[source]
        source: Box<Error>,
    },
    #[error("detached from `{stack}`: the operation continues without srvls")]
    Detached { stack: StackName, stop: Stop },
    #[error("cancelled: `{stack}` is {}", .status.0)]
    Cancelled { stack: StackName, status: Status, stop: Stop },
    #[error("stopped halfway: {} the new version", have(.done))]
    Halfway {
        /// The stacks that have what is new.
        done: Vec<StackName>,
        /// Whether there is no earlier release to roll back to.
        first: bool,
        #[source]
        source: Box<Error>,
    },
    #[error("lost contact with CloudFormation: the operation on `{stack}` continues without srvls")]
    LostSight {
        stack: StackName,
        #[source]
        source: AwsError,
    },
    #[error("the deployment of `{stack}` failed: the stack is {}", .status.0)]
    Failed {
        stack: StackName,
        status: Status,
        /// Whether it was the stack's first deployment.
        first: bool,
        #[source]
        failure: Option<RootCause>,
    },
}

/// What a deployment could not do once the new version was live.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Missing {
    State,
    Protection,
}

impl Missing {
    fn words(self) -> &'static str {
        match self {
            Self::State => "its current state could not be read",
            Self::Protection => "its protection could not be set",
        }
    }

    fn hint(self) -> &'static str {
        match self {
            Self::State => "`srvls status` shows how it is",
            Self::Protection => "`srvls watch` sets it",
        }
    }
}

/// CloudFormation's own sentence, and what its validations and hooks say.
#[derive(Debug, thiserror::Error)]
#[error("{sentence}{}", .details.iter().map(|line| format!("\n    {line}")).collect::<String>())]
pub(crate) struct Reason {
    pub(crate) sentence: String,
    pub(crate) details: Vec<String>,
}

impl Failure for DeployError {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Busy { .. } => "follow it with `srvls watch`, then deploy again".into(),
            Self::Overtaken { .. } => "see what is live with `srvls releases`, then run the same command again".into(),
            Self::Stuck { stack, status }
            | Self::Failed { stack, status, .. }
            | Self::Cancelled { stack, status, .. }
                if status.0 == "UPDATE_ROLLBACK_FAILED" =>
            {
                format!(
                    "fix what its events name, then run `aws cloudformation continue-update-rollback --stack-name {stack}`"
                )
            }
            Self::Paused { .. } => {
                "`srvls deploy --no-rollback` continues from there; `srvls destroy` deletes it so that you can start over".into()
            }
            Self::Stuck { .. } => "run `srvls destroy`: it names the resources that could not be deleted".into(),
            Self::ChangeSet { .. } => "nothing was changed; fix the template and deploy again".into(),
            Self::NoCode(_) => "deploy once without `--only`".into(),
            Self::NotDeleted { .. } => {
                "fix the cause, then run `srvls destroy` again: it continues where it stopped".into()
            }
            Self::NotRestorable { missing, .. } if missing.is_empty() => {
                "its record does not list its artifacts: check out its commit and deploy that".into()
            }
            Self::NotRestorable { missing, .. } => {
                format!("the artifact bucket no longer has {}: check out its commit and deploy that", missing.join(", "))
            }
            Self::NoSecret { name } => format!("set {name} under the stage's `parameters` in srvls.toml"),
            Self::NoOutput { .. } => "add the output to the API's template, or set the parameter for the stage".into(),
            Self::Stopped { .. } | Self::StoppedBefore { .. } => return None,
            Self::Incomplete { source, missing, .. } => {
                [source.hint(), Some(missing.hint().to_owned())].into_iter().flatten().collect::<Vec<_>>().join("; ")
            }
            Self::Detached { .. } | Self::LostSight { .. } => {
                "follow it with `srvls watch`; when it has finished, run the same command again to complete it".into()
            }
            Self::Cancelled { status, .. } if status.rolled_back() => "the previous version is still live".into(),
            Self::Cancelled { .. } => "nothing is deployed".into(),
            Self::Halfway { first, source, .. } => {
                let rest = "`srvls deploy` deploys the rest".to_owned();
                let back = (!first).then(|| "`srvls rollback` restores the previous release".to_owned());
                [hint_of(source), Some(rest), back].into_iter().flatten().collect::<Vec<_>>().join("; ")
            }
            Self::Failed { failure, first, status, .. } => {
                let hint_of = failure.as_ref().and_then(RootCause::hint);
                let state = match (status.rolled_back(), first) {
                    (true, true) => "nothing is deployed; fix the cause and deploy again",
                    (true, false) => "the previous version is still live; fix the cause and deploy again",
                    (false, true) => {
                        "the partial stack is still there; fix the cause, then `srvls deploy --no-rollback` continues from there"
                    }
                    (false, false) => {
                        "the partial update is still there; fix the cause, then `srvls deploy --no-rollback` continues from there; \
                         a plain `srvls deploy` rolls it back first"
                    }
                };
                match hint_of {
                    Some(hint_of) => format!("{hint_of}; {state}"),
                    None => state.to_owned(),
                }
            }
        })
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Busy { .. } => "stack_busy",
            Self::Overtaken { .. } => "overtaken",
            Self::Paused { .. } => "stack_paused",
            Self::Stuck { .. } => "stack_stuck",
            Self::ChangeSet { .. } | Self::NoOutput { .. } => "template_refused",
            Self::NoCode(_) => "no_code",
            Self::NotDeleted { .. } => "destroy_failed",
            Self::NotRestorable { .. } | Self::NoSecret { .. } => "not_restorable",
            Self::Failed { .. } => "deploy_failed",
            Self::Stopped { .. } | Self::StoppedBefore { .. } => "interrupted",
            Self::Incomplete { source, .. } => source.code(),
            Self::Detached { .. } => "detached",
            Self::Cancelled { .. } => "cancelled",
            Self::LostSight { .. } => "lost_sight",
            Self::Halfway { source, .. } => source.code(),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Stopped { stop, .. }
            | Self::StoppedBefore { stop, .. }
            | Self::Detached { stop, .. }
            | Self::Cancelled { stop, .. } => stop.exit(),
            Self::Halfway { source, .. } | Self::Incomplete { source, .. } => source.exit(),
            _ => Exit::Failure,
        }
    }
}

/// How to fix `error`, without any statement about the stacks.
fn hint_of(error: &Error) -> Option<String> {
    match error.downcast_ref() {
        Some(DeployError::Failed { status, .. } | DeployError::Cancelled { status, .. })
            if status.state() == StackState::Stuck =>
        {
            error.hint()
        }
        Some(DeployError::Failed { failure, .. }) => failure.as_ref().and_then(RootCause::hint),
        Some(DeployError::ChangeSet { .. }) => Some("fix the template".into()),
        Some(DeployError::Cancelled { .. }) => None,
        _ => error.hint(),
    }
}

/// `` `shop-dev` has ``, and two of them have.
fn have(stacks: &[StackName]) -> String {
    let names: Vec<String> = stacks.iter().map(|stack| format!("`{stack}`")).collect();
    let have = if names.len() == 1 { "has" } else { "have" };
    format!("{} {have}", names.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stops_halfway_never_says_that_nothing_was_changed() {
        let (stack, reason) =
            (StackName("srvls-dev-edge".into()), Reason { sentence: String::new(), details: Vec::new() });
        let refused = DeployError::ChangeSet { stack, reason };
        let stuck = DeployError::Failed {
            stack: StackName("srvls-dev-edge".into()),
            status: Status("UPDATE_ROLLBACK_FAILED".into()),
            first: false,
            failure: None,
        };
        let denied = AwsError::service("cloudformation:CreateChangeSet", "AccessDenied");

        let sources = [
            (Error::from(refused), "template_refused", "fix the template"),
            (stuck.into(), "deploy_failed", "fix what its events name"),
            (denied.into(), "aws_error", ""),
        ];
        for (source, code, hint_of) in sources {
            let done = vec![StackName("srvls-dev".into())];
            let halfway = DeployError::Halfway { done, first: true, source: Box::new(source) };

            let hint = halfway.hint().expect("a hint");
            assert!(hint.starts_with(hint_of) && hint.ends_with("`srvls deploy` deploys the rest"), "{hint}");
            assert!(!hint.contains("nothing was changed"), "{hint}");
            assert_eq!(
                (halfway.code(), halfway.to_string().as_str()),
                (code, "stopped halfway: `srvls-dev` has the new version")
            );
        }
    }
}
