//! The output of a run, without the parts that differ each time.

use super::srvls::Run;

/// Both streams, without the parts that differ each time.
pub(crate) fn transcript(run: &Run) -> String {
    normalised(&format!("{}\n--- stdout, exit {} ---\n{}", run.stderr.trim_end(), run.code, run.stdout.trim_end()))
}

/// Replaces times, durations, ages and release ids by a word, and trims the ends of lines.
pub(crate) fn normalised(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let mut line: String = line.trim_end().to_owned();
        for (from, to) in MASKS {
            line = masked(&line, from, to);
        }
        line = after(&line, "\"duration_ms\": ", "#");
        line = after(&line, "\"created_at\": ", "\"TIME\",");
        line = after(&line, "\"started_at\": ", "\"TIME\",");
        line = after(&line, "\"ended_at\": ", "\"TIME\",");
        line = after(&line, "\"token\": ", "\"TOKEN\",");
        line = after(&line, "\"id\": ", "\"ID\",");
        line = after(&line, "\"sha256\": ", "\"SHA\",");
        line
    });
    lines.collect::<Vec<_>>().join("\n")
}

const MASKS: [(&str, &str); 12] = [
    ("##:##:##Z", "TIME"),
    ("#:##", "#:##"),
    ("(#.# s)", "(#.# s)"),
    ("(##.# s)", "(#.# s)"),
    ("r########T#########Z", "rYYYYMMDDTHHMMSSsssZ"),
    ("##s ago", "AGO"),
    ("#s ago", "AGO"),
    ("##m ago", "AGO"),
    ("#m ago", "AGO"),
    ("just now", "AGO"),
    ("observed for ##s", "observed for #s"),
    ("observed for #s", "observed for #s"),
];

/// Replaces everything in `line` that matches `shape`, in which `#` stands for a digit.
fn masked(line: &str, shape: &str, to: &str) -> String {
    let (letters, shape): (Vec<char>, Vec<char>) = (line.chars().collect(), shape.chars().collect());
    let fits = |letter: &char, wanted: &char| if *wanted == '#' { letter.is_ascii_digit() } else { letter == wanted };
    let mut result = String::new();
    let mut index = 0;
    while index < letters.len() {
        let window = letters.get(index..index + shape.len());
        if window.is_some_and(|window| window.iter().zip(&shape).all(|(letter, wanted)| fits(letter, wanted))) {
            result.push_str(to);
            index += shape.len();
        } else {
            result.push(letters[index]);
            index += 1;
        }
    }
    result
}

fn after(line: &str, key: &str, value: &str) -> String {
    let is_null = |rest: &str| rest.starts_with("null");
    match line.split_once(key) {
        Some((before, rest)) if !is_null(rest) => format!("{before}{key}{value}"),
        _ => line.to_owned(),
    }
}

/// A table without its layout, which depends on the ages in it.
pub(crate) fn in_words(table: &str) -> String {
    table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join("\n")
}
