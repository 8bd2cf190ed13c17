//! `srvls local`: the emulator behind a local stage.

mod down;
mod env;
mod logs;
mod report;
mod reset;
mod status;
mod up;
mod web;

use crate::{
    context::Context,
    error::Error,
    exit::Exit,
    local::LocalStage,
    terminal::output::{Output, Report},
};

/// Run the local AWS emulator
#[derive(Debug, clap::Subcommand)]
pub(crate) enum LocalCommand {
    Up(up::UpArgs),
    Down(down::DownArgs),
    Status(status::StatusArgs),
    Reset(reset::ResetArgs),
    Logs(logs::LogsArgs),
    Env(env::EnvArgs),
    Web(web::WebArgs),
}

pub(crate) async fn run(cx: &Context, command: &LocalCommand, out: &Output) -> Result<Exit, Error> {
    let local = local_stage(cx)?;
    match command {
        LocalCommand::Up(args) => answer(cx, out, &up::run(cx, local, args).await?, up::NEXT).await,
        LocalCommand::Down(args) => answer(cx, out, &down::run(cx, local, args).await?, down::NEXT).await,
        LocalCommand::Status(args) => {
            let report = status::run(local, args).await?;
            answer(cx, out, &report, report.next()).await
        }
        LocalCommand::Reset(args) => answer(cx, out, &reset::run(cx, local, args).await?, reset::NEXT).await,
        LocalCommand::Logs(args) => logs::run(local, args, out).await,
        LocalCommand::Env(args) => out.emit(&env::run(local, args)).await,
        LocalCommand::Web(args) => web::run(cx, local, args, out).await,
    }
}

/// The answer, then what to run next.
async fn answer(cx: &Context, out: &Output, report: &impl Report, next: &str) -> Result<Exit, Error> {
    let exit = out.emit(report).await?;
    cx.progress.hint(next);
    Ok(exit)
}

fn local_stage(cx: &Context) -> Result<&LocalStage, Error> {
    cx.local.as_ref().ok_or_else(|| match cx.global.endpoint_url() {
        Some(url) if cx.stage.settings.emulator => Error::usage(
            format!("srvls does not manage the emulator at {url}"),
            "leave out --endpoint-url (or unset AWS_ENDPOINT_URL) to use the stage's own emulator",
        ),
        _ => Error::usage(
            format!("stage `{}` is on AWS, not on a local emulator", cx.stage.name),
            "pass `--stage NAME` with a stage that has `emulator = true` in srvls.toml",
        ),
    })
}
