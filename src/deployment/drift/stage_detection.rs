//! Drift detection of all stacks of a stage at once.

use std::time::Duration;

use futures_util::future::join_all;

use super::{Accept, DetectionRun, StackDrift};
use crate::{aws::stacks::Stack, context::stage_stack::StageStack};

/// The detections of a stage's stacks, which run at AWS.
pub(crate) struct StageDetection<'a>(Vec<(StageStack<'a>, DetectionRun)>);

/// How often AWS is asked at most whether a detection has ended.
const POLL_INTERVAL: Duration = Duration::from_secs(1);

impl<'a> StageDetection<'a> {
    pub(crate) async fn begin(stacks: Vec<(StageStack<'a>, Stack)>, accept: Accept) -> Self {
        let runs = stacks.into_iter().map(|(target, stack)| async move {
            let run = DetectionRun::begin(target.stacks, target.name.clone(), &stack, accept).await;
            (target, run)
        });
        Self(join_all(runs).await)
    }

    /// What is known after `patience` at the latest.
    pub(crate) async fn results(self, patience: Duration) -> Vec<StackDrift> {
        let results = self.0.into_iter().map(|(target, run)| async move {
            run.result(target.stacks, target.poll_interval.min(POLL_INTERVAL), patience).await
        });
        join_all(results).await
    }
}
