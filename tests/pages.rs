//! The README and the pages of `docs/`: srvls takes every command on them, and every link and path leads somewhere.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use libtest_mimic::Trial;

use crate::support::{
    ROOT,
    srvls::{run, srvls},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![every_command_is_one_that_srvls_takes, every_link_leads_to_a_page_and_its_heading, every_path_is_there]
}

/// The pages with their text.
fn pages() -> Vec<(PathBuf, String)> {
    let root = Path::new(ROOT);
    let docs = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let pages = docs.chain(["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|name| root.join(name)));
    pages
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .collect()
}

fn every_command_is_one_that_srvls_takes() {
    let commands: BTreeSet<String> = pages().iter().flat_map(|(_, text)| commands(text)).collect();
    assert!(commands.len() > 40, "{commands:?}");

    let refused: Vec<String> = commands
        .iter()
        .filter_map(|command| {
            // Before it prints the help, clap checks every word in front of --help; nothing is done.
            let words = words(&command.replace("DIGEST", "0123456789abcdef").replace("SHELL", "bash"));
            let answer = run(srvls(Path::new(ROOT)).args(&words[1..]).arg("--help"));
            (answer.code != 0).then(|| format!("{command}\n{}", answer.stderr))
        })
        .collect();

    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

/// What stands in backticks or in the blocks for a shell and begins with `srvls` or `cargo run --`. One of several, as in
/// `srvls local up|down`, is left to the help.
fn commands(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut is_shell = false;
    for line in text.lines() {
        if let Some(language) = line.strip_prefix("```") {
            is_shell = language == "sh" || language == "console";
        } else if is_shell {
            found.push(line.trim_start_matches("$ ").split(" #").next().unwrap_or_default().trim().to_owned());
        } else {
            found.extend(line.split('`').skip(1).step_by(2).map(str::to_owned));
        }
    }
    let ours = |command: String| match command.strip_prefix("cargo run --") {
        Some(rest) => Some(format!("srvls{rest}")),
        None => command.starts_with("srvls ").then_some(command),
    };
    found.into_iter().filter_map(ours).filter(|command| !command.contains(['|', '['])).collect()
}

/// The words of a command line, those in quotes as one.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('\'').enumerate();
    parts
        .flat_map(|(index, part)| match index % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .collect()
}

fn every_link_leads_to_a_page_and_its_heading() {
    let mut broken = Vec::new();
    for (page, text) in pages() {
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            let leads = link.contains("://")
                || fs::read_to_string(&target).is_ok_and(|text| heading.is_empty() || anchors(&text).contains(heading));
            if !leads {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }

    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

fn every_path_is_there() {
    let mut gone = Vec::new();
    for (page, text) in pages() {
        // The one page that makes files says which.
        let made: BTreeSet<&str> =
            text.lines().filter_map(|line| line.strip_prefix("New file `")?.strip_suffix("`:")).collect();
        let quoted = text.lines().flat_map(|line| line.split('`').skip(1).step_by(2));
        let paths = quoted.filter(|text| FOLDERS.iter().any(|folder| text.starts_with(folder)));
        for path in paths.filter(|path| !made.contains(path) && !Path::new(ROOT).join(path).exists()) {
            gone.push(format!("{}: {path}", page.display()));
        }
    }

    assert!(gone.is_empty(), "{}", gone.join("\n"));
}

/// What a path on a page begins with.
const FOLDERS: [&str; 7] = ["benches/", "completions/", "docs/", "lambdas/", "src/", "templates/", "tests/"];

/// How GitHub names the headings of a page.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let kept = |c: &char| c.is_alphanumeric() || *c == ' ' || *c == '-' || *c == '_';
    headings
        .map(|line| line.trim_start_matches('#').trim().to_lowercase().chars().filter(kept).collect::<String>())
        .map(|heading| heading.replace(' ', "-"))
        .collect()
}
