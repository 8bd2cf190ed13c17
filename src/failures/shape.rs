//! Failures of the same shape, counted together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::{SignedDuration, Timestamp};

use super::{
    fingerprint::fingerprint,
    occurrence::{Occurrence, RequestIds},
};
use crate::{stage::FunctionName, terminal::output::counted};

/// A failure that came this recently is still going on: alarms look at minutes.
const GOING: SignedDuration = SignedDuration::from_mins(2);

/// By what shapes are told apart, in this and in other searches.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ShapeKey {
    /// `None` where only the route is known.
    pub(crate) function: Option<FunctionName>,
    /// Of the class and the message, without what varies.
    pub(crate) fingerprint: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) key: ShapeKey,
    /// Such as `ResourceNotFoundException`, `timeout`, `panic` or `function_throttled`.
    pub(crate) class: String,
    pub(crate) count: usize,
    pub(crate) first_at: Timestamp,
    pub(crate) last_at: Timestamp,
    /// The subs of the signed-in users who met it.
    pub(crate) users: BTreeSet<String>,
    /// How often the logs don't say who met it.
    pub(crate) without_user: usize,
    /// The newest one.
    pub(crate) sample: Sample,
}

/// One failure of a shape.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sample {
    pub(crate) at: Timestamp,
    pub(crate) message: String,
    /// Such as `GET /user/profile`.
    pub(crate) route: Option<String>,
    /// What the caller saw as its id, or Lambda's own.
    pub(crate) request_id: Option<String>,
    pub(crate) user: Option<String>,
}

/// `3 users`, as far as the logs name them.
pub(crate) fn users_text(users: usize, without_user: usize) -> String {
    match (users, without_user) {
        (0, _) => "user unknown".to_owned(),
        (users, 0) => counted(users, "user"),
        (users, _) => format!("{} or more", counted(users, "user")),
    }
}

impl Shape {
    /// Its function; where only the route is known, that.
    pub(crate) fn place(&self) -> &str {
        let function = self.key.function.as_ref().map(|function| function.0.as_str());
        function.or(self.sample.route.as_deref()).unwrap_or("unknown")
    }

    pub(crate) fn is_going_on(&self, now: Timestamp) -> bool {
        now.duration_since(self.last_at) <= GOING
    }

    fn of(key: ShapeKey, occurrence: Occurrence) -> Self {
        let at = occurrence.at;
        Self {
            key,
            class: occurrence.fault.class.clone(),
            count: 0,
            first_at: at,
            last_at: at,
            users: BTreeSet::new(),
            without_user: 0,
            sample: Sample::of(occurrence),
        }
    }

    fn add(&mut self, occurrence: Occurrence) {
        self.count += 1;
        self.first_at = self.first_at.min(occurrence.at);
        match &occurrence.user {
            Some(user) => drop(self.users.insert(user.clone())),
            None => self.without_user += 1,
        }
        // One with an id is worth more: it can be looked into.
        let has_id = occurrence.request != RequestIds::default();
        if occurrence.at >= self.last_at && (has_id || self.sample.request_id.is_none()) {
            self.sample = Sample::of(occurrence.clone());
        }
        self.last_at = self.last_at.max(occurrence.at);
    }
}

impl Sample {
    fn of(occurrence: Occurrence) -> Self {
        let RequestIds { lambda, api } = occurrence.request;
        Self {
            at: occurrence.at,
            message: occurrence.fault.message,
            route: occurrence.route,
            request_id: api.or(lambda),
            user: occurrence.user,
        }
    }
}

/// The most frequent first; of equally many, the newest.
pub(super) fn shapes(occurrences: impl IntoIterator<Item = Occurrence>) -> Vec<Shape> {
    let mut found: BTreeMap<ShapeKey, Shape> = BTreeMap::new();
    for occurrence in occurrences {
        let fault = &occurrence.fault;
        let fingerprint = fault.fingerprint.clone().unwrap_or_else(|| fingerprint(&fault.class, &fault.message));
        let key = ShapeKey { function: occurrence.function.clone(), fingerprint };
        let shape = found.entry(key.clone()).or_insert_with(|| Shape::of(key, occurrence.clone()));
        shape.add(occurrence);
    }
    let mut shapes: Vec<Shape> = found.into_values().collect();
    shapes.sort_by(|a, b| (b.count, b.last_at).cmp(&(a.count, a.last_at)).then_with(|| a.key.cmp(&b.key)));
    shapes
}

#[cfg(test)]
mod tests {
    use super::{super::occurrence::Fault, *};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("in range")
    }

    fn occurrence(second: i64, message: &str, user: Option<&str>) -> Occurrence {
        Occurrence {
            function: Some(FunctionName("get_profile".into())),
            route: None,
            at: at(second),
            fault: Fault::new("E", message),
            request: RequestIds { lambda: None, api: Some(format!("g-{second}")) },
            user: user.map(str::to_owned),
        }
    }

    #[test]
    fn what_failed_alike_is_one_shape_with_its_users_and_its_newest_sample() {
        let found = shapes([
            occurrence(2, "no item 17", Some("ada")),
            occurrence(1, "no item 3", Some("ada")),
            occurrence(9, "no item 4", Some("bob")),
            occurrence(5, "no item 5", None),
            occurrence(7, "no table", None),
        ]);

        let [most, least] = &found[..] else { panic!("{found:?}") };
        assert_eq!((most.count, most.first_at, most.last_at), (4, at(1), at(9)));
        assert_eq!((most.users.len(), most.without_user), (2, 1));
        assert_eq!(most.sample.request_id.as_deref(), Some("g-9"));
        assert_eq!((least.count, least.users.len(), least.without_user), (1, 0, 1));
    }

    #[test]
    fn a_sample_without_an_id_gives_way_to_one_with_an_id() {
        let anonymous = Occurrence { request: RequestIds::default(), ..occurrence(8, "no item", None) };

        let found = shapes([occurrence(3, "no item", None), anonymous]);

        assert_eq!(found[0].sample.request_id.as_deref(), Some("g-3"));
        assert_eq!(found[0].last_at, at(8));
    }

    #[test]
    fn what_came_a_minute_ago_is_still_going_on() {
        let shape = shapes([occurrence(100, "no item", None)]).remove(0);

        assert!(shape.is_going_on(at(160)) && !shape.is_going_on(at(400)));
    }
}
