//! The values that can follow: from srvls.toml, the templates, and what earlier commands found. Nothing is asked.

use std::{env, path::PathBuf};

use clap::{Arg, Command};
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

use super::typed;
use crate::{
    aws::alarms::short_name,
    config::Config,
    environment,
    releases::remembered_releases,
    stage::{FunctionName, StackName, Stage},
    template::Template,
};

/// What the values of an argument are. The handle of a user is none of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Values {
    Stages,
    Functions,
    /// Functions, and the other logs.
    Logs,
    Tables,
    Alarms,
    Releases,
}

/// `srvls` with the values of its arguments.
pub(super) fn in_command(srvls: Command) -> Command {
    below(srvls, &[])
}

fn below(command: Command, path: &[&str]) -> Command {
    let with_values = command.mut_args(|arg| match values_of(path, &arg) {
        Some(values) => arg.add(ArgValueCandidates::new(move || candidates(values))),
        None => arg,
    });
    with_values.mut_subcommands(|command| {
        let name = command.get_name().to_owned();
        below(command, &[path, &[&name]].concat())
    })
}

fn values_of(path: &[&str], arg: &Arg) -> Option<Values> {
    let name = arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str());
    match (path, arg.get_id().as_str(), name) {
        (_, "stage", _) => Some(Values::Stages),
        (["logs", "tail"], _, "FUNCTION") => Some(Values::Logs),
        (_, _, "FUNCTION") => Some(Values::Functions),
        (["table", ..], _, "TABLE") => Some(Values::Tables),
        (["alarms", ..], "name" | "names", _) => Some(Values::Alarms),
        (["rollback"], "release", _) => Some(Values::Releases),
        _ => None,
    }
}

fn candidates(values: Values) -> Vec<CompletionCandidate> {
    let given = Given::of(&typed::words());
    let found = given.config().map(|config| found(values, &config, given.stage.as_deref())).unwrap_or_default();
    // A name goes into the command line as it is: one that a shell would read otherwise is not offered.
    let is_plain = |name: &String| {
        !name.is_empty()
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
            && !name.starts_with('-')
    };
    found.into_iter().filter(is_plain).map(CompletionCandidate::new).collect()
}

fn found(values: Values, config: &Config, stage: Option<&str>) -> Vec<String> {
    if values == Values::Stages {
        return config.stage_names().map(str::to_owned).collect();
    }
    let Ok(stage) = config.stage(stage) else { return Vec::new() };
    match values {
        Values::Stages => Vec::new(),
        Values::Releases => remembered_releases(&stage),
        Values::Alarms => alarms(config, &stage),
        Values::Tables => {
            let tables = logical_ids(config, "AWS::DynamoDB::Table").into_iter();
            tables
                .map(|id| id.strip_suffix("Table").filter(|stem| !stem.is_empty()).unwrap_or(&id).to_owned())
                .collect()
        }
        Values::Functions => functions(config),
        Values::Logs => ["api", "waf"].map(str::to_owned).into_iter().chain(functions(config)).collect(),
    }
}

fn functions(config: &Config) -> Vec<String> {
    let ids = logical_ids(config, "AWS::Serverless::Function");
    ids.iter().map(|id| FunctionName::of_logical_id(id).0).collect()
}

fn logical_ids(config: &Config, kind: &str) -> Vec<String> {
    Template::read(&config.template_path()).map(|template| template.logical_ids(kind)).unwrap_or_default()
}

/// Of both stacks, without the name of the API's.
fn alarms(config: &Config, stage: &Stage) -> Vec<String> {
    let stacks = [stage.stack_name(), stage.edge_stack_name()];
    let of_stack = |(path, stack): (PathBuf, StackName)| {
        let template = Template::read(&path).ok()?;
        Some(template.physical_names(&stack, &stage.settings.parameters))
    };
    let names = config.template_paths().into_iter().zip(stacks).filter_map(of_stack).flatten();
    let alarms = names.filter(|name| name.what == "alarm" && !name.is_generated());
    alarms.map(|alarm| short_name(&alarm.name, &stage.stack_name().0).to_owned()).collect()
}

/// What the command line and the environment choose.
#[derive(Debug, PartialEq, Eq)]
struct Given {
    stage: Option<String>,
    config: Option<PathBuf>,
}

impl Given {
    fn of(words: &[String]) -> Self {
        let value = |short: Option<&str>, long: &str, variable: &str| {
            flag(words, short, long).or_else(|| environment::variable(variable))
        };
        Self {
            stage: value(Some("-s"), "--stage", "SRVLS_STAGE"),
            config: value(None, "--config", "SRVLS_CONFIG").map(PathBuf::from),
        }
    }

    fn config(&self) -> Option<Config> {
        Config::load(self.config.as_deref(), &env::current_dir().ok()?).ok()
    }
}

/// The value of a flag: `-s dev`, `-sdev`, `--stage dev` or `--stage=dev`. The last word is still being typed.
fn flag(words: &[String], short: Option<&str>, long: &str) -> Option<String> {
    let (_, words) = words.split_last()?;
    words.iter().enumerate().find_map(|(index, word)| {
        if word == long || Some(word.as_str()) == short {
            return words.get(index + 1).cloned();
        }
        let of_long = word.strip_prefix(long).and_then(|rest| rest.strip_prefix('='));
        let of_short = || short.and_then(|short| word.strip_prefix(short)).filter(|_| !word.starts_with("--"));
        of_long.or_else(of_short).map(str::to_owned)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn the_stage_is_the_one_that_was_typed() {
        for line in ["srvls -s dev status ", "srvls -sdev x", "srvls status --stage dev x", "srvls --stage=dev x"] {
            assert_eq!(flag(&words(line), Some("-s"), "--stage").as_deref(), Some("dev"), "{line}");
        }
        for line in ["srvls -s", "srvls -s dev", "srvls status x"] {
            assert_eq!(flag(&words(line), Some("-s"), "--stage"), None, "{line}");
        }
    }

    #[test]
    fn a_user_is_never_offered() {
        let handle = Arg::new("handle").value_name("HANDLE");

        assert_eq!(values_of(&["user", "lookup"], &handle), None);
        assert_eq!(values_of(&["invoke"], &Arg::new("as").value_name("USER")), None);
    }
}
