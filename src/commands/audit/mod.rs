//! `srvls audit`: who wrote or revealed what on the stage, when, why, and how it ended.

mod report;
mod selection;

use self::{report::AuditReport, selection::Selection};
use crate::{
    audit::{PseudonymKey, read_records},
    aws::{
        identity::Identity as _,
        logs::{EventOrder, EventQuery},
        users::PoolId,
    },
    context::{Context, output::part, remembered_outputs::StackOutputs, user_handle::Handle},
    error::{Error, Failure},
    exit::Exit,
    time::{TimeSpec, Window, clock},
};

/// Show every write and every reveal of personal data, newest first
///
/// A user is recorded by a pseudonym that only the stage's key can match.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls audit
  srvls -s prod audit --since 30d -o csv")]
pub(crate) struct AuditArgs {
    /// Start time: 15m, 2h30m, 2d, 09:00, 2026-11-22T09:00
    #[arg(long, value_name = "T", default_value = "7d")]
    since: TimeSpec,
    /// Only of this caller: an ARN, or its last part
    #[arg(long, value_name = "ARN", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    by: Option<String>,
    /// Only about this user: exact e-mail, sub, phone or user name
    #[arg(long, value_name = "HANDLE", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    user: Option<String>,
}

/// The log group doesn't exist.
#[derive(Debug, thiserror::Error)]
#[error("stage `{stage}` has no audit log: there is no log group `{group}`")]
struct NoAuditLog {
    stage: String,
    group: String,
}

impl Failure for NoAuditLog {
    fn hint(&self) -> Option<String> {
        Some("the first `srvls deploy` creates it; if the stage is deployed, CloudTrail has who deleted it".into())
    }

    fn code(&self) -> &'static str {
        "no_audit_log"
    }

    fn exit(&self) -> Exit {
        Exit::NotFound
    }
}

pub(crate) async fn run(cx: &Context, args: &AuditArgs) -> Result<AuditReport, Error> {
    let since = args.since.resolve(&clock::local());
    let pseudonyms = async {
        match &args.user {
            Some(handle) => pseudonyms(cx, &cx.handle(handle)).await.map(Some),
            None => Ok(None),
        }
    };
    let query = EventQuery {
        group: cx.stage.audit_log_group(),
        window: Window { since, until: None },
        pattern: None,
        order: EventOrder::Oldest,
    };
    let missing = || NoAuditLog { stage: cx.stage.name.clone(), group: query.group.clone() };
    let found = async { Ok::<_, Error>(read_records(&cx.aws.logs, &query).await?) };
    let (pseudonyms, found) = tokio::try_join!(pseudonyms, found)?;
    let (records, unreadable) = found.ok_or_else(missing)?;
    if unreadable > 0 {
        let group = &query.group;
        cx.progress.warn(format_args!("{unreadable} of the events in {group} could not be read as records"));
    }
    let selection = Selection { since, by: args.by.as_deref(), pseudonyms: pseudonyms.as_deref() };
    Ok(AuditReport { stage: cx.stage.name.clone(), since, records: selection.of(records) })
}

/// Every pseudonym by which records can mean this user. A sub needs no user: the account may be gone.
async fn pseudonyms(cx: &Context, handle: &Handle) -> Result<Vec<String>, Error> {
    let key = async {
        let caller = cx.aws.identity.caller().await?;
        Ok::<_, Error>(PseudonymKey::read(&cx.aws.artifacts, &cx.artifact_bucket(&caller)).await?)
    };
    let (names, key) = tokio::try_join!(names(cx, handle), key)?;
    let no_key = || {
        let hint = "no record names a user yet: `srvls deploy` creates the key";
        Error::not_found("key for pseudonyms of stage", &cx.stage.name, Some(hint.into()))
    };
    let key = key.ok_or_else(no_key)?;
    Ok(names.iter().map(|name| key.pseudonym(name)).collect())
}

/// What the user is called in records before it is replaced by a pseudonym.
async fn names(cx: &Context, handle: &Handle) -> Result<Vec<String>, Error> {
    if let Some(sub) = handle.sub() {
        return Ok(vec![sub]);
    }
    let find = async |known: &StackOutputs| {
        let pool = PoolId(part(&known.outputs, "UserPoolId")?);
        handle.find(&cx.aws.users, &pool).await
    };
    let user = cx.read_by_outputs(find).await?.1?;
    // An item can have been asked for by the address as well.
    Ok(vec![user.sub, handle.as_str().to_owned()])
}
