//! The pace at which a table's capacity is consumed, so that the app keeps the rest.

use std::time::Duration;

use tokio::time::Instant;

/// A page of more small items would take a lot of memory, and no less time.
pub(super) const MOST_PER_PAGE: usize = 1000;
/// How many items the first page of a paced read has, as their size is not known yet.
const FIRST_PACED_PAGE: usize = 25;

/// Spreads reads or writes over time.
pub(crate) struct Pace {
    /// A second.
    units: f64,
    /// When what was consumed so far is paid for.
    due: Option<Instant>,
}

impl Pace {
    /// At most so many units a second.
    pub(crate) fn of(units: u32) -> Self {
        Self { units: f64::from(units), due: None }
    }

    /// Until what was consumed is paid for.
    pub(crate) async fn wait(&self) {
        if let Some(due) = self.due {
            tokio::time::sleep_until(due).await;
        }
    }

    pub(crate) fn consumed(&mut self, units: f64) {
        let now = Instant::now();
        let due = self.due.map_or(now, |due| due.max(now));
        self.due = Some(due + Duration::from_secs_f64(units / self.units));
    }

    /// As many items as a second pays for, by those read so far.
    pub(crate) fn page_size(&self, read: u64, consumed: f64) -> usize {
        if read == 0 || consumed <= 0.0 {
            return FIRST_PACED_PAGE;
        }
        #[expect(clippy::cast_precision_loss, reason = "a count of items")]
        let items = self.units * read as f64 / consumed;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let items = items.clamp(1.0, MOST_PER_PAGE as f64) as usize;
        items
    }
}
