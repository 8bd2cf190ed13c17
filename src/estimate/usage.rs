//! How a stage is used in a month: what the caller says, and what is assumed of a user and of a request.

use serde::Serialize;

use super::priced_stage::PricedStage;

/// For a user who opens the app once a day.
pub(crate) const REQUESTS_PER_USER: u64 = 900;

/// Hours in a month, as AWS counts them, and their seconds.
pub(crate) const HOURS: f64 = 730.0;
pub(crate) const SECONDS: f64 = HOURS * 3600.0;

const KB_IN_GB: f64 = 1024.0 * 1024.0;

/// What is assumed: each with its unit.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Assumption {
    pub(crate) what: &'static str,
    pub(crate) value: f64,
    pub(crate) unit: &'static str,
}

const fn assumed(what: &'static str, value: f64, unit: &'static str) -> Assumption {
    Assumption { what, value, unit }
}

/// API Gateway keeps the authorizer's answer for a minute.
pub(crate) const AUTHORIZER_CALLS: Assumption = assumed("calls of the authorizer", 0.2, "a request");
pub(crate) const HANDLER_MS: Assumption = assumed("time of a handler", 40.0, "ms");
pub(crate) const AUTHORIZER_MS: Assumption = assumed("time of the authorizer", 5.0, "ms");
const RESPONSE_KB: Assumption = assumed("size of a response", 2.0, "KB");
pub(crate) const WRITES: Assumption = assumed("requests that write an entry", 0.2, "of all");
const FUNCTION_LOG_KB: Assumption = assumed("log of a function call", 1.2, "KB");
const ACCESS_LOG_KB: Assumption = assumed("line of the API's access log", 0.7, "KB");
const EDGE_LOG_KB: Assumption = assumed("line of CloudFront's access log", 0.4, "KB");
/// As in the examples on CloudWatch's page of prices.
const LOG_COMPRESSED: Assumption = assumed("size of a kept log", 0.2, "of what was written");
const USER_DATA_KB: Assumption = assumed("items of a user in the tables", 50.0, "KB");
const IMAGE_KB: Assumption = assumed("size of an image", 200.0, "KB");
const UPLOADS: Assumption = assumed("images uploaded", 0.2, "a user");
const VIEWS: Assumption = assumed("images seen", 10.0, "a user");
const MAILS: Assumption = assumed("mails with codes", 0.5, "a user");

/// X-Ray's default rule: the first request of a second, and of the others one in twenty.
/// <https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html>
const TRACED: f64 = 0.05;

/// Five pollers that ask an empty queue for 20 seconds each.
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html>
pub(crate) const POLLS_PER_QUEUE: f64 = 5.0 * 3.0 * 60.0 * HOURS;

pub(crate) const ASSUMPTIONS: [Assumption; 14] = [
    AUTHORIZER_CALLS,
    HANDLER_MS,
    AUTHORIZER_MS,
    RESPONSE_KB,
    WRITES,
    FUNCTION_LOG_KB,
    ACCESS_LOG_KB,
    EDGE_LOG_KB,
    LOG_COMPRESSED,
    USER_DATA_KB,
    IMAGE_KB,
    UPLOADS,
    VIEWS,
    MAILS,
];

#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Usage {
    pub(crate) users: u64,
    pub(crate) requests: u64,
}

/// What is paid for by use, in a month or a part of one; `None` where it is not known.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Month {
    /// How much of the month it is: what is paid for by the hour.
    pub(crate) fraction: f64,
    pub(crate) users: Option<f64>,
    pub(crate) mails: Option<f64>,
    /// At the edge, with those for images.
    pub(crate) edge_requests: Option<f64>,
    pub(crate) edge_gb: Option<f64>,
    pub(crate) edge_log_gb: Option<f64>,
    pub(crate) api_requests: Option<f64>,
    /// From the API to the internet, where there is no edge.
    pub(crate) transfer_gb: Option<f64>,
    pub(crate) calls: Option<f64>,
    pub(crate) gb_seconds: Option<f64>,
    pub(crate) writes: Option<f64>,
    pub(crate) reads: Option<f64>,
    pub(crate) table_gb: Option<f64>,
    pub(crate) images_gb: Option<f64>,
    pub(crate) uploads: Option<f64>,
    pub(crate) log_gb: Option<f64>,
    pub(crate) traces: Option<f64>,
}

impl Usage {
    #[expect(clippy::cast_precision_loss, reason = "numbers of users and requests")]
    pub(crate) fn numbers(self) -> (f64, f64) {
        (self.users as f64, self.requests as f64)
    }

    /// A whole month of it, at this stage.
    pub(crate) fn month(self, stage: &PricedStage) -> Month {
        let (users, requests) = self.numbers();
        let api = &stage.api;
        let authorized = if api.has_authorizer() { requests * AUTHORIZER_CALLS.value } else { 0.0 };
        let edge_requests = requests + users * VIEWS.value;
        let response_gb = requests * RESPONSE_KB.value / KB_IN_GB;
        let seconds = (requests * HANDLER_MS.value + authorized * AUTHORIZER_MS.value) / 1000.0;
        // Each that writes also writes a copy to each index.
        let entries = requests * WRITES.value * (1.0 + api.entry_copies());
        let limits = if api.counts_requests_of_users() { requests } else { 0.0 };
        let access_log = if api.has_access_log() { requests * ACCESS_LOG_KB.value } else { 0.0 };
        // The first request of a second, and some of the others: at most, as a second may have none.
        let first = requests.min(SECONDS);
        Month {
            fraction: 1.0,
            users: Some(users),
            mails: Some(users * MAILS.value),
            edge_requests: Some(edge_requests),
            edge_gb: Some(response_gb + users * VIEWS.value * IMAGE_KB.value / KB_IN_GB),
            edge_log_gb: Some(edge_requests * EDGE_LOG_KB.value / KB_IN_GB),
            api_requests: Some(requests),
            transfer_gb: Some(response_gb),
            calls: Some(requests + authorized),
            gb_seconds: Some(seconds * api.function_gb()),
            writes: Some(limits + entries),
            reads: Some(requests * (1.0 - WRITES.value)),
            table_gb: Some(users * USER_DATA_KB.value / KB_IN_GB),
            images_gb: Some(users * IMAGE_KB.value / KB_IN_GB),
            uploads: Some(users * UPLOADS.value),
            log_gb: Some(((requests + authorized) * FUNCTION_LOG_KB.value + access_log) / KB_IN_GB),
            traces: Some(first + (requests - first) * TRACED),
        }
    }
}

/// What is kept of a log of so many GB a month.
pub(crate) fn kept_log_gb(written: f64, days: f64) -> f64 {
    written * LOG_COMPRESSED.value * days / 30.0
}
