//! `srvls metrics`: the metrics of the stage at a glance, and a chart of one.

#[cfg(test)]
mod fixture;
mod overview;
mod refresh;
mod row;
mod show;
mod window;

use self::{overview::OverviewArgs, show::ShowArgs};
use crate::{context::Context, error::Error, exit::Exit, terminal::output::Output};

/// Show the metrics of the API, functions, tables, users and edge
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls metrics
  srvls metrics --function get_profile --since 3h
  srvls metrics -w
  srvls -s prod metrics -o csv > metrics.csv")]
pub(crate) struct MetricsArgs {
    #[command(subcommand)]
    command: Option<MetricsCommand>,
    #[command(flatten)]
    overview: OverviewArgs,
}

#[derive(Debug, clap::Subcommand)]
enum MetricsCommand {
    Show(ShowArgs),
}

pub(crate) async fn run(cx: &Context, args: &MetricsArgs, out: &Output) -> Result<Exit, Error> {
    match &args.command {
        None if args.overview.watch => {
            refresh::keep_showing(cx, out, async || overview::run(cx, &args.overview).await).await
        }
        None => out.emit(&overview::run(cx, &args.overview).await?).await,
        Some(_) if args.overview.is_given() => Err(Error::usage(
            "--since, --function and --watch before `show` apply only to the overview",
            "put them after the name of the metric",
        )),
        Some(MetricsCommand::Show(args)) if args.watch => {
            refresh::keep_showing(cx, out, async || show::run(cx, args).await).await
        }
        Some(MetricsCommand::Show(args)) => out.emit(&show::run(cx, args).await?).await,
    }
}
