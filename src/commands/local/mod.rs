//! `srvls local`: the emulator behind a local stage.

mod down;
mod env;
mod logs;
mod report;
mod reset;
mod status;
mod up;

use crate::{
    context::Context,
    error::Error,
    local::LocalStage,
    output::{Exit, Output},
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
}

pub(crate) async fn run(cx: &Context, command: &LocalCommand, out: &Output) -> Result<Exit, Error> {
    let local = local_stage(cx)?;
    match command {
        LocalCommand::Up(args) => out.emit(&up::run(cx, local, args).await?),
        LocalCommand::Down(args) => out.emit(&down::run(cx, local, args).await?),
        LocalCommand::Status(args) => out.emit(&status::run(cx, local, args).await?),
        LocalCommand::Reset(args) => out.emit(&reset::run(cx, local, args).await?),
        LocalCommand::Logs(args) => logs::run(local, args, out).await,
        LocalCommand::Env(args) => out.emit(&env::run(local, args)),
    }
}

fn local_stage(cx: &Context) -> Result<&LocalStage, Error> {
    cx.local.as_ref().ok_or_else(|| match &cx.global.endpoint_url {
        Some(url) if cx.stage.settings.emulator => Error::usage(
            format!("srvls did not start the emulator at {url}"),
            "leave out --endpoint-url (or AWS_ENDPOINT_URL) to mean the stage's own",
        ),
        _ => Error::usage(
            format!("stage `{}` is on AWS, not on a local emulator", cx.stage.name),
            "choose a stage with `emulator = true` in srvls.toml, with `--stage NAME`",
        ),
    })
}
