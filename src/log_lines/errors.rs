//! How log events show that they are errors, in the syntax of filter patterns.

/// By their level, by what a crash or Lambda itself writes, or by a status that is another word than `success`, as in
/// Lambda's reports: `error`, `failure`, `timeout`. A word that begins with `su`, or is an `s` alone, is not seen.
pub(crate) const ERRORS: [&str; 9] = [
    "[Ee][Rr][Rr][Oo][Rr]",
    "[Ff][Aa][Tt][Aa][Ll]",
    "[Cc][Rr][Ii][Tt][Ii][Cc][Aa][Ll]",
    "panicked.at",
    "Task.timed.out",
    "logsDropped",
    "Status:",
    r"status\W+[A-RT-Za-rt-z_]|status\W+[Ss][A-TV-Za-tv-z0-9_]",
    r"platform\..*status\W+[0-9]",
];
pub(crate) const WARNINGS: &str = "[Ww][Aa][Rr][Nn]";
