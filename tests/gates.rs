//! Independent checkers, run on the templates as written and as SAM expands them.
//!
//! Every checker reports all of its findings. `tests/tools/exceptions.toml` lists the accepted ones, each with its
//! reason, and must match exactly: a new finding fails the test, and so does an exception that is no longer needed.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

use libtest_mimic::Trial;
use serde::Deserialize;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{
    ROOT,
    expansion::expand,
    srvls,
    tools::{self, package_file, program, run, tool},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        checkov_finds_exactly_the_listed_exceptions,
        cfn_guard_finds_exactly_the_listed_exceptions,
        parliament_finds_exactly_the_listed_exceptions,
        parliament_finds_exactly_the_listed_exceptions_in_the_policies_of_the_personas,
        redocly_finds_exactly_the_listed_exceptions,
        sam_validates_the_template,
        every_exception_is_for_a_checker_that_runs,
        nothing_else_silences_a_checker
    ]
}

const CHECKERS: [&str; 5] = ["checkov", "cfn-guard", "parliament", "parliament-personas", "redocly"];

/// A rule, and the resource or location that breaks it.
type Finding = (String, String);

/// Why a rule may be broken, and where.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    at: Vec<String>,
    because: String,
}

/// By checker and rule.
type Exceptions = BTreeMap<String, BTreeMap<String, Exception>>;

fn exceptions() -> Exceptions {
    let text = fs::read_to_string(Path::new(ROOT).join("tests/tools/exceptions.toml")).unwrap();
    toml::from_str(&text).unwrap()
}

/// Fails unless the exceptions listed for `checker` are exactly its findings.
#[track_caller]
fn judge(checker: &str, found: BTreeSet<Finding>) {
    let excused: BTreeSet<Finding> = exceptions()
        .remove(checker)
        .unwrap_or_default()
        .into_iter()
        .flat_map(|(rule, exception)| exception.at.into_iter().map(move |place| (rule.clone(), place)))
        .collect();
    let covers = |(rule, pattern): &&Finding, finding: &Finding| *rule == finding.0 && matches(pattern, &finding.1);

    let new: Vec<&Finding> =
        found.iter().filter(|finding| !excused.iter().any(|entry| covers(&entry, finding))).collect();
    let idle: Vec<&Finding> =
        excused.iter().filter(|entry| !found.iter().any(|finding| covers(entry, finding))).collect();
    assert!(
        new.is_empty() && idle.is_empty(),
        "{checker} finds what tests/tools/exceptions.toml has no reason for: {new:#?}\nnothing is found any more for: {idle:#?}"
    );
}

fn checkov_finds_exactly_the_listed_exceptions() {
    judge("checkov", checkov());
}

fn cfn_guard_finds_exactly_the_listed_exceptions() {
    judge("cfn-guard", cfn_guard());
}

fn parliament_finds_exactly_the_listed_exceptions() {
    judge("parliament", parliament());
}

fn parliament_finds_exactly_the_listed_exceptions_in_the_policies_of_the_personas() {
    judge("parliament-personas", parliament_on_personas());
}

fn redocly_finds_exactly_the_listed_exceptions() {
    judge("redocly", redocly());
}

/// Whether a pattern with at most one `*` matches all of `place`.
fn matches(pattern: &str, place: &str) -> bool {
    match pattern.split_once('*') {
        Some((start, end)) => {
            place.len() >= start.len() + end.len() && place.starts_with(start) && place.ends_with(end)
        }
        None => pattern == place,
    }
}

fn template(name: &str) -> PathBuf {
    Path::new(ROOT).join("templates").join(name)
}

/// Both templates as plain CloudFormation, in JSON.
fn expanded() -> &'static [PathBuf; 2] {
    static EXPANDED: OnceLock<(TempDir, [PathBuf; 2])> = OnceLock::new();
    let (_folder, paths) = EXPANDED.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["template", "edge"].map(|name| {
            let path = folder.path().join(name).with_extension("json");
            expand(&template(name).with_extension("yaml"), &path);
            path
        });
        (folder, paths)
    });
    paths
}

/// A checker's stdout as JSON. Its exit code is ignored: it only says whether there are findings.
#[track_caller]
fn answer(command: &mut Command) -> Value {
    let output = command.output().unwrap();
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{command:?}: {error}\n{}", String::from_utf8_lossy(&output.stderr)))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

fn checkov() -> BTreeSet<Finding> {
    let mut command = program("tests/tools/checkov.txt", "checkov");
    command.args(["--skip-download", "--framework", "cloudformation", "--compact", "--output", "json", "--file"]);
    command.args([template("template.yaml"), template("edge.yaml")]).args(expanded());
    // Run in another folder, or it would read settings from a file in this one.
    let report = answer(command.current_dir(expanded()[0].parent().unwrap()));

    assert_eq!(report["summary"]["parsing_errors"], 0, "{}", report["summary"]);
    let failed = report["results"]["failed_checks"].as_array().unwrap();
    let name = |resource: &str| resource.rsplit('.').next().unwrap_or_default().to_owned();
    failed.iter().map(|check| (text(&check["check_id"]), name(&text(&check["resource"])))).collect()
}

/// The rules of AWS Control Tower, on plain CloudFormation only: they don't know SAM.
fn cfn_guard() -> BTreeSet<Finding> {
    let package = package_file("tests/tools", "@cdklabs/cdk-validator-cfnguard");
    let system = if cfg!(target_os = "macos") { "macos" } else { "ubuntu" };
    let mut command = Command::new(package.join("bin").join(system).join(std::env::consts::ARCH).join("cfn-guard"));
    command.args(["validate", "--structured", "--show-summary", "none", "--output-format", "json", "--rules"]);
    command.arg(package.join("rules/control-tower/cfn-guard")).arg("--data").args(expanded());
    let report = answer(&mut command);

    let files = report.as_array().unwrap();
    assert_eq!(files.len(), expanded().len());
    files
        .iter()
        .flat_map(|file| file["not_compliant"].as_array().unwrap())
        .flat_map(|entry| resources(entry).into_iter().map(|resource| (text(&entry["Rule"]["name"]), resource)))
        .collect()
}

/// The resources named by the paths anywhere in `value`.
fn resources(value: &Value) -> BTreeSet<String> {
    let parts: Box<dyn Iterator<Item = &Value>> = match value {
        Value::Array(items) => Box::new(items.iter()),
        Value::Object(fields) => Box::new(fields.values()),
        _ => return BTreeSet::new(),
    };
    let path = value["path"].as_str().and_then(|path| path.strip_prefix("/Resources/"));
    let own = path.and_then(|path| path.split('/').next()).map(str::to_owned);
    own.into_iter().chain(parts.flat_map(resources)).collect()
}

fn parliament() -> BTreeSet<Finding> {
    let mut command = tool("python");
    command.args(["-W", "ignore"]).arg(Path::new(ROOT).join("tests/tools/lint_policies.py")).args(expanded());
    let answer: BTreeMap<PathBuf, Vec<Finding>> = serde_json::from_str(&run(&mut command)).unwrap();

    assert_eq!(answer.len(), expanded().len());
    answer.into_values().flatten().collect()
}

/// The policies that `srvls doctor --persona` prints for a stage with everything, checked one action at a time.
fn parliament_on_personas() -> BTreeSet<Finding> {
    let folder = tempfile::tempdir().unwrap();
    let stage = "[stages.prod]\nregion = 'eu-west-1'\naccount = '123456789012'\ncanary = '10percent5minutes'\n";
    let template = template("template.yaml").display().to_string();
    let config = format!("app = 'srvls'\ndefault_stage = 'prod'\ntemplate = '{template}'\n{stage}");
    fs::write(folder.path().join("srvls.toml"), config).unwrap();
    let mut command = tool("python");
    command.args(["-W", "ignore"]).arg(Path::new(ROOT).join("tests/tools/lint_personas.py"));
    for persona in ["ops", "support", "oncall"] {
        let arguments = ["doctor", "--persona", persona, "-o", "json", "--endpoint-url", "http://127.0.0.1:9"];
        let printed = srvls::run(srvls::srvls(folder.path()).args(arguments));
        let report = folder.path().join(persona).with_extension("json");
        fs::write(&report, printed.stdout).unwrap();
        command.arg(report);
    }

    serde_json::from_str(&run(&mut command)).unwrap()
}

fn redocly() -> BTreeSet<Finding> {
    let mut command = tool("node");
    command.arg(package_file("tests/tools", "@redocly/cli/bin/cli.js")).args([
        "lint",
        "--format",
        "json",
        "--max-problems",
        "1000",
    ]);
    command.args(["--extends", "recommended"]).arg(template("openapi.yaml"));
    command.env("REDOCLY_TELEMETRY", "off").env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    let report = answer(command.current_dir(expanded()[0].parent().unwrap()));

    let problems = report["problems"].as_array().unwrap();
    problems.iter().map(|problem| (text(&problem["ruleId"]), text(&problem["location"][0]["pointer"]))).collect()
}

fn sam_validates_the_template() {
    let folder = tempfile::tempdir().unwrap();
    let mut sam = tool("sam");
    sam.args(["validate", "--lint", "--region", "us-east-1", "--template-file"]).arg(template("template.yaml"));

    let said = tools::run(sam.env("SAM_CLI_TELEMETRY", "0").env("__SAM_CLI_APP_DIR", folder.path()));

    assert!(said.contains("is a valid SAM Template"), "{said}");
}

fn every_exception_is_for_a_checker_that_runs() {
    for (checker, rules) in exceptions() {
        assert!(CHECKERS.contains(&checker.as_str()), "{checker} is not run");
        for (rule, exception) in rules {
            let has_reason = exception.because.split_whitespace().count() > 1;
            assert!(has_reason && !exception.at.is_empty(), "{checker}.{rule}: say where it is broken, and why");
        }
    }
}

/// Each checker has its own way to suppress a finding, and none reports a suppression that is no longer needed. Ours,
/// `Metadata.srvls.Suppress`, does: SRV001 reports one that is unused or has no reason.
fn nothing_else_silences_a_checker() {
    const IN_TEMPLATES: [&str; 5] = ["cfn-lint:", "checkov:", "guard:", "SuppressedRules", "ignore_resource_types"];
    const FILES: [&str; 8] = [
        ".cfnlintrc",
        ".cfnlintrc.yaml",
        ".checkov.yaml",
        ".checkov.yml",
        ".redocly.lint-ignore.yaml",
        ".redocly.yaml",
        "redocly.yaml",
        "samconfig.toml",
    ];
    for name in ["template.yaml", "edge.yaml", "openapi.yaml"] {
        let text = fs::read_to_string(template(name)).unwrap();
        let silenced: Vec<&str> = IN_TEMPLATES.into_iter().filter(|words| text.contains(words)).collect();
        assert!(silenced.is_empty(), "{name}: {silenced:?} belongs into tests/tools/exceptions.toml");
    }
    for folder in ["", "templates"] {
        let found: Vec<&str> =
            FILES.into_iter().filter(|file| Path::new(ROOT).join(folder).join(file).exists()).collect();
        assert!(found.is_empty(), "{found:?} belongs into tests/tools/exceptions.toml");
    }
}
