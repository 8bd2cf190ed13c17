//! An answer that is read again and shown in place of the one before, until it is stopped.

use std::time::Duration;

use crate::{
    aws::AwsError,
    context::Context,
    error::{Error, Failure as _},
    exit::Exit,
    terminal::{
        output::{Output, Report},
        signals::Signals,
    },
};

/// CloudWatch counts in minutes, and charges for each read.
const PAUSE: Duration = Duration::from_secs(60);
/// An emulator on this machine does not.
const LOCAL_PAUSE: Duration = Duration::from_secs(5);

pub(super) async fn keep_showing<R: Report>(
    cx: &Context,
    out: &Output,
    read: impl AsyncFn() -> Result<R, Error>,
) -> Result<Exit, Error> {
    let pause = if cx.local.is_some() { LOCAL_PAUSE } else { PAUSE };
    let showing = async {
        let mut is_first = true;
        loop {
            match read().await {
                Ok(report) if !out.refresh(&report, is_first).await? => return Ok(Exit::Success),
                Ok(_) => is_first = false,
                // What was shown stays, and the next read may succeed.
                Err(error) if !is_first && is_transient(&error) => cx.progress.warn(&error),
                Err(error) => return Err(error),
            }
            tokio::time::sleep(pause).await;
        }
    };
    match Signals::listen().unless_stopped(showing).await {
        Ok(ended) => ended,
        // Ctrl-C is how watching ends: not a failure.
        Err(stop) => Ok(stop.exit()),
    }
}

fn is_transient(error: &Error) -> bool {
    error.downcast_ref::<AwsError>().is_some_and(AwsError::is_transient)
}
