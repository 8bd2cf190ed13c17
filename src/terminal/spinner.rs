//! The spinner that names the call to AWS that is waited for.

use std::{convert::Infallible, time::Duration};

use super::{progress::Progress, waiting};

const TICK: Duration = Duration::from_millis(100);

/// Shows what is waited for, for as long as it is polled.
pub(crate) async fn show(progress: Progress) -> Infallible {
    loop {
        tokio::time::sleep(TICK).await;
        for line in waiting::throttled() {
            if progress.terminal { progress.note(line) } else { progress.detail(line) }
        }
        if progress.terminal && !progress.is_quiet() {
            waiting::draw(|| progress.spinner());
        }
    }
}
