//! What clap says about a command line that it can't take, or shows instead of running one.

use std::{
    env,
    io::{self, Write as _},
    process::ExitCode,
};

use clap::error::ErrorKind;

use super::{failure, failure::ERROR, text::Text};
use crate::{environment, error::Error, exit::Exit, terminal::columns};

/// Prints help and the version as they are. An error quotes the command line, which may have been pasted: it is escaped.
/// It is an object where the command line asks for JSON, be the rest of it as it may.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    let is_help = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    let words: Vec<String> = env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    // clap gives no flags of a line that it can't parse.
    let variable = environment::variable("SRVLS_OUTPUT");
    let as_data = wants_json(&words, variable.as_deref());
    // A closed stdout or stderr is no reason to fail otherwise.
    let _ = match error.use_stderr() {
        true if as_data => writeln!(anstream::stderr(), "{}", in_json(error)),
        true if !is_help => writeln!(anstream::stderr(), "{}", in_words(error).wrapped(columns::of(&io::stderr()), 2)),
        _ => error.print(),
    };
    if error.use_stderr() { Exit::Usage.into() } else { Exit::Success.into() }
}

/// Whether the last `-o` or `--output` says so, or else the variable. A query implies it, unless another format is given.
fn wants_json(words: &[String], variable: Option<&str>) -> bool {
    let words = words.iter().take_while(|word| *word != "--").map(String::as_str);
    let mut words = words.skip(1).peekable();
    let (mut format, mut query) = (variable, false);
    while let Some(word) = words.next() {
        query |= word == "--query" || word.starts_with("--query=");
        format = match word {
            "-o" | "--output" => words.peek().copied().or(format),
            word => (word.strip_prefix("--output=").or(word.strip_prefix("-o=")).or(word.strip_prefix("-o")))
                .filter(|_| !word.starts_with("--o") || word.starts_with("--output="))
                .or(format),
        };
    }
    match format {
        Some("json" | "jsonl") => true,
        Some("table") | None => query,
        Some(_) => false,
    }
}

/// The same object as any other failure, with what clap suggests as the hint.
fn in_json(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let mut paragraphs = text.trim_end().split("\n\n");
    let message = match error.kind() {
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => "a command is missing",
        _ => paragraphs.next().unwrap_or_default().trim_start_matches("error:").trim(),
    };
    let tip = paragraphs.find_map(|paragraph| paragraph.trim_start().strip_prefix("tip: "));
    let hint = tip.map_or_else(|| "try `srvls --help`".to_owned(), str::to_owned);
    failure::as_json(&Error::usage(message, hint))
}

fn in_words(error: &clap::Error) -> Text {
    let text = error.render().to_string();
    match text.trim_end().strip_prefix("error:") {
        Some(rest) => Text::styled("error:", ERROR) + rest,
        None => text.trim_end().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_asks_for_json_in_any_of_its_forms() {
        let wants = |line: &str, variable| {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            wants_json(&words, variable)
        };

        for line in [
            "srvls -o json x",
            "srvls x -ojson",
            "srvls x -o=json",
            "srvls --output jsonl",
            "srvls --output=json",
            "srvls --query a",
        ] {
            assert!(wants(line, None), "{line}");
        }
        for line in
            ["srvls x", "srvls -o yaml", "srvls -o json --output table", "srvls x -- -o json", "srvls --outputs=json"]
        {
            assert!(!wants(line, None), "{line}");
        }
        assert!(
            wants("srvls x", Some("json")) && !wants("srvls -o table", Some("json")) && !wants("srvls x", Some(""))
        );
    }

    #[test]
    fn an_error_is_one_object_with_what_clap_suggests() {
        let srvls = clap::Command::new("srvls").arg(clap::Arg::new("limit").long("limit"));
        let error = srvls.try_get_matches_from(["srvls", "--limti"]).expect_err("unknown");

        let json: serde_json::Value = serde_json::from_str(&in_json(&error)).expect("one object");

        assert_eq!(json["error"]["code"], "usage");
        assert_eq!(json["error"]["message"], "unexpected argument '--limti' found");
        assert_eq!(json["error"]["hint"], "a similar argument exists: '--limit'");
    }

    #[test]
    fn an_error_that_quotes_the_command_line_is_escaped() {
        let srvls = clap::Command::new("srvls").arg(clap::Arg::new("n").value_parser(clap::value_parser!(u8)));
        let error = srvls.try_get_matches_from(["srvls", "\u{1b}]2;PWNED\u{7}\u{202e}"]).expect_err("no number");

        let text = in_words(&error).unstyled();

        assert!(text.starts_with("error: invalid value '"), "{text}");
        assert!(text.contains("\\u{202e}'") && !text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text:?}");
    }
}
