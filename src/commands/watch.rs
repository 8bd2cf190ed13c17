//! `srvls watch`: follow the operations in progress on the stage's stacks, or show how the last ones ended.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    aws::{
        identity::Identity as _,
        optional,
        stacks::{Stack, StackEvent, StackState, Stacks as _, Status},
    },
    context::{
        Context,
        stage_stack::{NotDeployed, StageStack},
    },
    deployment::{
        failure::{DeployError, RootCause, explain},
        follow::Screen,
        guards::protection::protect_unattended,
    },
    error::Error,
    exit::Exit,
    releases::History,
    stage::StackName,
    terminal::output::{Report, Text, Tone, View},
    time::{ago, clock},
};

/// Re-attach to a running deployment, or show how the last one ended
///
/// Exits with 1 if the operation failed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls -s prod watch")]
pub(crate) struct WatchArgs {}

pub(crate) async fn run(cx: &Context, _args: &WatchArgs) -> Result<WatchReport, Error> {
    let edge = cx.wants_edge().then(|| cx.edge());
    let mut operations = Vec::new();
    for target in [cx.api()].into_iter().chain(edge) {
        // A stack that only waits for its first change set has had no operation yet.
        let stack = target.find().await?.filter(|stack| stack.status.state() != StackState::Empty);
        if let Some(stack) = stack {
            operations.push(Operation::of(cx, &target, &stack).await?);
        }
    }
    if operations.is_empty() {
        return Err(NotDeployed(cx.stack_name()).into());
    }
    if !operations.iter().any(|operation| operation.watched) {
        cx.progress.note(format_args!("No operation is in progress on stage `{}`.", cx.stage.name));
    }
    finish_unattended(cx).await;
    Ok(WatchReport { stage: cx.stage.name.clone(), operations })
}

/// Does what the run of a deployment would have done at its end, had it not been detached or killed.
async fn finish_unattended(cx: &Context) {
    /// What ended last is among these.
    const SEARCH_LIMIT: usize = 10;
    let recorded = optional(async {
        let caller = cx.aws.identity.caller().await?;
        History::read(cx, &caller, SEARCH_LIMIT).await
    });
    if let Err(error) = recorded.await {
        cx.progress.detail(format_args!("could not read the releases: {error}"));
    }
    protect_unattended(cx).await;
}

#[derive(Debug, Serialize)]
pub(crate) struct WatchReport {
    stage: String,
    operations: Vec<Operation>,
}

/// The latest operation of a stack.
#[derive(Debug, Serialize)]
struct Operation {
    stack: StackName,
    status: Status,
    /// Whether it was still under way when srvls came.
    watched: bool,
    started_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    /// What CloudFormation marks it with: the id of a release of srvls.
    token: Option<String>,
    failure: Option<RootCause>,
}

impl Operation {
    async fn of(cx: &Context, target: &StageStack<'_>, stack: &Stack) -> Result<Self, Error> {
        let watched = stack.status.state() == StackState::Changing;
        let (status, events) = if watched {
            let followed = Screen::new(cx, 0).follow(target, &stack.id, None).await?;
            (followed.status, followed.events)
        } else {
            (stack.status.clone(), target.stacks.events_since(&stack.id, None).await?)
        };
        let failure = if status.succeeded() { None } else { explain(cx, target, &events).await };
        Ok(Self::from_events(target.name.clone(), status, &events, watched, failure))
    }

    fn from_events(
        stack: StackName,
        status: Status,
        events: &[StackEvent],
        watched: bool,
        failure: Option<RootCause>,
    ) -> Self {
        let time = |event: Option<&StackEvent>| event.map(|event| event.timestamp);
        Self {
            stack,
            watched,
            started_at: time(events.first()),
            ended_at: time(events.last()),
            token: events.iter().find_map(|event| event.token.clone()),
            failure,
            status,
        }
    }

    fn text(&self, now: Timestamp) -> Text {
        let meaning = if self.status.succeeded() { Tone::Good } else { Tone::Bad };
        let mut text = Text::from(format!("{} is ", self.stack)) + Text::toned(&self.status.0, meaning);
        if let (Some(start), Some(end)) = (self.started_at, self.ended_at) {
            let seconds = end.duration_since(start).as_secs();
            let when = if self.watched { String::new() } else { format!(" {}", ago(end, now)) };
            text = text + format!("{when}, after {}:{:02}", seconds / 60, seconds % 60);
        }
        if let Some(failure) = &self.failure {
            text = text + "\n  because of " + Text::indented(&failure.to_string(), 4);
            text =
                failure.evidence.iter().fold(text, |text, line| text + "\n    " + Text::indented(&line.to_string(), 4));
            text = failure.hint().iter().fold(text, |text, hint| text + "\n  " + Text::indented(hint, 2));
        }
        text
    }
}

impl Operation {
    /// The same error that `deploy` or `destroy` would have reported.
    fn error(&self) -> Option<Error> {
        let (stack, status, failure) = (self.stack.clone(), self.status.clone(), self.failure.clone());
        let error = match status.state() {
            _ if status.succeeded() => return None,
            StackState::Stuck if status.0.starts_with("DELETE") => DeployError::NotDeleted { stack, status, failure },
            state => DeployError::Failed { stack, status, first: state == StackState::FailedToCreate, failure },
        };
        Some(error.into())
    }
}

impl Report for WatchReport {
    const ROWS: Option<&'static str> = Some("operations");

    fn view(&self) -> View {
        let now = clock::now();
        self.operations.iter().fold(View::new(), |view, operation| view.text(operation.text(now)))
    }

    fn exit(&self) -> Exit {
        let well = self.operations.iter().all(|operation| operation.status.succeeded());
        if well { Exit::Success } else { Exit::Failure }
    }

    fn failures(&self) -> Vec<Error> {
        self.operations.iter().filter_map(Operation::error).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment::failure::root_cause::tests::event;

    fn at(event: StackEvent, second: i64) -> StackEvent {
        StackEvent { timestamp: Timestamp::from_second(second).expect("in range"), ..event }
    }

    #[test]
    fn a_failed_operation_shows_its_cause_and_duration() {
        let events = [
            at(event("srvls-dev", "UPDATE_IN_PROGRESS", None), 0),
            at(event("Queue", "UPDATE_FAILED", Some("Queue already exists")), 60),
            at(event("srvls-dev", "UPDATE_ROLLBACK_COMPLETE", None), 95),
        ];
        let status = Status("UPDATE_ROLLBACK_COMPLETE".into());

        let failure = RootCause::new("Queue", "AWS::SQS::Queue", "Queue already exists");
        let operation = Operation::from_events(StackName("srvls-dev".into()), status, &events, false, Some(failure));

        let text = operation.text(Timestamp::from_second(95 + 600).expect("in range"));
        insta::assert_snapshot!(text.unstyled(), @r"
        srvls-dev is UPDATE_ROLLBACK_COMPLETE 10m ago, after 1:35
          because of Queue (AWS::SQS::Queue): Queue already exists
          rename Queue, or delete the existing one of that name (an earlier stack may have retained it)
        ");
        let report = WatchReport { stage: "dev".into(), operations: vec![operation] };
        assert_eq!(report.exit(), Exit::Failure);
    }
}
