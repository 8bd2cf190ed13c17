//! What `deploy` answers.

use std::{collections::BTreeMap, time::Duration};

use serde::Serialize;

use super::{plan::Plan, prepare::ShippedFunction};
use crate::{
    aws::stacks::{Stack, Status},
    context::Context,
    output::{Report, Tone, View, fields},
    releases::Release,
    stage::StackName,
};

/// How a deployment that did not fail ended.
pub(super) enum Outcome {
    Created {
        plan: Plan,
        stack: Stack,
    },
    Updated {
        plan: Plan,
        stack: Stack,
    },
    Unchanged {
        stack: Stack,
    },
    /// A dry run.
    Planned {
        plan: Plan,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum DeployAction {
    Created,
    Updated,
    Unchanged,
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
    changes: Plan,
    functions: Vec<ShippedFunction>,
    outputs: BTreeMap<String, String>,
    duration_ms: u64,
}

impl DeployReport {
    pub(super) fn new(
        cx: &Context,
        outcome: Outcome,
        release: Release,
        functions: Vec<ShippedFunction>,
        duration: Duration,
    ) -> Self {
        let none = Plan { changes: Vec::new() };
        let (action, plan, stack) = match outcome {
            Outcome::Created { plan, stack } => (DeployAction::Created, plan, Some(stack)),
            Outcome::Updated { plan, stack } => (DeployAction::Updated, plan, Some(stack)),
            Outcome::Unchanged { stack } => (DeployAction::Unchanged, none, Some(stack)),
            Outcome::Planned { plan } => (DeployAction::Planned, plan, None),
        };
        let released = matches!(action, DeployAction::Created | DeployAction::Updated);
        if released || action == DeployAction::Unchanged {
            cx.progress.hint("try `srvls status`, or call the API: `curl \"$(srvls outputs ApiUrl)/health\"`");
        }
        Self {
            stage: cx.stage.name.clone(),
            stack: cx.stack_name(),
            action,
            status: stack.as_ref().map(|stack| stack.status.clone()),
            release: released.then_some(release),
            changes: plan,
            functions,
            outputs: stack.map(|stack| cx.callable(stack.outputs)).unwrap_or_default(),
            duration_ms: u64::try_from(duration.as_millis()).unwrap_or(u64::MAX),
        }
    }
}

impl Report for DeployReport {
    fn view(&self) -> View {
        let seconds = Duration::from_millis(self.duration_ms).as_secs_f64();
        let stack = &self.stack;
        match self.action {
            DeployAction::Planned => return self.changes.view().text("A dry run: nothing was changed."),
            DeployAction::Unchanged => View::new().text(format!("{stack} is unchanged ({seconds:.1} s)")),
            DeployAction::Created => View::new().text(format!("{stack} is deployed ({seconds:.1} s)")),
            DeployAction::Updated => View::new().text(format!("{stack} is updated ({seconds:.1} s)")),
        }
        .table(fields(self.outputs.iter().map(|(name, value)| (name.as_str(), Some((value.clone(), Tone::Plain))))))
    }
}
