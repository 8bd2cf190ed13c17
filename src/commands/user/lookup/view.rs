//! The lookup report as tables.

use super::{Account, LookupReport};
use crate::{
    aws::images::ImageTotals,
    commands::user::verdict::Verdict,
    terminal::output::{Report, Table, Text, Tone, View, cell, fields, size},
};

impl Report for LookupReport {
    fn view(&self) -> View {
        let view =
            View::new().table(verdict_table(&self.verdict)).table(account_table(&self.user)).table(self.data_table());
        if self.masked { view.text("personal data is masked; pass `--reveal` to show it") } else { view }
    }
}

impl LookupReport {
    fn data_table(&self) -> Table {
        let profile = match &self.profile {
            None => (Text::from("none"), Tone::Warning),
            Some(profile) => {
                let rest = profile.iter().filter(|(name, _)| *name != "userId");
                (Text::lines(rest.map(|(name, value)| format!("{name} {}", cell(Some(value))))), Tone::Plain)
            }
        };
        let latest = self.data.latest_at.as_ref().map(|time| format!(", latest at {time}"));
        let entries = format!("{}{}", self.data.count(), latest.unwrap_or_default());
        let categories = self.data.by_category.iter().map(|(category, count)| format!("{category} {count}"));
        let data = Text::lines(std::iter::once(entries).chain(categories));
        let ImageTotals { objects, size_bytes, complete } = self.images;
        let at_least = if complete { "" } else { "at least " };
        let images = format!("{at_least}{}, {}", counted(objects, "object", "objects"), size(size_bytes));
        fields([
            ("Profile", Some(profile)),
            ("Data", Some((data, Tone::Plain))),
            ("Images", Some((images.into(), Tone::Plain))),
        ])
    }
}

fn account_table(Account { user, groups, mfa }: &Account) -> Table {
    let verified = if user.email_verified { "verified" } else { "not verified" };
    let enabled = if user.enabled { "enabled" } else { "disabled" };
    let mfa = match (mfa.enabled, mfa.methods.as_slice()) {
        (None, _) => "unknown".to_owned(),
        (_, []) => "none".to_owned(),
        (_, methods) => methods.join(", "),
    };
    fields([
        ("User", plain(&user.sub)),
        ("User name", plain(&user.username).filter(|_| user.username != user.sub)),
        ("Email", user.email.as_ref().and_then(|email| plain(format!("{email}, {verified}")))),
        ("Phone", user.phone.as_ref().and_then(plain)),
        ("Name", user.name.as_ref().and_then(plain)),
        ("Status", plain(format!("{}, {enabled}", user.status.as_str()))),
        ("Groups", plain(groups.join(", ")).filter(|_| !groups.is_empty())),
        ("MFA", plain(mfa)),
        ("Created", user.created_at.and_then(|time| plain(time.to_string()))),
        ("Updated", user.updated_at.and_then(|time| plain(time.to_string()))),
    ])
}

fn verdict_table(Verdict { can_sign_in, reasons, next }: &Verdict) -> Table {
    let answer = if *can_sign_in { ("can sign in", Tone::Good) } else { ("cannot sign in", Tone::Bad) };
    fields([
        ("Verdict", Some((Text::from(answer.0), answer.1))),
        ("Why", (!reasons.is_empty()).then(|| (Text::lines(reasons.iter().cloned()), Tone::Plain))),
        ("Next", (!next.is_empty()).then(|| (Text::lines(next.iter().cloned()), Tone::Plain))),
    ])
}

fn plain(text: impl Into<String>) -> Option<(String, Tone)> {
    Some((text.into(), Tone::Plain))
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        aws::users::{User, fake::ada},
        commands::user::lookup::tests::{pool_with_ada, report, tables},
        privacy::Privacy,
    };

    fn plain_text(report: &LookupReport) -> String {
        let text = report.view().render(Some(80)).unstyled();
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        text
    }

    #[tokio::test]
    async fn the_view_fits_a_narrow_terminal() {
        let (report, _) = report(pool_with_ada(), tables(), Privacy::Masked).await;

        insta::assert_snapshot!(plain_text(&report), @"
        Verdict  can sign in

        User     7a0c4e52-0000-4000-8000-000000000001
        Email    a***@e***.com, verified
        Phone    +***78
        Name     A***
        Status   CONFIRMED, enabled
        Groups   admin
        MFA      SOFTWARE_TOKEN_MFA
        Created  2026-11-01T00:00:00Z
        Updated  2026-11-02T00:00:00Z

        Profile  email a***@e***.com
                 name A***
                 version 3
        Data     3 entries, latest at 2026-11-05T00:00:00.000Z
                 notes 2
                 work 1
        Images   2 objects, 2.00 KiB

        personal data is masked; pass `--reveal` to show it
        ");
    }

    #[tokio::test]
    async fn what_was_not_counted_to_its_end_is_at_least_that_many() {
        let (mut report, _) = report(pool_with_ada(), tables(), Privacy::Masked).await;
        (report.data.complete, report.images.complete) = (false, false);

        let text = plain_text(&report);

        assert!(text.contains("Data     at least 3 entries") && text.contains("Images   at least 2 objects"), "{text}");
    }

    #[tokio::test]
    async fn the_view_says_why_a_user_cannot_sign_in() {
        let mut users = pool_with_ada();
        users.users = vec![User { enabled: false, ..ada() }];

        let (report, _) = report(users, tables(), Privacy::Masked).await;

        let text = plain_text(&report);
        assert!(text.contains("Status   CONFIRMED, disabled"), "{text}");
        assert!(text.contains("Verdict  cannot sign in"), "{text}");
        assert!(text.contains("Why      the account is disabled"), "{text}");
    }
}
