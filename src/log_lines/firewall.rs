//! Parses what the web ACL of the edge writes about each request that it blocks or counts.
//!
//! <https://docs.aws.amazon.com/waf/latest/developerguide/logging-fields.html>

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{
    line::{Kind, Level, LogLine},
    parse::line_of,
    parsed::Parsed,
};
use crate::{aws::logs::LogEvent, stage::FunctionName};

pub(crate) fn parse(name: &FunctionName, event: &LogEvent) -> LogLine {
    let text = event.message.trim_end();
    let parsed = match serde_json::from_str::<Value>(text) {
        Ok(value) if value["httpRequest"].is_object() => request(&value),
        _ => Parsed::text(text),
    };
    line_of(name, event, parsed)
}

/// Headers and query strings stay out: they hold what callers sent, tokens and addresses among it.
fn request(event: &Value) -> Parsed {
    let http = &event["httpRequest"];
    let rules = rules(event);
    let words = [&event["action"], &http["httpMethod"], &http["uri"]].map(text);
    let message = words.into_iter().flatten().chain(rules.first().map(|rule| format!("by {rule}")));
    let message = message.collect::<Vec<_>>().join(" ");
    let labels = event["labels"].as_array().into_iter().flatten().filter_map(|label| text(&label["name"]));
    let fields = [
        ("action", text(&event["action"]).map(Value::from)),
        ("method", text(&http["httpMethod"]).map(Value::from)),
        ("uri", text(&http["uri"]).map(Value::from)),
        ("country", text(&http["country"]).map(Value::from)),
        ("clientIp", text(&http["clientIp"]).map(Value::from)),
        ("status", event["responseCodeSent"].as_i64().map(Value::from)),
        ("rules", some(rules.into_iter().map(Value::from).collect())),
        ("labels", some(labels.map(Value::from).collect())),
    ];
    let fields: Map<String, Value> =
        fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    Parsed {
        kind: Kind::Request,
        timestamp: event["timestamp"].as_i64().and_then(|at| Timestamp::from_millisecond(at).ok()),
        // What is blocked is no failure of ours.
        level: Some(Level::Info),
        request_id: text(&http["requestId"]),
        message,
        fields,
    }
}

/// The rules that matched: first the one that decided, with the rule of its group, then those that only count.
fn rules(event: &Value) -> Vec<String> {
    let groups = || event["ruleGroupList"].as_array().into_iter().flatten();
    let own = text(&event["terminatingRuleId"]).filter(|rule| rule != "Default_Action");
    let within = groups().find_map(|group| text(&group["terminatingRule"]["ruleId"]));
    let decided = own.map(|own| within.map_or_else(|| own.clone(), |within| format!("{own}/{within}")));
    let counting = [&event["nonTerminatingMatchingRules"]]
        .into_iter()
        .chain(groups().map(|of| &of["nonTerminatingMatchingRules"]));
    let counting = counting.filter_map(Value::as_array).flatten().filter_map(|rule| text(&rule["ruleId"]));
    decided.into_iter().chain(counting).collect()
}

fn text(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty() && *text != "-").map(str::to_owned)
}

fn some(list: Vec<Value>) -> Option<Value> {
    (!list.is_empty()).then_some(Value::Array(list))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::aws::logs::fake::event;

    fn line(message: &Value) -> LogLine {
        parse(&FunctionName("waf".into()), &event("1", 1_000, &message.to_string()))
    }

    #[test]
    fn a_blocked_request_says_what_blocked_it_and_nothing_that_its_caller_sent() {
        let line = line(&json!({
            "timestamp": 1_795_305_600_123_i64, "formatVersion": 1, "action": "BLOCK", "responseCodeSent": 403,
            "terminatingRuleId": "CommonRules", "terminatingRuleType": "MANAGED_RULE_GROUP",
            "ruleGroupList": [{
                "ruleGroupId": "AWS#AWSManagedRulesCommonRuleSet",
                "terminatingRule": { "ruleId": "CrossSiteScripting_BODY", "action": "BLOCK" },
                "nonTerminatingMatchingRules": [],
            }],
            "nonTerminatingMatchingRules": [{ "ruleId": "CountOnly", "action": "COUNT" }],
            "labels": [{ "name": "awswaf:managed:aws:core-rule-set:CrossSiteScripting_Body" }],
            "httpRequest": {
                "clientIp": "192.0.2.7", "country": "KR", "uri": "/data", "args": "token=abc", "httpMethod": "POST",
                "headers": [{ "name": "authorization", "value": "REDACTED" }, { "name": "x", "value": "hunter2" }],
                "requestId": "cf-1",
            },
        }));

        assert_eq!(line.message, "BLOCK POST /data by CommonRules/CrossSiteScripting_BODY");
        assert_eq!((line.request_id.as_deref(), line.level), (Some("cf-1"), Some(Level::Info)));
        assert_eq!(line.timestamp.as_millisecond(), 1_795_305_600_123);
        let fields = json!({
            "action": "BLOCK", "method": "POST", "uri": "/data", "country": "KR", "clientIp": "192.0.2.7", "status": 403,
            "rules": ["CommonRules/CrossSiteScripting_BODY", "CountOnly"],
            "labels": ["awswaf:managed:aws:core-rule-set:CrossSiteScripting_Body"],
        });
        assert_eq!(Value::Object(line.fields), fields);
    }

    #[test]
    fn a_request_that_only_counts_names_what_counted_it() {
        let counted = json!({
            "action": "ALLOW", "terminatingRuleId": "Default_Action", "httpRequest": { "uri": "/", "httpMethod": "GET" },
            "nonTerminatingMatchingRules": [{ "ruleId": "SqlInjection", "action": "COUNT" }],
        });

        assert_eq!(line(&counted).message, "ALLOW GET / by SqlInjection");
    }

    #[test]
    fn what_is_no_request_is_shown_as_it_is() {
        assert_eq!(line(&json!({ "action": 7 })).message, r#"{"action":7}"#);
    }
}
