//! `srvls logs tail`: the lines of the functions, merged, and as they come with `--follow`.

use std::time::Duration;

use jiff::Zoned;
use regex::Regex;

use super::{
    clause::Clause,
    filter::Filter,
    follow::Follow,
    line::{Layout, Level, Shown},
    parse::parse,
};
use crate::{
    aws::{
        AwsError, AwsErrorKind,
        logs::{EventQuery, Logs},
    },
    context::{Context, deployed_stack::DeployedStack},
    error::Error,
    exit::Exit,
    stage::{FunctionName, StackName},
    terminal::{output::Output, progress::Progress},
    time::{TimeSpec, Window, clock},
};

/// Show what functions logged, merged in time order
///
/// --where takes FIELD OP VALUE and can be repeated; all must hold. OP is =, !=, <, <=, >, >=, or ~ for a regular
/// expression. FIELD is level, function, request_id, message or a field of the line, such as status.
#[derive(Debug, clap::Args)]
pub(crate) struct TailArgs {
    /// Operation, such as get_profile [default: all]
    #[arg(value_name = "FUNCTION")]
    functions: Vec<String>,
    /// Go on showing lines as they come
    #[arg(short, long, conflicts_with = "until")]
    follow: bool,
    /// Start: 15m, 2h30m, 2d, 09:00, 2026-11-22T09:00
    #[arg(long, value_name = "T", default_value = "15m")]
    since: TimeSpec,
    /// End, written like --since [default: now]
    #[arg(long, value_name = "T")]
    until: Option<TimeSpec>,
    /// Only lines that match a regular expression
    #[arg(long, value_name = "RE")]
    grep: Option<Regex>,
    /// Only lines whose field compares so: status>=500
    #[arg(long = "where", value_name = "EXPR")]
    clauses: Vec<Clause>,
    /// Only lines as bad as this or worse
    #[arg(long, value_enum, ignore_case = true)]
    level: Option<Level>,
    /// Only lines with this id, of Lambda or API Gateway
    #[arg(long, value_name = "ID")]
    request_id: Option<String>,
}

pub(crate) async fn run(cx: &Context, args: &TailArgs, out: &Output) -> Result<Exit, Error> {
    let now = clock::local();
    let window = window(args.since, args.until, &now)?;
    let deployed = DeployedStack::find(&cx.aws.stacks, cx.stack_name()).await?;
    let functions = deployed.functions_called(&args.functions)?;
    let tail = Tail {
        queries: queries(&deployed.name, &functions, window, args.request_id.as_deref()),
        layout: layout(&functions, window, &now, cx.global.verbose),
        filter: Filter {
            pattern: args.grep.clone(),
            clauses: args.clauses.clone(),
            level: args.level,
            noise: cx.global.verbose,
        },
        functions,
        follow: args.follow,
        progress: cx.progress,
    };
    tokio::select! {
        ended = tail.run(&cx.aws.logs, out) => ended,
        // How following ends: no failure to tell about.
        _ = tokio::signal::ctrl_c() => Ok(Exit::Interrupted),
    }
}

/// # Errors
/// When it would end before it starts.
fn window(since: TimeSpec, until: Option<TimeSpec>, now: &Zoned) -> Result<Window, Error> {
    let window = Window { since: since.resolve(now), until: until.map(|until| until.resolve(now)) };
    match window.until {
        Some(until) if until <= window.since => Err(Error::usage(
            format!("`--until` ({until}) is not after `--since` ({})", window.since),
            "`--since 2h --until 1h` is the hour before the last",
        )),
        _ => Ok(window),
    }
}

fn queries(stack: &StackName, functions: &[FunctionName], window: Window, phrase: Option<&str>) -> Vec<EventQuery> {
    let phrase = phrase.map(str::to_owned);
    let query =
        |function: &FunctionName| EventQuery { group: function.log_group(stack), window, phrase: phrase.clone() };
    functions.iter().map(query).collect()
}

fn layout(functions: &[FunctionName], window: Window, now: &Zoned, verbose: bool) -> Layout {
    let zone = now.time_zone().clone();
    let dates = window.since.to_zoned(zone.clone()).date() != now.date();
    let width = functions.iter().map(|function| function.0.len()).max().unwrap_or_default();
    Layout { zone, dates, width, verbose }
}

struct Tail {
    functions: Vec<FunctionName>,
    queries: Vec<EventQuery>,
    layout: Layout,
    filter: Filter,
    follow: bool,
    progress: Progress,
}

/// How a look at the logs ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// Everything there is was shown, in so many lines.
    After(usize),
    /// Nobody reads any more.
    Unread,
}

impl Tail {
    async fn run(&self, logs: &impl Logs, out: &Output) -> Result<Exit, Error> {
        let mut follow = Follow::new(self.queries.clone());
        let mut patience = Patience::default();
        loop {
            match self.round(&mut follow, logs, out).await {
                Ok(Ended::Unread) => return Ok(Exit::Success),
                Ok(Ended::After(_)) if self.follow => patience = Patience::default(),
                Ok(Ended::After(lines)) => {
                    if lines == 0 {
                        self.progress.note("no such lines in that time");
                        self.progress.hint("look further back with `--since 2h`, or wait for them with `-f`");
                    }
                    return Ok(Exit::Success);
                }
                Err(error) if self.follow && passes(&error) => {
                    if patience.first() {
                        self.progress.warn(format_args!("{error}; lines will be late, none is lost"));
                    }
                }
                Err(error) => return Err(error),
            }
            tokio::time::sleep(patience.pause(self.queries.len())).await;
        }
    }

    async fn round(&self, follow: &mut Follow, logs: &impl Logs, out: &Output) -> Result<Ended, Error> {
        let mut round = follow.round(logs);
        let mut lines = 0;
        while let Some((index, event)) = round.next().await? {
            let line = parse(&self.functions[index], &event);
            if !self.filter.keeps(&line, &self.layout) {
                continue;
            }
            lines += 1;
            if !out.emit_line(&Shown { line: &line, layout: &self.layout })? {
                return Ok(Ended::Unread);
            }
        }
        Ok(Ended::After(lines))
    }
}

/// Whether waiting can help.
fn passes(error: &Error) -> bool {
    error
        .downcast_ref::<AwsError>()
        .is_some_and(|error| matches!(error.kind, AwsErrorKind::Throttled | AwsErrorKind::Unreachable))
}

/// How long to wait before the next round.
#[derive(Debug, Default)]
struct Patience {
    failures: u32,
}

impl Patience {
    /// Counts a failure; `true` for the first one in a row.
    fn first(&mut self) -> bool {
        self.failures += 1;
        self.failures == 1
    }

    /// At least a second; enough for seven groups a second, as an account shares few FilterLogEvents calls a second
    /// (25, or 5 in some regions); and longer after every failure.
    fn pause(&self, groups: usize) -> Duration {
        let groups = u32::try_from(groups).unwrap_or(u32::MAX);
        let regular = Duration::from_millis(150).saturating_mul(groups).max(Duration::from_secs(1));
        regular.saturating_mul(1 << self.failures.min(4)).min(Duration::from_secs(30))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_are_a_second_apart_or_more_for_many_groups() {
        assert_eq!(Patience::default().pause(1), Duration::from_secs(1));
        assert_eq!(Patience::default().pause(20), Duration::from_secs(3));
    }

    #[test]
    fn every_failure_in_a_row_doubles_the_wait_and_is_told_once() {
        let mut patience = Patience::default();

        assert!(patience.first());
        assert_eq!(patience.pause(1), Duration::from_secs(2));
        assert!(!patience.first());
        assert_eq!(patience.pause(1), Duration::from_secs(4));
        for _ in 0..40 {
            patience.first();
        }
        assert_eq!(patience.pause(20), Duration::from_secs(30));
    }

    #[test]
    fn a_window_that_ends_before_it_starts_is_refused() {
        let now: Zoned = "2026-11-22T12:00:00+09:00[Asia/Seoul]".parse().expect("a zoned time");
        let minutes = |minutes| TimeSpec::Ago(jiff::SignedDuration::from_mins(minutes));

        let error = window(minutes(15), Some(minutes(30)), &now).expect_err("backwards");

        assert_eq!(error.to_string(), "`--until` (2026-11-22T02:30:00Z) is not after `--since` (2026-11-22T02:45:00Z)");
    }

    #[test]
    fn lines_carry_their_date_once_they_can_be_of_another_day() {
        let now: Zoned = "2026-11-22T12:00:00+09:00[Asia/Seoul]".parse().expect("a time");
        let functions = [FunctionName("a".into()), FunctionName("get_profile".into())];
        let dates = |since: &str| {
            let since = since.parse::<TimeSpec>().expect("a time");
            layout(&functions, window(since, None, &now).expect("a window"), &now, false)
        };

        assert!(!dates("11h").dates);
        assert!(dates("13h").dates);
        assert_eq!(dates("11h").width, 11);
    }

    #[test]
    fn each_function_is_read_from_its_own_log_group() {
        let window = Window { since: jiff::Timestamp::UNIX_EPOCH, until: None };

        let queries =
            queries(&StackName("srvls-dev".into()), &[FunctionName("get_profile".into())], window, Some("r-1"));

        assert_eq!(queries[0].group, "/aws/lambda/srvls-dev-get_profile");
        assert_eq!(queries[0].phrase.as_deref(), Some("r-1"));
    }
}
