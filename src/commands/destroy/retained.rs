//! What stays when a stack goes: what it roughly costs to keep, and the command that deletes it.

use serde::Serialize;

use super::resource::ResourceDeletion;
use crate::aws::stacks::Resource;

/// A resource that is still there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Retained {
    #[serde(flatten)]
    pub(super) resource: Resource,
    /// In words, at the prices of us-east-1; `None` where we don't know.
    pub(super) costs: Option<&'static str>,
    /// What deletes it; `None` where we don't know, or one had better not.
    pub(super) delete: Option<String>,
    /// Why there is no `delete` command.
    pub(super) undeleted: Option<String>,
}

const UNKNOWN: &str = "srvls knows no command for this type: delete it in the service's console";

const PER_GB_OF_TABLE: &str = "about $0.25 a month per GB, $0.45 with its backups";
const PER_GB_OF_OBJECTS: &str = "about $0.02 a month per GB";
const PER_GB_OF_LOGS: &str = "about $0.03 a month per GB";

impl Retained {
    /// `aws` turns a subcommand into a complete AWS CLI command.
    pub(super) fn of(retained: &ResourceDeletion, aws: impl Fn(&str) -> String) -> Self {
        let ResourceDeletion { resource, properties, .. } = retained;
        let name = &resource.physical_id;
        let (costs, delete) = match resource.kind.as_str() {
            "AWS::DynamoDB::Table" => {
                let delete = aws(&format!("dynamodb delete-table --table-name {name}"));
                let unlock =
                    aws(&format!("dynamodb update-table --table-name {name} --no-deletion-protection-enabled"));
                let protected = properties["DeletionProtectionEnabled"] == true;
                (Some(PER_GB_OF_TABLE), Some(if protected { format!("{unlock} && {delete}") } else { delete }))
            }
            "AWS::Cognito::UserPool" => {
                let delete = aws(&format!("cognito-idp delete-user-pool --user-pool-id {name}"));
                let unlock =
                    format!("cognito-idp update-user-pool --user-pool-id {name} --deletion-protection INACTIVE");
                let protected = properties["DeletionProtection"] == "ACTIVE";
                let delete = if protected { format!("{} && {delete}", aws(&unlock)) } else { delete };
                (Some("nothing while no user signs in"), Some(delete))
            }
            // An emptied bucket keeps the versions, and can't be deleted with these.
            "AWS::S3::Bucket" if !properties["VersioningConfiguration"].is_null() => {
                (Some(PER_GB_OF_OBJECTS), Some(aws(&format!("s3 rb s3://{name}")) + " # once all versions are deleted"))
            }
            "AWS::S3::Bucket" => (Some(PER_GB_OF_OBJECTS), Some(aws(&format!("s3 rb s3://{name} --force")))),
            "AWS::Logs::LogGroup" => {
                (Some(PER_GB_OF_LOGS), Some(aws(&format!("logs delete-log-group --log-group-name {name}"))))
            }
            "AWS::KMS::Key" => {
                let delete = format!("kms schedule-key-deletion --key-id {name} --pending-window-in-days 30");
                (Some("$1 a month; deleting it makes what it encrypted unreadable"), Some(aws(&delete)))
            }
            "AWS::SecretsManager::Secret" => {
                (Some("$0.40 a month"), Some(aws(&format!("secretsmanager delete-secret --secret-id {name}"))))
            }
            "AWS::ApiGateway::Account" | "AWS::IAM::Role" => (Some("nothing"), None),
            _ => (None, None),
        };
        let undeleted = delete.is_none().then(|| reason_to_keep(resource, aws));
        Self { resource: resource.clone(), costs, delete, undeleted }
    }

    /// A resource that CloudFormation skipped unexpectedly.
    pub(super) fn unforeseen(resource: Resource) -> Self {
        Self { resource, costs: None, delete: None, undeleted: Some(UNKNOWN.to_owned()) }
    }
}

/// Why no single command should delete this resource.
fn reason_to_keep(resource: &Resource, aws: impl Fn(&str) -> String) -> String {
    match resource.kind.as_str() {
        "AWS::ApiGateway::Account" => "every API in this account and region logs through it: keep it".into(),
        "AWS::IAM::Role" => format!(
            "another retained resource may need it; if not, detach its policies, then run `{}`",
            aws(&format!("iam delete-role --role-name {}", resource.physical_id))
        ),
        _ => UNKNOWN.into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{super::deletion_plan::tests::deletion, *};

    fn retained(kind: &str, properties: &Value) -> Retained {
        let template = json!({ "Resources": { "It": { "DeletionPolicy": "Retain", "Properties": properties } } });
        Retained::of(&deletion(kind, &template), |command| format!("aws {command} --region eu-west-1"))
    }

    #[test]
    fn a_protected_table_is_unlocked_before_it_can_be_deleted() {
        let plain = retained("AWS::DynamoDB::Table", &json!({}));
        let protected = retained("AWS::DynamoDB::Table", &json!({ "DeletionProtectionEnabled": true }));

        assert_eq!(plain.delete.as_deref(), Some("aws dynamodb delete-table --table-name it-1 --region eu-west-1"));
        let unlock =
            "aws dynamodb update-table --table-name it-1 --no-deletion-protection-enabled --region eu-west-1 && ";
        assert_eq!(protected.delete, plain.delete.map(|delete| format!("{unlock}{delete}")));
    }

    #[test]
    fn a_bucket_with_versions_needs_more_than_force() {
        let versioned = retained("AWS::S3::Bucket", &json!({ "VersioningConfiguration": { "Status": "Enabled" } }));

        assert_eq!(
            versioned.delete.as_deref(),
            Some("aws s3 rb s3://it-1 --region eu-west-1 # once all versions are deleted")
        );
    }

    #[test]
    fn what_we_know_no_price_of_has_none() {
        assert_eq!(retained("AWS::SQS::Queue", &json!({})).costs, None);
    }

    #[test]
    fn what_no_command_deletes_says_why_not() {
        for kind in ["AWS::SQS::Queue", "AWS::IAM::Role", "AWS::ApiGateway::Account", "AWS::DynamoDB::Table"] {
            let it = retained(kind, &json!({}));

            assert_eq!(it.delete.is_none(), it.undeleted.is_some(), "{kind}");
        }
    }
}
