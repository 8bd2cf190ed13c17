//! What users store can't drive an operator's terminal, and every format hands it on whole.

use std::{
    io::Write as _,
    process::{Command, Stdio},
    sync::Arc,
};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{ROOT, backend::Backend, srvls, trials};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(
        backend,
        [
            stored_text_cannot_drive_a_terminal,
            every_format_is_read_back_equal_by_other_programs,
            a_formula_is_inert_in_csv
        ]
    )
}

/// Sets the clipboard and the title, clears the screen, turns text around, and begins what never ends.
const HOSTILE: &str = "\u{1b}]52;c;ZXZpbA==\u{7}\u{1b}[2J\r\u{9b}31m\u{202e}evil\u{7f}\n=1+1 \"q,\u{1b}]0;unterminated";

/// A user whose data are hostile, in names and in values.
fn hostile_user(backend: &Backend) -> String {
    let client = backend.get().client();
    let user = client.new_user();
    for content in [json!({ HOSTILE: HOSTILE }), json!(HOSTILE), json!("=HYPERLINK(\"http://x\")")] {
        let answer = user.call(&client, "POST", "/data", Some(json!({ "content": content, "category": "notes" })));
        assert_eq!(answer.status, 201, "{:?}", answer.body);
    }
    user.sub
}

fn stored_text_cannot_drive_a_terminal(backend: &Backend) {
    let (deployed, sub) = (backend.get(), hostile_user(backend));
    let reads: [&[&str]; 4] = [
        &["table", "query", "AppData", &sub],
        &["table", "scan", "AppData", "--limit", "1000"],
        &["user", "lookup", &sub],
        &["logs", "tail", "create_data", "--since", "1h"],
    ];
    for read in reads {
        for format in ["table", "json", "jsonl", "yaml", "csv"] {
            let words = [read, &["--reveal", "-o", format]].concat();
            let piped = deployed.run(&words);
            assert_eq!(piped.code, 0, "{words:?}: {}", piped.stderr);
            if format != "csv" {
                assert_eq!(acting(&piped.stdout), "", "{words:?}: {:?}", piped.stdout);
            }
            let shown = in_terminal(&deployed.command(&words));
            for sequence in ["\u{1b}]", "\u{1b}[2J", "\u{9b}", "\u{202e}", "\u{7f}"] {
                assert!(!shown.contains(sequence), "{words:?} shows {sequence:?}: {shown:?}");
            }
        }
    }
}

fn every_format_is_read_back_equal_by_other_programs(backend: &Backend) {
    let (deployed, sub) = (backend.get(), hostile_user(backend));
    let print = |format: &str| {
        let run = deployed.run(&["table", "query", "AppData", &sub, "--reveal", "--csv-raw", "-o", format]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        run.stdout
    };

    let items = serde_json::from_str::<Value>(&print("json")).unwrap()["items"].clone();

    assert!(items.as_array().unwrap().iter().any(|item| item["content"] == HOSTILE), "{items}");
    assert!(items.as_array().unwrap().iter().any(|item| item["content"][HOSTILE] == HOSTILE), "{items}");
    assert_eq!(read_back("jsonl", &print("jsonl")), items);
    assert_eq!(read_back("csv", &print("csv")), as_csv_cells(&items));
}

fn a_formula_is_inert_in_csv(backend: &Backend) {
    let (deployed, sub) = (backend.get(), hostile_user(backend));

    let run = deployed.run(&["table", "query", "AppData", &sub, "--reveal", "-o", "csv"]);

    assert!(run.stdout.contains("\"'=HYPERLINK("), "{}", run.stdout);
}

/// The characters that a terminal acts on, besides line breaks.
fn acting(text: &str) -> String {
    let acts =
        |c: &char| c.is_control() && *c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().filter(acts).collect()
}

/// All that a terminal gets, byte by byte.
fn in_terminal(command: &Command) -> String {
    let words = [command.get_program()].into_iter().chain(command.get_args());
    let words: Vec<String> = words.map(|word| format!("'{}'", word.to_string_lossy())).collect();
    let mut script = Command::new("script");
    script.args(["--quiet", "--return", "--flush", "--command", &words.join(" "), "/dev/null"]);
    script.current_dir(command.get_current_dir().unwrap()).stdin(Stdio::null());
    srvls::without_own_settings(&mut script);
    script.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?)))).env("SHELL", "/bin/sh");
    String::from_utf8_lossy(&script.output().expect("util-linux's script").stdout).into_owned()
}

/// The records as Python's own modules read them.
fn read_back(format: &str, text: &str) -> Value {
    const READER: &str = "import csv, io, json, sys
text = sys.stdin.buffer.read().decode()
if sys.argv[1] == 'csv':
    records = list(csv.DictReader(io.StringIO(text, newline='')))
else:
    records = [json.loads(line) for line in text.split('\\n') if line]
json.dump(records, sys.stdout)";
    let mut python = Command::new("python3");
    python.args(["-c", READER, format]).current_dir(ROOT).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut python = python.spawn().expect("python3");
    python.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Nested values are JSON in csv, and all cells are text.
fn as_csv_cells(items: &Value) -> Value {
    let cell = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let record = |item: &Value| -> Value {
        item.as_object().unwrap().iter().map(|(name, value)| (name.clone(), Value::from(cell(value)))).collect()
    };
    items.as_array().unwrap().iter().map(record).collect()
}
