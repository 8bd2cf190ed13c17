//! What an alarm measures, as a query for its series.

use aws_sdk_cloudwatch::types::{Dimension, MetricAlarm, MetricDataQuery};
use regex::Regex;

use super::formula::compared;
use crate::aws::metrics::{Metric, Query};

/// What is compared with the threshold; `None` where CloudWatch does not say.
pub(super) fn query(alarm: &MetricAlarm) -> Option<Query> {
    if let Some(name) = &alarm.metric_name {
        let stat = alarm.statistic.as_ref().map(|statistic| statistic.as_str().to_owned());
        let metric = metric(alarm.namespace.as_deref()?, name, alarm.dimensions());
        return Some(Query::Stat { metric, stat: stat.or_else(|| alarm.extended_statistic.clone())? });
    }
    let (queries, compared) = (alarm.metrics(), compared(alarm.metrics())?);
    if let Some((metric, stat)) = stat(compared) {
        return Some(Query::Stat { metric, stat });
    }
    let expression = inlined(compared.expression.as_deref()?, queries, queries.len());
    let input = |query: &MetricDataQuery| {
        let (metric, stat) = stat(query)?;
        Some((query.id.clone()?, metric, stat))
    };
    let inputs = queries.iter().filter_map(input).filter(|(id, ..)| names(&expression, id));
    Some(Query::Math { inputs: inputs.collect(), expression })
}

/// The period in seconds of what is compared.
pub(super) fn period_seconds(alarm: &MetricAlarm) -> Option<i32> {
    let of_inputs = || alarm.metrics().iter().filter_map(|query| query.metric_stat.as_ref()?.period).max();
    alarm.period.or_else(of_inputs)
}

fn stat(query: &MetricDataQuery) -> Option<(Metric, String)> {
    let stat = query.metric_stat.as_ref()?;
    let of = stat.metric.as_ref()?;
    Some((metric(of.namespace.as_deref()?, of.metric_name.as_deref()?, of.dimensions()), stat.stat.clone()?))
}

fn metric(namespace: &str, name: &str, dimensions: &[Dimension]) -> Metric {
    let pairs = dimensions.iter().filter_map(|dimension| Some((dimension.name.clone()?, dimension.value.clone()?)));
    Metric { namespace: namespace.to_owned(), name: name.to_owned(), dimensions: pairs.collect() }
}

/// The expression with the expressions in it that have ids; `depth` ends what refers to itself.
fn inlined(expression: &str, queries: &[MetricDataQuery], depth: usize) -> String {
    let Some(ids) = ids().filter(|_| depth > 0) else { return expression.to_owned() };
    let named = |captures: &regex::Captures<'_>| {
        let id = &captures[0];
        let query = queries.iter().find(|query| query.id.as_deref() == Some(id));
        let inner = query.and_then(|query| query.expression.as_deref());
        inner.map_or_else(|| id.to_owned(), |inner| format!("({})", inlined(inner, queries, depth - 1)))
    };
    ids.replace_all(expression, named).into_owned()
}

fn names(expression: &str, id: &str) -> bool {
    ids().is_some_and(|ids| ids.find_iter(expression).any(|found| found.as_str() == id))
}

fn ids() -> Option<Regex> {
    Regex::new("\\b[a-z][A-Za-z0-9_]*\\b").ok()
}

#[cfg(test)]
mod tests {
    use aws_sdk_cloudwatch::types::{self, MetricStat, Statistic};

    use super::*;

    fn read(id: &str, name: &str, returned: bool) -> MetricDataQuery {
        let metric = types::Metric::builder().namespace("AWS/ApiGateway").metric_name(name).build();
        let stat = MetricStat::builder().metric(metric).period(60).stat("Sum").build();
        MetricDataQuery::builder().id(id).metric_stat(stat).return_data(returned).build()
    }

    fn computed(id: &str, expression: &str, returned: bool) -> MetricDataQuery {
        MetricDataQuery::builder().id(id).expression(expression).return_data(returned).build()
    }

    fn sum_of(name: &str) -> (Metric, String) {
        (Metric::new("AWS/ApiGateway", name, &[]), "Sum".to_owned())
    }

    #[test]
    fn metric_math_names_its_metrics_alone() {
        let alarm = MetricAlarm::builder()
            .metrics(computed("answer", "IF(requests >= 10, percent, 0)", true))
            .metrics(computed("percent", "100 * errors / requests", false))
            .metrics(read("errors", "5XXError", false))
            .metrics(read("requests", "Count", false))
            .metrics(read("unused", "4XXError", false))
            .build();

        let input = |id: &str, name: &str| (id.to_owned(), sum_of(name).0, sum_of(name).1);
        let inputs = vec![input("errors", "5XXError"), input("requests", "Count")];
        let expression = "IF(requests >= 10, (100 * errors / requests), 0)".to_owned();
        assert_eq!(query(&alarm), Some(Query::Math { expression, inputs }));
        assert_eq!(period_seconds(&alarm), Some(60));
    }

    #[test]
    fn a_metric_by_itself_or_in_a_query_is_read_as_it_is() {
        let (metric, stat) = sum_of("Count");
        let plain = MetricAlarm::builder().namespace("AWS/ApiGateway").metric_name("Count").statistic(Statistic::Sum);
        let in_query = MetricAlarm::builder().metrics(read("a", "Count", true));

        for alarm in [plain.build(), in_query.build()] {
            assert_eq!(query(&alarm), Some(Query::Stat { metric: metric.clone(), stat: stat.clone() }));
        }
        assert_eq!(query(&MetricAlarm::builder().build()), None);
    }

    #[test]
    fn an_expression_that_names_itself_ends() {
        let alarm = MetricAlarm::builder().metrics(computed("a", "a + 1", true)).build();

        assert!(matches!(query(&alarm), Some(Query::Math { .. })));
    }
}
