//! What an import of a pool did, and what its users have to do now.

use serde::{Deserialize, Serialize};

use super::outcome::{End, Imported, OnConflict, SignIn};
use crate::{
    exit::Exit,
    terminal::output::{Report, Tone, View, fields},
};

/// How many rows had which end: groups and users.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counts {
    pub(super) rows: u64,
    pub(super) created: u64,
    /// A user or group who was there was given what the row has.
    pub(super) updated: u64,
    /// All that the row says was so already.
    pub(super) identical: u64,
    /// Another user or group was there, and stays.
    pub(super) skipped: u64,
    pub(super) rejected: u64,
    /// Of the users created: they set a password as if they had forgotten theirs.
    pub(super) password_forgotten: u64,
    /// Of the users created: they wait for an invitation.
    pub(super) to_be_invited: u64,
}

impl Counts {
    pub(super) fn add(&mut self, end: &End) {
        self.rows += 1;
        match end {
            End::Created => self.created += 1,
            End::Updated => self.updated += 1,
            End::Identical => self.identical += 1,
            End::Skipped => self.skipped += 1,
            End::Rejected(_) => self.rejected += 1,
        }
    }

    pub(super) fn add_user(&mut self, imported: &Imported) {
        self.add(&imported.end);
        match imported.sign_in {
            Some(SignIn::ForgottenPassword) => self.password_forgotten += 1,
            Some(SignIn::Invitation) => self.to_be_invited += 1,
            None => {}
        }
    }
}

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct PoolImportReport {
    pub(super) pool: String,
    pub(super) file: String,
    pub(super) on_conflict: OnConflict,
    /// Whether nothing was written: `created` says how many rows could be.
    pub(super) dry_run: bool,
    #[serde(flatten)]
    pub(super) counts: Counts,
    /// The file with the rows that were rejected; `None` if all were taken.
    pub(super) rejects: Option<String>,
    /// The file with the old and the new sub of each user; `None` if the rows name no old ones.
    pub(super) subs: Option<String>,
    pub(super) duration_ms: u64,
}

impl Report for PoolImportReport {
    fn view(&self) -> View {
        let Counts { rows, created, updated, identical, skipped, rejected, password_forgotten, to_be_invited } =
            self.counts;
        let count = |count: u64, what: &str, tone| (count > 0).then(|| (format!("{count} {what}"), tone));
        let created = if self.dry_run {
            (
                "Possible",
                Some((format!("{created}, not compared with existing users: this was a dry run"), Tone::Plain)),
            )
        } else {
            ("Created", Some((created.to_string(), Tone::Good)))
        };
        let subs = self
            .subs
            .as_ref()
            .map(|file| format!("{file} has each user's old and new sub: table items under an old sub have no owner"));
        fields([
            ("Pool", Some((self.pool.clone(), Tone::Plain))),
            ("Rows", Some((format!("{rows} of {}", self.file), Tone::Plain))),
            created,
            ("Updated", count(updated, "were there, and have what the file says", Tone::Good)),
            ("Identical", count(identical, "were there already", Tone::Plain)),
            ("Skipped", count(skipped, "are there and differ", Tone::Warning)),
            ("Rejected", count(rejected, "with the reason in the file of rejects", Tone::Bad)),
            ("Rejects", self.rejects.clone().map(|file| (file, Tone::Plain))),
            (
                "Sign-in",
                count(password_forgotten, "set a new password with the code of \"forgot password\"", Tone::Warning),
            ),
            ("Invite", count(to_be_invited, "were only invited, or have no verified address", Tone::Warning)),
            ("Subs", subs.map(|text| (text, Tone::Warning))),
        ])
        .into()
    }

    fn exit(&self) -> Exit {
        if self.counts.rejected > 0 { Exit::Failure } else { Exit::Success }
    }

    fn hints(&self) -> Vec<String> {
        let mend = "fix the rejected rows, or choose another `--on-conflict`, and import again";
        let invite = "`srvls user resend SUB` sends a user their invitation";
        let hints = [(self.counts.rejected > 0, mend), (self.counts.to_be_invited > 0, invite)];
        hints.into_iter().filter(|(applies, _)| *applies).map(|(_, hint)| hint.to_owned()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_adds_up_and_says_what_the_users_have_to_do() {
        let mut counts = Counts::default();
        let created = |sign_in| Imported { end: End::Created, sub: Some("1".into()), sign_in: Some(sign_in) };
        counts.add_user(&created(SignIn::ForgottenPassword));
        counts.add_user(&created(SignIn::Invitation));
        counts.add_user(&Imported::rejected("no"));
        counts.add(&End::Identical);
        let report = PoolImportReport {
            pool: "p".into(),
            file: "users.jsonl".into(),
            on_conflict: OnConflict::Fail,
            dry_run: false,
            counts,
            rejects: Some("users.jsonl.rejects.jsonl".into()),
            subs: Some("users.jsonl.subs.csv".into()),
            duration_ms: 5,
        };

        assert_eq!((counts.rows, counts.created, counts.identical, counts.rejected), (4, 2, 1, 1));
        assert_eq!(report.exit(), Exit::Failure);
        insta::assert_snapshot!(report.view().render(None).unstyled(), @r#"
        Pool       p
        Rows       4 of users.jsonl
        Created    2
        Identical  1 were there already
        Rejected   1 with the reason in the file of rejects
        Rejects    users.jsonl.rejects.jsonl
        Sign-in    1 set a new password with the code of "forgot password"
        Invite     1 were only invited, or have no verified address
        Subs       users.jsonl.subs.csv has each user's old and new sub: table items under an old sub have no owner
        "#);
        assert_eq!(report.hints().len(), 2);
    }
}
