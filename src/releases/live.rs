//! What went live last, for those who need no other release.

use super::{History, Release};
use crate::{aws::identity::Identity as _, context::Context, error::Error};

/// What is live is among the newest records, or among the last ones, unless so many failed in a row.
const SEARCH_LIMITS: [usize; 2] = [4, 30];

/// `None` when no deployment left a record.
pub(crate) async fn live_release(cx: &Context) -> Result<Option<Release>, Error> {
    let caller = cx.aws.identity.caller().await?;
    let [few, many] = SEARCH_LIMITS;
    let mut history = History::read(cx, &caller, few).await?;
    if history.live().is_none() && history.older > 0 {
        history = History::read(cx, &caller, many).await?;
    }
    let live = history.live().map(|entry| entry.record.release.clone());
    // The live one may be among what can't be read.
    match history.unreadable() {
        Some(unreadable) if live.is_none() => Err(unreadable.into()),
        _ => Ok(live),
    }
}
