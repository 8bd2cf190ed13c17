//! How far CodeDeploy has shifted traffic: the stack's events show only the end.
//!
//! An alias keeps its version meanwhile, and lists the new one with its share.
//! <https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html>

use std::time::{Duration, Instant};

use super::{screen::share, tracker::Tracker};
use crate::aws::functions::Functions;

/// Shares stay as they are for a minute at least.
const POLLS_PER_CHECK: u32 = 5;

/// Polls the aliases in progress, at intervals.
#[derive(Default)]
pub(crate) struct TrafficWatch {
    checked_at: Option<Instant>,
}

impl TrafficWatch {
    /// Whether it is time to look again: at every fifth poll.
    pub(crate) fn is_due(&self, tracker: &Tracker, poll_interval: Duration) -> bool {
        let rested = self.checked_at.is_none_or(|checked_at| checked_at.elapsed() >= poll_interval * POLLS_PER_CHECK);
        rested && tracker.under_way.values().any(|under_way| is_moving(&under_way.kind, under_way.verb))
    }

    /// Updates the tracker's traffic shares, and returns a line for each that changed. An alias that can't be read is
    /// left out.
    pub(crate) async fn check(&mut self, functions: &impl Functions, tracker: &mut Tracker) -> Vec<String> {
        self.checked_at = Some(Instant::now());
        let mut news = Vec::new();
        for (alias, under_way) in &mut tracker.under_way {
            if !is_moving(&under_way.kind, under_way.verb) {
                continue;
            }
            let Ok(Some(traffic)) = functions.traffic(&under_way.physical_id).await else { continue };
            if under_way.traffic.as_ref() != Some(&traffic) {
                news.extend(share(&traffic).map(|share| format!("{alias}: {share}")));
                under_way.traffic = Some(traffic);
            }
        }
        news
    }
}

fn is_moving(kind: &str, verb: &str) -> bool {
    kind == "AWS::Lambda::Alias" && verb == "updating"
}
