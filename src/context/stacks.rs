//! The stacks of the stage in hand: the API's, and the edge's where the stage has one.

use std::{collections::BTreeMap, path::PathBuf};

use super::{Context, deployed_stack::DeployedStack, stage_stack::StageStack};
use crate::{
    aws::{Partition, alarms::Regions, metrics::MetricRegions, stacks::Stack},
    config::Config,
    error::Error,
    stage::{EDGE_REGION, Stage},
};

/// The template of the stage's edge: by default where the app has one, and an edge is possible.
pub(crate) fn edge_template(config: &Config, stage: &Stage, region: &str) -> Option<PathBuf> {
    let possible = !stage.settings.emulator && Partition::of(region).has_edge_region();
    let wanted = stage.settings.edge.unwrap_or(possible);
    config.edge_template_path().filter(|_| wanted)
}

impl Context {
    pub(crate) fn api(&self) -> StageStack<'_> {
        StageStack { name: self.stack_name(), stacks: &self.aws.stacks, poll_interval: self.poll_interval() }
    }

    /// Where the edge is or would be, whether the stage wants one or not.
    pub(crate) fn edge(&self) -> StageStack<'_> {
        StageStack {
            name: self.stage.edge_stack_name(),
            stacks: &self.aws.edge_stacks,
            poll_interval: self.poll_interval(),
        }
    }

    /// The template of the stage's edge, if it has one.
    pub(crate) fn edge_template(&self) -> Option<PathBuf> {
        edge_template(&self.config, &self.stage, &self.aws.region)
    }

    /// Whether the stage has an edge.
    pub(crate) fn wants_edge(&self) -> bool {
        self.edge_template().is_some()
    }

    /// The API's stack with its resources, and the edge's beside them: both regions are asked at once.
    ///
    /// # Errors
    /// When the API is not deployed.
    pub(crate) async fn deployed(&self) -> Result<DeployedStack, Error> {
        let edge = self.edge();
        let edge = async {
            if self.wants_edge() { DeployedStack::look_up(edge.stacks, edge.name.clone()).await } else { Ok(None) }
        };
        let (api, edge) = tokio::join!(DeployedStack::find(&self.aws.stacks, self.stack_name()), edge);
        Ok(api?.with_edge(edge?))
    }

    /// CloudWatch wherever the stage has alarms.
    pub(crate) fn alarms(&self) -> Regions<'_> {
        Regions { home: &self.aws.alarms, edge: self.edge_has_own_region().then_some(&self.aws.edge_alarms) }
    }

    /// The same for metrics.
    pub(crate) fn metrics(&self) -> MetricRegions<'_> {
        MetricRegions { home: &self.aws.metrics, edge: self.edge_has_own_region().then_some(&self.aws.edge_metrics) }
    }

    fn edge_has_own_region(&self) -> bool {
        self.wants_edge() && self.aws.region != EDGE_REGION
    }

    /// The API's stack, and the outputs of both stacks: both regions are asked at once.
    ///
    /// # Errors
    /// When the API is not deployed.
    pub(crate) async fn with_outputs(&self) -> Result<(Stack, BTreeMap<String, String>), Error> {
        let (api, edge) = (self.api(), self.edge());
        let edge = async { if self.wants_edge() { edge.find_deployed().await } else { Ok(None) } };
        let (api, edge) = tokio::join!(api.deployed(), edge);
        let api = api?;
        let outputs = self.outputs_of(&api, edge?.as_ref());
        Ok((api, outputs))
    }

    /// The outputs of these stacks, with URLs that this machine can call.
    pub(crate) fn outputs_of(&self, api: &Stack, edge: Option<&Stack>) -> BTreeMap<String, String> {
        let each = [Some(api), edge].into_iter().flatten();
        self.callable(each.flat_map(|stack| stack.outputs.clone()).collect())
    }

    fn callable(&self, outputs: BTreeMap<String, String>) -> BTreeMap<String, String> {
        match &self.local {
            Some(local) => outputs.into_iter().map(|(name, value)| (name, local.callable(&value))).collect(),
            None => outputs,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_stage_has_an_edge_by_default_only_where_cloudfronts_firewall_is() {
        let config = Config::load(None, Path::new(env!("CARGO_MANIFEST_DIR"))).expect("valid");
        let has_edge = |edge: Option<bool>, emulator: bool, region: &str| {
            let mut stage = config.stage(None).expect("the default one");
            (stage.settings.edge, stage.settings.emulator) = (edge, emulator);
            edge_template(&config, &stage, region).is_some()
        };

        assert!(has_edge(None, false, "eu-west-1"));
        assert!(!has_edge(None, false, "cn-north-1") && !has_edge(None, false, "us-gov-west-1"));
        assert!(!has_edge(None, true, "us-east-1"));
        assert!(has_edge(Some(true), false, "cn-north-1") && !has_edge(Some(false), false, "eu-west-1"));
    }
}
