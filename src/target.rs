//! The stacks of a stage: the API's in the stage's region, and the edge's where CloudFront's firewall lives.

use std::{collections::BTreeMap, path::PathBuf, time::Duration};

use serde_json::Value;

use crate::{
    aws::{
        EDGE_REGION, Partition,
        alarms::Regions,
        stacks::{CloudFormation, Stack, Stacks as _, Status},
    },
    config::Config,
    context::Context,
    deployed::Deployed,
    error::Error,
    stage::{StackName, Stage},
};

/// A stack of the stage, deployed or not.
#[derive(Clone)]
pub(crate) struct Target<'a> {
    pub(crate) name: StackName,
    /// CloudFormation in the stack's region.
    pub(crate) stacks: &'a CloudFormation,
    /// How often it may be asked.
    poll_interval: Duration,
}

/// How often a stack is looked at that is not told of yet as its events told already.
const MOST_LOOKS: u32 = 15;

impl Target<'_> {
    /// The stack as it is now; `None` when it doesn't exist.
    pub(crate) async fn find(&self) -> Result<Option<Stack>, Error> {
        Ok(self.stacks.find(&self.name).await?)
    }

    /// The template that is live; `None` where nothing is deployed, or not by srvls.
    pub(crate) async fn live_template(&self) -> Result<Option<Value>, Error> {
        match self.find().await? {
            Some(_) => Ok(self.stacks.live_template(&self.name).await?),
            None => Ok(None),
        }
    }

    /// Waits until CloudFormation tells the status of the stack that its events told already: what it tells of stacks
    /// is a little behind.
    pub(crate) async fn told(&self, status: &Status) -> Result<(), Error> {
        self.until(|stack| stack.is_some_and(|stack| stack.status == *status)).await
    }

    /// Waits until the stack is no longer told of.
    pub(crate) async fn gone(&self) -> Result<(), Error> {
        self.until(|stack| stack.is_none()).await
    }

    async fn until(&self, is_so: impl Fn(Option<&Stack>) -> bool) -> Result<(), Error> {
        for _ in 0..MOST_LOOKS {
            if is_so(self.find().await?.as_ref()) {
                break;
            }
            tokio::time::sleep(self.poll_interval).await;
        }
        Ok(())
    }

    /// # Errors
    /// When the stack is not deployed.
    pub(crate) async fn deployed(&self) -> Result<Stack, Error> {
        self.find().await?.ok_or_else(|| Error::NotDeployed(self.name.clone()))
    }
}

impl Config {
    /// The template of the stage's edge: by default where the app has one, and an edge is possible.
    pub(crate) fn edge_of(&self, stage: &Stage, region: &str) -> Option<PathBuf> {
        let possible = !stage.settings.emulator && Partition::of(region).has_edge_region();
        let wanted = stage.settings.edge.unwrap_or(possible);
        self.edge_template_path().filter(|_| wanted)
    }
}

impl Context {
    pub(crate) fn api(&self) -> Target<'_> {
        Target { name: self.stack_name(), stacks: &self.aws.stacks, poll_interval: self.poll_interval() }
    }

    /// Where the edge is or would be, whether the stage wants one or not.
    pub(crate) fn edge(&self) -> Target<'_> {
        Target {
            name: self.stage.edge_stack_name(),
            stacks: &self.aws.edge_stacks,
            poll_interval: self.poll_interval(),
        }
    }

    /// Whether the stage has an edge.
    pub(crate) fn wants_edge(&self) -> bool {
        self.config.edge_of(&self.stage, &self.aws.region).is_some()
    }

    /// The API's stack with its resources, and the edge's beside them.
    ///
    /// # Errors
    /// When the API is not deployed.
    pub(crate) async fn deployed(&self) -> Result<Deployed, Error> {
        let mut deployed = Deployed::find(&self.aws.stacks, self.stack_name()).await?;
        let edge = self.edge();
        if self.wants_edge() && edge.find().await?.is_some() {
            deployed.resources.extend(edge.stacks.resources(&edge.name).await?);
        }
        Ok(deployed)
    }

    /// CloudWatch wherever the stage has alarms.
    pub(crate) fn alarms(&self) -> Regions<'_> {
        let elsewhere = self.wants_edge() && self.aws.region != EDGE_REGION.as_ref();
        Regions { home: &self.aws.alarms, edge: elsewhere.then_some(&self.aws.edge_alarms) }
    }

    /// What both stacks of the stage tell, each value callable as it is; `api` is the API's.
    pub(crate) async fn with_edge(&self, api: Stack) -> Result<BTreeMap<String, String>, Error> {
        let edge = if self.wants_edge() { self.edge().find().await? } else { None };
        let of_edge = edge.into_iter().flat_map(|edge| edge.outputs);
        Ok(self.callable(api.outputs.into_iter().chain(of_edge).collect()))
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
            config.edge_of(&stage, region).is_some()
        };

        assert!(has_edge(None, false, "eu-west-1"));
        assert!(!has_edge(None, false, "cn-north-1") && !has_edge(None, false, "us-gov-west-1"));
        assert!(!has_edge(None, true, "us-east-1"));
        assert!(has_edge(Some(true), false, "cn-north-1") && !has_edge(Some(false), false, "eu-west-1"));
    }
}
