//! What clap says about a command line that it can't take, or shows instead of running one.

use std::{io::Write as _, process::ExitCode};

use clap::error::ErrorKind;

use super::{failure::ERROR, text::Text};
use crate::exit::Exit;

/// Prints help and the version as they are. An error quotes the command line, which may have been pasted: it is escaped.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    let is_help = !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    // A closed stdout or stderr is no reason to fail otherwise.
    let _ = if is_help { error.print() } else { writeln!(anstream::stderr(), "{}", in_words(error)) };
    if error.use_stderr() { Exit::Usage.into() } else { Exit::Success.into() }
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
    fn an_error_that_quotes_the_command_line_is_escaped() {
        let srvls = clap::Command::new("srvls").arg(clap::Arg::new("n").value_parser(clap::value_parser!(u8)));
        let error = srvls.try_get_matches_from(["srvls", "\u{1b}]2;PWNED\u{7}\u{202e}"]).expect_err("no number");

        let text = in_words(&error).unstyled();

        assert!(text.starts_with("error: invalid value '"), "{text}");
        assert!(text.contains("\\u{202e}'") && !text.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{text:?}");
    }
}
