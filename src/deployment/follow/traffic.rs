//! How far traffic has moved, where CodeDeploy moves it step by step: the stack's events tell of its end only.
//!
//! An alias keeps its version meanwhile, and lists the new one with its share.
//! <https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html>

use std::time::{Duration, Instant};

use super::{screen::share, tracker::Tracker};
use crate::aws::functions::Functions;

/// Shares stay as they are for a minute at least.
const EACH: u32 = 5;

/// Looks at the aliases under way, now and then.
#[derive(Default)]
pub(crate) struct Shift {
    looked: Option<Instant>,
}

impl Shift {
    /// Whether it is time to look again: at every fifth poll.
    pub(crate) fn is_due(&self, tracker: &Tracker, poll_interval: Duration) -> bool {
        let rested = self.looked.is_none_or(|looked| looked.elapsed() >= poll_interval * EACH);
        rested && tracker.under_way.values().any(|under_way| is_moving(&under_way.kind, under_way.verb))
    }

    /// Lets the tracker know the shares; gives a sentence for each that is another than before. What can't be looked at
    /// is left out: its end is told all the same.
    pub(crate) async fn look(&mut self, functions: &impl Functions, tracker: &mut Tracker) -> Vec<String> {
        self.looked = Some(Instant::now());
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
