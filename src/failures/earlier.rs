//! Which failures there were before a deployment: what is not among them is new since.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::{Limit, Search, Shape, ShapeKey, find};
use crate::{aws::logs::Logs, time::Window};

/// How long before the deployment is looked at.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(1);

/// The failures of the hour before a deployment.
#[derive(Debug)]
pub(crate) struct Earlier {
    deployed_at: Timestamp,
    seen: BTreeSet<ShapeKey>,
    is_complete: bool,
}

impl Earlier {
    /// `deployed_at` is when the deployment began.
    pub(crate) async fn find(logs: &impl Logs, search: &Search, deployed_at: Timestamp, limit: Limit) -> Self {
        let since = deployed_at.checked_sub(LOOK_BACK).unwrap_or(Timestamp::MIN);
        let window = Window { since, until: Some(deployed_at) };
        let found = find(logs, &Search { window, ..search.clone() }, limit).await;
        let is_complete = found.as_ref().is_ok_and(|found| found.not_read.is_empty());
        let shapes = found.map(|found| found.shapes).unwrap_or_default();
        Self { deployed_at, seen: shapes.into_iter().map(|shape| shape.key).collect(), is_complete }
    }

    /// Whether a shape came with the deployment; `None` if what was before is not known.
    pub(crate) fn is_new(&self, shape: &Shape) -> Option<bool> {
        if shape.first_at < self.deployed_at || self.seen.contains(&shape.key) {
            return Some(false);
        }
        self.is_complete.then_some(true)
    }
}
