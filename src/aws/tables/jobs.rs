//! Exports to S3 and imports from there that DynamoDB runs by itself.

use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, ExportDescription, ExportFormat, ExportStatus, ExportType, GlobalSecondaryIndex,
    ImportStatus, ImportTableDescription, InputCompressionType, InputFormat, KeySchemaElement, KeyType as KeyRole,
    Projection, ProjectionType, S3BucketSource, ScalarAttributeType, TableCreationParameters,
};
use jiff::Timestamp;
use serde::Serialize;

use super::{DynamoDb, Index, IndexKind, KeySchema, KeyType, TableDescription};
use crate::aws::{AwsError, aws_error, timestamp};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JobKind {
    Export,
    Import,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JobStatus {
    InProgress,
    Completed,
    Failed,
}

/// What is unknown is `None`: DynamoDB counts an export only at its end.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct TableJob {
    pub(crate) kind: JobKind,
    pub(crate) status: JobStatus,
    /// By its physical name.
    pub(crate) table: String,
    /// The ARN.
    pub(crate) id: String,
    pub(crate) started_at: Option<Timestamp>,
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) items: Option<i64>,
    pub(crate) size_bytes: Option<i64>,
    /// Of an import, the items that it could not write.
    pub(crate) rejected: Option<i64>,
    /// Where the data is in S3: of an export, where an import finds it.
    pub(crate) location: Option<String>,
    pub(crate) failure: Option<String>,
}

/// A folder of S3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct S3Folder {
    pub(crate) bucket: String,
    /// The account of the bucket.
    pub(crate) owner: String,
    pub(crate) prefix: String,
}

/// What commands need from these jobs.
pub(crate) trait TableJobs {
    async fn start_export(&self, table_arn: &str, to: &S3Folder) -> Result<TableJob, AwsError>;

    /// Begins to make the table `name`, with the keys and the global indexes of `like`, from an export.
    async fn start_import(&self, from: &S3Folder, name: &str, like: &TableDescription) -> Result<TableJob, AwsError>;

    async fn job(&self, kind: JobKind, id: &str) -> Result<TableJob, AwsError>;

    /// The full exports of the table, newest first.
    async fn exports(&self, table_arn: &str) -> Result<Vec<String>, AwsError>;

    /// The imports of the account, each with the name of the table that it makes, newest first.
    async fn imports(&self) -> Result<Vec<(String, String)>, AwsError>;
}

impl TableJobs for DynamoDb {
    async fn start_export(&self, table_arn: &str, to: &S3Folder) -> Result<TableJob, AwsError> {
        let request = self.client.export_table_to_point_in_time().table_arn(table_arn);
        let request = request
            .s3_bucket(&to.bucket)
            .s3_bucket_owner(&to.owner)
            .s3_prefix(&to.prefix)
            .export_format(ExportFormat::DynamodbJson);
        let started = request.send().await.map_err(aws_error("dynamodb:ExportTableToPointInTime"))?;
        let empty = || AwsError::empty_answer("dynamodb:ExportTableToPointInTime");
        started.export_description.map(TableJob::from).ok_or_else(empty)
    }

    async fn start_import(&self, from: &S3Folder, name: &str, like: &TableDescription) -> Result<TableJob, AwsError> {
        let empty = || AwsError::empty_answer("dynamodb:ImportTable");
        let source = S3BucketSource::builder().s3_bucket(&from.bucket).s3_bucket_owner(&from.owner);
        let source = source.s3_key_prefix(&from.prefix).build().map_err(|_| empty())?;
        let request = self.client.import_table().s3_bucket_source(source).input_format(InputFormat::DynamodbJson);
        let request = request
            .input_compression_type(InputCompressionType::Gzip)
            .table_creation_parameters(creation(name, like).ok_or_else(empty)?);
        let started = request.send().await.map_err(aws_error("dynamodb:ImportTable"))?;
        started.import_table_description.map(TableJob::from).ok_or_else(empty)
    }

    async fn job(&self, kind: JobKind, id: &str) -> Result<TableJob, AwsError> {
        match kind {
            JobKind::Export => {
                let request = self.client.describe_export().export_arn(id);
                let described = request.send().await.map_err(aws_error("dynamodb:DescribeExport"))?;
                let empty = || AwsError::empty_answer("dynamodb:DescribeExport");
                described.export_description.map(TableJob::from).ok_or_else(empty)
            }
            JobKind::Import => {
                let request = self.client.describe_import().import_arn(id);
                let described = request.send().await.map_err(aws_error("dynamodb:DescribeImport"))?;
                let empty = || AwsError::empty_answer("dynamodb:DescribeImport");
                described.import_table_description.map(TableJob::from).ok_or_else(empty)
            }
        }
    }

    async fn exports(&self, table_arn: &str) -> Result<Vec<String>, AwsError> {
        let mut pages = self.client.list_exports().table_arn(table_arn).into_paginator().send();
        let mut found = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(aws_error("dynamodb:ListExports"))?;
            // One that is incremental has what changed, and not the table.
            let exports = page.export_summaries.unwrap_or_default().into_iter();
            let full = exports.filter(|export| export.export_type != Some(ExportType::IncrementalExport));
            found.extend(full.filter_map(|export| export.export_arn));
        }
        newest_first(&mut found);
        Ok(found)
    }

    async fn imports(&self) -> Result<Vec<(String, String)>, AwsError> {
        let mut pages = self.client.list_imports().into_paginator().send();
        let mut found = Vec::new();
        while let Some(page) = pages.next().await {
            let page = page.map_err(aws_error("dynamodb:ListImports"))?;
            found.extend(
                page.import_summary_list.unwrap_or_default().into_iter().filter_map(|import| import.import_arn),
            );
        }
        newest_first(&mut found);
        Ok(found.into_iter().map(|id| (table_of(&id), id)).map(|(table, id)| (id, table)).collect())
    }
}

/// The id of a job begins with the milliseconds of its start: `…/export/01700000000000-a1b2c3d4`.
fn newest_first(ids: &mut [String]) {
    ids.sort_by(|one, other| other.rsplit('/').next().cmp(&one.rsplit('/').next()));
}

/// The name of the table in the ARN of a job.
fn table_of(arn: &str) -> String {
    arn.split('/').nth(1).unwrap_or_default().to_owned()
}

impl From<ExportDescription> for TableJob {
    fn from(export: ExportDescription) -> Self {
        let id = export.export_arn.unwrap_or_default();
        let prefix = export.s3_prefix.map(|prefix| format!("{}/", prefix.trim_end_matches('/'))).unwrap_or_default();
        // Where DynamoDB puts it:
        // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html
        let data = format!("{prefix}AWSDynamoDB/{}/data/", id.rsplit('/').next().unwrap_or_default());
        let status = match export.export_status {
            Some(ExportStatus::Completed) => JobStatus::Completed,
            Some(ExportStatus::Failed) => JobStatus::Failed,
            _ => JobStatus::InProgress,
        };
        let counted = status == JobStatus::Completed;
        Self {
            kind: JobKind::Export,
            status,
            table: table_of(&id),
            started_at: export.start_time.as_ref().and_then(timestamp),
            ended_at: export.end_time.as_ref().and_then(timestamp),
            items: export.item_count.filter(|_| counted),
            size_bytes: export.billed_size_bytes.filter(|_| counted),
            rejected: None,
            location: export.s3_bucket.map(|bucket| format!("s3://{bucket}/{data}")),
            failure: failure(export.failure_code, export.failure_message),
            id,
        }
    }
}

impl From<ImportTableDescription> for TableJob {
    fn from(import: ImportTableDescription) -> Self {
        let id = import.import_arn.unwrap_or_default();
        let source = import.s3_bucket_source;
        let location = source.map(|from| format!("s3://{}/{}", from.s3_bucket, from.s3_key_prefix.unwrap_or_default()));
        Self {
            kind: JobKind::Import,
            status: match import.import_status {
                Some(ImportStatus::Completed) => JobStatus::Completed,
                Some(ImportStatus::Failed | ImportStatus::Cancelled) => JobStatus::Failed,
                _ => JobStatus::InProgress,
            },
            table: table_of(&id),
            started_at: import.start_time.as_ref().and_then(timestamp),
            ended_at: import.end_time.as_ref().and_then(timestamp),
            items: Some(import.imported_item_count),
            size_bytes: import.processed_size_bytes,
            rejected: Some(import.error_count),
            location,
            failure: failure(import.failure_code, import.failure_message),
            id,
        }
    }
}

fn failure(code: Option<String>, message: Option<String>) -> Option<String> {
    match (code, message) {
        (Some(code), Some(message)) => Some(format!("{code}: {message}")),
        (code, message) => code.or(message),
    }
}

/// A table with these keys and global indexes; on demand, as an import fills it at any rate.
fn creation(name: &str, like: &TableDescription) -> Option<TableCreationParameters> {
    let indexes: Vec<&Index> = global_indexes(like).collect();
    let mut definitions: Vec<AttributeDefinition> = Vec::new();
    for key in like.keys.attributes().chain(indexes.iter().flat_map(|index| index.keys.attributes())) {
        if definitions.iter().any(|known| known.attribute_name == key.name) {
            continue;
        }
        let kind = match key.kind {
            KeyType::String => ScalarAttributeType::S,
            KeyType::Number => ScalarAttributeType::N,
            KeyType::Binary => ScalarAttributeType::B,
        };
        definitions.push(AttributeDefinition::builder().attribute_name(&key.name).attribute_type(kind).build().ok()?);
    }
    let mut creation = TableCreationParameters::builder().table_name(name).billing_mode(BillingMode::PayPerRequest);
    creation = creation.set_attribute_definitions(Some(definitions)).set_key_schema(Some(schema(&like.keys)?));
    for index in indexes {
        let projection = Projection::builder().projection_type(ProjectionType::from(index.projection.as_str())).build();
        let copy = GlobalSecondaryIndex::builder().index_name(&index.name).projection(projection);
        creation = creation.global_secondary_indexes(copy.set_key_schema(Some(schema(&index.keys)?)).build().ok()?);
    }
    creation.build().ok()
}

/// The indexes that an import can make: global ones, and no selection of attributes, which a description has not.
pub(crate) fn global_indexes(table: &TableDescription) -> impl Iterator<Item = &Index> {
    table.indexes.iter().filter(|index| index.kind == IndexKind::Global && index.projection != "INCLUDE")
}

fn schema(keys: &KeySchema) -> Option<Vec<KeySchemaElement>> {
    let roles = [KeyRole::Hash, KeyRole::Range];
    let element = |(key, role): (&super::KeyAttribute, KeyRole)| {
        KeySchemaElement::builder().attribute_name(&key.name).key_type(role).build().ok()
    };
    keys.attributes().zip(roles).map(element).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::aws::{
        replay::{Answer, Replay},
        tables::fake::user_profiles,
    };

    const ARN: &str = "arn:aws:dynamodb:eu-west-1:123456789012:table/app-data/export/01700000000000-a1b2";

    fn export(status: &str) -> Value {
        json!({ "ExportDescription": {
            "ExportArn": ARN, "ExportStatus": status, "S3Bucket": "b", "S3Prefix": "exports/AppData", "ItemCount": 5,
            "BilledSizeBytes": 700, "StartTime": 1_700_000_000.0,
        } })
    }

    async fn described(status: &str) -> TableJob {
        let replay = Replay::new([Answer::json("DynamoDB_20120810.DescribeExport", 200, &export(status))]);
        DynamoDb::new(&replay.config()).job(JobKind::Export, ARN).await.expect("described")
    }

    #[tokio::test]
    async fn an_export_is_counted_at_its_end_and_says_where_its_data_is() {
        let (running, done) = (described("IN_PROGRESS").await, described("COMPLETED").await);

        assert_eq!((running.status, running.items, running.size_bytes), (JobStatus::InProgress, None, None));
        assert_eq!((done.status, done.items, done.table.as_str()), (JobStatus::Completed, Some(5), "app-data"));
        let location = "s3://b/exports/AppData/AWSDynamoDB/01700000000000-a1b2/data/";
        assert_eq!(done.location.as_deref(), Some(location));
    }

    #[tokio::test]
    async fn an_export_of_what_has_changed_is_no_copy_of_the_table() {
        let incremental = ARN.replace("1700000000000-a1b2", "1700000000001-c3d4");
        let answer = json!({ "ExportSummaries": [
            { "ExportArn": incremental, "ExportStatus": "IN_PROGRESS", "ExportType": "INCREMENTAL_EXPORT" },
            { "ExportArn": ARN, "ExportStatus": "COMPLETED", "ExportType": "FULL_EXPORT" },
        ] });
        let replay = Replay::new([Answer::json("DynamoDB_20120810.ListExports", 200, &answer)]);

        let exports = DynamoDb::new(&replay.config()).exports("t").await.expect("listed");

        assert_eq!(exports, [ARN]);
    }

    #[tokio::test]
    async fn an_import_makes_a_table_with_the_same_keys_and_global_indexes() {
        let answer = json!({ "ImportTableDescription": {
            "ImportArn": "arn:aws:dynamodb:eu-west-1:123456789012:table/copy/import/01", "ImportStatus": "IN_PROGRESS",
            "ErrorCount": 0, "ImportedItemCount": 2, "ProcessedItemCount": 2,
        } });
        let replay = Replay::new([Answer::json("DynamoDB_20120810.ImportTable", 200, &answer)]);
        let from = S3Folder { bucket: "b".into(), owner: "123456789012".into(), prefix: "p/".into() };

        let job =
            DynamoDb::new(&replay.config()).start_import(&from, "copy", &user_profiles("t")).await.expect("started");

        assert_eq!((job.kind, job.status, job.items), (JobKind::Import, JobStatus::InProgress, Some(2)));
        let request = &replay.requests()[0].body["TableCreationParameters"];
        assert_eq!(request["KeySchema"], json!([{ "AttributeName": "userId", "KeyType": "HASH" }]));
        assert_eq!(
            request["AttributeDefinitions"],
            json!([
                { "AttributeName": "userId", "AttributeType": "S" }, { "AttributeName": "email", "AttributeType": "S" },
            ])
        );
        assert_eq!(request["GlobalSecondaryIndexes"][0]["IndexName"], "email-index");
    }

    #[test]
    fn the_newest_job_comes_first() {
        let mut ids = ["t/export/01700000000001-b", "t/export/01700000000003-a"].map(str::to_owned);

        newest_first(&mut ids);

        assert_eq!(ids[0], "t/export/01700000000003-a");
    }
}
