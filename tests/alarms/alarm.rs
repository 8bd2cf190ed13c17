//! The alarms of a template, as CloudFormation would make them with the parameters' defaults.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{cloudwatch::Series, metric_math::Expression};
use crate::support::expansion::Expanded;

pub(crate) const STACK: &str = "shop-dev";

#[derive(Debug)]
pub(crate) struct Alarm {
    pub(crate) logical_id: String,
    /// Without the name of the stack.
    pub(crate) name: String,
    pub(crate) description: String,
    /// The address that ends the description.
    pub(crate) dashboard: String,
    /// Whether a stage with `Alarms = "essential"` has it.
    pub(crate) is_essential: bool,
    /// What is compared with the threshold.
    pub(crate) answer: Expression,
    pub(crate) metrics: BTreeMap<String, Stat>,
    threshold: f64,
    pub(crate) evaluation_periods: usize,
    pub(crate) datapoints_to_alarm: usize,
    pub(crate) missing: Missing,
}

#[derive(Debug)]
pub(crate) struct Stat {
    pub(crate) series: Series,
    pub(crate) statistic: String,
    pub(crate) period_minutes: usize,
}

/// What a period without data means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Missing {
    NotBreaching,
    /// The state stays as it is.
    Ignored,
}

/// The alarms of both templates, in their order.
pub(crate) fn alarms() -> Vec<Alarm> {
    ["template.yaml", "edge.yaml"].into_iter().flat_map(|file| Templated(Expanded::read(file)).alarms()).collect()
}

/// A template whose resources go by their logical ids.
struct Templated(Expanded);

impl Templated {
    fn alarms(&self) -> Vec<Alarm> {
        let alarms = self.0.resources_of("AWS::CloudWatch::Alarm");
        alarms.map(|(id, alarm)| self.alarm(id, &alarm["Properties"], alarm["Condition"].is_null())).collect()
    }

    fn alarm(&self, logical_id: &str, properties: &Value, is_essential: bool) -> Alarm {
        assert_eq!(properties["ComparisonOperator"], "GreaterThanThreshold", "another is not modelled");
        assert_eq!(properties["TreatMissingData"], "notBreaching", "another is not modelled");
        let evaluation_periods = number(&properties["EvaluationPeriods"]) as usize;
        let needed = &properties["DatapointsToAlarm"];
        let (answer, metrics) = match properties["Metrics"].as_array() {
            Some(queries) => self.queries(queries),
            None => {
                let stat = self.stat(properties, &properties["Statistic"], &properties["Period"]);
                (Expression::Metric("metric".into()), BTreeMap::from([("metric".into(), stat)]))
            }
        };
        // What DynamoDB does not publish is ignored, whatever the alarm says; metric math can fill it.
        // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
        let of_tables = metrics.values().any(|stat| stat.series.namespace == "AWS/DynamoDB");
        let name = self.text(&properties["AlarmName"]);
        let description = self.text(&properties["AlarmDescription"]);
        let (description, dashboard) = description.split_once(". Dashboard: ").expect("a link to the dashboard");
        Alarm {
            logical_id: logical_id.to_owned(),
            name: name.strip_prefix(&format!("{STACK}-")).expect("a name that begins with the stack's").to_owned(),
            description: description.to_owned(),
            dashboard: dashboard.to_owned(),
            is_essential,
            answer,
            metrics,
            threshold: number(&properties["Threshold"]),
            evaluation_periods,
            datapoints_to_alarm: if needed.is_null() { evaluation_periods } else { number(needed) as usize },
            missing: if of_tables { Missing::Ignored } else { Missing::NotBreaching },
        }
    }

    fn queries(&self, queries: &[Value]) -> (Expression, BTreeMap<String, Stat>) {
        let [answer] = queries.iter().filter(|query| query["ReturnData"] == true).collect::<Vec<_>>()[..] else {
            panic!("not one query is compared: {queries:?}");
        };
        let stats = queries.iter().filter(|query| query["MetricStat"].is_object()).map(|query| {
            let stat = &query["MetricStat"];
            (self.text(&query["Id"]), self.stat(&stat["Metric"], &stat["Stat"], &stat["Period"]))
        });
        (Expression::read(&self.text(&answer["Expression"])), stats.collect())
    }

    fn stat(&self, metric: &Value, statistic: &Value, period: &Value) -> Stat {
        // Its percentages are not weighted by their requests, as far as AWS says.
        let is_exact = metric["Namespace"] != "AWS/CloudFront" || *period == 60;
        assert!(is_exact, "a percentage of CloudFront over more than a minute: {metric}");
        let dimensions = metric["Dimensions"].as_array().into_iter().flatten();
        let dimensions =
            dimensions.map(|dimension| (self.text(&dimension["Name"]), self.text(&dimension["Value"]))).collect();
        let series =
            Series { namespace: self.text(&metric["Namespace"]), name: self.text(&metric["MetricName"]), dimensions };
        Stat { series, statistic: self.text(statistic), period_minutes: number(period) as usize / 60 }
    }

    /// Where a resource stands for its name.
    fn text(&self, value: &Value) -> String {
        let named = |name: &str| if name == "AWS::StackName" { STACK.to_owned() } else { name.to_owned() };
        let resolved = self.0.resolved(value, &named);
        resolved.as_str().unwrap_or_else(|| panic!("{value} is no text")).to_owned()
    }
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is not a number"))
}

impl Alarm {
    pub(crate) fn breaches(&self, value: f64) -> bool {
        value > self.threshold
    }

    /// Of all its metrics, which have to agree.
    pub(crate) fn period_minutes(&self) -> usize {
        let mut periods = self.metrics.values().map(|stat| stat.period_minutes);
        let first = periods.next().expect("a metric");
        assert!(periods.all(|period| period == first), "{} mixes periods", self.name);
        first
    }
}
