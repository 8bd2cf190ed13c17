//! What a change of several alarms leaves when one of its calls fails.

use crate::{aws::AwsError, error::Failure, exit::Exit, terminal::pasteable::quoted};

/// Some are changed, and the rest failed; or the first call failed.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.sentence())]
pub(super) struct PartDone {
    /// `muted`, `unmuted`.
    verb: &'static str,
    done: Vec<String>,
    all: usize,
    /// The command that does it again.
    again: Option<String>,
    source: AwsError,
}

impl PartDone {
    pub(super) fn new(verb: &'static str, done: Vec<String>, all: usize, source: AwsError) -> Self {
        Self { verb, done, all, again: None, source }
    }

    /// The same with the command to run again: to repeat it changes nothing that is done.
    pub(super) fn with_commands(self, names: &[&str], command: &str, options: &str) -> Self {
        let names: Vec<String> = names.iter().map(|name| quoted(name).into_owned()).collect();
        Self { again: Some(format!("srvls alarms {command} {}{options}", names.join(" "))), ..self }
    }

    fn sentence(&self) -> String {
        if self.done.is_empty() {
            return format!("no alarm is {}: {}", self.verb, self.source);
        }
        format!(
            "{} {}, but not the other {}",
            self.verb,
            self.done.join(", "),
            self.all.saturating_sub(self.done.len())
        )
    }
}

impl Failure for PartDone {
    fn hint(&self) -> Option<String> {
        let again = self.again.as_ref().filter(|_| !self.done.is_empty());
        let again = again.map(|again| format!("`{again}` does the rest"));
        let parts: Vec<String> = [self.source.hint(), again].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    fn code(&self) -> &'static str {
        if self.done.is_empty() { self.source.code() } else { "part_done" }
    }

    fn exit(&self) -> Exit {
        self.source.exit()
    }

    fn aws_code(&self) -> Option<&str> {
        self.source.aws_code()
    }

    fn request_id(&self) -> Option<&str> {
        Failure::request_id(&self.source)
    }
}
