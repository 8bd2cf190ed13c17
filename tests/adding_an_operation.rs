//! `docs/adding-an-operation.md` leads to an operation that passes every check, and none of its steps can be left out.
//!
//! The page's own blocks are applied to a copy of the repository. Its contract tests are compiled once, with all steps:
//! they read the templates when they run, so that a step left out there needs no compiling.

use std::{
    collections::BTreeMap,
    fmt, fs,
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use libtest_mimic::Trial;
use serde_json::Value;

use crate::support::{
    ROOT,
    backend::target_folder,
    srvls::{run, srvls},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![every_step_is_right_and_needed]
}

const PAGE: &str = "docs/adding-an-operation.md";

fn every_step_is_right_and_needed() {
    let steps = steps(&fs::read_to_string(Path::new(ROOT).join(PAGE)).unwrap());
    assert!(steps.len() >= 10, "{PAGE} has {} steps", steps.len());
    let (copy, broken) = (Copy::new("with-all-steps", Times::Kept), Copy::new("without-a-step", Times::OfTheEdit));
    copy.write(&steps);
    let contract =
        copy.contract_tests().unwrap_or_else(|error| panic!("what the page says does not compile:\n{error}"));

    assert_eq!(copy.complaint(&contract), None);
    let mut unnoticed = Vec::new();
    for index in 0..steps.len() {
        let mut others = steps.clone();
        let left_out = others.remove(index);
        if copy.complaint_without(&left_out, &others, &contract, &broken).is_none() {
            unnoticed.push(left_out.to_string());
        }
    }

    copy.write(&steps);
    assert!(unnoticed.is_empty(), "no check misses these steps:\n{}", unnoticed.join("\n"));
}

/// One block of the page, and where the sentence above it says that it goes.
#[derive(Debug, Clone)]
struct Step {
    file: String,
    place: Place,
    text: String,
}

#[derive(Debug, Clone, PartialEq)]
enum Place {
    NewFile,
    End,
    Above(String),
    Below(String),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({:?})", self.file, self.place)
    }
}

/// The blocks of the page that belong into a file: all but those for a shell.
fn steps(page: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut label = "";
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else {
            label = if line.is_empty() { label } else { line };
            continue;
        };
        let block: String = lines.by_ref().take_while(|line| *line != "```").map(|line| format!("{line}\n")).collect();
        if language != "sh" {
            steps.push(step(label, block));
        }
    }
    steps
}

fn step(label: &str, text: String) -> Step {
    let quoted: Vec<&str> = label.split('`').skip(1).step_by(2).collect();
    let (file, place) = match (label.split_whitespace().next(), quoted.as_slice()) {
        (Some("New"), [file]) => (file, Place::NewFile),
        (Some("At"), [file]) => (file, Place::End),
        (Some("In"), [file, line]) if label.contains("`, above `") => (file, Place::Above((*line).to_owned())),
        (Some("In"), [file, line]) if label.contains("`, below `") => (file, Place::Below((*line).to_owned())),
        _ => panic!("{PAGE} does not say where this block goes: {label}"),
    };
    Step { file: (*file).to_owned(), place, text }
}

const LOCKED: &str = "name = \"srvls-lambdas\"";
const LINTS: &str = "[workspace.lints.rust]";

/// A file of a copy, with the time of what it was made from.
#[derive(Clone)]
struct File {
    bytes: Vec<u8>,
    modified: SystemTime,
    /// `.cargo/rustc` is a program.
    permissions: fs::Permissions,
}

impl File {
    fn read(path: &Path) -> Self {
        let metadata = fs::metadata(path).unwrap();
        Self {
            bytes: fs::read(path).unwrap(),
            modified: metadata.modified().unwrap(),
            permissions: metadata.permissions(),
        }
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap()
    }

    fn differs_from(&self, other: &Self) -> bool {
        self.bytes != other.bytes || self.permissions != other.permissions
    }
}

/// When cargo takes a file of a copy for edited.
#[derive(PartialEq)]
enum Times {
    /// When its source or the page is: a second run has nothing to compile.
    Kept,
    /// Whenever a step is left out.
    OfTheEdit,
}

/// The part of the repository that an operation is made of. Always in the same folder, where a second run finds what the
/// first has compiled.
struct Copy {
    folder: PathBuf,
    /// What is copied, by its path from the repository.
    files: BTreeMap<String, File>,
    times: Times,
}

impl Copy {
    const PARTS: [&'static str; 10] = [
        ".cargo",
        "Cargo.lock",
        "Cargo.toml",
        "benches",
        "docs/stages.md",
        "lambdas",
        "src/privacy/corpus.toml",
        "srvls.toml",
        "templates",
        "tests/api.rs",
    ];

    fn new(name: &str, times: Times) -> Self {
        let mut files = BTreeMap::new();
        for part in Self::PARTS {
            read_into(Path::new(ROOT), &Path::new(ROOT).join(part), &mut files);
        }
        let page = File::read(&Path::new(ROOT).join(PAGE));
        // Cargo looks for what the manifest names. Compiling the command is not the point here.
        for stub in ["src/main.rs", "tests/main.rs"] {
            files.insert(stub.to_owned(), File { bytes: b"fn main() {}\n".to_vec(), ..page.clone() });
        }
        let version =
            |package: &str, suffix: &str| format!("{package}\nversion = \"{}{suffix}\"", env!("CARGO_PKG_VERSION"));
        let suffix = format!("-{name}");
        let edits = [
            // Another version is another file in the target folder: the copy does not overwrite what the repository built.
            ("Cargo.toml", version("", ""), version("", &suffix)),
            ("Cargo.lock", version(LOCKED, ""), version(LOCKED, &suffix)),
            // A function that no binary can start shows in a warning only.
            ("Cargo.toml", LINTS.to_owned(), format!("{LINTS}\nwarnings = \"deny\"")),
        ];
        for (file, from, to) in edits {
            let text = files[file].text().replace(&from, &to);
            files.insert(file.to_owned(), File { bytes: text.into_bytes(), ..files[file].clone() });
        }
        Self { folder: Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), files, times }
    }

    /// Makes the folder what the repository is after these steps.
    fn write(&self, steps: &[Step]) {
        let page = File::read(&Path::new(ROOT).join(PAGE));
        let mut files = self.files.clone();
        for step in steps {
            let before = files.get(&step.file);
            let modified = before.map_or(page.modified, |before| before.modified.max(page.modified));
            let bytes = applied(step, before.map(File::text)).into_bytes();
            let permissions = before.unwrap_or(&page).permissions.clone();
            files.insert(step.file.clone(), File { bytes, modified, permissions });
        }
        let mut there = BTreeMap::new();
        read_into(&self.folder, &self.folder, &mut there);
        for file in there.keys().filter(|file| !files.contains_key(*file)) {
            fs::remove_file(self.folder.join(file)).unwrap();
        }
        for (name, file) in files.iter().filter(|(name, file)| there.get(*name).is_none_or(|it| it.differs_from(file)))
        {
            let path = self.folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &file.bytes).unwrap();
            fs::set_permissions(&path, file.permissions.clone()).unwrap();
            if self.times == Times::Kept {
                fs::File::options().write(true).open(&path).unwrap().set_modified(file.modified).unwrap();
            }
        }
    }

    /// Builds the tests of the handlers' library: where they are, or the compiler's errors.
    fn contract_tests(&self) -> Result<PathBuf, String> {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(&self.folder).env("CARGO_TARGET_DIR", target_folder());
        // No package is chosen: another choice means other features, and all dependencies once more.
        let built =
            cargo.args(["test", "--offline", "--lib", "--no-run", "--message-format", "json"]).output().unwrap();
        let messages = String::from_utf8_lossy(&built.stdout).into_owned();
        let mut messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let executable = messages.find_map(|message| message["executable"].as_str().map(PathBuf::from));
        let errors = || String::from_utf8_lossy(&built.stderr).into_owned();
        executable.filter(|_| built.status.success()).ok_or_else(errors)
    }

    /// What is wrong with the copy, if anything. Of its tests, those of the contract and of the new handler are run.
    fn complaint(&self, contract: &Path) -> Option<String> {
        let check = run(srvls(&self.folder).args(["template", "check", "-o", "json"]));
        if check.code != 0 {
            return Some(format!("template check: {}{}", check.stdout, check.stderr));
        }
        let tests = Command::new(contract).args(["contract::", "data::latest"]).output().unwrap();
        if !tests.status.success() {
            return Some(String::from_utf8_lossy(&tests.stdout).into_owned());
        }
        uncalled(&fs::read_to_string(self.folder.join("tests/api.rs")).unwrap())
    }

    /// The same without a step. Only a step in the code needs the compiler, in a copy that may fail.
    fn complaint_without(&self, step: &Step, others: &[Step], contract: &Path, broken: &Self) -> Option<String> {
        if step.file.starts_with("lambdas/src/") && !step.file.starts_with("lambdas/src/contract/") {
            broken.write(others);
            return match broken.contract_tests() {
                Ok(contract) => broken.complaint(&contract),
                Err(errors) => Some(errors),
            };
        }
        self.write(others);
        self.complaint(contract)
    }
}

/// The tests against the deployed API are not compiled here. They have to call the operation, and each has to be run.
fn uncalled(tests: &str) -> Option<String> {
    let names = tests.lines().filter_map(|line| line.strip_prefix("fn ")?.split('(').next());
    let mut idle = names.filter(|name| tests.matches(name).count() < 2);
    if !tests.contains("/latest\"") {
        return Some("no test calls the deployed operation".to_owned());
    }
    idle.next().map(|name| format!("tests/api.rs does not run {name}"))
}

/// A file's text after a step.
fn applied(step: &Step, before: Option<&str>) -> String {
    let (line, is_above) = match (&step.place, before) {
        (Place::NewFile, None) => return step.text.clone(),
        (Place::End, Some(before)) => return format!("{before}{}", step.text),
        (Place::Above(line), Some(_)) => (line, true),
        (Place::Below(line), Some(_)) => (line, false),
        _ => panic!("{step}: the file is there already, or is not there"),
    };
    let before = before.unwrap_or_default();
    let places: Vec<&str> = before.split_inclusive('\n').filter(|text| text.trim() == line).collect();
    assert_eq!(places.len(), 1, "{step}: the line has to be there once");
    let (text, place) = (&step.text, places[0]);
    before.replacen(place, &if is_above { format!("{text}{place}") } else { format!("{place}{text}") }, 1)
}

/// The files at or below `path`, by their path from `root`.
fn read_into(root: &Path, path: &Path, files: &mut BTreeMap<String, File>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            read_into(root, &entry.unwrap().path(), files);
        }
    } else if path.is_file() {
        files.insert(path.strip_prefix(root).unwrap().display().to_string(), File::read(path));
    }
}
