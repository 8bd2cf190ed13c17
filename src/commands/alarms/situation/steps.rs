//! What to do first, as the descriptions of the alarms say it.

use crate::aws::alarms::Alarm;

/// More would bury the first.
const MOST: usize = 3;

/// The first step of each alarm, the most urgent alarm's first, each once.
pub(super) fn first_steps(firing: &[&Alarm]) -> impl Iterator<Item = String> {
    let mut steps: Vec<String> = Vec::new();
    for step in firing.iter().filter_map(|alarm| first_step(alarm.description.as_deref()?)) {
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    steps.into_iter().take(MOST)
}

/// By the template's convention, it follows `First: `; of a sentence with a command, the command.
fn first_step(description: &str) -> Option<String> {
    let (_, step) = description.split_once("First: ")?;
    let command = step.split('`').nth(1).filter(|command| command.starts_with("srvls "));
    Some(command.unwrap_or(step.trim()).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::alarms::{AlarmState, fake::alarm};

    #[test]
    fn a_step_is_the_command_of_its_sentence_and_comes_once() {
        let logs = "critical: it fails. First: `srvls logs tail --level error` says why; then `srvls releases`";
        let alarms = [logs, "warning: it is slow", logs, "warning: it is full. First: ask ops for more"];
        let alarms = alarms.map(|description| alarm("a", AlarmState::Alarm, description));

        let steps: Vec<String> = first_steps(&alarms.iter().collect::<Vec<_>>()).collect();

        assert_eq!(steps, ["srvls logs tail --level error", "ask ops for more"]);
    }
}
