//! What shipping one stack would change, as CloudFormation computes it.

use std::collections::BTreeMap;

use super::{Secrets, posture::posture_changes, stale_change_sets, up_to_date::is_up_to_date};
use crate::{
    aws::change_sets::{Action, Change, ChangeSet, ChangeSetKind, ChangeSetRequest, ChangeSets as _, Replacement},
    context::{Context, stage_stack::StageStack},
    deployment::{
        failure::{DeployError, Reason, explain},
        package::packaged_stage::PackagedStack,
        stack_readiness::{StackReadiness, overtaken},
    },
    error::Error,
    releases::Operation,
    stage::StackName,
    template::{PostureChange, Template},
    terminal::progress::Step,
};

/// A stack with the change set that waits to be executed, if there is one.
pub(crate) struct StackChangeSet<'a> {
    pub(crate) target: StageStack<'a>,
    pub(crate) readiness: StackReadiness,
    pub(crate) template_sha256: String,
    pub(crate) parameters: BTreeMap<String, String>,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) secrets: Secrets,
    /// What CloudFormation marks the events of this with.
    pub(crate) token: String,
    pub(crate) verdict: Verdict,
    /// What its template says otherwise than the deployed one, or why that is not known.
    pub(crate) posture: Result<Vec<PostureChange>, String>,
}

pub(crate) enum Verdict {
    Unchanged,
    Changes(ChangeSet),
    /// CloudFormation can't compute it yet: the template needs another stack's outputs first.
    NotComputed(Vec<Change>),
}

impl<'a> StackChangeSet<'a> {
    /// Has CloudFormation compute what would change: seconds, or minutes for a large stack. Asks nothing of a stack that
    /// is known to be up to date.
    pub(crate) async fn compute(
        cx: &Context,
        target: StageStack<'a>,
        readiness: StackReadiness,
        packaged: &PackagedStack,
        parameters: BTreeMap<String, String>,
        operation: Operation,
    ) -> Result<Self, Error> {
        let desired = ChangeSetRequest {
            stack: target.name.clone(),
            kind: readiness.kind,
            name: format!("{}{}", stale_change_sets::PREFIX, operation.token),
            template: packaged.template.clone(),
            parameters: parameters.clone(),
            tags: cx.stage.settings.tags.clone(),
            description: operation.description,
        };
        let sha256 = packaged.template_sha256.clone();
        let (verdict, secret_parameters) = if is_up_to_date(&readiness, &desired, &sha256) {
            (Verdict::Unchanged, Vec::new())
        } else {
            Self::computed(cx, &target, &readiness, &desired).await?
        };
        let secrets = Secrets::of(packaged.secret.iter().chain(&secret_parameters), &parameters);
        let posture = match (&verdict, readiness.kind) {
            (Verdict::Unchanged, _) | (_, ChangeSetKind::Create) => Ok(Vec::new()),
            (_, ChangeSetKind::Update) => posture_changes(readiness.live_template(), &packaged.body, &secrets),
        };
        Ok(Self {
            posture,
            secrets,
            target,
            readiness,
            template_sha256: sha256,
            parameters,
            tags: desired.tags,
            token: operation.token,
            verdict,
        })
    }

    /// What CloudFormation finds, and the secret parameters that it names.
    async fn computed(
        cx: &Context,
        target: &StageStack<'_>,
        readiness: &StackReadiness,
        desired: &ChangeSetRequest,
    ) -> Result<(Verdict, Vec<String>), Error> {
        let change_set = create_change_set(cx, target, desired).await?;
        let secret = change_set.secret_parameters.clone();
        if !change_set.status.failed() {
            return Ok((Verdict::Changes(change_set), secret));
        }
        let details = explain::rejections_of(target, &change_set).await;
        if let Err(error) = discard_change_set(target, readiness, &change_set).await {
            cx.progress.warn(format_args!(
                "could not delete the change set {}: {error}; the next deployment deletes it",
                desired.name
            ));
        }
        if !change_set.is_empty() {
            let reason = Reason { sentence: change_set.status_reason.unwrap_or_default(), details };
            return Err(DeployError::ChangeSet { stack: target.name.clone(), reason }.into());
        }
        Ok((Verdict::Unchanged, secret))
    }

    /// The changes according to the template alone, while CloudFormation can't compute them.
    pub(crate) fn not_computed(target: StageStack<'a>, readiness: StackReadiness, packaged: &PackagedStack) -> Self {
        let resources = Template::packaged(packaged.body.clone()).unconditional_resources();
        let changes = resources.into_iter().map(|(logical_id, kind)| Change {
            action: Action::Add,
            logical_id,
            physical_id: None,
            kind,
            replacement: Replacement::Never,
            policy_action: None,
            details: Vec::new(),
        });
        let verdict = Verdict::NotComputed(changes.collect());
        Self {
            target,
            readiness,
            template_sha256: packaged.template_sha256.clone(),
            parameters: packaged.parameters.clone(),
            tags: BTreeMap::new(),
            secrets: Secrets::default(),
            token: String::new(),
            verdict,
            posture: Ok(Vec::new()),
        }
    }

    pub(crate) fn changes(&self) -> &[Change] {
        match &self.verdict {
            Verdict::Unchanged => &[],
            Verdict::Changes(change_set) => &change_set.changes,
            Verdict::NotComputed(changes) => changes,
        }
    }

    /// Leaves nothing behind: neither the change set, nor the empty stack that it made.
    pub(crate) async fn discard(self) -> Result<(), Error> {
        match &self.verdict {
            Verdict::Changes(change_set) => discard_change_set(&self.target, &self.readiness, change_set).await,
            Verdict::Unchanged | Verdict::NotComputed(_) => Ok(()),
        }
    }
}

async fn discard_change_set(
    target: &StageStack<'_>,
    readiness: &StackReadiness,
    change_set: &ChangeSet,
) -> Result<(), Error> {
    target.stacks.discard_change_set(&change_set.id).await?;
    if readiness.kind == ChangeSetKind::Create {
        stale_change_sets::remove_if_empty(target, std::slice::from_ref(&change_set.id)).await?;
    }
    Ok(())
}

/// Shows what is being computed, until it is dropped.
pub(crate) fn comparing(cx: &Context, stacks: &[&StackName]) -> Step {
    let names = stacks.iter().map(|name| name.0.as_str()).collect::<Vec<_>>().join(" and ");
    cx.progress.step(format_args!("Comparing {names} with what is deployed"))
}

async fn create_change_set(
    cx: &Context,
    target: &StageStack<'_>,
    desired: &ChangeSetRequest,
) -> Result<ChangeSet, Error> {
    let id = match target.stacks.create_change_set(desired).await {
        Ok(id) => id,
        Err(error) => return Err(overtaken(target, error).await),
    };
    cx.progress.detail(format_args!("change set {id}"));
    loop {
        let change_set = match target.stacks.describe_change_set(&id).await {
            Ok(change_set) => change_set,
            Err(error) => return Err(overtaken(target, error).await),
        };
        if change_set.status.0 == "CREATE_COMPLETE" || change_set.status.failed() {
            return Ok(change_set);
        }
        tokio::time::sleep(cx.poll_interval()).await;
    }
}
