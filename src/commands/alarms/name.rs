//! The names of alarms: full, and without the stack name.

use crate::{
    aws::alarms::{Alarm, Alarms},
    context::deployed_stack::{DeployedStack, not_found},
    error::Error,
};

/// The stack's alarm called `name`, with or without the stack name as its prefix.
pub(super) async fn alarm_called(deployed: &DeployedStack, alarms: &impl Alarms, name: &str) -> Result<Alarm, Error> {
    let names = deployed.alarm_names();
    let full = format!("{}-{name}", deployed.name);
    let full_name = names.iter().find(|listed| **listed == name || **listed == full);
    let found = match full_name {
        Some(full_name) => alarms.all(std::slice::from_ref(full_name)).await?.pop(),
        None => None,
    };
    found.ok_or_else(|| not_found("alarm", name, names.iter().map(|name| short_name(name, &deployed.name.0))))
}

/// An alarm's name without the stack name, which every alarm of the stack starts with.
pub(super) fn short_name<'a>(name: &'a str, stack: &str) -> &'a str {
    name.strip_prefix(stack).and_then(|rest| rest.strip_prefix('-')).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::alarms::fixture;

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
}
