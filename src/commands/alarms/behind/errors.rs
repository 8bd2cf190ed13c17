//! What fails of what an alarm is about.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use crate::{
    aws::alarms::{Alarm, AlarmState},
    context::{Context, deployed_stack::DeployedStack},
    error::Error,
    failures::{self, Limit, Search, Shape},
    privacy::{Privacy, redacted},
    stage::FunctionName,
    time::Window,
};

/// More shapes are for `srvls logs errors`.
const MOST: usize = 3;

const LIMIT: Limit = Limit { time: Duration::from_millis(2_500), events: 10_000 };

const USUAL: SignedDuration = SignedDuration::from_mins(15);
const LONGEST: SignedDuration = SignedDuration::from_hours(2);

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(in crate::commands::alarms) struct FailureShape {
    fingerprint: String,
    function: Option<FunctionName>,
    class: String,
    count: usize,
    users: usize,
    last_at: Timestamp,
    /// Masked.
    message: String,
}

/// The most frequent failures of the alarm's function; of all functions for an alarm about something else.
pub(super) async fn failures(
    cx: &Context,
    deployed: &DeployedStack,
    alarm: &Alarm,
    privacy: Privacy,
    now: Timestamp,
) -> Result<Vec<FailureShape>, Error> {
    let routes = cx.routes();
    let function = function_of(deployed, alarm);
    let search = Search::of(deployed, routes, function.as_ref().map(|name| name.0.as_str()), window(alarm, now))?;
    let found = failures::find(&cx.aws.logs, &search, LIMIT).await?;
    Ok(found.shapes.iter().take(MOST).map(|shape| FailureShape::of(shape, privacy)).collect())
}

fn function_of(deployed: &DeployedStack, alarm: &Alarm) -> Option<FunctionName> {
    let subject = alarm.subject.as_ref().filter(|subject| subject.kind == "function")?;
    let functions = deployed.functions();
    functions.into_iter().find(|(_, resource)| resource.physical_id == subject.name).map(|(name, _)| name)
}

/// The last minutes, or since shortly before it fired.
fn window(alarm: &Alarm, now: Timestamp) -> Window {
    let back = |by| now.checked_sub(by).unwrap_or(now);
    let fired = alarm.since.filter(|_| alarm.state == AlarmState::Alarm);
    let fired = fired.and_then(|since| since.checked_sub(USUAL).ok()).unwrap_or(now);
    Window { since: fired.min(back(USUAL)).max(back(LONGEST)), until: None }
}

impl FailureShape {
    fn of(shape: &Shape, privacy: Privacy) -> Self {
        Self {
            fingerprint: shape.key.fingerprint.clone(),
            function: shape.key.function.clone(),
            class: shape.class.clone(),
            count: shape.count,
            users: shape.users.len(),
            last_at: shape.last_at,
            message: redacted(&privacy.show_text(&shape.sample.message)),
        }
    }

    /// `330x get_profile, 1 user: could not read a profile`
    pub(in crate::commands::alarms) fn words(&self) -> String {
        let function = self.function.as_ref().map_or("unknown", |function| function.0.as_str());
        let users = match self.users {
            0 => String::new(),
            1 => ", 1 user".to_owned(),
            users => format!(", {users} users"),
        };
        format!("{}x {function}{users}: {}", self.count, self.message.lines().next().unwrap_or(&self.class))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        aws::alarms::{Subject, fake::alarm},
        context::deployed_stack::fake::deployed,
    };

    #[test]
    fn an_alarm_about_a_function_is_about_its_failures() {
        let deployed = deployed(&[("AWS::Lambda::Function", "GetProfileFunction", "srvls-dev-get_profile")]);
        let about = |kind, name: &str| {
            let subject = Some(Subject { kind, name: name.into() });
            function_of(&deployed, &Alarm { subject, ..alarm("a", AlarmState::Alarm, "") })
        };

        assert_eq!(about("function", "srvls-dev-get_profile"), Some(FunctionName("get_profile".into())));
        assert_eq!((about("function", "another"), about("API", "srvls-dev")), (None, None));
    }

    #[test]
    fn failures_are_looked_for_since_shortly_before_it_fired() {
        let now: Timestamp = "2026-11-22T10:12:00Z".parse().expect("a time");
        let since = |fired: &str| {
            let alarm = Alarm { since: fired.parse().ok(), ..alarm("a", AlarmState::Alarm, "") };
            window(&alarm, now).since.to_string()
        };

        assert_eq!(since("2026-11-22T10:11:00Z"), "2026-11-22T09:56:00Z");
        assert_eq!(since("2026-11-22T09:30:00Z"), "2026-11-22T09:15:00Z");
        assert_eq!(since("2026-11-01T09:30:00Z"), "2026-11-22T08:12:00Z");
    }
}
