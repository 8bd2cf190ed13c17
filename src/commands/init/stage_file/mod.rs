//! `srvls init`: srvls.toml with a stage for the account in hand, and what a deployment of it would create and cost.

mod account;
mod error;
mod outlook;
mod place;
mod questions;
mod report;
mod text;

use self::{
    account::AccountInHand,
    error::StageFileError,
    outlook::Outlook,
    place::Place,
    questions::{ALARM_EMAIL, APP, Question, REGION, answers},
    report::StageFileReport,
    text::{AwsStage, LOCAL, NewStages},
};
use super::files::{self, NewFile};
use crate::{
    aws::AwsErrorKind,
    config::broken_name_rule,
    context::prompt::{NeedsAnswer, ask},
    error::Error,
    options::GlobalArgs,
    privacy::Privacy,
    terminal::{can_ask, progress::Progress},
};

const DEFAULT_STAGE: &str = "dev";

#[derive(Debug, clap::Args)]
pub(super) struct StageFileArgs {
    /// The app's name, which begins the name of every stack [default: the folder's name]
    #[arg(long, value_name = "NAME", value_parser = app_name)]
    app: Option<String>,
    /// The address that alarms are mailed to [default: none]
    #[arg(long, value_name = "ADDRESS", value_parser = email)]
    alarm_email: Option<String>,
}

impl StageFileArgs {
    pub(super) fn is_given(&self) -> bool {
        self.app.is_some() || self.alarm_email.is_some()
    }
}

fn app_name(text: &str) -> Result<String, &'static str> {
    broken_name_rule(text).map_or_else(|| Ok(text.to_owned()), Err)
}

fn email(text: &str) -> Result<String, &'static str> {
    questions::email_rule(text).map_or_else(|| Ok(text.to_owned()), Err)
}

pub(super) async fn run(global: &GlobalArgs, args: &StageFileArgs) -> Result<StageFileReport, Error> {
    let progress = Progress::new(global);
    let place = Place::find(global)?;
    let stage = stage_name(global)?;
    place.check(&stage, args.app.as_deref())?;
    if let Some(parent) = place.shadowed() {
        progress.warn(format_args!("{} will no longer apply in this folder and below it", parent.display()));
    }
    let account = if stage == LOCAL { None } else { account(global, &place, progress).await? };
    if account.is_none() && args.alarm_email.is_some() {
        let hint = "leave it out, or set up credentials";
        return Err(Error::usage("--alarm-email applies only to a stage on AWS", hint));
    }
    let new = new_stages(global, args, &place, account.as_ref().map(|account| (stage.as_str(), account))).await?;
    let config = place.config_with(&new)?;
    confirm_adding(&place, &new, global, progress).await?;
    write(&place, &new)?;
    let outlook = Outlook::of(&config, &config.stage(Some(new.shown_stage()))?);
    Ok(StageFileReport::new(&place, &config, &new, outlook))
}

fn stage_name(global: &GlobalArgs) -> Result<String, Error> {
    let name = global.stage.as_deref().unwrap_or(DEFAULT_STAGE);
    match broken_name_rule(name) {
        None => Ok(name.to_owned()),
        Some(rule) => Err(StageFileError::StageName { name: name.to_owned(), rule }.into()),
    }
}

/// The account of the credentials; `None` without credentials, unless the command line or an existing file asks for them.
async fn account(global: &GlobalArgs, place: &Place, progress: Progress) -> Result<Option<AccountInHand>, Error> {
    let found = {
        let _step = progress.step("Asking AWS which account the credentials are for");
        AccountInHand::find(global).await
    };
    match found {
        Ok(account) => {
            progress.note(format_args!("Account {}, as {}", account.id, account.arn));
            Ok(Some(account))
        }
        Err(error) => {
            let required = global.stage.is_some() || global.profile.is_some() || place.exists();
            if error.kind != AwsErrorKind::NoCredentials || required {
                return Err(StageFileError::Account(error).into());
            }
            progress.note("Found no AWS credentials: only the stage on the local emulator is written");
            Ok(None)
        }
    }
}

/// What is to be written, with the answers to what the command line leaves open.
async fn new_stages(
    global: &GlobalArgs,
    args: &StageFileArgs,
    place: &Place,
    account: Option<(&str, &AccountInHand)>,
) -> Result<NewStages, Error> {
    let takes_email = place.template_takes_email(args.alarm_email.as_deref())?;
    let mut open = Vec::new();
    if place.app().is_none() && args.app.is_none() {
        open.push(Question::app(place.default_app()));
    }
    if let Some((_, account)) = account {
        if global.region.is_none() {
            open.push(Question::region(account.region.clone()));
        }
        if takes_email && args.alarm_email.is_none() {
            open.push(Question::alarm_email());
        }
    }
    let mut answers = answers(&open, global.yes, Progress::new(global)).await?;
    let app = place.app().map(str::to_owned).or_else(|| args.app.clone()).or_else(|| answers.remove(APP));
    let region = global.region.clone().or_else(|| answers.remove(REGION));
    let email = args.alarm_email.clone().or_else(|| answers.remove(ALARM_EMAIL));
    let aws = account.zip(region).map(|((stage, account), region)| AwsStage {
        name: stage.to_owned(),
        region,
        account: account.id.clone(),
        profile: account.profile.clone(),
        alarm_email: email.filter(|email| takes_email && !email.is_empty()),
        strict: place.is_strict(),
    });
    // To a file that is there, only what was asked for is added.
    let local = !place.exists() || aws.is_none();
    Ok(NewStages { app: app.unwrap_or_default(), template: place.template_elsewhere(), local, aws })
}

/// Asks before a file that is there is changed. `--yes` answers.
async fn confirm_adding(place: &Place, new: &NewStages, global: &GlobalArgs, progress: Progress) -> Result<(), Error> {
    if !place.exists() || global.yes {
        return Ok(());
    }
    let question = format!("Add stage {} to {}?", new.names().join(" and "), place.shown());
    if !can_ask() {
        return Err(NeedsAnswer::yes(&question).into());
    }
    ask(&question, progress, Privacy::Masked).await
}

fn write(place: &Place, new: &NewStages) -> Result<(), Error> {
    // The questions may have taken a while.
    if !place.is_unchanged() {
        return Err(StageFileError::Changed(place.shown()).into());
    }
    let (folder, name) = place.target();
    Ok(files::write(&[&NewFile::new(&folder, name, place.text_with(new))])?)
}
