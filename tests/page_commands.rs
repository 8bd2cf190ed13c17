//! The commands of the README and of `docs/`, run as they stand on the stage that the tests share.
//!
//! What a page leaves to its reader, such as HANDLE, becomes something of the stage's. Each command ends well, or as its page
//! says. What is not run has a reason here, and so has what ends otherwise; neither outlives the command on the page.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Stdio,
    sync::{Arc, Mutex},
    thread::{scope, sleep},
    time::{Duration, Instant},
};

use libtest_mimic::Trial;
use serde_json::json;

use crate::{
    pages::{PageCommand, commands, pages, words},
    support::{
        PATIENCE,
        backend::{Backend, Deployed},
        client::PASSWORD,
        srvls::{Run, result_of},
        trials,
    },
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(backend, [every_command_runs_on_the_stage_or_says_why_not])
}

const SHARED: &str = "it changes the stage that other tests use at the same time; the tests of deployments run it";
const ENDLESS: &str = "it runs until someone stops it; a terminal test does";
const BUILDS: &str = "it builds the handlers, which takes longer than all other commands together";
const PUTS_BACK: &str = "it would put back what other tests have changed meanwhile";
const NO_JOBS: &str = "the emulator has no import jobs";
const OF_ANOTHER: &str = "the function is of another project";
const ASKS_AWS: &str = "it asks an account on AWS what it is; the tests of init have one";

/// Commands without the stage that they name; those that go on with other words behind `…`.
const NOT_RUN: [(&str, &str); 20] = [
    ("srvls --profile acme-dev init", ASKS_AWS),
    ("srvls init …", ASKS_AWS),
    ("srvls deploy …", SHARED),
    ("srvls rollback …", SHARED),
    ("srvls destroy", SHARED),
    ("srvls destroy --purge-artifacts", SHARED),
    ("srvls local down", SHARED),
    ("srvls local reset", SHARED),
    ("srvls diff …", BUILDS),
    ("srvls package …", BUILDS),
    ("srvls doctor --fix", "it installs on this machine what is missing"),
    ("srvls table import …", PUTS_BACK),
    ("srvls user import users.jsonl --reason T-1", PUTS_BACK),
    ("srvls user import FILE …", PUTS_BACK),
    ("srvls top", ENDLESS),
    ("srvls local web …", ENDLESS),
    ("srvls metrics -w", ENDLESS),
    ("srvls alarms watch", ENDLESS),
    ("srvls logs tail --live", ENDLESS),
    ("srvls logs tail put_profile -f", ENDLESS),
];

/// What ends otherwise than well, with which exit codes, and why.
const ENDS: [(&str, &[i32], &str); 16] = [
    ("srvls diagnose 1-67a1b2c3-0123456789abcdef01234567", &[5], "the emulator keeps no traces"),
    ("srvls diagnose X-AMZ-CF-ID", &[5], "the stage has no edge"),
    ("srvls logs tail hello_world -f", &[5], OF_ANOTHER),
    ("srvls logs tail latest_data", &[5], OF_ANOTHER),
    ("srvls invoke hello_world …", &[5], OF_ANOTHER),
    ("srvls user import users.csv …", &[2], NO_JOBS),
    ("srvls user import --job", &[2], NO_JOBS),
    ("srvls user jobs …", &[2], NO_JOBS),
    ("srvls cost --month", &[2], "the local stage costs nothing"),
    ("srvls logs query cold-starts", &[2], "the emulator computes no `stats`"),
    ("srvls logs query refused", &[2], "the emulator computes no `stats`"),
    ("srvls logs query slowest --since 2h", &[2], "the emulator computes no `stats`"),
    ("srvls logs tail waf …", &[5], "the stage has no edge"),
    ("srvls alarms test …", &[0, 1], "1 says that no one was notified: no one has confirmed an address"),
    ("srvls user list --group admin -o csv", &[5], "the pool has no such group"),
    ("srvls user erase HANDLE", &[6], "it asks for the sub to be typed, also with `--yes`"),
];

/// What changes something, or needs a file of another: after the others, in this order.
const CHANGES: [&str; 13] = [
    "srvls user export --all --out users.jsonl …",
    "srvls user import users.jsonl --dry-run",
    "srvls table put AppData …",
    "srvls table delete AppData …",
    "srvls invoke put_profile …",
    "srvls alarms mute …",
    "srvls alarms unmute …",
    "srvls alarms test …",
    "srvls user create …",
    "srvls user resend …",
    "srvls user confirm …",
    "srvls user set HANDLE …",
    "srvls user reset-password HANDLE …",
];

/// A command as it is run.
#[derive(Debug, Clone)]
struct Command {
    page: PageCommand,
    /// Without the stage.
    line: String,
}

impl Command {
    /// Whether an entry of the lists is about it.
    fn is(&self, entry: &str) -> bool {
        match entry.strip_suffix(" …") {
            Some(begin) => self.line.strip_prefix(begin).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')),
            None => self.line == entry,
        }
    }
}

/// Those of the README and of the docs, each once: as it stands in a block, if it does.
fn all() -> Vec<Command> {
    let docs =
        pages().into_iter().filter(|(page, _)| !page.ends_with("CHANGELOG.md") && !page.ends_with("CONTRIBUTING.md"));
    let mut found: BTreeMap<String, Command> = BTreeMap::new();
    for page in docs.flat_map(|(_, text)| commands(&text)) {
        // All stages of the pages are this one.
        let words: Vec<&str> = page.line.split(' ').collect();
        let stage = words.iter().position(|word| *word == "-s");
        let of_stage = |index: usize| stage.is_some_and(|stage| index == stage || index == stage + 1);
        let kept = words.iter().enumerate().filter(|(index, _)| !of_stage(*index)).map(|(_, word)| *word);
        let line = kept.collect::<Vec<_>>().join(" ");
        let command = found.entry(line.clone()).or_insert_with(|| Command { page: page.clone(), line });
        command.page.is_whole |= page.is_whole;
    }
    found.into_values().collect()
}

/// What stands for the placeholders of the pages.
struct Placeholders(Vec<(&'static str, String)>);

impl Placeholders {
    fn of(deployed: &Deployed, folder: &Path) -> Self {
        let client = deployed.client();
        let user = client.new_user();
        let refused = user.call(&client, "GET", &format!("/data/{}/none", user.sub), None);
        let request = refused.body["requestId"].as_str().expect("an id").to_owned();
        let pending = "page.commands@example.com";
        let signed_up = client.post("/auth/signup", json!({ "email": pending, "password": PASSWORD, "name": "Ada" }));
        assert_eq!(signed_up.status, 202, "{signed_up:?}");
        let page = deployed.run(&["user", "list", "--limit", "1", "-o", "json"]).json();
        let item = json!({ "userId": user.sub, "dataId": "page-commands", "content": {}, "category": "notes" });
        fs::write(folder.join("item.json"), item.to_string()).unwrap();
        let event = deployed.run(&["invoke", "get_profile", "--as", &user.email, "--dry-run", "--reveal"]);
        fs::write(folder.join("event.json"), event.stdout).unwrap();
        Self(vec![
            ("c6af9ac6-7b61-11e6-9a41-93e8deadbeef", request.clone()),
            ("REQUEST_ID", request),
            ("53a147e3-72ab-49d5-af77-650fae4dd576", pending.to_owned()),
            ("ada@example.com", user.email.clone()),
            ("HANDLE", user.sub.clone()),
            ("USER_ID", user.sub.clone()),
            ("SUB", pending.to_owned()),
            ("DATA_ID", "page-commands".to_owned()),
            ("ID", "page-commands".to_owned()),
            ("TOKEN", page["next"].as_str().unwrap_or_default().to_owned()),
            ("EMAIL", "page.invited@example.com".to_owned()),
            ("ADDRESS", "page.changed@example.com".to_owned()),
            // Anyone may call it.
            ("FUNCTION", "resend_code".to_owned()),
            // Alarms that no test makes fire.
            ("NAME", "post_confirmation-slow".to_owned()),
            ("NAME...", "post_confirmation-slow".to_owned()),
            ("api-5xx", "uploads-lost".to_owned()),
            ("ada", "page.commands".to_owned()),
            ("SHELL", "bash".to_owned()),
            ("FILE", "users.jsonl".to_owned()),
            ("DIR", "man".to_owned()),
            ("/usr/local/share/man/man1", "man".to_owned()),
        ])
    }

    /// The words of the command; a placeholder is a word, or what comes after its `=`.
    fn filled(&self, line: &str) -> Vec<String> {
        let value = |word: &str| self.0.iter().find(|(name, _)| *name == word).map(|(_, value)| value.clone());
        let filled = |word: String| match (value(&word), word.split_once('=')) {
            (Some(value), _) => value,
            (None, Some((name, placeholder))) => {
                value(placeholder).map_or(word.clone(), |value| format!("{name}={value}"))
            }
            (None, None) => word,
        };
        words(line).into_iter().skip(1).map(filled).collect()
    }
}

fn run(deployed: &Deployed, folder: &Path, words: &[String]) -> Option<Run> {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mut command = deployed.command(&words);
    command.arg("--yes").current_dir(folder).env("SRVLS_CONFIG", deployed.folder().join("srvls.toml"));
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("srvls starts");
    let pid = child.id();
    let ended = Arc::new(Mutex::new(false));
    scope(|threads| {
        let watched = Arc::clone(&ended);
        threads.spawn(move || {
            let begun = Instant::now();
            while !*watched.lock().unwrap() {
                if begun.elapsed() > PATIENCE {
                    // It waits for what does not come.
                    drop(std::process::Command::new("kill").arg(pid.to_string()).status());
                    return;
                }
                sleep(Duration::from_millis(50));
            }
        });
        let output = child.wait_with_output().expect("srvls ends");
        *ended.lock().unwrap() = true;
        output.status.code().map(|_| result_of(output))
    })
}

/// A folder of its own inside, with the same files: several commands write a file of the same name.
fn own_folder(folder: &Path) -> PathBuf {
    let own = tempfile::tempdir_in(folder).unwrap().keep();
    for name in ["item.json", "event.json"] {
        fs::copy(folder.join(name), own.join(name)).unwrap();
    }
    own
}

/// What is wrong with how a command ended.
fn wrong(command: &Command, run: Option<&Run>) -> Option<String> {
    let Some(run) = run else { return Some("it did not end".to_owned()) };
    let said = format!("{}{}", run.stdout, run.stderr);
    let is_name = !command.page.is_whole && run.code == 2 && is_incomplete(&said);
    let other = ENDS.iter().find(|(entry, ..)| command.is(entry));
    let expected = other.map_or(&[0][..], |(_, codes, _)| codes);
    let is_well = expected.contains(&run.code) && !said.contains("panicked at");
    (!is_name && !is_well).then(|| format!("{} instead of {expected:?}: {}", run.code, run.stderr))
}

/// Whether a command is only named: without its arguments, or with a verb to come.
fn is_incomplete(said: &str) -> bool {
    said.contains("required arguments were not provided") || said.contains("<COMMAND>")
}

fn every_command_runs_on_the_stage_or_says_why_not(backend: &Backend) {
    let deployed = backend.get();
    let folder = tempfile::tempdir().unwrap();
    let placeholders = Placeholders::of(deployed, folder.path());
    let all = all();
    let is_left_out = |command: &&Command| NOT_RUN.iter().any(|(entry, _)| command.is(entry));
    let run_all: Vec<&Command> = all.iter().filter(|command| !is_left_out(command)).collect();
    let turn = |command: &&Command| CHANGES.iter().position(|entry| command.is(entry));
    let (mut changes, reads): (Vec<&Command>, Vec<&Command>) = run_all.into_iter().partition(|it| turn(it).is_some());
    changes.sort_by_key(turn);
    let (count, mut problems, mut taken) = (reads.len() + changes.len(), Vec::new(), Vec::new());

    let mut check = |command: &Command, folder: &Path| {
        let words = placeholders.filled(&command.line);
        let begun = Instant::now();
        let run = run(deployed, folder, &words);
        taken.push((begun.elapsed(), command.line.clone()));
        if let Some(wrong) = wrong(command, run.as_ref()) {
            problems.push(format!("{} ({}): {wrong}", command.line, words.join(" ")));
        }
    };
    // One at a time: beside other tests, several at once are more than the emulator answers in time.
    reads.into_iter().for_each(|command| check(command, &own_folder(folder.path())));
    changes.into_iter().for_each(|command| check(command, folder.path()));

    taken.sort_by(|a, b| b.cmp(a));
    taken.truncate(20);
    assert!(problems.is_empty(), "{}\nthe slowest: {taken:#?}", problems.join("\n"));
    assert!(count > 80, "only {count} commands were run");
    let entries = NOT_RUN.iter().map(|(entry, _)| entry).chain(ENDS.iter().map(|(entry, ..)| entry)).chain(&CHANGES);
    let stale: BTreeSet<&&str> = entries.filter(|entry| !all.iter().any(|command| command.is(entry))).collect();
    assert!(stale.is_empty(), "on no page: {stale:?}");
}
