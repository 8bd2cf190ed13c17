//! The alarms that a command changes: which they are, what is muted of them already, and how they are named.

use jiff::Timestamp;

use super::{
    muted::Mutes,
    name::{alarms_called, short_name},
};
use crate::{
    audit::Target,
    aws::alarms::{Alarm, Alarms as _},
    context::{Context, deployed_stack::DeployedStack},
    error::Error,
    terminal::{output::counted, pasteable::quoted},
};

/// The alarms of the stage, those that are meant, and what is muted already.
pub(super) struct Found {
    pub(super) deployed: DeployedStack,
    pub(super) all: Vec<Alarm>,
    pub(super) targets: Vec<Alarm>,
    pub(super) mutes: Mutes,
}

/// # Errors
/// When an alarm does not exist.
pub(super) async fn found(cx: &Context, names: &[String], now: Timestamp) -> Result<Found, Error> {
    let regions = cx.alarms();
    let all = async {
        let deployed = cx.deployed().await?;
        let all = regions.all(&deployed.alarm_names()).await?;
        Ok::<_, Error>((deployed, all))
    };
    let ((deployed, all), mutes) = tokio::try_join!(all, async { Ok(Mutes::read(&regions, now).await) })?;
    let targets = alarms_called(&deployed, &all, names)?;
    let mutes = mutes.and_recorded(&regions, &targets).await;
    Ok(Found { deployed, all, targets, mutes })
}

/// What the record is about.
pub(super) fn target(names: &[&str]) -> Target {
    let kind = if names.len() == 1 { "alarm" } else { "alarms" };
    Target::named(kind, names.join(","))
}

/// The names as a command takes them: `--all` where they are all the alarms that exist.
pub(super) fn name_arguments(names: &[&str], all: &[Alarm], stack: &str) -> String {
    let everything = names.len() > 1 && all.iter().filter(|alarm| alarm.arn.is_some()).count() == names.len();
    if everything {
        return "--all".to_owned();
    }
    names.iter().map(|name| quoted(short_name(name, stack)).into_owned()).collect::<Vec<_>>().join(" ")
}

/// More names would bury the rest.
const MOST_NAMED: usize = 6;

/// `api-5xx, api-4xx`, or `24 alarms`.
pub(super) fn named(names: &[&str]) -> String {
    if names.len() > MOST_NAMED { counted(names.len(), "alarm") } else { names.join(", ") }
}
