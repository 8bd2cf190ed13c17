//! Completes AWS CLI commands, so that they reach the same stage as srvls.

use super::quoted::quoted;
use crate::stage::{EDGE_REGION, StackName};

/// Where the stage is, for the AWS CLI.
#[derive(Debug)]
pub(crate) struct AwsCli {
    /// `None` if it is not known.
    pub(crate) region: Option<String>,
    /// In a region of its own.
    pub(crate) edge: StackName,
    pub(crate) profile: Option<String>,
    pub(crate) endpoint_url: Option<String>,
}

impl AwsCli {
    /// `command` with the flags it lacks.
    pub(crate) fn command(&self, command: &str) -> String {
        let of_edge = command.split(' ').any(|word| word == self.edge.0);
        let region = if of_edge { Some(EDGE_REGION) } else { self.region.as_deref() };
        // Signing in needs no region or endpoint.
        let signs_in = ["aws sso login", "aws configure"].iter().any(|start| command.starts_with(start));
        let place = [("--region", region), ("--endpoint-url", self.endpoint_url.as_deref())];
        let flags = place.into_iter().filter(|_| !signs_in).chain([("--profile", self.profile.as_deref())]);
        let unsaid = flags.filter(|(name, _)| !command.contains(&format!(" {name} ")));
        unsaid.fold(command.to_owned(), |command, (name, value)| match value {
            Some(value) => format!("{command} {name} {}", quoted(value)),
            None => command,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aws_cli() -> AwsCli {
        AwsCli {
            region: Some("eu-west-1".into()),
            edge: StackName("shop-dev-edge".into()),
            profile: Some("acme".into()),
            endpoint_url: Some("http://127.0.0.1:4566".into()),
        }
    }

    #[test]
    fn a_command_reaches_the_stage_and_not_what_else_the_shell_reaches() {
        assert_eq!(
            aws_cli().command("aws s3 ls"),
            "aws s3 ls --region eu-west-1 --endpoint-url http://127.0.0.1:4566 --profile acme"
        );
        let nothing = AwsCli { region: None, profile: None, endpoint_url: None, ..aws_cli() };
        assert_eq!(nothing.command("aws s3 ls"), "aws s3 ls");
    }

    #[test]
    fn the_stack_of_the_edge_is_in_its_own_region() {
        let command = aws_cli().command("aws cloudformation continue-update-rollback --stack-name shop-dev-edge");

        assert!(command.contains("--stack-name shop-dev-edge --region us-east-1 "), "{command}");
    }

    #[test]
    fn what_a_command_says_itself_counts() {
        let command = aws_cli().command("aws s3 ls --region us-east-2 --profile NAME");

        assert_eq!(command, "aws s3 ls --region us-east-2 --profile NAME --endpoint-url http://127.0.0.1:4566");
    }

    #[test]
    fn signing_in_takes_no_more_than_the_profile() {
        assert_eq!(aws_cli().command("aws sso login"), "aws sso login --profile acme");
    }
}
