//! Cognito's import jobs: each gets a csv by a signed address, is under way for some descriptions, and then over.
//!
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-creating-import-job.html>

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    Endpoint,
    http::{Request, Response},
};

/// How often a job is described as under way.
const PENDING: usize = 2;
/// Where the files go.
pub(super) const UPLOADS: &str = "/user-import/";
const COLUMNS: [&str; 7] =
    ["name", "email", "email_verified", "password_hash", "custom:team", "cognito:mfa_enabled", "cognito:username"];
/// A job gives up when this many users are there already.
const TOO_MANY: usize = 2;

#[derive(Default)]
pub(super) struct UserJobs {
    /// Oldest first.
    jobs: Vec<Job>,
    /// Whether a job of another pool is under way: there is one at a time in an account.
    is_elsewhere: bool,
}

struct Job {
    id: String,
    name: String,
    created_at: f64,
    status: &'static str,
    pending: usize,
    csv: Option<String>,
}

impl Endpoint {
    /// The files that were uploaded for jobs, oldest first.
    pub(crate) fn uploaded_users(&self) -> Vec<String> {
        self.world().user_jobs.jobs.iter().filter_map(|job| job.csv.clone()).collect()
    }

    /// Another job of the pool is under way, and stays so.
    pub(crate) fn is_importing_others(&self) {
        let other = Job { status: "InProgress", pending: usize::MAX, ..Job::new("others", 0) };
        self.world().user_jobs.jobs.push(other);
    }

    /// Whether a job of another pool of the account is under way.
    pub(crate) fn is_importing_elsewhere(&self, is_elsewhere: bool) {
        self.world().user_jobs.is_elsewhere = is_elsewhere;
    }
}

impl UserJobs {
    /// `None` for what has nothing to do with jobs.
    pub(super) fn answer(&mut self, operation: &str, request: &Request, url: &str) -> Option<Response> {
        let asked: Value = serde_json::from_slice(&request.body).ok()?;
        if self.is_elsewhere && operation == "StartUserImportJob" {
            return Some(refused("PreconditionNotMetException"));
        }
        if let Some(job) = self.jobs.iter_mut().find(|job| asked["JobId"] == job.id.as_str()) {
            return job.answer(operation, url);
        }
        let answer = match operation {
            "GetCSVHeader" => json!({ "UserPoolId": asked["UserPoolId"], "CSVHeader": COLUMNS }),
            "CreateUserImportJob" => {
                assert!(asked["CloudWatchLogsRoleArn"].as_str().is_some_and(|arn| arn.starts_with("arn:aws:iam::")));
                let job = Job::new(asked["JobName"].as_str()?, self.jobs.len());
                self.jobs.push(job);
                json!({ "UserImportJob": self.jobs.last()?.description(url) })
            }
            "ListUserImportJobs" => {
                let newest_first = self.jobs.iter().rev().map(|job| job.description(url));
                json!({ "UserImportJobs": newest_first.collect::<Vec<_>>() })
            }
            "DescribeUserImportJob" | "StartUserImportJob" | "StopUserImportJob" => {
                return Some(refused("ResourceNotFoundException"));
            }
            _ => return None,
        };
        Some(Response::json(200, &answer))
    }

    /// Takes a file as S3 does, whose signature covers a header.
    pub(super) fn upload(&mut self, request: &Request) -> Response {
        if request.encryption.as_deref() != Some("aws:kms") {
            return Response::bare_error(403, "SignatureDoesNotMatch");
        }
        let id = request.path.trim_start_matches(UPLOADS);
        let job = self.jobs.iter_mut().find(|job| job.id == id).expect("a job");
        job.csv = Some(String::from_utf8(request.body.clone()).expect("UTF-8"));
        Response::ok("")
    }
}

impl Job {
    fn new(name: &str, number: usize) -> Self {
        #[expect(clippy::disallowed_methods, reason = "this is AWS's own clock")]
        let created_at = Timestamp::now().as_second() as f64;
        let (id, name) = (format!("import-{name}-{number}"), name.to_owned());
        Self { id, name, created_at, status: "Created", pending: PENDING, csv: None }
    }

    fn answer(&mut self, operation: &str, url: &str) -> Option<Response> {
        match (operation, self.status) {
            ("StartUserImportJob", "Created") if self.csv.is_some() => self.status = "Pending",
            ("StopUserImportJob", "Pending" | "InProgress") => self.status = "Stopping",
            ("StartUserImportJob" | "StopUserImportJob", _) => return Some(refused("PreconditionNotMetException")),
            ("DescribeUserImportJob", "Stopping") => self.status = "Stopped",
            ("DescribeUserImportJob", "Pending" | "InProgress") => {
                let end = if self.rows("skip") < TOO_MANY { "Succeeded" } else { "Failed" };
                self.status = if self.pending == 0 { end } else { "InProgress" };
                self.pending = self.pending.saturating_sub(1);
            }
            ("DescribeUserImportJob", _) => {}
            _ => return None,
        }
        Some(Response::json(200, &json!({ "UserImportJob": self.description(url) })))
    }

    /// How many rows have this in them.
    fn rows(&self, word: &str) -> usize {
        self.csv.as_deref().unwrap_or_default().lines().skip(1).filter(|row| row.contains(word)).count()
    }

    /// A row with `skip` in it is that of a user who is there, and one with `fail` is refused.
    fn description(&self, url: &str) -> Value {
        let (rows, skipped, failed) = (self.rows(""), self.rows("skip"), self.rows("fail"));
        let (imported, message) = match self.status {
            "Failed" => (0, Some("Too many users have failed or been skipped during the import.")),
            _ => (rows - skipped - failed, None),
        };
        let is_over = matches!(self.status, "Succeeded" | "Failed");
        let so_far = |count: usize| if is_over { count } else { 0 };
        json!({
            "JobId": self.id, "JobName": self.name, "UserPoolId": "eu-west-1_a", "Status": self.status,
            "CreationDate": self.created_at, "StartDate": self.created_at,
            "PreSignedUrl": format!("{url}{UPLOADS}{}?X-Amz-Signature=secret", self.id),
            "ImportedUsers": so_far(imported), "SkippedUsers": so_far(skipped), "FailedUsers": so_far(failed),
            "CompletionMessage": message,
        })
    }
}

fn refused(code: &str) -> Response {
    Response::json(400, &json!({ "__type": code, "message": "refused" }))
}
