//! What `destroy` answers.

use serde::Serialize;

use super::{
    artifacts::ArtifactBucket,
    deletion_plan::DeletionPlan,
    plan::{Plan, short},
    retained::Retained,
};
use crate::{
    aws::stacks::{Resource, StackEvent, Status},
    context::Context,
    deployment::follow::Followed,
    stage::StackName,
    terminal::output::{Report, Table, Tone, View},
};

#[derive(Debug, Serialize)]
pub(crate) struct DestroyReport {
    stack: StackName,
    /// `None` for a dry run, and where no stack was left.
    status: Option<Status>,
    /// What a dry run would delete.
    deleted: Vec<Resource>,
    /// Still there, with their data and their price.
    retained: Vec<Retained>,
    pub(super) artifacts: Option<ArtifactBucket>,
    /// What deletes these, too.
    #[serde(skip)]
    purge: String,
    /// The plan that a dry run shows.
    #[serde(skip)]
    planned: Option<Plan>,
}

impl DestroyReport {
    pub(super) fn planned(
        cx: &Context,
        deletion: &[DeletionPlan<'_>],
        retained: Vec<Retained>,
        artifacts: Option<ArtifactBucket>,
    ) -> Self {
        let deleted = deletion.iter().flat_map(|deletion| &deletion.resources).filter(|resource| !resource.retained);
        Self {
            deleted: deleted.map(|deleted| deleted.resource.clone()).collect(),
            artifacts,
            planned: Some(Plan::of(deletion, None)),
            ..Self::begun(cx, retained)
        }
    }

    pub(super) fn begun(cx: &Context, retained: Vec<Retained>) -> Self {
        let (deleted, artifacts, planned) = (Vec::new(), None, None);
        let purge = cx.command_line("srvls destroy --purge-artifacts");
        Self { stack: cx.stack_name(), status: None, deleted, retained, artifacts, purge, planned }
    }

    /// One stack is gone.
    pub(super) fn ended(&mut self, deletion: &DeletionPlan<'_>, followed: &Followed) {
        self.deleted.extend(
            deletion.resources.iter().filter(|resource| !resource.retained).map(|resource| resource.resource.clone()),
        );
        let skipped = followed.events.iter().filter(|event| event.status.0 == "DELETE_SKIPPED").map(resource);
        let known = |it: &Resource| self.retained.iter().any(|known| known.resource.physical_id == it.physical_id);
        let unforeseen = skipped.filter(|it| !known(it) && !deletion.foresaw_skipping(it));
        let unforeseen: Vec<Retained> = unforeseen.map(Retained::unforeseen).collect();
        self.retained.extend(unforeseen);
        self.status = Some(followed.status.clone());
    }
}

fn resource(event: &StackEvent) -> Resource {
    Resource {
        logical_id: event.logical_id.clone(),
        physical_id: event.physical_id.clone(),
        kind: event.kind.clone(),
        status: event.status.clone(),
        updated_at: Some(event.timestamp),
    }
}

impl Report for DestroyReport {
    const ROWS: Option<&'static str> = Some("retained");

    fn view(&self) -> View {
        let mut view = match (&self.planned, &self.status) {
            (Some(planned), _) => planned.view().text("Dry run: nothing was deleted."),
            (None, Some(_)) => View::new().text(format!("{} is deleted", self.stack)),
            (None, None) => View::new(),
        };
        if !self.retained.is_empty() {
            view = retained_view(view, &self.retained);
        }
        match &self.artifacts {
            Some(bucket) if bucket.purged => {
                view.text(format!("{} is deleted, with the release ledger", bucket.bucket))
            }
            Some(bucket) => {
                view.text(format!("{} is kept ({}); `{}` deletes it", bucket.bucket, bucket.contents(), self.purge))
            }
            None => view,
        }
    }

    fn hints(&self) -> Vec<String> {
        let again = "`srvls deploy` creates a new one; it does not reuse retained resources";
        if self.planned.is_none() { vec![again.to_owned()] } else { Vec::new() }
    }
}

/// Names and commands are whole lines below the table, to be copied.
fn retained_view(view: View, retained: &[Retained]) -> View {
    let mut table = Table::new(["RETAINED", "TYPE", "COSTS"]);
    for Retained { resource, costs, .. } in retained {
        table.row([
            (resource.logical_id.clone(), Tone::Plain),
            (short(&resource.kind).to_owned(), Tone::Faint),
            (costs.clone().unwrap_or_else(|| "not known".to_owned()), Tone::Faint),
        ]);
    }
    let widest = retained.iter().map(|it| it.resource.logical_id.len()).max().unwrap_or_default();
    let named =
        |Retained { resource, .. }: &Retained| format!("{:widest$}  {}", resource.logical_id, resource.physical_id);
    let reason = |it: &Retained| Some(format!("{}: {}", it.resource.logical_id, it.undeleted.as_ref()?));
    let commands = retained.iter().filter_map(|it| it.delete.clone());
    let blocks = [
        ("Their names:", retained.iter().map(named).collect()),
        ("To delete these, with their data:", commands.collect()),
        ("No single command deletes these:", retained.iter().filter_map(reason).collect()),
    ];
    let blocks = blocks.into_iter().filter(|(_, lines): &(&str, Vec<String>)| !lines.is_empty());
    blocks.fold(view.table(table), |view, (title, lines)| view.text(format!("{title}\n{}", lines.join("\n"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_line_to_be_copied() {
        let resource = |logical_id: &str, physical_id: &str, kind: &str| Resource {
            logical_id: logical_id.into(),
            physical_id: physical_id.into(),
            kind: kind.into(),
            status: Status("DELETE_SKIPPED".into()),
            updated_at: None,
        };
        let table = Retained {
            costs: Some("about $0.25 a month per GB, $0.45 with its backups".into()),
            delete: Some("aws dynamodb delete-table --table-name shop-dev-UserProfilesTable-1ABCDEF".into()),
            undeleted: None,
            resource: resource("UserProfilesTable", "shop-dev-UserProfilesTable-1ABCDEFGHIJKL", "AWS::DynamoDB::Table"),
        };
        let queue = Retained::unforeseen(resource("Queue", "shop-dev-Queue-1", "AWS::SQS::Queue"));

        let text = retained_view(View::new(), &[table, queue]).render(Some(80));

        insta::assert_snapshot!(text.unstyled(), @r"
        RETAINED           TYPE             COSTS
        UserProfilesTable  DynamoDB::Table  about $0.25 a month per GB, $0.45 with its
                                            backups
        Queue              SQS::Queue       not known

        Their names:
        UserProfilesTable  shop-dev-UserProfilesTable-1ABCDEFGHIJKL
        Queue              shop-dev-Queue-1

        To delete these, with their data:
        aws dynamodb delete-table --table-name shop-dev-UserProfilesTable-1ABCDEF

        No single command deletes these:
        Queue: srvls knows no command for this type: delete it in the service's console
        ");
    }
}
