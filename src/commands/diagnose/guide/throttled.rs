//! What was throttled, as CloudWatch counts it: a call whose retries succeed leaves no failure in the logs.

use jiff::Timestamp;

use crate::{
    aws::metrics::Range,
    context::Context,
    error::Error,
    metrics::{self, Reading, Service, StageMetric, StageMetrics},
    time::Window,
};

/// A day of minutes.
const POINTS: usize = 1_500;

/// How the names of Cognito's metrics begin that count what it throttled.
const OF_COGNITO: &str = "throttled-";

/// The throttled calls in the window, and what is not known of them.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Throttled {
    /// Functions and how many of their calls.
    pub(super) functions: Vec<(String, f64)>,
    /// Tables and indexes, and how many of their reads and writes.
    pub(super) tables: Vec<(String, f64)>,
    /// What Cognito refused, such as `sign-ins`, and how many.
    pub(super) users: Vec<(String, f64)>,
    /// The others.
    pub(super) not_read: Vec<String>,
}

impl Throttled {
    /// # Errors
    /// When no metric could be read.
    pub(super) async fn read(
        cx: &Context,
        stage: &StageMetrics,
        window: Window,
        now: Timestamp,
    ) -> Result<Self, Error> {
        let range = Range::fitting(window.since, now, window.since, now, POINTS);
        let range = range.map_err(|error| Error::usage(error.to_string(), "begin later: `--since 24h`"))?;
        let counts = |metric: &&StageMetric| metric.name == "throttles" || metric.name.starts_with(OF_COGNITO);
        let wanted: Vec<&StageMetric> = stage.metrics.iter().filter(counts).collect();
        let readings = metrics::read(&cx.aws.metrics, &wanted, range).await?;
        let mut throttled = Self::of(wanted.into_iter().zip(readings));
        if let Some(error) = &stage.unread_template {
            throttled.not_read.push(format!("the indexes of tables ({error})"));
        }
        Ok(throttled)
    }

    fn of<'a>(readings: impl Iterator<Item = (&'a StageMetric, Reading)>) -> Self {
        let mut throttled = Self::default();
        for (metric, reading) in readings {
            if reading.series.incomplete.is_some() {
                throttled.not_read.push(metric.id());
                continue;
            }
            // AWS publishes nothing where nothing was throttled.
            let Some(calls) = reading.whole.filter(|calls| *calls > 0.0) else { continue };
            let (list, name) = match metric.service {
                Service::Lambda => (&mut throttled.functions, metric.target.as_str()),
                Service::Cognito => (&mut throttled.users, metric.name.trim_start_matches(OF_COGNITO)),
                _ => (&mut throttled.tables, metric.target.as_str()),
            };
            list.push((name.to_owned(), calls));
        }
        throttled
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        aws::metrics::{Incomplete, Metric, Series},
        metrics::{Formula, Unit},
    };

    fn metric(service: Service, target: &str) -> StageMetric {
        StageMetric {
            service,
            target: target.into(),
            name: "throttles".into(),
            stat: "Sum".into(),
            unit: Unit::Count,
            formula: Formula::Value(Metric::new("AWS/DynamoDB", "WriteThrottleEvents", &[]).stat("Sum")),
            maximum: None,
        }
    }

    #[test]
    fn what_has_no_data_was_not_throttled_and_what_is_incomplete_is_not_known() {
        let reading = |whole| Reading { whole, ..Reading::default() };
        let incomplete = Series { incomplete: Some(Incomplete::PartialData), ..Series::default() };
        let [none, zero, table, function, unknown] =
            ["none", "zero", "AppData/email-index", "get_profile", "UserProfiles"].map(|target| {
                metric(if target == "get_profile" { Service::Lambda } else { Service::DynamoDb }, target)
            });
        let sign_ins = StageMetric { name: "throttled-sign-ins".into(), ..metric(Service::Cognito, "users") };
        let readings = [
            (&none, reading(None)),
            (&zero, reading(Some(0.0))),
            (&table, reading(Some(4.0))),
            (&function, reading(Some(2.0))),
            (&sign_ins, reading(Some(60.0))),
            (&unknown, Reading { series: incomplete, whole: None }),
        ];

        let throttled = Throttled::of(readings.into_iter());

        assert_eq!(throttled.tables, [("AppData/email-index".to_owned(), 4.0)]);
        assert_eq!(throttled.functions, [("get_profile".to_owned(), 2.0)]);
        assert_eq!(throttled.users, [("sign-ins".to_owned(), 60.0)]);
        assert_eq!(throttled.not_read, ["UserProfiles.throttles"]);
    }
}
