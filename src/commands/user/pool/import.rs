//! `srvls user import`: the groups and users of a file in the pool of the stage.

use std::{collections::HashSet, path::PathBuf, time::Instant};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use indicatif::ProgressBar;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    account_import::Target,
    console_csv,
    group_import::import_group,
    import_report::{Counts, PoolImportReport},
    job_import::{self, JobRequest, MOST_USERS, has_more_lines},
    outcome::{End, Imported, OnConflict},
    requests::{AT_ONCE, Requests},
    row::{Account, PoolRow},
};
use crate::{
    audit,
    aws::users::{Edits, Group, NewUser, PoolId, Pools, Users},
    context::{
        Context,
        guard::{Danger, Permit, allow_write},
        output::part,
    },
    copies::{FileFormat, Row, RowFile, RowLayout, Stopped, millis},
    error::Error,
    exit::Exit,
    terminal::{
        output::{Output, size},
        progress::Progress,
        signals::Signals,
    },
    time::clock,
};

/// Create the groups and users of a file
///
/// The file is one that `srvls user export --all` wrote, or csv as Cognito's own import takes it. It sends no mail. The
/// passwords stay behind: users who had one set a new one with the code of "forgot password", and the others wait for
/// `srvls user resend`. Second factors are set up again, and groups come without their IAM roles.
///
/// Every user gets a new sub. FILE.subs.csv has the old and the new one, since tables know users by it. A row that can't
/// be imported is in FILE.rejects.jsonl with its line and the reason, and the command fails at its end. After an
/// interruption, or a kill, the same command goes on where it stopped.
///
/// Csv with more than 50,000 users is imported by Cognito itself, in a job: all of them at once, without a request for
/// each. `srvls user jobs` shows these jobs. A job has no groups, takes no disabled or unverified users, and every user has
/// to set a new password.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls user import users.jsonl --dry-run
  srvls user import users.jsonl --reason T-1
  srvls user import users.csv --on-conflict skip --rate 40 --reason T-1
  srvls user import users.csv --job --reason T-1")]
pub(crate) struct ImportArgs {
    /// File with the users
    file: PathBuf,
    /// What to do where a user or group is there, and differs
    #[arg(long, value_enum, value_name = "WHAT", default_value = "fail")]
    on_conflict: OnConflict,
    /// Format of the file [default: by its name]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<FileFormat>,
    /// Send at most this many requests a second [default: 25]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    rate: Option<u32>,
    /// Check the rows against the pool, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Have Cognito import the users, however many they are
    #[arg(long, conflicts_with_all = ["here", "rate"])]
    job: bool,
    /// Send the users from this machine, however many they are
    #[arg(long)]
    here: bool,
}

/// How many rows are under way at once, and how many bytes of them.
const WINDOW: (usize, usize) = (100, 1 << 20);

/// How far an import has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
struct Standing {
    /// Of the first run.
    begun_at: Option<Timestamp>,
    counts: Counts,
}

/// The rows of a file for a pool, by its id.
type Source = RowFile<(String, OnConflict, bool), Standing>;

/// A user of a window.
struct Candidate {
    row: Row,
    account: Account,
    new: NewUser,
}

pub(in crate::commands::user) async fn run(cx: &Context, args: &ImportArgs, out: &Output) -> Result<Exit, Error> {
    let format = args.format.unwrap_or_else(|| FileFormat::of(&args.file));
    if is_handed_over(cx, args, format)? {
        let (file, on_conflict, dry_run) = (args.file.clone(), args.on_conflict, args.dry_run);
        return out.emit(&job_import::run(cx, &JobRequest { file, format, on_conflict, dry_run }).await?).await;
    }
    out.emit(&import_here(cx, args, format).await?).await
}

/// Whether Cognito imports the file itself. JSON has groups and states that a job loses, so only csv is handed over unasked.
fn is_handed_over(cx: &Context, args: &ImportArgs, format: FileFormat) -> Result<bool, Error> {
    if args.job {
        return Ok(true);
    }
    let is_open = format == FileFormat::Csv && !args.here && args.rate.is_none() && cx.local.is_none();
    if !is_open || args.on_conflict == OnConflict::Update || !has_more_lines(&args.file, MOST_USERS)? {
        return Ok(false);
    }
    cx.progress.note(format_args!(
        "Cognito imports this file by itself, as it has more than {MOST_USERS} users; `--here` sends them from this \
         machine"
    ));
    Ok(true)
}

/// Sends the users through this machine.
async fn import_here(cx: &Context, args: &ImportArgs, format: FileFormat) -> Result<PoolImportReport, Error> {
    let begun = Instant::now();
    let danger = if args.on_conflict == OnConflict::Update { Danger::Severe } else { Danger::Mild };
    let clearance = if args.dry_run { None } else { Some(allow_write(cx, danger).await?) };
    let users = &cx.aws.users;
    let pool = PoolId(part(&cx.api().deployed().await?.outputs, "UserPoolId")?);
    let (settings, groups) = tokio::try_join!(users.settings(&pool), users.groups(&pool))?;
    let layout = match format {
        FileFormat::Jsonl => RowLayout::Lines,
        FileFormat::Csv => RowLayout::HeadedLines,
    };
    let this = (pool.0.clone(), args.on_conflict, args.dry_run);
    let mut source = Source::open(&args.file, &pool.0, this, layout)?;
    let columns = console_csv::checked_columns(source.header(), format, &settings.attributes)?;
    let permit = match clearance {
        Some(clearance) => Some(clearance.begin(&audit::Target::named("user_pool", &pool.0)).await?),
        None => None,
    };
    let Standing { begun_at, counts } = source.counts();
    if counts.rows > 0 {
        cx.progress.note(format_args!("going on after the {} rows of an earlier run", counts.rows));
    }
    if permit.is_some() {
        cx.confirm(&question(args, &pool, source.bytes().1)).await?;
    }
    let mut work = Work {
        target: Target {
            users,
            pool: &pool,
            settings,
            on_conflict: args.on_conflict,
            requests: Requests::at(args.rate, cx.progress),
            begun_at: begun_at.unwrap_or_else(clock::now),
        },
        permit,
        format,
        columns,
        groups,
    };
    let bar = bar(cx.progress, &source);
    let mut signals = Signals::listen();
    let copied = signals.unless_stopped(work.copy(&mut source, &bar)).await;
    bar.finish_and_clear();
    let counts = source.counts().counts;
    let done = || format!("{} rows are done", counts.rows);
    match copied {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            source.save()?;
            cx.progress.note(format_args!("{}: the same command goes on from there", done()));
            return Err(error);
        }
        Err(stop) => {
            source.save()?;
            return Err(Stopped { stop, done: done() }.into());
        }
    }
    let report = PoolImportReport {
        pool: pool.0.clone(),
        file: args.file.display().to_string(),
        on_conflict: args.on_conflict,
        dry_run: args.dry_run,
        counts,
        rejects: source.rejects().map(|path| path.display().to_string()),
        subs: source.pairs().map(|path| path.display().to_string()),
        duration_ms: millis(begun),
    };
    source.finish();
    Ok(report)
}

fn question(args: &ImportArgs, pool: &PoolId, bytes: u64) -> String {
    let there = match args.on_conflict {
        OnConflict::Fail => "Users who are there stay as they are, and fail the import where they differ.",
        OnConflict::Skip => "Users who are there stay as they are.",
        OnConflict::Update => "Users who are there get what the file has.",
    };
    format!("Import {} ({}) into {}? {there}", args.file.display(), size(bytes), pool.0)
}

fn bar(progress: Progress, source: &Source) -> ProgressBar {
    let (done, bytes) = source.bytes();
    let bar = progress.bar(Some(bytes), "{wide_bar} {msg} rows, {percent} %, {eta} left");
    bar.set_message(source.counts().counts.rows.to_string());
    bar.set_position(done);
    bar.reset_eta();
    bar
}

/// What is imported, and into what.
struct Work<'a, U> {
    target: Target<'a, U>,
    /// `None` to write nothing.
    permit: Option<Permit>,
    format: FileFormat,
    /// Of csv.
    columns: Vec<String>,
    /// Of the pool.
    groups: Vec<Group>,
}

/// What became of a window.
#[derive(Default)]
struct Ended {
    rejected: Vec<(Row, String)>,
    /// The lines of users with their old subs and new ones.
    pairs: Vec<(u64, String)>,
}

impl<U: Users + Edits + Pools> Work<'_, U> {
    /// Imports what is left of the file.
    async fn copy(&mut self, source: &mut Source, bar: &ProgressBar) -> Result<(), Error> {
        loop {
            let window = source.window(WINDOW.0, WINDOW.1)?;
            if window.is_empty() {
                return Ok(());
            }
            let mut standing = Standing { begun_at: Some(self.target.begun_at), ..source.counts() };
            source.begin_window(standing)?;
            let mut ended = self.import(window, &mut standing.counts).await?;
            ended.pairs.sort();
            for (_, pair) in &ended.pairs {
                if source.pairs().is_none() {
                    source.pair("old_sub,new_sub")?;
                }
                source.pair(pair)?;
            }
            ended.rejected.sort_by_key(|(row, _)| row.line);
            source.done(standing, ended.rejected.iter().map(|(row, reason)| (row, reason.as_str())))?;
            bar.set_position(source.bytes().0);
            bar.set_message(standing.counts.rows.to_string());
            // Lets a request to stop come through, however fast the answers are.
            tokio::task::yield_now().await;
        }
    }

    async fn import(&mut self, window: Vec<Row>, counts: &mut Counts) -> Result<Ended, Error> {
        let mut ended = Ended::default();
        let mut candidates = Vec::new();
        for row in window {
            match self.row_of(&row.text) {
                Ok(PoolRow::Group(group)) => {
                    let end = self.import_group(&group).await?;
                    counts.add(&end);
                    if let End::Rejected(reason) = end {
                        ended.rejected.push((row, reason));
                    }
                }
                Ok(PoolRow::User(account)) => match self.target.new_user(&account, &self.groups) {
                    Ok(new) => candidates.push(Candidate { row, account, new }),
                    Err(reason) => count(row, None, Imported::rejected(reason), counts, &mut ended),
                },
                Err(reason) => count(row, None, Imported::rejected(reason), counts, &mut ended),
            }
        }
        let (first, again) = first_of_each_name(candidates);
        self.import_users(first, counts, &mut ended).await?;
        // One by one: each of these is there by now.
        for candidate in again {
            self.import_users(vec![candidate], counts, &mut ended).await?;
        }
        Ok(ended)
    }

    fn row_of(&self, text: &str) -> Result<PoolRow, String> {
        match self.format {
            FileFormat::Csv => console_csv::account(text, &self.columns).map(PoolRow::User),
            FileFormat::Jsonl => serde_json::from_str(text).map_err(|error| format!("it is no row of a pool: {error}")),
        }
    }

    async fn import_group(&mut self, group: &Group) -> Result<End, Error> {
        let Some(permit) = &self.permit else {
            if !self.groups.iter().any(|known| known.name == group.name) {
                self.groups.push(group.clone());
            }
            return Ok(End::Created);
        };
        let Target { users, pool, requests, on_conflict, .. } = &self.target;
        import_group(permit, *users, pool, requests, group, &mut self.groups, *on_conflict).await
    }

    async fn import_users(
        &self,
        candidates: Vec<Candidate>,
        counts: &mut Counts,
        ended: &mut Ended,
    ) -> Result<(), Error> {
        let imports = stream::iter(candidates).map(|Candidate { row, account, new }| async move {
            let imported = match &self.permit {
                Some(permit) => self.target.import(permit, &account, &new, row.in_doubt).await?,
                None => Imported { end: End::Created, sub: None, sign_in: None },
            };
            Ok::<_, Error>((row, account.sub, imported))
        });
        let imported: Vec<(Row, Option<String>, Imported)> = imports.buffer_unordered(AT_ONCE).try_collect().await?;
        for (row, old_sub, imported) in imported {
            count(row, old_sub, imported, counts, ended);
        }
        Ok(())
    }
}

fn count(row: Row, old_sub: Option<String>, imported: Imported, counts: &mut Counts, ended: &mut Ended) {
    counts.add_user(&imported);
    if let (Some(old), Some(new)) = (old_sub, imported.sub) {
        ended.pairs.push((row.line, format!("{old},{new}")));
    }
    if let End::Rejected(reason) = imported.end {
        ended.rejected.push((row, reason));
    }
}

/// Two rows of one name at the same time would take each other for the user who is there.
fn first_of_each_name(candidates: Vec<Candidate>) -> (Vec<Candidate>, Vec<Candidate>) {
    let mut seen = HashSet::new();
    candidates.into_iter().partition(|candidate| seen.insert(candidate.new.username.to_lowercase()))
}
