//! `srvls destroy`: delete the stack; keep, and name, what the template retains.

use serde::Serialize;

use super::deploy::{DeployError, follow, root_cause};
use crate::{
    aws::stacks::{Resource, StackEvent, Stacks, Status},
    clock,
    context::Context,
    error::Error,
    guard::{Danger, allow_write},
    output::{Report, Table, Tone, View},
    stage::StackName,
};

/// Delete the stack; what its template retains is kept and named
#[derive(Debug, clap::Args)]
pub(crate) struct DestroyArgs {}

pub(crate) async fn run(cx: &Context, _args: &DestroyArgs) -> Result<DestroyReport, Error> {
    allow_write(cx, Danger::Severe).await?;
    let name = cx.stack_name();
    let stack = cx.aws.stacks.find(&name).await?.ok_or_else(|| Error::NotDeployed(name.clone()))?;
    if stack.status.in_progress() {
        return Err(DeployError::Busy { stack: name, status: stack.status }.into());
    }
    let resources = cx.aws.stacks.resources(&name).await?;
    cx.confirm(&format!("Delete {name} and its {} resources?", resources.len()))?;
    let token = format!("destroy-{}", clock::now().as_millisecond());
    cx.aws.stacks.delete(&name, &token).await?;
    let followed = follow(cx, &stack.id, &token, resources.len()).await?;
    if !followed.status.succeeded() {
        let failure = root_cause(&followed.events);
        return Err(DeployError::Failed { stack: name, status: followed.status, first: false, failure }.into());
    }
    cx.progress.hint("`srvls deploy` makes a new one; what was kept stays apart from it");
    Ok(DestroyReport { stack: name, status: followed.status, retained: retained(&followed.events) })
}

/// What the deletion skipped.
fn retained(events: &[StackEvent]) -> Vec<Resource> {
    let skipped = events.iter().filter(|event| event.status.0 == "DELETE_SKIPPED");
    skipped
        .map(|event| Resource {
            logical_id: event.logical_id.clone(),
            physical_id: event.physical_id.clone(),
            kind: event.kind.clone(),
            status: event.status.clone(),
            updated_at: Some(event.timestamp),
        })
        .collect()
}

#[derive(Debug, Serialize)]
pub(crate) struct DestroyReport {
    stack: StackName,
    status: Status,
    /// Still there, with their data and their price.
    retained: Vec<Resource>,
}

impl Report for DestroyReport {
    const ROWS: Option<&'static str> = Some("retained");

    fn view(&self) -> View {
        let done = View::new().text(format!("{} is deleted", self.stack));
        if self.retained.is_empty() {
            return done;
        }
        let mut table = Table::new(["KEPT", "TYPE", "NAME"]);
        for resource in &self.retained {
            table.row([
                (resource.logical_id.clone(), Tone::Plain),
                (resource.kind.trim_start_matches("AWS::").to_owned(), Tone::Faint),
                (resource.physical_id.clone(), Tone::Plain),
            ]);
        }
        done.table(table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::deploy::tests::event;

    #[test]
    fn what_the_deletion_skipped_is_still_there() {
        let events = [event("Table", "DELETE_SKIPPED", None), event("Queue", "DELETE_COMPLETE", None)];

        let kept: Vec<String> = retained(&events).into_iter().map(|resource| resource.logical_id).collect();

        assert_eq!(kept, ["Table"]);
    }
}
