//! Import jobs of Cognito: a csv that it takes at once, and whose users it creates by itself.
//!
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-creating-import-job.html>

use std::path::Path;

use aws_sdk_cognitoidentityprovider::{
    error::ProvideErrorMetadata as _,
    types::{UserImportJobStatusType, UserImportJobType},
};
use aws_sdk_s3::primitives::ByteStream;
use jiff::Timestamp;
use reqwest::StatusCode;
use serde::Serialize;

use super::{Cognito, PoolId};
use crate::{
    aws::{AwsError, AwsErrorKind, aws_error, timestamp},
    http,
    terminal::waiting,
};

/// <https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserImportJobType.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum UserJobStatus {
    /// It waits for its file and its start.
    Created,
    Pending,
    InProgress,
    Stopping,
    /// It was not started within a day or two, and its file is gone.
    Expired,
    Stopped,
    Failed,
    Succeeded,
}

impl UserJobStatus {
    pub(crate) fn is_under_way(self) -> bool {
        matches!(self, Self::Pending | Self::InProgress | Self::Stopping)
    }
}

/// The counts are final at the end of the job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct UserJob {
    pub(crate) status: UserJobStatus,
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) created_at: Option<Timestamp>,
    pub(crate) started_at: Option<Timestamp>,
    pub(crate) ended_at: Option<Timestamp>,
    pub(crate) imported: i64,
    /// Users with this name exist, and stay as they are.
    pub(crate) skipped: i64,
    pub(crate) failed: i64,
    /// What Cognito says of it at its end.
    pub(crate) message: Option<String>,
    /// Where the file goes. It lets its holder write there.
    #[serde(skip)]
    pub(crate) upload_url: Option<String>,
}

impl UserJob {
    /// How many users it has dealt with.
    pub(crate) fn users(&self) -> i64 {
        self.imported + self.skipped + self.failed
    }
}

/// What commands need from these jobs.
pub(crate) trait UserJobs {
    /// The columns that a file for this pool has to have.
    async fn csv_header(&self, pool: &PoolId) -> Result<Vec<String>, AwsError>;

    /// Creates a job, which waits for its file. Cognito logs its results with the role.
    async fn create_job(&self, pool: &PoolId, name: &str, role_arn: &str) -> Result<UserJob, AwsError>;

    /// Gives a job its file.
    async fn upload(&self, job: &UserJob, file: &Path) -> Result<(), AwsError>;

    async fn start_job(&self, pool: &PoolId, id: &str) -> Result<UserJob, AwsError>;

    /// `None` if the pool has no such job.
    async fn user_job(&self, pool: &PoolId, id: &str) -> Result<Option<UserJob>, AwsError>;

    /// The latest jobs of the pool, newest first.
    async fn user_jobs(&self, pool: &PoolId) -> Result<Vec<UserJob>, AwsError>;

    /// Stops a job for good.
    async fn stop_job(&self, pool: &PoolId, id: &str) -> Result<UserJob, AwsError>;
}

/// The most that one answer lists.
const MOST: i32 = 60;

impl UserJobs for Cognito {
    async fn csv_header(&self, pool: &PoolId) -> Result<Vec<String>, AwsError> {
        let header = self.client.get_csv_header().user_pool_id(&pool.0).send().await;
        Ok(header.map_err(aws_error("cognito-idp:GetCSVHeader"))?.csv_header.unwrap_or_default())
    }

    async fn create_job(&self, pool: &PoolId, name: &str, role_arn: &str) -> Result<UserJob, AwsError> {
        let request = self.client.create_user_import_job().user_pool_id(&pool.0).job_name(name);
        let created = request.cloud_watch_logs_role_arn(role_arn).send().await;
        let created = created.map_err(aws_error("cognito-idp:CreateUserImportJob"))?;
        let empty = || AwsError::empty_answer("cognito-idp:CreateUserImportJob");
        created.user_import_job.map(UserJob::from).ok_or_else(empty)
    }

    async fn upload(&self, job: &UserJob, file: &Path) -> Result<(), AwsError> {
        let url = job.upload_url.as_deref().ok_or_else(|| failed("Cognito gave no address for it"))?;
        let _shown = waiting::Call::begin(UPLOAD.to_owned());
        let body = ByteStream::from_path(file).await.map_err(|error| failed(error.to_string()))?.into_inner();
        let length = body.content_length().unwrap_or_default();
        let unanswered = |error: reqwest::Error| AwsError::new(UPLOAD, AwsErrorKind::Unreachable, error.without_url());
        let client = http::client_for(url).build().map_err(unanswered)?;
        let request = client.put(url).header("content-length", length);
        // The address is signed for this header.
        // https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-creating-import-job.html
        let request = request.header("x-amz-server-side-encryption", "aws:kms");
        let response = request.body(reqwest::Body::wrap(body)).send().await.map_err(unanswered)?;
        let status = response.status();
        if status.is_success() {
            return Ok(());
        }
        let answer = response.text().await.unwrap_or_default();
        let code = answer.split("<Code>").nth(1).and_then(|rest| rest.split("</Code>").next());
        let text = format!("S3 answered {}", code.unwrap_or(status.as_str()));
        let is_down = status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS;
        let kind = if is_down { AwsErrorKind::Unavailable } else { AwsErrorKind::Service };
        Err(AwsError::new(UPLOAD, kind, text))
    }

    async fn start_job(&self, pool: &PoolId, id: &str) -> Result<UserJob, AwsError> {
        let started = self.client.start_user_import_job().user_pool_id(&pool.0).job_id(id).send().await;
        let started = started.map_err(aws_error("cognito-idp:StartUserImportJob"))?;
        let empty = || AwsError::empty_answer("cognito-idp:StartUserImportJob");
        started.user_import_job.map(UserJob::from).ok_or_else(empty)
    }

    async fn user_job(&self, pool: &PoolId, id: &str) -> Result<Option<UserJob>, AwsError> {
        match self.client.describe_user_import_job().user_pool_id(&pool.0).job_id(id).send().await {
            Ok(described) => Ok(described.user_import_job.map(UserJob::from)),
            Err(error) if error.code() == Some("ResourceNotFoundException") => Ok(None),
            Err(error) => Err(aws_error("cognito-idp:DescribeUserImportJob")(error)),
        }
    }

    async fn user_jobs(&self, pool: &PoolId) -> Result<Vec<UserJob>, AwsError> {
        let listed = self.client.list_user_import_jobs().user_pool_id(&pool.0).max_results(MOST).send().await;
        let listed = listed.map_err(aws_error("cognito-idp:ListUserImportJobs"))?;
        Ok(listed.user_import_jobs.unwrap_or_default().into_iter().map(UserJob::from).collect())
    }

    async fn stop_job(&self, pool: &PoolId, id: &str) -> Result<UserJob, AwsError> {
        let stopped = self.client.stop_user_import_job().user_pool_id(&pool.0).job_id(id).send().await;
        let stopped = stopped.map_err(aws_error("cognito-idp:StopUserImportJob"))?;
        let empty = || AwsError::empty_answer("cognito-idp:StopUserImportJob");
        stopped.user_import_job.map(UserJob::from).ok_or_else(empty)
    }
}

/// A call of no SDK, and of no permission of the caller's: the address itself is the permission.
const UPLOAD: &str = "the upload to Cognito";

fn failed(text: impl Into<String>) -> AwsError {
    AwsError::new(UPLOAD, AwsErrorKind::Service, text.into())
}

impl From<UserImportJobType> for UserJob {
    fn from(job: UserImportJobType) -> Self {
        use UserImportJobStatusType as Of;
        Self {
            status: match job.status {
                Some(Of::Created) => UserJobStatus::Created,
                Some(Of::Pending) => UserJobStatus::Pending,
                Some(Of::Stopping) => UserJobStatus::Stopping,
                Some(Of::Expired) => UserJobStatus::Expired,
                Some(Of::Stopped) => UserJobStatus::Stopped,
                Some(Of::Failed) => UserJobStatus::Failed,
                Some(Of::Succeeded) => UserJobStatus::Succeeded,
                _ => UserJobStatus::InProgress,
            },
            id: job.job_id.unwrap_or_default(),
            name: job.job_name.unwrap_or_default(),
            created_at: job.creation_date.as_ref().and_then(timestamp),
            started_at: job.start_date.as_ref().and_then(timestamp),
            ended_at: job.completion_date.as_ref().and_then(timestamp),
            imported: job.imported_users,
            skipped: job.skipped_users,
            failed: job.failed_users,
            message: job.completion_message,
            upload_url: job.pre_signed_url,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::aws::replay::{Answer, Replay};

    const DESCRIBE: &str = "AWSCognitoIdentityProviderService.DescribeUserImportJob";
    const LIST: &str = "AWSCognitoIdentityProviderService.ListUserImportJobs";

    fn pool() -> PoolId {
        PoolId("eu-west-1_a".into())
    }

    #[tokio::test]
    async fn a_job_is_read_with_its_counts_and_without_its_address() {
        let answer = json!({ "UserImportJob": {
            "Status": "Failed", "JobId": "import-1", "JobName": "srvls-1", "ImportedUsers": 3, "SkippedUsers": 1,
            "FailedUsers": 5, "CompletionMessage": "Too many users have failed or been skipped during the import.",
            "PreSignedUrl": "https://s3/secret", "CreationDate": 1_470_953_929.313, "StartDate": 1_470_954_226.086,
        } });
        let replay = Replay::new([Answer::json(DESCRIBE, 200, &answer)]);

        let job = Cognito::new(&replay.config()).user_job(&pool(), "import-1").await.expect("read").expect("a job");

        assert_eq!((job.status, job.users()), (UserJobStatus::Failed, 9));
        assert!(job.message.as_deref().is_some_and(|message| message.starts_with("Too many users")));
        assert!(!json!(job).to_string().contains("secret"));
        let missing = Answer::json(DESCRIBE, 400, &json!({ "__type": "ResourceNotFoundException" }));
        let cognito = Cognito::new(&Replay::new([missing]).config());
        assert_eq!(cognito.user_job(&pool(), "import-2").await.expect("read"), None);
    }

    #[tokio::test]
    async fn jobs_are_listed_as_cognito_orders_them() {
        let job = |id: &str| json!({ "JobId": id, "Status": "InProgress" });
        let answer = json!({ "UserImportJobs": [job("import-2"), job("import-1")] });
        let replay = Replay::new([Answer::json(LIST, 200, &answer)]);

        let jobs = Cognito::new(&replay.config()).user_jobs(&pool()).await.expect("listed");

        assert_eq!(jobs.iter().map(|job| job.id.as_str()).collect::<Vec<_>>(), ["import-2", "import-1"]);
        assert!(jobs[0].status.is_under_way());
        assert_eq!(replay.requests()[0].body["MaxResults"], 60);
    }
}
