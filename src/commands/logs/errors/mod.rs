//! `srvls logs errors`: what failed, counted by shape.

mod deployments;
mod report;
mod view;

use jiff::Timestamp;

use self::{
    deployments::{Deployments, changes},
    report::{Background, ErrorsReport},
};
use super::window::window;
use crate::{
    audit::Target,
    aws::optional,
    context::{Context, deployed_stack::DeployedStack},
    error::Error,
    failures::{self, Limit, Search},
    time::{TimeSpec, clock},
};

/// Show what failed, counted by shape
///
/// Failures that differ only in ids, numbers, addresses and quoted values are one shape. A request that failed counts once,
/// by what its function says about it; what only API Gateway knows, such as a throttled call or a time-out, is there too.
/// Refused tokens and other 4xx are not failures: they are counted separately.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls logs errors
  srvls logs errors --since 2h --function get_profile
  srvls -s prod logs errors --since 09:00 -o json")]
pub(crate) struct ErrorsArgs {
    /// Start time: 15m, 2h30m, 2d, 09:00, 2026-11-22T09:00
    #[arg(long, value_name = "T", default_value = "15m")]
    since: TimeSpec,
    /// End time, in the format of --since [default: now]
    #[arg(long, value_name = "T")]
    until: Option<TimeSpec>,
    /// Show only failures of this function, such as get_profile
    #[arg(long, value_name = "FUNCTION")]
    function: Option<String>,
}

pub(super) async fn run(cx: &Context, args: &ErrorsArgs) -> Result<ErrorsReport, Error> {
    let now = clock::local();
    let window = window(args.since, args.until, &now)?;
    let deployed = DeployedStack::find(&cx.aws.stacks, cx.stack_name()).await?;
    // Without a template at hand, what only API Gateway knows is named by its route.
    let routes = cx.routes();
    let search = Search::of(&deployed, routes, args.function.as_deref(), window)?;
    let target = args
        .function
        .as_ref()
        .map_or_else(|| Target::named("logs", &deployed.name), |function| Target::named("logs", function));
    let privacy = cx.privacy(&target).await?;
    let logs = &cx.aws.logs;
    let _step = cx.progress.step("Reading the logs");
    let (found, deployments) =
        tokio::join!(failures::find(logs, &search, Limit::default()), optional(Deployments::read(cx)));
    let found = found?;
    let deployments = deployments.unwrap_or_else(|error| {
        cx.progress.warn(format_args!("could not read the releases: {error}"));
        Deployments::not_read()
    });
    let earlier = async {
        let is_later = |since: &Timestamp| found.shapes.iter().any(|shape| shape.first_at >= *since);
        match deployments.live_since().filter(is_later) {
            Some(since) => Some(failures::Earlier::find(logs, &search, since, Limit::default().half()).await),
            None => None,
        }
    };
    let (earlier, changes) = tokio::join!(earlier, optional(changes(&deployed, &cx.aws.functions, &found.shapes)));
    for unread in &found.not_read {
        cx.progress.warn(format_args!("the log of {} was not read to its end: {}", unread.log, unread.why));
    }
    let background = Background { deployments, earlier, changes };
    Ok(ErrorsReport::of(found, window, &background, privacy, now))
}
