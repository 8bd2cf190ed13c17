//! What a chart shows.

use jiff::{SignedDuration, Timestamp};

/// Values from `since` to `until`, one a period.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chart {
    pub(crate) since: Timestamp,
    pub(crate) until: Timestamp,
    pub(crate) period_seconds: u32,
    /// Of all values, such as `ms`, `%` or `requests`; empty for what is only a number.
    pub(crate) unit: String,
    pub(crate) line: Line,
    /// To compare with: the line of another time, moved into this one.
    pub(crate) other: Option<Line>,
    pub(crate) threshold: Option<Threshold>,
    pub(crate) marks: Vec<Mark>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Line {
    /// What it shows, for the legend.
    pub(crate) name: String,
    /// The value of each period, by its beginning, oldest first. A missing period is a gap.
    pub(crate) points: Vec<(Timestamp, f64)>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Threshold {
    pub(crate) name: String,
    pub(crate) value: f64,
}

/// A moment at which something happened that may explain the line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mark {
    pub(crate) at: Timestamp,
    pub(crate) name: String,
}

impl Chart {
    /// Those marks that are in the time of the chart, or in the period that is not over yet.
    pub(super) fn marks(&self) -> impl Iterator<Item = (char, &Mark)> {
        let shown = self.marks.iter().filter(|mark| (self.since..self.until + self.period()).contains(&mark.at));
        ('a'..='z').zip(shown)
    }

    pub(super) fn period(&self) -> SignedDuration {
        SignedDuration::from_secs(i64::from(self.period_seconds))
    }
}
