//! Where a policy applies: the account, the region, and the names of the stage's resources in them.

use crate::{aws::Partition, stage::StackName, template::Template};

/// A wildcard stands for what is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) region: String,
    pub(crate) account: String,
    pub(crate) stack: StackName,
    /// The pool's id is random: it is known once the stage is deployed.
    pub(crate) user_pool: Option<String>,
    /// Logical ids.
    pub(crate) tables: Vec<String>,
    pub(crate) buckets: Vec<String>,
    pub(crate) secrets: Vec<String>,
    /// The stack of the edge, whether the stage has one or not.
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

    /// The patterns with their names filled in: one ARN for each table, bucket or secret where they name these.
    pub(super) fn arns(&self, patterns: &[&str]) -> Vec<String> {
        patterns.iter().flat_map(|pattern| self.each(pattern)).map(|pattern| self.fill(&pattern)).collect()
    }

    fn each(&self, pattern: &str) -> Vec<String> {
        // CloudFormation makes a bucket's name of its stack's and its own, in lower case.
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
    use super::*;

    #[test]
    fn an_arn_is_of_the_regions_partition() {
        let china = Place { region: "cn-north-1".into(), ..Place::of_test() };

        let filled = china.arns(&["arn:{partition}:sqs:{region}:{account}:{stack}-*"]);

        assert_eq!(filled, ["arn:aws-cn:sqs:cn-north-1:123456789012:srvls-dev-*"]);
    }

    #[test]
    fn a_bucket_is_called_in_lower_case() {
        let arns = Place::of_test().arns(&["arn:{partition}:s3:::{stack}-{bucket}-*"]);

        assert_eq!(arns, ["arn:aws:s3:::srvls-dev-imagesbucket-*"]);
    }
}
