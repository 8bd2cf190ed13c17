//! What one template says otherwise than another: the sentences that a review of a change has to read.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value};

use super::{Template, chapters, groups::together};
use crate::template::version_settings;

/// What a chapter no longer says, and what it says now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PostureChange {
    pub(crate) chapter: &'static str,
    pub(crate) removed: Vec<String>,
    pub(crate) added: Vec<String>,
}

impl Template {
    /// What this template says otherwise than the `deployed` one, chapter by chapter. Where a function's code is says
    /// nothing, nor does the digest of its settings.
    pub(crate) fn posture_changes(&self, deployed: &Self) -> Vec<PostureChange> {
        let (before, after) = (deployed.reviewed(), self.reviewed());
        let both = chapters(&before).into_iter().zip(chapters(&after));
        let changes = both.map(|((chapter, before), (_, after))| PostureChange {
            chapter,
            removed: only_in(&before, &after),
            added: only_in(&after, &before),
        });
        changes.filter(|change| !change.removed.is_empty() || !change.added.is_empty()).collect()
    }

    /// Expanded as SAM does.
    fn reviewed(&self) -> Value {
        let mut body = self.expand().body;
        let resources = body["Resources"].as_object_mut().into_iter().flat_map(Map::values_mut);
        for function in resources.filter(|resource| resource["Type"] == "AWS::Lambda::Function") {
            if let Some(properties) = function["Properties"].as_object_mut() {
                properties.shift_remove("Code");
                version_settings::unset(properties);
            }
        }
        body
    }
}

fn only_in(these: &[(&str, String)], those: &[(&str, String)]) -> Vec<String> {
    let known: BTreeSet<&(&str, String)> = those.iter().collect();
    together(these.iter().filter(|said| !known.contains(said)).cloned().collect())
}

impl PostureChange {
    /// Each sentence after its mark: the old one of a resource stands before the new one.
    pub(crate) fn lines(&self) -> Vec<(char, &str)> {
        let removed = self.removed.iter().map(|sentence| ('-', sentence.as_str()));
        let mut lines: Vec<(char, &str)> =
            removed.chain(self.added.iter().map(|sentence| ('+', sentence.as_str()))).collect();
        let unsorted = lines.clone();
        let first = |of: fn(&str) -> &str, sentence: &str| {
            unsorted.iter().position(|(_, other)| of(other) == of(sentence)).unwrap_or_default()
        };
        lines.sort_by_key(|(_, sentence)| (first(resources, sentence), first(topic, sentence)));
        lines
    }
}

/// The names at the beginning of a sentence.
fn resources(sentence: &str) -> &str {
    sentence.split("` ").next().unwrap_or_default()
}

/// What it is about: an operation, a rule, a property.
fn topic(sentence: &str) -> &str {
    sentence.split(": ").next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(before: &str, after: &str) -> Vec<PostureChange> {
        Template::of("t.yaml", after).posture_changes(&Template::of("t.yaml", before))
    }

    fn change(chapter: &'static str, removed: &[&str], added: &[&str]) -> PostureChange {
        let owned = |said: &[&str]| said.iter().map(|it| (*it).to_owned()).collect();
        PostureChange { chapter, removed: owned(removed), added: owned(added) }
    }

    #[test]
    fn a_changed_value_is_said_as_it_was_and_as_it_will_be() {
        let queue = |seconds| {
            format!("Resources: {{Queue: {{Type: AWS::SQS::Queue, Properties: {{VisibilityTimeout: {seconds}}}}}}}")
        };

        assert_eq!(
            changes(&queue(30), &queue(60)),
            [change("Data", &["`Queue` VisibilityTimeout: 30"], &["`Queue` VisibilityTimeout: 60"])]
        );
        assert_eq!(changes(&queue(30), &queue(30)), []);
    }

    #[test]
    fn one_more_of_the_same_is_one_sentence() {
        let before = "Resources: {A: {Type: AWS::SNS::Topic}, B: {Type: AWS::SNS::Topic}}";
        let after = "Resources: {A: {Type: AWS::SNS::Topic}, B: {Type: AWS::SNS::Topic}, C: {Type: AWS::SNS::Topic}}";

        assert_eq!(changes(before, after), [change("Alarms", &[], &["`C` SNS Topic"])]);
    }

    #[test]
    fn other_code_and_its_digest_say_nothing_and_another_timeout_does() {
        let function = |key: &str, seconds: u8| {
            format!(
                "Resources: {{F: {{Type: AWS::Serverless::Function, Properties: {{CodeUri: {{Bucket: b, Key: {key}}}, Role: R, Timeout: {seconds}, Environment: {{Variables: {{SETTINGS_DIGEST: d{key}}}}}}}}}}}"
            )
        };

        assert_eq!(changes(&function("1", 5), &function("2", 5)), []);
        assert_eq!(
            changes(&function("1", 5), &function("2", 6)),
            [change("Functions", &["`F` Role: R, Timeout: 5"], &["`F` Role: R, Timeout: 6"])]
        );
    }

    #[test]
    fn parameters_conditions_and_outputs_are_part_of_it() {
        let before = "Parameters: {Days: {Type: Number, Default: 7}}\nResources: {A: {Type: AWS::SNS::Topic}}";
        let after = "Parameters: {Days: {Type: Number, Default: 9}}\nResources: {A: {Type: AWS::SNS::Topic}}\nOutputs: {Topic: {Value: !Ref A}}";

        assert_eq!(
            changes(before, after),
            [
                change("Parameters", &["`Days` Type: Number, Default: 7"], &["`Days` Type: Number, Default: 9"]),
                change("Outputs", &[], &["`Topic` Value: A"]),
            ]
        );
    }

    #[test]
    fn the_old_sentence_on_a_thing_stands_before_the_new_one() {
        let change = change(
            "Alarms",
            &["`A` slow: > 1", "`Api` GET /x: anyone", "`Api` GET /y: anyone"],
            &["`New` B: 1", "`Api` GET /y: callers", "`A` slow: > 2", "`Api` GET /x: callers"],
        );

        let lines: Vec<String> = change.lines().into_iter().map(|(mark, text)| format!("{mark}{text}")).collect();

        assert_eq!(
            lines,
            [
                "-`A` slow: > 1",
                "+`A` slow: > 2",
                "-`Api` GET /x: anyone",
                "+`Api` GET /x: callers",
                "-`Api` GET /y: anyone",
                "+`Api` GET /y: callers",
                "+`New` B: 1",
            ]
        );
    }
}
