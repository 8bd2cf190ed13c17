//! What was written, what a deployment would create and cost, and what to do next.

use serde::Serialize;

use super::{
    outlook::{Creation, Outlook},
    place::Place,
    text::NewStages,
};
use crate::{
    config::Config,
    estimate::{
        bill::{right_aligned, usd_cell},
        usage::REQUESTS_PER_USER,
    },
    prices::thousands,
    terminal::output::{Report, Table, Text, Tone, View, counted, listed},
};

#[derive(Debug, Serialize)]
pub(crate) struct StageFileReport {
    file: String,
    outcome: Outcome,
    app: String,
    /// Those that were written.
    stages: Vec<String>,
    /// Of the stage on AWS; `null` where there is none.
    account: Option<String>,
    region: Option<String>,
    template: String,
    /// `null` without a template that can be read.
    creates: Option<Creation>,
    /// Why there is no `creates`.
    not_known: Option<String>,
    /// What to do next, in this order.
    next: Vec<Step>,
    /// The stage that `creates` is about.
    #[serde(skip)]
    shown: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Outcome {
    Created,
    Extended,
}

#[derive(Debug, Serialize)]
struct Step {
    what: String,
    /// Lines for a shell.
    commands: Vec<String>,
}

impl StageFileReport {
    pub(super) fn new(place: &Place, config: &Config, new: &NewStages, outlook: Outlook) -> Self {
        let path = config.template_path();
        let template = path.strip_prefix(&config.root).unwrap_or(&path).display().to_string();
        let next = next(new, &outlook, &template);
        let (creates, not_known) = match outlook {
            Outlook::Known(creation) => (Some(creation), None),
            Outlook::NoTemplate => (None, Some(format!("there is no {template}"))),
            Outlook::Unreadable(error) => (None, Some(format!("{error}"))),
        };
        Self {
            file: place.shown(),
            outcome: if place.exists() { Outcome::Extended } else { Outcome::Created },
            app: config.app.clone(),
            stages: new.names().into_iter().map(str::to_owned).collect(),
            account: new.aws.as_ref().map(|stage| stage.account.clone()),
            region: new.aws.as_ref().map(|stage| stage.region.clone()),
            template,
            creates,
            not_known,
            next,
            shown: new.shown_stage().to_owned(),
        }
    }
}

fn next(new: &NewStages, outlook: &Outlook, template: &str) -> Vec<Step> {
    let step = |what: String, commands: &[String]| Step { what, commands: commands.to_vec() };
    let mut steps = Vec::new();
    match outlook {
        Outlook::Known(_) => {}
        Outlook::NoTemplate => steps.push(step(
            format!(
                "Add a template: {template} is missing. Write a SAM template and its handlers, or copy templates/ and \
                 lambdas/ from the srvls project."
            ),
            &[],
        )),
        Outlook::Unreadable(_) => {
            steps.push(step("Correct the template.".into(), &["srvls template check".into()]));
        }
    }
    if new.local {
        steps.push(step(
            "Deploy to this machine, without an account and at no cost.".into(),
            &["srvls -s local deploy".into()],
        ));
    }
    match &new.aws {
        Some(stage) => {
            let line = |command: &str| format!("srvls -s {} {command}", stage.name);
            steps.push(step(
                "Check what the account still lacks and what the stage will cost, then deploy.".into(),
                &[line("doctor"), line("cost"), line("deploy")],
            ));
        }
        None => steps.push(step(
            "For a stage on AWS, set up credentials, then add the stage, with --profile if they are in a named profile.".into(),
            &["aws configure sso".into(), "srvls -s dev init".into()],
        )),
    }
    steps
}

/// The kinds that people ask about, as they are called. The others are counted together.
const NAMES: [(&str, &str); 13] = [
    ("AWS::Lambda::Function", "function"),
    ("AWS::ApiGateway::RestApi", "API"),
    ("AWS::CloudFront::Distribution", "CloudFront distribution"),
    ("AWS::WAFv2::WebACL", "firewall"),
    ("AWS::Cognito::UserPool", "user pool"),
    ("AWS::DynamoDB::Table", "table"),
    ("AWS::S3::Bucket", "bucket"),
    ("AWS::SQS::Queue", "queue"),
    ("AWS::SecretsManager::Secret", "secret"),
    ("AWS::CloudWatch::Alarm", "alarm"),
    ("AWS::CloudWatch::Dashboard", "dashboard"),
    ("AWS::Logs::LogGroup", "log group"),
    ("AWS::IAM::Role", "role"),
];

impl Creation {
    /// `26 functions, 1 API, … and 40 other resources`.
    fn words(&self) -> String {
        let count = |name: &str| self.kinds.iter().find(|kind| kind.name == name).map_or(0, |kind| kind.count);
        let named = NAMES.iter().map(|(kind, name)| (count(kind), *name)).filter(|(count, _)| *count > 0);
        let others = self.resources - NAMES.iter().map(|(kind, _)| count(kind)).sum::<usize>();
        let others = (others > 0).then_some((others, "other resource"));
        let words: Vec<String> = named.chain(others).map(|(count, name)| counted(count, name)).collect();
        listed(&words)
    }

    fn costs(&self) -> Table {
        let users = right_aligned(self.costs.iter().map(|cost| number(cost.users)).collect());
        let sums = right_aligned(self.costs.iter().map(|cost| usd_cell(cost.total_usd)).collect());
        let mut table = Table::new(["USERS A MONTH", "DOLLARS A MONTH"]);
        for (users, sum) in users.into_iter().zip(sums) {
            table.row([(users, Tone::Plain), (sum, Tone::Plain)]);
        }
        table
    }
}

#[expect(clippy::cast_precision_loss, reason = "a number of users")]
fn number(users: u64) -> String {
    thousands(users as f64)
}

impl Report for StageFileReport {
    const ROWS: Option<&'static str> = Some("next");

    fn view(&self) -> View {
        let Self { file, stages, shown, .. } = self;
        let stages = format!("stage{} {}", if stages.len() == 1 { "" } else { "s" }, stages.join(" and "));
        let mut view = View::new().text(match self.outcome {
            Outcome::Created => format!("Created {file} with {stages}."),
            Outcome::Extended => format!("Added {stages} to {file}."),
        });
        if let Some(creation) = &self.creates {
            let resources = counted(creation.resources, "resource");
            let what = creation.words();
            view = view.text(match (&self.account, &self.region) {
                (Some(account), Some(region)) => {
                    format!("A deployment of stage {shown} creates {resources} in account {account}, {region}: {what}.")
                }
                _ => {
                    format!("On AWS, a deployment creates {resources}: {what}. The emulator leaves out what it does not support.")
                }
            });
            view = view.table(creation.costs());
            view = view.text(self.remark(creation));
        } else if let Some(why) = &self.not_known {
            view = view.text(format!("What a deployment would create and cost is unknown: {why}."));
        }
        let steps = self.next.iter().enumerate();
        steps.fold(view, |view, (index, step)| {
            let view = view.text(format!("{}. {}", index + 1, step.what));
            match step.commands.as_slice() {
                [] => view,
                commands => view.verbatim(Text::lines(commands.iter().map(|line| format!("   {line}")))),
            }
        })
    }
}

impl StageFileReport {
    fn remark(&self, creation: &Creation) -> String {
        let region = &creation.prices_of;
        let place = match self.account {
            Some(_) => format!("At prices of {region}"),
            None => format!("The emulator costs nothing: these are AWS's prices in {region}"),
        };
        let unknown = creation.costs.iter().any(|cost| cost.total_usd.is_none());
        let unknown = if unknown { " ? is a sum that srvls lacks a price for: `srvls cost` names it." } else { "" };
        format!("{place}, with {REQUESTS_PER_USER} requests a user, after the free tiers that have no end.{unknown}")
    }
}
