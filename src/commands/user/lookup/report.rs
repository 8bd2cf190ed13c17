//! The answer of `srvls user lookup`.

use jiff::Timestamp;
use serde::Serialize;

use super::actions::Action;
use crate::{
    aws::{
        images::ImageTotals,
        tables::Item,
        users::{SignIn, SignInPage},
    },
    commands::user::{
        account::Account,
        failed_reads::FailedReads,
        requests::Request,
        stores::DataTotals,
        support_actions::SupportActions,
        verdict::{RateLimit, Verdict},
    },
    privacy::Privacy,
};

/// The newest ones are enough to see what goes wrong.
const MOST_LISTED: usize = 10;

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct LookupReport {
    pub(super) user: Account,
    pub(super) profile: Option<Item>,
    pub(super) data: Option<DataTotals>,
    pub(super) images: Option<ImageTotals>,
    pub(super) verdict: Verdict,
    /// The requests of this minute.
    pub(super) rate_limit: Option<RateLimit>,
    pub(super) erasure_asked_at: Option<Timestamp>,
    pub(super) failed_requests: Option<FailedRequests>,
    pub(super) sign_ins: Option<RecordedSignIns>,
    pub(super) support_actions: Option<SupportActions>,
    /// The subs of other users with the same e-mail address.
    pub(super) same_address: Option<Vec<String>>,
    /// What may be done for this user.
    pub(super) actions: Vec<Action>,
    /// What is null because it could not be read.
    pub(super) not_read: FailedReads,
    pub(super) masked: bool,
}

#[derive(Debug, PartialEq, Serialize)]
pub(super) struct FailedRequests {
    pub(super) since: Timestamp,
    /// How many, of those that were read.
    pub(super) count: usize,
    /// Whether every request of this time was read.
    pub(super) complete: bool,
    /// The newest, newest first.
    pub(super) requests: Vec<Request>,
}

impl FailedRequests {
    pub(super) fn of(requests: Vec<Request>, complete: bool, since: Timestamp) -> Self {
        let failed: Vec<Request> = requests.into_iter().filter(Request::failed).collect();
        Self { since, count: failed.len(), complete, requests: failed.into_iter().rev().take(MOST_LISTED).collect() }
    }
}

#[derive(Debug, PartialEq, Serialize)]
pub(super) struct RecordedSignIns {
    /// Whether the pool records any: that takes threat protection.
    pub(super) recorded: bool,
    /// The newest, newest first.
    pub(super) events: Vec<SignIn>,
}

impl RecordedSignIns {
    pub(super) fn of(page: Option<SignInPage>) -> Self {
        let recorded = page.is_some();
        let events = page.map(|page| page.events).unwrap_or_default();
        Self { recorded, events: events.into_iter().take(MOST_LISTED).collect() }
    }
}

impl LookupReport {
    /// With its personal data masked, unless the caller may see it.
    pub(super) fn shown_to(mut self, privacy: Privacy) -> Self {
        self.user = self.user.shown_to(privacy);
        if let Some(profile) = &mut self.profile {
            privacy.apply(profile);
        }
        self
    }

    pub(super) fn map_commands(mut self, rewrite: impl Fn(&str) -> String) -> Self {
        for action in &mut self.actions {
            action.command = rewrite(&action.command);
        }
        Self { verdict: self.verdict.map_commands(rewrite), ..self }
    }
}
