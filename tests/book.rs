//! The pages of `docs/` as a book: it builds without a warning, and what is wrong on a page fails it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use libtest_mimic::Trial;
use tempfile::TempDir;

use crate::support::{ROOT, openapi::operations, project::copy, tools::program, trials};

pub(crate) fn trials() -> Vec<Trial> {
    trials![the_book_has_every_page_and_reads_as_on_github, a_mistake_on_a_page_fails_the_book]
}

/// What the book is made from.
const PARTS: [&str; 6] =
    ["mkdocs.yml", "docs", "tests/tools/book.py", "templates/openapi.yaml", "CONTRIBUTING.md", "CHANGELOG.md"];

/// Builds the book of `folder`; returns whether that succeeded, and what was said.
fn build(folder: &Path, site: &Path) -> (bool, String) {
    let mut mkdocs = program("tests/tools/book.txt", "mkdocs");
    mkdocs.args(["build", "--strict", "--site-dir"]).arg(site).current_dir(folder);
    // Material for MkDocs announces its end of life, in May 2027, with every build.
    let output = mkdocs.env("NO_MKDOCS_2_WARNING", "1").env("PYTHONDONTWRITEBYTECODE", "1").output().expect("mkdocs");
    (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn the_book_has_every_page_and_reads_as_on_github() {
    let folder = tempfile::tempdir().unwrap();
    let (succeeds, said) = build(Path::new(ROOT), folder.path());
    assert!(succeeds, "{said}");

    let docs = fs::read_dir(Path::new(ROOT).join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let of_docs = docs.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned());
    let made = ["api-reference", "contributing", "changelog"].map(str::to_owned);
    for name in of_docs.chain(made) {
        let page = read(folder.path().join(format!("{name}.html")));
        let article = page.split("<article").nth(1).unwrap_or_else(|| panic!("{name} has no article"));
        // A list or a block of code that GitHub sees and the book does not stays in a paragraph.
        let paragraphs = article.split("<p>").skip(1).filter_map(|rest| rest.split("</p>").next());
        for line in paragraphs.flat_map(str::lines).map(str::trim_start) {
            let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
            let is_numbered = number.len() < line.len() && number.starts_with(". ");
            let is_markdown = is_numbered || ["- ", "```", "| "].iter().any(|start| line.starts_with(start));
            assert!(!is_markdown, "{name}: {line}");
        }
    }

    let reference = read(folder.path().join("api-reference.html"));
    for operation in operations() {
        let route = format!("{} {}", operation.method, operation.path);
        assert!(reference.contains(&operation.id) && reference.contains(&route), "{route}");
    }
}

fn a_mistake_on_a_page_fails_the_book() {
    let project: TempDir = tempfile::tempdir().unwrap();
    for part in PARTS {
        let to = project.path().join(part);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        copy(&Path::new(ROOT).join(part), &to);
    }
    let cost = project.path().join("docs/cost.md");
    let mistakes = "\n[gone](no-such-page.md) [no heading](stages.md#no-such-heading)\n";
    fs::write(&cost, read(cost.clone()) + mistakes).unwrap();
    fs::write(project.path().join("docs/forgotten.md"), "# Forgotten\n").unwrap();

    let (succeeds, said) = build(project.path(), &project.path().join("site"));

    assert!(!succeeds, "{said}");
    for mistake in ["no-such-page.md", "no-such-heading", "forgotten.md"] {
        assert!(said.contains(mistake), "{mistake} is not in:\n{said}");
    }
}

fn read(path: PathBuf) -> String {
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
