//! The real binary against the real emulator: deployed once, asked by every test, taken down at the end.
//!
//! Not libtest but libtest-mimic runs these, because only a `main` of our own can take the emulator down again.
#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop there")]

mod api;
mod auth;
mod cli;
mod deploy;
mod emulator;
mod interruption;
mod mutations;
mod operations;
mod support;
mod template_check;
mod templates;
mod tidy;
mod tokens;
mod transcripts;

use std::{process::ExitCode, sync::Arc};

use libtest_mimic::{Arguments, Trial};
use support::backend::Backend;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let backend = Arc::new(Backend::default());
    let trials: Vec<Trial> = [
        tidy::trials(),
        cli::trials(),
        templates::trials(),
        template_check::trials(),
        mutations::trials(),
        emulator::trials(),
        api::trials(&backend),
        auth::trials(&backend),
        tokens::trials(&backend),
        transcripts::trials(),
        interruption::trials(),
        operations::trials(&backend),
        deploy::trials(&backend),
    ]
    .into_iter()
    .flatten()
    .collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    backend.take_down();
    conclusion.exit_code()
}
