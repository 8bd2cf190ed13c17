//! The README and the pages of `docs/`: srvls takes every command on them, and every link and path leads somewhere.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use libtest_mimic::Trial;

use crate::support::{
    ROOT,
    openapi::templates_yaml,
    srvls::{run, srvls},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        every_command_is_one_that_srvls_takes,
        every_link_leads_to_a_page_and_its_heading,
        every_path_is_there,
        every_threat_names_tests_that_are_there,
        every_place_that_keeps_something_is_on_the_page_for_data_protection
    ]
}

/// The pages with their text.
pub(crate) fn pages() -> Vec<(PathBuf, String)> {
    let root = Path::new(ROOT);
    let docs = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let pages = docs.chain(["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|name| root.join(name)));
    pages
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .map(|path| (path.clone(), fs::read_to_string(path).unwrap()))
        .collect()
}

fn every_command_is_one_that_srvls_takes() {
    let commands: BTreeSet<String> =
        pages().iter().flat_map(|(_, text)| commands(text)).map(|command| command.line).collect();
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

/// A command on a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PageCommand {
    pub(crate) line: String,
    /// Whether it stands in a block for a shell, to be pasted as it is; in a sentence it may be a name alone.
    pub(crate) is_whole: bool,
}

/// What stands in backticks or in the blocks for a shell and begins with `srvls` or `cargo run --`. One of several, as in
/// `srvls local up|down`, is left to the help.
pub(crate) fn commands(text: &str) -> Vec<PageCommand> {
    let mut found: Vec<(String, bool)> = Vec::new();
    let mut is_shell = false;
    for line in text.lines() {
        if let Some(language) = line.strip_prefix("```") {
            is_shell = language == "sh" || language == "console";
        } else if is_shell {
            let command = line.trim_start_matches("$ ").split(" #").next().unwrap_or_default().trim();
            found.push((command.to_owned(), true));
        } else {
            found.extend(line.split('`').skip(1).step_by(2).map(|command| (command.to_owned(), false)));
        }
    }
    let ours = |command: String| match command.strip_prefix("cargo run --") {
        Some(rest) => Some(format!("srvls{rest}")),
        None => command.starts_with("srvls ").then_some(command),
    };
    // What comes after `>` is the shell's.
    let found = found.into_iter().filter_map(|(command, is_whole)| {
        let line = ours(command.split(" > ").next().unwrap_or_default().to_owned())?;
        Some(PageCommand { line, is_whole })
    });
    found.filter(|command| !command.line.contains(['|', '['])).collect()
}

/// The words of a command line, those in quotes as one.
pub(crate) fn words(command: &str) -> Vec<String> {
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

fn every_threat_names_tests_that_are_there() {
    let page = fs::read_to_string(Path::new(ROOT).join("docs/security.md")).unwrap();
    let threats = page.split("## Threats").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let rows: Vec<&str> = threats.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(rows.len() > 15, "{rows:?}");

    let sources: Vec<(String, String)> = ["tests", "src", "lambdas/src"].into_iter().flat_map(sources).collect();
    for row in rows {
        let held = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let tests: Vec<(&str, &str)> =
            held.split('`').skip(1).step_by(2).map(|name| name.split_once("::").expect(name)).collect();
        assert!(!tests.is_empty(), "{row}");
        for (module, test) in tests {
            let is_there = sources.iter().any(|(path, text)| {
                let in_module = path.split(['/', '.']).any(|part| part == module);
                in_module && text.contains(&format!("fn {test}("))
            });
            assert!(is_there, "{module}::{test}");
        }
    }
}

fn every_place_that_keeps_something_is_on_the_page_for_data_protection() {
    const PLACES: [&str; 6] = [
        "AWS::Cognito::UserPool",
        "AWS::DynamoDB::Table",
        "AWS::Logs::LogGroup",
        "AWS::S3::Bucket",
        "AWS::SQS::Queue",
        "AWS::SecretsManager::Secret",
    ];
    let page = fs::read_to_string(Path::new(ROOT).join("docs/data-protection.md")).unwrap();
    let mut count = 0;
    for file in ["template.yaml", "edge.yaml"] {
        let template = templates_yaml(file);
        let resources = template["Resources"].as_object().unwrap();
        let of_function =
            |id: &str| id.strip_suffix("Logs").is_some_and(|name| resources.contains_key(&format!("{name}Function")));
        for (id, resource) in resources.iter().filter(|(id, _)| !of_function(id)) {
            if PLACES.iter().any(|kind| resource["Type"] == *kind) {
                count += 1;
                assert!(page.contains(&format!("`{id}`")), "{file}: {id}");
            }
        }
    }
    assert!(count > 10, "{count}");
}

/// The Rust files below a folder of the repository, with their text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let entries = fs::read_dir(Path::new(ROOT).join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let found = entries.flat_map(|path| {
        let name = format!("{folder}/{}", path.file_name().unwrap().to_string_lossy());
        if path.is_dir() {
            sources(&name)
        } else if name.ends_with(".rs") {
            vec![(name, fs::read_to_string(path).unwrap())]
        } else {
            Vec::new()
        }
    });
    found.collect()
}

/// What a path on a page begins with.
const FOLDERS: [&str; 8] =
    ["benches/", "clients/", "completions/", "docs/", "lambdas/", "src/", "templates/", "tests/"];

/// How GitHub names the headings of a page.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let kept = |c: &char| c.is_alphanumeric() || *c == ' ' || *c == '-' || *c == '_';
    headings
        .map(|line| line.trim_start_matches('#').trim().to_lowercase().chars().filter(kept).collect::<String>())
        .map(|heading| heading.replace(' ', "-"))
        .collect()
}
