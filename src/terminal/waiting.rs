//! What srvls waits for: a call to AWS that takes longer than a moment is named on stderr until it is answered.
//!
//! The calls of a process and its terminal are global, and so is this: every call registers here, and
//! [`super::spinner`] shows it.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use indicatif::ProgressBar;

/// A wait of this length says nothing by itself.
const MOMENT: Duration = Duration::from_secs(1);
/// Throttling is normal on AWS, and mostly over sooner.
const THROTTLED: Duration = Duration::from_secs(3);

static WAITING: Mutex<Waiting> = Mutex::new(Waiting { calls: Vec::new(), spinner: None, is_off: false });
static NEXT: AtomicU64 = AtomicU64::new(0);

struct Waiting {
    /// The oldest first.
    calls: Vec<Entry>,
    spinner: Option<ProgressBar>,
    /// Whether another part of srvls draws on this terminal.
    is_off: bool,
}

struct Entry {
    id: u64,
    action: String,
    begun: Instant,
    throttled: Option<Instant>,
    is_announced: bool,
}

/// A call under way; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Call(u64);

impl Call {
    /// `action` is such as `cloudformation:DescribeStacks`.
    pub(crate) fn begin(action: String) -> Self {
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        waiting().calls.push(Entry { id, action, begun: Instant::now(), throttled: None, is_announced: false });
        Self(id)
    }

    /// AWS refuses it for now, and it is going to be tried again.
    pub(crate) fn throttled(&self) {
        if let Some(entry) = waiting().calls.iter_mut().find(|entry| entry.id == self.0) {
            entry.throttled.get_or_insert_with(Instant::now);
        }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        let mut waiting = waiting();
        waiting.calls.retain(|entry| entry.id != self.0);
        // What comes next may be the answer, on the same terminal.
        waiting.clear();
    }
}

impl Waiting {
    fn clear(&mut self) {
        if let Some(spinner) = self.spinner.take() {
            spinner.finish_and_clear();
        }
    }

    /// What is to be said of throttled calls by now, once for each.
    fn throttled(&mut self, now: Instant) -> Vec<String> {
        let due = |entry: &&mut Entry| {
            !entry.is_announced && entry.throttled.is_some_and(|since| now.duration_since(since) >= THROTTLED)
        };
        let lines = self.calls.iter_mut().filter(due).map(|entry| {
            entry.is_announced = true;
            format!("{} is throttled, trying again", entry.action)
        });
        lines.collect()
    }

    /// What has been waited for longest, if that is long.
    fn longest(&self, now: Instant) -> Option<String> {
        let oldest = self.calls.first().filter(|oldest| now.duration_since(oldest.begun) >= MOMENT)?;
        let others = self.calls.len() - 1;
        let and = if others == 0 { String::new() } else { format!(" and {others} more") };
        Some(format!("waiting for {}{and}", oldest.action))
    }
}

fn waiting() -> MutexGuard<'static, Waiting> {
    WAITING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes way for a line on the terminal; the spinner comes back if the wait goes on.
pub(super) fn make_way() {
    waiting().clear();
}

/// Leaves the terminal to another part of srvls that draws on it.
pub(super) fn leave() {
    let mut waiting = waiting();
    waiting.is_off = true;
    waiting.clear();
}

/// What is to be said of throttled calls by now, once for each.
pub(super) fn throttled() -> Vec<String> {
    waiting().throttled(Instant::now())
}

/// Draws what is waited for, with a spinner that began after a [`MOMENT`], or takes it away.
pub(super) fn draw(spinner: impl FnOnce() -> ProgressBar) {
    let mut waiting = waiting();
    match waiting.longest(Instant::now()).filter(|_| !waiting.is_off) {
        None => waiting.clear(),
        Some(text) => {
            let spinner = waiting.spinner.get_or_insert_with(|| spinner().with_elapsed(MOMENT));
            spinner.set_message(text);
            spinner.tick();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(action: &str, begun: Instant) -> Entry {
        Entry { id: 0, action: action.into(), begun, throttled: None, is_announced: false }
    }

    #[test]
    fn only_a_wait_that_lasts_is_named() {
        let begun = Instant::now();
        let mut waiting = Waiting { calls: vec![entry("s3:GetObject", begun)], spinner: None, is_off: false };

        assert_eq!(waiting.longest(begun + MOMENT / 2), None);
        assert_eq!(waiting.longest(begun + MOMENT).as_deref(), Some("waiting for s3:GetObject"));
        waiting.calls.push(entry("dynamodb:Query", begun + MOMENT));
        assert_eq!(waiting.longest(begun + MOMENT).as_deref(), Some("waiting for s3:GetObject and 1 more"));
    }

    #[test]
    fn throttling_is_announced_once_and_not_at_once() {
        let begun = Instant::now();
        let throttled = Entry { throttled: Some(begun), ..entry("logs:FilterLogEvents", begun) };
        let mut waiting = Waiting { calls: vec![throttled], spinner: None, is_off: false };

        assert_eq!(waiting.throttled(begun + THROTTLED / 2), [""; 0]);
        assert_eq!(waiting.throttled(begun + THROTTLED), ["logs:FilterLogEvents is throttled, trying again"]);
        assert_eq!(waiting.throttled(begun + THROTTLED * 2), [""; 0]);
    }
}
