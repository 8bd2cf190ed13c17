//! The sources of the handlers without their tests, for what only their texts say.

use std::{fs, path::Path};

/// What is there for tests alone.
const TESTS: [&str; 4] = ["fake.rs", "fixture.rs", "replay.rs", "tests.rs"];

/// Every file outside of tests, without the tests at its end.
pub(super) fn sources() -> Vec<String> {
    let mut found = Vec::new();
    add(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    assert!(found.len() > 40, "the sources are elsewhere");
    found
}

fn add(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        if path.is_dir() && name != "contract" {
            add(&path, found);
        } else if name.ends_with(".rs") && !TESTS.contains(&name) {
            let text = fs::read_to_string(&path).expect("a source");
            let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            found.push(code.to_owned());
        }
    }
}

/// What stands between `before` and `after`, wherever it does.
pub(super) fn between(before: &str, after: &str) -> Vec<String> {
    let of = |text: &String| -> Vec<String> {
        text.split(before).skip(1).filter_map(|rest| Some(rest.split_once(after)?.0.to_owned())).collect()
    };
    sources().iter().flat_map(of).collect()
}
