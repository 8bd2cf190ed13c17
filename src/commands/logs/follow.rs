//! Reading log groups again and again without losing or repeating an event.

use std::collections::{HashSet, VecDeque};

use jiff::{SignedDuration, Timestamp};

use super::merge::Merge;
use crate::{
    aws::{
        AwsError,
        logs::{EventQuery, LogEvent, Logs},
    },
    time::Window,
};

/// Lambda delivers lines late and out of order: every round reads this much again before a group's newest event.
const OVERLAP: SignedDuration = SignedDuration::from_secs(60);

/// Which of a group's events were already given.
pub(super) struct Follow {
    queries: Vec<EventQuery>,
    given: Vec<Given>,
}

#[derive(Default)]
struct Given {
    newest: Option<Timestamp>,
    ids: HashSet<String>,
    /// The same ids in the order they came in, to forget the old ones.
    order: VecDeque<(Timestamp, String)>,
}

impl Follow {
    pub(super) fn new(queries: Vec<EventQuery>) -> Self {
        Self { given: queries.iter().map(|_| Given::default()).collect(), queries }
    }

    /// Everything new since the last round.
    pub(super) fn round<'a, L: Logs>(&'a mut self, logs: &'a L) -> Round<'a, L> {
        let again = self.queries.iter().zip(&self.given).map(|(query, given)| {
            let since = given.since().map_or(query.window.since, |since| since.max(query.window.since));
            EventQuery { window: Window { since, ..query.window }, ..query.clone() }
        });
        Round { merge: Merge::new(logs, again), given: &mut self.given }
    }
}

pub(super) struct Round<'a, L> {
    merge: Merge<'a, L>,
    given: &'a mut [Given],
}

impl<L: Logs> Round<'_, L> {
    /// The next event, with the index of its query; an error loses nothing, the next round goes on from here.
    pub(super) async fn next(&mut self) -> Result<Option<(usize, LogEvent)>, AwsError> {
        while let Some((index, event)) = self.merge.next().await? {
            if self.given[index].is_new(&event) {
                return Ok(Some((index, event)));
            }
        }
        Ok(None)
    }
}

impl Given {
    /// Where the next round starts.
    fn since(&self) -> Option<Timestamp> {
        self.newest.map(|newest| newest.checked_sub(OVERLAP).unwrap_or(newest))
    }

    fn is_new(&mut self, event: &LogEvent) -> bool {
        if !self.ids.insert(event.id.clone()) {
            return false;
        }
        self.order.push_back((event.timestamp, event.id.clone()));
        self.newest = self.newest.max(Some(event.timestamp));
        // No round will read these again.
        while let Some((_, id)) =
            self.order.pop_front_if(|(timestamp, _)| Some(*timestamp) < self.newest.map(|newest| newest - OVERLAP))
        {
            self.ids.remove(&id);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::logs::fake::{FakeLogs, event};

    fn follow(groups: &[&str]) -> Follow {
        let window = Window { since: Timestamp::UNIX_EPOCH, until: None };
        let query = |group: &&str| EventQuery { group: (*group).to_owned(), window, phrase: None };
        Follow::new(groups.iter().map(query).collect())
    }

    async fn ids(follow: &mut Follow, logs: &FakeLogs) -> Vec<String> {
        let mut round = follow.round(logs);
        let mut ids = Vec::new();
        while let Some((_, event)) = round.next().await.expect("read") {
            ids.push(event.id);
        }
        ids
    }

    #[tokio::test]
    async fn every_round_gives_only_what_is_new() {
        let logs = FakeLogs::new(&[("a", &[event("1", 1_000, ""), event("2", 2_000, "")])]);
        let mut follow = follow(&["a"]);

        assert_eq!(ids(&mut follow, &logs).await, ["1", "2"]);
        assert_eq!(ids(&mut follow, &logs).await, [""; 0]);
        logs.push("a", event("3", 3_000, ""));
        assert_eq!(ids(&mut follow, &logs).await, ["3"]);
    }

    #[tokio::test]
    async fn an_event_that_arrives_late_is_not_lost() {
        let logs = FakeLogs::new(&[("a", &[event("2", 100_000, "")])]);
        let mut follow = follow(&["a"]);
        ids(&mut follow, &logs).await;

        logs.push("a", event("1", 50_000, ""));

        assert_eq!(ids(&mut follow, &logs).await, ["1"]);
    }

    #[tokio::test]
    async fn a_busy_group_hides_no_late_event_of_a_quiet_one() {
        let logs = FakeLogs::new(&[("busy", &[event("9", 900_000, "")]), ("quiet", &[event("1", 1_000, "")])]);
        let mut follow = follow(&["busy", "quiet"]);
        ids(&mut follow, &logs).await;

        logs.push("quiet", event("2", 2_000, ""));

        assert_eq!(ids(&mut follow, &logs).await, ["2"]);
    }

    #[tokio::test]
    async fn a_group_that_appears_later_is_read_from_its_start() {
        let logs = FakeLogs::new(&[]);
        let mut follow = follow(&["a"]);
        assert_eq!(ids(&mut follow, &logs).await, [""; 0]);

        logs.push("a", event("1", 1_000, ""));

        assert_eq!(ids(&mut follow, &logs).await, ["1"]);
    }

    #[tokio::test]
    async fn only_the_ids_of_the_overlap_are_remembered() {
        let events: Vec<LogEvent> = (0..1_000).map(|n| event(&n.to_string(), n * 1_000, "")).collect();
        let logs = FakeLogs::new(&[("a", &events)]);
        let mut follow = follow(&["a"]);

        ids(&mut follow, &logs).await;

        assert_eq!(follow.given[0].ids.len(), 61);
        assert_eq!(ids(&mut follow, &logs).await, [""; 0]);
    }
}
