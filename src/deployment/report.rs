//! The report of `srvls deploy` and `srvls rollback`.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use serde::Serialize;

use super::{
    package::packaged_stage::ReleasedFunction,
    plan::Plan,
    verify::{observe::Observed, smoke::Smoke},
};
use crate::{
    aws::stacks::Status,
    context::Context,
    exit::Exit,
    releases::Release,
    stage::StackName,
    terminal::output::{Report, Text, Tone, View, fields},
};

/// How a successful deployment ended.
pub(crate) enum DeployOutcome {
    Created {
        plan: Plan,
    },
    Updated {
        plan: Plan,
    },
    Unchanged {
        plan: Plan,
        /// The live release, if known.
        live: Option<Release>,
    },
    /// Started; it continues without srvls.
    Begun {
        plan: Plan,
    },
    /// A dry run.
    Planned {
        plan: Plan,
    },
}

impl DeployOutcome {
    pub(crate) fn went_live(&self) -> bool {
        matches!(self, Self::Created { .. } | Self::Updated { .. })
    }

    /// Whether the stage is what was asked for, so that it can be called.
    pub(crate) fn is_complete(&self) -> bool {
        self.went_live() || matches!(self, Self::Unchanged { .. })
    }

    /// Whether nothing was deployed.
    pub(crate) fn is_dry_run(&self) -> bool {
        matches!(self, Self::Planned { .. })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum DeployAction {
    Created,
    Updated,
    Unchanged,
    Begun,
    Planned,
}

#[derive(Debug, Serialize)]
pub(crate) struct DeployReport {
    stage: String,
    stack: StackName,
    action: DeployAction,
    status: Option<Status>,
    /// The release that is, or becomes, live; `None` for a dry run, and where the live one is unknown.
    release: Option<Release>,
    #[serde(flatten)]
    plan: Plan,
    functions: Vec<ReleasedFunction>,
    outputs: BTreeMap<String, String>,
    /// The smoke checks of the deployed API; `None` where there is nothing to call.
    smoke: Option<Smoke>,
    /// What `--observe` saw; `None` without that flag.
    observed: Option<Observed>,
    /// What to run next instead of what is usually run.
    #[serde(skip)]
    instead: Option<String>,
    duration_ms: u64,
}

/// What a deployment leaves behind: the stage as it is now.
#[derive(Default)]
pub(crate) struct Deployed {
    pub(crate) status: Option<Status>,
    pub(crate) outputs: BTreeMap<String, String>,
    /// `None` where there is nothing to call.
    pub(crate) smoke: Option<Smoke>,
}

impl DeployReport {
    pub(crate) fn new(
        cx: &Context,
        outcome: DeployOutcome,
        (release, functions): (Release, Vec<ReleasedFunction>),
        deployed: Deployed,
        started: Instant,
    ) -> Self {
        let (action, plan, release) = match outcome {
            DeployOutcome::Created { plan } => (DeployAction::Created, plan, Some(release)),
            DeployOutcome::Updated { plan } => (DeployAction::Updated, plan, Some(release)),
            DeployOutcome::Unchanged { plan, live } => (DeployAction::Unchanged, plan, live),
            DeployOutcome::Begun { plan } => (DeployAction::Begun, plan, Some(release)),
            DeployOutcome::Planned { plan } => (DeployAction::Planned, plan, None),
        };
        Self {
            stage: cx.stage.name.clone(),
            stack: cx.stack_name(),
            action,
            status: deployed.status,
            release,
            plan,
            functions,
            outputs: deployed.outputs,
            smoke: deployed.smoke,
            observed: None,
            instead: None,
            duration_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// What to run next; `None` after a dry run.
    fn next_step(&self) -> Option<String> {
        match self.action {
            DeployAction::Planned => None,
            DeployAction::Begun => {
                let rest = match &self.plan.by_stack()[..] {
                    [_, (edge, _)] => format!("the changes to {edge}"),
                    _ => "any remaining changes".to_owned(),
                };
                Some(format!("`srvls watch` follows it; then `srvls deploy` makes {rest}"))
            }
            _ if self.smoke.as_ref().is_some_and(|smoke| !smoke.ok) => {
                Some("`srvls logs tail` may show why; `srvls rollback` restores the previous release".to_owned())
            }
            _ => Some(next_commands(&self.outputs, &self.functions)),
        }
    }
}

impl DeployReport {
    /// When the deployment started; `None` unless it changed what is live.
    pub(crate) fn started_at(&self) -> Option<Timestamp> {
        self.release.as_ref().filter(|_| self.went_live()).map(|release| release.created_at)
    }

    fn went_live(&self) -> bool {
        matches!(self.action, DeployAction::Created | DeployAction::Updated)
    }

    pub(crate) fn with_observation(self, observed: Observed) -> Self {
        Self { observed: Some(observed), ..self }
    }

    /// Replaces what is usually run next.
    pub(crate) fn with_hint(self, hint: &str) -> Self {
        Self { instead: Some(hint.to_owned()), ..self }
    }

    /// The subject of the summary: `shop-dev is`, or `shop-dev and shop-dev-edge are`.
    fn stacks_are(&self) -> String {
        match (self.action, &self.plan.by_stack()[..]) {
            (_, []) => format!("{} is", self.stack),
            (DeployAction::Begun, [(begun, _), ..]) | (_, [(begun, _)]) => format!("{begun} is"),
            _ => format!("{} are", self.plan.stacks()),
        }
    }
}

/// Suggests commands that work on this stage.
fn next_commands(outputs: &BTreeMap<String, String>, functions: &[ReleasedFunction]) -> String {
    let commands = [
        ("`srvls status`", true),
        ("`srvls user lookup EMAIL`", outputs.contains_key("UserPoolId")),
        ("`srvls logs tail -f`", !functions.is_empty()),
    ];
    let available: Vec<&str> =
        commands.into_iter().filter(|(_, available)| *available).map(|(command, _)| command).collect();
    match available.as_slice() {
        [others @ .., last] if !others.is_empty() => format!("try {} or {last}", others.join(", ")),
        one => format!("try {}", one.concat()),
    }
}

impl Report for DeployReport {
    fn view(&self) -> View {
        let seconds = Duration::from_millis(self.duration_ms).as_secs_f64();
        let restored = self.release.as_ref().and_then(|release| release.rollback_of.as_ref());
        let done = match (self.action, restored) {
            (DeployAction::Planned, _) if self.plan.is_empty() => {
                let nothing = format!("{} up to date: nothing to change ({seconds:.1} s)", self.stacks_are());
                return self.plan.view_of_nothing(nothing);
            }
            (DeployAction::Planned, _) => return self.plan.view().text("Dry run: nothing was changed."),
            (DeployAction::Begun, _) => "changing".to_owned(),
            (DeployAction::Unchanged, _) => "unchanged".to_owned(),
            (DeployAction::Created, _) => "deployed".to_owned(),
            (DeployAction::Updated, None) => "updated".to_owned(),
            (DeployAction::Updated, Some(restored)) => format!("rolled back to {restored}"),
        };
        let outputs = self.outputs.iter().map(|(name, value)| (name.as_str(), Some((value.clone(), Tone::Plain))));
        let view = View::new().text(format!("{} {done} ({seconds:.1} s)", self.stacks_are()));
        let view = if self.outputs.is_empty() { view } else { view.table(fields(outputs)) };
        let smoke = self.smoke.as_ref().map(|smoke| (smoke.lines(), smoke.ok));
        let watched = if restored.is_some() { "before the rollback, " } else { "" };
        let observed = self.observed.as_ref().map(|observed| (format!("{watched}{}", observed.lines()), observed.ok));
        let verdicts = [smoke, observed].into_iter().flatten();
        verdicts.fold(view, |view, (lines, ok)| view.text(Text::toned(&lines, if ok { Tone::Good } else { Tone::Bad })))
    }

    fn hints(&self) -> Vec<String> {
        self.instead.clone().or_else(|| self.next_step()).into_iter().collect()
    }

    /// Only a deployment that changed what is live fails for it.
    fn exit(&self) -> Exit {
        let broken = self.smoke.as_ref().is_some_and(|smoke| !smoke.ok)
            || self.observed.as_ref().is_some_and(|observed| !observed.ok);
        if broken && self.went_live() { Exit::Failure } else { Exit::Success }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hint_suggests_only_commands_that_work_on_the_stage() {
        let pool = BTreeMap::from([("UserPoolId".to_owned(), "eu-west-1_a".to_owned())]);

        assert_eq!(next_commands(&BTreeMap::new(), &[]), "try `srvls status`");
        assert_eq!(next_commands(&pool, &[]), "try `srvls status` or `srvls user lookup EMAIL`");
    }
}
