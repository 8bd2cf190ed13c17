//! What changed before a failure began: a release, or a function by hand.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::{
    aws::{
        functions::{FunctionConfiguration, Functions},
        identity::Identity as _,
    },
    context::{Context, deployed_stack::DeployedStack},
    error::Error,
    failures::Shape,
    releases::{Entry, History, Outcome},
    stage::FunctionName,
};

/// How many releases are read: failures of weeks ago are not what the releases before these did.
const MOST_RELEASES: usize = 10;
/// About so many functions is Lambda asked.
const MOST_FUNCTIONS: usize = 8;
/// A failure that began this soon after a change may come from it.
const SOON: SignedDuration = SignedDuration::from_mins(10);
/// How far this machine's clock, which says when a release ended, may be from AWS's.
const SKEW: SignedDuration = SignedDuration::from_secs(5);

/// The releases that succeeded, newest first.
#[derive(Debug, Default)]
pub(super) struct Deployments {
    succeeded: Vec<Deployment>,
    live: Option<Timestamp>,
    is_known: bool,
}

#[derive(Debug, Clone)]
struct Deployment {
    id: String,
    began_at: Timestamp,
    ended_at: Option<Timestamp>,
}

impl Deployments {
    pub(super) async fn read(cx: &Context) -> Result<Self, Error> {
        let caller = cx.aws.identity.caller().await?;
        let history = History::read(cx, &caller, MOST_RELEASES).await?;
        history.require_readable_unless(history.live().is_some())?;
        Ok(Self::of(&history.entries))
    }

    pub(super) fn of(entries: &[Entry]) -> Self {
        let succeeded = entries.iter().filter(|entry| entry.record.outcome == Outcome::Succeeded);
        let deployment = |entry: &Entry| Deployment {
            id: entry.record.release.id.clone(),
            began_at: entry.record.release.created_at,
            ended_at: entry.record.ended_at(),
        };
        let live = entries.iter().find(|entry| entry.live).map(|entry| entry.record.release.created_at);
        Self { succeeded: succeeded.map(deployment).collect(), live, is_known: true }
    }

    pub(super) fn not_read() -> Self {
        Self::default()
    }

    pub(super) fn is_known(&self) -> bool {
        self.is_known
    }

    /// When the deployment of what is live began.
    pub(super) fn live_since(&self) -> Option<Timestamp> {
        self.live
    }

    /// The release that was live at that time, or on its way: its id, and when it began.
    pub(super) fn at(&self, at: Timestamp) -> Option<(&str, Timestamp)> {
        let before = self.succeeded.iter().find(|deployment| deployment.began_at <= at);
        before.map(|deployment| (deployment.id.as_str(), deployment.began_at))
    }

    /// Whether a release was at work at that time.
    fn were_running(&self, at: Timestamp) -> bool {
        self.succeeded.iter().any(|deployment| {
            let end = deployment.ended_at.and_then(|end| end.checked_add(SKEW).ok());
            deployment.began_at <= at && end.is_none_or(|end| at <= end)
        })
    }

    /// What changed by hand shortly before `shape` began.
    pub(super) fn change_before(&self, shape: &Shape, changes: &Changes) -> Option<Timestamp> {
        let changed = changes.0.get(shape.key.function.as_ref()?)?.modified_at?;
        let lag = shape.first_at.duration_since(changed);
        (!lag.is_negative() && lag <= SOON && !self.were_running(changed)).then_some(changed)
    }
}

/// The configurations of the functions that fail, as far as they could be read.
#[derive(Debug, Default)]
pub(super) struct Changes(BTreeMap<FunctionName, FunctionConfiguration>);

impl Changes {
    /// Whether Lambda refuses every call of the function.
    pub(super) fn refuses_all(&self, function: &FunctionName) -> bool {
        self.0.get(function).is_some_and(|configuration| configuration.reserved_concurrency == Some(0))
    }

    #[cfg(test)]
    pub(super) fn of(function: &str, configuration: FunctionConfiguration) -> Self {
        Self(BTreeMap::from([(FunctionName(function.into()), configuration)]))
    }
}

pub(super) async fn changes(deployed: &DeployedStack, functions: &impl Functions, shapes: &[Shape]) -> Changes {
    let mut failing: Vec<&FunctionName> = Vec::new();
    for function in shapes.iter().filter_map(|shape| shape.key.function.as_ref()) {
        if !failing.contains(&function) && failing.len() < MOST_FUNCTIONS {
            failing.push(function);
        }
    }
    let all = deployed.functions();
    let read = failing.into_iter().map(async |name| {
        let resource = all.get(name)?;
        // The answer does without what could not be read: it claims nothing then.
        let configuration = functions.configuration(&resource.physical_id).await.ok().flatten()?;
        Some((name.clone(), configuration))
    });
    Changes(futures_util::future::join_all(read).await.into_iter().flatten().collect())
}
