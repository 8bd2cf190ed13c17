//! What went live last, for those who need no other release.

use super::{FoundStacks, History, Record, Release};
use crate::{
    aws::identity::{Caller, Identity as _},
    context::Context,
    error::Error,
};

/// What is live is among the newest records, or among the last ones, unless so many failed in a row.
const SEARCH_LIMITS: [usize; 2] = [4, 30];

/// `None` when no deployment left a record.
pub(crate) async fn live_release(cx: &Context) -> Result<Option<Release>, Error> {
    let caller = cx.aws.identity.caller().await?;
    Ok(live_record(cx, &caller, None).await?.map(|record| record.release))
}

/// The record of what is live on the stacks, which are looked up unless they are `known`; `None` when no deployment left
/// one.
pub(crate) async fn live_record(
    cx: &Context,
    caller: &Caller,
    known: Option<FoundStacks>,
) -> Result<Option<Record>, Error> {
    let [few, many] = SEARCH_LIMITS;
    let mut history = History::read_live(cx, caller, few, known.clone()).await?;
    if history.live().is_none() && history.older > 0 {
        history = History::read_live(cx, caller, many, known).await?;
    }
    let live = history.live().map(|entry| entry.record.clone());
    // The live one may be among what can't be read.
    match history.unreadable() {
        Some(unreadable) if live.is_none() => Err(unreadable.into()),
        _ => Ok(live),
    }
}
