//! What CloudWatch counted of what a stage is charged for.

use jiff::Timestamp;

use crate::{
    aws::metrics::{Metrics, Range},
    context::Context,
    error::Error,
    estimate::{
        priced_stage::{PricedStage, memory_gb},
        usage::Month,
    },
    metrics::{Formula, Service, StageMetric, StageMetrics, read, with_stat},
    stage::FunctionName,
    template::DeployedResource,
};

const HOUR: u32 = 3_600;

/// Users, storage, sizes, mails and traces have no metric that says what they cost: they stay unknown.
pub(super) async fn month(
    cx: &Context,
    stage: &PricedStage,
    since: Timestamp,
    now: Timestamp,
    fraction: f64,
) -> Result<Month, Error> {
    let found = StageMetrics::find(cx).await?;
    found.warn_of_unread_template(cx.progress);
    let range = Range::with_period(since, now, since, now, HOUR)
        .map_err(|_| Error::usage("the month has just begun", "try again in an hour"))?;
    let month = counted(&cx.metrics(), &found.metrics, stage, range, fraction).await?;
    // Without its template, the indexes of a table are not known, and a sum would lack what they consumed.
    Ok(if found.unread_template.is_some() { Month { writes: None, reads: None, ..month } } else { month })
}

pub(super) async fn counted(
    cloudwatch: &impl Metrics,
    metrics: &[StageMetric],
    stage: &PricedStage,
    range: Range,
    fraction: f64,
) -> Result<Month, Error> {
    let of = |service: Service, name: &str| -> Vec<StageMetric> {
        metrics.iter().filter(|metric| metric.service == service && metric.name == name).map(sum_of).collect()
    };
    let durations: Vec<StageMetric> = metrics
        .iter()
        .filter(|metric| metric.service == Service::Lambda && metric.name == "duration" && metric.stat == "p50")
        .filter_map(|metric| with_stat(metric, "Sum").ok())
        .map(|metric| sum_of(&metric))
        .collect();
    let requests: Vec<StageMetric> =
        of(Service::Api, "requests").into_iter().filter(|metric| metric.target == "api").collect();
    let groups = [
        requests,
        of(Service::CloudFront, "requests"),
        of(Service::Lambda, "invocations"),
        of(Service::DynamoDb, "writes"),
        of(Service::DynamoDb, "reads"),
        durations.clone(),
    ];
    let asked: Vec<&StageMetric> = groups.iter().flatten().collect();
    let readings = read(cloudwatch, &asked, range).await?;
    let mut sums = asked.iter().zip(&readings).map(|(metric, reading)| {
        // A function that was not called has no points; half a count would pass for a whole one.
        let sum = if reading.series.incomplete.is_some() { None } else { Some(reading.whole) };
        (metric.target.clone(), sum)
    });
    let mut group =
        |metrics: &[StageMetric]| -> Vec<(String, Option<Option<f64>>)> { sums.by_ref().take(metrics.len()).collect() };
    let [api_requests, edge_requests, calls, writes, reads] = [0, 1, 2, 3, 4].map(|index| total(group(&groups[index])));
    let gb_seconds = group(&durations).into_iter().map(|(target, sum)| {
        let gb = stage.api.all("AWS::Lambda::Function").find(|function| is_of(function, &target)).map(memory_gb);
        let sum = sum.zip(gb).map(|(sum, gb)| sum.map(|milliseconds| milliseconds / 1_000.0 * gb));
        (target, sum)
    });
    let gb_seconds = total(gb_seconds.collect());
    Ok(Month { fraction, api_requests, edge_requests, calls, writes, reads, gb_seconds, ..Month::default() })
}

/// The sum of what was counted; `None` if something may be missing, or nothing was counted at all.
fn total(sums: Vec<(String, Option<Option<f64>>)>) -> Option<f64> {
    let sums: Option<Vec<Option<f64>>> = sums.into_iter().map(|(_, sum)| sum).collect();
    sums?.into_iter().flatten().reduce(|a, b| a + b)
}

/// How many there were, also of what is shown for each second.
fn sum_of(metric: &StageMetric) -> StageMetric {
    let formula = match &metric.formula {
        Formula::PerSecond(query) => Formula::Value(query.clone()),
        formula => formula.clone(),
    };
    StageMetric { formula, unit: crate::metrics::Unit::Count, maximum: None, ..metric.clone() }
}

/// A function is called by its operation, or as the template calls it.
fn is_of(function: &DeployedResource, target: &str) -> bool {
    function.id == target || FunctionName::of_logical_id(&function.id).0 == target
}
