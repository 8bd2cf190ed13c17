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
