//! What was changed outside of releases: which resources differ from their template, and who changed them when.

mod attribution;
mod detection;
mod stage_detection;
mod stage_drift;

use jiff::Timestamp;
use serde::Serialize;

pub(crate) use self::{
    attribution::attribute,
    detection::{Accept, DetectionRun, StackDrift},
    stage_detection::StageDetection,
    stage_drift::StageDrift,
};
use crate::{
    releases::short_name,
    stage::StackName,
    time::{ago, clock},
};

/// A resource that differs from its template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Drift {
    pub(crate) stack: StackName,
    pub(crate) logical_id: String,
    /// `MODIFIED` or `DELETED`.
    pub(crate) status: String,
    /// The paths of the properties that differ.
    pub(crate) properties: Vec<String>,
    /// Whether the deployment at hand overwrites it.
    pub(crate) overwritten: bool,
    /// The last change by hand, as far as CloudTrail knows it.
    pub(crate) changed: Option<OutOfBandChange>,
}

/// A change by something other than a deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct OutOfBandChange {
    pub(crate) at: Timestamp,
    /// The ARN of the caller, or the service that called.
    pub(crate) by: String,
    /// Such as `lambda:UpdateFunctionConfiguration`.
    pub(crate) action: String,
}

/// A line for each kind of drift: what drifted alike is named together.
pub(crate) fn lines<'a>(drifts: impl IntoIterator<Item = &'a Drift>) -> Vec<String> {
    let mut alike: Vec<(&Drift, Vec<&str>)> = Vec::new();
    for drift in drifts {
        let is_alike = |other: &Drift| {
            (&other.status, &other.properties, other.who()) == (&drift.status, &drift.properties, drift.who())
        };
        match alike.iter_mut().find(|(first, _)| is_alike(first)) {
            Some((_, names)) => names.push(&drift.logical_id),
            None => alike.push((drift, vec![&drift.logical_id])),
        }
    }
    alike.into_iter().map(|(first, names)| first.line_of(&names)).collect()
}

impl Drift {
    fn line_of(&self, names: &[&str]) -> String {
        let are = if names.len() == 1 { "is" } else { "are" };
        let what = if self.properties.is_empty() { String::new() } else { format!(": {}", self.properties.join(", ")) };
        let who = self.who().map(|who| format!(" ({who})")).unwrap_or_default();
        format!("{} {are} {}{what}{who}", few(names), self.status)
    }

    /// `lambda:UpdateFunctionConfiguration by ada, 2h ago`
    fn who(&self) -> Option<String> {
        let OutOfBandChange { at, by, action } = self.changed.as_ref()?;
        Some(format!("last {action} by {}, {}", short_name(by), ago(*at, clock::now())))
    }
}

/// More names would bury the line; the JSON has all of them.
const MOST_NAMED: usize = 4;

fn few(names: &[&str]) -> String {
    match names {
        [first, second, third, fourth, _, ..] => {
            format!("{first}, {second}, {third}, {fourth} and {} more", names.len() - MOST_NAMED)
        }
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.concat(),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A modified resource of `srvls-dev`.
    pub(crate) fn drift(logical_id: &str, path: &str) -> Drift {
        Drift {
            stack: StackName("srvls-dev".into()),
            logical_id: logical_id.into(),
            status: "MODIFIED".into(),
            properties: vec![path.into()],
            overwritten: true,
            changed: None,
        }
    }

    #[test]
    fn what_drifted_alike_is_named_in_one_line() {
        let mut functions = ["A", "B", "C", "D", "E", "F"].map(|id| drift(id, "/Tags"));
        functions[5].changed = Some(OutOfBandChange {
            at: clock::now() - jiff::SignedDuration::from_hours(2),
            by: "arn:aws:sts::1:assumed-role/Admin/ada".into(),
            action: "lambda:TagResource".into(),
        });

        let lines = lines(functions.iter().chain(&[drift("G", "/Timeout"), drift("H", "/Timeout")]));

        let expected = [
            "A, B, C, D and 1 more are MODIFIED: /Tags",
            "F is MODIFIED: /Tags (last lambda:TagResource by ada, 2h ago)",
            "G and H are MODIFIED: /Timeout",
        ];
        assert_eq!(lines, expected);
    }
}
