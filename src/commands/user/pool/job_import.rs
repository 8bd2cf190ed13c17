//! Users of a file who are many: Cognito imports them itself, from one csv.

use std::{
    fs::File,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
};

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use super::{
    console_csv::checked_columns,
    job_file::JobFile,
    job_report::UserJobReport,
    job_rules::Rules,
    jobs::{follow, log_group_of, refuse_on_emulator},
    outcome::OnConflict,
};
use crate::{
    audit::Target,
    aws::{
        AwsError,
        users::{PoolId, PoolSettings, Pools as _, UserJob, UserJobStatus, UserJobs as _},
    },
    context::{
        Context,
        guard::{Danger, allow_write},
        output::part,
    },
    copies::{Checkpoint, FileFormat, beside, lock, patiently, read_error},
    error::Error,
    terminal::output::size,
    time::clock,
};

/// Past this, sending the users one by one takes over an hour.
pub(super) const MOST_USERS: u64 = 50_000;
/// For how long a file can be given to a job, less what the upload may take.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-creating-import-job.html>
const UPLOADABLE: SignedDuration = SignedDuration::from_mins(10);

/// Whether there are more than `most` lines below the first.
pub(super) fn has_more_lines(path: &Path, most: u64) -> Result<bool, Error> {
    let mut reader = BufReader::new(File::open(path).map_err(read_error(path))?);
    let (mut lines, mut line) = (0_u64, Vec::new());
    while lines <= most + 1 {
        line.clear();
        if reader.read_until(b'\n', &mut line).map_err(read_error(path))? == 0 {
            return Ok(false);
        }
        lines += 1;
    }
    Ok(true)
}

/// What a job is to import.
pub(super) struct JobRequest {
    pub(super) file: PathBuf,
    pub(super) format: FileFormat,
    pub(super) on_conflict: OnConflict,
    pub(super) dry_run: bool,
}

/// The job of this file that an earlier run began, whose end it has not reported.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Begun {
    name: String,
    job: String,
    uploaded: bool,
}

/// Has Cognito import the users of the file, and follows it to its end.
pub(super) async fn run(cx: &Context, args: &JobRequest) -> Result<UserJobReport, Error> {
    refuse_on_emulator(cx)?;
    if args.on_conflict == OnConflict::Update {
        return Err(Error::usage(
            "a job of Cognito changes no user who is there",
            "leave out `--job` to update them from this machine",
        ));
    }
    let clearance = if args.dry_run { None } else { Some(allow_write(cx, Danger::Mild).await?) };
    let outputs = cx.api().deployed().await?.outputs;
    let pool = PoolId(part(&outputs, "UserPoolId")?);
    let role = part(&outputs, "UserImportRoleArn")?;
    let users = &cx.aws.users;
    let (settings, columns) = tokio::try_join!(users.settings(&pool), users.csv_header(&pool))?;
    if settings.verifies.is_empty() {
        return Err(Error::usage(
            "Cognito starts no import job in a pool that verifies neither e-mail addresses nor phone numbers",
            "pass `--here` to send the users from this machine",
        ));
    }
    let source = File::open(&args.file).map_err(read_error(&args.file))?;
    lock(&source, &args.file)?;
    let mut header = String::new();
    BufReader::new(source.try_clone().map_err(read_error(&args.file))?)
        .read_line(&mut header)
        .map_err(read_error(&args.file))?;
    checked_columns(header.trim_start_matches('\u{feff}'), args.format, &settings.attributes)?;
    let file = JobFile::write(&args.file, args.format, Rules::of(columns, &settings))?;
    file.check().inspect_err(|_| file.remove())?;
    let import = JobImport { cx, args, pool: &pool, role: &role, file: &file };
    let job = match clearance {
        None => None,
        Some(clearance) => {
            let _permit = clearance.begin(&Target::named("user_pool", &pool.0)).await?;
            Some(import.job().await?)
        }
    };
    Ok(report(args, &pool, &settings, file, job))
}

fn report(
    args: &JobRequest,
    pool: &PoolId,
    settings: &PoolSettings,
    file: JobFile,
    job: Option<UserJob>,
) -> UserJobReport {
    let is_done = |job: &UserJob| u64::try_from(job.imported).is_ok_and(|imported| imported == file.users);
    // Otherwise the log names lines of it.
    let is_needed = job.as_ref().is_some_and(|job| !is_done(job));
    if !is_needed {
        file.remove();
    }
    UserJobReport {
        pool: pool.0.clone(),
        file: args.file.display().to_string(),
        on_conflict: args.on_conflict,
        users: file.users,
        grouped: file.grouped,
        rejected: file.rejected,
        rejects: file.rejects.map(|path| path.display().to_string()),
        csv: is_needed.then(|| file.path.display().to_string()),
        log_group: log_group_of(pool, &settings.name),
        job,
    }
}

struct JobImport<'a> {
    cx: &'a Context,
    args: &'a JobRequest,
    pool: &'a PoolId,
    role: &'a str,
    file: &'a JobFile,
}

impl JobImport<'_> {
    /// The job of the file at its end: that of an earlier run, or a new one.
    async fn job(&self) -> Result<UserJob, Error> {
        let Self { cx, pool, file, .. } = self;
        let mut checkpoint = Checkpoint::at(beside(&self.args.file, &format!(".into-{}.job.json", pool.0)));
        let job = match self.earlier(checkpoint.load::<Begun>()).await? {
            Some((job, _)) if job.status != UserJobStatus::Created => {
                let is_over = !job.status.is_under_way();
                cx.progress.note(if is_over {
                    "the job of an earlier run has ended meanwhile"
                } else {
                    "an import of this file is under way already"
                });
                job
            }
            Some((job, uploaded)) => {
                cx.progress.note("going on with the job of an earlier run");
                self.start(job, uploaded, &mut checkpoint).await?
            }
            None => {
                cx.confirm(&self.question()).await?;
                let name = self.name();
                let create = async || cx.aws.users.create_job(pool, &name, self.role).await;
                let job = patiently(cx.progress, create).await?;
                self.start(job, false, &mut checkpoint).await?
            }
        };
        let job = follow(cx, pool, job, Some(file.users)).await?;
        checkpoint.remove();
        Ok(job)
    }

    /// The name of a job says which file it has, so that another run finds it.
    fn name(&self) -> String {
        format!("srvls-{}", &self.file.digest[..16])
    }

    /// The job of this file that an earlier run left, and whether it has its file.
    ///
    /// # Errors
    /// When Cognito is at another one.
    async fn earlier(&self, begun: Option<Begun>) -> Result<Option<(UserJob, bool)>, Error> {
        let (users, name) = (&self.cx.aws.users, self.name());
        let is_usable = |job: &UserJob, uploaded| match job.status {
            UserJobStatus::Expired => false,
            UserJobStatus::Created => {
                uploaded || job.created_at.is_some_and(|created| clock::now().duration_since(created) < UPLOADABLE)
            }
            _ => true,
        };
        if let Some(begun) = begun.filter(|begun| begun.name == name)
            && let Some(job) = users.user_job(self.pool, &begun.job).await?
            && is_usable(&job, begun.uploaded)
        {
            return Ok(Some((job, begun.uploaded)));
        }
        let jobs = users.user_jobs(self.pool).await?;
        if let Some(other) = jobs.iter().find(|job| job.status.is_under_way() && job.name != name) {
            return Err(Error::usage(
                format!("Cognito runs one import job at a time in an account, and {} is under way", other.id),
                "ops waits until it has ended with `srvls user jobs --follow`",
            ));
        }
        // Without a record of ours: a run was killed at once, or another machine began it.
        let is_left = |job: &UserJob| {
            job.name == name
                && (job.status.is_under_way() || job.status == UserJobStatus::Created && is_usable(job, false))
        };
        Ok(jobs.into_iter().find(is_left).map(|job| (job, false)))
    }

    /// Gives the job its file, unless it has it, and starts it.
    async fn start(&self, job: UserJob, uploaded: bool, checkpoint: &mut Checkpoint) -> Result<UserJob, Error> {
        let (progress, users) = (self.cx.progress, &self.cx.aws.users);
        let mut begun = Begun { name: job.name.clone(), job: job.id.clone(), uploaded };
        checkpoint.save(&begun)?;
        if !uploaded {
            let _step = progress.step(format_args!("Uploading {}", size(self.file.bytes)));
            patiently(progress, async || users.upload(&job, &self.file.path).await).await?;
            begun.uploaded = true;
            checkpoint.save(&begun)?;
        }
        let start = async || match users.start_job(self.pool, &job.id).await {
            // It has started, if only the answer was lost.
            Err(error) => self.started(&job.id).await?.ok_or(error),
            started => started,
        };
        Ok(patiently(progress, start).await?)
    }

    async fn started(&self, id: &str) -> Result<Option<UserJob>, AwsError> {
        let job = self.cx.aws.users.user_job(self.pool, id).await?;
        Ok(job.filter(|job| !matches!(job.status, UserJobStatus::Created | UserJobStatus::Expired)))
    }

    fn question(&self) -> String {
        let JobFile { users, bytes, rejected, grouped, .. } = self.file;
        let rejected = if *rejected > 0 { format!(" {rejected} rows are rejected.") } else { String::new() };
        let grouped = if *grouped > 0 { format!(" {grouped} of them lose their groups.") } else { String::new() };
        format!(
            "Have Cognito import {users} users ({}) into {}? They have to set new passwords, and users who are there \
             stay as they are.{grouped}{rejected}",
            size(*bytes),
            self.pool.0
        )
    }
}
