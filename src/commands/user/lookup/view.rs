//! The lookup report as tables.

use super::report::{FailedRequests, LookupReport, RecordedSignIns};
use crate::{
    aws::images::ImageTotals,
    commands::user::{account::Account, support_actions::SupportAction, verdict::Verdict},
    terminal::output::{Report, Table, Text, Tone, View, cell, counted, fields, size},
    time::minute,
};

const NOT_READ: &str = "not read";
/// Of what happened lately; the JSON has more.
const MOST_SHOWN: usize = 4;

impl Report for LookupReport {
    fn view(&self) -> View {
        let view = View::new().table(verdict_table(&self.verdict)).table(self.account_table()).table(self.data_table());
        let view = view.table(self.recent_table());
        let may = self.actions.iter().map(|action| (action.purpose, plain(&action.command)));
        let view = if self.actions.is_empty() { view } else { view.table(fields(may)) };
        if self.masked { view.text("personal data is masked; pass `--reveal` to show it") } else { view }
    }
}

impl LookupReport {
    /// Of a field that is missing.
    fn instead(&self, field: &str, otherwise: &str) -> (Text, Tone) {
        (if self.not_read.has(field) { NOT_READ } else { otherwise }.into(), Tone::Warning)
    }

    fn account_table(&self) -> Table {
        let Account { user, groups, mfa } = &self.user;
        let verified = if user.email_verified { "verified" } else { "not verified" };
        let enabled = if user.enabled { "enabled" } else { "disabled" };
        let listed = |names: &[String], none: &str| if names.is_empty() { none.to_owned() } else { names.join(", ") };
        let read = |names: &Option<Vec<String>>, none| match names {
            Some(names) => (listed(names, none), Tone::Plain),
            None => (NOT_READ.to_owned(), Tone::Warning),
        };
        fields([
            ("User", plain(&user.sub)),
            ("User name", plain(&user.username).filter(|_| user.username != user.sub)),
            ("Email", user.email.as_ref().and_then(|email| plain(format!("{email}, {verified}")))),
            ("Phone", user.phone.as_ref().and_then(plain)),
            ("Name", user.name.as_ref().and_then(plain)),
            ("Status", plain(format!("{}, {enabled}", user.status.as_str()))),
            ("Groups", Some(read(groups, "")).filter(|(groups, _)| !groups.is_empty())),
            ("MFA", Some(read(&mfa.methods, "none"))),
            ("Created", user.created_at.and_then(|time| plain(minute(time)))),
            ("Updated", user.updated_at.and_then(|time| plain(minute(time)))),
        ])
    }

    /// What happened lately.
    fn recent_table(&self) -> Table {
        let failed = match &self.failed_requests {
            None => self.instead("failed_requests", ""),
            Some(FailedRequests { count: 0, complete: true, .. }) => ("none in 24 h".into(), Tone::Plain),
            Some(FailedRequests { count: 0, .. }) => ("none in what was read of 24 h".into(), Tone::Warning),
            Some(failed) => {
                let at_least = if failed.complete { "" } else { "at least " };
                let count = format!("{at_least}{} in 24 h", counted(failed.count, "request"));
                let newest = failed.requests.iter().take(MOST_SHOWN).map(|request| {
                    format!("{} {} {}, {}", minute(request.at), request.operation, request.status, request.request_id)
                });
                (Text::lines(std::iter::once(count).chain(newest)), Tone::Warning)
            }
        };
        let sign_ins = match &self.sign_ins {
            None => self.instead("sign_ins", ""),
            Some(RecordedSignIns { recorded: false, .. }) => {
                ("not recorded: threat protection is off".into(), Tone::Plain)
            }
            Some(RecordedSignIns { events, .. }) if events.is_empty() => ("none".into(), Tone::Plain),
            Some(RecordedSignIns { events, .. }) => {
                let newest = events
                    .iter()
                    .take(MOST_SHOWN)
                    .map(|event| format!("{} {}", event.at.map(minute).unwrap_or_default(), event.words()));
                (Text::lines(newest), Tone::Plain)
            }
        };
        let support = match &self.support_actions {
            None => Some(self.instead("support_actions", "")),
            Some(done) if done.actions.is_empty() && done.complete => None,
            Some(done) if done.actions.is_empty() => Some(("none in what was read of 90 days".into(), Tone::Warning)),
            Some(done) => Some((Text::lines(done.actions.iter().take(MOST_SHOWN).map(action_line)), Tone::Plain)),
        };
        let limited = self.rate_limit.filter(|rate| rate.limited);
        let limited =
            limited.map(|rate| (Text::from(format!("{} requests in this minute", rate.requests)), Tone::Warning));
        fields([("Failed", Some(failed)), ("Sign-ins", Some(sign_ins)), ("Limited", limited), ("Support", support)])
    }

    fn data_table(&self) -> Table {
        let profile = match &self.profile {
            None => self.instead("profile", "none"),
            Some(profile) => {
                let rest = profile.iter().filter(|(name, _)| *name != "userId");
                (Text::lines(rest.map(|(name, value)| format!("{name} {}", cell(Some(value))))), Tone::Plain)
            }
        };
        let data = match &self.data {
            None => self.instead("data", ""),
            Some(data) => {
                let latest = data.latest_at.as_ref().map(|time| format!(", latest at {time}")).unwrap_or_default();
                let categories = data.by_category.iter().map(|(category, count)| format!("{category} {count}"));
                (Text::lines(std::iter::once(data.count() + &latest).chain(categories)), Tone::Plain)
            }
        };
        let images = match self.images {
            None => self.instead("images", ""),
            Some(ImageTotals { objects, size_bytes, complete }) => {
                let at_least = if complete { "" } else { "at least " };
                let images = format!("{at_least}{}, {}", counted(objects, "object"), size(size_bytes));
                (images.into(), Tone::Plain)
            }
        };
        fields([("Profile", Some(profile)), ("Data", Some(data)), ("Images", Some(images))])
    }
}

/// `2026-11-22 10:00Z user disable by ada: T-1`.
fn action_line(action: &SupportAction) -> String {
    format!("{} {}", minute(action.at), action.words())
}

fn verdict_table(Verdict { can_sign_in, reasons, next }: &Verdict) -> Table {
    let answer = if *can_sign_in { ("CAN SIGN IN", Tone::Good) } else { ("CAN'T SIGN IN", Tone::Bad) };
    fields([
        ("Verdict", Some((Text::from(answer.0), answer.1))),
        ("Why", (!reasons.is_empty()).then(|| (Text::lines(reasons.iter().cloned()), Tone::Plain))),
        ("Next", (!next.is_empty()).then(|| (Text::lines(next.iter().cloned()), Tone::Plain))),
    ])
}

fn plain(text: impl Into<String>) -> Option<(String, Tone)> {
    Some((text.into(), Tone::Plain))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        aws::{
            tables::fake::FakeTables,
            users::{
                User,
                fake::{FakeUsers, ada},
            },
        },
        commands::user::lookup::tests::{pool_with_ada, report, tables},
        privacy::Privacy,
    };

    fn shown(report: &LookupReport, width: u16) -> String {
        report.view().render(Some(width)).unstyled()
    }

    /// The verdict, the account and the data.
    fn head(report: &LookupReport, width: u16) -> String {
        shown(report, width).split("\n\n").take(3).collect::<Vec<_>>().join("\n\n")
    }

    #[tokio::test]
    async fn the_view_fits_a_narrow_terminal() {
        let report = report(pool_with_ada(), tables(), Privacy::Masked).await;

        insta::assert_snapshot!(head(&report, 80), @"
        Verdict  CAN SIGN IN

        User     7a0c4e52-0000-4000-8000-000000000001
        Email    a***@e***.com, verified
        Phone    +***78
        Name     A***
        Status   CONFIRMED, enabled
        Groups   admin
        MFA      SOFTWARE_TOKEN_MFA
        Created  2026-11-01 00:00Z
        Updated  2026-11-02 00:00Z

        Profile  email a***@e***.com
                 name A***
                 version 3
        Data     3 entries, latest at 2026-11-05T00:00:00.000Z
                 notes 2
                 work 1
        Images   2 objects, 2.00 KiB
        ");
    }

    #[tokio::test]
    async fn what_happened_lately_and_what_may_be_done_comes_after_the_data() {
        let report = report(pool_with_ada(), tables(), Privacy::Masked).await;

        let text = shown(&report, 80);

        let (lately, may) = (text.find("\nFailed    none in 24 h\n"), text.find("\nlost phone "));
        assert!(text.find("\nImages ") < lately && lately < may, "{text}");
        assert!(text.contains("Sign-ins  not recorded: threat protection is off"), "{text}");
        assert!(text.ends_with("personal data is masked; pass `--reveal` to show it"), "{text}");
    }

    #[tokio::test]
    async fn an_id_is_whole_at_forty_columns() {
        let report = report(pool_with_ada(), tables(), Privacy::Masked).await;

        insta::assert_snapshot!(head(&report, 40), @"
        Verdict  CAN SIGN IN

        User
          7a0c4e52-0000-4000-8000-000000000001
        Email    a***@e***.com, verified
        Phone    +***78
        Name     A***
        Status   CONFIRMED, enabled
        Groups   admin
        MFA      SOFTWARE_TOKEN_MFA
        Created  2026-11-01 00:00Z
        Updated  2026-11-02 00:00Z

        Profile  email a***@e***.com
                 name A***
                 version 3
        Data     3 entries, latest at
                 2026-11-05T00:00:00.000Z
                 notes 2
                 work 1
        Images   2 objects, 2.00 KiB
        ");
    }

    #[tokio::test]
    async fn what_was_not_read_says_so() {
        let users = FakeUsers { mfa_methods: None, ..pool_with_ada() };
        let report = report(users, FakeTables { denied: true, ..tables() }, Privacy::Masked).await;

        let text = shown(&report, 80);

        for field in ["MFA      not read", "Profile  not read", "Data     not read", "Images   2 objects"] {
            assert!(text.contains(field), "{field}: {text}");
        }
    }

    #[tokio::test]
    async fn what_was_not_counted_to_its_end_is_at_least_that_many() {
        let mut report = report(pool_with_ada(), tables(), Privacy::Masked).await;
        report.data.as_mut().expect("data").complete = false;
        report.images.as_mut().expect("images").complete = false;

        let text = shown(&report, 80);

        assert!(text.contains("Data     at least 3 entries") && text.contains("Images   at least 2 objects"), "{text}");
    }

    #[tokio::test]
    async fn the_view_says_why_a_user_cannot_sign_in() {
        let mut users = pool_with_ada();
        users.users = vec![User { enabled: false, ..ada() }];

        let report = report(users, tables(), Privacy::Masked).await;

        let text = shown(&report, 80);
        assert!(text.contains("Status   CONFIRMED, disabled"), "{text}");
        assert!(text.contains("Verdict  CAN'T SIGN IN"), "{text}");
        assert!(text.contains("Why      the account is disabled"), "{text}");
    }
}
