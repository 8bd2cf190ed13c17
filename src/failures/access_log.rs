//! What the access log of the API knows: who asked for what, and how API Gateway answered.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::occurrence::{Fault, Occurrence, RequestIds};
use crate::{log_lines::LogLine, stage::FunctionName};

/// The requests that ended in a 4xx or a 5xx.
pub(super) struct AccessLog {
    failed: Vec<Request>,
    /// The same by the ids of the API, of the function and of the authorizer.
    by_id: BTreeMap<String, usize>,
    pub(super) refused: Refused,
}

struct Request {
    at: Timestamp,
    api_id: Option<String>,
    lambda_id: Option<String>,
    route: Option<String>,
    status: i64,
    /// What API Gateway calls the reason of its own answers.
    error_type: Option<String>,
    /// What it says about the function.
    reason: Option<String>,
    integration_status: Option<i64>,
    user: Option<String>,
    /// Whether a function's log says why.
    is_explained: bool,
}

/// Requests that were refused for what they are: no failures of the stage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Refused {
    /// By API Gateway: without a token, or with one that is not valid.
    pub(crate) tokens: u64,
    /// All others with a 4xx.
    pub(crate) others: u64,
}

/// API Gateway's words for a token that it refuses.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html>
const TOKENS: [&str; 6] = [
    "ACCESS_DENIED",
    "EXPIRED_TOKEN",
    "INVALID_API_KEY",
    "INVALID_SIGNATURE",
    "MISSING_AUTHENTICATION_TOKEN",
    "UNAUTHORIZED",
];

/// And for the 4xx that say something about the stage: it takes no more requests than that.
const LIMITS: [&str; 2] = ["THROTTLED", "QUOTA_EXCEEDED"];

impl AccessLog {
    pub(super) fn of(
        lines: Vec<LogLine>,
        routes: &BTreeMap<String, FunctionName>,
        only: Option<&FunctionName>,
    ) -> Self {
        let mut log = Self { failed: Vec::new(), by_id: BTreeMap::new(), refused: Refused::default() };
        for line in lines {
            let Some(status) = line.number_field("status") else { continue };
            let error_type = line.text_field("errorType").map(str::to_owned);
            let is_limit = error_type.as_deref().is_some_and(|kind| LIMITS.contains(&kind));
            if (500..600).contains(&status) || is_limit {
                log.add(Request::of(&line, status, error_type));
                continue;
            }
            let of_another = only.is_some_and(|only| line.route().and_then(|route| routes.get(&route)) != Some(only));
            if of_another || !(400..500).contains(&status) {
                continue;
            }
            let is_token = error_type.as_deref().is_some_and(|kind| TOKENS.contains(&kind));
            if is_token { log.refused.tokens += 1 } else { log.refused.others += 1 }
        }
        log
    }

    fn add(&mut self, (request, ids): (Request, Vec<String>)) {
        self.by_id.extend(ids.into_iter().map(|id| (id, self.failed.len())));
        self.failed.push(request);
    }

    /// Adds what this log knows of the request that failed.
    pub(super) fn complete(&mut self, occurrence: &mut Occurrence) {
        let RequestIds { lambda, api } = &occurrence.request;
        let index = [lambda, api].into_iter().flatten().find_map(|id| self.by_id.get(id));
        let Some(request) = index.and_then(|index| self.failed.get_mut(*index)) else { return };
        request.is_explained = true;
        occurrence.request.api = occurrence.request.api.take().or_else(|| request.api_id.clone());
        occurrence.user = occurrence.user.take().or_else(|| request.user.clone());
        occurrence.route = occurrence.route.take().or_else(|| request.route.clone());
    }

    /// The failures that no function's log explains.
    pub(super) fn unexplained(self, routes: &BTreeMap<String, FunctionName>) -> Vec<Occurrence> {
        let left = self.failed.into_iter().filter(|request| !request.is_explained);
        let occurrence = |request: Request| Occurrence {
            function: request.route.as_ref().and_then(|route| routes.get(route)).cloned(),
            at: request.at,
            fault: request.fault(),
            route: request.route,
            request: RequestIds { lambda: request.lambda_id, api: request.api_id },
            user: request.user,
        };
        left.map(occurrence).collect()
    }
}

impl Request {
    /// The request, and the ids by which other logs name it.
    fn of(line: &LogLine, status: i64, error_type: Option<String>) -> (Self, Vec<String>) {
        let text = |name: &str| line.text_field(name).map(str::to_owned);
        let ids = [line.request_id.clone(), text("integrationRequestId"), text("authorizerRequestId")];
        let request = Self {
            at: line.timestamp,
            api_id: line.request_id.clone(),
            lambda_id: text("integrationRequestId"),
            route: line.route(),
            status,
            error_type,
            reason: text("integrationError").or_else(|| text("authorizerError")),
            integration_status: line.number_field("integrationStatus"),
            user: text("userId"),
            is_explained: false,
        };
        (request, ids.into_iter().flatten().collect())
    }

    fn fault(&self) -> Fault {
        let kind = self.error_type.as_deref().unwrap_or_default();
        let says = |word: &str| self.reason.as_ref().is_some_and(|reason| reason.to_ascii_lowercase().contains(word));
        let is_throttled = self.integration_status == Some(429) || says("rate exceeded") || says("throttl");
        let (class, why) = match kind {
            "THROTTLED" => ("throttled", "more requests than the API's limit lets through"),
            "QUOTA_EXCEEDED" => ("quota_exceeded", "the quota of the API key is used up"),
            "INTEGRATION_TIMEOUT" => {
                ("integration_timeout", "the function did not answer within API Gateway's time limit")
            }
            "AUTHORIZER_FAILURE" => ("authorizer_failure", "the authorizer failed"),
            "AUTHORIZER_CONFIGURATION_ERROR" => ("authorizer_failure", "API Gateway could not call the authorizer"),
            _ if is_throttled => ("function_throttled", "Lambda throttled the call"),
            // What API Gateway makes of a call that Lambda refuses.
            "API_CONFIGURATION_ERROR" => ("function_refused", "Lambda refused the call: throttled, or not permitted"),
            _ => ("no_line", "the function wrote no line about it"),
        };
        let own = if class == "no_line" && !kind.is_empty() { format!(" {kind}") } else { String::new() };
        let reason = self.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
        Fault::new(class, format!("API Gateway {}{own}: {why}{reason}", self.status))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{aws::logs::fake::event, log_lines::Source, stage::StackName};

    fn log(messages: &[Value]) -> AccessLog {
        let api = Source::api(&StackName("srvls-dev".into()));
        let lines = messages.iter().map(|message| api.line(&event("1", 1_000, &message.to_string())));
        AccessLog::of(lines.collect(), &routes(), None)
    }

    fn routes() -> BTreeMap<String, FunctionName> {
        BTreeMap::from([("GET /data".to_owned(), FunctionName("list_data".into()))])
    }

    fn request(status: u16, error_type: &str, integration: &str) -> Value {
        json!({
            "requestId": "g-1", "method": "GET", "resource": "/data", "status": status.to_string(),
            "errorType": error_type, "integrationStatus": integration, "integrationRequestId": "r-1", "userId": "ada",
        })
    }

    fn class(status: u16, error_type: &str, integration: &str) -> String {
        let found = log(&[request(status, error_type, integration)]).unexplained(&routes());
        found.into_iter().next().map(|found| found.fault.class).unwrap_or_default()
    }

    #[test]
    fn what_only_api_gateway_knows_is_called_by_why() {
        assert_eq!(class(500, "-", "429"), "function_throttled");
        assert_eq!(class(500, "API_CONFIGURATION_ERROR", "-"), "function_refused");
        assert_eq!(class(504, "INTEGRATION_TIMEOUT", "-"), "integration_timeout");
        assert_eq!(class(500, "AUTHORIZER_FAILURE", "-"), "authorizer_failure");
        assert_eq!(class(429, "THROTTLED", "-"), "throttled");
        assert_eq!(class(502, "-", "200"), "no_line");
    }

    #[test]
    fn the_route_leads_to_the_function() {
        let found = log(&[request(502, "-", "200")]).unexplained(&routes()).remove(0);

        assert_eq!(found.function, Some(FunctionName("list_data".into())));
        assert_eq!((found.route.as_deref(), found.user.as_deref()), (Some("GET /data"), Some("ada")));
        assert_eq!(found.fault.message, "API Gateway 502: the function wrote no line about it");
    }

    #[test]
    fn what_is_refused_is_counted_and_no_failure() {
        let log = log(&[
            request(401, "UNAUTHORIZED", "-"),
            request(401, "-", "200"),
            request(403, "ACCESS_DENIED", "-"),
            request(403, "WAF_FILTERED", "-"),
            request(404, "-", "200"),
            request(429, "-", "200"),
            request(200, "-", "200"),
        ]);

        assert_eq!(log.refused, Refused { tokens: 2, others: 4 });
        assert_eq!(log.unexplained(&routes()), []);
    }
}
