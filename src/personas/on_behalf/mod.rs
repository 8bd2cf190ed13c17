//! The actions that CloudFormation calls to create, read, update and delete each resource type of our templates.
//!
//! They come from the handlers in the types' schemas, limited to the properties that our templates set. srvls passes no
//! service role, so CloudFormation calls them with the deployer's permissions.
//! <https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html#schema-properties-handlers>

mod compute;
mod entry;
mod network;
mod operations;
mod stores;

pub(super) use self::entry::Entry;

/// The statements that these types need, and the types that no statement covers.
pub(super) fn entries<'a>(kinds: impl Iterator<Item = &'a str> + Clone) -> (Vec<&'static Entry>, Vec<String>) {
    let needed = |entry: &&Entry| entry.kinds.is_empty() || kinds.clone().any(|kind| entry.kinds.contains(&kind));
    let known = |kind: &&str| all().any(|entry| entry.kinds.contains(kind));
    (all().filter(needed).collect(), kinds.clone().filter(|kind| !known(kind)).map(str::to_owned).collect())
}

fn all() -> impl Iterator<Item = &'static Entry> {
    [compute::ENTRIES, network::ENTRIES, operations::ENTRIES, stores::ENTRIES].into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::personas::bound::{
        FOR_API_DOMAINS, FOR_COGNITO_MAILS, TO_SERVICES_WITH_ROLES, VIA_A_SERVICE, VIA_CLOUDFORMATION,
    };

    #[test]
    fn no_one_can_call_directly_what_cloudformation_calls() {
        for entry in all() {
            let bounded = [VIA_CLOUDFORMATION, VIA_A_SERVICE, TO_SERVICES_WITH_ROLES];
            let is_bounded = entry.bounds.iter().any(|bound| bounded.contains(bound));

            // It reads which type configurations the account has, and CloudFormation is the one that is called.
            assert!(is_bounded || entry.name == "Drift", "{} has no condition", entry.name);
        }
    }

    fn entry_with(kind: &str, action: &str) -> &'static Entry {
        let (entries, _) = entries([kind].into_iter());
        let with_it = entries.into_iter().find(|entry| entry.actions().iter().any(|named| named == action));
        with_it.unwrap_or_else(|| panic!("{kind} needs {action}"))
    }

    #[test]
    fn the_role_with_which_api_gateway_serves_a_domain_may_be_created() {
        let entry = entry_with("AWS::ApiGateway::DomainName", "iam:CreateServiceLinkedRole");

        assert!(entry.bounds.contains(&FOR_API_DOMAINS));
        let path = "role/aws-service-role/ops.apigateway.amazonaws.com/*";
        assert!(entry.arns.iter().all(|arn| arn.ends_with(path)), "{:?}", entry.arns);
    }

    /// And no role of another service, which may be able to do more.
    #[test]
    fn the_role_with_which_cognito_sends_mails_may_be_created() {
        let entry = entry_with("AWS::Cognito::UserPool", "iam:CreateServiceLinkedRole");

        assert!(entry.bounds.contains(&FOR_COGNITO_MAILS));
        let path = "role/aws-service-role/email.cognito-idp.amazonaws.com/*";
        assert!(entry.arns.iter().all(|arn| arn.ends_with(path)), "{:?}", entry.arns);
    }

    #[test]
    fn lambda_may_be_told_to_let_a_loop_go_on() {
        entry_with("AWS::Serverless::Function", "lambda:PutFunctionRecursionConfig");
    }

    #[test]
    fn every_statement_has_a_name_of_its_own() {
        let names: BTreeSet<&str> = all().map(|entry| entry.name).collect();

        assert_eq!(names.len(), all().count());
        assert!(names.iter().all(|name| name.chars().all(char::is_alphanumeric)), "{names:?}");
    }
}
