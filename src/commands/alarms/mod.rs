//! `srvls alarms`: list the stack's alarms, show one, or show its history.

mod history;
mod list;
mod mute;
mod show;

use self::{history::HistoryArgs, list::ListArgs, show::ShowArgs};
use crate::{
    aws::alarms::{Alarm, Alarms},
    context::{
        Context,
        deployed_stack::{DeployedStack, not_found},
    },
    error::Error,
    exit::Exit,
    terminal::output::Output,
};

/// Show the stack's alarms, firing ones first
#[derive(Debug, clap::Args)]
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
}

pub(crate) async fn run(cx: &Context, args: &AlarmsArgs, out: &Output) -> Result<Exit, Error> {
    if args.command.is_some() && args.list.is_given() {
        return Err(Error::usage(
            "--state, --severity and --exit-code apply only to the list of alarms",
            "leave them out",
        ));
    }
    match &args.command {
        None => out.emit(&list::run(cx, &args.list).await?),
        Some(AlarmsCommand::Show(args)) => out.emit(&show::run(cx, args).await?),
        Some(AlarmsCommand::History(args)) => out.emit(&history::run(cx, args).await?),
    }
}

/// The stack's alarm called `name`, with or without the stack name as its prefix.
async fn alarm_called(deployed: &DeployedStack, alarms: &impl Alarms, name: &str) -> Result<Alarm, Error> {
    let names = deployed.alarm_names();
    let full = format!("{}-{name}", deployed.name);
    let full_name = names.iter().find(|listed| **listed == name || **listed == full);
    let found = match full_name {
        Some(full_name) => alarms.named(std::slice::from_ref(full_name)).await?.pop(),
        None => None,
    };
    found.ok_or_else(|| not_found("alarm", name, names.iter().map(|name| short_name(name, &deployed.name.0))))
}

/// An alarm's name without the stack name, which every alarm of the stack starts with.
fn short_name<'a>(name: &'a str, stack: &str) -> &'a str {
    name.strip_prefix(stack).and_then(|rest| rest.strip_prefix('-')).unwrap_or(name)
}

/// A number with at most four decimal places.
fn number(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
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
        (deployed, FakeAlarms { alarms, history, mutes: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_alarm_is_found_by_its_full_and_its_short_name() {
        let (deployed, alarms) = fixture::firing(Vec::new());

        for name in ["5xx", "srvls-dev-5xx"] {
            let found = alarm_called(&deployed, &alarms, name).await.expect("found");

            assert_eq!(found.name, "srvls-dev-5xx");
        }
    }

    #[tokio::test]
    async fn a_wrong_alarm_name_suggests_the_nearest() {
        let (deployed, alarms) = fixture::firing(Vec::new());

        let error = alarm_called(&deployed, &alarms, "5x").await.expect_err("unknown");

        assert_eq!(error.to_string(), "there is no alarm `5x`");
        assert_eq!(error.hint().as_deref(), Some("did you mean `5xx`?"));
    }

    #[test]
    fn numbers_have_no_trailing_zeros() {
        assert_eq!(number(5.0), "5");
        assert_eq!(number(0.01), "0.01");
        assert_eq!(number(1.0 / 3.0), "0.3333");
        assert_eq!(number(1_000.0), "1000");
    }
}
