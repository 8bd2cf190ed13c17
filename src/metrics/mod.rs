//! The metrics of a stage: which ones there are, by what its stacks deployed, and their series.

mod catalogue;
mod formula;
mod limits;
mod lookup;
mod properties;
mod stage;

use serde::Serialize;

pub(crate) use self::{
    formula::Formula,
    limits::{Limit, limit_of},
    lookup::{called, with_stat},
    stage::{Reading, StageMetrics, read},
};

/// A number that AWS publishes about a part of the stage, or that follows from such numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct StageMetric {
    pub(crate) service: Service,
    /// What it is about: `get_profile`, `UserProfiles`, `api`.
    pub(crate) target: String,
    /// `duration`, `errors`, `reads`.
    pub(crate) name: String,
    /// CloudWatch's name of the statistic, such as `p99`; of a rate, that of what it is made of.
    pub(crate) stat: String,
    pub(crate) unit: Unit,
    pub(crate) formula: Formula,
    /// What the value can't exceed, as far as that is set.
    pub(crate) maximum: Option<f64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Service {
    Api,
    Lambda,
    DynamoDb,
    Sqs,
    Cognito,
    CloudFront,
    Waf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum Unit {
    /// How many in each period.
    #[serde(rename = "count")]
    Count,
    /// How many at once.
    #[serde(rename = "level")]
    Level,
    #[serde(rename = "ms")]
    Milliseconds,
    #[serde(rename = "s")]
    Seconds,
    #[serde(rename = "%")]
    Percent,
    #[serde(rename = "units/s")]
    UnitsPerSecond,
}

impl StageMetric {
    /// What a caller names it by: `get_profile.duration`.
    pub(crate) fn id(&self) -> String {
        format!("{}.{}", self.target, self.name)
    }

    /// Whether the values of several periods add up to that of all of them.
    pub(crate) fn adds_up(&self) -> bool {
        self.unit == Unit::Count
    }
}

impl Unit {
    /// As it stands after a number of a period of this length: a count of a minute is `/min`.
    pub(crate) fn of_period(self, period_seconds: u32) -> String {
        match self {
            Self::Count => match period_seconds {
                60 => "/min".to_owned(),
                3_600 => "/h".to_owned(),
                86_400 => "/d".to_owned(),
                seconds if seconds.is_multiple_of(86_400) => format!("/{}d", seconds / 86_400),
                seconds if seconds.is_multiple_of(3_600) => format!("/{}h", seconds / 3_600),
                seconds => format!("/{}min", seconds / 60),
            },
            Self::Level => String::new(),
            Self::Milliseconds => "ms".to_owned(),
            Self::Seconds => "s".to_owned(),
            Self::Percent => "%".to_owned(),
            Self::UnitsPerSecond => "/s".to_owned(),
        }
    }
}

#[cfg(test)]
pub(crate) use self::stage::fake;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_one_of_its_period() {
        let units = [60, 300, 3_600, 21_600, 86_400, 604_800].map(|seconds| Unit::Count.of_period(seconds));

        assert_eq!(units, ["/min", "/5min", "/h", "/6h", "/d", "/7d"]);
    }
}
