//! What an import job did, and what its users have to do now.

use serde::Serialize;

use super::{
    jobs::{reasons, words},
    outcome::OnConflict,
};
use crate::{
    aws::users::{UserJob, UserJobStatus},
    exit::Exit,
    terminal::output::{Report, Tone, View, counted, fields},
};

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct UserJobReport {
    pub(super) pool: String,
    pub(super) file: String,
    pub(super) on_conflict: OnConflict,
    /// The job at its end; `None` after a dry run.
    pub(super) job: Option<UserJob>,
    /// How many users the job was given.
    pub(super) users: u64,
    /// Of them, who is in groups by the file, and in none now.
    pub(super) grouped: u64,
    /// The rows that no job can import.
    pub(super) rejected: u64,
    /// The file with these rows.
    pub(super) rejects: Option<String>,
    /// The file of the job, whose lines the log names; `None` if every user was imported.
    pub(super) csv: Option<String>,
    /// In which the stream `ID/NAME` of the job has a line for each user.
    pub(super) log_group: String,
}

impl UserJobReport {
    /// Users whom the job had, and does not count.
    fn missing(&self, job: &UserJob) -> u64 {
        self.users.saturating_sub(u64::try_from(job.users()).unwrap_or_default())
    }

    /// Whether every user of the file is in the pool, as far as the caller asked for.
    fn is_complete(&self) -> bool {
        let Some(job) = &self.job else { return self.rejected == 0 };
        let may_skip = self.on_conflict == OnConflict::Skip;
        job.status == UserJobStatus::Succeeded
            && job.failed == 0
            && (job.skipped == 0 || may_skip)
            && self.missing(job) == 0
            && self.rejected == 0
    }
}

impl Report for UserJobReport {
    fn view(&self) -> View {
        let plain = |text: String| (text, Tone::Plain);
        let some = |count: u64, what: &str, tone| (count > 0).then(|| (format!("{count} {what}"), tone));
        let of_job = |count: fn(&UserJob) -> i64, what: &str, tone| {
            let count = self.job.as_ref().map(count).and_then(|count| u64::try_from(count).ok());
            some(count.unwrap_or_default(), what, tone)
        };
        let imported = match &self.job {
            None => ("Possible", Some(plain(format!("{}: this was a dry run", counted(self.users, "user"))))),
            Some(job) => ("Imported", Some(plain(format!("{} of {}", job.imported, counted(self.users, "user"))))),
        };
        let missing = self.job.as_ref().map(|job| self.missing(job)).unwrap_or_default();
        let message = self.job.as_ref().and_then(|job| job.message.clone());
        let is_bad = self.job.as_ref().is_some_and(|job| job.status != UserJobStatus::Succeeded);
        let stream = self.job.as_ref().map(|job| plain(format!("{}, stream {}/{}", self.log_group, job.id, job.name)));
        fields([
            ("Pool", Some(plain(self.pool.clone()))),
            ("File", Some(plain(self.file.clone()))),
            ("Status", self.job.as_ref().map(|job| words(job.status))),
            imported,
            ("Skipped", of_job(|job| job.skipped, "already in the pool, left as they are", Tone::Warning)),
            ("Failed", of_job(|job| job.failed, "refused by Cognito", Tone::Bad)),
            ("Missing", some(missing, "not counted by Cognito", Tone::Bad)),
            ("Rejected", some(self.rejected, "with the reason in the file of rejects", Tone::Bad)),
            ("Rejects", self.rejects.clone().map(plain)),
            ("Message", message.map(|text| (text, if is_bad { Tone::Bad } else { Tone::Plain }))),
            (
                "Sign-in",
                of_job(
                    |job| job.imported,
                    "set a new password with the code of \"forgot password\", if they sign in with one",
                    Tone::Warning,
                ),
            ),
            (
                "Groups",
                some(self.grouped, "of a group by the file, and in none now: a job has no groups", Tone::Warning),
            ),
            ("Log", stream.filter(|_| !self.is_complete())),
            ("Lines", self.csv.as_ref().map(|csv| plain(format!("{csv} has the lines that the log names; delete it")))),
            ("Job", self.job.as_ref().map(|job| plain(job.id.clone()))),
        ])
        .into()
    }

    fn exit(&self) -> Exit {
        if self.is_complete() { Exit::Success } else { Exit::Failure }
    }

    fn hints(&self) -> Vec<String> {
        let has_reasons = |job: &&UserJob| job.failed + job.skipped > 0 || job.status == UserJobStatus::Failed;
        let reasons = self.job.as_ref().filter(has_reasons).map(|job| reasons(&self.log_group, job));
        let is_given_up = |job: &&UserJob| {
            job.status == UserJobStatus::Failed && job.failed + job.skipped > 0 && self.missing(job) > 0
        };
        let given_up = self.job.as_ref().filter(is_given_up).map(|_| {
            let file = &self.file;
            format!(
                "Cognito gives up when too many users are there already, or are refused: ops sends the file from this \
                 machine with `srvls user import {file} --here --on-conflict skip`"
            )
        });
        let groups = (self.grouped > 0 && self.job.is_some()).then(|| {
            format!("ops adds the users to their groups with `srvls user import {} --on-conflict update`", self.file)
        });
        reasons.into_iter().chain(given_up).chain(groups).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::user::pool::jobs::tests::job;

    fn report(status: UserJobStatus, counts: [i64; 3]) -> UserJobReport {
        UserJobReport {
            pool: "eu-west-1_a".into(),
            file: "users.jsonl".into(),
            on_conflict: OnConflict::Fail,
            job: Some(job(status, counts)),
            users: 5,
            grouped: 0,
            rejected: 0,
            rejects: None,
            csv: None,
            log_group: "/aws/cognito/userpools/eu-west-1_a/people".into(),
        }
    }

    #[test]
    fn a_job_is_a_success_only_if_every_user_of_the_file_is_in_the_pool() {
        use UserJobStatus::{Failed, Stopped, Succeeded};
        let exit = |report: UserJobReport| report.exit();

        assert_eq!(exit(report(Succeeded, [5, 0, 0])), Exit::Success);
        assert_eq!(exit(UserJobReport { job: None, ..report(Succeeded, [0; 3]) }), Exit::Success, "a dry run");
        let skipping = UserJobReport { on_conflict: OnConflict::Skip, ..report(Succeeded, [4, 1, 0]) };
        assert_eq!(exit(skipping), Exit::Success);
        let lost = [
            report(Succeeded, [4, 1, 0]),
            report(Succeeded, [4, 0, 1]),
            report(Succeeded, [4, 0, 0]),
            report(Failed, [5, 0, 0]),
            report(Stopped, [3, 0, 0]),
            UserJobReport { rejected: 1, ..report(Succeeded, [5, 0, 0]) },
            UserJobReport { rejected: 1, job: None, ..report(Succeeded, [0; 3]) },
        ];
        for report in lost {
            assert_eq!(report.exit(), Exit::Failure, "{report:?}");
        }
    }

    #[test]
    fn the_answer_says_what_is_lost_and_where_the_reasons_are() {
        let report = UserJobReport {
            grouped: 2,
            rejected: 1,
            rejects: Some("users.jsonl.rejects.jsonl".into()),
            csv: Some("users.jsonl.job.csv".into()),
            ..report(UserJobStatus::Succeeded, [2, 1, 1])
        };

        insta::assert_snapshot!(report.view().render(None).unstyled(), @r#"
        Pool      eu-west-1_a
        File      users.jsonl
        Status    succeeded
        Imported  2 of 5 users
        Skipped   1 already in the pool, left as they are
        Failed    1 refused by Cognito
        Missing   1 not counted by Cognito
        Rejected  1 with the reason in the file of rejects
        Rejects   users.jsonl.rejects.jsonl
        Sign-in   2 set a new password with the code of "forgot password", if they sign in with one
        Groups    2 of a group by the file, and in none now: a job has no groups
        Log       /aws/cognito/userpools/eu-west-1_a/people, stream import-1/srvls-ab12
        Lines     users.jsonl.job.csv has the lines that the log names; delete it
        Job       import-1
        "#);
        let hints = report.hints().join("\n");
        assert!(hints.contains("'?FAILED ?SKIPPED'") && hints.contains("--on-conflict update"), "{hints}");
    }
}
