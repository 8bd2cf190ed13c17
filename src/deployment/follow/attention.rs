//! What a person at the terminal wants, who pressed Ctrl-C while a stack operation runs.

use tokio::sync::oneshot::Receiver;

use crate::{
    aws::{
        AwsError,
        operations::Operations as _,
        stacks::{Stacks as _, Status},
    },
    context::{prompt, stage_stack::StageStack},
    stage::StackName,
    terminal::signals::Stop,
    time::clock,
};

/// How far a conversation about stopping has got.
#[derive(Debug, Default)]
pub(crate) enum Attention {
    #[default]
    Idle,
    Asked(Receiver<String>),
    Cancelling,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Interruption {
    Cancel,
    Detach,
    Wait,
}

impl Attention {
    pub(crate) fn ask() -> Self {
        Self::Asked(prompt::typed_line())
    }

    pub(crate) fn is_idle(&self) -> bool {
        matches!(self, Self::Idle)
    }

    /// The answer, once it is typed; never, while nothing was asked.
    pub(crate) async fn answer(&mut self) -> Interruption {
        match self {
            Self::Asked(line) => line.await.map_or(Interruption::Detach, |line| interruption(&line)),
            Self::Idle | Self::Cancelling => std::future::pending().await,
        }
    }

    /// Whether an operation that ended like this was cancelled, and did not come to its own end before.
    pub(crate) fn cancelled(&self, status: &Status) -> Option<Stop> {
        let undone = status.rolled_back() || status.0.starts_with("DELETE");
        (matches!(self, Self::Cancelling) && undone).then_some(Stop::Interrupt)
    }
}

fn interruption(line: &str) -> Interruption {
    match line.trim().to_ascii_lowercase().as_str() {
        "c" | "cancel" => Interruption::Cancel,
        "d" | "detach" => Interruption::Detach,
        _ => Interruption::Wait,
    }
}

/// The way back from an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Undo {
    /// An update is cancelled: CloudFormation puts back what was there.
    CancelUpdate,
    /// A first creation is deleted.
    Delete,
    /// A deletion, or an operation that this run did not start.
    Impossible,
}

impl Undo {
    pub(crate) fn question(self, stack: &StackName) -> String {
        let cancel = match self {
            Self::CancelUpdate => "  c  cancel: CloudFormation rolls back to the previous state\n",
            Self::Delete => "  c  cancel: CloudFormation deletes the new stack\n",
            Self::Impossible => "",
        };
        format!(
            "{stack} is still changing. Type a letter, then Enter:\n{cancel}\
             \x20 d  detach: it continues without srvls; `srvls watch` re-attaches\n\
             \x20 w  wait here until it finishes\n\
             Ctrl-C again detaches at once; {stack} keeps changing."
        )
    }

    pub(crate) async fn run(self, target: &StageStack<'_>) -> Result<&'static str, AwsError> {
        let token = format!("cancel-{}", clock::now().as_millisecond());
        match self {
            Self::CancelUpdate => {
                target.stacks.cancel_update(&target.name, &token).await?;
                Ok("cancelling: CloudFormation rolls back")
            }
            Self::Delete => {
                target.stacks.delete(&target.name, &token).await?;
                Ok("cancelling: CloudFormation deletes the new stack")
            }
            Self::Impossible => Ok("this can't be cancelled"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clear_word_cancels() {
        assert_eq!(
            ["c", " Cancel\n", "d", "", "yes"].map(interruption),
            [Interruption::Cancel, Interruption::Cancel, Interruption::Detach, Interruption::Wait, Interruption::Wait]
        );
    }

    #[test]
    fn what_ended_well_in_spite_of_a_cancellation_was_not_cancelled() {
        let ended = |status: &str| Attention::Cancelling.cancelled(&Status(status.into()));

        assert_eq!(ended("UPDATE_COMPLETE"), None);
        assert_eq!(ended("UPDATE_ROLLBACK_COMPLETE"), Some(Stop::Interrupt));
        assert_eq!(Attention::Idle.cancelled(&Status("UPDATE_ROLLBACK_COMPLETE".into())), None);
    }
}
