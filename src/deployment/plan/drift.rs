//! What is looked up beside the change set, to complete the plan: drift, and the size of the code that runs.
//!
//! Nothing here can fail a deployment: what can't be read is listed as not checked.

use std::collections::BTreeMap;

use futures_util::StreamExt as _;

use super::{
    CodeChange, Drift, Plan, PlannedChange,
    change_set::{StackChangeSet, Verdict},
};
use crate::{
    aws::{change_sets::Action, functions::Functions as _},
    context::Context,
    deployment::package::packaged_stage::ReleasedFunction,
    stage::FunctionName,
};

/// What it says of types without drift detection.
const NO_DRIFT_DETECTION: &str = "CloudFormation can't detect it";
/// CloudFormation throttles drift detection early.
const CONCURRENCY: usize = 4;

impl Plan {
    /// The plan of what was reviewed.
    pub(crate) async fn with_drift(
        cx: &Context,
        stage_changes: &[&StackChangeSet<'_>],
        functions: &[ReleasedFunction],
    ) -> Self {
        let mut plan = Self::of(stage_changes);
        plan.function_count = functions.len();
        plan.code = code(cx, &plan, functions).await;
        for stack_changes in stage_changes {
            plan.check_drift(cx, stack_changes).await;
            plan.not_checked.extend(incomplete_changes(stack_changes));
        }
        let unknown: Vec<String> = plan.changes.iter().filter_map(PlannedChange::unknown).collect();
        plan.not_checked.extend(unknown);
        plan
    }

    async fn check_drift(&mut self, cx: &Context, stack_changes: &StackChangeSet<'_>) {
        let stack = &stack_changes.target.name;
        let touched = |planned: &&PlannedChange| {
            planned.stack == *stack && matches!(planned.change.action, Action::Modify | Action::Remove)
        };
        let touched: Vec<String> =
            self.changes.iter().filter(touched).map(|planned| planned.change.logical_id.clone()).collect();
        if touched.is_empty() {
            return;
        }
        let _step = cx.progress.step(format_args!("Checking for drift"));
        let checked =
            touched.into_iter().map(|id| async move { (stack_changes.target.stacks.drift(stack, &id).await, id) });
        let checked: Vec<_> = futures_util::stream::iter(checked).buffered(CONCURRENCY).collect().await;
        // One line for each reason: a stack has many resources of types without drift detection.
        let mut unchecked: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (drift, logical_id) in checked {
            match drift {
                Ok(drift) if drift.is_drifted() => {
                    let (status, properties) = (drift.status, drift.properties);
                    self.drift.push(Drift { stack: stack.clone(), logical_id, status, properties });
                }
                Ok(drift) if drift.was_checked() => {}
                Ok(_) => unchecked.entry(NO_DRIFT_DETECTION.into()).or_default().push(logical_id),
                Err(error) if error.code.as_deref() == Some("ValidationError") => {
                    unchecked.entry(NO_DRIFT_DETECTION.into()).or_default().push(logical_id);
                }
                Err(error) => unchecked.entry(error.to_string()).or_default().push(logical_id),
            }
        }
        let lines =
            unchecked.into_iter().map(|(why, logical_ids)| format!("drift of {}: {why}", logical_ids.join(", ")));
        self.not_checked.extend(lines);
    }
}

/// What CloudFormation could not say of a stack's changes.
fn incomplete_changes(stack_changes: &StackChangeSet<'_>) -> Vec<String> {
    match &stack_changes.verdict {
        Verdict::Unchanged => Vec::new(),
        Verdict::Changes(change_set) => {
            let incomplete = change_set.incomplete.iter();
            incomplete
                .map(|logical_id| format!("{logical_id}: CloudFormation does not show all of its values"))
                .collect()
        }
        Verdict::NotComputed(_) => {
            let name = &stack_changes.target.name;
            vec![match stack_changes.readiness.to_delete_first() {
                Some(stack) => format!("{name} is {}: it is deleted and created again", stack.status.0),
                None => format!("{name}: its changes can be computed only during the deployment"),
            }]
        }
    }
}

async fn code(cx: &Context, plan: &Plan, functions: &[ReleasedFunction]) -> Vec<CodeChange> {
    let changed = plan.changes.iter().filter(|planned| {
        let code = |attribute: &str| attribute.starts_with("Properties.Code");
        planned.change.kind == "AWS::Lambda::Function"
            && (planned.change.action == Action::Add
                || planned.change.details.iter().any(|detail| code(&detail.attribute)))
    });
    let sizes = changed.filter_map(|planned| {
        let name = FunctionName::from_logical_id(&planned.change.logical_id)?;
        let shipped = functions.iter().find(|function| function.name == name)?;
        let physical_id = planned.change.physical_id.clone();
        Some(async move {
            let running = match physical_id {
                Some(physical_id) => cx.aws.functions.configuration(&physical_id).await.ok().flatten(),
                None => None,
            };
            let previous_size_bytes = running.map(|running| running.code_size_bytes);
            CodeChange { name, size_bytes: shipped.size_bytes, previous_size_bytes }
        })
    });
    futures_util::stream::iter(sizes).buffered(CONCURRENCY).collect().await
}
