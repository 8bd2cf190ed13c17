//! `srvls user timeline`: what a user did and what was done to them, in one order.

use jiff::Timestamp;
use serde::Serialize;

use super::{
    failed_reads::FailedReads, pseudonym::pseudonym_key, requests::requests, stores::Stores,
    support_actions::support_actions,
};
use crate::{
    audit::PseudonymKey,
    aws::{
        logs::Logs,
        optional,
        users::{PoolId, SignIns, User},
    },
    context::{Context, remembered_outputs::StackOutputs},
    error::Error,
    exit::Exit,
    stage::StackName,
    terminal::output::{Report, Table, Tone, View, counted},
    time::{TimeSpec, clock, minute},
};

/// Show what a user did and what was done to them, in one order
///
/// It has sign-ups, sign-ins (where the pool has threat protection), the requests to the API, what support did, and an
/// erasure, each with its source. Of a user who is gone, it takes the sub.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls user timeline ada@example.com
  srvls user timeline 6e0fd3e7-4a27-4ffd-97f2-3469b3a7e766 --since 30d -o jsonl")]
pub(crate) struct TimelineArgs {
    /// Exact e-mail, sub, phone (+821012345678) or user name
    #[arg(value_parser = clap::builder::NonEmptyStringValueParser::new())]
    handle: String,
    /// Start time: 15m, 2h30m, 2d, 09:00, 2026-11-22T09:00
    #[arg(long, value_name = "T", default_value = "7d")]
    since: TimeSpec,
}

/// Of each log; the answer says if there is more.
const MOST_PAGES: usize = 50;

pub(super) async fn run(cx: &Context, args: &TimelineArgs) -> Result<TimelineReport, Error> {
    let users = &cx.aws.users;
    let handle = cx.handle(&args.handle);
    let find = async |known: &StackOutputs| {
        let found = async { handle.find(users, &Stores::of(&known.outputs)?.pool).await };
        tokio::join!(found, pseudonym_key(cx, known.account()))
    };
    let (stack, (found, key)) = cx.read_by_outputs(find).await?;
    let (sub, user) = match (found, handle.sub()) {
        (Ok(user), _) => (user.sub.clone(), Some(user)),
        // The logs still name a user who is gone.
        (Err(error), Some(sub)) if error.exit() == Exit::NotFound => (sub, None),
        (Err(error), _) => return Err(error),
    };
    let about = About {
        sub,
        user,
        pool: Stores::of(&stack.outputs)?.pool,
        stack: cx.stack_name(),
        audit_group: cx.stage.audit_log_group(),
        key,
        since: args.since.resolve(&clock::local()),
    };
    let step = cx.progress.step("Reading the logs");
    let report = timeline(users, &cx.aws.logs, &about).await;
    drop(step);
    report.not_read.report(cx.progress);
    if report.events.is_empty() && about.user.is_none() {
        return Err(handle.missing(None));
    }
    Ok(report)
}

struct About {
    sub: String,
    /// `None` if the account is gone.
    user: Option<User>,
    pool: PoolId,
    stack: StackName,
    audit_group: String,
    key: Result<Option<PseudonymKey>, String>,
    since: Timestamp,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Event {
    at: Timestamp,
    /// `cognito`, `sign_ins`, `api` or `audit`.
    source: &'static str,
    what: String,
}

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct TimelineReport {
    sub: String,
    since: Timestamp,
    /// Oldest first.
    events: Vec<Event>,
    /// The sources that could not be read, or only in part.
    not_read: FailedReads,
}

async fn timeline(sign_ins: &impl SignIns, logs: &impl Logs, about: &About) -> TimelineReport {
    let mut not_read = FailedReads::default();
    let recorded = async {
        match &about.user {
            Some(user) => optional(sign_ins.sign_ins(&about.pool, &user.username)).await,
            None => Ok(None),
        }
    };
    let done = async {
        match &about.key {
            Ok(Some(key)) => {
                support_actions(logs, &about.audit_group, key, &about.sub, about.since, MOST_PAGES).await.map(Some)
            }
            _ => Ok(None),
        }
    };
    let (asked, recorded, done) =
        tokio::join!(requests(logs, &about.stack, &about.sub, about.since, MOST_PAGES), recorded, done);
    let mut events = about.user.as_ref().map(of_account).unwrap_or_default();
    match not_read.value_or_note("api", asked) {
        Some(Some(asked)) => {
            if !asked.complete {
                not_read.note("api", format!("more than {MOST_PAGES} pages: the oldest requests are missing"));
            }
            events.extend(asked.requests.into_iter().map(|request| Event {
                at: request.at,
                source: "api",
                what: format!("{} {}, request {}", request.operation, request.status, request.request_id),
            }));
        }
        Some(None) => not_read.note("api", "the API writes no access log".into()),
        None => {}
    }
    match not_read.value_or_note("sign_ins", recorded) {
        Some(Some(recorded)) => {
            if !recorded.complete {
                not_read.note("sign_ins", "only the newest were read".into());
            }
            let recorded = recorded.events.into_iter();
            events.extend(
                recorded.filter_map(|event| Some(Event { at: event.at?, source: "sign_ins", what: event.words() })),
            );
        }
        Some(None) if about.user.is_none() => {
            not_read.note("sign_ins", "Cognito keeps none of an account that is gone".into());
        }
        Some(None) => not_read.note("sign_ins", "the pool records none: threat protection is off".into()),
        None => {}
    }
    if let Err(reason) = &about.key {
        not_read.note("audit", reason.clone());
    }
    let done = not_read.value_or_note("audit", done).flatten();
    if done.as_ref().is_some_and(|done| !done.complete) {
        not_read.note("audit", format!("more than {MOST_PAGES} pages: the oldest records are missing"));
    }
    events.extend(done.unwrap_or_default().actions.into_iter().map(|action| Event {
        at: action.at,
        source: "audit",
        what: action.words(),
    }));
    events.retain(|event| event.at >= about.since);
    events.sort_by_key(|event| event.at);
    TimelineReport { sub: about.sub.clone(), since: about.since, events, not_read }
}

/// What Cognito keeps of an account's history.
fn of_account(user: &User) -> Vec<Event> {
    let created = user.created_at.map(|at| Event { at, source: "cognito", what: "the account was created".into() });
    let changed = user.updated_at.filter(|at| Some(*at) != user.created_at);
    let changed = changed.map(|at| Event {
        at,
        source: "cognito",
        what: format!("the account was changed last, and is {}", user.status.as_str()),
    });
    created.into_iter().chain(changed).collect()
}

impl Report for TimelineReport {
    const ROWS: Option<&'static str> = Some("events");

    fn view(&self) -> View {
        let since = minute(self.since);
        let summary = format!("{} of user {} since {since}", counted(self.events.len(), "event"), self.sub);
        if self.events.is_empty() {
            return View::new().text(summary);
        }
        let mut table = Table::new(["AT", "SOURCE", "WHAT"]);
        for Event { at, source, what } in &self.events {
            let at = at.strftime("%Y-%m-%d %H:%M:%SZ").to_string();
            table.row([(at, Tone::Plain), ((*source).to_owned(), Tone::Faint), (what.clone(), Tone::Plain)]);
        }
        View::new().table(table).text(summary)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        audit::{Outcome, Record, fake::record},
        aws::{
            logs::fake::{FakeLogs, event},
            users::{
                SignIn,
                fake::{FakeUsers, ada},
            },
        },
        commands::user::requests::fake::line,
    };

    fn about(user: Option<User>, key: Result<Option<PseudonymKey>, String>) -> About {
        About {
            sub: ada().sub,
            user,
            pool: PoolId("p".into()),
            stack: StackName("srvls-dev".into()),
            audit_group: "/srvls/srvls-dev/audit".into(),
            key,
            since: "2026-11-02T00:00:00Z".parse().expect("a time"),
        }
    }

    fn logs() -> FakeLogs {
        let target = Some(format!("user:{}", PseudonymKey::of_test().pseudonym(&ada().sub)));
        let disabled = Record { target, ..record("1", Outcome::Done) };
        let disabled = event("1", disabled.at.as_millisecond(), &serde_json::to_string(&disabled).expect("JSON"));
        FakeLogs::new(&[
            ("/aws/apigateway/srvls-dev", &[line(&ada().sub, "2026-11-22T09:00:00Z", "GET", "/user/profile", 500)]),
            ("/srvls/srvls-dev/audit", &[disabled]),
        ])
    }

    #[tokio::test]
    async fn every_source_is_in_one_order() {
        let signed_in = SignIn {
            at: "2026-11-22T08:00:00Z".parse().ok(),
            what: "SignIn".into(),
            outcome: "Pass".into(),
            risk: None,
        };
        let users = FakeUsers { sign_ins: Some(vec![signed_in]), ..FakeUsers::default() };
        let key = Ok(Some(PseudonymKey::of_test()));

        let report = timeline(&users, &logs(), &about(Some(ada()), key)).await;

        let what: Vec<(&str, &str)> = report.events.iter().map(|event| (event.source, event.what.as_str())).collect();
        assert_eq!(
            what,
            [
                ("cognito", "the account was changed last, and is CONFIRMED"),
                ("sign_ins", "SignIn Pass"),
                ("api", "GET /user/profile 500, request r-1795338000"),
                ("audit", "user disable by ada: T-1"),
            ]
        );
        assert_eq!(serde_json::to_value(&report).expect("JSON")["not_read"], json!([]));
    }

    #[tokio::test]
    async fn a_source_that_was_not_read_is_named() {
        let report = timeline(&FakeUsers::default(), &FakeLogs::new(&[]), &about(None, Err("denied".into()))).await;

        let json = serde_json::to_value(&report).expect("JSON");
        assert_eq!((&json["events"], &json["not_read"]), (&json!([]), &json!(["api", "sign_ins", "audit"])));
    }
}
