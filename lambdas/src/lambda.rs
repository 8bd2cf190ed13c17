//! Running in Lambda: the logger, the executor, and nothing else.

use lambda_runtime::{
    Error,
    tracing::subscriber::{self, filter::LevelFilter},
};

use crate::settings::setting;

/// Runs one function until Lambda stops it.
///
/// Not `async`, and only ever called from non-generic `serve_*` functions, so that each call tree
/// is compiled once, in this crate, instead of again in every binary.
pub(crate) fn block_on(function: impl Future<Output = Result<(), Error>>) -> Result<(), Error> {
    start_logging();
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(function)
}

/// One JSON object per line, with `timestamp` and `level` at its top: the shape that Lambda's log level
/// filter reads, on every stage alike. The runtime's span adds the request id.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html>
fn start_logging() {
    let level = setting("AWS_LAMBDA_LOG_LEVEL").ok().and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::INFO);
    subscriber::fmt().json().flatten_event(true).with_span_list(false).with_target(false).with_max_level(level).init();
}
