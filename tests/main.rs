//! Runs the real binary against the emulator: the backend is deployed once, used by all tests, and removed at the end.
//!
//! libtest-mimic runs them instead of libtest, because only a `main` of our own can take the emulator down at the end.
#![allow(clippy::unwrap_used, reason = "a test that can't go on should stop there")]

mod adding_an_operation;
mod alarms;
mod api;
mod audit;
mod auth;
mod book;
mod canary;
mod cli;
mod completions;
mod contract;
mod cost;
mod credentials;
mod deploy;
mod diagnose;
mod doctor;
mod drift;
mod edge;
mod emulator;
mod environment;
mod failed_stacks;
mod gates;
mod glibc;
mod handover;
mod hints;
mod hostile_text;
mod incidents;
mod init;
mod installation;
mod interruption;
mod invoke;
mod limits;
mod load;
mod log_following;
mod metrics;
mod mutations;
mod nothing_left;
mod observation;
mod on_call;
mod operations;
mod other_projects;
mod outputs;
mod package;
mod page_commands;
mod pages;
mod personas;
mod pipeline_roles;
mod plans;
mod planted;
mod pool_copies;
mod reads;
mod refusals;
mod releases;
mod reproducible;
mod routes;
mod second_opinion;
mod stacks;
mod stage_logs;
mod steps;
mod streams;
mod support;
mod table_copies;
mod table_jobs;
mod tables;
mod template_check;
mod templates;
mod terminals;
mod tickets;
mod tidy;
mod tokens;
mod top;
mod transcripts;
mod typescript_client;
mod unattended;
mod user_desk;
mod user_jobs;
mod user_lookups;
mod web_client;
mod whole_run;
mod workflows;

use std::{process::ExitCode, sync::Arc};

use libtest_mimic::{Arguments, Trial};
use support::{backend::Backend, small::Emulator};

fn main() -> ExitCode {
    let mut arguments = Arguments::from_args();
    // Most trials wait for an emulator or a child process as long as they compute.
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    arguments.test_threads.get_or_insert(2 * cores);
    let backend = Arc::new(Backend::default());
    let emulator = Arc::new(Emulator::default());
    let trials: Vec<Trial> = [
        tidy::trials(),
        cli::trials(),
        completions::trials(),
        installation::trials(),
        credentials::trials(),
        environment::trials(),
        reads::trials(),
        steps::trials(),
        streams::trials(),
        second_opinion::trials(),
        stage_logs::trials(),
        table_jobs::trials(),
        user_jobs::trials(),
        templates::trials(),
        template_check::trials(),
        cost::trials(),
        refusals::trials(),
        gates::trials(),
        mutations::trials(),
        adding_an_operation::trials(),
        alarms::trials(),
        metrics::trials(),
        top::trials(),
        handover::trials(),
        incidents::trials(),
        init::trials(),
        outputs::trials(),
        typescript_client::trials(),
        log_following::trials(),
        pages::trials(),
        book::trials(),
        workflows::trials(),
        hints::trials(),
        emulator::trials(),
        api::trials(&backend),
        limits::trials(&backend),
        load::trials(&backend),
        auth::trials(&backend),
        tokens::trials(&backend),
        routes::trials(&backend),
        contract::trials(&backend),
        transcripts::trials(),
        terminals::trials(),
        plans::trials(),
        interruption::trials(),
        canary::trials(),
        drift::trials(),
        failed_stacks::trials(),
        nothing_left::trials(),
        unattended::trials(),
        edge::trials(),
        observation::trials(),
        operations::trials(&backend),
        invoke::trials(&backend),
        diagnose::trials(&backend),
        on_call::trials(&backend),
        user_desk::trials(&backend),
        user_lookups::trials(&backend),
        tickets::trials(&backend),
        typescript_client::trials_on(&backend),
        page_commands::trials(&backend),
        web_client::trials(&backend),
        planted::trials(&backend),
        audit::trials(&backend),
        hostile_text::trials(&backend),
        deploy::trials(&backend),
        glibc::trials(&backend),
        doctor::trials(&backend),
        personas::trials(&backend),
        pipeline_roles::trials(&backend),
        package::trials(&backend),
        reproducible::trials(),
        stacks::trials(&emulator),
        releases::trials(&emulator),
        pool_copies::trials(&emulator),
        table_copies::trials(&emulator),
        tables::trials(&emulator),
        other_projects::trials(&emulator),
    ]
    .into_iter()
    .flatten()
    .collect();
    let conclusion = libtest_mimic::run(&arguments, trials);
    if conclusion.has_failed() {
        backend.report_failures();
    }
    let of_the_whole = libtest_mimic::run(&arguments, whole_run::trials(&backend, &arguments));
    backend.take_down();
    emulator.take_down();
    if conclusion.has_failed() { conclusion.exit_code() } else { of_the_whole.exit_code() }
}
