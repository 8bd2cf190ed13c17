//! What was typed so far.

use std::env;

/// The words of the command line that a shell asks about, the program's name first; empty if no shell asks.
pub(super) fn words() -> Vec<String> {
    env::args_os().skip_while(|word| word != "--").skip(1).map(|word| word.to_string_lossy().into_owned()).collect()
}
