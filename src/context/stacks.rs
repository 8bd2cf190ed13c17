//! The stacks of the stage in hand: the API's, and the edge's where the stage has one.

use std::{collections::BTreeMap, path::PathBuf};

use super::{Context, deployed_stack::DeployedStack, stage_stack::StageStack};
use crate::{
    aws::{
        Partition,
        alarms::Regions,
        stacks::{Stack, Stacks as _},
    },
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

    /// The API's stack with its resources, and the edge's beside them.
    ///
    /// # Errors
    /// When the API is not deployed.
    pub(crate) async fn deployed(&self) -> Result<DeployedStack, Error> {
        let mut deployed = DeployedStack::find(&self.aws.stacks, self.stack_name()).await?;
        let edge = self.edge();
        if self.wants_edge() && edge.find_deployed().await?.is_some() {
            deployed.resources.extend(edge.stacks.resources(&edge.name).await?);
        }
        Ok(deployed)
    }

    /// CloudWatch wherever the stage has alarms.
    pub(crate) fn alarms(&self) -> Regions<'_> {
        let edge_has_own_region = self.wants_edge() && self.aws.region != EDGE_REGION;
        Regions { home: &self.aws.alarms, edge: edge_has_own_region.then_some(&self.aws.edge_alarms) }
    }

    /// The outputs of both stacks, with URLs that this machine can call; `api` is the API stack.
    pub(crate) async fn with_edge(&self, api: Stack) -> Result<BTreeMap<String, String>, Error> {
        let edge = if self.wants_edge() { self.edge().find_deployed().await? } else { None };
        let edge_outputs = edge.into_iter().flat_map(|edge| edge.outputs);
        Ok(self.callable(api.outputs.into_iter().chain(edge_outputs).collect()))
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
