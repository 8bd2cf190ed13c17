//! The commands of srvls that the template tells people to run.

use super::{
    check::{Check, Faults},
    subject::Subject,
};
use crate::{
    nearest::did_you_mean,
    template::intrinsics::{sub, walk},
};

pub(super) const CHECKS: &[Check] = &[Check::warning("SRV307", "unknown-command", unknown_commands)];

/// `alarms`, `alarms show`: a line for each. A test of the command line holds it to that.
const COMMANDS: &str = include_str!("commands.txt");

/// In an alarm's description, a dashboard's text and wherever else a command stands in backticks.
fn unknown_commands(subject: &Subject<'_>, faults: &mut Faults) {
    for resource in subject.resources() {
        walk(resource.properties, "", &mut |pointer, value| {
            let Some(text) = value.as_str().or_else(|| sub(value)) else { return };
            // A short form and the text inside it are one place.
            if pointer.contains("/Fn::Sub") {
                return;
            }
            let prose = pointer == "/AlarmDescription";
            for command in commands(text, prose) {
                let Some((unknown, known)) = unknown_word(&command) else { continue };
                faults.add(
                    resource.at(pointer),
                    format!("`srvls {}` is no command of srvls", command.join(" ")),
                    did_you_mean(unknown, known, || "run `srvls --help` to see its commands".to_owned()),
                );
            }
        });
    }
}

/// The words of each command after `srvls`, as far as they can be names of commands.
fn commands(text: &str, prose: bool) -> Vec<Vec<String>> {
    let starts = text.match_indices("srvls ").filter(|(at, _)| {
        let before = text[..*at].chars().next_back();
        before == Some('`') || (prose && before.is_none_or(char::is_whitespace))
    });
    starts.map(|(at, start)| words(&text[at + start.len()..])).filter(|words| !words.is_empty()).collect()
}

fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = text;
    while words.len() < 2 {
        let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '-').unwrap_or(rest.len());
        if end == 0 || rest.starts_with('-') {
            break;
        }
        words.push(rest[..end].to_owned());
        match rest[end..].strip_prefix(' ') {
            Some(after) => rest = after,
            None => break,
        }
    }
    words
}

/// The word that is no command, and those that could stand there.
fn unknown_word(command: &[String]) -> Option<(&str, Vec<&'static str>)> {
    let first = command.first()?;
    let top: Vec<&str> = COMMANDS.lines().filter(|line| !line.contains(' ')).collect();
    if !top.contains(&first.as_str()) {
        return Some((first, top));
    }
    let below: Vec<&str> = COMMANDS.lines().filter_map(|line| line.strip_prefix(first)?.strip_prefix(' ')).collect();
    let second = command.get(1).filter(|_| !below.is_empty())?;
    (!below.contains(&second.as_str())).then_some((second, below))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(text: &str) -> Vec<String> {
        let commands = commands(text, true);
        commands.iter().filter_map(|command| Some(unknown_word(command)?.0.to_owned())).collect()
    }

    #[test]
    fn a_command_that_srvls_does_not_have_is_found_with_and_without_backticks() {
        assert_eq!(unknown("First: srvls logs faults, then `srvls metric`"), ["faults", "metric"]);
        assert_eq!(unknown("`srvls logs tail authorizer --level error`, srvls rollback if it began"), [""; 0]);
        assert_eq!(unknown("`srvls.toml` and srvls/x"), [""; 0]);
    }
}
