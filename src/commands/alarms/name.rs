//! The names of alarms: full, and without the stack name.

pub(super) use crate::aws::alarms::short_name;
use crate::{
    aws::alarms::{Alarm, AlarmState, Alarms},
    context::deployed_stack::{DeployedStack, not_found},
    error::Error,
};

/// The stack's alarm called `name`, with or without the stack name as its prefix.
pub(super) async fn alarm_called(deployed: &DeployedStack, alarms: &impl Alarms, name: &str) -> Result<Alarm, Error> {
    let full_name = full_name(deployed, name)?;
    let found = alarms.all(std::slice::from_ref(&full_name)).await?.pop();
    found.ok_or_else(|| no_alarm(deployed, name))
}

/// Of all alarms of the stack those called `names`, each once; without names, all that are there.
///
/// # Errors
/// When the stack has no alarm of one of the names, or someone has deleted it.
pub(super) fn alarms_called(deployed: &DeployedStack, all: &[Alarm], names: &[String]) -> Result<Vec<Alarm>, Error> {
    let is_there = |alarm: &&Alarm| alarm.state != AlarmState::Missing;
    if names.is_empty() {
        return Ok(all.iter().filter(is_there).cloned().collect());
    }
    let mut called: Vec<Alarm> = Vec::new();
    for name in names {
        let full_name = full_name(deployed, name)?;
        let alarm = all.iter().find(|alarm| alarm.name == full_name).ok_or_else(|| no_alarm(deployed, name))?;
        if !is_there(&alarm) {
            let hint = "someone deleted it by hand: ops can create it again with a deployment that changes it";
            return Err(Error::not_found("alarm in CloudWatch", name, Some(hint.into())));
        }
        if !called.iter().any(|other| other.name == alarm.name) {
            called.push(alarm.clone());
        }
    }
    Ok(called)
}

fn full_name(deployed: &DeployedStack, name: &str) -> Result<String, Error> {
    let full = format!("{}-{name}", deployed.name);
    let mut names = deployed.alarm_names().into_iter();
    names.find(|listed| *listed == name || *listed == full).ok_or_else(|| no_alarm(deployed, name))
}

fn no_alarm(deployed: &DeployedStack, name: &str) -> Error {
    let names = deployed.alarm_names();
    not_found("alarm", name, names.iter().map(|name| short_name(name, &deployed.name.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        aws::alarms::fake::alarm, commands::alarms::fixture, context::deployed_stack::fake::deployed, exit::Exit,
    };

    #[tokio::test]
    async fn an_alarm_is_found_by_its_full_and_its_short_name() {
        let (deployed, alarms) = fixture::firing(Vec::new());

        for name in ["5xx", "srvls-dev-5xx"] {
            let found = alarm_called(&deployed, &alarms, name).await.expect("found");

            assert_eq!(found.name, "srvls-dev-5xx");
        }
    }

    #[tokio::test]
    async fn a_wrong_alarm_name_suggests_the_nearest() {
        let (deployed, alarms) = fixture::firing(Vec::new());

        let error = alarm_called(&deployed, &alarms, "5x").await.expect_err("unknown");

        assert_eq!(error.to_string(), "there is no alarm `5x`");
        assert_eq!(error.hint().as_deref(), Some("did you mean `5xx`?"));
    }

    #[test]
    fn several_names_are_each_one_alarm_and_one_wrong_name_is_none() {
        let kind = "AWS::CloudWatch::Alarm";
        let deployed =
            deployed(&[(kind, "A", "srvls-dev-5xx"), (kind, "B", "srvls-dev-4xx"), (kind, "C", "srvls-dev-c")]);
        let all = [
            alarm("srvls-dev-5xx", AlarmState::Ok, ""),
            alarm("srvls-dev-4xx", AlarmState::Ok, ""),
            Alarm::missing("srvls-dev-c"),
        ];
        let called = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            let called = alarms_called(&deployed, &all, &names);
            called.map(|alarms| alarms.into_iter().map(|alarm| alarm.name).collect::<Vec<_>>())
        };

        assert_eq!(called(&["4xx", "srvls-dev-4xx"]).expect("found"), ["srvls-dev-4xx"]);
        assert_eq!(called(&[]).expect("found"), ["srvls-dev-5xx", "srvls-dev-4xx"]);
        let unknown = called(&["5xx", "4x"]).expect_err("unknown");
        assert_eq!((unknown.exit(), unknown.hint().as_deref()), (Exit::NotFound, Some("did you mean `4xx`?")));
        assert_eq!(called(&["c"]).expect_err("deleted").exit(), Exit::NotFound);
    }
}
