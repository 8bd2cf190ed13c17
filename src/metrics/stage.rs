//! The metrics of the stage in hand.

use serde_json::Value;

use super::{StageMetric, Unit, catalogue, properties::Deployed};
use crate::{
    aws::{
        AwsError,
        metrics::{Metrics, Query, Range, Series},
        optional,
        stacks::Stack,
    },
    context::{Context, deployed_stack::DeployedStack, stage_stack::StageStack},
    error::Error,
    terminal::progress::Progress,
};

pub(crate) struct StageMetrics {
    pub(crate) deployed: DeployedStack,
    pub(crate) metrics: Vec<StageMetric>,
    /// Why a template could not be read: without it, metrics that depend on properties are missing.
    pub(crate) unread_template: Option<AwsError>,
}

impl StageMetrics {
    /// Says that a template could not be read: metrics that need it are missing.
    pub(crate) fn warn_of_unread_template(&self, progress: Progress) {
        if let Some(error) = &self.unread_template {
            progress.warn(format_args!("could not read a template, so metrics are missing: {error}"));
        }
    }

    /// # Errors
    /// When the stage is not deployed.
    pub(crate) async fn find(cx: &Context) -> Result<Self, Error> {
        let edge = async { if cx.wants_edge() { template(&cx.edge()).await } else { Ok(Value::Null) } };
        let api = cx.api();
        let (deployed, api, edge) = tokio::join!(cx.deployed(), template(&api), edge);
        Ok(Self::of(deployed?, cx, api, edge))
    }

    fn of(deployed: DeployedStack, cx: &Context, api: Result<Value, AwsError>, edge: Result<Value, AwsError>) -> Self {
        let mut unread_template = None;
        let mut read = |template: Result<Value, AwsError>| {
            template.unwrap_or_else(|error| {
                unread_template = Some(error);
                Value::Null
            })
        };
        let api = read(api);
        let edge = deployed.edge.as_ref().map(|stack| (stack, read(edge)));
        let of_stack = |name: &str, stack: &Stack, template: &Value| {
            let (parameters, resources) = (&stack.parameters, deployed.resources.as_slice());
            catalogue::metrics(Deployed { stack: name, parameters, resources, template })
        };
        let mut metrics = of_stack(&deployed.name.0, &deployed.stack, &api);
        if let Some((stack, template)) = edge {
            metrics.extend(of_stack(&cx.stage.edge_stack_name().0, stack, &template));
        }
        let mut seen: Vec<(String, String)> = Vec::new();
        metrics.retain(|metric| {
            let key = (metric.id(), metric.stat.clone());
            let is_new = !seen.contains(&key);
            if is_new {
                seen.push(key);
            }
            is_new
        });
        Self { deployed, metrics, unread_template }
    }
}

async fn template(stack: &StageStack<'_>) -> Result<Value, AwsError> {
    Ok(optional(stack.stacks.processed_template(&stack.name)).await?.unwrap_or_default())
}

/// What was read of a metric.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Reading {
    pub(crate) series: Series,
    /// The value of the whole range: a sum, a share, the highest level, the median of medians, the highest of other
    /// percentiles. `None` also where points may be missing.
    pub(crate) whole: Option<f64>,
}

/// A reading of each of these metrics, in their order. What several of them need is read once.
pub(crate) async fn read(
    cloudwatch: &impl Metrics,
    metrics: &[&StageMetric],
    range: Range,
) -> Result<Vec<Reading>, AwsError> {
    let mut queries: Vec<Query> = Vec::new();
    let mut indexes: Vec<Vec<usize>> = Vec::new();
    for metric in metrics {
        let index = |query: &Query| {
            queries.iter().position(|known| known == query).unwrap_or_else(|| {
                queries.push(query.clone());
                queries.len() - 1
            })
        };
        indexes.push(metric.formula.queries().into_iter().map(index).collect());
    }
    let series = cloudwatch.series(&queries, range).await?;
    let reading = |(metric, indexes): (&&StageMetric, &Vec<usize>)| {
        let parts: Vec<&Series> = indexes.iter().filter_map(|index| series.get(*index)).collect();
        Reading::of(metric, &parts, range)
    };
    Ok(metrics.iter().zip(&indexes).map(reading).collect())
}

impl Reading {
    fn of(metric: &StageMetric, parts: &[&Series], range: Range) -> Self {
        let series = metric.formula.series(parts, range.period_seconds);
        let whole = || metric.formula.of_sums(parts, range).or_else(|| of_periods(metric, &series));
        Self { whole: series.incomplete.is_none().then(whole).flatten(), series }
    }
}

/// What the values of the periods make together; `None` without any.
fn of_periods(metric: &StageMetric, series: &Series) -> Option<f64> {
    let mut values: Vec<f64> = series.points.iter().map(|point| point.value).collect();
    values.sort_by(f64::total_cmp);
    let is_middling = metric.unit == Unit::Percent || matches!(metric.stat.as_str(), "p50" | "Average");
    match metric.unit {
        Unit::Count => values.into_iter().reduce(|a, b| a + b),
        _ if is_middling => values.get(values.len() / 2).copied(),
        _ => values.last().copied(),
    }
}

#[cfg(test)]
pub(crate) mod fake {
    use std::collections::BTreeMap;

    use super::*;

    /// The metrics of a deployed `srvls-dev` with this template.
    pub(crate) fn stage(deployed: DeployedStack, template: &Value) -> StageMetrics {
        let (stack, parameters) = (deployed.name.0.as_str(), BTreeMap::new());
        let (parameters, resources) = (&parameters, deployed.resources.as_slice());
        let metrics = catalogue::metrics(Deployed { stack, parameters, resources, template });
        StageMetrics { deployed, metrics, unread_template: None }
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::*;
    use crate::{
        aws::metrics::{Incomplete, Metric, fake::minutes},
        metrics::{Formula, Service},
    };

    fn range() -> Range {
        let since = Timestamp::UNIX_EPOCH;
        Range { since, until: since + SignedDuration::from_mins(3), period_seconds: 60 }
    }

    fn query(name: &str) -> Query {
        Metric::new("test", name, &[]).stat("Sum")
    }

    fn metric(stat: &str, unit: Unit, formula: Formula) -> StageMetric {
        let (target, name, stat) = ("a".into(), "b".into(), stat.to_owned());
        StageMetric { service: Service::Lambda, target, name, stat, unit, formula, maximum: None }
    }

    fn whole(metric: &StageMetric, parts: &[&[Option<f64>]]) -> Option<f64> {
        let parts: Vec<Series> = parts.iter().map(|values| minutes(Timestamp::UNIX_EPOCH, values)).collect();
        Reading::of(metric, &parts.iter().collect::<Vec<_>>(), range()).whole
    }

    #[test]
    fn a_whole_is_a_sum_a_level_or_what_follows_from_sums() {
        let value = || Formula::Value(query("v"));
        let percent = Formula::Percent { part: query("errors"), whole: query("calls") };
        let three = [Some(1.0), Some(5.0), Some(3.0)];

        assert_eq!(whole(&metric("Sum", Unit::Count, value()), &[&three]), Some(9.0));
        assert_eq!(whole(&metric("Maximum", Unit::Level, value()), &[&three]), Some(5.0));
        assert_eq!(whole(&metric("p50", Unit::Milliseconds, value()), &[&three]), Some(3.0));
        assert_eq!(whole(&metric("p99", Unit::Milliseconds, value()), &[&three]), Some(5.0));
        // Not the mean of 100 % and 0 %.
        let (errors, calls) = ([Some(1.0), Some(0.0), None], [Some(1.0), Some(99.0), None]);
        assert_eq!(whole(&metric("Sum", Unit::Percent, percent), &[&errors, &calls]), Some(1.0));
        let units = metric("Sum", Unit::UnitsPerSecond, Formula::PerSecond(query("units")));
        assert_eq!(whole(&units, &[&[Some(180.0), None, Some(180.0)]]), Some(2.0));
        assert_eq!(whole(&metric("Sum", Unit::Count, value()), &[&[None; 3]]), None);
    }

    #[test]
    fn half_of_the_data_makes_no_whole() {
        let metric = metric("Sum", Unit::Count, Formula::Value(query("v")));
        let partial =
            Series { incomplete: Some(Incomplete::PartialData), ..minutes(Timestamp::UNIX_EPOCH, &[Some(1.0)]) };

        let reading = Reading::of(&metric, &[&partial], range());

        assert_eq!((reading.whole, reading.series.points.len()), (None, 1));
    }

    /// Remembers what it was asked for.
    #[derive(Default)]
    struct Asked(std::cell::RefCell<Vec<Query>>);

    impl Metrics for Asked {
        async fn series(&self, queries: &[Query], _: Range) -> Result<Vec<Series>, AwsError> {
            self.0.borrow_mut().extend_from_slice(queries);
            Ok(vec![Series::default(); queries.len()])
        }
    }

    #[tokio::test]
    async fn what_two_metrics_need_is_read_once() {
        let errors = metric("Sum", Unit::Count, Formula::Value(query("errors")));
        let percent = Formula::Percent { part: query("errors"), whole: query("calls") };
        let asked = Asked::default();

        let read = read(&asked, &[&errors, &metric("Sum", Unit::Percent, percent)], range()).await.expect("read");

        assert_eq!(read.len(), 2);
        assert_eq!(*asked.0.borrow(), [query("errors"), query("calls")]);
    }
}
