//! How a metric of the stage follows from the series of CloudWatch.

use crate::aws::metrics::{Point, Query, Range, Series};

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Formula {
    Value(Query),
    /// A sum of each period, for each of its seconds.
    PerSecond(Query),
    /// Where AWS publishes only what happens, what is missing adds nothing; without any value there is none.
    Sum(Vec<Query>),
    /// What `part` is of `whole`.
    Percent {
        part: Query,
        whole: Query,
    },
    /// What is left of `whole` without `part`.
    Rest {
        part: Query,
        whole: Query,
    },
}

impl Formula {
    pub(crate) fn queries(&self) -> Vec<&Query> {
        match self {
            Self::Value(query) | Self::PerSecond(query) => vec![query],
            Self::Sum(queries) => queries.iter().collect(),
            Self::Percent { part, whole } | Self::Rest { part, whole } => vec![part, whole],
        }
    }

    /// From the series of [`Self::queries`], in their order. A gap in what it needs is a gap.
    pub(crate) fn series(&self, parts: &[&Series], period_seconds: u32) -> Series {
        match self {
            Self::Value(_) => parts.first().copied().cloned().unwrap_or_default(),
            Self::PerSecond(_) => {
                let per_second = |point: &Point| Point { value: point.value / f64::from(period_seconds), ..*point };
                let sums = parts.first().copied().cloned().unwrap_or_default();
                Series { points: sums.points.iter().map(per_second).collect(), ..sums }
            }
            Self::Sum(_) => Series::combined(parts, |values| values.iter().flatten().copied().reduce(|a, b| a + b)),
            Self::Percent { .. } => Series::combined(parts, |values| {
                let whole = values[1].filter(|whole| *whole > 0.0)?;
                Some(100.0 * values[0]? / whole)
            }),
            Self::Rest { .. } => Series::combined(parts, |values| Some((values[1]? - values[0]?).max(0.0))),
        }
    }

    /// The value of the whole range where that follows from sums, which those of single periods do not give: a mean of
    /// percentages is no percentage.
    pub(super) fn of_sums(&self, parts: &[&Series], range: Range) -> Option<f64> {
        let sum = |series: &Series| series.points.iter().map(|point| point.value).reduce(|a, b| a + b);
        match self {
            Self::PerSecond(_) => Some(sum(parts.first()?)? / range.duration().as_secs_f64()),
            Self::Percent { .. } => {
                let whole = sum(parts.get(1)?).filter(|whole| *whole > 0.0)?;
                Some(100.0 * sum(parts.first()?)? / whole)
            }
            Self::Value(_) | Self::Sum(_) | Self::Rest { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::aws::metrics::{Metric, fake::minutes};

    fn query(name: &str) -> Query {
        Metric::new("test", name, &[]).stat("Sum")
    }

    fn computed(formula: &Formula, parts: &[&[Option<f64>]]) -> Vec<f64> {
        let parts: Vec<Series> = parts.iter().map(|values| minutes(Timestamp::UNIX_EPOCH, values)).collect();
        let series = formula.series(&parts.iter().collect::<Vec<_>>(), 60);
        series.points.iter().map(|point| point.value).collect()
    }

    #[test]
    fn a_percentage_of_nothing_is_a_gap() {
        let percent = Formula::Percent { part: query("errors"), whole: query("calls") };

        let errors = [Some(1.0), Some(0.0), Some(0.0), None];
        assert_eq!(computed(&percent, &[&errors, &[Some(4.0), Some(5.0), Some(0.0), Some(3.0)]]), [25.0, 0.0]);
    }

    #[test]
    fn a_sum_has_what_there_is_and_nothing_where_there_is_nothing() {
        let sum = Formula::Sum(vec![query("reads"), query("writes")]);

        assert_eq!(computed(&sum, &[&[Some(1.0), None, None], &[Some(2.0), Some(3.0), None]]), [3.0, 3.0]);
    }

    #[test]
    fn units_are_counted_for_each_second() {
        assert_eq!(computed(&Formula::PerSecond(query("units")), &[&[Some(120.0), None, Some(30.0)]]), [2.0, 0.5]);
    }

    #[test]
    fn failures_are_the_requests_that_did_not_succeed() {
        let failures = Formula::Rest { part: query("successes"), whole: query("requests") };

        assert_eq!(computed(&failures, &[&[Some(3.0), None], &[Some(5.0), Some(1.0)]]), [2.0]);
    }
}
