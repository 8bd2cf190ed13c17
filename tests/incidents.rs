//! What on-call sees while something goes on, on the stage of the templates that ship: a scripted AWS has the metrics and
//! the log lines of each scenario of the alarms.

#[path = "incidents/answers.rs"]
pub(crate) mod answers;
#[path = "incidents/deployment.rs"]
mod deployment;
#[path = "incidents/lines.rs"]
mod lines;
#[path = "incidents/release.rs"]
mod release;
#[path = "incidents/stage.rs"]
mod stage;
#[path = "incidents/stories.rs"]
mod stories;
#[path = "incidents/tickets.rs"]
mod tickets;

use std::collections::BTreeSet;

use libtest_mimic::Trial;

use self::{
    answers::{ANSWERS, Answer},
    stage::{refused, stage_where},
};
use crate::{
    alarms::{alarm::Alarm, alarms},
    support::{shop::Shop, srvls::Run, terminal::Terminal, trials},
};

pub(crate) fn trials() -> Vec<Trial> {
    let mut trials = trials![every_alarm_has_an_answer, the_first_command_of_each_alarm_says_what_is_wrong];
    trials.extend(deployment::trials());
    trials.extend(tickets::trials());
    trials.extend(stories::trials());
    trials
}

const COLUMNS: u16 = 80;

/// A command in a narrow terminal, with the answer to its question.
fn run(shop: &Shop, command: &str, answer: Option<&str>) -> String {
    let words = shlex::split(command).expect("a command");
    let words: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
    let mut terminal = Terminal::tall(shop.folder.path(), COLUMNS, &shop.command(&words));
    if let Some(answer) = answer {
        terminal.showing(&["[y/N]"]);
        terminal.press(&format!("{answer}\n"));
    }
    let (screen, code) = terminal.end();
    assert_eq!(code, 0, "{command}: {screen}");
    screen
}

fn alarm(name: &str) -> &'static Alarm {
    alarms().iter().find(|alarm| alarm.name == name).unwrap_or_else(|| panic!("no alarm is called {name}"))
}

fn every_alarm_has_an_answer() {
    let answered: BTreeSet<&str> = ANSWERS.iter().map(|answer| answer.alarm).collect();
    let all: BTreeSet<&str> = alarms().iter().map(|alarm| alarm.name.as_str()).collect();

    assert_eq!(answered, all);
    assert_eq!(answered.len(), ANSWERS.len(), "one each");
}

/// The first command after `First: ` in the alarm's description.
pub(crate) fn first_command(alarm: &Alarm) -> &str {
    let (_, step) = alarm.description.split_once("First: ").expect("a first step");
    step.split('`').nth(1).unwrap_or_else(|| panic!("{} begins with no command", alarm.name))
}

fn answered(answer: &Answer) -> Run {
    let shop = stage_where(answer.alarm, answer.scenario);
    shop.endpoint.query_results(&[refused(&[("/auth/signin", "401", 400), ("/data", "404", 3)])]);
    let words = shlex::split(first_command(alarm(answer.alarm))).expect("a command");
    let words: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
    shop.run(&words)
}

fn the_first_command_of_each_alarm_says_what_is_wrong() {
    let mut wrong = Vec::new();
    for answer in ANSWERS {
        let run = answered(answer);
        let said = format!("{}{}", run.stdout, run.stderr);
        let missing: Vec<&&str> = answer.says.iter().filter(|words| !said.contains(**words)).collect();
        if !missing.is_empty() || answer.says.is_empty() || run.code != 0 {
            let command = first_command(alarm(answer.alarm));
            wrong.push(format!(
                "== {}: {command} ({}) lacks {missing:?}\n{}\n{}",
                answer.alarm, run.code, run.stdout, run.stderr
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
