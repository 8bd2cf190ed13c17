//! The limit of a metric: the threshold of the alarm that watches it.

use serde::Serialize;

use super::{Formula, StageMetric};
use crate::aws::{
    alarms::{Alarm, Watch},
    metrics::{Metric, Query},
};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Limit {
    pub(crate) alarm: String,
    /// `>`, `>=`, `<`, `<=`.
    pub(crate) comparison: String,
    pub(crate) threshold: f64,
}

impl Limit {
    /// Whether a value is on the wrong side.
    pub(crate) fn is_crossed(&self, value: f64) -> bool {
        match self.comparison.as_str() {
            ">" => value > self.threshold,
            ">=" => value >= self.threshold,
            "<" => value < self.threshold,
            "<=" => value <= self.threshold,
            _ => false,
        }
    }
}

/// The limit of a metric whose values are of periods of this length. Of several alarms, the one that looks soonest.
pub(crate) fn limit_of(metric: &StageMetric, period_seconds: u32, alarms: &[Alarm]) -> Option<Limit> {
    let watched = Terms::of_metric(&metric.formula)?;
    let is_comparable = |watch: &Watch| {
        let same_period = watch.period_seconds.is_none_or(|seconds| i64::from(seconds) == i64::from(period_seconds));
        // What adds up over a longer period is no limit for a shorter one; none at all is one for any.
        !metric.adds_up() || same_period || watch.threshold == Some(0.0)
    };
    let limits = alarms.iter().filter_map(|alarm| {
        let watch = alarm.watch.as_ref().filter(|watch| is_comparable(watch))?;
        Terms::of_query(watch.query.as_ref()?).filter(|of_alarm| of_alarm.are_about(&watched))?;
        let limit =
            Limit { alarm: alarm.name.clone(), comparison: watch.comparison.clone(), threshold: watch.threshold? };
        Some((watch.period_seconds, limit))
    });
    limits.min_by(|(a, _), (b, _)| a.cmp(b)).map(|(_, limit)| limit)
}

/// What is compared, without the conditions and fillings that keep an alarm calm: several terms add up.
#[derive(Debug, PartialEq, Eq)]
struct Terms(Vec<String>);

impl Terms {
    fn of_metric(formula: &Formula) -> Option<Self> {
        let key = |query: &Query| match query {
            Query::Stat { metric, stat } => Some(key(metric, stat)),
            Query::Math { .. } => None,
        };
        match formula {
            Formula::Value(query) => Some(Self(vec![key(query)?])),
            Formula::Sum(queries) => Some(Self(queries.iter().map(key).collect::<Option<_>>()?)),
            Formula::Percent { part, whole } => Some(Self(vec![format!("100*{}/{}", key(part)?, key(whole)?)])),
            Formula::PerSecond(_) | Formula::Rest { .. } => None,
        }
    }

    fn of_query(query: &Query) -> Option<Self> {
        let (expression, inputs) = match query {
            Query::Stat { metric, stat } => return Some(Self(vec![key(metric, stat)])),
            Query::Math { expression, inputs } => (expression, inputs),
        };
        let expression: String = expression.chars().filter(|c| !c.is_whitespace()).collect();
        let terms = essence(&expression).split('+').map(|term| {
            let factors = essence(term).split('/').map(|factor| {
                let factor = essence(factor);
                let (times, id) = factor.strip_prefix("100*").map_or(("", factor), |id| ("100*", id));
                let found = inputs.iter().find(|(name, ..)| name == essence(id));
                found.map(|(_, metric, stat)| format!("{times}{}", key(metric, stat)))
            });
            factors.collect::<Option<Vec<_>>>().map(|factors| factors.join("/"))
        });
        terms.collect::<Option<Vec<_>>>().map(Self)
    }

    /// Whether they are a part of the others, or the others of them: an alarm may leave out what is of no interest.
    fn are_about(&self, others: &Self) -> bool {
        let is_part = |a: &Self, b: &Self| a.0.iter().all(|term| b.0.contains(term));
        is_part(self, others) || is_part(others, self)
    }
}

fn key(metric: &Metric, stat: &str) -> String {
    let mut metric = metric.clone();
    metric.dimensions.sort();
    format!("{{{metric} {stat}}}")
}

/// `x` of `IF(condition,x,0)`, `FILL(x,0)` and `(x)`.
fn essence(expression: &str) -> &str {
    let inner = |name: &str| {
        let rest = expression.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')')?;
        // `(a)/(b)` is not in one pair of parentheses.
        let mut depth = 0_i32;
        let is_one = rest.chars().all(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth >= 0
        });
        is_one.then_some(rest)
    };
    let argument = |name: &str, index: usize, count: usize| {
        let arguments = arguments(inner(name)?);
        (arguments.len() == count).then(|| arguments[index])
    };
    match argument("IF", 1, 3).or_else(|| argument("FILL", 0, 2)).or_else(|| inner("")) {
        Some(inner) => essence(inner),
        None => expression,
    }
}

/// What the commas outside of parentheses separate.
fn arguments(text: &str) -> Vec<&str> {
    let (mut depth, mut begin, mut found) = (0_i32, 0, Vec::new());
    for (at, c) in text.char_indices() {
        depth += i32::from(c == '(') - i32::from(c == ')');
        if c == ',' && depth == 0 {
            found.push(&text[begin..at]);
            begin = at + 1;
        }
    }
    found.push(&text[begin..]);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        aws::alarms::{AlarmState, fake::alarm},
        metrics::{Service, Unit},
    };

    fn api(name: &str) -> Metric {
        Metric::new("AWS/ApiGateway", name, &[("ApiName", "shop-dev"), ("Stage", "v1")])
    }

    fn metric(unit: Unit, formula: Formula) -> StageMetric {
        let (target, name, stat) = ("api".into(), "x".into(), "Sum".into());
        StageMetric { service: Service::Api, target, name, stat, unit, formula, maximum: None }
    }

    fn watching(name: &str, query: Query, threshold: f64, period_seconds: i32) -> Alarm {
        let mut alarm = alarm(name, AlarmState::Ok, "critical: call");
        let watch = alarm.watch.as_mut().expect("a metric alarm");
        (watch.query, watch.threshold, watch.period_seconds) = (Some(query), Some(threshold), Some(period_seconds));
        alarm
    }

    fn math(expression: &str, inputs: &[(&str, Metric, &str)]) -> Query {
        let input = |(id, metric, stat): &(&str, Metric, &str)| ((*id).to_owned(), metric.clone(), (*stat).to_owned());
        Query::Math { expression: expression.to_owned(), inputs: inputs.iter().map(input).collect() }
    }

    fn threshold(metric: &StageMetric, alarms: &[Alarm]) -> Option<f64> {
        limit_of(metric, 60, alarms).map(|limit| limit.threshold)
    }

    #[test]
    fn a_rate_has_the_threshold_of_the_alarm_that_looks_soonest() {
        let inputs = [("errors", api("5XXError"), "Sum"), ("requests", api("Count"), "Sum")];
        let rate = |floor: &str| math(&format!("IF(requests >= {floor}, 100 * errors / requests, 0)"), &inputs);
        let alarms = [watching("burn", rate("180"), 1.44, 3_600), watching("5xx", rate("3"), 1.0, 60)];

        let percent = Formula::Percent { part: api("5XXError").stat("Sum"), whole: api("Count").stat("Sum") };
        assert_eq!(threshold(&metric(Unit::Percent, percent), &alarms), Some(1.0));
        let other = Formula::Percent { part: api("4XXError").stat("Sum"), whole: api("Count").stat("Sum") };
        assert_eq!(threshold(&metric(Unit::Percent, other), &alarms), None);
    }

    #[test]
    fn a_guard_against_little_traffic_is_no_part_of_what_is_watched() {
        let inputs = [("latency", api("Latency"), "p95"), ("requests", api("Count"), "Sum")];
        let alarms = [watching("slow", math("IF(requests >= 3, latency, 0)", &inputs), 2_000.0, 60)];

        let latency = |stat| metric(Unit::Milliseconds, Formula::Value(api("Latency").stat(stat)));
        assert_eq!(threshold(&latency("p95"), &alarms), Some(2_000.0));
        assert_eq!(threshold(&latency("p99"), &alarms), None, "of another statistic");
    }

    #[test]
    fn an_alarm_on_a_part_of_a_sum_is_about_the_sum() {
        let table = |name| Metric::new("AWS/DynamoDB", name, &[("TableName", "t")]);
        let writes = [("writes", table("WriteThrottleEvents"), "Sum")];
        let alarms = [watching("throttled", math("FILL(writes, 0)", &writes), 0.0, 300)];
        let sum = ["ReadThrottleEvents", "WriteThrottleEvents"].map(|name| table(name).stat("Sum"));

        assert_eq!(threshold(&metric(Unit::Count, Formula::Sum(sum.into())), &alarms), Some(0.0));
    }

    #[test]
    fn a_count_of_another_period_is_no_limit() {
        let count = metric(Unit::Count, Formula::Value(api("Count").stat("Sum")));
        let of = |threshold, period| [watching("many", api("Count").stat("Sum"), threshold, period)];

        assert_eq!(threshold(&count, &of(1_000.0, 60)), Some(1_000.0));
        assert_eq!(threshold(&count, &of(1_000.0, 300)), None);
        assert_eq!(threshold(&count, &of(0.0, 300)), Some(0.0));
    }

    #[test]
    fn a_limit_is_crossed_on_its_own_side() {
        let limit = |comparison: &str| Limit { alarm: "a".into(), comparison: comparison.into(), threshold: 1.0 };

        assert!(limit(">").is_crossed(2.0) && !limit(">").is_crossed(1.0) && limit(">=").is_crossed(1.0));
        assert!(limit("<").is_crossed(0.5) && !limit("<").is_crossed(1.0) && limit("<=").is_crossed(1.0));
    }

    #[test]
    fn what_is_computed_otherwise_is_not_taken_for_it() {
        assert_eq!(essence("IF(a>FILL(b,0),(FILL(c,0)),0)"), "c");
        assert_eq!(essence("(a)/(b)"), "(a)/(b)");
        let query = math("100 * running / 1000", &[("running", api("Count"), "Sum")]);
        assert_eq!(Terms::of_query(&query), None);
    }
}
