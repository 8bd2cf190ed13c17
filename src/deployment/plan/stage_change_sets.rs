//! The change sets of both stacks of a stage.

use std::collections::BTreeMap;

use super::{
    Plan,
    change_set::{StackChangeSet, Verdict, comparing},
    drift::Lookout,
    stale_change_sets::{RunLock, warn_of_left},
};
use crate::{
    aws::{AwsError, change_sets::ChangeSetKind},
    context::{Context, deployed_stack::DeployedStack, stage_stack::StageStack},
    deployment::{
        drift::StackDrift,
        package::packaged_stage::{PackagedStack, PackagedStage, ReleasedFunction},
        stack_readiness::StackReadiness,
        stage_readiness::StageReadiness,
    },
    error::Error,
    releases::{Operation, Release},
    stage::StackName,
};

/// The edge's output that the API takes as a parameter.
pub(crate) const DISTRIBUTION: &str = "DistributionArn";

/// What a deployment would do to both stacks.
pub(crate) struct StageChangeSets<'a> {
    pub(crate) api: StackChangeSet<'a>,
    pub(crate) edge: Option<StackChangeSet<'a>>,
    /// Keeps other runs from deleting these change sets.
    _alive: Option<RunLock>,
}

impl<'a> StageChangeSets<'a> {
    pub(crate) async fn compute(
        cx: &'a Context,
        readiness: StageReadiness,
        packaged_stage: &PackagedStage,
        release: &Release,
    ) -> Result<Self, Error> {
        let _alive = RunLock::begin(&release.id);
        let outputs = |readiness: &StackReadiness| {
            readiness.stack.as_ref().map(|stack| stack.outputs.clone()).unwrap_or_default()
        };
        let edge_outputs = readiness.edge.as_ref().map(outputs).unwrap_or_default();
        let api_outputs = outputs(&readiness.api);

        let mut parameters = packaged_stage.api.parameters.clone();
        parameters.extend(edge_outputs.get(DISTRIBUTION).map(|arn| (DISTRIBUTION.to_owned(), arn.clone())));
        let edge_parameters = packaged_stage.edge.as_ref().and_then(|edge| edge.parameters_from(&api_outputs));
        let edge_is_computed = readiness.edge.as_ref().is_some_and(|edge| is_computed(edge, edge_parameters.as_ref()));
        let names = [
            Some(cx.stack_name()).filter(|_| is_computed(&readiness.api, Some(&parameters))),
            Some(cx.edge().name).filter(|_| edge_is_computed),
        ];
        let names: Vec<&StackName> = names.iter().flatten().collect();
        let _step = (!names.is_empty()).then(|| comparing(cx, &names));
        let api =
            stack_changes(cx, cx.api(), readiness.api, &packaged_stage.api, Some(parameters), release.operation());
        let edge = async {
            let (Some(readiness), Some(packaged)) = (readiness.edge, &packaged_stage.edge) else { return Ok(None) };
            stack_changes(cx, cx.edge(), readiness, packaged, edge_parameters, release.operation()).await.map(Some)
        };
        // Each in its own region. What one of them made is deleted if the other fails.
        let (api, edge) = match tokio::join!(api, edge) {
            (Ok(api), Ok(edge)) => (api, edge),
            (Ok(made), Err(error)) | (Err(error), Ok(Some(made))) => {
                discard_or_warn(cx, release, made.discard()).await;
                return Err(error);
            }
            (Err(error), Ok(None) | Err(_)) => return Err(error),
        };
        Ok(Self { api, edge, _alive })
    }

    pub(crate) fn each(&self) -> impl Iterator<Item = &StackChangeSet<'a>> {
        [&self.api].into_iter().chain(&self.edge)
    }

    /// `stage_drift` is what is known of the drift of whole stacks.
    pub(crate) async fn plan(&self, cx: &Context, functions: &[ReleasedFunction], stage_drift: &[StackDrift]) -> Plan {
        let each: Vec<&StackChangeSet<'_>> = self.each().collect();
        Plan::with_drift(cx, &each, Lookout { functions, stage_drift }).await
    }

    /// The deployed stacks with their resources; `None` before the first deployment.
    pub(crate) async fn deployed(&self) -> Result<Option<DeployedStack>, AwsError> {
        let edge = async {
            match &self.edge {
                Some(edge) => edge.readiness.deployed(&edge.target).await,
                None => Ok(None),
            }
        };
        let (api, edge) = tokio::join!(self.api.readiness.deployed(&self.api.target), edge);
        let Some(api) = api? else { return Ok(None) };
        Ok(Some(api.with_edge(edge?)))
    }

    pub(crate) fn unchanged(&self) -> bool {
        self.each().all(|stack_changes| matches!(stack_changes.verdict, Verdict::Unchanged))
    }

    /// Whether this is the stage's first deployment.
    pub(crate) fn first(&self) -> bool {
        self.api.readiness.kind == ChangeSetKind::Create
    }

    /// Deletes the change sets.
    pub(crate) async fn discard(self) -> Result<(), Error> {
        let edge = async {
            match self.edge {
                Some(edge) => edge.discard().await,
                None => Ok(()),
            }
        };
        let (api, edge) = tokio::join!(self.api.discard(), edge);
        api.and(edge)
    }
}

/// Discards what comes to nothing for another reason, which it does not hold back.
pub(crate) async fn discard_or_warn(
    cx: &Context,
    release: &Release,
    discarding: impl Future<Output = Result<(), Error>>,
) {
    if let Err(error) = discarding.await {
        warn_of_left(cx, release, &error);
    }
}

/// Whether CloudFormation can compute the changes: it is given every parameter, and no stack is in the way.
fn is_computed(readiness: &StackReadiness, parameters: Option<&BTreeMap<String, String>>) -> bool {
    parameters.is_some() && readiness.to_delete_first().is_none()
}

async fn stack_changes<'a>(
    cx: &Context,
    target: StageStack<'a>,
    readiness: StackReadiness,
    packaged: &PackagedStack,
    parameters: Option<BTreeMap<String, String>>,
    operation: Operation,
) -> Result<StackChangeSet<'a>, Error> {
    match parameters {
        Some(parameters) if is_computed(&readiness, Some(&parameters)) => {
            StackChangeSet::compute(cx, target, readiness, packaged, parameters, operation).await
        }
        _ => Ok(StackChangeSet::not_computed(target, readiness, packaged)),
    }
}
