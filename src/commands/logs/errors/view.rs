//! The failures on a screen: a few lines for each shape.

use jiff::{SignedDuration, Timestamp, Zoned};

use super::report::{ErrorRow, ErrorsReport};
use crate::{
    failures::{Refused, users_text},
    terminal::output::{Text, Tone, View, counted, excerpt},
};

/// A message says what it is in this many characters; JSON has all of it.
const MESSAGE: usize = 400;
/// Under a shape's first line.
const INDENT: &str = "        ";

impl ErrorsReport {
    pub(super) fn screen(&self) -> View {
        let mut view = View::new().text(self.summary());
        for error in &self.errors {
            view = view.text(self.shape(error));
        }
        if self.more > 0 {
            view = view.text(format!("{}: narrow it with --function or --since", counted(self.more, "more kind")));
        }
        match self.not_read.as_slice() {
            [] => view,
            unread => view.text(Text::toned(&format!("not read to the end: {}", unread.join(", ")), Tone::Warning)),
        }
    }

    /// `last 15 min: 440 failures, 2 kinds, 1 user (110 refused tokens left out)`.
    fn summary(&self) -> Text {
        let range = range(self.since, self.until, &self.now);
        let counts = match self.errors.len() + self.more {
            0 if self.not_read.iter().any(|unread| unread != "release") => "no failure in what was read".to_owned(),
            0 => "nothing failed".to_owned(),
            kinds => {
                let users = self.users.map(|users| format!(", {}", counted(users, "user"))).unwrap_or_default();
                format!("{}, {}{users}", counted(self.failures, "failure"), counted(kinds, "kind"))
            }
        };
        let left_out = self.refused.and_then(left_out);
        let tone = if self.failures > 0 { Tone::Bad } else { Tone::Plain };
        let summary = Text::from(format!("{range}: ")) + Text::toned(&counts, tone);
        match left_out {
            Some(left_out) => summary + " " + Text::toned(&format!("({left_out} left out)"), Tone::Faint),
            None => summary,
        }
    }

    fn shape(&self, error: &ErrorRow) -> Text {
        let name = match (&error.function, &error.sample.route) {
            (Some(function), _) => function.0.as_str(),
            (None, Some(route)) => route.as_str(),
            (None, None) => "unknown",
        };
        let (first, last) = (self.clock(error.first_at), self.clock(error.last_at));
        let when = if first == last { first } else { format!("{first} - {last}") };
        let mut text =
            Text::toned(&format!("{:>5}x", error.count), Tone::Bad) + Text::one_line(&format!("  {name}  {when}"));
        if error.going_on {
            text = text + "  " + Text::toned("still going", Tone::Warning);
        }
        text = text + "  " + users_text(error.users.unwrap_or_default(), error.without_user).as_str();
        let message = excerpt(&error.sample.message.replace('\n', " "), MESSAGE);
        let notes = [Some(message), self.why(error), example(error)];
        notes.into_iter().flatten().fold(text, |text, note| text + "\n" + Text::one_line(&format!("{INDENT}{note}")))
    }

    /// What may have begun it.
    fn why(&self, error: &ErrorRow) -> Option<String> {
        let function = error.function.as_ref().map_or("the function", |function| function.0.as_str());
        let since = |at: Timestamp| {
            let lag = spoken(error.first_at.duration_since(at));
            format!("began {lag} after {{}} ({})", self.clock(at))
        };
        if error.refuses_all {
            return Some(format!("{function} has a reserved concurrency of 0: Lambda refuses every call"));
        }
        if let Some(at) = error.changed_at {
            return Some(since(at).replace("{}", &format!("{function} was changed, by no release")));
        }
        let (release, at) = (error.release.as_ref()?, error.deployed_at?);
        match error.new_since_release {
            Some(true) => Some(format!("new since {release}, {}", since(at).replace("{}", "it was deployed"))),
            Some(false) => None,
            None => Some(format!("not known whether it is new since {release}")),
        }
    }

    /// In the caller's time zone; with its date if that may be another day's.
    fn clock(&self, at: Timestamp) -> String {
        let zone = self.now.time_zone();
        let local = at.to_zoned(zone.clone());
        let is_today = local.date() == self.now.date() && self.since.to_zoned(zone.clone()).date() == self.now.date();
        local.strftime(if is_today { "%H:%M:%S" } else { "%m-%d %H:%M:%S" }).to_string()
    }
}

fn example(error: &ErrorRow) -> Option<String> {
    let id = error.sample.request_id.as_ref()?;
    let route = error.sample.route.as_ref().map(|route| format!(", {route}")).unwrap_or_default();
    Some(format!("e.g. request {id}{route}"))
}

fn left_out(refused: Refused) -> Option<String> {
    let named = |count: u64, one: &str| (count > 0).then(|| counted(count, one));
    let parts = [named(refused.tokens, "refused token"), named(refused.others, "other 4xx")];
    let parts: Vec<String> = parts.into_iter().flatten().map(|part| part.replace("4xxs", "4xx")).collect();
    (!parts.is_empty()).then(|| parts.join(" and "))
}

/// `last 15 min`, or from when to when.
fn range(since: Timestamp, until: Timestamp, now: &Zoned) -> String {
    let lasts = until.duration_since(since);
    if now.timestamp().duration_since(until) < SignedDuration::from_secs(1) {
        return format!("last {}", spoken(lasts));
    }
    let local = |at: Timestamp| at.to_zoned(now.time_zone().clone()).strftime("%Y-%m-%d %H:%M").to_string();
    format!("{} to {}", local(since), local(until))
}

/// `2 s`, `15 min`, `3 h`, `2 d`.
fn spoken(duration: SignedDuration) -> String {
    match duration.as_secs() {
        seconds @ ..120 => format!("{} s", seconds.max(0)),
        seconds @ 120..7_200 => format!("{} min", seconds / 60),
        seconds @ 7_200..172_800 => format!("{} h", seconds / 3_600),
        seconds => format!("{} d", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{super::report::Background, *};
    use crate::{
        aws::functions::fake::active,
        commands::logs::errors::deployments::{Changes, Deployments},
        failures::{Failures, NotRead, Sample, Shape, ShapeKey},
        privacy::Privacy,
        releases::{Entry, fake::record},
        stage::FunctionName,
        terminal::output::Report as _,
        time::Window,
    };

    fn at(time: &str) -> Timestamp {
        format!("2026-11-22T{time}Z").parse().expect("a time")
    }

    fn shape(function: &str, count: usize, message: &str, users: &[&str]) -> Shape {
        Shape {
            key: ShapeKey { function: Some(FunctionName(function.into())), fingerprint: "0123456789ab".into() },
            class: "ResourceNotFoundException".into(),
            count,
            first_at: at("20:23:26"),
            last_at: at("20:28:22"),
            users: users.iter().map(|user| (*user).to_owned()).collect::<BTreeSet<_>>(),
            without_user: usize::from(users.is_empty()) * count,
            sample: Sample {
                at: at("20:28:22"),
                message: message.into(),
                route: Some("GET /user/profile".into()),
                request_id: Some("65999e30-4a27-4ffd-97f2-3469b3a7e766".into()),
                user: users.first().map(|user| (*user).to_owned()),
            },
        }
    }

    fn report(shapes: Vec<Shape>, not_read: Vec<NotRead>) -> ErrorsReport {
        let refused = not_read.is_empty().then_some(Refused { tokens: 110, others: 1 });
        let changed = crate::aws::functions::FunctionConfiguration { modified_at: Some(at("20:23:24")), ..active() };
        let background = Background {
            deployments: Deployments::of(&[Entry { live: true, record: record(1) }]),
            earlier: None,
            changes: Changes::of("get_profile", changed),
        };
        let window = Window { since: at("20:13:30"), until: None };
        let now = at("20:28:30").to_zoned(jiff::tz::TimeZone::UTC);
        ErrorsReport::of(Failures { shapes, refused, not_read }, window, &background, Privacy::Masked, now)
    }

    fn two() -> ErrorsReport {
        let gone = shape("get_profile", 330, "could not read a profile: ResourceNotFoundException", &["ada"]);
        let throttled = shape("list_data", 110, "API Gateway 500: Lambda throttled the call", &[]);
        report(vec![gone, throttled], Vec::new())
    }

    #[test]
    fn the_screen_says_what_fails_since_when_whom_and_what_changed() {
        let text = two().view().render(Some(80)).unstyled();

        let expected = "\
last 15 min: 440 failures, 2 kinds, 1 user (110 refused tokens and 1 other 4xx
left out)

  330x  get_profile  20:23:26 - 20:28:22  still going  1 user
        could not read a profile: ResourceNotFoundException
        began 2 s after get_profile was changed, by no release (20:23:24)
        e.g. request 65999e30-4a27-4ffd-97f2-3469b3a7e766, GET /user/profile

  110x  list_data  20:23:26 - 20:28:22  still going  user unknown
        API Gateway 500: Lambda throttled the call
        not known whether it is new since r20261122T100100000Z
        e.g. request 65999e30-4a27-4ffd-97f2-3469b3a7e766, GET /user/profile";
        assert_eq!(text, expected);
    }

    #[test]
    fn what_was_not_read_is_never_nothing() {
        let unread = NotRead { log: "api".into(), why: "denied".into() };

        let text = report(Vec::new(), vec![unread]).view().render(Some(80)).unstyled();

        assert_eq!(text, "last 15 min: no failure in what was read\n\nnot read to the end: api");
        let text = report(Vec::new(), Vec::new()).view().render(None).unstyled();
        assert!(text.starts_with("last 15 min: nothing failed (110 refused"), "{text}");
    }

    #[test]
    fn a_hostile_message_stays_in_its_place() {
        let hostile = shape("get_profile", 1, "a\u{1b}[2J\n  330x  sign_in  ada@example.com", &[]);

        let text = report(vec![hostile], Vec::new()).view().render(Some(60)).unstyled();

        assert!(text.contains("        a\\u{1b}[2J   330x  sign_in  a***@e***.com"), "{text}");
    }

    #[test]
    fn a_script_finds_the_fields_of_the_interface() {
        let json = serde_json::to_value(two()).expect("JSON");

        let error = &json["errors"][0];
        for field in ["fingerprint", "function", "count", "first_at", "last_at", "users", "release", "sample"] {
            assert!(error.get(field).is_some_and(|value| !value.is_null()), "{field}");
        }
        assert_eq!((&error["users"], &error["count"]), (&1.into(), &330.into()));
        assert_eq!(json["errors"][1]["users"], serde_json::Value::Null, "unknown is not zero");
        assert_eq!(json["refused"], serde_json::json!({ "tokens": 110, "others": 1 }));
    }
}
