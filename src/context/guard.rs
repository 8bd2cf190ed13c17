//! Checks before the first write: account, region, read-only mode, protected stages.

use super::{Context, stage_stack::NotDeployed};
use crate::{
    audit::Target,
    aws::{
        AwsError,
        identity::{Caller, Identity},
        optional,
    },
    error::{Error, Failure},
    exit::Exit,
    privacy::Privacy,
    stage::StackName,
};

/// How much a write can break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Danger {
    /// Only shows what would be written.
    Preview,
    /// Easy to undo.
    Mild,
    /// On a protected stage, the user has to type the stage's name.
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
    #[error("refused: {} of `{stack}` would be replaced or removed, and its data lost", .resources.join(", "))]
    Stateful { stack: StackName, resources: Vec<String> },
    #[error("refused: rolling back would change {} of `{stack}`, which holds data", .resources.join(", "))]
    StatefulChange { stack: StackName, resources: Vec<String> },
    #[error("refused: stack `{stack}` has termination protection")]
    TerminationProtection { stack: StackName, region: String },
    #[error("refused: stage `{0}` is protected, and a test would wake someone for nothing")]
    TestOnProtected(String),
    #[error("refused: bucket `{0}` was not created by srvls")]
    ForeignBucket(String),
    #[error("refused: {}", findings(.words))]
    Preflight { words: Vec<&'static str> },
    #[error("refused: the plan is now {actual}, not {asked}")]
    OtherPlan { asked: String, actual: String },
    #[error("refused: `{stack}` is {status} and must be deleted first, so its plan can't be computed")]
    NoPlan { stack: StackName, status: String },
    #[error("refused: {} of `{stack}` would be replaced, which CloudFormation does not do with rollback disabled", .resources.join(", "))]
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
            Self::Stateful { resources, .. } => format!("to accept the loss, pass {}", allow(resources)),
            Self::StatefulChange { .. } => {
                "check out that release's code, keep these resources as they are now, and run `srvls deploy`".into()
            }
            Self::TerminationProtection { stack, region } => format!(
                "to go ahead, remove the protection first: `aws cloudformation update-termination-protection \
                 --no-enable-termination-protection --stack-name {stack} --region {region}`"
            ),
            Self::TestOnProtected(_) => "test the same alarm on a stage that is not protected".into(),
            Self::ForeignBucket(_) => "srvls empties only buckets that carry its tag `srvls:artifacts`".into(),
            Self::Preflight { words } => {
                format!("check the warnings above; to deploy anyway, confirm at a terminal or pass {}", allow(words))
            }
            Self::NoPlan { .. } => "deploy without `--plan`, or run `srvls destroy` and review the new plan".into(),
            Self::NoReplacement { .. } => "deploy without `--no-rollback`".into(),
            Self::OtherPlan { .. } => "review it again with `srvls diff`".into(),
            Self::NotConfirmed(stage) => format!("type it at the prompt, or pass `--confirm {stage}`"),
        })
    }

    fn code(&self) -> &'static str {
        match self {
            Self::ReadOnly => "read_only",
            Self::WrongAccount { .. } => "wrong_account",
            Self::WrongRegion { .. } => "wrong_region",
            Self::NoReason(_) | Self::NotConfirmed(_) | Self::TestOnProtected(_) => "protected_stage",
            Self::Stateful { .. } | Self::StatefulChange { .. } => "stateful_resource",
            Self::TerminationProtection { .. } => "termination_protection",
            Self::ForeignBucket(_) => "foreign_bucket",
            Self::Preflight { .. } => "deploy_gate",
            Self::NoReplacement { .. } => "no_replacement",
            Self::NoPlan { .. } | Self::OtherPlan { .. } => "other_plan",
        }
    }

    fn exit(&self) -> Exit {
        Exit::Refused
    }
}

/// What the preflight found, by the words that `--allow` takes.
fn findings(words: &[&'static str]) -> String {
    let finding = |word: &&'static str| match *word {
        "alarms" => "alarms are firing",
        "drift" => "resources have drifted",
        "mutes" => "alarms are muted",
        other => other,
    };
    words.iter().map(finding).collect::<Vec<_>>().join(" and ")
}

fn allow(names: &[impl AsRef<str>]) -> String {
    format!("`{}`", allow_flags(names))
}

/// The flags that allow these names.
pub(crate) fn allow_flags(names: &[impl AsRef<str>]) -> String {
    names.iter().map(|name| format!("--allow {}", name.as_ref())).collect::<Vec<_>>().join(" ")
}

/// The guards let this command write. It may do so once its record has begun.
#[must_use = "the record of a write has to begin before the write"]
pub(crate) struct Clearance<'a> {
    cx: &'a Context,
    caller: Caller,
    danger: Danger,
}

/// Leave to write: the record of it has begun. What writes asks for it, so that nothing writes unrecorded.
#[derive(Debug)]
pub(crate) struct Permit {
    pub(crate) caller: Caller,
    /// Only this module can make one.
    _begun: (),
}

impl Permit {
    #[cfg(test)]
    pub(crate) fn of_test() -> Self {
        Self {
            caller: Caller { account: "123456789012".into(), arn: "arn:aws:iam::123456789012:user/ada".into() },
            _begun: (),
        }
    }
}

impl Clearance<'_> {
    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Begins the record of this command, unless it only shows what would be written.
    ///
    /// # Errors
    /// On a protected stage whose audit log can't be written.
    pub(crate) async fn begin(self, target: &Target) -> Result<Permit, Error> {
        if self.danger != Danger::Preview {
            self.cx.begin_record(&self.caller, target).await?;
        }
        Ok(Permit { caller: self.caller, _begun: () })
    }
}

/// Checks that this command may write.
pub(crate) async fn allow_write(cx: &Context, danger: Danger) -> Result<Clearance<'_>, Error> {
    Ok(allow_write_beside(cx, danger, async {}).await?.0)
}

/// [`allow_write`], which does `read` meanwhile. What was read counts only if the command may write: the account may be
/// another one.
pub(crate) async fn allow_write_beside<T>(
    cx: &Context,
    danger: Danger,
    read: impl Future<Output = T>,
) -> Result<(Clearance<'_>, T), Error> {
    refuse_by_settings(cx, danger)?;
    if let Some(local) = &cx.local {
        local.ensure_running(cx.progress).await?;
    }
    let (clearance, read) = tokio::join!(authorize(cx, danger), read);
    Ok((clearance?, read))
}

/// Does `work` while the emulator is installed and started; `None` if there is no need to start one, so the work is still
/// to do.
pub(crate) async fn start_emulator_while<T>(
    cx: &Context,
    danger: Danger,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<Option<T>, Error> {
    let Some(local) = cx.local.as_ref().filter(|local| !local.is_started()) else { return Ok(None) };
    refuse_by_settings(cx, danger)?;
    // Both write to stderr at once, which has to be in whole lines.
    let start = async { Ok(local.ensure_running(cx.progress.in_lines()).await?) };
    Ok(Some(tokio::try_join!(start, work)?.1))
}

/// Checks that this command may complete what an earlier run was allowed to do: the reason and the name of a protected
/// stage were given then.
pub(crate) async fn allow_completion(cx: &Context) -> Result<Clearance<'_>, Error> {
    refuse_to_write_here(cx)?;
    let caller = cx.aws.identity.caller().await?;
    refuse_wrong_account(cx, &caller)?;
    Ok(Clearance { cx, caller, danger: Danger::Mild })
}

/// What srvls.toml and the flags forbid, before any call.
fn refuse_by_settings(cx: &Context, danger: Danger) -> Result<(), Refusal> {
    refuse_to_write_here(cx)?;
    if danger == Danger::Preview { Ok(()) } else { refuse_without_reason(cx) }
}

fn refuse_without_reason(cx: &Context) -> Result<(), Refusal> {
    if cx.stage.settings.protected && cx.global.reason.is_none() {
        return Err(Refusal::NoReason(cx.stage.name.clone()));
    }
    Ok(())
}

fn refuse_to_write_here(cx: &Context) -> Result<(), Refusal> {
    if cx.global.read_only {
        return Err(Refusal::ReadOnly);
    }
    match &cx.stage.settings.region {
        Some(pinned) if *pinned != cx.aws.region => Err(Refusal::WrongRegion {
            stage: cx.stage.name.clone(),
            pinned: pinned.clone(),
            actual: cx.aws.region.clone(),
        }),
        _ => Ok(()),
    }
}

/// Identifies the caller, and has the name of a protected stage confirmed.
async fn authorize(cx: &Context, danger: Danger) -> Result<Clearance<'_>, Error> {
    let caller = cx.aws.identity.caller().await?;
    refuse_wrong_account(cx, &caller)?;
    if cx.stage.settings.protected && danger == Danger::Severe && !cx.name_confirmed(&cx.stage.name).await? {
        return Err(Refusal::NotConfirmed(cx.stage.name.clone()).into());
    }
    Ok(Clearance { cx, caller, danger })
}

/// Refuses `--reveal` without a reason on a protected stage, before anything is read.
pub(crate) fn refuse_reveal_without_reason(cx: &Context) -> Result<(), Refusal> {
    if cx.global.reveal { refuse_without_reason(cx) } else { Ok(()) }
}

impl Context {
    /// How much personal data the answer about `target` shows. A reveal is recorded first, unless the record of this
    /// run has already begun.
    ///
    /// # Errors
    /// On a protected stage, when a reveal can't be recorded.
    pub(crate) async fn privacy(&self, target: &Target) -> Result<Privacy, Error> {
        if self.global.reveal && !self.is_recorded() {
            self.record_read(target).await?;
        }
        Ok(Privacy::on_stage(self.stage.settings.protected, self.global.reveal))
    }

    /// Records that the answer hands out what is known of `target`, unmasked, whatever the flags are.
    ///
    /// # Errors
    /// On a protected stage, without a reason, and when it can't be recorded.
    pub(crate) async fn record_disclosure(&self, target: &Target) -> Result<(), Error> {
        refuse_without_reason(self)?;
        self.record_read(target).await
    }

    async fn record_read(&self, target: &Target) -> Result<(), Error> {
        let caller = self.aws.identity.caller().await?;
        refuse_wrong_account(self, &caller)?;
        self.begin_record(&caller, target).await
    }
}

/// # Errors
/// When the stage is pinned to an account other than the caller's.
pub(crate) fn refuse_wrong_account(cx: &Context, caller: &Caller) -> Result<(), Refusal> {
    match &cx.stage.settings.account {
        Some(pinned) if *pinned != caller.account => Err(Refusal::WrongAccount {
            stage: cx.stage.name.clone(),
            pinned: pinned.clone(),
            actual: caller.account.clone(),
        }),
        _ => Ok(()),
    }
}

/// # Errors
/// When another emulator answers at the stage's port.
pub(crate) fn check_read(cx: &Context) -> Result<(), Error> {
    if let Some(local) = &cx.local {
        local.check_owner()?;
    }
    if let Some(pinned) = cx.stage.settings.region.as_ref().filter(|region| **region != cx.aws.region) {
        cx.progress.warn(format_args!(
            "stage `{}` is in {pinned}, but this reads {}: leave out --region and AWS_REGION to read the stage",
            cx.stage.name, cx.aws.region
        ));
    }
    Ok(())
}

/// Says where a read was made in another account than the stage's: it may be about a stack of the same name. Never
/// holds back the answer.
pub(crate) async fn warn_of_other_account(cx: &Context) {
    if cx.stage.settings.account.is_none() {
        return;
    }
    match optional(cx.aws.identity.caller()).await {
        Ok(caller) => {
            if let Err(Refusal::WrongAccount { stage, pinned, actual }) = refuse_wrong_account(cx, &caller) {
                cx.progress.warn(format_args!(
                    "stage `{stage}` is pinned to account {pinned}, but this reads account {actual}: choose credentials \
                     of {pinned} with --profile"
                ));
            }
        }
        Err(error) => cx.progress.detail(format_args!("could not check the account: {error}")),
    }
}

/// The failure, with its likely cause where that is known: no answer by an emulator that is down, and no stack in the
/// wrong account, as reads accept any credentials.
pub(crate) async fn explained(cx: &Context, error: Error) -> Error {
    if let (Some(local), Some(failed)) = (&cx.local, error.downcast_ref::<AwsError>())
        && failed.got_no_answer()
        && let Some(cause) = local.why_silent().await
    {
        return cause.into();
    }
    or_wrong_account(cx, error).await
}

async fn or_wrong_account(cx: &Context, error: Error) -> Error {
    if !error.is::<NotDeployed>() || cx.stage.settings.account.is_none() {
        return error;
    }
    let Ok(caller) = cx.aws.identity.caller().await else { return error };
    refuse_wrong_account(cx, &caller).err().map_or(error, Error::from)
}
