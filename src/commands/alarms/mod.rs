//! `srvls alarms`: list the stack's alarms, show one or its history, mute it, test it.

mod behind;
mod found;
mod history;
mod in_time;
mod list;
mod mute;
mod muted;
mod name;
mod number;
mod overdue;
mod part_done;
mod recipients;
mod show;
mod situation;
mod stage_alarms;
mod still_notify;
mod test;
mod tone;
mod unmute;
mod watch;
mod window;

use self::{
    history::HistoryArgs, list::ListArgs, mute::MuteArgs, show::ShowArgs, test::TestArgs, unmute::UnmuteArgs,
    watch::WatchArgs,
};
use crate::{context::Context, error::Error, exit::Exit, terminal::output::Output};

/// Show the stack's alarms, firing ones first
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls alarms
  srvls alarms --state insufficient_data
  srvls -s prod alarms --severity critical --exit-code")]
pub(crate) struct AlarmsArgs {
    #[command(subcommand)]
    command: Option<AlarmsCommand>,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(Debug, clap::Subcommand)]
enum AlarmsCommand {
    Show(ShowArgs),
    History(HistoryArgs),
    Mute(MuteArgs),
    Unmute(UnmuteArgs),
    Test(TestArgs),
    Watch(WatchArgs),
}

impl AlarmsArgs {
    /// Whether the command only reads.
    pub(crate) fn reads(&self) -> bool {
        match self.command {
            None | Some(AlarmsCommand::Show(_) | AlarmsCommand::History(_) | AlarmsCommand::Watch(_)) => true,
            Some(AlarmsCommand::Mute(_) | AlarmsCommand::Unmute(_) | AlarmsCommand::Test(_)) => false,
        }
    }
}

pub(crate) async fn run(cx: &Context, args: &AlarmsArgs, out: &Output) -> Result<Exit, Error> {
    if args.command.is_some() && args.list.is_given() {
        return Err(Error::usage(
            "--state, --severity and --exit-code apply only to the list of alarms",
            "leave them out",
        ));
    }
    match &args.command {
        None => out.emit(&list::run(cx, &args.list).await?).await,
        Some(AlarmsCommand::Show(args)) => out.emit(&show::run(cx, args).await?).await,
        Some(AlarmsCommand::History(args)) => out.emit(&history::run(cx, args).await?).await,
        Some(AlarmsCommand::Mute(args)) => out.emit(&mute::run(cx, args).await?).await,
        Some(AlarmsCommand::Unmute(args)) => out.emit(&unmute::run(cx, args).await?).await,
        Some(AlarmsCommand::Watch(args)) => watch::run(cx, args, out).await,
        Some(AlarmsCommand::Test(args)) => out.emit(&test::run(cx, args).await?).await,
    }
}

#[cfg(test)]
mod fixture {
    use crate::{
        aws::alarms::{
            AlarmState, HistoryItem,
            fake::{FakeAlarms, alarm},
        },
        context::deployed_stack::{DeployedStack, fake::deployed},
    };

    /// A stack with the firing alarm `srvls-dev-5xx`.
    pub(super) fn firing(history: Vec<HistoryItem>) -> (DeployedStack, FakeAlarms) {
        let deployed = deployed(&[("AWS::CloudWatch::Alarm", "FailuresAlarm", "srvls-dev-5xx")]);
        let alarms = vec![alarm("srvls-dev-5xx", AlarmState::Alarm, "critical: the API fails; read the logs")];
        (deployed, FakeAlarms { alarms, history, mutes: Some(Vec::new()), ..FakeAlarms::default() })
    }
}
