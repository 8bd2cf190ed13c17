//! `srvls cost`: what the stage costs in a month, estimated from its own templates and parameters, or what it cost.

mod measured;
mod month;
mod report;

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use self::report::EstimateReport;
use crate::{
    context::{Context, stacks::edge_template},
    error::Error,
    estimate::{
        on_aws,
        priced_stage::PricedStage,
        usage::{REQUESTS_PER_USER, Usage},
    },
    exit::Exit,
    local::LocalStage,
    stage::StageSettings,
    template::{Template, TemplateError},
    terminal::output::Output,
    time::clock,
};

/// Estimate what the stage costs in a month, or show what it cost
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls cost
  srvls cost --mau 50000 --requests 20000000
  srvls cost --region eu-west-1
  srvls cost --set AuthorizerProvisionedConcurrency=2 --set UserPoolTier=PLUS
  srvls cost --month")]
pub(crate) struct CostArgs {
    /// Users who sign in during the month
    #[arg(long, value_name = "N", default_value = "10000", value_parser = clap::value_parser!(u64).range(..=MOST))]
    mau: u64,
    /// Requests in the month [default: 900 for each user]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(..=MOST))]
    requests: Option<u64>,
    /// Try another value of a parameter of the templates
    #[arg(long = "set", value_name = "PARAMETER=VALUE", value_parser = assignment)]
    set: Vec<(String, String)>,
    /// Show what was spent in this month instead, from Cost Explorer, which charges a cent
    #[arg(long, conflicts_with_all = ["mau", "requests", "set"])]
    month: bool,
}

impl CostArgs {
    /// The estimate asks AWS nothing.
    pub(crate) fn reads(&self) -> bool {
        self.month
    }
}

/// Above, an estimate from these assumptions says nothing.
const MOST: u64 = 1_000_000_000_000;

fn assignment(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or("use PARAMETER=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

pub(crate) async fn run(cx: &Context, args: &CostArgs, out: &Output) -> Result<Exit, Error> {
    if args.month { out.emit(&month::run(cx).await?).await } else { out.emit(&estimated(cx, args)?).await }
}

/// It calls nothing: what counts are the templates and the parameters that the next deployment would take.
fn estimated(cx: &Context, args: &CostArgs) -> Result<EstimateReport, Error> {
    let stage = on_aws(&cx.stage);
    // The local stage costs nothing: it is priced as if it were on AWS.
    let region = match cx.stage.settings.emulator {
        true => cx.global.region.clone().unwrap_or_else(|| LocalStage::REGION.to_owned()),
        false => cx.aws.region.clone(),
    };
    let template = Template::read(&cx.config.template_path())?;
    let edge = edge_template(&cx.config, &stage, &region).map(|path| Template::read(&path)).transpose()?;
    let parameters = parameters(&stage.settings, &args.set, &template, edge.as_ref())?;
    let stage = PricedStage::new(&template, edge.as_ref(), &stage.settings, &parameters, &region)?;
    let usage = Usage { users: args.mau, requests: args.requests.unwrap_or(args.mau * REQUESTS_PER_USER) };
    let report = EstimateReport::of(&cx.stage.name, &stage, usage, clock::now().to_zoned(TimeZone::UTC).date());
    if !report.old.is_empty() {
        cx.progress.warn(format_args!(
            "prices read more than a year ago, which AWS may have changed since: {}",
            report.old.join("; ")
        ));
    }
    Ok(report)
}

/// The stage's parameters, with those of `--set` in their place.
fn parameters(
    settings: &StageSettings,
    set: &[(String, String)],
    template: &Template,
    edge: Option<&Template>,
) -> Result<BTreeMap<String, String>, Error> {
    let templates: Vec<&Template> = [template].into_iter().chain(edge).collect();
    let set: BTreeMap<String, String> = set.iter().cloned().collect();
    Template::check_parameters(&templates, &set).map_err(|error| match &error {
        TemplateError::UnknownParameter { name, nearest, .. } => Error::usage(
            format!("--set {name}: no template has this parameter"),
            nearest.as_ref().map_or_else(
                || "see `Parameters:` in the templates".to_owned(),
                |near| format!("did you mean `{near}`?"),
            ),
        ),
        TemplateError::BadParameter { name, value, rule, description, .. } => Error::usage(
            format!("--set {name}={value}: it {rule}"),
            description.clone().unwrap_or_else(|| "see `Parameters:` in the templates".to_owned()),
        ),
        _ => error.into(),
    })?;
    Template::check_parameters(&templates, &settings.parameters)?;
    Ok(settings.parameters.clone().into_iter().chain(set).collect())
}

#[cfg(test)]
mod capacity;
#[cfg(test)]
mod tests;
