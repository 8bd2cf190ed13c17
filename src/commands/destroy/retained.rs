//! What stays when a stack goes: what it roughly costs to keep, and the command that deletes it.

use serde::Serialize;

use super::resource::ResourceDeletion;
use crate::{
    aws::stacks::Resource,
    prices::{Item, price},
};

/// A resource that is still there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Retained {
    #[serde(flatten)]
    pub(super) resource: Resource,
    /// In words, at the prices of its region; `None` where we don't know.
    pub(super) costs: Option<String>,
    /// What deletes it; `None` where we don't know, or one had better not.
    pub(super) delete: Option<String>,
    /// Why there is no `delete` command.
    pub(super) undeleted: Option<String>,
}

const UNKNOWN: &str = "srvls knows no command for this type: delete it in the service's console";

/// What a GB of it costs a month, or one of what is counted in pieces.
fn monthly(item: Item, region: &str) -> Option<f64> {
    Some(price(item, region)?.of(1.0))
}

fn per_gb(item: Item, region: &str) -> Option<String> {
    Some(format!("about ${:.2} a month per GB", monthly(item, region)?))
}

impl Retained {
    /// `aws` turns a subcommand into a complete AWS CLI command.
    pub(super) fn of(retained: &ResourceDeletion, region: &str, aws: impl Fn(&str) -> String) -> Self {
        let ResourceDeletion { resource, properties, .. } = retained;
        let name = &resource.physical_id;
        let (costs, delete) = match resource.kind.as_str() {
            "AWS::DynamoDB::Table" => {
                let delete = aws(&format!("dynamodb delete-table --table-name {name}"));
                let unlock =
                    aws(&format!("dynamodb update-table --table-name {name} --no-deletion-protection-enabled"));
                let protected = properties["DeletionProtectionEnabled"] == true;
                let costs = monthly(Item::TableStorage, region).zip(monthly(Item::TableBackup, region));
                let costs = costs.map(|(alone, backup)| {
                    format!("about ${alone:.2} a month per GB, ${:.2} with its backups", alone + backup)
                });
                (costs, Some(if protected { format!("{unlock} && {delete}") } else { delete }))
            }
            "AWS::Cognito::UserPool" => {
                let delete = aws(&format!("cognito-idp delete-user-pool --user-pool-id {name}"));
                let unlock =
                    format!("cognito-idp update-user-pool --user-pool-id {name} --deletion-protection INACTIVE");
                let protected = properties["DeletionProtection"] == "ACTIVE";
                let delete = if protected { format!("{} && {delete}", aws(&unlock)) } else { delete };
                (Some("nothing while no user signs in".to_owned()), Some(delete))
            }
            // An emptied bucket keeps the versions, and can't be deleted with these.
            "AWS::S3::Bucket" if !properties["VersioningConfiguration"].is_null() => {
                let delete = aws(&format!("s3 rb s3://{name}")) + " # once all versions are deleted";
                (per_gb(Item::ObjectStorage, region), Some(delete))
            }
            "AWS::S3::Bucket" => {
                (per_gb(Item::ObjectStorage, region), Some(aws(&format!("s3 rb s3://{name} --force"))))
            }
            "AWS::Logs::LogGroup" => {
                let delete = aws(&format!("logs delete-log-group --log-group-name {name}"));
                (per_gb(Item::LogStorage, region), Some(delete))
            }
            "AWS::KMS::Key" => {
                let delete = format!("kms schedule-key-deletion --key-id {name} --pending-window-in-days 30");
                let costs = monthly(Item::Key, region);
                let costs = costs.map(|usd| format!("${usd} a month; deleting it makes what it encrypted unreadable"));
                (costs, Some(aws(&delete)))
            }
            "AWS::SecretsManager::Secret" => {
                let costs = monthly(Item::Secret, region).map(|usd| format!("${usd:.2} a month"));
                (costs, Some(aws(&format!("secretsmanager delete-secret --secret-id {name}"))))
            }
            "AWS::ApiGateway::Account" | "AWS::IAM::Role" => (Some("nothing".to_owned()), None),
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
        Retained::of(&deletion(kind, &template), "us-east-1", |command| format!("aws {command} --region eu-west-1"))
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
        let template = json!({ "Resources": { "It": { "DeletionPolicy": "Retain" } } });
        let elsewhere = |kind| Retained::of(&deletion(kind, &template), "eu-central-1", str::to_owned).costs;

        assert_eq!(retained("AWS::SQS::Queue", &json!({})).costs, None);
        assert_eq!((elsewhere("AWS::DynamoDB::Table"), elsewhere("AWS::KMS::Key")), (None, None));
    }

    #[test]
    fn what_stays_has_the_price_of_its_region() {
        let costs = |kind| retained(kind, &json!({})).costs.unwrap_or_default();

        assert_eq!(costs("AWS::DynamoDB::Table"), "about $0.25 a month per GB, $0.45 with its backups");
        assert_eq!(costs("AWS::S3::Bucket"), "about $0.02 a month per GB");
        assert_eq!(costs("AWS::Logs::LogGroup"), "about $0.03 a month per GB");
        assert_eq!(costs("AWS::KMS::Key"), "$1 a month; deleting it makes what it encrypted unreadable");
        assert_eq!(costs("AWS::SecretsManager::Secret"), "$0.40 a month");
    }

    #[test]
    fn what_no_command_deletes_says_why_not() {
        for kind in ["AWS::SQS::Queue", "AWS::IAM::Role", "AWS::ApiGateway::Account", "AWS::DynamoDB::Table"] {
            let it = retained(kind, &json!({}));

            assert_eq!(it.delete.is_none(), it.undeleted.is_some(), "{kind}");
        }
    }
}
