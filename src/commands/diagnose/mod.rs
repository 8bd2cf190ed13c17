//! `srvls diagnose`: one request end to end; without an id, the troubleshooting guide run against the stage.

mod guide;
mod request;

use crate::{
    context::Context,
    error::Error,
    exit::Exit,
    terminal::output::Output,
    time::{TimeSpec, Window, clock},
};

/// Follow one request through the stage, or check the stage for common problems
///
/// REQUEST_ID is the `requestId` of an error's body, an id of Lambda's, an X-Ray id (1-…-…), or CloudFront's `x-amz-cf-id`.
/// The answer is one tree: CloudFront and its firewall, API Gateway, the authorizer, the function and what that called, each
/// with its time and its outcome. What was not found is listed with the reason.
///
/// Without an id, the checks of the troubleshooting guide run: each has its evidence and, where something is wrong, the
/// fix. What could not be read is unknown, and never passes.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls diagnose
  srvls diagnose c6af9ac6-7b61-11e6-9a41-93e8deadbeef
  srvls diagnose 1-67a1b2c3-0123456789abcdef01234567 --since 7d")]
pub(crate) struct DiagnoseArgs {
    /// Request to follow; without it, the stage is checked
    #[arg(value_name = "REQUEST_ID", value_parser = clap::builder::NonEmptyStringValueParser::new())]
    request_id: Option<String>,
    /// Start time: 15m, 2h30m, 2d, 09:00, 2026-11-22T09:00
    #[arg(long, value_name = "T", default_value = "24h")]
    since: TimeSpec,
    /// Exit with 3 if a check of the stage fails
    #[arg(long, conflicts_with = "request_id")]
    exit_code: bool,
}

pub(crate) async fn run(cx: &Context, args: &DiagnoseArgs, out: &Output) -> Result<Exit, Error> {
    let window = Window { since: args.since.resolve(&clock::local()), until: None };
    match &args.request_id {
        Some(id) => out.emit(&request::run(cx, id, window).await?).await,
        None => {
            let report = guide::run(cx, window, args.exit_code).await?;
            out.emit(&report).await
        }
    }
}
