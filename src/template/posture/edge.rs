//! The edge: what CloudFront and a web ACL let through, cache and keep.

use serde_json::Value;

use super::{
    properties::Properties,
    words::{Words, several},
};

/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html>
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-origin-request-policies.html>
const POLICIES: [(&str, &str); 3] = [
    ("4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "CachingDisabled"),
    ("658327ea-f89d-4fab-a63d-7e88639e58f6", "CachingOptimized"),
    ("b689b0a8-53d0-40ab-baf2-68738e2966ac", "AllViewerExceptHostHeader"),
];

pub(super) fn distribution(words: &Words<'_>, properties: &mut Properties<'_>) -> Vec<String> {
    const LISTS: [&str; 4] = ["CacheBehaviors", "DefaultCacheBehavior", "Origins", "CustomErrorResponses"];
    let config = properties.take("DistributionConfig");
    let mut sentences: Vec<String> = several(&config["CacheBehaviors"])
        .into_iter()
        .map(|behaviour| format!("{}: {}", words.text(&behaviour["PathPattern"]), self::behaviour(words, behaviour)))
        .collect();
    sentences.push(format!("every other path: {}", behaviour(words, &config["DefaultCacheBehavior"])));
    for origin in several(&config["Origins"]) {
        let mut rest = origin.as_object().cloned().unwrap_or_default();
        let id = rest.shift_remove("Id").unwrap_or_default();
        sentences.push(format!("origin {}: {}", words.text(&id), words.fields(&rest)));
    }
    for response in several(&config["CustomErrorResponses"]) {
        let mut rest = response.as_object().cloned().unwrap_or_default();
        let code = rest.shift_remove("ErrorCode").unwrap_or_default();
        sentences.push(format!("error {}: {}", words.text(&code), words.fields(&rest)));
    }
    let mut rest = config.as_object().cloned().unwrap_or_default();
    rest.retain(|name, _| !LISTS.contains(&name.as_str()));
    sentences.push(words.fields(&rest));
    sentences
}

fn behaviour(words: &Words<'_>, behaviour: &Value) -> String {
    let mut rest = behaviour.as_object().cloned().unwrap_or_default();
    for name in ["PathPattern", "TargetOriginId", "AllowedMethods", "ViewerProtocolPolicy"] {
        rest.shift_remove(name);
    }
    let text = format!(
        "{} to {}, {}; {}",
        words.text(&behaviour["AllowedMethods"]),
        words.text(&behaviour["TargetOriginId"]),
        words.text(&behaviour["ViewerProtocolPolicy"]),
        words.fields(&rest)
    );
    POLICIES.iter().fold(text, |text, (id, name)| text.replace(id, name))
}

/// Each rule in the order in which AWS WAF evaluates them.
pub(super) fn web_acl(words: &Words<'_>, properties: &mut Properties<'_>) -> Vec<String> {
    let bodies = properties.take("CustomResponseBodies");
    let mut rules: Vec<(&Value, Option<String>)> = several(properties.take("Rules"))
        .into_iter()
        .map(|rule| match rule["Fn::If"].as_array().map(Vec::as_slice) {
            Some([condition, then, _]) => (then, Some(words.text(condition))),
            _ => (rule, None),
        })
        .collect();
    rules.sort_by_key(|(rule, _)| rule["Priority"].as_u64());
    let mut sentences =
        vec![format!("a request that no rule decides: {}", action(words, properties.take("DefaultAction")))];
    for (rule, condition) in rules {
        let condition = condition.map(|condition| format!(" (if {condition})")).unwrap_or_default();
        let action = match rule.get("OverrideAction") {
            Some(overriding) => format!("as its rules say, overridden by {}", self::action(words, overriding)),
            None => self::action(words, &rule["Action"]),
        };
        sentences.push(format!(
            "{}. {}{condition}: {action}; for {}; {}",
            words.text(&rule["Priority"]),
            words.text(&rule["Name"]),
            words.text(&rule["Statement"]),
            words.text(&rule["VisibilityConfig"]),
        ));
    }
    sentences.extend(
        bodies.as_object().into_iter().flatten().map(|(name, body)| format!("answer {name}: {}", words.text(body))),
    );
    sentences
}

fn action(words: &Words<'_>, action: &Value) -> String {
    words.text(action).replace("CustomResponse: ", "")
}
