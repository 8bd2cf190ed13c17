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
    function("SignInFunction", "sign_in", ["POST", "/auth/signin"], "could not sign in"),
    function("SignUpFunction", "sign_up", ["POST", "/auth/signup"], "could not sign up"),
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
    let failed = |error: &str| (group.clone(), function.failed(&id, error));
    let access = |status: u16, error_type: &str, reason: &str| {
        (ACCESS.to_owned(), function.access(&id, status, error_type, reason))
    };
    let answered = |status: u16| (group.clone(), function.answered(&id, status));
    match happened.what {
        What::Request(Outcome::Answered) => vec![answered(200), access(200, "-", "-")],
        What::Request(Outcome::Refused) if function.name == "sign_in" => {
            let refused = json!({
                "level": "INFO", "message": "sign-in refused", "error": "wrong password", "span": span(&id),
            });
            vec![(group.clone(), refused), answered(401), access(401, "-", "-")]
        }
        What::Request(Outcome::Refused) => vec![access(403, "ACCESS_DENIED", "-")],
        What::Request(Outcome::Failed) => {
            vec![failed("ResourceNotFoundException: no such table"), answered(500), access(500, "DEFAULT_5XX", "-")]
        }
        What::Request(Outcome::Busy) => {
            vec![failed("ThrottlingException: the table takes no more writes"), answered(503), access(503, "-", "-")]
        }
        What::Request(Outcome::Throttled) => vec![access(500, "API_CONFIGURATION_ERROR", "-")],
        What::Request(Outcome::Blocked) => vec![(FIREWALL.to_owned(), function.blocked(&id))],
        What::Request(Outcome::Unreachable) => Vec::new(),
        What::Event { failed: false, milliseconds } => {
            let metrics = json!({ "durationMs": milliseconds, "billedDurationMs": milliseconds, "memorySizeMB": 128 });
            let record = json!({ "requestId": format!("r-{id}"), "status": "success", "metrics": metrics });
            vec![(group, json!({ "type": "platform.report", "record": record }))]
        }
        What::Event { failed: true, .. } => {
            vec![failed("AccessDeniedException: not allowed")]
        }
        What::UnsentMail => {
            let reason = "LimitExceededException: exceeded daily email limit";
            let unsent =
                json!({ "level": "ERROR", "message": "could not send a code", "reason": reason, "span": span(&id) });
            vec![(group, unsent)]
        }
    }
}

fn span(id: &str) -> Value {
    json!({ "requestId": format!("r-{id}"), "name": "Lambda runtime invoke" })
}

impl Function {
    fn failed(&self, id: &str, error: &str) -> Value {
        let class = error.split(':').next();
        if self.method.is_empty() {
            return json!({
                "level": "ERROR", "message": self.failure, "error": error, "span": span(id),
            });
        }
        json!({
            "level": "ERROR", "message": "request failed", "error": format!("{}: {error}", self.failure),
            "error_class": class, "api_request_id": format!("g-{id}"), "span": span(id),
        })
    }

    fn answered(&self, id: &str, status: u16) -> Value {
        json!({
            "level": "INFO", "message": "request answered", "method": self.method, "resource": self.resource,
            "status": status, "duration_ms": 40, "api_request_id": format!("g-{id}"), "span": span(id),
        })
    }

    fn access(&self, id: &str, status: u16, error_type: &str, reason: &str) -> Value {
        json!({
            "requestId": format!("g-{id}"), "integrationRequestId": format!("r-{id}"), "method": self.method,
            "resource": self.resource, "status": status.to_string(), "latency": "42", "errorType": error_type,
            "integrationError": reason, "userId": format!("user-{}", id.len() % 7),
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
