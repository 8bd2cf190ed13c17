//! Where a policy applies: the account, the region, and the names of the stage's resources in them.

use crate::{aws::Partition, stage::StackName, template::Template};

/// Unknown parts are wildcards.
///
/// Many patterns end with a `*` after the stack's name: they also match functions, alarms and queues that are added
/// later, and the names of today's functions and their log groups would fill over half of a policy. They also match
/// another stage of the account that is named `<stage>-…`: `srvls doctor --persona` warns about that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) region: String,
    pub(crate) account: String,
    pub(crate) stack: StackName,
    /// The pool's id is random, so it is unknown until the stage is deployed.
    pub(crate) user_pool: Option<String>,
    /// Logical ids.
    pub(crate) tables: Vec<String>,
    pub(crate) buckets: Vec<String>,
    pub(crate) secrets: Vec<String>,
    /// The name of the edge's stack, whether it exists or not.
    pub(crate) edge: Option<StackName>,
}

impl Place {
    pub(crate) fn new(stack: StackName, region: Option<&str>, account: Option<&str>, template: &Template) -> Self {
        let known = |value: Option<&str>| value.filter(|value| !value.is_empty()).unwrap_or("*").to_owned();
        Self {
            region: known(region),
            account: known(account),
            stack,
            user_pool: None,
            tables: template.logical_ids("AWS::DynamoDB::Table"),
            buckets: template.logical_ids("AWS::S3::Bucket"),
            secrets: template.logical_ids("AWS::SecretsManager::Secret"),
            edge: None,
        }
    }

    /// Fills in the names: a pattern with `{table}`, `{bucket}`, `{secret}` or `{edge}` becomes one ARN for each.
    pub(super) fn arns(&self, patterns: &[&str]) -> Vec<String> {
        let mut arns: Vec<String> = Vec::new();
        for arn in patterns.iter().flat_map(|pattern| self.each(pattern)).map(|pattern| self.fill(&pattern)) {
            // In us-east-1, the edge's region is the stage's own.
            if !arns.contains(&arn) {
                arns.push(arn);
            }
        }
        arns
    }

    fn each(&self, pattern: &str) -> Vec<String> {
        // CloudFormation builds a bucket's name from the stack's name and the logical id, in lower case.
        let buckets: Vec<String> = self.buckets.iter().map(|bucket| bucket.to_lowercase()).collect();
        let edge: Vec<String> = self.edge.iter().map(|stack| stack.0.clone()).collect();
        let several =
            [("{table}", &self.tables), ("{bucket}", &buckets), ("{secret}", &self.secrets), ("{edge}", &edge)];
        for (name, ids) in several {
            if pattern.contains(name) {
                return ids.iter().map(|id| pattern.replace(name, id)).collect();
            }
        }
        vec![pattern.to_owned()]
    }

    fn fill(&self, pattern: &str) -> String {
        let names = [
            ("{partition}", Partition::of(&self.region).name()),
            ("{region}", &self.region),
            ("{account}", &self.account),
            ("{stack}", &self.stack.0),
            ("{pool}", self.user_pool.as_deref().unwrap_or("*")),
        ];
        names.iter().fold(pattern.to_owned(), |pattern, (name, value)| pattern.replace(name, value))
    }

    #[cfg(test)]
    pub(crate) fn of_test() -> Self {
        Self {
            region: "eu-west-1".into(),
            account: "123456789012".into(),
            stack: StackName("srvls-dev".into()),
            user_pool: Some("eu-west-1_abc".into()),
            tables: vec!["UserProfilesTable".into()],
            buckets: vec!["ImagesBucket".into()],
            secrets: vec!["CursorKeySecret".into()],
            edge: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use regex::Regex;

    use super::*;
    use crate::personas::{Persona, Statement, on_behalf, own_policies};

    fn templates() -> [PathBuf; 2] {
        ["template.yaml", "edge.yaml"].map(|file| Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(file))
    }

    /// Every statement of every policy.
    fn statements(place: &Place) -> Vec<Statement> {
        let templates = templates().map(|path| Template::read(&path).expect("valid"));
        let kinds: Vec<String> = templates.iter().flat_map(Template::resource_types).collect();
        let mut policies = on_behalf(kinds.iter().map(String::as_str), place).policies;
        policies.extend(Persona::ALL.into_iter().flat_map(|persona| own_policies(persona, place)));
        policies.into_iter().flat_map(|policy| policy.statements).collect()
    }

    #[test]
    fn no_pattern_matches_another_stage_with_the_same_prefix() {
        let place = Place { edge: Some(StackName("srvls-dev-edge".into())), ..Place::of_test() };

        let goes_on = |pattern: &String| {
            let mut after = pattern.split("srvls-dev").skip(1);
            after.any(|rest| !rest.is_empty() && !rest.starts_with(['-', '/', ':']))
        };
        let patterns = statements(&place).into_iter().flat_map(|statement| statement.resources);
        let loose: Vec<String> = patterns.filter(goes_on).collect();

        assert_eq!(loose, Vec::<String>::new(), "these also match a stage `dev2`");
    }

    #[test]
    fn every_log_group_of_our_templates_may_be_created() {
        let makes = |statement: &Statement| statement.actions.iter().any(|action| action == "logs:CreateLogGroup");
        let statements = statements(&Place::of_test());
        let patterns = statements.iter().find(|statement| makes(statement)).expect("a statement").resources.iter();
        let patterns: Vec<Regex> = patterns
            .map(|pattern| regex::escape(pattern).replace(r"\*", ".*"))
            .map(|pattern| Regex::new(&format!("^{pattern}$")).expect("a pattern"))
            .collect();
        let named = Regex::new(r"LogGroupName: !Sub '(.+)'").expect("a pattern");

        for text in templates().map(|path| std::fs::read_to_string(path).expect("text")) {
            for name in named.captures_iter(&text).map(|name| name[1].replace("${AWS::StackName}", "srvls-dev")) {
                let group = format!("arn:aws:logs:eu-west-1:123456789012:log-group:{name}");
                for arn in [&group, &format!("{group}:*")] {
                    assert!(patterns.iter().any(|pattern| pattern.is_match(arn)), "no pattern matches {arn}");
                }
            }
        }
    }

    #[test]
    fn an_arn_has_the_partition_of_its_region() {
        let china = Place { region: "cn-north-1".into(), ..Place::of_test() };

        let filled = china.arns(&["arn:{partition}:sqs:{region}:{account}:{stack}-*"]);

        assert_eq!(filled, ["arn:aws-cn:sqs:cn-north-1:123456789012:srvls-dev-*"]);
    }

    #[test]
    fn no_arn_is_listed_twice_where_the_edge_has_the_same_region() {
        let place = Place { region: "us-east-1".into(), ..Place::of_test() };

        let arns = place.arns(&["arn:aws:logs:{region}:1:*", "arn:aws:logs:us-east-1:1:*"]);

        assert_eq!(arns, ["arn:aws:logs:us-east-1:1:*"]);
    }

    #[test]
    fn a_bucket_name_is_in_lower_case() {
        let arns = Place::of_test().arns(&["arn:{partition}:s3:::{stack}-{bucket}-*"]);

        assert_eq!(arns, ["arn:aws:s3:::srvls-dev-imagesbucket-*"]);
    }
}
