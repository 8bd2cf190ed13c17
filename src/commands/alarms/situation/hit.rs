//! What fails at the moment: which functions, and how often.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::release::few;
use crate::{
    aws::metrics::{Metrics, Usage},
    context::deployed_stack::DeployedStack,
    error::Error,
    stage::FunctionName,
    terminal::output::Tone,
};

const MINUTES: i64 = 5;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Hit {
    failing_per_minute: f64,
    /// The most failing first.
    operations: Vec<Operation>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Operation {
    name: FunctionName,
    failing: u64,
    calls: u64,
}

/// What functions failed in the last minutes.
pub(super) async fn read(metrics: &impl Metrics, deployed: &DeployedStack, now: Timestamp) -> Result<Hit, Error> {
    let functions: BTreeMap<String, FunctionName> =
        deployed.functions().into_iter().map(|(name, resource)| (resource.physical_id.clone(), name)).collect();
    let names: Vec<String> = functions.keys().cloned().collect();
    let since = now.checked_sub(SignedDuration::from_mins(MINUTES)).unwrap_or(now);
    let usage = metrics.usage(&names, since, now).await?;
    let operation = |(name, usage): (&String, &Usage)| {
        let name = functions.get(name)?.clone();
        (usage.errors > 0).then_some(Operation { name, failing: usage.errors, calls: usage.invocations })
    };
    let mut operations: Vec<Operation> = usage.iter().filter_map(operation).collect();
    operations.sort_by_key(|operation| std::cmp::Reverse(operation.failing));
    let failing: u64 = operations.iter().map(|operation| operation.failing).sum();
    #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
    let failing_per_minute = failing as f64 / MINUTES as f64;
    Ok(Hit { failing_per_minute, operations })
}

impl Hit {
    pub(super) fn tone(&self) -> Tone {
        if self.operations.is_empty() { Tone::Plain } else { Tone::Bad }
    }

    pub(super) fn lines(&self) -> Vec<String> {
        if self.operations.is_empty() {
            return vec![format!("no function crashed in the last {MINUTES} minutes")];
        }
        let operation = |operation: &Operation| {
            format!("{} {} % of {}", operation.name, 100 * operation.failing / operation.calls.max(1), operation.calls)
        };
        let operations: Vec<String> = self.operations.iter().map(operation).collect();
        let operations: Vec<&str> = operations.iter().map(String::as_str).collect();
        vec![format!("{:.1} failures a minute: {}", self.failing_per_minute, few(&operations))]
    }
}
