//! `srvls logs query`: Logs Insights, with what a query scans and costs said before and after.

mod chosen;
mod price;
mod report;

use std::time::Duration;

use indicatif::ProgressBar;

use self::{
    chosen::{Chosen, choose},
    price::ScanPrice,
    report::{QueryReport, SavedReport},
};
use super::window::window;
use crate::{
    audit::Target,
    aws::{
        AwsError,
        insights::{Insights, InsightsQuery, QueryResults, QueryState},
        optional,
    },
    context::{Context, deployed_stack::DeployedStack},
    error::{Error, Failure},
    exit::Exit,
    template::Template,
    terminal::{
        output::{Output, size},
        progress::Progress,
        signals::Signals,
    },
    time::{TimeSpec, clock},
};

/// Ask Logs Insights about the logs
///
/// QUERY is the name of a query that the stage's template ships, or one in the language of Logs Insights. Without it, the
/// saved ones are listed. AWS charges for what a query scans: srvls asks before it runs an expensive one. Ctrl-C stops it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls logs query
  srvls logs query slowest --since 2h
  srvls logs query 'filter status = 404 | stats count(*) by resource' --log api -o csv")]
pub(crate) struct QueryArgs {
    /// Saved query, or a query [default: list the saved ones]
    // Not `query`: that is the id of `--query`.
    #[arg(id = "insights_query", value_name = "QUERY")]
    query: Option<String>,
    /// Start time: 15m, 2h30m, 2d, 09:00, 2026-11-22T09:00
    #[arg(long, value_name = "T", default_value = "1h")]
    since: TimeSpec,
    /// End time, in the format of --since [default: now]
    #[arg(long, value_name = "T")]
    until: Option<TimeSpec>,
    /// Function, or `api`; can be repeated [default: every function]
    #[arg(long = "log", value_name = "NAME")]
    logs: Vec<String>,
    /// Show at most this many rows
    #[arg(long, value_name = "N", default_value = "100", value_parser = clap::value_parser!(u16).range(1..=10_000))]
    limit: u16,
}

/// What a query ended with instead of a result.
#[derive(Debug, thiserror::Error)]
#[error("the query {0}")]
struct QueryEnded(&'static str);

impl Failure for QueryEnded {
    fn hint(&self) -> Option<String> {
        Some("narrow it: a shorter --since, or fewer logs with --log".into())
    }

    fn code(&self) -> &'static str {
        "query_ended"
    }
}

pub(super) async fn run(cx: &Context, args: &QueryArgs, out: &Output) -> Result<Exit, Error> {
    let saved = Template::read(&cx.config.template_path()).map(|template| template.saved_queries());
    let Some(query) = &args.query else {
        return out.emit(&SavedReport::of(saved?)).await;
    };
    let now = clock::local();
    let window = window(args.since, args.until, &now)?;
    let deployed = DeployedStack::find(&cx.aws.stacks, cx.stack_name()).await?;
    // A query that was typed needs no template.
    let chosen = choose(query, &args.logs, &saved.unwrap_or_default(), &deployed)?;
    if cx.local.is_some() {
        chosen.check_on_emulator()?;
    }
    let privacy = cx.privacy(&Target::named("logs", &deployed.name)).await?;
    let Chosen { name, text, groups } = chosen;
    let (since, until) = (window.since, window.until.unwrap_or_else(|| now.timestamp()));
    let query = InsightsQuery { groups, text, since, until, limit: args.limit };
    confirm_price(cx, &query).await?;
    let (results, stop) = ask(&cx.aws.insights, &query, cx.progress).await?;
    if let Some(stop) = stop {
        return Ok(stop);
    }
    out.emit(&QueryReport::of(name, query, results, ScanPrice::of(&cx.aws.region), privacy)).await
}

/// Says what the query will cost, and asks if that is much or not known.
async fn confirm_price(cx: &Context, query: &InsightsQuery) -> Result<(), Error> {
    // The emulator charges nothing.
    if cx.local.is_some() {
        return Ok(());
    }
    let InsightsQuery { groups, since, until, .. } = query;
    let price = ScanPrice::of(&cx.aws.region);
    match optional(cx.aws.insights.incoming_bytes(groups, *since, *until)).await {
        Ok(bytes) if price.needs_question(bytes) => {
            let about = if price.dollars(bytes).is_some() { "about " } else { "" };
            let cost = format!("this scans up to {}, for {about}{}", size(bytes), price.words(bytes));
            cx.confirm(&format!("{cost}. Run it?")).await
        }
        Ok(bytes) => {
            cx.progress.note(format_args!("scans up to {}, for {}", size(bytes), price.words(bytes)));
            Ok(())
        }
        Err(error) => {
            cx.progress.warn(format_args!("could not read how much this scans: {error}"));
            cx.confirm(&format!("it costs {}. Run it?", price.rate())).await
        }
    }
}

/// How often to look whether a query is done.
const PAUSE: Duration = Duration::from_millis(500);

/// The results, and how the program ends where it was asked to stop: the query is stopped then, too.
async fn ask(
    insights: &impl Insights,
    query: &InsightsQuery,
    progress: Progress,
) -> Result<(QueryResults, Option<Exit>), Error> {
    let mut signals = Signals::listen();
    let id = insights.start(query).await?;
    let bar = progress.bar(None, "{spinner} {msg} {elapsed:.dim}");
    bar.enable_steady_tick(Duration::from_millis(120));
    let done = signals.unless_stopped(finished(insights, &id, &bar)).await;
    bar.finish_and_clear();
    match done {
        Ok(results) => Ok((results?, None)),
        Err(stop) => {
            match insights.stop(&id).await {
                Ok(()) => progress.note("the query is stopped"),
                Err(error) => progress.warn(format_args!("could not stop the query, so it may go on: {error}")),
            }
            Ok((QueryResults::none(), Some(stop.exit())))
        }
    }
}

async fn finished(insights: &impl Insights, id: &str, bar: &ProgressBar) -> Result<QueryResults, Error> {
    loop {
        let results = match insights.results(id).await {
            Ok(results) => results,
            // The query goes on meanwhile.
            Err(error) if AwsError::is_transient(&error) => {
                tokio::time::sleep(PAUSE * 4).await;
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        bar.set_message(format!("{} scanned, {} lines match", size(results.scanned_bytes), results.matched_lines));
        match results.state {
            QueryState::Complete => return Ok(results),
            QueryState::Ended(how) => return Err(QueryEnded(how).into()),
            QueryState::Running => tokio::time::sleep(PAUSE).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::aws::insights::fake::{FakeInsights, results};

    fn query() -> InsightsQuery {
        let (since, until) = (Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH);
        InsightsQuery { groups: vec!["a".into()], text: "fields @message".into(), since, until, limit: 5 }
    }

    #[tokio::test]
    async fn a_query_is_followed_to_its_end() {
        let rows: &[&[(&str, &str)]] = &[&[("n", "1")]];
        let steps = vec![results(QueryState::Running, &[]), results(QueryState::Complete, rows)];
        let insights = FakeInsights { results: steps.into(), ..FakeInsights::default() };

        let (found, stop) = ask(&insights, &query(), Progress::QUIET).await.expect("an answer");

        assert_eq!((found.rows.len(), stop), (1, None));
        assert_eq!(*insights.started.borrow(), [query()]);
        assert!(insights.stopped.borrow().is_empty());
    }

    #[tokio::test]
    async fn a_query_that_aws_ends_is_an_error_and_no_empty_answer() {
        let steps = vec![results(QueryState::Ended("failed"), &[])];
        let insights = FakeInsights { results: steps.into(), ..FakeInsights::default() };

        let error = ask(&insights, &query(), Progress::QUIET).await.expect_err("failed");

        assert_eq!(error.to_string(), "the query failed");
    }
}
