//! The queries for Logs Insights that a template ships.

use serde_json::Value;

use super::{Template, intrinsics::sub};

/// An `AWS::Logs::QueryDefinition`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SavedQuery {
    /// Without the name of the stack before it.
    pub(crate) name: String,
    /// The first line of the query, if that is a comment.
    pub(crate) about: String,
    pub(crate) text: String,
    /// The logical ids of its log groups; empty where it is for any.
    pub(crate) groups: Vec<String>,
}

impl Template {
    /// The queries that the template ships, by name.
    ///
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-querydefinition.html>
    pub(crate) fn saved_queries(&self) -> Vec<SavedQuery> {
        let definitions = self.resources().filter(|(_, resource)| resource["Type"] == "AWS::Logs::QueryDefinition");
        let mut found: Vec<SavedQuery> =
            definitions.filter_map(|(_, resource)| saved(&resource["Properties"])).collect();
        found.sort_by(|a, b| a.name.cmp(&b.name));
        found
    }
}

fn saved(properties: &Value) -> Option<SavedQuery> {
    let name = sub(&properties["Name"]).or_else(|| properties["Name"].as_str())?;
    let text = properties["QueryString"].as_str()?.trim();
    let about = text.lines().next().and_then(|line| line.strip_prefix('#')).unwrap_or_default().trim();
    let groups = properties["LogGroupNames"].as_array().into_iter().flatten();
    Some(SavedQuery {
        name: name.rsplit('/').next().unwrap_or(name).to_owned(),
        about: about.to_owned(),
        text: text.to_owned(),
        groups: groups.filter_map(|group| group["Ref"].as_str()).map(str::to_owned).collect(),
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn the_templates_queries_have_names_sentences_and_log_groups() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/template.yaml");
        let queries = Template::read(&path).expect("valid").saved_queries();

        let names: Vec<&str> = queries.iter().map(|query| query.name.as_str()).collect();
        assert_eq!(names, ["cold-starts", "error-classes", "errors", "refused", "slowest", "throttled", "top-users"]);
        for query in &queries {
            assert!(!query.about.is_empty() && query.text.contains('|'), "{query:?}");
        }
        assert_eq!(queries[4].groups, ["ApiLogs"]);
        assert_eq!(queries[0].groups, [""; 0], "of every function");
    }
}
