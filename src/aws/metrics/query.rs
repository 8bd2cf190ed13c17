//! What a series is made of: one statistic of one metric, or metric math over several.

use std::fmt;

/// A metric is exactly its namespace, its name and its dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Metric {
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) dimensions: Vec<(String, String)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Query {
    /// `stat` is one of CloudWatch's, such as `Sum` or `p99`.
    Stat { metric: Metric, stat: String },
    /// `inputs` are metrics and their statistics by the ids that `expression` has for them.
    Math { expression: String, inputs: Vec<(String, Metric, String)> },
}

impl Metric {
    pub(crate) fn new(namespace: &str, name: &str, dimensions: &[(&str, &str)]) -> Self {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Self {
            namespace: namespace.to_owned(),
            name: name.to_owned(),
            dimensions: dimensions.iter().map(owned).collect(),
        }
    }

    pub(crate) fn stat(&self, stat: &str) -> Query {
        Query::Stat { metric: self.clone(), stat: stat.to_owned() }
    }

    /// Whether CloudWatch has it in the edge's region alone: metrics of CloudFront, and of web ACLs of CloudFront, which
    /// unlike others have no region among their dimensions.
    /// <https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html>
    fn is_of_edge(&self) -> bool {
        match self.namespace.as_str() {
            "AWS/CloudFront" => true,
            "AWS/WAFV2" => !self.dimensions.iter().any(|(name, _)| name == "Region"),
            _ => false,
        }
    }
}

impl Query {
    /// Its metrics, with their statistics.
    pub(crate) fn metrics(&self) -> Vec<(&Metric, &str)> {
        match self {
            Self::Stat { metric, stat } => vec![(metric, stat)],
            Self::Math { inputs, .. } => inputs.iter().map(|(_, metric, stat)| (metric, stat.as_str())).collect(),
        }
    }

    pub(super) fn is_of_edge(&self) -> bool {
        self.metrics().iter().any(|(metric, _)| metric.is_of_edge())
    }
}

/// `AWS/Lambda Errors FunctionName=a`.
impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.namespace, self.name)?;
        self.dimensions.iter().try_for_each(|(name, value)| write!(f, " {name}={value}"))
    }
}
