//! What CloudFormation's events say about releases: how each ended, and what changed a stack last.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::{Outcome, Record, released_by};
use crate::{
    aws::{
        AwsError,
        stacks::{Stack, StackEvent, StackState, Stacks},
    },
    stage::StackName,
};

/// How far this machine's clock may be from AWS's, which rejects signatures beyond that.
pub(super) const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// How many of a stack's events are read at most, five pages of CloudFormation's: a stack can have years of them.
const MAX_EVENTS: usize = 500;

/// How long CloudFormation keeps the events of a stack.
const KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// How long the run of a release may do nothing that CloudFormation shows, as while the changes of the second stack are
/// computed.
const QUIET: SignedDuration = SignedDuration::from_mins(10);

/// The releases whose ends are not recorded, by id, with their beginning.
pub(super) type OpenReleases = BTreeMap<String, Timestamp>;

/// What CloudFormation knows about one stack.
pub(super) struct StackEvidence {
    pub(super) name: StackName,
    pub(super) stack: Option<Stack>,
    /// The stack's own events, newest first.
    pub(super) events: Vec<StackEvent>,
    /// The time since which these are all; `None` if they are all there are.
    pub(super) since: Option<Timestamp>,
}

impl StackEvidence {
    /// Reads back to the last success, and to the events of the `open` releases.
    pub(super) async fn of(
        stacks: &impl Stacks,
        name: StackName,
        stack: Option<Stack>,
        open: &OpenReleases,
    ) -> Result<Self, AwsError> {
        let Some(found) = &stack else { return Ok(Self::without_events(name, stack)) };
        let (mut succeeded, mut read, mut unseen) = (false, 0, open.clone());
        let mut since = None;
        let mut events = stacks
            .newest_events(&found.id, |event| {
                read += 1;
                succeeded |= is_success(event);
                if let Some(id) = released(event).filter(|_| event.is_stack()) {
                    unseen.remove(id);
                }
                let is_before_all = unseen.values().all(|begun| event.timestamp + SKEW < *begun);
                let enough = (succeeded && is_before_all) || read >= MAX_EVENTS;
                since = enough.then_some(event.timestamp);
                enough
            })
            .await?;
        events.retain(StackEvent::is_stack);
        Ok(Self { name, stack, events, since })
    }

    /// What is known without asking for events.
    pub(super) fn without_events(name: StackName, stack: Option<Stack>) -> Self {
        Self { name, stack, events: Vec::new(), since: None }
    }

    /// The stack, unless it was never created.
    pub(super) fn existing_stack(&self) -> Option<&Stack> {
        let absent = |stack: &&Stack| matches!(stack.status.state(), StackState::Empty | StackState::FailedToCreate);
        self.stack.as_ref().filter(|stack| !absent(stack))
    }

    /// How a release ended on this stack, and when something happened last; `None` if it did nothing here.
    pub(super) fn end(&self, id: &str) -> Option<(Outcome, Timestamp)> {
        let newest = self.events.iter().position(|event| released(event) == Some(id))?;
        // A stack has one operation at a time: what follows belongs to it, even where another call rolls it back.
        let mut following = self.events[..=newest].iter().rev();
        let end = following.find(|event| !event.status.in_progress());
        let Some(end) = end else { return Some((Outcome::Started, self.events[newest].timestamp)) };
        let outcome = match &end.status {
            status if status.succeeded() => Outcome::Succeeded,
            status if status.failed() => Outcome::Failed,
            _ => Outcome::RolledBack,
        };
        Some((outcome, end.timestamp))
    }

    /// Whether these events would show a release of that time.
    fn covers(&self, begun: Timestamp) -> bool {
        self.since.is_none_or(|since| since <= begun)
    }

    fn last_success(&self) -> Option<&StackEvent> {
        self.events.iter().find(|event| is_success(event))
    }

    /// The release that last changed the stack, if it is later than `live`.
    pub(super) fn later_release(&self, live: &Record) -> Option<&str> {
        let id = released(self.last_success()?)?;
        (*id > *live.release.id).then_some(id)
    }

    /// What last changed the stack successfully, if that was not `live`.
    pub(super) fn mismatch(&self, live: &Record) -> Option<String> {
        let (name, last) = (&self.name, self.last_success()?);
        if let Some(id) = self.later_release(live) {
            return Some(format!("{name} is in the state that {id} left behind, and that release did not succeed"));
        }
        let after = live.ended_at().is_some_and(|ended| last.timestamp > ended);
        let by_other = released(last).is_none() && after;
        by_other.then(|| format!("{name} was changed at {} by something other than srvls", last.timestamp))
    }
}

/// The release that an event belongs to.
fn released(event: &StackEvent) -> Option<&str> {
    event.token.as_deref().and_then(released_by)
}

fn is_success(event: &StackEvent) -> bool {
    event.is_stack() && event.status.succeeded()
}

/// Whether this is the stack that the release changed: one of the same name may have been deleted since.
pub(super) fn went_live_on(stack: &Stack, record: &Record) -> bool {
    let made_before = record.ended_at().zip(stack.created_at).is_none_or(|(ended, created)| created <= ended + SKEW);
    record.outcome == Outcome::Succeeded && made_before
}

/// How a release ended whose end is not recorded.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct End {
    pub(super) outcome: Outcome,
    /// When CloudFormation was done with it.
    pub(super) at: Option<Timestamp>,
    /// Whether nothing more can come of it, so that it can be recorded.
    pub(super) settled: bool,
}

impl End {
    /// `written_at` is when the release was recorded as begun, which is just before it was executed.
    pub(super) fn of(
        record: &Record,
        written_at: Option<Timestamp>,
        [api, edge]: [&StackEvidence; 2],
        now: Timestamp,
    ) -> Self {
        let id = &record.release.id;
        let ends: Vec<(Outcome, Timestamp)> = [api, edge].into_iter().filter_map(|stack| stack.end(id)).collect();
        let is_quiet = |since: Option<Timestamp>| since.is_none_or(|since| now.duration_since(since) > QUIET);
        let Some(at) = ends.iter().map(|(_, at)| *at).max() else {
            let begun = record.release.created_at;
            let covered = api.covers(begun) && edge.covers(begun) && now.duration_since(begun) < KEPT;
            let outcome = match (is_quiet(written_at), covered) {
                (false, _) => Outcome::Started,
                (true, false) => Outcome::Unknown,
                (true, true) => Outcome::Interrupted,
            };
            // The events of a stack that was deleted since are not to be found.
            let same_stack = api.existing_stack().and_then(|stack| stack.created_at);
            let settled = outcome == Outcome::Interrupted && same_stack.is_some_and(|created| created < begun);
            return Self { outcome, at: None, settled };
        };
        let outcome = worst(&ends);
        // The caller may go on with the other stack.
        let is_over = record.detached || record.stacks.len() < 2 || is_quiet(Some(at));
        let settled = outcome != Outcome::Started && is_over;
        Self { outcome, at: Some(at), settled }
    }
}

fn worst(ends: &[(Outcome, Timestamp)]) -> Outcome {
    let is_among = |outcome: &Outcome| ends.iter().any(|(end, _)| end == outcome);
    // Part of it stays live.
    if is_among(&Outcome::RolledBack) && is_among(&Outcome::Succeeded) {
        return Outcome::Failed;
    }
    let worst = [Outcome::Failed, Outcome::RolledBack, Outcome::Started, Outcome::Succeeded];
    worst.into_iter().find(is_among).unwrap_or(Outcome::Unknown)
}

#[cfg(test)]
pub(super) mod tests {
    use super::{super::record::fake::record, *};
    use crate::aws::stacks::{
        Status,
        fake::{FakeStacks, ready_stack},
    };

    pub(in crate::releases) const API: &str = "srvls-dev";

    /// An event of the stack itself: its minute, token and status.
    pub(in crate::releases) fn event(minute: u32, token: &str, status: &str) -> StackEvent {
        StackEvent {
            id: format!("{minute}"),
            timestamp: format!("2026-11-22T10:{minute:02}:40Z").parse().expect("a time"),
            logical_id: API.into(),
            physical_id: format!("arn:aws:cloudformation:us-east-1:1:stack/{API}/1"),
            kind: "AWS::CloudFormation::Stack".into(),
            status: Status(status.into()),
            reason: None,
            token: Some(token.into()),
            properties: None,
        }
    }

    pub(in crate::releases) fn release(minute: u32, status: &str) -> StackEvent {
        event(minute, &record(minute).release.id, status)
    }

    /// `events` are newest first.
    fn evidence(events: Vec<StackEvent>) -> StackEvidence {
        let stack = Stack { created_at: "2026-11-01T00:00:00Z".parse().ok(), ..ready_stack(&[]) };
        StackEvidence { name: StackName(API.into()), stack: Some(stack), events, since: None }
    }

    fn time(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    fn end(record: &Record, api: &StackEvidence, edge: &StackEvidence, now: &str) -> (Outcome, bool) {
        let end = End::of(record, Some(record.release.created_at), [api, edge], time(now));
        (end.outcome, end.settled)
    }

    #[tokio::test]
    async fn a_stack_with_thousands_of_events_is_read_as_far_as_one_with_few() {
        let failed = |minute: u32| release(minute % 60, "UPDATE_ROLLBACK_COMPLETE");
        let stacks = FakeStacks { events: (0..4000).map(failed).collect(), ..FakeStacks::default() };
        let open = OpenReleases::from([("r20261101T100000000Z".to_owned(), Timestamp::UNIX_EPOCH)]);

        let evidence = StackEvidence::of(&stacks, StackName(API.into()), Some(ready_stack(&[])), &open).await;

        let evidence = evidence.expect("read");
        assert_eq!(evidence.events.len(), MAX_EVENTS);
        assert!(!evidence.covers(Timestamp::UNIX_EPOCH));
    }

    #[tokio::test]
    async fn the_end_of_an_open_release_is_enough() {
        let mut events = vec![event(0, "long-ago", "CREATE_COMPLETE")];
        events.extend(
            (1..40).map(|minute| release(1, if minute < 39 { "UPDATE_IN_PROGRESS" } else { "UPDATE_COMPLETE" })),
        );
        let stacks = FakeStacks { events, ..FakeStacks::default() };
        let open = OpenReleases::from([(record(1).release.id, record(1).release.created_at)]);

        let evidence = StackEvidence::of(&stacks, StackName(API.into()), Some(ready_stack(&[])), &open).await;

        assert_eq!(evidence.expect("read").events.len(), 1);
    }

    #[test]
    fn a_release_that_stays_live_on_one_stack_did_not_roll_back() {
        let ends = ["UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"].map(|status| evidence(vec![release(2, status)]));

        assert_eq!(end(&record(2), &ends[0], &ends[1], "2026-11-22T10:30:00Z"), (Outcome::Failed, true));
    }

    #[test]
    fn what_another_call_rolls_back_has_the_end_of_that_call() {
        let cancelled = evidence(vec![
            event(4, "cancel-1", "UPDATE_ROLLBACK_COMPLETE"),
            event(3, "cancel-1", "UPDATE_ROLLBACK_IN_PROGRESS"),
            release(2, "UPDATE_IN_PROGRESS"),
        ]);

        let ended = End::of(&record(2), None, [&cancelled, &evidence(Vec::new())], time("2026-11-22T10:30:00Z"));

        assert_eq!((ended.outcome, ended.at), (Outcome::RolledBack, Some(time("2026-11-22T10:04:40Z"))));
    }

    #[test]
    fn an_end_is_settled_once_the_other_stack_can_no_longer_go_on() {
        let (api, edge) = (evidence(vec![release(2, "UPDATE_COMPLETE")]), evidence(Vec::new()));
        let mut both = record(2);
        both.stacks.push(both.stacks[0].clone());
        let detached = Record { detached: true, ..both.clone() };

        for (record, now, settled) in [
            (&record(2), "2026-11-22T10:03:00Z", true),
            (&both, "2026-11-22T10:03:00Z", false),
            (&both, "2026-11-22T10:13:00Z", true),
            (&detached, "2026-11-22T10:03:00Z", true),
        ] {
            assert_eq!(end(record, &api, &edge, now), (Outcome::Succeeded, settled), "{now}");
        }
    }

    #[test]
    fn a_release_that_was_just_recorded_is_not_interrupted_yet() {
        let (api, edge) = (evidence(Vec::new()), evidence(Vec::new()));

        assert_eq!(end(&record(2), &api, &edge, "2026-11-22T10:03:00Z"), (Outcome::Started, false));
        assert_eq!(end(&record(2), &api, &edge, "2026-11-22T10:13:00Z"), (Outcome::Interrupted, true));
    }

    #[test]
    fn without_the_events_of_its_time_the_end_of_a_release_is_not_known() {
        let cut = StackEvidence { since: Some(time("2026-11-22T11:00:00Z")), ..evidence(Vec::new()) };
        let all = evidence(Vec::new());
        let anew = StackEvidence {
            stack: Some(Stack { created_at: "2026-11-22T11:00:00Z".parse().ok(), ..ready_stack(&[]) }),
            ..evidence(Vec::new())
        };

        assert_eq!(end(&record(2), &cut, &all, "2026-11-22T12:00:00Z"), (Outcome::Unknown, false));
        assert_eq!(end(&record(2), &all, &all, "2027-03-22T12:00:00Z"), (Outcome::Unknown, false), "events are gone");
        assert!(!end(&record(2), &anew, &all, "2026-11-22T12:00:00Z").1, "the stack of that time was deleted");
    }
}
