//! The alarms of the stage, and all that is known of them.

use jiff::Timestamp;

use super::{muted::Mutes, recipients::Recipients};
use crate::{
    audit::Target,
    aws::{
        alarms::{Alarm, Alarms, Muting},
        topics::Topics,
    },
    context::{Context, deployed_stack::DeployedStack},
    error::Error,
    privacy::Privacy,
    time::clock,
};

/// The stage's alarms and all that is known of them.
pub(super) struct StageAlarms {
    pub(super) deployed: DeployedStack,
    pub(super) alarms: Vec<Alarm>,
    pub(super) mutes: Mutes,
    pub(super) recipients: Recipients,
    pub(super) now: Timestamp,
}

/// The alarms as they are now.
pub(super) async fn look(cx: &Context) -> Result<StageAlarms, Error> {
    let privacy = cx.privacy(&Target::named("stack", cx.stack_name())).await?;
    read(cx.deployed(), &cx.alarms(), &cx.aws.topics, privacy, clock::now()).await
}

/// The mute rules are read while the stack is looked up, and the topics beside the alarms.
pub(super) async fn read(
    deployed: impl Future<Output = Result<DeployedStack, Error>>,
    alarms: &(impl Alarms + Muting),
    topics: &impl Topics,
    privacy: Privacy,
    now: Timestamp,
) -> Result<StageAlarms, Error> {
    let found = async {
        let deployed = deployed.await?;
        let names = deployed.alarm_names();
        let recipients = async { Ok(Recipients::read(topics, &deployed, privacy).await) };
        let (found, recipients) = tokio::try_join!(alarms.all(&names), recipients)?;
        Ok::<_, Error>((deployed, found, recipients))
    };
    let (found, mutes) = tokio::try_join!(found, async { Ok(Mutes::read(alarms, now).await) })?;
    let (deployed, found, recipients) = found;
    let mutes = mutes.and_recorded(alarms, &found).await;
    Ok(StageAlarms { deployed, alarms: found, mutes, recipients, now })
}

impl StageAlarms {
    /// The alarms that fire, the most urgent first.
    pub(super) fn firing(&self) -> Vec<&Alarm> {
        Alarm::firing(&self.alarms)
    }

    /// The alarms whose mute is over, and whose actions are still disabled.
    pub(super) fn overdue(&self) -> Vec<Alarm> {
        self.alarms.iter().filter(|alarm| self.mutes.is_overdue(alarm, self.now)).cloned().collect()
    }
}
