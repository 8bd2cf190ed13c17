//! What an alarm is about: the function, the table, the API or whatever else its metrics measure.

use aws_sdk_cloudwatch::types::{Dimension, MetricAlarm};
use serde::Serialize;

/// What a dimension of CloudWatch's names; of several in one metric, the first one here is the nearest to a cause.
const KINDS: [(&str, &str); 11] = [
    ("FunctionName", "function"),
    ("TableName", "table"),
    ("QueueName", "queue"),
    ("TopicName", "topic"),
    ("BucketName", "bucket"),
    ("UserPool", "user pool"),
    ("UserPoolId", "user pool"),
    ("WebACL", "firewall"),
    ("DistributionId", "CDN"),
    ("ApiName", "API"),
    ("ApiId", "API"),
];

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Subject {
    pub(crate) kind: &'static str,
    pub(crate) name: String,
}

impl Subject {
    /// `None` for metrics of a whole account.
    pub(super) fn of(alarm: &MetricAlarm) -> Option<Self> {
        let metrics = alarm.metrics().iter().filter_map(|query| query.metric_stat()?.metric());
        let dimensions: Vec<&Dimension> =
            alarm.dimensions().iter().chain(metrics.flat_map(|metric| metric.dimensions())).collect();
        KINDS.into_iter().find_map(|(dimension, kind)| {
            let found = dimensions.iter().find(|found| found.name() == Some(dimension))?;
            Some(Self { kind, name: found.value()?.to_owned() })
        })
    }

    /// Whether it is what users of the app notice first, whatever else is the cause.
    pub(crate) fn is_symptom(&self) -> bool {
        matches!(self.kind, "API" | "CDN")
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_cloudwatch::types::{Metric, MetricDataQuery, MetricStat};

    use super::*;

    fn dimension(name: &str, value: &str) -> Dimension {
        Dimension::builder().name(name).value(value).build()
    }

    #[test]
    fn the_subject_is_in_the_dimensions_of_a_metric_or_of_metric_math() {
        let plain = MetricAlarm::builder()
            .dimensions(dimension("Resource", "a:live"))
            .dimensions(dimension("FunctionName", "a"))
            .build();
        let metric = Metric::builder().metric_name("5XXError").dimensions(dimension("ApiName", "shop")).build();
        let stat = MetricStat::builder().metric(metric).period(60).stat("Sum").build();
        let math = MetricAlarm::builder()
            .metrics(MetricDataQuery::builder().id("answer").expression("errors").build())
            .metrics(MetricDataQuery::builder().id("errors").metric_stat(stat).build())
            .build();

        let subject = |kind, name: &str| Some(Subject { kind, name: name.into() });
        assert_eq!(Subject::of(&plain), subject("function", "a"));
        assert_eq!(Subject::of(&math), subject("API", "shop"));
        assert_eq!(Subject::of(&MetricAlarm::builder().build()), None);
    }
}
