//! `srvls user jobs`: the imports of csv that Cognito runs by itself.

use std::time::{Duration, Instant};

use serde::Serialize;

use crate::{
    audit::Target,
    aws::users::{PoolId, Pools as _, UserJob, UserJobStatus, UserJobs as _},
    context::{
        Context,
        guard::{Danger, allow_write},
        output::part,
    },
    copies::{Detached, patiently},
    error::Error,
    exit::Exit,
    terminal::{
        output::{Report, Table, Tone, View},
        signals::Signals,
    },
};

/// Show the imports that Cognito runs
///
/// These are the jobs that `srvls user import --job` begins. Cognito goes on with them whether srvls follows or not, and
/// logs what became of each row. A job that is stopped can't be started again, and the users it has imported stay.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls user jobs
  srvls user jobs --follow
  srvls user jobs --stop import-mAgUtd8PMm --reason T-1")]
pub(crate) struct JobsArgs {
    /// Wait until those that are under way have ended
    #[arg(long, conflicts_with = "stop")]
    follow: bool,
    /// Stop this job for good
    #[arg(long, value_name = "JOB")]
    stop: Option<String>,
}

impl JobsArgs {
    pub(in crate::commands::user) fn reads(&self) -> bool {
        self.stop.is_none()
    }
}

/// How many jobs are shown.
const MOST: usize = 10;

pub(in crate::commands::user) async fn run(cx: &Context, args: &JobsArgs) -> Result<JobsReport, Error> {
    refuse_on_emulator(cx)?;
    let clearance = if args.stop.is_some() { Some(allow_write(cx, Danger::Mild).await?) } else { None };
    let users = &cx.aws.users;
    let pool = PoolId(part(&cx.api().deployed().await?.outputs, "UserPoolId")?);
    if let (Some(id), Some(clearance)) = (&args.stop, clearance) {
        let job = users.user_job(&pool, id).await?;
        let job =
            job.ok_or_else(|| Error::not_found("import job", id, Some("list them with `srvls user jobs`".into())))?;
        if !job.status.is_under_way() {
            return Err(Error::usage(format!("{id} is {}, so there is nothing to stop", words(job.status).0), LISTED));
        }
        let permit = clearance.begin(&Target::named("user_pool", &pool.0)).await?;
        cx.confirm(&format!("Stop {id} for good? The {} users that it has imported stay.", job.imported)).await?;
        let job = follow(cx, &pool, users.stop_job(&pool, id).await?, None).await?;
        drop(permit);
        return Ok(JobsReport { log_group: log_group(cx, &pool).await?, jobs: vec![job], has_failed: false });
    }
    let mut jobs = users.user_jobs(&pool).await?;
    jobs.truncate(MOST);
    let mut has_failed = false;
    if args.follow {
        for job in jobs.iter_mut().filter(|job| job.status.is_under_way()) {
            *job = follow(cx, &pool, job.clone(), None).await?;
            has_failed |= is_bad(job);
        }
    }
    let log_group = if jobs.is_empty() { String::new() } else { log_group(cx, &pool).await? };
    Ok(JobsReport { jobs, log_group, has_failed })
}

const LISTED: &str = "`srvls user jobs` lists the jobs";

/// # Errors
/// On a local stage.
pub(super) fn refuse_on_emulator(cx: &Context) -> Result<(), Error> {
    if cx.local.is_none() {
        return Ok(());
    }
    Err(Error::usage(
        "the local emulator has no import jobs: only Cognito itself runs them",
        "import the users from this machine with `srvls user import FILE`",
    ))
}

async fn log_group(cx: &Context, pool: &PoolId) -> Result<String, Error> {
    Ok(log_group_of(pool, &cx.aws.users.settings(pool).await?.name))
}

/// Where Cognito writes what became of each row.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool-cloudwatch.html>
pub(super) fn log_group_of(pool: &PoolId, name: &str) -> String {
    format!("/aws/cognito/userpools/{}/{name}", pool.0)
}

/// The command that shows what became of the rows of `job`, as far as they were not imported.
pub(super) fn reasons(log_group: &str, job: &UserJob) -> String {
    format!(
        "ops reads the reasons with `aws logs filter-log-events --log-group-name '{log_group}' --log-stream-names \
         '{}/{}' --filter-pattern '?FAILED ?SKIPPED'`",
        job.id, job.name
    )
}

/// How often the counts are said where no bar can be drawn.
const SAID_EVERY: Duration = Duration::from_secs(30);

/// The job at its end. `users` is how many it has, where that is known.
///
/// # Errors
/// When it is asked to stop first.
pub(super) async fn follow(
    cx: &Context,
    pool: &PoolId,
    mut job: UserJob,
    users: Option<u64>,
) -> Result<UserJob, Error> {
    let detached = |stop| Detached { service: "Cognito", follow: "srvls user jobs --follow", stop };
    let mut signals = Signals::listen();
    let template = if users.is_some() { "{wide_bar} {msg}, {percent} %, {eta} left" } else { "{spinner} {msg}" };
    let bar = cx.progress.bar(users, template);
    let mut said = Instant::now();
    if job.status.is_under_way() && !cx.progress.terminal {
        cx.progress.note(format_args!("Cognito is importing with {}", job.id));
    }
    while job.status.is_under_way() {
        bar.set_position(u64::try_from(job.users()).unwrap_or_default());
        bar.set_message(counts(&job));
        if !cx.progress.terminal && said.elapsed() >= SAID_EVERY {
            cx.progress.note(counts(&job));
            said = Instant::now();
        }
        let next = async {
            tokio::time::sleep(cx.poll_interval()).await;
            patiently(cx.progress, async || cx.aws.users.user_job(pool, &job.id).await).await
        };
        let next = signals.unless_stopped(next).await;
        bar.tick();
        job = next.map_err(detached)??.ok_or_else(|| Error::not_found("import job", &job.id, None))?;
    }
    bar.finish_and_clear();
    Ok(job)
}

fn counts(job: &UserJob) -> String {
    format!("{} imported, {} skipped, {} failed", job.imported, job.skipped, job.failed)
}

pub(super) fn words(status: UserJobStatus) -> (String, Tone) {
    let (text, tone) = match status {
        UserJobStatus::Created => ("not started", Tone::Plain),
        UserJobStatus::Pending => ("starting", Tone::Plain),
        UserJobStatus::InProgress => ("in progress", Tone::Plain),
        UserJobStatus::Stopping => ("stopping", Tone::Plain),
        UserJobStatus::Expired => ("expired", Tone::Warning),
        UserJobStatus::Stopped => ("stopped", Tone::Warning),
        UserJobStatus::Failed => ("failed", Tone::Bad),
        UserJobStatus::Succeeded => ("succeeded", Tone::Good),
    };
    (text.to_owned(), tone)
}

/// Whether it has lost users, or all of them.
fn is_bad(job: &UserJob) -> bool {
    job.status == UserJobStatus::Failed || job.failed > 0
}

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct JobsReport {
    jobs: Vec<UserJob>,
    /// In which the stream `ID/NAME` of a job has a line for each user.
    log_group: String,
    /// Whether one of those that were followed lost users.
    #[serde(skip)]
    has_failed: bool,
}

impl JobsReport {
    /// The latest job with users who were not imported.
    fn incomplete(&self) -> Option<&UserJob> {
        self.jobs.iter().find(|job| job.failed + job.skipped > 0)
    }
}

impl Report for JobsReport {
    const ROWS: Option<&'static str> = Some("jobs");

    fn view(&self) -> View {
        if self.jobs.is_empty() {
            return View::new().text("Cognito has run no import of this pool");
        }
        let mut table = Table::new(["JOB", "STATUS", "STARTED", "IMPORTED", "SKIPPED", "FAILED", "MESSAGE"]);
        for job in &self.jobs {
            let count = |count: i64, tone| (count.to_string(), if count > 0 { tone } else { Tone::Plain });
            table.row([
                (job.id.clone(), Tone::Plain),
                words(job.status),
                (job.started_at.map(|at| at.to_string()).unwrap_or_default(), Tone::Plain),
                (job.imported.to_string(), Tone::Plain),
                count(job.skipped, Tone::Warning),
                count(job.failed, Tone::Bad),
                (job.message.clone().unwrap_or_default(), Tone::Plain),
            ]);
        }
        table.into()
    }

    fn exit(&self) -> Exit {
        if self.has_failed { Exit::Failure } else { Exit::Success }
    }

    fn hints(&self) -> Vec<String> {
        self.incomplete().map(|job| reasons(&self.log_group, job)).into_iter().collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::commands::user::pool) fn job(status: UserJobStatus, counts: [i64; 3]) -> UserJob {
        let [imported, skipped, failed] = counts;
        UserJob {
            status,
            id: "import-1".into(),
            name: "srvls-ab12".into(),
            created_at: None,
            started_at: "2026-11-01T00:00:00Z".parse().ok(),
            ended_at: None,
            imported,
            skipped,
            failed,
            message: None,
            upload_url: None,
        }
    }

    #[test]
    fn jobs_are_listed_with_their_counts_and_where_the_reasons_are() {
        let jobs = vec![job(UserJobStatus::InProgress, [3, 0, 0]), job(UserJobStatus::Failed, [3, 1, 5])];
        let report =
            |has_failed| JobsReport { jobs: jobs.clone(), log_group: "/aws/cognito/userpools/p/n".into(), has_failed };
        let listed = report(false);

        insta::assert_snapshot!(listed.view().render(None).unstyled(), @"
        JOB       STATUS       STARTED               IMPORTED  SKIPPED  FAILED  MESSAGE
        import-1  in progress  2026-11-01T00:00:00Z  3         0        0
        import-1  failed       2026-11-01T00:00:00Z  3         1        5
        ");
        assert_eq!(listed.exit(), Exit::Success, "a list is no judgement");
        assert_eq!(report(true).exit(), Exit::Failure);
        assert_eq!([&jobs[0], &jobs[1]].map(is_bad), [false, true]);
        let hint = &listed.hints()[0];
        assert!(
            hint.contains("--log-group-name '/aws/cognito/userpools/p/n' --log-stream-names 'import-1/srvls-ab12'")
        );
    }
}
