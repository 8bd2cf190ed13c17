//! The answer of `srvls user list`.

use serde::Serialize;

use super::token::ListToken;
use crate::{
    aws::users::User,
    commands::user::account::Account,
    privacy::Privacy,
    terminal::output::{Report, Table, Tone, View, counted},
    time::minute,
};

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct ListReport {
    users: Vec<Account>,
    /// Continues the list; `None` at its end.
    next: Option<String>,
    /// How many users were read to find these.
    scanned_count: u64,
    /// A user's groups and factors take calls of their own.
    not_read: [&'static str; 2],
    masked: bool,
    #[serde(skip)]
    of: Of,
}

/// What the users of a list have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Of {
    Conditions,
    /// The handle that they were looked up by.
    Matches,
    SomeMatches,
}

impl ListReport {
    pub(super) fn new(users: Vec<Account>, scanned_count: u64, next: Option<&ListToken>, privacy: Privacy) -> Self {
        let next = next.map(ToString::to_string);
        Self {
            users,
            next,
            scanned_count,
            not_read: ["groups", "mfa"],
            masked: privacy.is_masked(),
            of: Of::Conditions,
        }
    }

    /// Users who share what they were looked up by.
    pub(in crate::commands::user) fn of_several(users: Vec<User>, more: bool, privacy: Privacy) -> Self {
        let scanned = u64::try_from(users.len()).unwrap_or(u64::MAX);
        let accounts = users.into_iter().map(|user| Account::listed(user).shown_to(privacy)).collect();
        let of = if more { Of::SomeMatches } else { Of::Matches };
        Self { of, ..Self::new(accounts, scanned, None, privacy) }
    }

    fn summary(&self) -> String {
        let users = counted(self.users.len(), "user");
        match self.of {
            Of::Conditions => {}
            Of::Matches => return format!("{users} match"),
            Of::SomeMatches => return format!("the first {users} that match: type more of the handle to find fewer"),
        }
        match (&self.next, self.users.len()) {
            (Some(_), _) => {
                format!("{users} of {} scanned, newest first among these; more may follow", self.scanned_count)
            }
            (None, 0) => format!("no such user; scanned {}", self.scanned_count),
            (None, _) => format!("{users} of {} scanned, newest first", self.scanned_count),
        }
    }
}

impl Report for ListReport {
    const ROWS: Option<&'static str> = Some("users");

    fn view(&self) -> View {
        let summary = self.summary();
        if self.users.is_empty() {
            return View::new().text(summary);
        }
        let mut table = Table::new(["CREATED", "STATUS", "EMAIL", "SUB"]);
        for Account { user, .. } in &self.users {
            let status = if user.enabled {
                user.status.as_str().to_owned()
            } else {
                format!("{}, disabled", user.status.as_str())
            };
            // Of a user without an address, the name is all there is.
            let email = user.email.as_ref().unwrap_or(&user.username);
            let unverified = if user.email.is_some() && !user.email_verified { " (not verified)" } else { "" };
            table.row([
                (user.created_at.map(minute).unwrap_or_default(), Tone::Plain),
                (status, if user.enabled { Tone::Plain } else { Tone::Warning }),
                (format!("{email}{unverified}"), Tone::Plain),
                (user.sub.clone(), Tone::Plain),
            ]);
        }
        View::new().table(table).text(summary)
    }

    fn hints(&self) -> Vec<String> {
        let more = self.next.as_ref().map(|next| format!("`srvls user list --next {next}` goes on"));
        let one = || {
            self.users.first().map(|Account { user, .. }| format!("`srvls user lookup {}` shows one of them", user.sub))
        };
        more.or_else(|| if self.of == Of::Conditions { None } else { one() }).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        aws::users::fake::ada,
        commands::user::list::token::{Conditions, Place},
    };

    fn report(next: Option<&ListToken>) -> ListReport {
        let bob = User {
            sub: "2b1c4e52-0000-4000-8000-000000000002".into(),
            email: Some("bob@example.com".into()),
            email_verified: false,
            enabled: false,
            ..ada()
        };
        let users = [ada(), bob].map(|user| Account::listed(user).shown_to(Privacy::Masked));
        ListReport::new(users.into(), 120, next, Privacy::Masked)
    }

    #[test]
    fn the_list_is_masked_and_names_what_it_does_not_have() {
        let json = serde_json::to_value(report(None)).expect("JSON");

        assert_eq!(
            json["users"][0],
            json!({
                "sub": ada().sub, "username": ada().username, "email": "a***@e***.com", "email_verified": true,
                "phone": "+***78", "name": "A***", "status": "CONFIRMED", "enabled": true,
                "created_at": "2026-11-01T00:00:00Z", "updated_at": "2026-11-02T00:00:00Z",
                "groups": null, "mfa": { "enabled": null, "methods": null, "preferred": null },
            })
        );
        assert_eq!((&json["next"], &json["scanned_count"]), (&json!(null), &json!(120)));
        assert_eq!((&json["not_read"], &json["masked"]), (&json!(["groups", "mfa"]), &json!(true)));
    }

    #[test]
    fn the_table_fits_a_terminal_and_says_how_much_was_read() {
        let table = |width| report(None).view().render(Some(width)).unstyled();

        assert!(table(120).contains("2026-11-01 00:00Z  CONFIRMED"), "{}", table(120));
        assert!(table(120).contains("CONFIRMED, disabled") && table(120).contains("(not verified)"), "{}", table(120));
        for width in [120, 80, 60] {
            let text = table(width);
            assert!(text.lines().all(|line| line.chars().count() <= usize::from(width)), "{text}");
            assert!(text.contains("2b1c4e52-0000-4000-8000-000000000002"), "{text}");
            assert!(text.ends_with("2 users of 120 scanned, newest first"), "{text}");
        }
    }

    #[test]
    fn users_who_share_a_handle_are_listed_with_how_to_see_one() {
        let report = ListReport::of_several(vec![ada(), ada()], false, Privacy::Masked);

        assert!(report.view().render(None).unstyled().ends_with("2 users match"));
        assert_eq!(report.hints(), [format!("`srvls user lookup {}` shows one of them", ada().sub)]);
    }

    #[test]
    fn a_list_that_goes_on_says_how() {
        let token = ListToken { pool: "p".into(), conditions: Conditions::default(), place: Place::default() };

        let report = report(Some(&token));

        assert!(report.view().render(None).unstyled().contains("newest first among these; more may follow"));
        assert_eq!(report.hints(), [format!("`srvls user list --next {token}` goes on")]);
    }
}
