//! DynamoDB's own exports and imports: each is under way for some descriptions, and then completed.

use serde_json::{Value, json};

use super::{
    ACCOUNT,
    http::{Request, Response},
};

/// How often a job is described as under way.
const PENDING: usize = 2;

#[derive(Default)]
pub(super) struct Jobs {
    /// What DescribeTable counts.
    pub(super) table_items: u64,
    started: Vec<Job>,
}

struct Job {
    arn: String,
    /// `Export` or `Import`.
    kind: &'static str,
    /// What the caller asked for.
    request: Value,
    pending: usize,
}

impl Jobs {
    /// `None` for what has nothing to do with jobs.
    pub(super) fn answer(&mut self, operation: &str, request: &Request) -> Option<Response> {
        let asked: Value = serde_json::from_slice(&request.body).ok()?;
        let answer = match operation {
            "ExportTableToPointInTime" => {
                let table = asked["TableArn"].as_str()?.rsplit('/').next()?.to_owned();
                json!({ "ExportDescription": self.start("Export", &table, asked) })
            }
            "ImportTable" => {
                let table = asked["TableCreationParameters"]["TableName"].as_str()?.to_owned();
                json!({ "ImportTableDescription": self.start("Import", &table, asked) })
            }
            "DescribeExport" => json!({ "ExportDescription": self.described(asked["ExportArn"].as_str()?)? }),
            "DescribeImport" => json!({ "ImportTableDescription": self.described(asked["ImportArn"].as_str()?)? }),
            "ListExports" => {
                let table = asked["TableArn"].as_str()?.to_owned();
                let exports = self.started.iter().filter(|job| job.kind == "Export" && job.arn.starts_with(&table));
                json!({ "ExportSummaries": exports.map(|job| json!({ "ExportArn": job.arn })).collect::<Vec<_>>() })
            }
            "ListImports" => {
                let imports = self.started.iter().filter(|job| job.kind == "Import");
                json!({ "ImportSummaryList": imports.map(|job| json!({ "ImportArn": job.arn })).collect::<Vec<_>>() })
            }
            "DescribeContinuousBackups" => json!({ "ContinuousBackupsDescription": {
                "ContinuousBackupsStatus": "ENABLED",
                "PointInTimeRecoveryDescription": { "PointInTimeRecoveryStatus": "ENABLED", "RecoveryPeriodInDays": 35 },
            } }),
            _ => return None,
        };
        Some(Response::json(200, &answer))
    }

    fn start(&mut self, kind: &'static str, table: &str, request: Value) -> Value {
        let number = self.started.len();
        let folder = kind.to_lowercase();
        let arn = format!("arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/{table}/{folder}/0170000000000{number}-a1b2c3d4");
        self.started.push(Job { arn, kind, request, pending: PENDING });
        description(&self.started[number], "IN_PROGRESS")
    }

    fn described(&mut self, arn: &str) -> Option<Value> {
        let job = self.started.iter_mut().find(|job| job.arn == arn)?;
        let status = if job.pending > 0 { "IN_PROGRESS" } else { "COMPLETED" };
        job.pending = job.pending.saturating_sub(1);
        Some(description(job, status))
    }
}

fn description(job: &Job, status: &str) -> Value {
    let arn = format!("{}Arn", job.kind);
    let mut described = json!({
        &arn: job.arn, format!("{}Status", job.kind): status, "StartTime": 1_700_000_000.0,
        "S3Bucket": job.request["S3Bucket"], "S3Prefix": job.request["S3Prefix"],
        "S3BucketSource": job.request["S3BucketSource"],
        "ErrorCount": 0, "ProcessedItemCount": 5, "ImportedItemCount": 5,
    });
    if status == "COMPLETED" {
        described["ItemCount"] = json!(20_000_000);
        described["BilledSizeBytes"] = json!(12_884_901_888_u64);
    }
    described.as_object_mut().expect("an object").retain(|_, value| !value.is_null());
    described
}
