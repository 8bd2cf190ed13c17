//! What functions, API Gateway and the web ACL write about what happens.

use serde_json::{Value, json};

use crate::alarms::world::{Happened, Outcome, What};

/// What get_profile says when it fails.
pub(crate) const ERROR_OF_GET_PROFILE: &str = "could not read a profile: ResourceNotFoundException";

const ACCESS: &str = "/aws/apigateway/shop-dev";
const FIREWALL: &str = "aws-waf-logs-shop-dev-edge";

/// A function that an operation of the API calls, or a trigger or a queue.
struct Function {
    logical_id: &'static str,
    name: &'static str,
    method: &'static str,
    resource: &'static str,
    /// What it says when it fails.
    failure: &'static str,
}

const FUNCTIONS: [Function; 7] = [
    function("GetProfileFunction", "get_profile", ["GET", "/user/profile"], "could not read a profile"),
    function("ListDataFunction", "list_data", ["GET", "/data/{userId}"], "could not list data"),
    function("SignInFunction", "sign_in", ["POST", "/auth/signin"], "could not sign in a user"),
    function("SignUpFunction", "sign_up", ["POST", "/auth/signup"], "could not sign up a user"),
    function("PostConfirmationFunction", "post_confirmation", NO_ROUTE, "could not create a profile"),
    function("ImageUploadedFunction", "image_uploaded", NO_ROUTE, "could not show an image"),
    function("EraseUserFunction", "erase_user", NO_ROUTE, "could not erase a user"),
];

/// Of a function that no operation calls.
const NO_ROUTE: [&str; 2] = ["", ""];

const fn function(
    logical_id: &'static str,
    name: &'static str,
    [method, resource]: [&'static str; 2],
    failure: &'static str,
) -> Function {
    Function { logical_id, name, method, resource, failure }
}

/// The events that each time leaves, with their log groups.
pub(crate) fn lines(happened: &Happened, nth: usize) -> Vec<(String, Value)> {
    let of = FUNCTIONS.iter().find(|function| function.logical_id == happened.function);
    let function = of.unwrap_or_else(|| panic!("{} has no lines", happened.function));
    let id = format!("{}-{}-{nth}", function.name, happened.minute);
    let group = format!("/aws/lambda/shop-dev-{}-1A2B", function.logical_id);
    let Took { latency, .. } = took(happened.what, function);
    let failed = |status: u16, error: &str| (group.clone(), function.failed(&id, status, error));
    let access = |status: u16, error_type: &str, reason: &str| {
        (ACCESS.to_owned(), function.access(&id, (status, latency), error_type, reason))
    };
    let answered = |status: u16| (group.clone(), function.answered(&id, status, took(happened.what, function)));
    let outcome = match happened.what {
        What::Request { outcome, .. } => outcome,
        What::Event { failed: false, milliseconds } => return vec![report(&group, &id, milliseconds)],
        What::Event { failed: true, .. } => return vec![failed(500, "AccessDeniedException: not allowed")],
        // The caller does not learn of it.
        What::UnsentMail => {
            let unsent = json!({
                "level": "ERROR", "message": "could not send a code", "reason": "LimitExceededException", "span": span(&id),
            });
            return vec![(group.clone(), unsent), answered(202), access(202, "-", "-")];
        }
    };
    match outcome {
        Outcome::Answered => vec![answered(200), report(&group, &id, latency), access(200, "-", "-")],
        Outcome::Refused if function.name == "sign_in" => {
            vec![(group.clone(), refused_sign_in(&id, "NotAuthorizedException")), answered(401), access(401, "-", "-")]
        }
        Outcome::Refused => vec![access(403, "ACCESS_DENIED", "-")],
        Outcome::Failed => {
            let error = "ResourceNotFoundException: no such table";
            vec![failed(500, error), answered(500), access(500, "DEFAULT_5XX", "-")]
        }
        Outcome::Busy => {
            let error = "ThrottlingException: the table takes no more writes";
            vec![failed(503, error), answered(503), access(503, "-", "-")]
        }
        Outcome::OverQuota => {
            let refused = (group.clone(), refused_sign_in(&id, OVER_QUOTA));
            let error = format!("{OVER_QUOTA}: Rate exceeded");
            vec![refused, failed(429, &error), answered(429), access(429, "-", "-")]
        }
        Outcome::Throttled => vec![access(500, "API_CONFIGURATION_ERROR", "-")],
        Outcome::Blocked => vec![(FIREWALL.to_owned(), function.blocked(&id))],
        Outcome::Unreachable => Vec::new(),
    }
}

const OVER_QUOTA: &str = "TooManyRequestsException";

/// How long a request took, and how long it waited for whom.
#[derive(Debug, Clone, Copy)]
struct Took {
    latency: u32,
    dynamodb_ms: Option<u32>,
    cognito_ms: Option<u32>,
}

fn took(what: What, function: &Function) -> Took {
    let What::Request { milliseconds, .. } = what else {
        return Took { latency: 300, dynamodb_ms: None, cognito_ms: Some(280) };
    };
    let waited = milliseconds.saturating_sub(20);
    let is_of_cognito = function.resource.starts_with("/auth/");
    Took {
        latency: milliseconds,
        dynamodb_ms: (!is_of_cognito).then_some(waited),
        cognito_ms: is_of_cognito.then_some(waited),
    }
}

/// What Lambda says at the end of an invocation.
fn report(group: &str, id: &str, milliseconds: u32) -> (String, Value) {
    let metrics = json!({ "durationMs": milliseconds, "billedDurationMs": milliseconds, "memorySizeMB": 128 });
    let record = json!({ "requestId": format!("r-{id}"), "status": "success", "metrics": metrics });
    (group.to_owned(), json!({ "type": "platform.report", "record": record }))
}

fn refused_sign_in(id: &str, reason: &str) -> Value {
    json!({ "level": "INFO", "message": "sign-in refused", "reason": reason, "span": span(id) })
}

fn span(id: &str) -> Value {
    json!({ "requestId": format!("r-{id}"), "name": "Lambda runtime invoke" })
}

impl Function {
    /// What the caller may read stands before what happened.
    fn failed(&self, id: &str, status: u16, error: &str) -> Value {
        let class = error.split(':').next();
        if self.method.is_empty() {
            return json!({
                "level": "ERROR", "message": self.failure, "error": error, "span": span(id),
            });
        }
        let said = match status {
            429 => "too many requests: slow down",
            503 => "too busy for a moment: try again",
            _ => "something went wrong on our side",
        };
        json!({
            "level": "ERROR", "message": "request failed", "error": format!("{said}: {}: {error}", self.failure),
            "error_class": class, "api_request_id": format!("g-{id}"), "span": span(id),
        })
    }

    fn answered(&self, id: &str, status: u16, took: Took) -> Value {
        json!({
            "level": "INFO", "message": "request answered", "method": self.method, "resource": self.resource,
            "status": status, "duration_ms": took.latency, "dynamodb_ms": took.dynamodb_ms, "cognito_ms": took.cognito_ms,
            "api_request_id": format!("g-{id}"), "span": span(id),
        })
    }

    fn access(&self, id: &str, (status, latency): (u16, u32), error_type: &str, reason: &str) -> Value {
        let latency = (latency + 2).to_string();
        json!({
            "requestId": format!("g-{id}"), "integrationRequestId": format!("r-{id}"), "method": self.method,
            "resource": self.resource, "status": status.to_string(), "latency": latency, "integrationLatency": latency,
            "errorType": error_type, "integrationError": reason, "userId": format!("user-{}", id.len() % 7),
        })
    }

    fn blocked(&self, id: &str) -> Value {
        let group = json!({
            "ruleGroupId": "AWS#AWSManagedRulesCommonRuleSet",
            "terminatingRule": { "ruleId": "SizeRestrictions_QUERYSTRING", "action": "BLOCK" },
        });
        json!({
            "action": "BLOCK", "terminatingRuleId": "CommonRules", "responseCodeSent": 403, "ruleGroupList": [group],
            "httpRequest": {
                "clientIp": "198.51.100.7", "country": "KR", "uri": self.resource, "httpMethod": self.method,
                "requestId": format!("e-{id}"),
            },
        })
    }
}
