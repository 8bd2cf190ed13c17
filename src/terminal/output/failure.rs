//! Reports a failure on stderr: to people and, with `-o json`, to programs.

use std::{
    error::Error as _,
    io::{self, Write as _},
};

use anstyle::{AnsiColor, Style};
use serde_json::json;

use super::{
    super::{columns, waiting},
    Output,
    hint::HINT,
    text::{Text, escaped_json},
};
use crate::{
    error::Error,
    exit::Exit,
    options::Format,
    privacy::{Privacy, redacted},
};

pub(super) const ERROR: Style = AnsiColor::Red.on_default().bold();

/// `error` as the object that programs read.
pub(super) fn as_json(error: &Error) -> String {
    Story::new(error, error.hint()).as_json()
}

/// A failure in words. Everything it quotes goes through the privacy policy: `--reveal` is about answers.
struct Story<'a> {
    error: &'a Error,
    message: String,
    causes: Vec<String>,
    hint: Option<String>,
}

impl Output {
    /// Reports `error` on stderr, and returns how to exit.
    pub(crate) fn error(&self, error: &Error) -> Exit {
        let story = self.story(error);
        let text = match self.format {
            Format::Json | Format::Jsonl => story.as_json(),
            Format::Table | Format::Yaml | Format::Csv => story.as_text(columns::of(&io::stderr())).to_string(),
        };
        self.annotate(error);
        waiting::make_way();
        // A closed stderr is no reason to fail otherwise.
        let _ = writeln!(anstream::stderr(), "{text}");
        error.exit()
    }

    /// Repeats `error` as an annotation of the CI job, if annotations are on.
    pub(super) fn annotate(&self, error: &Error) {
        if self.annotate {
            let _ = writeln!(io::stderr(), "{}", self.story(error).as_annotation());
        }
    }

    fn story<'a>(&self, error: &'a Error) -> Story<'a> {
        Story::new(error, self.hint(error))
    }
}

impl<'a> Story<'a> {
    fn new(error: &'a Error, hint: Option<String>) -> Self {
        let shown = |text: String| redacted(&Privacy::Masked.show_text(&text));
        Self {
            error,
            message: shown(error.to_string()),
            causes: causes(error).into_iter().map(shown).collect(),
            hint: hint.map(shown),
        }
    }

    /// In lines of at most `limit` columns.
    fn as_text(&self, limit: Option<u16>) -> Text {
        let part =
            |label: Text, words: &str, indent| (label + " " + Text::indented(words, indent)).wrapped(limit, indent);
        let mut text = part(Text::styled("error:", ERROR), &self.message, 2);
        for cause in &self.causes {
            text = text + "\n" + part("  caused by:".into(), cause, 4);
        }
        match &self.hint {
            Some(hint) => text + "\n" + part(Text::styled("hint:", HINT), hint, 2),
            None => text,
        }
    }

    /// GitHub Actions reads it from the log, and shows it beside the job.
    /// <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>
    fn as_annotation(&self) -> String {
        let text =
            |text: &str| Text::from(text).to_string().replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
        let title = text(&self.message).replace(':', "%3A").replace(',', "%2C");
        let hint = self.hint.as_ref().map(|hint| format!("hint: {hint}"));
        let lines: Vec<String> = self.causes.iter().cloned().chain(hint).collect();
        format!("::error title={title}::{}", text(&lines.join("\n")))
    }

    fn as_json(&self) -> String {
        let object = json!({ "error": {
            "code": self.error.code(),
            "message": self.message,
            "causes": self.causes,
            "hint": self.hint,
            "aws_code": self.error.aws_code(),
            "request_id": self.error.request_id(),
        } });
        escaped_json(&object.to_string())
    }
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

    fn story(error: &Error) -> Story<'_> {
        Story::new(error, error.hint())
    }

    #[test]
    fn what_a_failure_quotes_is_masked_in_every_form() {
        let error = Error::usage("no `ada@example.com` or +82 10-1234-5678", "not `srvls x password=hunter2`");

        for text in [story(&error).as_text(None).unstyled(), story(&error).as_json(), story(&error).as_annotation()] {
            assert!(text.contains("no `a***@e***.com` or +***78"), "{text}");
            assert!(text.contains("password=[redacted]"), "{text}");
        }
    }

    #[test]
    fn a_failure_fits_the_terminal_and_its_commands_are_whole() {
        let error = Error::usage(
            "`--until` (2026-11-22T02:30:00Z) is not after `--since` (2026-11-22T02:45:00Z)",
            "`srvls logs tail --since 2h --until 1h` covers the hour that ended an hour ago\nor leave --until out",
        );

        insta::assert_snapshot!(story(&error).as_text(Some(60)).unstyled(), @"
        error: `--until` (2026-11-22T02:30:00Z) is not after
          `--since` (2026-11-22T02:45:00Z)
        hint: `srvls logs tail --since 2h --until 1h` covers the
          hour that ended an hour ago
          or leave --until out
        ");
        insta::assert_snapshot!(story(&error).as_text(Some(40)).unstyled(), @"
        error: `--until` (2026-11-22T02:30:00Z)
          is not after `--since`
          (2026-11-22T02:45:00Z)
        hint:
          `srvls logs tail --since 2h --until 1h`
          covers the hour that ended an hour ago
          or leave --until out
        ");
    }

    #[test]
    fn an_annotation_is_one_line_whose_title_ends_where_it_should() {
        let error = Error::usage("no such thing: a, b", "100 % sure?\nlook again");

        assert_eq!(
            story(&error).as_annotation(),
            "::error title=no such thing%3A a%2C b::hint: 100 %25 sure?%0Alook again"
        );
    }

    #[test]
    fn a_failure_is_one_json_object_with_a_stable_code() {
        let error = Error::not_found("stack", "srvls-dev", Some("run `srvls deploy` first".into()));
        let text = story(&error).as_json();

        let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(json["error"]["code"], "not_found");
        assert_eq!(json["error"]["message"], "there is no stack `srvls-dev`");
        assert_eq!(json["error"]["hint"], "run `srvls deploy` first");
    }
}
