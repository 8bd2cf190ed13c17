//! Mutes that are over, and that nothing in AWS ends: where there are no mute rules, the next
//! `srvls alarms` enables their actions again.

use std::time::Duration;

use super::{found::named, name::short_name};
use crate::{
    audit::Target,
    aws::alarms::{Alarm, Muting},
    context::{
        Context,
        guard::{Permit, allow_completion},
    },
    error::Error,
    time::patient,
};

/// The list of alarms does not wait for longer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Enables the actions of these alarms, if the caller may: their mutes should have ended by now. Says so either
/// way.
pub(super) async fn restore(cx: &Context, overdue: &[Alarm], stack: &str) -> bool {
    if overdue.is_empty() {
        return false;
    }
    let names: Vec<&str> = overdue.iter().map(|alarm| short_name(&alarm.name, stack)).collect();
    let restored = tokio::time::timeout(patient(PATIENCE), async {
        let target = Target::named("alarms", names.join(","));
        let permit = allow_completion(cx).await?.begin(&target).await?;
        enable(&permit, &cx.alarms(), overdue).await
    });
    let why = match restored.await {
        Ok(Ok(())) => {
            cx.progress.note(format_args!("{}: the mute is over, and the actions are enabled again", named(&names)));
            return true;
        }
        Ok(Err(error)) => error.to_string(),
        Err(_) => "it took too long".to_owned(),
    };
    cx.progress.warn(format_args!(
        "{}: the mute is over, but the actions are still disabled ({why}); on-call enables them with `srvls alarms unmute {}`",
        named(&names),
        names.join(" ")
    ));
    false
}

async fn enable(_permit: &Permit, muting: &impl Muting, overdue: &[Alarm]) -> Result<(), Error> {
    Ok(muting.enable_actions(overdue).await?)
}
