//! IAM policies: of roles, and of what has a policy of its own.

use serde_json::Value;

use super::{
    properties::Properties,
    words::{Words, several},
};

/// A statement: what it allows or denies, on what, to whom, and when.
fn statement(words: &Words<'_>, statement: &Value) -> String {
    if let Some([condition, then, otherwise]) = statement["Fn::If"].as_array().map(Vec::as_slice) {
        let then = format!("{} if {}", self::statement(words, then), words.text(condition));
        return match otherwise["Ref"] == "AWS::NoValue" {
            true => then,
            false => format!("{then}, else {}", self::statement(words, otherwise)),
        };
    }
    let mut text = words.text(&statement["Effect"]).to_lowercase();
    let principal = &statement["Principal"];
    for (name, joined) in [("Action", ""), ("NotAction", "everything but ")] {
        if let Some(value) = statement.get(name) {
            let each: Vec<String> = several(value).into_iter().map(|it| words.text(it)).collect();
            text.push_str(&format!(" {joined}{}", each.join(", ")));
        }
    }
    for (name, joined) in [("Resource", "on"), ("NotResource", "on everything but")] {
        if let Some(value) = statement.get(name) {
            let each: Vec<String> = several(value).into_iter().map(|it| words.text(it)).collect();
            text.push_str(&format!(" {joined} {}", each.join(", ")));
        }
    }
    if !principal.is_null() {
        text.push_str(&format!(" to {}", words.text(principal)));
    }
    if let Some(condition) = statement.get("Condition") {
        text.push_str(&format!(" where {}", words.text(condition)));
    }
    text
}

/// The statements of a document.
pub(super) fn document(words: &Words<'_>, document: &Value) -> String {
    let statements = several(&document["Statement"]).into_iter().map(|it| statement(words, it));
    statements.collect::<Vec<_>>().join("; ")
}

pub(super) fn role(words: &Words<'_>, properties: &mut Properties<'_>) -> Vec<String> {
    let trusted = document(words, properties.take("AssumeRolePolicyDocument"));
    let managed =
        several(properties.take("ManagedPolicyArns")).into_iter().map(|arn| format!("has {}", words.text(arn)));
    let own = several(properties.take("Policies")).into_iter().map(|policy| document(words, &policy["PolicyDocument"]));
    let granted: Vec<String> = managed.chain(own).collect();
    vec![format!("{}; {}", granted.join("; "), trusted.replace("allow sts:AssumeRole to Service: ", "for "))]
}

/// A managed policy, or the policy of a bucket, a topic, a queue or a key.
pub(super) fn policy(words: &Words<'_>, properties: &mut Properties<'_>) -> Vec<String> {
    let own = ["PolicyDocument", "KeyPolicy"].into_iter().map(|name| properties.take(name));
    own.filter(|policy| !policy.is_null()).map(|policy| document(words, policy)).collect()
}
