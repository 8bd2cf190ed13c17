//! Requests to a pool at a pace that leaves the app its share.

use tokio::sync::Mutex;

use crate::{
    aws::{AwsError, tables::Pace},
    copies::patiently,
    terminal::progress::Progress,
};

/// Half of what Cognito lets an account send in a second to create users, and to read what they have, unless it asked
/// for more; less than the app needs to notice where users are changed.
/// <https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html>
pub(super) const DEFAULT_RATE: u32 = 25;
/// How many requests are under way at once.
pub(super) const AT_ONCE: usize = 16;

pub(super) struct Requests {
    pace: Mutex<Pace>,
    progress: Progress,
}

impl Requests {
    pub(super) fn at(rate: Option<u32>, progress: Progress) -> Self {
        let rate = rate.unwrap_or(DEFAULT_RATE);
        progress.note(format_args!("sending at most {rate} requests a second"));
        Self { pace: Mutex::new(Pace::of(rate)), progress }
    }

    /// The answer of `call`, which is repeated as long as it may succeed later.
    pub(super) async fn send<T>(&self, call: impl AsyncFn() -> Result<T, AwsError>) -> Result<T, AwsError> {
        let paced = async || {
            let mut pace = self.pace.lock().await;
            pace.wait().await;
            pace.consumed(1.0);
            drop(pace);
            call().await
        };
        patiently(self.progress, paced).await
    }
}
