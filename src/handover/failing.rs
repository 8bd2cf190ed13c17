//! What failed in the shift, by shape.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;

use super::wording::Wording;
use crate::failures::{Failures, NotRead, Refused, Shape};

/// More shapes than these are only counted.
const MOST: usize = 20;

#[derive(Debug, Serialize)]
pub(super) struct Failing {
    /// How many failures there were, of all shapes.
    pub(super) failures: usize,
    /// How many signed-in users met them; null if the logs name none.
    pub(super) users: Option<usize>,
    /// The most frequent first.
    pub(super) shapes: Vec<FailingShape>,
    /// How many shapes more there are.
    pub(super) more: usize,
    /// Null if the access log was not read.
    pub(super) refused: Option<Refused>,
    /// The logs that were not read, or only in part, and why.
    #[serde(skip)]
    pub(super) not_read: Vec<(String, String)>,
}

#[derive(Debug, Serialize)]
pub(super) struct FailingShape {
    pub(super) fingerprint: String,
    /// Null where only the route is known.
    pub(super) function: Option<String>,
    pub(super) route: Option<String>,
    pub(super) class: String,
    pub(super) message: String,
    pub(super) count: usize,
    /// Null if the logs don't say who met it.
    pub(super) users: Option<usize>,
    pub(super) without_user: usize,
    pub(super) first_at: Timestamp,
    pub(super) last_at: Timestamp,
    pub(super) going_on: bool,
    /// Of the newest one.
    pub(super) request_id: Option<String>,
}

impl Failing {
    pub(super) fn of(found: Failures, wording: &Wording, now: Timestamp) -> Self {
        let Failures { shapes, refused, not_read } = found;
        let users = shapes.iter().flat_map(|shape| &shape.users).collect::<BTreeSet<_>>().len();
        Self {
            failures: shapes.iter().map(|shape| shape.count).sum(),
            users: (users > 0).then_some(users),
            more: shapes.len().saturating_sub(MOST),
            shapes: shapes.into_iter().take(MOST).map(|shape| FailingShape::of(shape, wording, now)).collect(),
            refused,
            not_read: not_read.into_iter().map(|NotRead { log, why }| (log, wording.text(&why))).collect(),
        }
    }
}

impl FailingShape {
    fn of(shape: Shape, wording: &Wording, now: Timestamp) -> Self {
        Self {
            going_on: shape.is_going_on(now),
            users: Some(shape.users.len()).filter(|count| *count > 0),
            fingerprint: shape.key.fingerprint,
            function: shape.key.function.map(|function| function.0),
            route: wording.optional(shape.sample.route.as_ref()),
            class: wording.text(&shape.class),
            message: wording.text(&shape.sample.message),
            count: shape.count,
            without_user: shape.without_user,
            first_at: shape.first_at,
            last_at: shape.last_at,
            request_id: wording.optional(shape.sample.request_id.as_ref()),
        }
    }

    /// `get_profile`; where only the route is known, that.
    pub(super) fn place(&self) -> &str {
        self.function.as_deref().or(self.route.as_deref()).unwrap_or("unknown")
    }
}

#[cfg(test)]
mod tests {
    use super::{super::wording::fake::wording, *};
    use crate::failures::{Sample, ShapeKey};

    fn shape(users: &[&str]) -> Shape {
        let at = "2026-11-22T10:00:00Z".parse().expect("a time");
        Shape {
            key: ShapeKey { function: None, fingerprint: "f".into() },
            class: "E\u{1b}[31m".into(),
            count: 3,
            first_at: at,
            last_at: at,
            users: users.iter().map(|user| (*user).to_owned()).collect(),
            without_user: 0,
            sample: Sample {
                at,
                message: "no ada@example.com\n<b>".into(),
                route: Some("GET /user/profile".into()),
                request_id: Some("g-1".into()),
                user: None,
            },
        }
    }

    fn of(shapes: Vec<Shape>) -> Failing {
        let found = Failures { shapes, refused: None, not_read: Vec::new() };
        Failing::of(found, &wording(), "2026-11-22T10:12:00Z".parse().expect("a time"))
    }

    #[test]
    fn a_failure_is_masked_and_users_are_only_counted_each_once() {
        let failing = of(vec![shape(&["7a0c", "8b1d"]), shape(&["7a0c"])]);

        assert_eq!((failing.failures, failing.users), (6, Some(2)));
        let first = &failing.shapes[0];
        assert_eq!((first.users, first.place(), first.going_on), (Some(2), "GET /user/profile", false));
        assert_eq!((first.class.as_str(), first.message.as_str()), ("E\\u{1b}[31m", "no a***@e***.com\\n<b>"));
        assert!(!serde_json::to_string(&failing).expect("JSON").contains("7a0c"));
    }

    #[test]
    fn users_whom_no_log_names_are_not_none() {
        assert_eq!(of(vec![shape(&[])]).users, None);
    }
}
