//! What each persona does with srvls: every command with the actions that it takes, and every command that it is
//! pointed to. A policy that does not cover a persona's work fails here.

mod table;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use clap::CommandFactory as _;
use regex::Regex;

use self::table::{WORK, Work};
use super::{
    Persona::{self, Oncall, Ops, Support},
    grants::GRANTS,
};
use crate::cli::Cli;

/// Commands of the AWS CLI that take no permission on AWS.
const WITHOUT_PERMISSION: [&str; 3] = ["aws configure", "aws sso", "aws sts get-caller-identity"];

/// Hints that a persona sees and can't follow, by their text or their file, and why that is right.
const FOR_SOMEONE_ELSE: [(&str, &str); 12] = [
    ("run `srvls deploy` first", "there is nothing to look at until someone deploys"),
    ("audit/mod.rs", "the log and its key are there once someone deploys"),
    ("srvls user {name} {}", "the verdict fills in what support runs"),
    ("srvls user {undo} {}", "the undo is the other verb of what support runs"),
    ("srvls user erase", "an erasure is for good, so ops makes it"),
    ("srvls user group", "a group can see the data of others, so ops adds to it and removes from it"),
    ("table/write.rs", "the undo of a write is for those who may write"),
    ("doctor/machine.rs", "building concerns those who deploy"),
    ("doctor/setup.rs", "the templates concern those who deploy"),
    ("doctor/stage.rs", "the state of the stack concerns those who deploy it"),
    ("`srvls local up` starts it, and so does `srvls deploy`", "on the emulator, everyone may do everything"),
    ("`srvls rollback` restores the previous release", "on-call decides whether to wake ops for it"),
];

fn granted(persona: Persona) -> BTreeSet<&'static str> {
    let grants = GRANTS.iter().filter(|grant| grant.personas.contains(&persona));
    grants.flat_map(|grant| grant.actions.iter().copied()).collect()
}

/// Whether the persona runs every command whose name begins like this: a hint may leave the rest open.
fn runs(persona: Persona, words: &[&str]) -> bool {
    let is_meant = |work: &&Work| {
        let name: Vec<&str> = work.0.split(' ').collect();
        name.iter().zip(words).take_while(|(name, word)| name == word).count() == name.len().min(words.len())
    };
    let mut meant: Vec<&Work> = WORK.iter().filter(is_meant).collect();
    // `alarms show NAME` is not `alarms`.
    let longest = meant.iter().map(|work| work.0.split(' ').count()).max().unwrap_or_default();
    meant.retain(|work| words.len() < 2 || work.0.split(' ').count() == longest);
    !meant.is_empty() && meant.iter().all(|work| work.1.contains(&persona))
}

/// `cloudformation:DescribeStackEvents` for `aws cloudformation describe-stack-events --stack-name NAME`.
fn action_of(command: &str) -> Option<String> {
    let mut words = command.split_whitespace().skip(1);
    let (service, operation) = (words.next()?, words.next()?);
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    Some(format!("{service}:{}", operation.split('-').map(capital).collect::<String>()))
}

/// The string literals of a file's code, tests left out.
fn literals(path: &Path) -> Vec<String> {
    let text = fs::read_to_string(path).expect("text");
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let code: String =
        code.lines().filter(|line| !line.trim_start().starts_with("//")).fold(String::new(), |mut code, line| {
            code.push_str(line);
            code.push('\n');
            code
        });
    let literal = Regex::new(r#""((?:[^"\\]|\\(?s:.))*)""#).expect("a pattern");
    let continued = Regex::new(r"\\\n\s*").expect("a pattern");
    literal.captures_iter(&code).map(|found| continued.replace_all(&found[1], "").into_owned()).collect()
}

/// The commands that a text names: in backticks, or as the whole of it.
fn commands(text: &str) -> Vec<String> {
    let quoted = text.split('`').skip(1).step_by(2).map(str::to_owned);
    let is_ours = |text: &&str| {
        let first = text.strip_prefix("srvls ").and_then(|rest| rest.split(' ').next());
        first.is_some_and(|first| WORK.iter().any(|work| work.0.split(' ').next() == Some(first)))
    };
    let whole = Some(text).filter(|text| !text.contains('`')).filter(is_ours).map(str::to_owned);
    quoted.filter(|text| text.starts_with("srvls ") || text.starts_with("aws ")).chain(whole).collect()
}

fn files(folder: &str) -> Vec<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(folder);
    if path.is_file() {
        return vec![path];
    }
    let entries = fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut found = Vec::new();
    for entry in entries {
        let name = entry.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).expect("inside").to_owned();
        if entry.is_dir() {
            found.extend(files(&name.to_string_lossy()));
        } else if entry.extension().is_some_and(|ending| ending == "rs") {
            found.push(entry);
        }
    }
    found
}

/// The files whose texts a persona sees: those of its commands, and what all commands share.
fn seen_by(persona: Persona) -> BTreeSet<PathBuf> {
    let mut seen: BTreeSet<PathBuf> = ["context/stage_stack.rs", "context/output.rs", "aws", "template/error.rs"]
        .into_iter()
        .flat_map(files)
        .collect();
    if runs(persona, &["releases"]) {
        seen.extend(files("releases"));
    }
    // On the emulator, everyone may do everything.
    for Work(name, personas, _) in WORK.iter().filter(|work| !work.0.starts_with("local ")) {
        let (command, leaf) = name.split_once(' ').map_or((*name, None), |(command, leaf)| (command, Some(leaf)));
        let all = ["", ".rs"].into_iter().map(|ending| format!("commands/{command}{ending}"));
        let exists = |name: &String| Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(name).exists();
        let all: Vec<PathBuf> = all.filter(exists).flat_map(|name| files(&name)).collect();
        let own = |path: &PathBuf| path.file_stem().is_some_and(|stem| leaf.is_some_and(|leaf| stem == leaf));
        if personas.contains(&persona) {
            // Of a folder with several commands, the files that are not another command's.
            let others = |path: &PathBuf| {
                WORK.iter().any(|Work(other, personas, _)| {
                    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                    *other == format!("{command} {stem}") && !personas.contains(&persona)
                })
            };
            seen.extend(all.into_iter().filter(|path| own(path) || !others(path)));
        }
    }
    seen
}

#[test]
fn every_command_is_someones_work_and_every_policy_allows_it() {
    fn leaves(command: &clap::Command, before: &str, found: &mut BTreeSet<String>) {
        for inner in command.get_subcommands() {
            let name = format!("{before} {}", inner.get_name()).trim_start().to_owned();
            if inner.has_subcommands() {
                leaves(inner, &name, found);
            }
            if !inner.has_subcommands() || !inner.is_subcommand_required_set() {
                found.insert(name);
            }
        }
    }
    let mut exist = BTreeSet::new();
    leaves(&Cli::command(), "", &mut exist);
    let listed: BTreeSet<String> = WORK.iter().map(|work| work.0.to_owned()).collect();
    let missing: Vec<&String> = exist.difference(&listed).collect();
    assert!(missing.is_empty(), "whose work is {missing:?}, and what does it call?");
    assert!(listed.is_subset(&exist), "no such command: {:?}", listed.difference(&exist));

    for Work(name, personas, actions) in WORK {
        for persona in *personas {
            let granted = granted(*persona);
            let denied: Vec<&str> = actions.split_whitespace().filter(|action| !granted.contains(action)).collect();
            assert!(denied.is_empty(), "{name} is work of {persona}, who may not call {denied:?}");
        }
    }
}

#[test]
fn every_persona_can_follow_the_hints_that_it_sees() {
    let mut followed = 0;
    let mut astray = Vec::new();
    for persona in Persona::ALL {
        for path in seen_by(persona) {
            for text in literals(&path) {
                let excepted = FOR_SOMEONE_ELSE.iter().any(|(hint, _)| text.contains(hint) || path.ends_with(hint));
                let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '-');
                let hands_over = words.any(|word| ["ops", "on-call", "administrator"].contains(&word));
                for command in commands(&text) {
                    followed += 1;
                    if !excepted && !hands_over && !may_run(persona, &command) {
                        astray.push(format!("{}: {persona} may not run `{command}`", path.display()));
                    }
                }
            }
        }
    }
    assert!(followed > 60, "the hints were not found: {followed}");
    assert!(astray.is_empty(), "say who does it, or grant it:\n{}", astray.join("\n"));
}

fn may_run(persona: Persona, command: &str) -> bool {
    let words = command.split_whitespace().skip(1).take(3).take_while(|word| !word.starts_with(['-', '{', '$']));
    let words: Vec<&str> = words.collect();
    if command.starts_with("srvls ") {
        return words.is_empty() || runs(persona, &words);
    }
    WITHOUT_PERMISSION.iter().any(|free| command.starts_with(free))
        || action_of(command).is_some_and(|action| granted(persona).contains(action.as_str()))
}

#[test]
fn a_hint_is_read_as_the_command_that_it_names() {
    assert!(runs(Oncall, &["alarms", "show"]) && runs(Oncall, &["alarms"]) && runs(Support, &["user", "mfa"]));
    assert!(runs(Ops, &["user"]) && !runs(Support, &["user", "group", "add"]), "groups are ops' work");
    assert!(!runs(Oncall, &["deploy"]) && !runs(Support, &["logs", "tail"]) && !runs(Support, &["table"]));
    assert!(!runs(Oncall, &["gauges"]), "no such command");
    let action = action_of("aws cloudformation continue-update-rollback --stack-name {stack}");
    assert_eq!(action.as_deref(), Some("cloudformation:ContinueUpdateRollback"));
    assert_eq!(commands("first `srvls watch`, then srvls"), ["srvls watch"]);
    assert_eq!(commands("srvls user enable {}"), ["srvls user enable {}"]);
}

#[test]
fn only_ops_can_do_what_a_guard_forbids() {
    let may = |persona, action: &str| granted(persona).contains(action);
    for persona in [Support, Oncall] {
        for action in [
            "cloudformation:DeleteStack",
            "cloudformation:ExecuteChangeSet",
            "cloudformation:SetStackPolicy",
            "cloudformation:UpdateTerminationProtection",
            "cognito-idp:AdminAddUserToGroup",
            "cognito-idp:AdminRemoveUserFromGroup",
            "cognito-idp:AdminSetUserPassword",
            "cognito-idp:CreateUserImportJob",
            "cognito-idp:StopUserImportJob",
            "dynamodb:BatchWriteItem",
            "dynamodb:DeleteItem",
            "dynamodb:PutItem",
            "dynamodb:Scan",
            "lambda:InvokeFunction",
            "logs:PutRetentionPolicy",
            "s3:DeleteObject",
            "s3:PutObject",
        ] {
            assert!(!may(persona, action), "{persona}: {action}");
        }
    }
    for persona in Persona::ALL {
        let granted = granted(persona);
        for prefix in ["iam:Put", "iam:Create", "iam:Attach", "lambda:Update", "kms:", "secretsmanager:"] {
            assert!(!granted.iter().any(|action| action.starts_with(prefix)), "{persona}: {prefix}");
        }
        assert_eq!(granted.contains("iam:PassRole"), persona == Ops, "{persona}: see the test of that role");
        for action in [
            "cognito-idp:AdminDeleteUser",
            "cognito-idp:AdminInitiateAuth",
            "dynamodb:DeleteTable",
            "dynamodb:UpdateItem",
            "logs:DeleteLogGroup",
            "logs:DeleteLogStream",
        ] {
            assert!(!granted.contains(action), "{persona}: {action}");
        }
    }
}
