//! Commands to paste: they act where this run acts.

mod aws_cli;
mod quoted;
mod srvls_command;

pub(crate) use self::{aws_cli::AwsCli, quoted::quoted, srvls_command::SrvlsCommand};

/// `text` with the commands in its backticks as the caller can paste them. Those of the AWS CLI stay as they are until
/// it is known what srvls reaches.
pub(crate) fn in_text(text: &str, srvls: SrvlsCommand, aws: Option<&AwsCli>) -> String {
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(index, part)| if index % 2 == 1 { command(part, srvls, aws) } else { part.to_owned() });
    parts.collect::<Vec<_>>().join("`")
}

pub(crate) fn command(command: &str, srvls: SrvlsCommand, aws: Option<&AwsCli>) -> String {
    match aws {
        Some(aws) if command.starts_with("aws ") => aws.command(command),
        _ => srvls.command(command),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_command_is_left_alone() {
        let text = "`srvls watch` shows it; see `srvls.toml`, `aws sso login` and srvls";

        assert_eq!(in_text(text, SrvlsCommand::DEFAULT, None), text);
    }
}
