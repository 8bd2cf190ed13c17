//! Mistakes that people make in templates like ours, one at a time, and which check catches each.
//!
//! `tests/mutations.md` is the table of what catches what. Every run tries all mistakes on our own checks. Those that pass
//! may be meant, so they have to change the posture (`docs/posture.md`), which is read in review. cfn-lint, which takes
//! many seconds for a template, sees only those that neither shows. `UPDATE_MUTATIONS=1 cargo test mistake` rewrites
//! the table.

#[path = "mutations/edge.rs"]
mod edge;
#[path = "mutations/harm.rs"]
mod harm;
#[path = "mutations/intent.rs"]
mod intent;
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

    /// What the templates say, in words.
    fn posture(&self) -> String {
        run(srvls(self.0.path()).args(["template", "describe"])).stdout
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

/// What shows a mistake; the next only where the one before does not.
struct Caught {
    ours: BTreeSet<String>,
    changes_posture: Option<bool>,
    cfn_lint: Option<Linted>,
}

fn mutants() -> Vec<&'static Mutant> {
    [table::MUTANTS, edge::MUTANTS, harm::MUTANTS, intent::MUTANTS].into_iter().flatten().collect()
}

/// A mistake on which our checks, and then the posture, were tried.
struct Tried {
    copy: Copy,
    ours: BTreeSet<String>,
    changes_posture: Option<bool>,
}

impl Tried {
    fn on(mutant: &Mutant, posture: &str) -> Self {
        let copy = Copy::with(mutant);
        let ours = copy.checked();
        let changes_posture = ours.is_empty().then(|| copy.posture() != posture);
        Self { copy, ours, changes_posture }
    }
}

/// In the order of the table.
fn tried() -> &'static [Tried] {
    static TRIED: OnceLock<Vec<Tried>> = OnceLock::new();
    TRIED.get_or_init(|| {
        let mutants = mutants();
        let posture = Copy::new().posture();
        assert!(posture.contains("`Api` POST /data"), "{posture}");
        let posture = posture.as_str();
        let try_all =
            |mutants: &[&Mutant]| -> Vec<Tried> { mutants.iter().map(|mutant| Tried::on(mutant, posture)).collect() };
        thread::scope(|scope| {
            let halves = mutants.chunks(mutants.len().div_ceil(2));
            let halves: Vec<_> = halves.map(|mutants| scope.spawn(move || try_all(mutants))).collect();
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
    let mutants = mutants();
    let unseen = mutants.iter().zip(tried()).filter(|(_, tried)| tried.changes_posture == Some(false));
    let unseen: Vec<PathBuf> = unseen.map(|(mutant, tried)| tried.copy.template(changed(mutant))).collect();
    let mut linted = linted(&unseen).into_iter();
    let caught: Vec<Caught> = tried()
        .iter()
        .map(|Tried { ours, changes_posture, .. }| Caught {
            ours: ours.clone(),
            changes_posture: *changes_posture,
            cfn_lint: if *changes_posture == Some(false) { linted.next() } else { None },
        })
        .collect();

    let table = markdown(&caught);
    #[expect(clippy::disallowed_methods, reason = "a test's own switch")]
    let update = std::env::var_os("UPDATE_MUTATIONS").is_some();
    if update {
        fs::write(&path, &table).unwrap();
    }

    let is_missed = |caught: &Caught| caught.cfn_lint.as_ref().is_some_and(Linted::finds_nothing);
    let missed = mutants.iter().zip(&caught).filter(|(_, caught)| is_missed(caught));
    let missed: Vec<&str> = missed.map(|(mutant, _)| mutant.name).collect();
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
         Written by `UPDATE_MUTATIONS=1 cargo test mistake`, and verified by every run of the tests. What our own checks miss\n\
         may be meant: then it has to be a line in the posture, docs/posture.md, which is read in review. cfn-lint runs only\n\
         where the posture is the same, and on the expansion only where it finds nothing in the source. A blank means that\n\
         a gate was not tried, a dash that it found nothing.\n\n\
         The other checkers, in tests/gates.rs, do not run here: checkov and cfn-guard take ten seconds of a core each for\n\
         one template, half an hour for the table, and every mistake is caught without them.\n\n\
         | Mistake | In | `srvls template check` | posture | cfn-lint | cfn-lint, expanded |\n|---|---|---|---|---|---|\n",
    );
    let cell = |ids: &BTreeSet<String>| match ids.is_empty() {
        true => "-".to_owned(),
        false => ids.iter().cloned().collect::<Vec<_>>().join(" "),
    };
    for (mutant, Caught { ours, changes_posture, cfn_lint }) in mutants().iter().zip(caught) {
        let posture = changes_posture.map(|changes| if changes { "changes" } else { "-" }).unwrap_or_default();
        let source = cfn_lint.as_ref().map(|linted| cell(&linted.source)).unwrap_or_default();
        let expanded = cfn_lint.as_ref().and_then(|linted| linted.expanded.as_ref()).map(cell).unwrap_or_default();
        text.push_str(&format!(
            "| {} | {} | {} | {posture} | {source} | {expanded} |\n",
            mutant.name,
            mutant.file,
            cell(ours)
        ));
    }
    text
}

fn every_check_of_ours_catches_a_mistake() {
    let run = run(srvls(ROOT.as_ref()).args(["template", "check", "-o", "json", "--config", "srvls.toml"]));
    let checks: BTreeSet<String> =
        run.json()["checks"].as_array().unwrap().iter().map(|check| check["id"].as_str().unwrap().to_owned()).collect();

    let catching: BTreeSet<String> = tried().iter().flat_map(|tried| tried.ours.clone()).collect();

    let idle: Vec<&String> = checks.difference(&catching).collect();
    assert!(checks.len() > 40 && idle.is_empty(), "no mistake in tests/mutations/ shows that these work: {idle:?}");
}

/// If they failed here, they would seem to catch every mistake.
fn every_gate_passes_the_unchanged_templates() {
    let copy = Copy::new();

    assert_eq!(copy.checked(), BTreeSet::new());
    let linted = linted(&["template.yaml", "edge.yaml"].map(|file| copy.template(file)));
    assert!(linted.iter().all(Linted::finds_nothing), "{linted:?}");
}
