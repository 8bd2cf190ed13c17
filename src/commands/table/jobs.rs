//! `srvls table jobs`: the exports to S3 and the imports that DynamoDB runs by itself.

use futures_util::future::try_join_all;
use serde::Serialize;

use super::table_name::{StackTable, tables_of};
use crate::{
    aws::tables::{JobKind, JobStatus, TableJob, TableJobs},
    context::Context,
    copies::{Detached, patiently},
    error::Error,
    exit::Exit,
    terminal::{
        output::{Report, Table, Tone, View, fields, size},
        signals::Signals,
    },
};

/// Show the exports and imports that DynamoDB runs
///
/// These are the exports to S3 that `srvls table export` begins for large tables, and the imports that
/// `srvls table import` makes new tables with. DynamoDB goes on with them whether srvls follows or not.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls table jobs
  srvls table jobs --follow")]
pub(crate) struct JobsArgs {
    /// Wait until those that are under way have ended
    #[arg(long)]
    follow: bool,
}

/// How many jobs of each kind are shown of a table.
const MOST: usize = 10;

pub(crate) async fn run(cx: &Context, args: &JobsArgs) -> Result<JobsReport, Error> {
    let stack_tables = tables_of(&cx.aws.stacks, &cx.stack_name()).await?;
    let ids = ids(cx, &stack_tables).await?;
    let jobs = ids.iter().map(|(kind, id)| cx.aws.tables.job(*kind, id));
    let mut jobs = try_join_all(jobs).await?;
    let mut has_failed = false;
    if args.follow {
        for job in jobs.iter_mut().filter(|job| job.status == JobStatus::InProgress) {
            *job = follow(cx, job.clone()).await?;
            has_failed |= is_bad(job);
        }
    }
    jobs.sort_by_key(|job| std::cmp::Reverse(job.started_at));
    Ok(JobsReport { jobs, has_failed })
}

async fn ids(cx: &Context, tables: &[StackTable]) -> Result<Vec<(JobKind, String)>, Error> {
    let exports = try_join_all(tables.iter().map(|table| exports_of(cx, table)));
    let imports = async { Ok::<_, Error>(cx.aws.tables.imports().await?) };
    let (exports, imports) = tokio::try_join!(exports, imports)?;
    let exports = exports.into_iter().flatten().map(|id| (JobKind::Export, id));
    let is_ours = |name: &str| tables.iter().any(|table| name.starts_with(&format!("{}-", table.stem())));
    let imports = imports.into_iter().filter(|(_, table)| is_ours(table)).take(MOST);
    Ok(exports.chain(imports.map(|(id, _)| (JobKind::Import, id))).collect())
}

async fn exports_of(cx: &Context, table: &StackTable) -> Result<Vec<String>, Error> {
    let Some(description) = table.find(&cx.aws.tables).await? else { return Ok(Vec::new()) };
    let mut exports = cx.aws.tables.exports(&description.arn).await?;
    exports.truncate(MOST);
    Ok(exports)
}

/// The job at its end.
///
/// # Errors
/// When it is asked to stop first.
pub(super) async fn follow(cx: &Context, mut job: TableJob) -> Result<TableJob, Error> {
    let detached = |stop| Detached { service: "DynamoDB", follow: "srvls table jobs --follow", stop };
    let mut signals = Signals::listen();
    let _step = (job.status == JobStatus::InProgress).then(|| {
        let what = if job.kind == JobKind::Export { "exporting" } else { "importing into" };
        cx.progress.step(format_args!("DynamoDB is {what} {}", job.table))
    });
    while job.status == JobStatus::InProgress {
        let next = async {
            tokio::time::sleep(cx.poll_interval()).await;
            patiently(cx.progress, async || cx.aws.tables.job(job.kind, &job.id).await).await
        };
        job = signals.unless_stopped(next).await.map_err(detached)??;
    }
    Ok(job)
}

/// One job, at its end or as far as it was followed.
#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct JobReport {
    pub(super) job: TableJob,
    /// What the table lacks that an import made.
    pub(super) note: Option<String>,
}

impl Report for JobReport {
    fn view(&self) -> View {
        let TableJob { table, status, items, size_bytes, rejected, location, failure, .. } = &self.job;
        let plain = |text: String| (text, Tone::Plain);
        let rejected = rejected.filter(|rejected| *rejected > 0).map(|count| (count.to_string(), Tone::Bad));
        fields([
            ("Table", Some(plain(table.clone()))),
            ("Status", Some(words(*status))),
            ("Items", items.map(|items| plain(items.to_string()))),
            ("Size", size_bytes.map(|bytes| plain(size(bytes)))),
            ("Rejected", rejected),
            ("Data", location.clone().map(plain)),
            ("Failure", failure.clone().map(|failure| (failure, Tone::Bad))),
            ("Note", self.note.clone().map(plain)),
            ("Job", Some(plain(self.job.id.clone()))),
        ])
        .into()
    }

    fn exit(&self) -> Exit {
        if is_bad(&self.job) { Exit::Failure } else { Exit::Success }
    }

    fn hints(&self) -> Vec<String> {
        let is_over = self.job.status != JobStatus::InProgress;
        (!is_over).then(|| "follow it with `srvls table jobs --follow`".to_owned()).into_iter().collect()
    }
}

/// Whether it has lost items, or all of them.
fn is_bad(job: &TableJob) -> bool {
    job.status == JobStatus::Failed || job.rejected > Some(0)
}

fn words(status: JobStatus) -> (String, Tone) {
    let (text, tone) = match status {
        JobStatus::InProgress => ("in progress", Tone::Plain),
        JobStatus::Completed => ("completed", Tone::Good),
        JobStatus::Failed => ("failed", Tone::Bad),
    };
    (text.to_owned(), tone)
}

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct JobsReport {
    jobs: Vec<TableJob>,
    /// Whether one of those that were followed lost items.
    #[serde(skip)]
    has_failed: bool,
}

impl Report for JobsReport {
    const ROWS: Option<&'static str> = Some("jobs");

    fn view(&self) -> View {
        if self.jobs.is_empty() {
            return View::new().text("DynamoDB has run no export or import of these tables");
        }
        let mut table = Table::new(["KIND", "TABLE", "STATUS", "STARTED", "ITEMS", "DATA"]);
        for job in &self.jobs {
            let kind = if job.kind == JobKind::Export { "export" } else { "import" };
            let started = job.started_at.map(|at| at.to_string()).unwrap_or_default();
            let items = job.items.map(|items| items.to_string()).unwrap_or_default();
            table.row([
                (kind.to_owned(), Tone::Plain),
                (job.table.clone(), Tone::Plain),
                words(job.status),
                (started, Tone::Plain),
                (items, Tone::Plain),
                (job.location.clone().unwrap_or_default(), Tone::Plain),
            ]);
        }
        table.into()
    }

    fn exit(&self) -> Exit {
        if self.has_failed { Exit::Failure } else { Exit::Success }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(status: JobStatus, rejected: Option<i64>) -> TableJob {
        TableJob {
            kind: JobKind::Import,
            status,
            table: "app-data-copy".into(),
            id: "arn".into(),
            started_at: None,
            ended_at: None,
            items: Some(5),
            size_bytes: None,
            rejected,
            location: Some("s3://b/p/".into()),
            failure: None,
        }
    }

    #[test]
    fn a_job_that_lost_items_is_no_success() {
        let exit = |status, rejected| JobReport { job: job(status, rejected), note: None }.exit();

        assert_eq!(exit(JobStatus::Completed, Some(0)), Exit::Success);
        assert_eq!(exit(JobStatus::Completed, Some(1)), Exit::Failure);
        assert_eq!(exit(JobStatus::Failed, None), Exit::Failure);
        let followed = |has_failed| JobsReport { jobs: vec![job(JobStatus::Failed, None)], has_failed }.exit();
        assert_eq!((followed(true), followed(false)), (Exit::Failure, Exit::Success), "what failed before is known");
    }

    #[test]
    fn jobs_are_listed_with_what_is_known_of_them() {
        let report =
            JobsReport { jobs: vec![TableJob { items: None, ..job(JobStatus::InProgress, None) }], has_failed: false };

        assert_eq!(
            report.view().render(None).unstyled(),
            "KIND    TABLE          STATUS       STARTED  ITEMS  DATA\n\
             import  app-data-copy  in progress                  s3://b/p/"
        );
    }
}
