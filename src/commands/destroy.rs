//! `srvls destroy`: delete the stack; keep, and name, what the template retains.

use serde::Serialize;

use super::deploy::{DeployError, Followed, Screen, explain};
use crate::{
    aws::stacks::{Resource, Stack, StackEvent, StackState, Stacks as _, Status},
    clock,
    context::Context,
    error::Error,
    guard::{Danger, allow_write},
    output::{Report, Table, Tone, View},
    stage::StackName,
    target::Target,
};

/// Delete the stack; what its template retains is kept and named
#[derive(Debug, clap::Args)]
pub(crate) struct DestroyArgs {}

pub(crate) async fn run(cx: &Context, _args: &DestroyArgs) -> Result<DestroyReport, Error> {
    allow_write(cx, Danger::Severe).await?;
    let mut doomed = Vec::new();
    // The edge first: it refers to the API.
    for target in [cx.edge(), cx.api()] {
        doomed.extend(Doomed::find(target).await?);
    }
    let Some(last) = doomed.last() else { return Err(Error::NotDeployed(cx.stack_name())) };
    let (name, status) = (last.target.name.clone(), last.stack.status.clone());
    let count: usize = doomed.iter().map(|doomed| doomed.resources).sum();
    let names: Vec<&str> = doomed.iter().map(|doomed| doomed.target.name.0.as_str()).collect();
    cx.confirm(&format!("Delete {} with {count} resources?", names.join(" and ")))?;
    let mut report = DestroyReport { stack: name, status, retained: Vec::new() };
    let mut screen = Screen::new(cx, count);
    for doomed in &doomed {
        let followed = doomed.delete(cx, &mut screen).await?;
        report.retained.extend(retained(&followed.events));
        report.status = followed.status;
    }
    cx.progress.hint("`srvls deploy` makes a new one; what was kept stays apart from it");
    Ok(report)
}

/// A stack that is to be deleted.
struct Doomed<'a> {
    target: Target<'a>,
    stack: Stack,
    resources: usize,
}

impl<'a> Doomed<'a> {
    async fn find(target: Target<'a>) -> Result<Option<Self>, Error> {
        let Some(stack) = target.find().await? else { return Ok(None) };
        if stack.status.state() == StackState::Changing {
            return Err(DeployError::Busy { stack: target.name, status: stack.status }.into());
        }
        let resources = target.stacks.resources(&target.name).await?.len();
        Ok(Some(Self { target, stack, resources }))
    }

    async fn delete(&self, cx: &Context, screen: &mut Screen) -> Result<Followed, Error> {
        let name = &self.target.name;
        let token = format!("destroy-{}", clock::now().as_millisecond());
        self.target.stacks.delete(name, &token).await?;
        let followed = screen.follow(&self.target, &self.stack.id, Some(&token)).await?;
        if followed.status.succeeded() {
            return Ok(followed);
        }
        let failure = explain(cx, &self.target, &followed.events).await;
        Err(DeployError::Failed { stack: name.clone(), status: followed.status, first: false, failure }.into())
    }
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
