//! Mistakes that people make in templates like ours, one at a time, and which check catches each.
//!
//! `tests/mutations.md` is the table of what catches what. Every run tries all mistakes on our own checks; cfn-lint,
//! which takes many seconds for a template, only sees those that ours miss. `UPDATE_MUTATIONS=1 cargo test mistake` rewrites
//! the table.

#[path = "mutations/table.rs"]
mod table;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
    thread,
};

use libtest_mimic::Trial;
use serde::Deserialize;
use serde_json::Value;
use table::MUTANTS;
use tempfile::TempDir;

use crate::support::{
    ROOT,
    srvls::{run, srvls},
    tools::{self, tool},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        every_mistake_is_caught_by_a_gate,
        every_check_of_ours_catches_a_mistake,
        every_gate_passes_the_unchanged_templates
    ]
}

/// One mistake: in a file of `templates`, the first `find` becomes `replace`.
pub(crate) struct Mutant {
    pub(crate) name: &'static str,
    pub(crate) file: &'static str,
    pub(crate) find: &'static str,
    pub(crate) replace: &'static str,
}

/// A copy of our templates, next to the sources of the handlers.
struct Copy(TempDir);

/// What cfn-lint reports for one template.
#[derive(Debug, Deserialize)]
struct Linted {
    source: BTreeSet<String>,
    /// Of the template as SAM expands it; only known if the source has no findings.
    expanded: Option<BTreeSet<String>>,
}

impl Linted {
    fn finds_nothing(&self) -> bool {
        self.source.is_empty() && self.expanded.as_ref().is_some_and(BTreeSet::is_empty)
    }
}

impl Copy {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("templates")).unwrap();
        for entry in fs::read_dir(Path::new(ROOT).join("templates")).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, folder.path().join("templates").join(path.file_name().unwrap())).unwrap();
        }
        fs::copy(Path::new(ROOT).join("srvls.toml"), folder.path().join("srvls.toml")).unwrap();
        std::os::unix::fs::symlink(Path::new(ROOT).join("lambdas"), folder.path().join("lambdas")).unwrap();
        Self(folder)
    }

    fn template(&self, file: &str) -> PathBuf {
        self.0.path().join("templates").join(file)
    }

    fn with(mutant: &Mutant) -> Self {
        let copy = Self::new();
        let path = copy.template(mutant.file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(mutant.find), "{}: {} has no `{}`", mutant.name, mutant.file, mutant.find);
        fs::write(path, text.replacen(mutant.find, mutant.replace, 1)).unwrap();
        copy
    }

    /// The ids of our checks that report something.
    fn checked(&self) -> BTreeSet<String> {
        let run = run(srvls(self.0.path()).args(["template", "check", "-o", "json"]));
        // A template that can't even be parsed is caught, too.
        let Ok(report) = serde_json::from_str::<Value>(&run.stdout) else {
            return BTreeSet::from(["unreadable".into()]);
        };
        let findings = report["findings"].as_array().unwrap().iter();
        findings.map(|finding| finding["id"].as_str().unwrap().to_owned()).collect()
    }
}

/// The rules that catch a mistake.
struct Caught {
    ours: BTreeSet<String>,
    /// Only run if our checks miss the mistake.
    cfn_lint: Option<Linted>,
}

/// What our checks report for every mutant, in the order of the table.
fn ours() -> &'static [(Copy, BTreeSet<String>)] {
    static OURS: OnceLock<Vec<(Copy, BTreeSet<String>)>> = OnceLock::new();
    OURS.get_or_init(|| {
        let half = MUTANTS.len().div_ceil(2);
        let check = |mutants: &'static [Mutant]| -> Vec<_> {
            mutants.iter().map(Copy::with).map(|copy| (copy.checked(), copy)).map(|(ids, copy)| (copy, ids)).collect()
        };
        thread::scope(|scope| {
            let halves: Vec<_> = MUTANTS.chunks(half).map(|mutants| scope.spawn(move || check(mutants))).collect();
            halves.into_iter().flat_map(|half| half.join().unwrap()).collect()
        })
    })
}

/// The rules that cfn-lint reports for each template.
fn linted(templates: &[PathBuf]) -> Vec<Linted> {
    if templates.is_empty() {
        return Vec::new();
    }
    let mut command: Command = tool("python");
    command.arg(Path::new(ROOT).join("tests/tools/lint_all.py")).args(templates);
    let mut answer: BTreeMap<PathBuf, Linted> = serde_json::from_str(&tools::run(&mut command)).unwrap();
    templates.iter().map(|template| answer.remove(template).unwrap()).collect()
}

fn every_mistake_is_caught_by_a_gate() {
    let path = Path::new(ROOT).join("tests/mutations.md");
    let tried = MUTANTS.iter().zip(ours());
    let missed = tried.filter(|(_, (_, ids))| ids.is_empty());
    let passed: Vec<PathBuf> = missed.map(|(mutant, (copy, _))| copy.template(changed(mutant))).collect();
    let mut linted = linted(&passed).into_iter();
    let caught: Vec<Caught> = ours()
        .iter()
        .map(|(_, ids)| Caught { ours: ids.clone(), cfn_lint: if ids.is_empty() { linted.next() } else { None } })
        .collect();

    let table = markdown(&caught);
    #[expect(clippy::disallowed_methods, reason = "a test's own switch")]
    let update = std::env::var_os("UPDATE_MUTATIONS").is_some();
    if update {
        fs::write(&path, &table).unwrap();
    }

    let is_missed =
        |caught: &Caught| caught.ours.is_empty() && caught.cfn_lint.as_ref().is_none_or(Linted::finds_nothing);
    let missed: Vec<&str> =
        MUTANTS.iter().zip(&caught).filter(|(_, caught)| is_missed(caught)).map(|(mutant, _)| mutant.name).collect();
    assert!(missed.is_empty(), "nothing catches: {}", missed.join("; "));
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == table, "tests/mutations.md is out of date: UPDATE_MUTATIONS=1 cargo test mistake\n{table}");
}

/// The template that a mistake is in: the API's description is a part of one.
fn changed(mutant: &Mutant) -> &'static str {
    if mutant.file == "openapi.yaml" { "template.yaml" } else { mutant.file }
}

fn markdown(caught: &[Caught]) -> String {
    let mut text = String::from(
        "# What catches which mistake\n\n\
         Written by `UPDATE_MUTATIONS=1 cargo test mistake`, and verified by every run of the tests. cfn-lint only runs where\n\
         our own checks miss a mistake, and on the expansion only where it finds nothing in the source: a blank means that it\n\
         did not run, a dash that it found nothing.\n\n\
         The other checkers, in tests/gates.rs, do not run here: checkov and cfn-guard take ten seconds of a core each for\n\
         one template, half an hour for the table, and every mistake is caught without them.\n\n\
         | Mistake | In | `srvls template check` | cfn-lint | cfn-lint, expanded |\n|---|---|---|---|---|\n",
    );
    let cell = |ids: &BTreeSet<String>| match ids.is_empty() {
        true => "-".to_owned(),
        false => ids.iter().cloned().collect::<Vec<_>>().join(" "),
    };
    for (mutant, Caught { ours, cfn_lint }) in MUTANTS.iter().zip(caught) {
        let source = cfn_lint.as_ref().map(|linted| cell(&linted.source)).unwrap_or_default();
        let expanded = cfn_lint.as_ref().and_then(|linted| linted.expanded.as_ref()).map(cell).unwrap_or_default();
        text.push_str(&format!("| {} | {} | {} | {source} | {expanded} |\n", mutant.name, mutant.file, cell(ours)));
    }
    text
}

fn every_check_of_ours_catches_a_mistake() {
    let run = run(srvls(ROOT.as_ref()).args(["template", "check", "-o", "json", "--config", "srvls.toml"]));
    let checks: BTreeSet<String> =
        run.json()["checks"].as_array().unwrap().iter().map(|check| check["id"].as_str().unwrap().to_owned()).collect();

    let catching: BTreeSet<String> = ours().iter().flat_map(|(_, ids)| ids.clone()).collect();

    let idle: Vec<&String> = checks.difference(&catching).collect();
    assert!(
        checks.len() > 40 && idle.is_empty(),
        "no mistake in tests/mutations/table.rs shows that these work: {idle:?}"
    );
}

/// If they failed here, they would seem to catch every mistake.
fn every_gate_passes_the_unchanged_templates() {
    let copy = Copy::new();

    assert_eq!(copy.checked(), BTreeSet::new());
    let linted = linted(&["template.yaml", "edge.yaml"].map(|file| copy.template(file)));
    assert!(linted.iter().all(Linted::finds_nothing), "{linted:?}");
}
