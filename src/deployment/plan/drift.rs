//! What is looked up beside the change set, to complete the plan: drift, and the size of the code that runs.
//!
//! Nothing here can fail a deployment: what can't be read is listed as not checked.

use std::collections::BTreeMap;

use futures_util::StreamExt as _;

use super::{
    CodeChange, Plan, PlannedChange,
    change_set::{StackChangeSet, Verdict},
};
use crate::{
    aws::{
        change_sets::Action,
        drift::DriftDetection as _,
        functions::Functions as _,
        stacks::{Resource, Status},
    },
    context::Context,
    deployment::{
        drift::{Drift, StackDrift, attribute},
        package::packaged_stage::ReleasedFunction,
    },
    stage::{FunctionName, StackName},
    time::{ago, clock},
};

/// What it says of types without drift detection.
const NO_DRIFT_DETECTION: &str = "CloudFormation can't detect it";
/// CloudFormation throttles drift detection early.
const CONCURRENCY: usize = 4;

/// What is looked for in a plan beside its changes.
pub(crate) struct Lookout<'a> {
    pub(crate) functions: &'a [ReleasedFunction],
    /// The drift of whole stacks, as far as it was detected; none before a deployment, which looks only at what it
    /// touches.
    pub(crate) stage_drift: &'a [StackDrift],
}

impl Plan {
    /// The plan of what was reviewed.
    pub(crate) async fn with_drift(
        cx: &Context,
        stage_changes: &[&StackChangeSet<'_>],
        Lookout { functions, stage_drift }: Lookout<'_>,
    ) -> Self {
        let mut plan = Self::of(stage_changes);
        plan.function_count = functions.len();
        plan.code = code(cx, &plan, functions).await;
        let (mut resources, mut unchecked) = (Vec::new(), BTreeMap::new());
        for stack_changes in stage_changes {
            let known = stage_drift.iter().find(|known| known.stack == stack_changes.target.name);
            plan.check_drift(cx, stack_changes, known).await;
            if let Some(known) = known {
                resources.extend(plan.check_rest(stack_changes, known, &mut unchecked).await);
            }
            plan.not_checked.extend(incomplete_changes(stack_changes));
        }
        plan.not_checked.extend(without_detection(&unchecked));
        resources.extend(plan.changes.iter().filter_map(resource));
        let unknown = attribute(cx, &mut plan.drift, &resources).await;
        plan.not_checked.extend(unknown);
        let unknown: Vec<String> = plan.changes.iter().filter_map(PlannedChange::unknown).collect();
        plan.not_checked.extend(unknown);
        plan
    }

    /// The existing resources of a stack that this touches.
    fn touched(&self, stack: &StackName) -> Vec<String> {
        let touched = |planned: &&PlannedChange| {
            planned.stack == *stack && matches!(planned.change.action, Action::Modify | Action::Remove)
        };
        self.changes.iter().filter(touched).map(|planned| planned.change.logical_id.clone()).collect()
    }

    async fn check_drift(&mut self, cx: &Context, stack_changes: &StackChangeSet<'_>, known: Option<&StackDrift>) {
        let stack = &stack_changes.target.name;
        let touched = self.touched(stack);
        if touched.is_empty() {
            return;
        }
        let _step = cx.progress.step(format_args!("Checking for drift"));
        let checked = touched.into_iter().map(|id| async move {
            // Before it is overwritten, only what is the case now counts.
            match known.filter(|known| known.is_new).and_then(|known| known.of(&id)) {
                Some(drift) => (Ok(drift.clone()), id),
                None => (stack_changes.target.stacks.drift(stack, &id).await, id),
            }
        });
        let checked: Vec<_> = futures_util::stream::iter(checked).buffered(CONCURRENCY).collect().await;
        // One line for each reason: a stack has many resources of types without drift detection.
        let mut unchecked: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (drift, logical_id) in checked {
            match drift {
                Ok(drift) if drift.is_drifted() => {
                    let (stack, status, properties) = (stack.clone(), drift.status, drift.properties);
                    let (overwritten, changed) = (true, None);
                    self.drift.push(Drift { stack, logical_id, status, properties, overwritten, changed });
                }
                Ok(drift) if drift.was_checked() => {}
                Ok(drift) => {
                    unchecked
                        .entry(drift.reason.unwrap_or_else(|| NO_DRIFT_DETECTION.into()))
                        .or_default()
                        .push(logical_id);
                }
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

    /// What this leaves as it is: what of it drifted, and what is not known. Counts the resources that can't be checked,
    /// by type, and returns all of the stack.
    async fn check_rest(
        &mut self,
        stack_changes: &StackChangeSet<'_>,
        known: &StackDrift,
        unchecked: &mut BTreeMap<String, usize>,
    ) -> Vec<Resource> {
        let stack = &known.stack;
        let touched = self.touched(stack);
        self.drift.extend(known.drifted().filter(|drift| !touched.contains(&drift.logical_id)));
        if let Some(why) = &known.not_checked {
            let since = known.checked_at.map(|checked| format!(" since {}", ago(checked, clock::now())));
            let since = since.unwrap_or_default();
            self.not_checked.push(format!("drift of the unchanged resources on {stack}{since}: {why}"));
        }
        let resources = match stack_changes.readiness.resources(&stack_changes.target).await {
            Ok(resources) => resources,
            Err(error) => {
                self.not_checked.push(format!("which resources of {stack} have no drift detection: {error}"));
                return Vec::new();
            }
        };
        if known.checked_at.is_some() {
            let is_unchecked = |resource: &&Resource| {
                known.of(&resource.logical_id).is_none() && !touched.contains(&resource.logical_id)
            };
            for resource in resources.iter().filter(is_unchecked) {
                *unchecked.entry(resource.kind.clone()).or_default() += 1;
            }
        }
        resources
    }
}

/// `drift of 1 KMS::Key, 2 SNS::Topic: why`
fn without_detection(types: &BTreeMap<String, usize>) -> Option<String> {
    let counted = types.iter().map(|(kind, count)| format!("{count} {}", kind.trim_start_matches("AWS::")));
    let counted: Vec<String> = counted.collect();
    (!counted.is_empty()).then(|| format!("drift of {}: {NO_DRIFT_DETECTION}", counted.join(", ")))
}

fn resource(planned: &PlannedChange) -> Option<Resource> {
    let change = &planned.change;
    Some(Resource {
        logical_id: change.logical_id.clone(),
        physical_id: change.physical_id.clone()?,
        kind: change.kind.clone(),
        status: Status(String::new()),
        updated_at: None,
    })
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
        let name = FunctionName::of_logical_id(&planned.change.logical_id);
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
