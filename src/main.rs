//! `srvls`: operate a serverless backend on AWS from one terminal.
//!
//! Read in this order: [`cli`] (the commands and flags), [`context`] (the stage in hand), [`commands`] (what each
//! command does), [`aws`] (the calls to AWS), [`terminal`] (the output).

mod artifacts;
mod audit;
mod aws;
mod canary;
mod cli;
mod commands;
mod config;
mod context;
mod copies;
mod deployment;
mod digest;
mod environment;
mod error;
mod estimate;
mod exit;
mod failures;
mod given;
mod handover;
mod http;
mod local;
mod log_lines;
mod metrics;
mod nearest;
mod options;
mod part_file;
mod personas;
mod phone;
mod prices;
mod privacy;
mod releases;
mod revision;
mod stage;
mod template;
mod terminal;
mod time;

use std::process::ExitCode;

use self::terminal::progress::Progress;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    environment::leave_out_empty_variables();
    terminal::crash::report_crashes();
    match cli::Cli::complete() {
        Ok(false) => {}
        Ok(true) => return ExitCode::SUCCESS,
        Err(error) => return terminal::output::usage(&error),
    }
    let cli = match cli::Cli::read() {
        Ok(cli) => cli,
        Err(error) => return terminal::output::usage(&error),
    };
    let out = terminal::output::Output::new(&cli.global);
    let done = tokio::select! {
        biased;
        done = cli.run(&out) => done,
        never = terminal::spinner::show(Progress::new(&cli.global)) => match never {},
    };
    match done {
        Ok(exit) => exit.into(),
        Err(error) => out.error(&error).into(),
    }
}
