//! A metric by the name that a caller types.

use super::{Formula, StageMetric, Unit};
use crate::{aws::metrics::Query, context::deployed_stack::not_found, error::Error, nearest::nearest_few};

/// The metric called `get_profile.duration`, or `duration` where only one target has such a metric; upper and lower case
/// are the same. Of several statistics, the last one: the highest percentile.
///
/// # Errors
/// When there is none, or when several targets have one.
pub(crate) fn called<'a>(metrics: &'a [StageMetric], name: &str) -> Result<&'a StageMetric, Error> {
    let is_called = |metric: &&StageMetric| metric.id().eq_ignore_ascii_case(name);
    if let Some(found) = metrics.iter().rev().find(is_called) {
        return Ok(found);
    }
    let ids = |matches: &dyn Fn(&StageMetric) -> bool| {
        let mut ids: Vec<String> = metrics.iter().filter(|metric| matches(metric)).map(StageMetric::id).collect();
        ids.dedup();
        ids
    };
    let by_name = ids(&|metric| metric.name.eq_ignore_ascii_case(name));
    if let [only] = by_name.as_slice() {
        return called(metrics, only);
    }
    let of_target = ids(&|metric| metric.target.eq_ignore_ascii_case(name));
    let listed = if of_target.is_empty() { by_name } else { of_target };
    if !listed.is_empty() {
        let few = if listed.len() > MOST { nearest_few(name, listed.iter().map(String::as_str)) } else { Vec::new() };
        let shown = if few.is_empty() { listed.iter().take(MOST).map(String::as_str).collect() } else { few };
        let hint = format!("name one, such as {}", shown.join(", "));
        return Err(Error::usage(format!("`{name}` is not one metric, but {}", listed.len()), hint));
    }
    let all = ids(&|_| true);
    Err(not_found("metric", name, all.iter().map(String::as_str)))
}

/// More names would bury the message.
const MOST: usize = 9;

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum StatError {
    #[error("`{0}` is not a statistic: use Sum, Average, Minimum, Maximum, SampleCount, or a percentile such as p95")]
    Unknown(String),
    #[error("`{id}` is computed from several metrics: it has no other statistic than its own")]
    Computed { id: String },
}

/// The same metric by another statistic.
///
/// # Errors
/// When CloudWatch has no such statistic, or the metric is no metric of CloudWatch's.
pub(crate) fn with_stat(metric: &StageMetric, stat: &str) -> Result<StageMetric, StatError> {
    let stat = statistic(stat).ok_or_else(|| StatError::Unknown(stat.to_owned()))?;
    if stat == metric.stat {
        return Ok(metric.clone());
    }
    let Formula::Value(Query::Stat { metric: of, .. }) = &metric.formula else {
        return Err(StatError::Computed { id: metric.id() });
    };
    let unit = match (stat.as_str(), metric.unit) {
        ("SampleCount", _) => Unit::Count,
        // Only a sum counts.
        (_, Unit::Count) => Unit::Level,
        (_, unit) => unit,
    };
    Ok(StageMetric { formula: Formula::Value(of.stat(&stat)), stat, unit, ..metric.clone() })
}

/// A statistic as CloudWatch writes it.
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html>
fn statistic(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let plain = match lower.as_str() {
        "sum" => "Sum",
        "average" | "avg" | "mean" => "Average",
        "minimum" | "min" => "Minimum",
        "maximum" | "max" => "Maximum",
        "samplecount" | "count" => "SampleCount",
        "median" => "p50",
        _ => "",
    };
    if !plain.is_empty() {
        return Some(plain.to_owned());
    }
    let percentile = ["tm", "wm", "tc", "ts", "p"].iter().find_map(|prefix| lower.strip_prefix(prefix))?;
    let is_number = percentile.starts_with(|c: char| c.is_ascii_digit()) && !percentile.ends_with('.');
    let is_percentile = percentile.parse::<f64>().is_ok_and(|value| (0.0..=100.0).contains(&value));
    (is_number && is_percentile).then_some(lower)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{aws::metrics::Metric, metrics::Service};

    fn metric(target: &str, name: &str, stat: &str) -> StageMetric {
        let (target, name, stat) = (target.to_owned(), name.to_owned(), stat.to_owned());
        let formula = Formula::Value(Metric::new("test", &name, &[]).stat(&stat));
        StageMetric { service: Service::Lambda, target, name, stat, unit: Unit::Count, formula, maximum: None }
    }

    fn metrics() -> Vec<StageMetric> {
        vec![
            metric("get_profile", "errors", "Sum"),
            metric("get_profile", "duration", "p50"),
            metric("get_profile", "duration", "p99"),
            metric("list_data", "errors", "Sum"),
            metric("users", "sign-ins", "Sum"),
        ]
    }

    fn found(name: &str) -> Result<(String, String), Error> {
        called(&metrics(), name).map(|metric| (metric.id(), metric.stat.clone()))
    }

    #[test]
    fn a_metric_is_found_by_its_target_and_name_or_by_its_name_alone() {
        let is = |name: &str, id: &str, stat: &str| {
            assert_eq!(found(name).expect(name), (id.to_owned(), stat.to_owned()));
        };

        is("get_profile.duration", "get_profile.duration", "p99");
        is("Get_Profile.Errors", "get_profile.errors", "Sum");
        is("sign-ins", "users.sign-ins", "Sum");
        is("duration", "get_profile.duration", "p99");
    }

    #[test]
    fn a_name_of_several_metrics_lists_them() {
        let error = found("errors").expect_err("two");
        assert_eq!(error.to_string(), "`errors` is not one metric, but 2");
        assert_eq!(error.hint().as_deref(), Some("name one, such as get_profile.errors, list_data.errors"));

        let error = found("get_profile").expect_err("two");
        assert_eq!(error.hint().as_deref(), Some("name one, such as get_profile.errors, get_profile.duration"));
    }

    #[test]
    fn a_wrong_name_suggests_the_nearest() {
        let error = found("get_profil.errors").expect_err("unknown");

        assert_eq!(error.to_string(), "there is no metric `get_profil.errors`");
        assert_eq!(error.hint().as_deref(), Some("did you mean `get_profile.errors`?"));
    }

    #[test]
    fn a_statistic_is_cloudwatchs_in_any_spelling() {
        let of = |stat: &str| with_stat(&metric("a", "duration", "Sum"), stat).map(|metric| metric.stat);

        assert_eq!(
            [of("P99.9"), of("max"), of("SUM"), of("tm95")].map(Result::unwrap),
            ["p99.9", "Maximum", "Sum", "tm95"]
        );
        for wrong in ["p101", "99", "p", "p9.", "p-1", "mode", "pinf"] {
            assert_eq!(of(wrong), Err(StatError::Unknown(wrong.to_owned())));
        }
    }

    #[test]
    fn a_computed_metric_has_one_statistic() {
        let query = Metric::new("test", "a", &[]).stat("Sum");
        let rate = StageMetric { formula: Formula::PerSecond(query), ..metric("t", "reads", "Sum") };

        assert_eq!(with_stat(&rate, "sum").expect("its own").stat, "Sum");
        assert_eq!(with_stat(&rate, "p99"), Err(StatError::Computed { id: "t.reads".into() }));
    }
}
