//! Reports a crash: where it happened and how to report it, but none of the values involved.

use std::{
    backtrace::{Backtrace, BacktraceStatus},
    io::Write as _,
    panic::{self, PanicHookInfo},
};

use super::full_screen;
use crate::privacy::{Privacy, redacted};

/// Replaces Rust's panic message, which would print the values of a failed assertion or a broken text. A backtrace, if
/// `RUST_BACKTRACE` asks for one, has no values.
pub(crate) fn report_crashes() {
    panic::set_hook(Box::new(|crash| {
        full_screen::give_back();
        let mut stderr = anstream::stderr();
        // A closed stderr is no reason to crash again.
        let _ = writeln!(stderr, "{}", message(crash));
        let trace = Backtrace::capture();
        if trace.status() == BacktraceStatus::Captured {
            let _ = writeln!(stderr, "{trace}");
        }
    }));
}

fn message(crash: &PanicHookInfo<'_>) -> String {
    let place = crash.location().map(|place| format!(" at {}:{}", place.file(), place.line())).unwrap_or_default();
    in_words(&place, crash.payload_as_str().unwrap_or_default())
}

fn in_words(place: &str, message: &str) -> String {
    let words = words_without_values(message);
    let what = if words.is_empty() { String::new() } else { format!(": {words}") };
    format!(
        "error: srvls crashed{place}{what}\nhint: this is a bug in srvls: report it with this line and the command, \
         without its values"
    )
}

/// What Rust says before a value, with code of its own in it.
const WORDS_OF_RUST: [&str; 4] = [
    "called `Option::unwrap()` on a `None` value",
    "called `Result::unwrap()` on an `Err` value",
    "assertion `left == right` failed",
    "assertion `left != right` failed",
];

/// The start of a panic's message, which the code wrote itself: values follow a colon, or are quoted.
fn words_without_values(message: &str) -> String {
    if let Some(words) = WORDS_OF_RUST.iter().find(|words| message.starts_with(**words)) {
        return (*words).to_owned();
    }
    let end = message.find([':', '`', '"', '\'', '(', '{', '[', '\n']).unwrap_or(message.len());
    let words = redacted(&Privacy::Masked.show_text(message[..end].trim()));
    words.chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crash_says_where_and_prints_no_value() {
        let message = in_words(" at src/main.rs:7", "a valid item: Error(\"ada@example.com\", content: \"secret\")");

        assert!(message.starts_with("error: srvls crashed at src/main.rs:7: a valid item\nhint: "), "{message}");
        assert!(!message.contains("ada") && !message.contains("secret"), "{message}");
    }

    #[test]
    fn a_message_keeps_the_words_before_any_value() {
        for (message, words) in [
            ("index out of bounds: the len is 3 but the index is 5", "index out of bounds"),
            (
                "start byte index 5 is not a char boundary; it is inside 'é' of `Ada`",
                "start byte index 5 is not a char boundary; it is inside",
            ),
            ("called `Result::unwrap()` on an `Err` value: \"Ada\"", "called `Result::unwrap()` on an `Err` value"),
            ("no such user ada@example.com", "no such user a***@e***.com"),
            ("\u{1b}[2J", ""),
            ("", ""),
        ] {
            assert_eq!(words_without_values(message), words);
        }
    }
}
