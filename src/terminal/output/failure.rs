//! stderr: how a failure is told, to people and, with `-o json`, to programs.

use std::{
    error::Error as _,
    io::{self, Write as _},
};

use anstyle::{AnsiColor, Style};
use serde_json::json;

use super::{
    Output,
    text::{Text, escaped_json},
};
use crate::{error::Error, exit::Exit, options::Format};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default();

impl Output {
    /// Tells `error` on stderr, and how to exit.
    pub(crate) fn error(&self, error: &Error) -> Exit {
        let hint = self.hint(error);
        let hint = hint.as_deref();
        let text = match self.format {
            Format::Json | Format::Jsonl => as_json(error, hint),
            Format::Table | Format::Yaml | Format::Csv => as_text(error, hint).to_string(),
        };
        self.annotate(error);
        // A closed stderr is no reason to fail otherwise.
        let _ = writeln!(anstream::stderr(), "{text}");
        error.exit()
    }

    /// Repeats `error` for whoever only sees what is beside the log, if that is asked for.
    pub(super) fn annotate(&self, error: &Error) {
        if self.annotate {
            let _ = writeln!(io::stderr(), "{}", annotation(error, self.hint(error).as_deref()));
        }
    }
}

fn as_text(error: &Error, hint: Option<&str>) -> Text {
    let mut text = Text::styled("error:", ERROR) + " " + Text::indented(&error.to_string(), 2);
    for cause in causes(error) {
        text = text + "\n  caused by: " + Text::indented(&cause, 4);
    }
    match hint {
        Some(hint) => text + "\n" + Text::styled("hint:", HINT) + " " + Text::indented(hint, 2),
        None => text,
    }
}

/// GitHub Actions reads it from the log, and shows it beside the job.
/// <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>
fn annotation(error: &Error, hint: Option<&str>) -> String {
    let text = |text: &str| Text::from(text).to_string().replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let title = text(&error.to_string()).replace(':', "%3A").replace(',', "%2C");
    let mut lines = causes(error);
    lines.extend(hint.map(|hint| format!("hint: {hint}")));
    format!("::error title={title}::{}", text(&lines.join("\n")))
}

fn as_json(error: &Error, hint: Option<&str>) -> String {
    let object = json!({ "error": {
        "code": error.code(),
        "message": error.to_string(),
        "causes": causes(error),
        "hint": hint,
        "aws_code": error.aws_code(),
        "request_id": error.request_id(),
    } });
    escaped_json(&object.to_string())
}

/// The chain below an error, without the links that only repeat the one above.
fn causes(error: &Error) -> Vec<String> {
    let mut causes: Vec<String> = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string().trim_end().to_owned();
        if causes.last() != Some(&text) {
            causes.push(text);
        }
        next = cause.source();
    }
    causes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_annotation_is_one_line_whose_title_ends_where_it_should() {
        let error = Error::usage("no such thing: a, b", "100 % sure?\nlook again");

        assert_eq!(
            annotation(&error, error.hint().as_deref()),
            "::error title=no such thing%3A a%2C b::hint: 100 %25 sure?%0Alook again"
        );
    }

    #[test]
    fn a_failure_is_one_json_object_with_a_stable_code() {
        let error = Error::not_found("stack", "srvls-dev", Some("run `srvls deploy` first".into()));
        let text = as_json(&error, error.hint().as_deref());

        let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(json["error"]["code"], "not_found");
        assert_eq!(json["error"]["message"], "there is no stack `srvls-dev`");
        assert_eq!(json["error"]["hint"], "run `srvls deploy` first");
    }
}
