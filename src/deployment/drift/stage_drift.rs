//! The drift of a whole stage, as `srvls status` shows it.

use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;

use super::{Accept, Drift, StackDrift, StageDetection, attribute, lines};
use crate::{
    aws::{optional, stacks::Resource},
    context::{Context, stage_stack::StageStack},
    terminal::output::{Tone, counted},
    time::{ago, patient},
};

/// What was changed outside of releases on all stacks of a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct StageDrift {
    /// `DRIFTED`, `IN_SYNC`, or `NOT_CHECKED` where one stack was not.
    #[serde(rename = "drift")]
    status: String,
    /// When the oldest of the results was found.
    #[serde(rename = "drift_checked_at")]
    checked_at: Option<Timestamp>,
    drifted: Vec<Drift>,
    /// How many resources are of types that CloudFormation finds no drift of, or could not be checked.
    #[serde(rename = "drift_unchecked_resources")]
    unchecked_resources: usize,
    /// What is not known and why, a sentence each.
    #[serde(rename = "drift_not_checked")]
    not_checked: Vec<String>,
}

/// How long a status waits for a detection. What it found is read afterwards.
const PATIENCE: Duration = Duration::from_secs(4);

impl StageDrift {
    /// What is known of each stack of the stage within the time of a read, whatever else is read meanwhile.
    pub(crate) async fn detect(cx: &Context) -> Vec<StackDrift> {
        let edge = async { if cx.wants_edge() { of_stack(cx.edge()).await } else { Vec::new() } };
        let (api, edge) = optional(async { tokio::join!(of_stack(cx.api()), edge) }).await;
        api.into_iter().chain(edge).collect()
    }

    /// The same in one, with who changed what; `resources` are those of all stacks.
    pub(crate) async fn attributed(cx: &Context, detected: &[StackDrift], resources: &[Resource]) -> Self {
        let mut drift = Self::of(detected, resources);
        drift.not_checked.extend(attribute(cx, &mut drift.drifted, resources).await);
        drift
    }

    /// Of a stage before anyone looked.
    pub(crate) fn not_looked_at() -> Self {
        Self::of(&[], &[])
    }

    fn of(found: &[StackDrift], resources: &[Resource]) -> Self {
        let drifted: Vec<Drift> = found.iter().flat_map(StackDrift::drifted).collect();
        let status = match found.iter().map(|stack| stack.checked_at).collect::<Option<Vec<Timestamp>>>() {
            _ if !drifted.is_empty() => "DRIFTED",
            Some(times) if !times.is_empty() => "IN_SYNC",
            _ => "NOT_CHECKED",
        };
        let is_checked = |resource: &&Resource| found.iter().any(|stack| stack.of(&resource.logical_id).is_some());
        Self {
            status: status.to_owned(),
            checked_at: found.iter().filter_map(|stack| stack.checked_at).min(),
            drifted,
            unchecked_resources: resources.len() - resources.iter().filter(is_checked).count(),
            not_checked: found.iter().filter_map(StackDrift::remark).collect(),
        }
    }

    /// In a few words, for a line of a table.
    pub(crate) fn summary(&self, now: Timestamp) -> (String, Tone) {
        let tone = if self.drifted.is_empty() { Tone::Plain } else { Tone::Warning };
        let Some(checked_at) = self.checked_at else {
            let why =
                self.not_checked.first().map(|why| format!(": {}", why.split_once(": ").map_or("", |(_, why)| why)));
            return (format!("{}{}", self.status, why.unwrap_or_default()), tone);
        };
        let what = match self.drifted.len() {
            0 => String::new(),
            count => format!(": {}", counted(count, "resource")),
        };
        let unchecked = match self.unchecked_resources {
            0 => String::new(),
            count => format!("; {} can't be checked", counted(count, "resource")),
        };
        (format!("{}{what}, checked {}{unchecked}", self.status, ago(checked_at, now)), tone)
    }

    /// What was changed, and what is not known of it.
    pub(crate) fn details(&self) -> Vec<String> {
        let parts = [("Changed outside a release:", lines(&self.drifted)), ("Not checked:", self.not_checked.clone())];
        let said = parts.into_iter().filter(|(_, lines)| !lines.is_empty());
        said.map(|(heading, lines)| {
            [heading].into_iter().chain(lines.iter().map(String::as_str)).collect::<Vec<_>>().join("\n  ")
        })
        .collect()
    }
}

async fn of_stack(target: StageStack<'_>) -> Vec<StackDrift> {
    match target.find_deployed().await {
        Ok(None) => Vec::new(),
        Ok(Some(stack)) => {
            StageDetection::begin(vec![(target, stack)], Accept::Recent).await.results(patient(PATIENCE)).await
        }
        Err(error) => vec![StackDrift::unknown(target.name, error.to_string())],
    }
}

impl StackDrift {
    /// What differs from its template.
    pub(crate) fn drifted(&self) -> impl Iterator<Item = Drift> {
        self.resources.iter().filter(|drift| drift.is_drifted()).map(|drift| Drift {
            stack: self.stack.clone(),
            logical_id: drift.logical_id.clone(),
            status: drift.status.clone(),
            properties: drift.properties.clone(),
            overwritten: false,
            changed: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        aws::{drift::ResourceDrift, stacks::Status},
        stage::StackName,
    };

    fn found(statuses: &[(&str, &str)], not_checked: Option<&str>) -> StackDrift {
        let resource = |(id, status): &(&str, &str)| ResourceDrift {
            logical_id: (*id).into(),
            status: (*status).into(),
            properties: vec!["/Timeout".into()],
            reason: None,
        };
        StackDrift {
            stack: StackName("srvls-dev".into()),
            checked_at: (!statuses.is_empty()).then(|| "2026-11-22T09:00:00Z".parse().expect("a time")),
            resources: statuses.iter().map(resource).collect(),
            not_checked: not_checked.map(str::to_owned),
            is_new: false,
        }
    }

    fn resources(ids: &[&str]) -> Vec<Resource> {
        let resource = |id: &&str| Resource {
            logical_id: (*id).into(),
            physical_id: (*id).into(),
            kind: "AWS::SQS::Queue".into(),
            status: Status("CREATE_COMPLETE".into()),
            updated_at: None,
        };
        ids.iter().map(resource).collect()
    }

    fn summary(drift: &StageDrift) -> String {
        drift.summary("2026-11-22T09:03:00Z".parse().expect("a time")).0
    }

    #[test]
    fn a_stage_is_in_sync_only_as_far_as_it_was_checked() {
        let all = resources(&["A", "B", "Key"]);

        let in_sync = StageDrift::of(&[found(&[("A", "IN_SYNC"), ("B", "IN_SYNC")], None)], &all);
        let half = StageDrift::of(&[found(&[("A", "IN_SYNC")], None), found(&[], Some("it was denied"))], &all);
        let drifted = StageDrift::of(&[found(&[("A", "MODIFIED"), ("B", "UNKNOWN")], None)], &all);

        assert_eq!(summary(&in_sync), "IN_SYNC, checked 3m ago; 1 resource can't be checked");
        assert_eq!((half.status.as_str(), half.not_checked.len()), ("NOT_CHECKED", 1));
        assert_eq!(summary(&drifted), "DRIFTED: 1 resource, checked 3m ago; 2 resources can't be checked");
        assert_eq!(drifted.details(), ["Changed outside a release:\n  A is MODIFIED: /Timeout"]);
    }

    #[test]
    fn what_was_not_looked_at_says_why() {
        let denied = StageDrift::of(&[found(&[], Some("not allowed to call it"))], &resources(&["A"]));

        assert_eq!(summary(&denied), "NOT_CHECKED: not allowed to call it");
        assert_eq!(summary(&StageDrift::not_looked_at()), "NOT_CHECKED");
    }
}
