//! What went live and when: the ledger's records, completed by CloudFormation's own events.

use jiff::Timestamp;
use serde::Serialize;

use super::{
    Outcome, Record,
    evidence::{End, OpenReleases, StackEvidence, went_live_on},
    ledger::{LearnedEnd, LedgerPage},
};
use crate::{
    aws::{identity::Caller, stacks::Stack},
    context::{Context, stage_stack::StageStack},
    error::{Error, Failure},
    time::clock,
};

/// The newest releases, newest first.
#[derive(Debug, Default)]
pub(crate) struct History {
    pub(crate) entries: Vec<Entry>,
    /// How many older ones there are.
    pub(crate) older: usize,
    /// Whether a later release than the live one left a stack changed.
    pub(super) halfway: bool,
    /// What a reader should know: unreadable records, and changes that no release made.
    pub(crate) warnings: Vec<String>,
    /// The keys of what can't be read as a record.
    pub(crate) broken: Vec<String>,
    /// The ends that are not recorded yet.
    pub(super) learned: Vec<LearnedEnd>,
}

/// A release whose record is there, but can't be read: it may be any.
#[derive(Debug, thiserror::Error)]
#[error("s3:GetObject of {0} gave no release record")]
pub(crate) struct UnreadableRecord(String);

impl Failure for UnreadableRecord {
    fn hint(&self) -> Option<String> {
        Some("try again; if it stays so, restore an earlier version of the object in the artifact bucket".into())
    }

    fn code(&self) -> &'static str {
        "unreadable"
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Entry {
    pub(crate) live: bool,
    /// If the record has no outcome, it is CloudFormation's.
    #[serde(flatten)]
    pub(crate) record: Record,
}

/// The stacks of a stage, as far as they are there.
#[derive(Debug, Clone)]
pub(crate) struct FoundStacks {
    pub(crate) api: Option<Stack>,
    pub(crate) edge: Option<Stack>,
}

impl FoundStacks {
    async fn find(cx: &Context) -> Result<Self, Error> {
        let (api, edge) = (cx.api(), cx.edge());
        let edge = async { if cx.wants_edge() { edge.find().await } else { Ok(None) } };
        let (api, edge) = tokio::join!(api.find(), edge);
        Ok(Self { api: api?, edge: edge? })
    }
}

/// Which events of the stacks are read.
#[derive(Debug, Clone, Copy)]
enum Events {
    Always,
    /// Only where a release has no recorded end.
    OfOpenReleases,
}

impl History {
    #[cfg(test)]
    pub(crate) fn of_test(entries: Vec<Entry>) -> Self {
        Self { entries, ..Self::default() }
    }

    /// The last `limit` releases of the stage. The end of a release that no run recorded, as it was detached or killed,
    /// is recorded here.
    pub(crate) async fn read(cx: &Context, caller: &Caller, limit: usize) -> Result<Self, Error> {
        Self::read_with(cx, caller, limit, None, Events::Always).await
    }

    /// The same for those who need only the live release: what else changed the stacks is not looked for.
    pub(super) async fn read_live(
        cx: &Context,
        caller: &Caller,
        limit: usize,
        known: Option<FoundStacks>,
    ) -> Result<Self, Error> {
        Self::read_with(cx, caller, limit, known, Events::OfOpenReleases).await
    }

    async fn read_with(
        cx: &Context,
        caller: &Caller,
        limit: usize,
        known: Option<FoundStacks>,
        events: Events,
    ) -> Result<Self, Error> {
        let ledger = cx.ledger(caller);
        let (api, edge) = (cx.api(), cx.edge());
        let found = async {
            match known {
                Some(known) => Ok(known),
                None => FoundStacks::find(cx).await,
            }
        };
        let (page, found) = tokio::join!(ledger.newest(limit), found);
        let (page, found) = (page?, found?);
        let open = page.open_releases();
        let evidence = async |target: &StageStack<'_>, found| match events {
            Events::OfOpenReleases if open.is_empty() => Ok(StackEvidence::without_events(target.name.clone(), found)),
            _ => StackEvidence::of(target.stacks, target.name.clone(), found, &open).await,
        };
        let (of_api, of_edge) = tokio::join!(evidence(&api, found.api), evidence(&edge, found.edge));
        let history = Self::of(page, &of_api?, &of_edge?, clock::now());
        if !cx.global.read_only {
            for (id, written) in ledger.complete(&history.learned).await {
                match written {
                    Ok(()) => cx.progress.detail(format_args!("recorded how {id} ended")),
                    Err(error) => cx.progress.detail(format_args!("could not record how {id} ended: {error}")),
                }
            }
        }
        Ok(history)
    }

    fn of(mut page: LedgerPage, api: &StackEvidence, edge: &StackEvidence, now: Timestamp) -> Self {
        let mut learned = Vec::new();
        let mut completed = |mut record: Record| {
            if record.outcome == Outcome::Started {
                let stored = page.open.remove(&record.release.id);
                let written_at = stored.as_ref().and_then(|stored| stored.written_at);
                let end = End::of(&record, written_at, [api, edge], now);
                record.finish(end.outcome, end.at);
                let settled = stored.filter(|_| end.settled);
                learned.extend(settled.map(|stored| LearnedEnd { record: record.clone(), etag: stored.etag }));
            }
            Entry { live: false, record }
        };
        let mut entries: Vec<Entry> = page.records.into_iter().map(&mut completed).collect();
        let mut warnings: Vec<String> =
            page.broken.iter().map(|key| format!("s3:GetObject of {key} gave no release record")).collect();
        let mut halfway = false;
        let live =
            api.existing_stack().and_then(|stack| entries.iter_mut().find(|entry| went_live_on(stack, &entry.record)));
        if let Some(live) = live {
            live.live = true;
            halfway = [api, edge].into_iter().any(|stack| stack.later_release(&live.record).is_some());
            warnings.extend([api, edge].into_iter().filter_map(|stack| stack.mismatch(&live.record)));
        }
        Self { entries, older: page.older, halfway, warnings, broken: page.broken, learned }
    }

    /// The first record that can't be read, if any.
    pub(crate) fn unreadable(&self) -> Option<UnreadableRecord> {
        self.broken.first().cloned().map(UnreadableRecord)
    }

    /// # Errors
    /// When a record can't be read and nothing was `found` without it: what can't be read is not absent.
    pub(crate) fn require_readable_unless(&self, found: bool) -> Result<(), UnreadableRecord> {
        self.unreadable().filter(|_| !found).map_or(Ok(()), Err)
    }

    pub(crate) fn live(&self) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.live)
    }

    /// The release to roll back to: the previously live one, or the live one if a later release stopped halfway.
    pub(crate) fn rollback_target(&self) -> Option<&Entry> {
        if self.halfway { self.live() } else { self.before_live() }
    }

    fn before_live(&self) -> Option<&Entry> {
        let live = self.position(|entry| entry.live)?;
        let shipped = self.first_shipped(live)?;
        let mut before = self.entries[shipped + 1..].iter().filter(|entry| entry.record.outcome == Outcome::Succeeded);
        let record = &self.entries[shipped].record;
        match &record.previous {
            Some(id) => before.find(|entry| entry.record.release.id == *id),
            // Records of the first format lack this field; a complete record without one is the first release.
            None if !record.is_complete() => before.next(),
            None => None,
        }
    }

    /// The release that first shipped what the entry at `position` has: a second rollback skips the one that was bad.
    fn first_shipped(&self, position: usize) -> Option<usize> {
        let Some(of) = &self.entries[position].record.release.rollback_of else { return Some(position) };
        let earlier = self.position(|entry| entry.record.release.id == *of).filter(|earlier| *earlier > position)?;
        self.first_shipped(earlier)
    }

    fn position(&self, is_wanted: impl Fn(&Entry) -> bool) -> Option<usize> {
        self.entries.iter().position(is_wanted)
    }
}

impl LedgerPage {
    /// The releases whose end is not recorded.
    fn open_releases(&self) -> OpenReleases {
        let open = self.records.iter().filter(|record| record.outcome == Outcome::Started);
        open.map(|record| (record.release.id.clone(), record.release.created_at)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            evidence::tests::{API, event, release},
            ledger::StoredObject,
            record::fake::record,
        },
        *,
    };
    use crate::{
        aws::{
            artifacts::ETag,
            stacks::{
                Stack, StackEvent,
                fake::{FakeStacks, ready_stack},
            },
        },
        stage::StackName,
    };

    fn started(number: u32) -> Record {
        Record { outcome: Outcome::Started, duration_ms: None, ..record(number) }
    }

    /// `records` are newest first, `events` oldest first.
    async fn history(records: Vec<Record>, events: Vec<StackEvent>, stack: Option<Stack>) -> History {
        let stored = || StoredObject { etag: ETag("1".into()), written_at: None };
        let open = records.iter().filter(|record| record.outcome == Outcome::Started);
        let open = open.map(|record| (record.release.id.clone(), stored())).collect();
        let page = LedgerPage { records, open, ..LedgerPage::default() };
        let stacks = FakeStacks { events, ..FakeStacks::default() };
        let (api, edge) = (StackName(API.into()), StackName("srvls-dev-edge".into()));
        let api = StackEvidence::of(&stacks, api, stack, &page.open_releases()).await.expect("read");
        let edge = StackEvidence::of(&stacks, edge, None, &page.open_releases()).await.expect("read");
        History::of(page, &api, &edge, "2026-11-22T12:00:00Z".parse().expect("a time"))
    }

    fn live(history: &History) -> Option<&str> {
        history.live().map(|entry| entry.record.release.id.as_str())
    }

    #[tokio::test]
    async fn a_failed_deployment_does_not_become_live() {
        let failed = Record { outcome: Outcome::RolledBack, ..record(2) };
        let events = vec![release(1, "CREATE_COMPLETE"), release(2, "UPDATE_ROLLBACK_COMPLETE")];

        let history = history(vec![failed, record(1)], events, Some(ready_stack(&[]))).await;

        assert_eq!(live(&history), Some("r20261122T100100000Z"));
        assert_eq!(history.warnings, Vec::<String>::new());
    }

    #[tokio::test]
    async fn an_unrecorded_end_is_read_from_cloudformation() {
        let ends = [
            ("UPDATE_COMPLETE", Outcome::Succeeded),
            ("UPDATE_ROLLBACK_COMPLETE", Outcome::RolledBack),
            ("UPDATE_FAILED", Outcome::Failed),
            ("UPDATE_IN_PROGRESS", Outcome::Started),
        ];
        for (status, outcome) in ends {
            let events = vec![release(1, "CREATE_COMPLETE"), release(2, status)];

            let history = history(vec![started(2), record(1)], events, Some(ready_stack(&[]))).await;

            assert_eq!(history.entries[0].record.outcome, outcome, "{status}");
            assert_eq!(history.entries[0].live, outcome == Outcome::Succeeded, "{status}");
            let recorded: Vec<Outcome> = history.learned.iter().map(|learned| learned.record.outcome).collect();
            assert_eq!(recorded, if outcome == Outcome::Started { vec![] } else { vec![outcome] }, "{status}");
            assert_eq!(history.entries[0].record.duration_ms, (!recorded.is_empty()).then_some(40_000), "{status}");
        }
    }

    #[tokio::test]
    async fn a_release_that_cloudformation_never_heard_of_was_interrupted() {
        let events = vec![release(1, "CREATE_COMPLETE")];

        let history = history(vec![started(2), record(1)], events, Some(ready_stack(&[]))).await;

        assert_eq!(history.entries[0].record.outcome, Outcome::Interrupted);
        assert_eq!(live(&history), Some("r20261122T100100000Z"));
    }

    #[tokio::test]
    async fn nothing_is_live_without_the_stack_that_the_release_made() {
        let gone = history(vec![record(1)], Vec::new(), None).await;
        assert_eq!(live(&gone), None);

        let another = Stack { created_at: "2026-11-22T11:00:00Z".parse().ok(), ..ready_stack(&[]) };
        let made_anew = history(vec![record(1)], Vec::new(), Some(another)).await;
        assert_eq!(live(&made_anew), None);
    }

    #[tokio::test]
    async fn a_change_outside_any_release_is_a_warning() {
        let events = vec![release(1, "CREATE_COMPLETE"), event(9, "Console-UpdateStack-7", "UPDATE_COMPLETE")];

        let history = history(vec![record(1)], events, Some(ready_stack(&[]))).await;

        assert_eq!(history.warnings, ["srvls-dev was changed at 2026-11-22T10:09:40Z by something other than srvls"]);
    }

    #[tokio::test]
    async fn the_way_back_leads_to_what_was_live_before_not_to_what_failed() {
        let failed = Record { outcome: Outcome::Failed, ..record(2) };
        let newest = Record { previous: Some(record(1).release.id), ..record(3) };

        let history = history(vec![newest, failed, record(1)], Vec::new(), Some(ready_stack(&[]))).await;

        assert_eq!(history.rollback_target().map(|entry| &entry.record), Some(&record(1)));
    }

    #[tokio::test]
    async fn a_second_rollback_goes_further_back_and_not_to_the_release_just_left() {
        let after =
            |previous: u32, number: u32| Record { previous: Some(record(previous).release.id), ..record(number) };
        let back_to = |previous: u32, number: u32, target: u32| {
            let mut rollback = after(previous, number);
            rollback.release.rollback_of = Some(record(target).release.id);
            rollback
        };
        let target = async |mut records: Vec<Record>| {
            records.extend([after(2, 3), after(1, 2), record(1)]);
            let history = history(records, Vec::new(), Some(ready_stack(&[]))).await;
            history.rollback_target().map(|entry| entry.record.release.id.clone())
        };

        assert_eq!(target(vec![back_to(3, 4, 2)]).await, Some(record(1).release.id), "release 3 was just left");
        assert_eq!(target(vec![back_to(4, 5, 1), back_to(3, 4, 2)]).await, None, "release 1 is the first");
        assert_eq!(target(vec![after(4, 5), back_to(3, 4, 2)]).await, Some(record(4).release.id), "a new release");
        assert_eq!(target(vec![back_to(5, 6, 4), after(4, 5), back_to(3, 4, 2)]).await, Some(record(1).release.id));
    }

    #[tokio::test]
    async fn the_way_back_from_a_release_that_stopped_halfway_leads_to_the_live_one() {
        let halfway = Record { outcome: Outcome::Failed, ..record(3) };
        let live = Record { previous: Some(record(1).release.id), ..record(2) };
        let events = vec![release(2, "UPDATE_COMPLETE"), release(3, "UPDATE_COMPLETE")];

        let history = history(vec![halfway, live.clone(), record(1)], events, Some(ready_stack(&[]))).await;

        assert_eq!(history.rollback_target().map(|entry| &entry.record), Some(&live));
        assert_eq!(
            history.warnings,
            ["srvls-dev is in the state that r20261122T100300000Z left behind, and that release did not succeed"]
        );
    }

    #[tokio::test]
    async fn before_the_first_release_there_was_none() {
        let history = history(vec![record(1)], Vec::new(), Some(ready_stack(&[]))).await;

        assert_eq!(history.rollback_target(), None);
    }
}
