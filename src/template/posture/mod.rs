//! What a template says, in words that a reviewer can hold against what is intended.
//!
//! Every property of every resource is in some sentence, so that a change of a template is a change of its posture.
//! The exceptions are names, descriptions, dashboards, and the order in which resources are created.

mod alarms;
mod api;
mod changes;
mod edge;
mod groups;
mod policies;
mod properties;
mod stems;
#[cfg(test)]
mod tests;
mod words;

use serde::Serialize;
use serde_json::Value;

pub(crate) use self::changes::PostureChange;
use self::{groups::together, properties::Properties, stems::Stems, words::Words};
use super::Template;

/// A part of the posture, with a sentence for each thing that a reviewer may want to change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Section {
    pub(crate) title: &'static str,
    pub(crate) sentences: Vec<String>,
}

type Describe = fn(&Words<'_>, &mut Properties<'_>) -> Vec<String>;

/// Resources of one service, by the beginning of their types.
const CHAPTERS: [(&str, &[&str]); 9] = [
    (
        "Who may call what",
        &[
            "AWS::ApiGateway::",
            "AWS::ApiGatewayV2::",
            "AWS::Lambda::Permission",
            "AWS::Lambda::EventSourceMapping",
            "AWS::Lambda::Url",
            "AWS::Events::",
            "AWS::Scheduler::",
        ],
    ),
    ("The edge", &["AWS::CloudFront::", "AWS::WAFv2::", "AWS::Route53::"]),
    ("Users", &["AWS::Cognito::"]),
    ("Data", &["AWS::DynamoDB::", "AWS::S3::", "AWS::SecretsManager::", "AWS::KMS::", "AWS::SQS::", "AWS::RDS::"]),
    ("Roles", &["AWS::IAM::"]),
    ("Alarms", &["AWS::CloudWatch::", "AWS::SNS::", "AWS::Budgets::"]),
    ("Logs", &["AWS::Logs::"]),
    ("Functions", &["AWS::Lambda::"]),
    ("Everything else", &[""]),
];

/// The types whose properties need more than their names.
const DESCRIBED: [(&str, Describe); 13] = [
    ("AWS::ApiGateway::RestApi", api::api),
    ("AWS::ApiGateway::Stage", api::stage),
    ("AWS::CloudFront::Distribution", edge::distribution),
    ("AWS::CloudWatch::Alarm", alarms::alarm),
    ("AWS::CloudWatch::CompositeAlarm", alarms::composite),
    ("AWS::CloudWatch::Dashboard", dashboard),
    ("AWS::IAM::ManagedPolicy", policies::policy),
    ("AWS::IAM::Role", policies::role),
    ("AWS::KMS::Key", policies::policy),
    ("AWS::Logs::QueryDefinition", saved_query),
    ("AWS::S3::BucketPolicy", policies::policy),
    ("AWS::SNS::TopicPolicy", policies::policy),
    ("AWS::WAFv2::WebACL", edge::web_acl),
];

/// Properties that only say what a resource is called.
const NAMES: [&str; 9] = [
    "Description",
    "FunctionName",
    "LogGroupName",
    "QueueName",
    "RoleName",
    "TableName",
    "TopicName",
    "Comment",
    "Tags",
];

impl Template {
    /// What the template says, after SAM, with the defaults of its parameters.
    pub(crate) fn posture(&self) -> Vec<Section> {
        let body = self.expand().body;
        let sections = chapters(&body).into_iter().map(|(title, said)| Section { title, sentences: together(said) });
        sections.filter(|section| !section.sentences.is_empty()).collect()
    }
}

/// A title, and what the chapter says of what.
type Chapter<'a> = (&'static str, Vec<(&'a str, String)>);

/// All chapters in their order, also those that say nothing of this template.
fn chapters(body: &Value) -> Vec<Chapter<'_>> {
    let words = Words::of(body);
    let stems = Stems::of(body);
    let mut chapters: Vec<Chapter<'_>> = CHAPTERS.iter().map(|(title, _)| (*title, Vec::new())).collect();
    for (id, resource) in body["Resources"].as_object().into_iter().flatten() {
        let kind = resource["Type"].as_str().unwrap_or_default();
        let chapter = CHAPTERS.iter().position(|(_, kinds)| kinds.iter().any(|of| kind.starts_with(of)));
        let said = sentences(&words, kind, resource).into_iter().map(|text| (id.as_str(), stems.folded(id, &text)));
        chapters[chapter.unwrap_or(CHAPTERS.len() - 1)].1.extend(said);
    }
    let definitions = |title| (title, definitions(&words, &body[title]));
    chapters.extend(["Conditions", "Parameters", "Rules", "Outputs"].map(definitions));
    chapters
}

/// The sentences on one resource.
fn sentences(words: &Words<'_>, kind: &str, resource: &Value) -> Vec<String> {
    let mut properties = Properties::of(resource);
    let describe = DESCRIBED.iter().find(|(described, _)| *described == kind).map(|(_, describe)| describe);
    let mut sentences = describe.map(|describe| describe(words, &mut properties)).unwrap_or_default();
    // Elsewhere it says which function is meant.
    let is_own_name = |name: &&&str| **name != "FunctionName" || kind == "AWS::Lambda::Function";
    for name in NAMES.iter().filter(is_own_name) {
        properties.take(name);
    }
    let rest = properties.rest();
    if !rest.is_empty() {
        sentences.push(words.fields(&rest));
    }
    let whole = attributes(words, resource);
    if sentences.is_empty() || !whole.is_empty() {
        let kind = kind.trim_start_matches("AWS::").replace("::", " ");
        sentences.insert(0, [&[kind][..], &whole].concat().join(", "));
    }
    sentences
}

/// When a resource exists, and what becomes of it when the stack is deleted.
fn attributes(words: &Words<'_>, resource: &Value) -> Vec<String> {
    let attribute = |name: &str, says: &str| resource.get(name).map(|value| format!("{says} {}", words.text(value)));
    let attributes = [
        attribute("Condition", "only if"),
        attribute("DeletionPolicy", "on deletion:"),
        attribute("UpdateReplacePolicy", "on replacement:"),
        resource["Metadata"]["srvls"].get("Suppress").map(|value| format!("checks suppressed: {}", words.text(value))),
    ];
    attributes.into_iter().flatten().collect()
}

fn dashboard(_: &Words<'_>, properties: &mut Properties<'_>) -> Vec<String> {
    properties.take("DashboardBody");
    properties.take("DashboardName");
    Vec::new()
}

/// Only which logs it is for: what it shows changes nothing of the stage.
fn saved_query(_: &Words<'_>, properties: &mut Properties<'_>) -> Vec<String> {
    properties.take("Name");
    properties.take("QueryString");
    Vec::new()
}

fn definitions<'a>(words: &Words<'_>, section: &'a Value) -> Vec<(&'a str, String)> {
    let each = section.as_object().into_iter().flatten();
    each.map(|(name, definition)| {
        let mut definition = definition.clone();
        if let Some(fields) = definition.as_object_mut() {
            fields.shift_remove("Description");
        }
        (name.as_str(), words.text(&definition))
    })
    .collect()
}
