//! The shape of a failure: its class and its message, without what differs from one time to the next.

use std::sync::LazyLock;

use regex::Regex;

use crate::digest::sha256;

/// More of a message says no more about its shape.
const LONGEST: usize = 2_000;

/// 48 bits: a stage has some hundred shapes in its life.
const SHOWN: usize = 12;

/// What varies, and what stands for it.
static VARYING: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let varying = [
        // Quoted values; an apostrophe within a word quotes nothing.
        (r#""(?:[^"\\]|\\.)*""#, "…"),
        ("`[^`]*`", "…"),
        (r"(^|[\s(\[{=:,])'[^']*'", "$1…"),
        // Ids, numbers, times, sizes, addresses, ARNs: each is a word with a digit or an @ in it.
        (r"[\w.@/:+=%-]*[0-9@][\w.@/:+=%-]*", "#"),
        (r"\s+", " "),
    ];
    varying.map(|(pattern, stands_for)| (Regex::new(pattern).expect("a valid pattern"), stands_for)).into()
});

/// `could not read item # of …`.
pub(super) fn normalised(message: &str) -> String {
    let text: String = message.chars().take(LONGEST).collect();
    let text =
        VARYING.iter().fold(text, |text, (varying, stands_for)| varying.replace_all(&text, *stands_for).into_owned());
    text.trim().to_owned()
}

/// The same in every run, whichever function failed like this.
pub(super) fn fingerprint(class: &str, message: &str) -> String {
    let mut digest = sha256(format!("{class}\n{}", normalised(message)).as_bytes());
    digest.truncate(SHOWN);
    digest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_between_two_times_is_left_out() {
        let pairs = [
            ("could not read item 01KANFJ0000000000000000000", "could not read item 01KBNFJ0000000000000000001"),
            ("user 6e0fd3e7-4a27-4ffd-97f2-3469b3a7e766 is gone", "user 0b3a7c1e-5f44-4f0e-9b1b-6a8d4c1f2e3d is gone"),
            ("no mail to ada@example.com", "no mail to bob.b@example.co.uk"),
            ("no key \"a \\\" b\" in `items`", "no key \"c\" in `rows`"),
            ("took 3.00 seconds at 2026-11-22T10:00:03.000Z", "took 12 seconds at 2026-11-23T11:00:00Z"),
            ("arn:aws:dynamodb:eu-west-1:123456789012:table/a", "arn:aws:dynamodb:eu-west-1:123456789012:table/b"),
            ("no route to 10.0.0.1:443", "no route to 192.168.0.9:80"),
            ("thread 'main' panicked at src/a.rs:12:5", "thread 'tokio-1' panicked at src/a.rs:99:1"),
            ("two\n  lines", "two lines"),
        ];
        for (one, other) in pairs {
            assert_eq!(normalised(one), normalised(other));
            assert_eq!(fingerprint("E", one), fingerprint("E", other));
        }
    }

    #[test]
    fn what_is_said_stays_and_so_does_an_apostrophe() {
        assert_eq!(normalised("can't read 'a', and it's late"), "can't read …, and it's late");
        assert_ne!(fingerprint("E", "no table"), fingerprint("E", "no bucket"));
        assert_ne!(fingerprint("Timeout", "no table"), fingerprint("Denied", "no table"));
    }

    /// A dashboard or a ticket may name one: it must not change with a release of srvls.
    #[test]
    fn a_fingerprint_stays_what_it_is() {
        assert_eq!(fingerprint("ResourceNotFoundException", "could not read a profile"), "1ce5f6a04eaa");
    }

    #[test]
    fn a_huge_message_takes_no_time_and_a_strange_one_does_no_harm() {
        let huge = "x 1 '".repeat(100_000);
        assert!(normalised(&huge).len() < 3 * LONGEST);
        for strange in ["", "'", "\"\\", "\u{1b}[2J\u{202e}", "🦀'🦀'"] {
            let _ = fingerprint(strange, strange);
        }
    }
}
