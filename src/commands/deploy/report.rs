//! What `deploy` answers.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use jiff::Timestamp;
use serde::Serialize;

use super::{
    observe::Observed,
    plan::Plan,
    shipment::ShippedFunction,
    smoke::{Smoke, smoke},
};
use crate::{
    aws::stacks::Status,
    context::Context,
    error::Error,
    output::{Exit, Report, Tone, View, fields, tone},
    releases::Release,
    stage::StackName,
};

/// How a deployment that did not fail ended.
pub(super) enum Outcome {
    Created {
        plan: Plan,
    },
    Updated {
        plan: Plan,
    },
    Unchanged,
    /// Goes on without srvls.
    Begun {
        plan: Plan,
    },
    /// A dry run.
    Planned {
        plan: Plan,
    },
}

impl Outcome {
    pub(super) fn went_live(&self) -> bool {
        matches!(self, Self::Created { .. } | Self::Updated { .. })
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
    /// `None` where nothing was changed.
    release: Option<Release>,
    #[serde(flatten)]
    plan: Plan,
    functions: Vec<ShippedFunction>,
    outputs: BTreeMap<String, String>,
    /// The first calls to the deployed API; `None` where there is none.
    smoke: Option<Smoke>,
    /// The new version after a while; `None` where nobody asked for that.
    observed: Option<Observed>,
    duration_ms: u64,
}

impl DeployReport {
    pub(super) async fn new(
        cx: &Context,
        outcome: Outcome,
        release: Release,
        functions: Vec<ShippedFunction>,
        started: Instant,
    ) -> Result<Self, Error> {
        let released = outcome.went_live();
        let (action, plan) = match outcome {
            Outcome::Created { plan } => (DeployAction::Created, plan),
            Outcome::Updated { plan } => (DeployAction::Updated, plan),
            Outcome::Unchanged => (DeployAction::Unchanged, Plan::default()),
            Outcome::Begun { plan } => (DeployAction::Begun, plan),
            Outcome::Planned { plan } => (DeployAction::Planned, plan),
        };
        let (status, outputs) = match action {
            DeployAction::Planned => (None, BTreeMap::new()),
            _ => {
                let api = cx.api().deployed().await?;
                (Some(api.status.clone()), cx.with_edge(api).await?)
            }
        };
        let called = matches!(action, DeployAction::Created | DeployAction::Updated | DeployAction::Unchanged);
        let smoke = if called { smoke(cx, &outputs).await } else { None };
        if action == DeployAction::Begun {
            cx.progress.hint("`srvls watch` shows it to its end; `srvls deploy` then does what is left, if anything");
        } else if smoke.as_ref().is_some_and(|smoke| !smoke.ok) {
            cx.progress.hint("`srvls logs tail` may tell why; `srvls rollback` brings back what was live before");
        } else if action != DeployAction::Planned {
            cx.progress.hint("try `srvls status`, `srvls user lookup EMAIL` or `srvls logs tail -f`");
        }
        Ok(Self {
            stage: cx.stage.name.clone(),
            stack: cx.stack_name(),
            action,
            status,
            release: released.then_some(release),
            plan,
            functions,
            outputs,
            smoke,
            observed: None,
            duration_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        })
    }
}

impl DeployReport {
    /// When what went live began to; `None` where nothing did.
    pub(super) fn begun(&self) -> Option<Timestamp> {
        self.release.as_ref().map(|release| release.created_at)
    }

    pub(super) fn with(self, observed: Observed) -> Self {
        Self { observed: Some(observed), ..self }
    }
}

impl Report for DeployReport {
    fn view(&self) -> View {
        let seconds = Duration::from_millis(self.duration_ms).as_secs_f64();
        let former = self.release.as_ref().and_then(|release| release.rollback_of.as_ref());
        let done = match (self.action, former) {
            (DeployAction::Planned, _) if self.plan.is_empty() => "as it should be: nothing to change".to_owned(),
            (DeployAction::Planned, _) => return self.plan.view().text("A dry run: nothing was changed."),
            (DeployAction::Begun, _) => "changing".to_owned(),
            (DeployAction::Unchanged, _) => "unchanged".to_owned(),
            (DeployAction::Created, _) => "deployed".to_owned(),
            (DeployAction::Updated, None) => "updated".to_owned(),
            (DeployAction::Updated, Some(former)) => format!("back at {former}"),
        };
        let outputs = self.outputs.iter().map(|(name, value)| (name.as_str(), Some((value.clone(), Tone::Plain))));
        let view = View::new().text(format!("{} is {done} ({seconds:.1} s)", self.stack));
        let view = if self.outputs.is_empty() { view } else { view.table(fields(outputs)) };
        let smoke = self.smoke.as_ref().map(|smoke| (smoke.lines(), smoke.ok));
        let observed = self.observed.as_ref().map(|observed| (observed.lines(), observed.ok));
        let verdicts = [smoke, observed].into_iter().flatten();
        verdicts.fold(view, |view, (lines, ok)| view.text(tone(&lines, if ok { Tone::Good } else { Tone::Bad })))
    }

    /// An unchanged stack that does not answer is not this deployment's fault.
    fn exit(&self) -> Exit {
        let broken = self.smoke.as_ref().is_some_and(|smoke| !smoke.ok)
            || self.observed.as_ref().is_some_and(|observed| !observed.ok);
        if broken && self.release.is_some() { Exit::Failure } else { Exit::Success }
    }
}
