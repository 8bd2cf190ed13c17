//! `srvls logs tail`: the log lines of functions and API, merged by time; `--follow` keeps polling for new ones.

use std::time::Duration;

use jiff::Zoned;
use regex::Regex;

use super::{
    clause::Clause,
    filter::Filter,
    follow::Follow,
    line_view::{Layout, LineView},
    live::{self, Live},
    pattern::pattern,
    window::window,
};
use crate::{
    audit::Target,
    aws::{
        AwsError,
        logs::{EventOrder, EventQuery, Logs},
        stage_logs::StageLogs,
    },
    context::{Context, deployed_stack::DeployedStack},
    error::{Error, Failure as _},
    exit::Exit,
    log_lines::{FIREWALL, Level, Source, Writer, sources},
    privacy::Privacy,
    stage::StackName,
    terminal::{output::Output, progress::Progress, signals::Signals},
    time::{TimeSpec, Window, clock},
};

/// Show the log lines of functions and of the API, merged in time order
///
/// `api` is the log of the requests to the API: a line for each, also for those that reach no function. `waf` is what
/// the edge's firewall blocked or counted; it is shown only if it is asked for.
///
/// --where takes FIELD OP VALUE and can be repeated; a line must match every one. OP is =, !=, <, <=, >, >=, or ~ for a
/// regular expression. FIELD is level, function, request_id, message or a field of the line, such as status.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls logs tail
  srvls logs tail get_profile -f
  srvls logs tail --since 2h --level error
  srvls logs tail --where 'status>=500'
  srvls logs tail waf --where action=BLOCK")]
pub(crate) struct TailArgs {
    /// Function, such as get_profile, or `api` or `waf` [default: all but waf]
    #[arg(value_name = "FUNCTION")]
    functions: Vec<String>,
    /// Keep showing new lines as they arrive
    #[arg(short, long, conflicts_with = "until")]
    follow: bool,
    /// Show new lines at once, as AWS takes them in: costs by the minute, and is sampled where lines are many
    #[arg(long, conflicts_with_all = ["follow", "since", "until"])]
    live: bool,
    /// Start time: 15m, 2h30m, 2d, 09:00, 2026-11-22T09:00
    #[arg(long, value_name = "T", default_value = "15m")]
    since: TimeSpec,
    /// End time, in the format of --since [default: now]
    #[arg(long, value_name = "T")]
    until: Option<TimeSpec>,
    /// Show only lines that match a regular expression
    #[arg(long, value_name = "RE")]
    grep: Option<Regex>,
    /// Show only lines that match, such as status>=500
    #[arg(long = "where", value_name = "EXPR")]
    clauses: Vec<Clause>,
    /// Show only lines at this level or above
    #[arg(long, value_enum, ignore_case = true)]
    level: Option<Level>,
    /// Show only lines with this Lambda or API Gateway id
    #[arg(long, value_name = "ID")]
    request_id: Option<String>,
}

pub(crate) async fn run(cx: &Context, args: &TailArgs, out: &Output) -> Result<Exit, Error> {
    let now = clock::local();
    let window = window(args.since, args.until, &now)?;
    // The firewall is the edge's.
    let of_edge = args.functions.iter().any(|name| name == FIREWALL);
    let deployed =
        if of_edge { cx.deployed().await? } else { DeployedStack::find(&cx.aws.stacks, cx.stack_name()).await? };
    let sources = sources(&deployed, &args.functions)?;
    let privacy = cx.privacy(&target(&deployed.name, &sources, args)).await?;
    let filter = Filter {
        pattern: args.grep.clone(),
        clauses: args.clauses.clone(),
        level: args.level,
        noise: cx.global.verbose,
    };
    if args.live {
        live::check(&sources)?;
        let layout = layout(&sources, window, &now, cx.global.verbose);
        // One pattern is for all logs: that of functions matches more than that of the API.
        let writer = sources.iter().map(|source| source.writer).find(|writer| *writer == Writer::Function);
        let pattern = pattern(&filter, args.request_id.as_deref(), writer.unwrap_or(Writer::Api));
        return Live { sources, pattern, filter, layout, privacy }.run(cx, &deployed.stack, out).await;
    }
    let queries = queries(&sources, &filter, window, args.request_id.as_deref());
    if filter.is_any() && queries.iter().all(|query| query.pattern.is_none()) {
        cx.progress.detail("CloudWatch can't apply this filter, so every line of the time range is read");
    }
    let tail = Tail {
        queries,
        layout: layout(&sources, window, &now, cx.global.verbose),
        filter,
        privacy,
        sources,
        follow: args.follow,
        progress: cx.progress,
    };
    let logs = StageLogs { home: &cx.aws.logs, edge: &cx.aws.edge_logs };
    match Signals::listen().unless_stopped(tail.run(&logs, out)).await {
        Ok(ended) => ended,
        // Ctrl-C is how following ends: not a failure.
        Err(stop) => Ok(stop.exit()),
    }
}

/// What a reveal of these logs is about.
fn target(stack: &StackName, sources: &[Source], args: &TailArgs) -> Target {
    if args.functions.is_empty() {
        return Target::named("logs", stack);
    }
    Target::named("logs", sources.iter().map(|source| source.name.0.as_str()).collect::<Vec<_>>().join(","))
}

fn queries(sources: &[Source], filter: &Filter, window: Window, request_id: Option<&str>) -> Vec<EventQuery> {
    let query = |source: &Source| {
        let pattern = pattern(filter, request_id, source.writer);
        EventQuery { group: source.group.clone(), window, pattern, order: EventOrder::Oldest }
    };
    sources.iter().map(query).collect()
}

fn layout(sources: &[Source], window: Window, now: &Zoned, verbose: bool) -> Layout {
    let zone = now.time_zone().clone();
    let dates = window.since.to_zoned(zone.clone()).date() != now.date();
    let width = sources.iter().map(|source| source.name.0.len()).max().unwrap_or_default();
    Layout { zone, dates, width, verbose }
}

struct Tail {
    sources: Vec<Source>,
    queries: Vec<EventQuery>,
    layout: Layout,
    filter: Filter,
    privacy: Privacy,
    follow: bool,
    progress: Progress,
}

/// How a round of reading the logs ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RoundEnd {
    /// Every event was read; this many lines were shown.
    Complete(usize),
    /// The reader of stdout is gone.
    OutputClosed,
}

impl Tail {
    async fn run(&self, logs: &impl Logs, out: &Output) -> Result<Exit, Error> {
        let mut follow = Follow::new(self.queries.clone());
        let mut backoff = Backoff::default();
        loop {
            match self.round(&mut follow, logs, out).await {
                Ok(RoundEnd::OutputClosed) => return Ok(Exit::Success),
                Ok(RoundEnd::Complete(_)) if self.follow => backoff = Backoff::default(),
                Ok(RoundEnd::Complete(lines)) => {
                    if lines == 0 {
                        self.progress.note("no lines match in that time range");
                        self.progress.hint("look further back with `--since 2h`, or wait for new lines with `-f`");
                    }
                    return Ok(Exit::Success);
                }
                Err(error) if self.follow && is_transient(&error) => {
                    if backoff.record_failure() {
                        self.progress.warn(format_args!("{error}; retrying: lines arrive late, but none is lost"));
                    }
                }
                Err(error) => return Err(error),
            }
            if let Some(gap) = follow.take_gap() {
                let gap = gap.strftime("%H:%M:%S");
                self.progress.warn(format_args!(
                    "too many lines to track: lines from before {gap} UTC that arrive late are not shown; name \
                     functions or narrow it with --level or --where"
                ));
            }
            tokio::time::sleep(backoff.pause(self.queries.len())).await;
        }
    }

    async fn round(&self, follow: &mut Follow, logs: &impl Logs, out: &Output) -> Result<RoundEnd, Error> {
        let mut round = follow.round(logs, clock::now());
        let mut lines = 0;
        while let Some((index, event)) = round.next().await? {
            let line = self.sources[index].line(&event);
            if !self.filter.keeps(&line, &self.layout) {
                continue;
            }
            lines += 1;
            let line = line.masked(self.privacy);
            if !out.emit_line(&LineView { line: &line, layout: &self.layout }).await? {
                return Ok(RoundEnd::OutputClosed);
            }
        }
        Ok(RoundEnd::Complete(lines))
    }
}

/// Whether the same call can succeed later.
fn is_transient(error: &Error) -> bool {
    error.downcast_ref::<AwsError>().is_some_and(AwsError::is_transient)
}

/// How long to wait before the next round.
#[derive(Debug, Default)]
struct Backoff {
    failures: u32,
}

impl Backoff {
    /// Counts a failure; `true` for the first one in a row.
    fn record_failure(&mut self) -> bool {
        self.failures += 1;
        self.failures == 1
    }

    /// At least a second, and 150 ms per group, as an account has only 25 FilterLogEvents calls a second (5 in some
    /// regions). Each failure doubles it, up to 30 seconds.
    fn pause(&self, groups: usize) -> Duration {
        let groups = u32::try_from(groups).unwrap_or(u32::MAX);
        let regular = Duration::from_millis(150).saturating_mul(groups).max(Duration::from_secs(1));
        regular.saturating_mul(1 << self.failures.min(4)).min(Duration::from_secs(30))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{aws::logs::Pattern, stage::FunctionName};

    #[test]
    fn rounds_are_a_second_apart_or_more_for_many_groups() {
        assert_eq!(Backoff::default().pause(1), Duration::from_secs(1));
        assert_eq!(Backoff::default().pause(20), Duration::from_secs(3));
    }

    #[test]
    fn every_failure_in_a_row_doubles_the_wait_and_only_the_first_warns() {
        let mut backoff = Backoff::default();

        assert!(backoff.record_failure());
        assert_eq!(backoff.pause(1), Duration::from_secs(2));
        assert!(!backoff.record_failure());
        assert_eq!(backoff.pause(1), Duration::from_secs(4));
        for _ in 0..40 {
            backoff.record_failure();
        }
        assert_eq!(backoff.pause(20), Duration::from_secs(30));
    }

    #[test]
    fn lines_show_their_date_once_they_may_be_of_another_day() {
        let now: Zoned = "2026-11-22T12:00:00+09:00[Asia/Seoul]".parse().expect("a time");
        let sources =
            ["a", "get_profile"].map(|name| Source::function(FunctionName(name.into()), &format!("srvls-dev-{name}")));
        let dates = |since: &str| {
            let since = since.parse::<TimeSpec>().expect("a time");
            layout(&sources, window(since, None, &now).expect("a window"), &now, false)
        };

        assert!(!dates("11h").dates);
        assert!(dates("13h").dates);
        assert_eq!(dates("11h").width, 11);
    }

    #[test]
    fn a_filter_is_sent_along_as_a_pattern() {
        let window = Window { since: jiff::Timestamp::UNIX_EPOCH, until: None };
        let sources = [Source::function(FunctionName("get_profile".into()), "srvls-dev-get_profile")];
        let errors = Filter { level: Some(Level::Error), ..Filter::default() };

        let by_id = queries(&sources, &errors, window, Some("r-1"));
        let by_level = queries(&sources, &errors, window, None);

        assert_eq!(by_id[0].group, "/aws/lambda/srvls-dev-get_profile");
        assert_eq!(by_id[0].pattern, Some(Pattern::Phrase("r-1".into())));
        assert!(matches!(&by_level[0].pattern, Some(Pattern::Expression(expression)) if expression.contains("[Ee]")));
    }
}
