//! What must hold before the first write: the account, the region, read-only mode, protected stages.

use super::{Context, stage_stack::NotDeployed};
use crate::{
    aws::identity::{Caller, Identity},
    error::{Error, Failure},
    exit::Exit,
    privacy::Privacy,
    stage::StackName,
};

/// How much a write can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Danger {
    /// Shows what would be written.
    Preview,
    /// Undone as easily as done.
    Mild,
    /// On a protected stage, the stage's name has to be typed.
    Severe,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    #[error("refused: --read-only forbids every write")]
    ReadOnly,
    #[error("refused: stage `{stage}` is pinned to account {pinned}, but these credentials belong to {actual}")]
    WrongAccount { stage: String, pinned: String, actual: String },
    #[error("refused: stage `{stage}` is in {pinned}, but this command would write to {actual}")]
    WrongRegion { stage: String, pinned: String, actual: String },
    #[error("refused: stage `{0}` is protected, and no reason was given")]
    NoReason(String),
    #[error("refused: stage `{0}` is protected, and its name was not confirmed")]
    NotConfirmed(String),
    #[error("refused: {} of `{stack}` would be replaced or removed, its data with it", .resources.join(", "))]
    Stateful { stack: StackName, resources: Vec<String> },
    #[error("refused: going back would change {} of `{stack}`, and data is in there", .resources.join(", "))]
    StatefulChange { stack: StackName, resources: Vec<String> },
    #[error("refused: stack `{stack}` is protected from deletion")]
    TerminationProtection { stack: StackName, region: String },
    #[error("refused: bucket `{0}` was not made by srvls")]
    ForeignBucket(String),
    #[error("refused: {} against deploying now, and nobody is here to judge", speaking(.words))]
    Gate { words: Vec<&'static str> },
    #[error("refused: the plan is {actual} by now, not {asked}")]
    OtherPlan { asked: String, actual: String },
    #[error("refused: `{stack}` is {status} and has to be deleted first, and no plan tells of what comes then")]
    NoPlan { stack: StackName, status: String },
    #[error("refused: {} of `{stack}` would be replaced, which CloudFormation does with its rollback only", .resources.join(", "))]
    NoReplacement { stack: StackName, resources: Vec<String> },
}

impl Failure for Refusal {
    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::ReadOnly => "leave out --read-only (or SRVLS_READ_ONLY) to write".into(),
            Self::WrongAccount { pinned, .. } => {
                format!("choose credentials of account {pinned} with --profile, or another --stage")
            }
            Self::WrongRegion { pinned, .. } => format!("leave out --region and AWS_REGION, or set them to {pinned}"),
            Self::NoReason(_) => "say why with `--reason TEXT`".into(),
            Self::Stateful { resources, .. } => format!("if that is meant, name it: {}", allow(resources)),
            Self::StatefulChange { .. } => {
                "check that release's code out, keep these resources as they are now, and `srvls deploy`".into()
            }
            Self::TerminationProtection { stack, region } => format!(
                "who means it lifts that first: `aws cloudformation update-termination-protection \
                 --no-enable-termination-protection --stack-name {stack} --region {region}`"
            ),
            Self::ForeignBucket(_) => "srvls empties no bucket without its tag `srvls:artifacts`".into(),
            Self::Gate { words } => format!("look at what is said above; if it is no matter: {}", allow(words)),
            Self::NoPlan { .. } => "deploy without --plan, or `srvls destroy` it and review anew".into(),
            Self::NoReplacement { .. } => "deploy without --no-rollback".into(),
            Self::OtherPlan { .. } => "review it anew with `srvls diff`".into(),
            Self::NotConfirmed(stage) => format!("type it at the prompt, or pass `--confirm {stage}`"),
        })
    }

    fn code(&self) -> &'static str {
        match self {
            Self::ReadOnly => "read_only",
            Self::WrongAccount { .. } => "wrong_account",
            Self::WrongRegion { .. } => "wrong_region",
            Self::NoReason(_) | Self::NotConfirmed(_) => "protected_stage",
            Self::Stateful { .. } | Self::StatefulChange { .. } => "stateful_resource",
            Self::TerminationProtection { .. } => "termination_protection",
            Self::ForeignBucket(_) => "foreign_bucket",
            Self::Gate { .. } => "deploy_gate",
            Self::NoReplacement { .. } => "no_replacement",
            Self::NoPlan { .. } | Self::OtherPlan { .. } => "other_plan",
        }
    }

    fn exit(&self) -> Exit {
        Exit::Refused
    }
}

/// What drifts is told by a word that is one, where alarms and mutes are many.
fn speaking(words: &[&str]) -> String {
    let verb = if words == ["drift"] { "speaks" } else { "speak" };
    format!("{} {verb}", words.join(" and "))
}

fn allow(names: &[impl AsRef<str>]) -> String {
    format!("`{}`", allow_flags(names))
}

/// What lets these pass.
pub(crate) fn allow_flags(names: &[impl AsRef<str>]) -> String {
    names.iter().map(|name| format!("--allow {}", name.as_ref())).collect::<Vec<_>>().join(" ")
}

/// Lets a write through, and says who makes it.
pub(crate) async fn allow_write(cx: &Context, danger: Danger) -> Result<Caller, Error> {
    let settings = &cx.stage.settings;
    let stage = || cx.stage.name.clone();
    if cx.global.read_only {
        return Err(Refusal::ReadOnly.into());
    }
    if let Some(pinned) = settings.region.as_ref().filter(|region| **region != cx.aws.region) {
        let actual = cx.aws.region.clone();
        return Err(Refusal::WrongRegion { stage: stage(), pinned: pinned.clone(), actual }.into());
    }
    if settings.protected && danger != Danger::Preview && cx.global.reason.is_none() {
        return Err(Refusal::NoReason(stage()).into());
    }
    if let Some(local) = &cx.local {
        local.ensure_running(cx.progress).await?;
    }
    let caller = cx.aws.identity.caller().await?;
    of_own_account(cx, &caller)?;
    if settings.protected && danger == Danger::Severe && !cx.name_confirmed(&cx.stage.name)? {
        return Err(Refusal::NotConfirmed(stage()).into());
    }
    Ok(caller)
}

impl Context {
    /// How much this caller may see.
    ///
    /// # Errors
    /// When it is asked for on a protected stage without a reason.
    pub(crate) fn privacy(&self) -> Result<Privacy, Error> {
        let reason = self.global.reason.as_deref();
        Ok(match (self.global.reveal, self.stage.settings.protected) {
            (false, true) => Privacy::Strict,
            (false, false) => Privacy::Masked,
            (true, true) if reason.is_none() => return Err(Refusal::NoReason(self.stage.name.clone()).into()),
            (true, _) => Privacy::Revealed,
        })
    }
}

/// # Errors
/// When the stage is pinned to another account than the caller's.
pub(crate) fn of_own_account(cx: &Context, caller: &Caller) -> Result<(), Refusal> {
    match &cx.stage.settings.account {
        Some(pinned) if *pinned != caller.account => Err(Refusal::WrongAccount {
            stage: cx.stage.name.clone(),
            pinned: pinned.clone(),
            actual: caller.account.clone(),
        }),
        _ => Ok(()),
    }
}

/// A read takes any credentials; but what they don't find may be there all the same, in the stage's own account.
pub(crate) async fn not_here(cx: &Context, error: Error) -> Error {
    if !error.is::<NotDeployed>() || cx.stage.settings.account.is_none() {
        return error;
    }
    let Ok(caller) = cx.aws.identity.caller().await else { return error };
    of_own_account(cx, &caller).err().map_or(error, Error::from)
}
