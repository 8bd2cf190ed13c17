//! A scripted stack: its change sets and its events, which also determine its status.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::{
    answers::ACCOUNT,
    scenario::{Act, Beat, EDGE, Names},
};

pub(super) struct Stack {
    pub(super) name: String,
    pub(super) region: String,
    pub(super) id: String,
    pub(super) events: Vec<Event>,
    pub(super) change_sets: Vec<ChangeSet>,
    /// The token of the current operation, or of the last one.
    pub(super) operation: String,
    /// Whether it has termination protection.
    pub(super) protected: bool,
    /// How often drift detection is still under way when asked; `None` while it was never begun.
    pub(super) detecting: Option<usize>,
    /// What that detection found: resources, each with the path of a property.
    pub(super) found_drift: Vec<(&'static str, &'static str)>,
    /// Of the change set that was executed last.
    pub(super) template: Option<String>,
    /// The names of resources that do not go by their logical ids.
    names: Names,
}

#[derive(Clone)]
pub(super) struct Event {
    pub(super) id: String,
    pub(super) timestamp: Timestamp,
    pub(super) logical_id: String,
    pub(super) physical_id: String,
    pub(super) kind: String,
    pub(super) status: String,
    pub(super) reason: String,
    pub(super) token: String,
}

pub(super) struct ChangeSet {
    pub(super) id: String,
    pub(super) name: String,
    /// How many more times it is described as not ready.
    pub(super) pending: usize,
    /// What it found to do.
    pub(super) act: Act,
    pub(super) template: Option<String>,
}

impl Stack {
    pub(super) fn named(name: &str, region: &str, number: usize, names: Names) -> Self {
        let id = format!("arn:aws:cloudformation:{region}:{ACCOUNT}:stack/{name}/{number}");
        let (name, region) = (name.to_owned(), region.to_owned());
        let (events, change_sets, operation) = (Vec::new(), Vec::new(), String::new());
        Self {
            name,
            region,
            id,
            events,
            change_sets,
            operation,
            protected: false,
            detecting: None,
            found_drift: Vec::new(),
            template: None,
            names,
        }
    }

    /// A stack with this history, all of it long ago.
    pub(super) fn with_history(name: &str, beats: &[Beat], names: &Names) -> Self {
        let mut stack = Self::named(name, region_of(name), 0, names.clone());
        stack.operation = "long-ago".into();
        for beat in beats {
            stack.happen(beat, "long-ago");
        }
        stack
    }

    pub(super) fn happen(&mut self, beat: &Beat, token: &str) {
        let Beat::Event { resource, status, reason, .. } = beat else { return };
        let (logical_id, kind) = resource.unwrap_or((&self.name, "AWS::CloudFormation::Stack"));
        let physical_id = match kind {
            _ if resource.is_none() => self.id.clone(),
            "AWS::Lambda::Alias" => format!("arn:aws:lambda:{}:{ACCOUNT}:function:{logical_id}:live", self.region),
            "AWS::Logs::LogGroup" if logical_id == "ApiLogs" => format!("/aws/apigateway/{}", self.name),
            _ => self.physical_id(logical_id),
        };
        self.events.push(Event {
            id: format!("event-{}", self.events.len()),
            #[expect(clippy::disallowed_methods, reason = "this is AWS's own clock")]
            timestamp: Timestamp::now(),
            logical_id: logical_id.into(),
            physical_id,
            kind: kind.into(),
            status: (*status).into(),
            reason: (*reason).into(),
            token: token.into(),
        });
    }

    /// The physical id of one of its resources.
    pub(super) fn physical_id(&self, logical_id: &str) -> String {
        self.names.get(logical_id).cloned().unwrap_or_else(|| Self::id_of(&self.name, logical_id))
    }

    /// The physical id of a resource of the stack with this name.
    pub(super) fn id_of(stack: &str, logical_id: &str) -> String {
        format!("{stack}-{logical_id}-1A2B")
    }

    /// Whether its creation succeeded.
    pub(super) fn was_created(&self) -> bool {
        self.events.iter().any(|event| event.physical_id == self.id && event.status == "CREATE_COMPLETE")
    }

    /// The status in its last event about itself.
    pub(super) fn status(&self) -> String {
        let own = self.events.iter().rev().find(|event| event.physical_id == self.id);
        own.map(|event| event.status.clone()).unwrap_or_default()
    }

    /// The last event of each resource.
    pub(super) fn resources(&self) -> Vec<&Event> {
        let own = self.events.iter().filter(|event| event.physical_id != self.id);
        own.map(|event| (&event.logical_id, event)).collect::<BTreeMap<_, _>>().into_values().collect()
    }
}

/// Where srvls has to look for a stack.
fn region_of(name: &str) -> &'static str {
    if name == EDGE { "us-east-1" } else { "eu-west-1" }
}
