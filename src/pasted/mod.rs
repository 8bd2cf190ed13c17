//! Commands that are told to be pasted: they act where this run acts.

mod again;
mod aws_cli;

pub(crate) use self::{again::Again, aws_cli::AwsCli};
use crate::context::Context;

/// `text` with the commands in its backticks as the caller can paste them. Those of the AWS CLI stay as they are until
/// it is known what srvls reaches.
pub(crate) fn in_text(text: &str, again: Again, aws: Option<&AwsCli>) -> String {
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(index, part)| if index % 2 == 1 { command(part, again, aws) } else { part.to_owned() });
    parts.collect::<Vec<_>>().join("`")
}

fn command(command: &str, again: Again, aws: Option<&AwsCli>) -> String {
    match aws {
        Some(aws) if command.starts_with("aws ") => aws.command(command),
        _ => again.command(command),
    }
}

impl Context {
    /// A command that stands by itself, not in a text.
    pub(crate) fn pasted(&self, line: &str) -> String {
        command(line, self.progress.again, Some(&self.aws_cli()))
    }

    pub(crate) fn aws_cli(&self) -> AwsCli {
        AwsCli::of(&self.stage, self.local.as_ref(), &self.global, Some(&self.aws.region))
    }
}

/// A word as a shell reads it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-+=:,./@%".contains(c);
    if word.is_empty() || !word.chars().all(plain) { format!("'{}'", word.replace('\'', r"'\''")) } else { word.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_command_is_left_alone() {
        let text = "`srvls watch` shows it; see `srvls.toml`, `aws sso login` and srvls";

        assert_eq!(in_text(text, Again::DEFAULT, None), text);
    }
}
