//! `srvls user export --all`: the groups and users of a pool in a file, in little memory.

use std::{path::PathBuf, time::Instant};

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::{Deserialize, Serialize};

use super::{
    console_csv,
    requests::{AT_ONCE, Requests},
    row::{Account, PoolRow},
};
use crate::{
    audit::Target,
    aws::{
        AwsError,
        users::{PoolId, Pools, Searchable, Selection, User, Users},
    },
    context::{Context, output::part},
    copies::{FileFormat, Partial, Stopped, Unfinished, millis},
    error::{Error, Failure},
    terminal::{
        output::{Report, Tone, View, counted, fields, size},
        signals::Signals,
    },
};

/// Where the export of a pool stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct PoolStanding {
    pool: String,
    format: FileFormat,
    groups: u64,
    /// Cognito's token for the next page of users.
    next: Option<String>,
    done: bool,
}

impl Unfinished for PoolStanding {
    fn differs(&self, begun: &Self) -> Option<&'static str> {
        if self.pool != begun.pool {
            Some("of another user pool")
        } else if self.format != begun.format {
            Some("in another format")
        } else {
            None
        }
    }
}

/// A value that csv can't hold.
#[derive(Debug, thiserror::Error)]
#[error("`{column}` of user {sub} has {why}, which Cognito's csv can't hold")]
struct Unwritable {
    sub: String,
    column: String,
    why: &'static str,
}

impl Failure for Unwritable {
    fn hint(&self) -> Option<String> {
        Some("export to another file with `--format jsonl`, and remove this one's `.partial` and `.state.json`".into())
    }

    fn code(&self) -> &'static str {
        "unwritable"
    }
}

/// The pool that is read.
struct Source<'a, U> {
    users: &'a U,
    pool: &'a PoolId,
    requests: Requests,
    format: FileFormat,
    columns: Vec<String>,
    signs_in_with: Vec<Searchable>,
}

pub(in crate::commands::user) async fn run(
    cx: &Context,
    out: Option<PathBuf>,
    format: Option<FileFormat>,
    rate: Option<u32>,
) -> Result<PoolExportReport, Error> {
    let begun = Instant::now();
    let place =
        out.unwrap_or_else(|| PathBuf::from("users").with_extension(format.unwrap_or(FileFormat::Jsonl).ending()));
    let format = format.unwrap_or_else(|| FileFormat::of(&place));
    let pool = PoolId(part(&cx.api().deployed().await?.outputs, "UserPoolId")?);
    cx.record_disclosure(&Target::named("user_pool", &pool.0)).await?;
    let settings = cx.aws.users.settings(&pool).await?;
    let begin = PoolStanding { pool: pool.0.clone(), format, groups: 0, next: None, done: false };
    let mut partial = Partial::open(&place, begin.clone())?;
    let source = Source {
        users: &cx.aws.users,
        pool: &pool,
        requests: Requests::at(rate, cx.progress),
        format,
        columns: console_csv::columns(&settings.attributes),
        signs_in_with: settings.signs_in_with,
    };
    if partial.has_begun() {
        let users = partial.rows() - partial.of().groups;
        cx.progress.note(format_args!("going on after the {users} users of an earlier run"));
    }
    let bar = cx.progress.bar(None, "{spinner} {human_pos} users, {per_sec} {elapsed:.dim}");
    let mut signals = Signals::listen();
    let copied = signals.unless_stopped(async {
        match source.copy(&mut partial, |users| bar.set_position(users)).await {
            // Where an export stood is known to Cognito for an hour.
            Err(error) if partial.of().next.is_some() && is_expired(&error) => {
                cx.progress.note("Cognito has forgotten where the earlier run stood: beginning again");
                partial.restart(begin)?;
                source.copy(&mut partial, |users| bar.set_position(users)).await
            }
            copied => copied,
        }
    });
    let copied = copied.await;
    bar.finish_and_clear();
    let groups = partial.of().groups;
    let users = partial.rows() - groups;
    let done = || format!("{} are in {}.partial", users_of(users), place.display());
    match copied {
        Ok(Ok(())) => {}
        Ok(Err(error)) => {
            partial.save()?;
            cx.progress.note(format_args!("{}: the same command goes on from there", done()));
            return Err(error);
        }
        Err(stop) => {
            partial.save()?;
            return Err(Stopped { stop, done: done() }.into());
        }
    }
    let (file, size_bytes) = (place.display().to_string(), partial.finish()?);
    Ok(PoolExportReport { pool: pool.0.clone(), file, format, users, groups, size_bytes, duration_ms: millis(begun) })
}

fn users_of(count: u64) -> String {
    counted(count, "user")
}

/// Cognito refuses a token that it does not know any more, as it does a wrong one.
fn is_expired(error: &Error) -> bool {
    error
        .downcast_ref::<AwsError>()
        .is_some_and(|error| error.action == "cognito-idp:ListUsers" && error.has_code("InvalidParameterException"))
}

impl<U: Users + Pools> Source<'_, U> {
    /// Writes what is not written yet.
    async fn copy(&self, partial: &mut Partial<PoolStanding>, at: impl Fn(u64)) -> Result<(), Error> {
        let groups = self.requests.send(async || self.users.groups(self.pool).await).await?;
        let has_groups = !groups.is_empty();
        if !partial.has_begun() {
            match self.format {
                FileFormat::Csv => partial.begin(&console_csv::header(&self.columns))?,
                FileFormat::Jsonl => {
                    let rows: Vec<String> = groups.into_iter().map(|group| PoolRow::Group(group).line()).collect();
                    let count = u64::try_from(rows.len()).unwrap_or_default();
                    partial.add(&rows, |standing| standing.groups = count)?;
                }
            }
        }
        while !partial.of().done {
            let token = partial.of().next.clone();
            let page = async || self.users.page(self.pool, &Selection::All, token.as_deref()).await;
            let page = self.requests.send(page).await?.unwrap_or_default();
            let rows = self.rows(page.users, has_groups).await?;
            partial.add(&rows, |standing| {
                standing.done = page.next.is_none();
                standing.next = page.next;
            })?;
            at(partial.rows() - partial.of().groups);
            // Lets a request to stop come through, however fast the pages come.
            tokio::task::yield_now().await;
        }
        Ok(())
    }

    async fn rows(&self, users: Vec<User>, has_groups: bool) -> Result<Vec<String>, Error> {
        let rows = stream::iter(users).map(|user| async move {
            // Only JSON has them.
            let groups =
                if has_groups && self.format == FileFormat::Jsonl { self.groups_of(&user).await? } else { Vec::new() };
            self.row(Account::of(user, groups))
        });
        rows.buffered(AT_ONCE).try_collect().await
    }

    async fn groups_of(&self, user: &User) -> Result<Vec<String>, AwsError> {
        let groups = async || self.users.groups_of(self.pool, &user.username).await;
        match self.requests.send(groups).await {
            // Deleted since the page was read.
            Err(error) if error.has_code("UserNotFoundException") => Ok(Vec::new()),
            groups => groups,
        }
    }

    fn row(&self, account: Account) -> Result<String, Error> {
        match self.format {
            FileFormat::Jsonl => Ok(PoolRow::User(account).line()),
            FileFormat::Csv => console_csv::row(&account, &self.columns, &self.signs_in_with).map_err(|unwritable| {
                let console_csv::Unwritable { column, why } = unwritable;
                Unwritable { sub: account.sub.unwrap_or_default(), column, why }.into()
            }),
        }
    }
}

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct PoolExportReport {
    pool: String,
    file: String,
    format: FileFormat,
    users: u64,
    groups: u64,
    size_bytes: u64,
    duration_ms: u64,
}

impl Report for PoolExportReport {
    fn view(&self) -> View {
        let mut without = vec!["passwords", "second factors"];
        if self.format == FileFormat::Csv {
            without.extend(["groups", "who is disabled"]);
        }
        let groups = counted(self.groups, "group");
        let rows = match self.format {
            FileFormat::Jsonl => format!("{}, {groups}, {}", users_of(self.users), size(self.size_bytes)),
            FileFormat::Csv => format!("{}, {}", users_of(self.users), size(self.size_bytes)),
        };
        fields([
            ("Pool", Some((self.pool.clone(), Tone::Plain))),
            ("File", Some((self.file.clone(), Tone::Good))),
            ("With", Some((rows, Tone::Plain))),
            ("Without", Some((without.join(", "), Tone::Warning))),
            ("Note", Some(("it is not masked: delete it when it is no longer needed".to_owned(), Tone::Warning))),
        ])
        .into()
    }

    fn hints(&self) -> Vec<String> {
        vec![format!("ops imports it into another stage with `srvls user import {}`", self.file)]
    }
}
