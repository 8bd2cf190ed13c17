//! The answer of `srvls logs errors`.

use jiff::{SignedDuration, Timestamp, Zoned};
use serde::Serialize;

use super::deployments::{Changes, Deployments};
use crate::{
    failures::{Earlier, Failures, NotRead, Refused, Shape},
    privacy::Privacy,
    stage::FunctionName,
    terminal::output::{Report, View},
    time::Window,
};

/// More shapes than anyone reads: how many more there are is said.
const MOST_SHAPES: usize = 100;
/// Of one shape.
const MOST_USERS: usize = 20;

/// `srvls diagnose` looks back a little further than this.
const BY_DEFAULT: SignedDuration = SignedDuration::from_hours(23);

/// What an answer takes besides the logs.
pub(super) struct Background {
    pub(super) deployments: Deployments,
    /// `None` where nothing failed since the deployment.
    pub(super) earlier: Option<Earlier>,
    pub(super) changes: Changes,
}

#[derive(Debug, Serialize)]
pub(crate) struct ErrorsReport {
    pub(super) since: Timestamp,
    pub(super) until: Timestamp,
    /// How many failures there were, of all shapes.
    pub(super) failures: usize,
    /// Of the signed-in users.
    pub(super) users: Option<usize>,
    pub(super) errors: Vec<ErrorRow>,
    /// How many shapes more there are.
    pub(super) more: usize,
    /// What was refused for what it is; null if the access log was not read.
    pub(super) refused: Option<Refused>,
    /// The logs that were not read, or only in part, and `release`.
    pub(super) not_read: Vec<String>,
    #[serde(skip)]
    pub(super) now: Zoned,
}

#[derive(Debug, Serialize)]
pub(super) struct ErrorRow {
    pub(super) fingerprint: String,
    /// `None` where only the route is known.
    pub(super) function: Option<FunctionName>,
    pub(super) class: String,
    pub(super) count: usize,
    pub(super) first_at: Timestamp,
    pub(super) last_at: Timestamp,
    pub(super) going_on: bool,
    /// How many signed-in users met it; null if the logs name none.
    pub(super) users: Option<usize>,
    pub(super) user_ids: Vec<String>,
    /// How many failures are of no known user.
    pub(super) without_user: usize,
    /// What was live when it failed last; null if that is not known.
    pub(super) release: Option<String>,
    /// Whether there was none of it before the last deployment; null if that is not known.
    pub(super) new_since_release: Option<bool>,
    /// When the function was changed by hand, shortly before it began to fail.
    pub(super) changed_at: Option<Timestamp>,
    /// Whether Lambda refuses every call of the function, by its reserved concurrency.
    pub(super) refuses_all: bool,
    pub(super) sample: SampleRow,
    #[serde(skip)]
    pub(super) deployed_at: Option<Timestamp>,
}

#[derive(Debug, Serialize)]
pub(super) struct SampleRow {
    pub(super) at: Timestamp,
    pub(super) message: String,
    pub(super) route: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) user: Option<String>,
}

impl ErrorsReport {
    pub(super) fn of(found: Failures, window: Window, background: &Background, privacy: Privacy, now: Zoned) -> Self {
        let Failures { shapes, refused, not_read } = found;
        let users = shapes.iter().flat_map(|shape| &shape.users).collect::<std::collections::BTreeSet<_>>().len();
        let mut unread: Vec<String> = not_read.into_iter().map(|NotRead { log, .. }| log).collect();
        if !background.deployments.is_known() {
            unread.push("release".to_owned());
        }
        Self {
            since: window.since,
            until: window.until.unwrap_or_else(|| now.timestamp()),
            failures: shapes.iter().map(|shape| shape.count).sum(),
            users: (users > 0).then_some(users),
            more: shapes.len().saturating_sub(MOST_SHAPES),
            errors: shapes
                .into_iter()
                .take(MOST_SHAPES)
                .map(|shape| ErrorRow::of(shape, background, privacy, now.timestamp()))
                .collect(),
            refused,
            not_read: unread,
            now,
        }
    }
}

impl ErrorRow {
    fn of(shape: Shape, background: &Background, privacy: Privacy, now: Timestamp) -> Self {
        let Background { deployments, earlier, changes } = background;
        let is_before = deployments.live_since().is_some_and(|since| shape.first_at < since);
        let new_since_release =
            if is_before { Some(false) } else { earlier.as_ref().and_then(|earlier| earlier.is_new(&shape)) };
        let sample = SampleRow {
            at: shape.sample.at,
            message: privacy.show_text(&shape.sample.message),
            route: shape.sample.route.clone(),
            request_id: shape.sample.request_id.clone(),
            user: shape.sample.user.as_deref().map(|user| privacy.show_handle(user)),
        };
        Self {
            going_on: shape.is_going_on(now),
            users: Some(shape.users.len()).filter(|count| *count > 0),
            user_ids: shape.users.iter().take(MOST_USERS).map(|user| privacy.show_handle(user)).collect(),
            without_user: shape.without_user,
            release: deployments.at(shape.last_at).map(|(id, _)| id.to_owned()),
            deployed_at: deployments.at(shape.last_at).map(|(_, at)| at),
            new_since_release,
            changed_at: deployments.change_before(&shape, changes),
            refuses_all: shape.key.function.as_ref().is_some_and(|function| changes.refuses_all(function)),
            fingerprint: shape.key.fingerprint,
            function: shape.key.function,
            class: shape.class,
            count: shape.count,
            first_at: shape.first_at,
            last_at: shape.last_at,
            sample,
        }
    }
}

impl Report for ErrorsReport {
    const ROWS: Option<&'static str> = Some("errors");

    fn view(&self) -> View {
        self.screen()
    }

    fn hints(&self) -> Vec<String> {
        let sample = self.errors.iter().find_map(|error| Some((error.sample.request_id.as_ref()?, error.sample.at)));
        let hint = sample.map(|(id, at)| {
            if self.now.timestamp().duration_since(at) < BY_DEFAULT {
                return format!("`srvls diagnose {id}` follows one of them through the stage");
            }
            // A request begins before it fails.
            let since = at.checked_sub(SignedDuration::from_mins(1)).unwrap_or(at).strftime("%Y-%m-%dT%H:%M:%SZ");
            format!("`srvls diagnose {id} --since {since}` follows one of them through the stage")
        });
        hint.into_iter().collect()
    }
}
