//! What a deployment of the new stage creates, and what that costs in a month: from the template, without AWS.

use serde::Serialize;

use crate::{
    config::Config,
    context::stacks::edge_template,
    error::Error,
    estimate::{
        estimate, on_aws,
        priced_stage::PricedStage,
        usage::{REQUESTS_PER_USER, Usage},
    },
    local::LocalStage,
    stage::Stage,
    template::Template,
};

/// Users in a month: an idle stage, a trial, the design's number, ten times as many.
const USERS: [u64; 4] = [0, 1_000, 10_000, 100_000];

pub(super) enum Outlook {
    NoTemplate,
    /// What is there can't be read.
    Unreadable(Error),
    Known(Creation),
}

#[derive(Debug, Serialize)]
pub(super) struct Creation {
    pub(super) resources: usize,
    pub(super) kinds: Vec<Kind>,
    /// Whose prices they are: the stage's own, unless it is on the emulator.
    pub(super) prices_of: String,
    pub(super) costs: Vec<Cost>,
}

#[derive(Debug, Serialize)]
pub(super) struct Kind {
    #[serde(rename = "type")]
    pub(super) name: String,
    pub(super) count: usize,
}

#[derive(Debug, Serialize)]
pub(super) struct Cost {
    pub(super) users: u64,
    pub(super) requests: u64,
    /// `null` if something has no price, as the sum would be too small.
    pub(super) total_usd: Option<f64>,
}

impl Outlook {
    pub(super) fn of(config: &Config, stage: &Stage) -> Self {
        if !config.template_path().is_file() {
            return Self::NoTemplate;
        }
        Creation::of(config, &on_aws(stage)).map_or_else(Self::Unreadable, Self::Known)
    }
}

impl Creation {
    fn of(config: &Config, stage: &Stage) -> Result<Self, Error> {
        let region = stage.settings.region.as_deref().unwrap_or(LocalStage::REGION);
        let template = Template::read(&config.template_path())?;
        let edge = edge_template(config, stage, region).map(|path| Template::read(&path)).transpose()?;
        let settings = &stage.settings;
        let priced = PricedStage::new(&template, edge.as_ref(), settings, &settings.parameters, region)?;
        let kinds = priced.kinds();
        Ok(Self {
            resources: kinds.values().sum(),
            kinds: kinds.iter().map(|(name, count)| Kind { name: (*name).to_owned(), count: *count }).collect(),
            prices_of: region.to_owned(),
            costs: USERS.map(|users| Cost::of(&priced, users)).into(),
        })
    }
}

impl Cost {
    fn of(stage: &PricedStage, users: u64) -> Self {
        let requests = users * REQUESTS_PER_USER;
        let bill = estimate(stage, &Usage { users, requests }.month(stage));
        let is_whole = bill.lines.iter().all(|line| line.usd.is_some()) && stage.not_priced().is_empty();
        Self { users, requests, total_usd: is_whole.then(|| bill.known_usd()) }
    }
}
