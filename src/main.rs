//! `srvls`: operate a serverless backend on AWS from one terminal.
//!
//! Read in this order: [`cli`] (what can be asked), [`context`] (against what), [`commands`] (what happens),
//! [`aws`] (what AWS is asked), [`output`] (what is shown).

mod artifacts;
mod aws;
mod cli;
mod clock;
mod commands;
mod config;
mod context;
mod deployed;
mod error;
mod guard;
mod local;
mod masking;
mod output;
mod personas;
mod profile;
mod progress;
mod questions;
mod releases;
mod signals;
mod stage;
mod target;
mod template;
mod together;
mod when;

use std::process::ExitCode;

use clap::Parser as _;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    let out = output::Output::new(&cli.global);
    let done = tokio::select! {
        biased;
        stop = signals::unattended() => Err(error::Error::Stopped(stop)),
        done = cli.run(&out) => done,
    };
    match done {
        Ok(exit) => exit.into(),
        Err(error) => out.error(&error).into(),
    }
}
