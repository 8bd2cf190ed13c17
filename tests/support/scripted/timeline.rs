//! When each call began and ended: how many have to wait for one another.

use std::time::{Duration, Instant};

/// The calls of one or more runs, each of which took as long as `delay` at least.
#[derive(Default)]
pub(super) struct Timeline {
    pub(super) delay: Duration,
    calls: Vec<(Instant, Instant)>,
}

impl Timeline {
    pub(super) fn add(&mut self, begun: Instant, ended: Instant) {
        self.calls.push((begun, ended));
    }

    pub(super) fn clear(&mut self) {
        self.calls.clear();
    }

    /// The length of the longest chain of calls each of which began after the one before had ended.
    pub(super) fn steps(&self) -> usize {
        let mut calls = self.calls.clone();
        calls.sort();
        let mut steps: Vec<usize> = Vec::new();
        for (begun, _) in &calls {
            let before = calls.iter().zip(&steps).filter(|((_, ended), _)| ended <= begun);
            steps.push(before.map(|(_, step)| step + 1).max().unwrap_or(1));
        }
        steps.into_iter().max().unwrap_or_default()
    }
}
