//! GitHub's workflows, this repository's and those that `srvls init github` writes: zizmor and actionlint find nothing in
//! them, and find what is made wrong.

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use libtest_mimic::Trial;
use regex::Regex;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{
    ROOT,
    srvls::{Run, run, srvls},
    terminal::Terminal,
    tools::{self, program, tool},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        the_workflows_of_this_repository_have_no_findings,
        a_written_pipeline_has_no_findings,
        each_mistake_in_a_workflow_is_found,
        an_action_has_one_commit_everywhere_and_says_its_version,
        every_command_in_a_written_pipeline_is_one_of_ours,
        the_roles_of_a_pipeline_have_no_findings,
        a_pipeline_needs_no_credentials_and_is_written_once,
        a_file_that_differs_is_replaced_only_when_asked_or_forced,
        a_pipeline_without_a_place_says_what_to_pass
    ]
}

const CONFIG: &str = "app = 'shop'\ndefault_stage = 'dev'\n\
    [stages.local]\nemulator = true\n\
    [stages.dev]\nregion = 'eu-west-1'\naccount = '123456789012'\nprofile = 'acme-dev'\n\
    [stages.prod]\nregion = 'us-east-1'\naccount = '210987654321'\nprotected = true\ncanary = '10percent5minutes'\n\
    [stages.loose]\nregion = 'eu-west-1'\n";

/// A project in a repository on GitHub, and the folder of its srvls.toml.
struct Project {
    root: TempDir,
    folder: PathBuf,
}

impl Project {
    fn new(below: &str) -> Self {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join(below);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("srvls.toml"), CONFIG).unwrap();
        let templates = Path::new(ROOT).join("templates");
        std::os::unix::fs::symlink(templates, folder.join("templates")).unwrap();
        tools::run(Command::new("git").args(["init", "--quiet"]).current_dir(root.path()));
        let remote = ["remote", "add", "origin", "git@github.com:acme/shop.git"];
        tools::run(Command::new("git").args(remote).current_dir(root.path()));
        Self { root, folder }
    }

    /// A command without credentials.
    fn srvls(&self, arguments: &[&str]) -> Command {
        let mut command = srvls(&self.folder);
        command.args(arguments).env("HOME", self.root.path()).env("AWS_EC2_METADATA_DISABLED", "true");
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] {
            command.env_remove(name);
        }
        command
    }

    fn init(&self, arguments: &[&str]) -> Run {
        run(&mut self.srvls(&[&["init", "github", "--from", "acme/srvls"], arguments].concat()))
    }

    fn workflow(&self, stage: &str) -> String {
        fs::read_to_string(self.root.path().join(format!(".github/workflows/srvls-{stage}.yml"))).unwrap()
    }

    fn roles(&self, stage: &str) -> PathBuf {
        self.root.path().join(format!(".github/srvls-{stage}-roles.yml"))
    }
}

/// What the checkers say of workflows, as `checker: rule`.
fn findings(workflows: &[(String, String)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(".github/workflows");
    fs::create_dir_all(&path).unwrap();
    for (name, text) in workflows {
        fs::write(path.join(name), text).unwrap();
    }
    let mut found = zizmor(folder.path());
    found.extend(actionlint(&path));
    found
}

/// As strict as it gets, and without a call to GitHub.
fn zizmor(folder: &Path) -> Vec<String> {
    let mut command = checker("zizmor");
    command.args(["--offline", "--no-config", "--persona", "auditor", "--format", "json", "--quiet"]);
    let output = command.arg("--no-exit-codes").arg(folder.join(".github")).output().unwrap();
    let report: Vec<Value> = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    let rule = |finding: &Value| format!("zizmor: {}", finding["ident"].as_str().expect("a rule"));
    report.iter().filter(|finding| finding["ignored"] != true).map(rule).collect()
}

fn actionlint(folder: &Path) -> Vec<String> {
    let mut command = checker("actionlint");
    command.args(["-format", "{{json .}}"]);
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let output = command.args(files).output().unwrap();
    let report: Vec<Value> = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    let text =
        |finding: &Value| format!("actionlint: {}: {}", finding["kind"].as_str().expect("a rule"), finding["message"]);
    report.iter().map(text).collect()
}

/// With shellcheck beside it, which actionlint calls.
#[expect(clippy::disallowed_methods, reason = "a test's own environment")]
fn checker(name: &str) -> Command {
    let mut command = program("tests/tools/workflows.txt", name);
    let tools = Path::new(command.get_program()).parent().unwrap().to_owned();
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([tools].into_iter().chain(env::split_paths(&path))).unwrap();
    command.env("PATH", path);
    command
}

/// Ours, by file name.
fn own_workflows() -> Vec<(String, String)> {
    let folder = fs::read_dir(Path::new(ROOT).join(".github/workflows")).unwrap();
    let paths = folder.map(|entry| entry.unwrap().path());
    paths
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap()))
        .collect()
}

fn the_workflows_of_this_repository_have_no_findings() {
    let own = own_workflows();
    assert!(own.len() >= 2, "{own:?}");

    assert_eq!(findings(&own), Vec::<String>::new());
    assert_eq!(zizmor(Path::new(ROOT)), Vec::<String>::new(), "Dependabot's settings too");
}

/// Every kind that there is: at the top or below it, protected or not, srvls from a release or from the sources.
fn written() -> Vec<(String, String)> {
    let top = Project::new("");
    let below = Project::new("back end");
    let source = Project::new("");
    fs::write(source.folder.join("Cargo.toml"), "[package]\nname = 'srvls'\n").unwrap();
    let done = [top.init(&[]), below.init(&["-s", "prod", "--branch", "release/2"])];
    assert!(done.iter().all(|run| run.code == 0), "{done:?}");
    assert_eq!(run(&mut source.srvls(&["init", "github"])).code, 0);
    vec![
        ("top.yml".into(), top.workflow("dev")),
        ("below.yml".into(), below.workflow("prod")),
        ("source.yml".into(), source.workflow("dev")),
    ]
}

fn a_written_pipeline_has_no_findings() {
    let written = written();

    assert_eq!(findings(&written), Vec::<String>::new());
    let distinct: BTreeSet<&String> = written.iter().map(|(_, text)| text).collect();
    assert_eq!(distinct.len(), written.len());
}

/// In a written pipeline, `find` becomes `replace`, and a checker says what is wrong with it.
const MISTAKES: &[(&str, &str, &str, &str)] = &[
    ("an action that is not pinned", "@3d3c42e5aac5ba805825da76410c181273ba90b1", "@v7", "zizmor: unpinned-uses"),
    ("permissions for everything", "permissions: {}", "permissions: write-all", "zizmor: excessive-permissions"),
    ("a token left in the work tree", "persist-credentials: false", "persist-credentials: true", "zizmor: artipacked"),
    (
        "the title of a pull request as a part of the script",
        "          mkdir \"$RUNNER_TEMP/plan\"\n",
        "          mkdir \"$RUNNER_TEMP/plan\"\n          echo \"${{ github.event.pull_request.title }}\"\n",
        "zizmor: template-injection",
    ),
    (
        "pull requests of strangers with secrets",
        "  pull_request:",
        "  pull_request_target:",
        "zizmor: dangerous-triggers",
    ),
    ("a key that GitHub does not know", "    needs: package\n", "    need: package\n", "actionlint: syntax-check"),
    (
        "an output that no step has",
        "needs.plan.outputs.digest }}",
        "needs.plan.outputs.digset }}",
        "actionlint: expression",
    ),
    ("a variable without quotes", "--plan \"$DIGEST\"", "--plan $DIGEST", "actionlint: shellcheck"),
];

fn each_mistake_in_a_workflow_is_found() {
    let (_, right) = written().remove(0);
    for (name, find, replace, rule) in MISTAKES {
        assert!(right.contains(find), "{name}: {find}");

        let found = findings(&[("wrong.yml".into(), right.replacen(find, replace, 1))]);

        assert!(found.iter().any(|finding| finding.starts_with(rule)), "{name}: {found:?}");
    }
}

fn an_action_has_one_commit_everywhere_and_says_its_version() {
    let uses = Regex::new(r"(?m)^ +(?:- )?uses: (\S+)@(.*)$").unwrap();
    let pinned = Regex::new(r"^[0-9a-f]{40} # v\d+\.\d+\.\d+$").unwrap();
    let mut commits: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, text) in own_workflows().into_iter().chain(written()) {
        for action in uses.captures_iter(&text) {
            assert!(pinned.is_match(&action[2]), "{name}: {}", &action[0]);
            commits.entry(action[1].to_owned()).or_default().insert(action[2].to_owned());
        }
    }

    assert!(commits.len() >= 6, "{commits:?}");
    assert!(commits.values().all(|commits| commits.len() == 1), "{commits:#?}");
}

fn every_command_in_a_written_pipeline_is_one_of_ours() {
    let command = Regex::new(r#"(?m)(?:^ +|\$\()(?:"\$RUNNER_TEMP/bin/)?srvls"? ((?:[^>\n)\\]|\\\n)+)"#).unwrap();
    let mut found = BTreeSet::new();
    for (name, text) in written() {
        for line in command.captures_iter(&text) {
            let line = line[1].replace("\\\n", " ").replace("$DIGEST", "0123456789ab");
            let words: Vec<String> = line.split_whitespace().map(|word| word.replace('"', "")).collect();
            let answer = run(srvls(Path::new(ROOT)).args(&words).arg("--help"));
            assert_eq!(answer.code, 0, "{name}: {line}\n{}", answer.stderr);
            found.insert(words[0].clone());
        }
    }

    assert_eq!(found.into_iter().collect::<Vec<_>>(), ["deploy", "diff", "package", "rollback"]);
}

fn the_roles_of_a_pipeline_have_no_findings() {
    let project = Project::new("");
    let report = project.init(&["-s", "prod", "-o", "json"]).json();

    tools::run(tool("cfn-lint").arg(project.roles("prod")));

    // Beside those that are accepted of the personas, of which they have a part.
    let mut lint = tool("python");
    lint.args(["-W", "ignore"]).arg(Path::new(ROOT).join("tests/tools/lint_personas.py"));
    for role in ["preview", "deploy"] {
        let file = project.folder.join(role).with_extension("json");
        fs::write(&file, json!({ "policies": report["roles"][role]["policies"] }).to_string()).unwrap();
        lint.arg(file);
    }
    let found: Vec<(String, String)> = serde_json::from_str(&tools::run(&mut lint)).unwrap();
    let unknown: Vec<_> = found.iter().filter(|(rule, place)| !accepted(rule, place)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

fn accepted(rule: &str, place: &str) -> bool {
    let text = fs::read_to_string(Path::new(ROOT).join("tests/tools/exceptions.toml")).unwrap();
    let exceptions: toml::Table = text.parse().unwrap();
    let at = exceptions["parliament-personas"].get(rule).and_then(|rule| rule["at"].as_array());
    let mut at = at.into_iter().flatten().filter_map(toml::Value::as_str);
    at.any(|pattern| match pattern.split_once('*') {
        Some((start, end)) => place.starts_with(start) && place.ends_with(end),
        None => pattern == place,
    })
}

fn a_pipeline_needs_no_credentials_and_is_written_once() {
    let project = Project::new("");

    let first = project.init(&["-o", "json"]).json();
    let again = project.init(&["-o", "json"]).json();

    let outcomes = |report: &Value| [report["files"][0]["outcome"].clone(), report["files"][1]["outcome"].clone()];
    assert_eq!(outcomes(&first), ["created", "created"]);
    assert_eq!(outcomes(&again), ["unchanged", "unchanged"]);
    assert_eq!(first["repository"], "acme/shop");
    assert_eq!(first["roles"]["deploy"]["arn"], "arn:aws:iam::123456789012:role/github-shop-dev-deploy");
    let next = first["next"].to_string();
    for step in ["aws cloudformation deploy", "gh variable set AWS_ROLE_ARN", "required reviewers"] {
        assert!(next.contains(step), "{step}: {next}");
    }
    let screen = project.init(&[]).stdout;
    assert!(
        screen.contains("--env dev-preview --body arn:aws:iam::123456789012:role/github-shop-dev-preview"),
        "{screen}"
    );
}

fn a_file_that_differs_is_replaced_only_when_asked_or_forced() {
    let project = Project::new("");
    project.init(&[]);
    let path = project.root.path().join(".github/workflows/srvls-dev.yml");
    let right = fs::read_to_string(&path).unwrap();
    let own = format!("# mine\n{right}");
    fs::write(&path, &own).unwrap();

    let refused = project.init(&[]);
    assert_eq!(refused.code, 6, "{}", refused.stderr);
    assert!(refused.stderr.contains("srvls-dev.yml would be replaced"), "{}", refused.stderr);
    assert!(refused.stderr.contains("`--force`"), "{}", refused.stderr);
    for (answer, code, text) in [("n\n", 1, &own), ("y\n", 0, &right)] {
        let command = project.srvls(&["init", "github", "--from", "acme/srvls"]);
        let mut terminal = Terminal::run(&project.folder, 120, &command);
        terminal.showing(&["Replace .github/workflows/srvls-dev.yml, which differs? [y/N]"]);
        terminal.press(answer);
        assert_eq!(terminal.end().1, code);
        assert_eq!(&fs::read_to_string(&path).unwrap(), text);
    }
    fs::write(&path, &own).unwrap();
    assert_eq!(project.init(&["--force"]).code, 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), right);
}

fn a_pipeline_without_a_place_says_what_to_pass() {
    let project = Project::new("");
    let elsewhere = ["remote", "set-url", "origin", "git@gitlab.com:acme/shop.git"];
    let refused = |run: Run, words: &str| {
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(words), "{}", run.stderr);
    };

    refused(project.init(&["-s", "local"]), "choose a stage on AWS with `--stage`");
    refused(project.init(&["-s", "loose"]), "[stages.loose]");
    refused(run(&mut project.srvls(&["init", "github"])), "pass `--from OWNER/NAME`");
    refused(project.init(&["--repository", "acme/*"]), "expected OWNER/NAME");
    refused(project.init(&["--branch", "${{ github.head_ref }}"]), "expected the name of a branch");
    tools::run(Command::new("git").args(elsewhere).current_dir(project.root.path()));
    refused(project.init(&[]), "pass `--repository OWNER/NAME`");
    assert!(!project.root.path().join(".github").exists());
}
