//! Long work outlasts a service that is slow or down for a while.

use std::time::Duration;

use crate::{
    aws::{AwsError, AwsErrorKind},
    terminal::progress::Progress,
};

/// The pauses after attempts that failed, about three minutes together.
const PAUSES: [u64; 8] = [1, 2, 5, 10, 20, 30, 60, 60];

/// The answer of `call`, which is repeated as long as it may succeed later.
pub(crate) async fn patiently<T>(
    progress: Progress,
    call: impl AsyncFn() -> Result<T, AwsError>,
) -> Result<T, AwsError> {
    use AwsErrorKind::{Throttled, TimedOut, Unavailable, Unreachable, Unreadable};
    for pause in PAUSES {
        match call().await {
            Err(error) if matches!(error.kind, Throttled | TimedOut | Unavailable | Unreachable | Unreadable) => {
                progress.note(format_args!("{error}: trying again in {pause} s"));
                tokio::time::sleep(Duration::from_secs(pause)).await;
            }
            answered => return answered,
        }
    }
    call().await
}
