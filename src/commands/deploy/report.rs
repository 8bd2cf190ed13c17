//! What `deploy` answers.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use serde::Serialize;

use super::{
    plan::Plan,
    shipment::ShippedFunction,
    smoke::{Smoke, smoke},
};
use crate::{
    aws::stacks::Status,
    context::Context,
    error::Error,
    output::{Report, Tone, View, fields, tone},
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
    /// The first call to the deployed API; `None` where there is none.
    smoke: Option<Smoke>,
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
        let begun = action == DeployAction::Begun;
        let smoke = if begun { None } else { smoke(cx, &outputs).await };
        if begun {
            cx.progress.hint("`srvls watch` shows it to its end; `srvls deploy` then does what is left, if anything");
        } else if smoke.as_ref().is_some_and(|smoke| !smoke.ok) {
            cx.progress.hint("read `srvls logs tail authorizer`, and `srvls alarms`");
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
            duration_ms: u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        })
    }
}

impl Report for DeployReport {
    fn view(&self) -> View {
        let seconds = Duration::from_millis(self.duration_ms).as_secs_f64();
        let done = match self.action {
            DeployAction::Planned => return self.plan.view().text("A dry run: nothing was changed."),
            DeployAction::Begun => "changing",
            DeployAction::Unchanged => "unchanged",
            DeployAction::Created => "deployed",
            DeployAction::Updated => "updated",
        };
        let outputs = self.outputs.iter().map(|(name, value)| (name.as_str(), Some((value.clone(), Tone::Plain))));
        let view = View::new().text(format!("{} is {done} ({seconds:.1} s)", self.stack)).table(fields(outputs));
        match &self.smoke {
            Some(smoke) => view.text(tone(&smoke.line(), if smoke.ok { Tone::Good } else { Tone::Bad })),
            None => view,
        }
    }
}
