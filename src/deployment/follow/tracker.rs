//! The state of a stack operation, derived from its events alone.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::aws::{functions::Traffic, stacks::StackEvent};

/// What has happened so far to one stack.
#[derive(Debug)]
pub(crate) struct Tracker {
    pub(crate) phase: Phase,
    pub(crate) began: Timestamp,
    /// What is being worked on.
    pub(crate) under_way: BTreeMap<String, UnderWay>,
    done: BTreeSet<String>,
    failed: BTreeSet<String>,
    /// The resources that a rollback has restored.
    undone: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnderWay {
    pub(crate) since: Timestamp,
    pub(crate) kind: String,
    pub(crate) physical_id: String,
    /// `creating`.
    pub(crate) verb: &'static str,
    /// Of an alias: how far its traffic has moved.
    pub(crate) traffic: Option<Traffic>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    Starting,
    Forward(&'static str),
    RollingBack,
    /// All that is new is there; what it replaced is removed.
    CleaningUp,
}

impl Phase {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Forward(verb) => verb,
            Self::RollingBack => "rolling back",
            Self::CleaningUp => "cleaning up",
        }
    }
}

/// What an event brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum News {
    /// CloudFormation says twice that it began with a resource: before and after it has an id.
    Repeated,
    Progress,
    Failure,
    /// From here on, everything is undone.
    Rollback,
}

impl Tracker {
    pub(crate) fn new(began: Timestamp) -> Self {
        Self {
            phase: Phase::Starting,
            began,
            under_way: BTreeMap::new(),
            done: BTreeSet::new(),
            failed: BTreeSet::new(),
            undone: BTreeSet::new(),
        }
    }

    pub(crate) fn take(&mut self, event: &StackEvent) -> News {
        if event.is_stack() {
            return self.take_of_stack(event);
        }
        let id = event.logical_id.clone();
        if event.status.in_progress() {
            let verb = verb(&event.status.0);
            let under_way = UnderWay {
                since: event.timestamp,
                kind: event.kind.clone(),
                physical_id: event.physical_id.clone(),
                verb,
                traffic: None,
            };
            // The second IN_PROGRESS event does not restart the resource.
            return match self.under_way.entry(id) {
                std::collections::btree_map::Entry::Occupied(entry) if entry.get().verb == verb => News::Repeated,
                std::collections::btree_map::Entry::Occupied(mut entry) => {
                    entry.insert(under_way);
                    News::Progress
                }
                std::collections::btree_map::Entry::Vacant(entry) => {
                    entry.insert(under_way);
                    News::Progress
                }
            };
        }
        self.under_way.remove(&id);
        if event.status.failed() {
            self.failed.insert(id);
            return News::Failure;
        }
        match self.phase {
            Phase::RollingBack => self.undone.insert(id),
            _ => self.done.insert(id),
        };
        News::Progress
    }

    fn take_of_stack(&mut self, event: &StackEvent) -> News {
        let status = event.status.0.as_str();
        if self.phase == Phase::Starting {
            self.began = event.timestamp;
        }
        if event.status.rolled_back() {
            let first = self.phase != Phase::RollingBack;
            self.phase = Phase::RollingBack;
            return if first { News::Rollback } else { News::Progress };
        }
        if status.ends_with("CLEANUP_IN_PROGRESS") {
            self.phase = Phase::CleaningUp;
        } else if event.status.in_progress() {
            self.phase = Phase::Forward(verb(status));
        }
        if event.status.failed() { News::Failure } else { News::Progress }
    }

    /// Steps done and steps in all: `expected` of them, unless there turn out to be more. A rollback goes backwards,
    /// from what was touched to nothing.
    pub(crate) fn steps(&self, expected: usize) -> (usize, usize) {
        let begun = self.under_way.keys().chain(&self.done).chain(&self.failed).chain(&self.undone);
        let touched = begun.collect::<BTreeSet<_>>().len();
        match self.phase {
            Phase::RollingBack => (touched - self.undone.len(), touched),
            _ => (self.done.len(), expected.max(touched)),
        }
    }

    pub(crate) fn done(&self) -> usize {
        self.done.len()
    }

    /// What takes longest, first.
    pub(crate) fn oldest_first(&self) -> Vec<(&String, &UnderWay)> {
        let mut under_way: Vec<_> = self.under_way.iter().collect();
        under_way.sort_by_key(|(name, under_way)| (under_way.since, *name));
        under_way
    }
}

fn verb(status: &str) -> &'static str {
    let verbs = [("CREATE", "creating"), ("UPDATE", "updating"), ("DELETE", "deleting"), ("IMPORT", "importing")];
    verbs.iter().find(|(prefix, _)| status.starts_with(prefix)).map_or("working on", |(_, verb)| verb)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment::failure::root_cause::tests::event;

    fn after(events: &[(&str, &str)]) -> (Tracker, Vec<News>) {
        let mut tracker = Tracker::new(Timestamp::UNIX_EPOCH);
        let news = events.iter().map(|(id, status)| tracker.take(&event(id, status, None))).collect();
        (tracker, news)
    }

    #[test]
    fn a_repeated_start_is_reported_once_and_counts_nothing() {
        let (tracker, news) = after(&[("A", "CREATE_IN_PROGRESS"), ("A", "CREATE_IN_PROGRESS")]);

        assert_eq!(news, [News::Progress, News::Repeated]);
        assert_eq!(tracker.steps(3), (0, 3));
    }

    #[test]
    fn more_than_was_expected_makes_the_bar_longer_rather_than_overfull() {
        let (tracker, _) = after(&[("A", "CREATE_COMPLETE"), ("B", "CREATE_COMPLETE"), ("C", "CREATE_IN_PROGRESS")]);

        assert_eq!(tracker.steps(1), (2, 3));
    }

    #[test]
    fn a_rollback_goes_back_to_nothing() {
        let forward = [("srvls-dev", "UPDATE_IN_PROGRESS"), ("A", "UPDATE_COMPLETE"), ("B", "CREATE_FAILED")];
        let back = [("srvls-dev", "UPDATE_ROLLBACK_IN_PROGRESS"), ("A", "UPDATE_IN_PROGRESS")];
        let (mut tracker, news) = after(&[&forward[..], &back[..]].concat());

        assert_eq!(&news[2..4], [News::Failure, News::Rollback]);
        assert_eq!((tracker.phase, tracker.steps(9)), (Phase::RollingBack, (2, 2)));
        tracker.take(&event("A", "UPDATE_COMPLETE", None));
        tracker.take(&event("B", "DELETE_COMPLETE", None));
        assert_eq!(tracker.steps(9), (0, 2));
    }

    #[test]
    fn what_is_removed_after_the_update_belongs_to_it() {
        let (tracker, _) = after(&[
            ("A", "UPDATE_COMPLETE"),
            ("srvls-dev", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
            ("Old", "DELETE_COMPLETE"),
        ]);

        assert_eq!((tracker.phase, tracker.steps(2)), (Phase::CleaningUp, (2, 2)));
    }
}
