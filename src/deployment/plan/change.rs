//! One change of a plan: what becomes of a resource, with each value before and after, and why.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    risk::{Risk, is_security_related, risk},
    secrets::Secrets,
};
use crate::{
    aws::change_sets::{Action, Change, Detail},
    stage::StackName,
};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PlannedChange {
    pub(crate) stack: StackName,
    #[serde(flatten)]
    pub(crate) change: Change,
    /// Values by path, as far as CloudFormation shows them.
    pub(crate) before: BTreeMap<String, Value>,
    pub(crate) after: BTreeMap<String, Value>,
    /// Why, and why a replacement.
    pub(crate) reasons: Vec<String>,
    /// Whether it decides who may do what.
    pub(crate) security: bool,
}

impl PlannedChange {
    pub(crate) fn of(stack: &StackName, change: Change, secrets: &Secrets) -> Self {
        // In this order: of several reasons for one value, a secret parameter may be only one.
        let details = by_place(change.details).into_iter().map(|detail| secrets.hide_in(detail)).collect();
        let change = Change { details, ..change };
        let values = |of: fn(&Detail) -> Option<&String>| {
            let known = change.details.iter().filter_map(|detail| Some((detail.path.clone(), of(detail)?)));
            known.map(|(path, value)| (path, serde_json::from_str(value).unwrap_or_else(|_| json!(value)))).collect()
        };
        let mut reasons: Vec<String> = change.details.iter().filter_map(reason).collect();
        reasons.dedup();
        Self {
            stack: stack.clone(),
            before: values(|detail| detail.before.as_ref()),
            after: values(|detail| detail.after.as_ref()),
            reasons,
            security: is_security_related(&change),
            change,
        }
    }

    /// Whether data that users put there goes, or may go.
    pub(crate) fn loses_data(&self) -> bool {
        matches!(risk(&self.change), Risk::LosesData | Risk::MayLoseData)
    }

    /// What is not known before the deployment.
    pub(crate) fn unknown(&self) -> Option<String> {
        let logical_id = &self.change.logical_id;
        if self.change.action == Action::Dynamic {
            return Some(format!("{logical_id}: its new value is known only during the deployment"));
        }
        let places: Vec<&str> = self.change.details.iter().filter(|detail| detail.unknown).map(Detail::place).collect();
        (!places.is_empty()).then(|| format!("{logical_id}: known only during the deployment: {}", places.join(", ")))
    }
}

/// One detail for each place. CloudFormation gives one for each reason: a property that takes up a parameter is both
/// modified itself and follows the parameter, to the same value.
fn by_place(details: Vec<Detail>) -> Vec<Detail> {
    let mut places: Vec<Detail> = Vec::new();
    for detail in details {
        match places.iter_mut().find(|place| place.path == detail.path) {
            Some(place) => place.join(detail),
            None => places.push(detail),
        }
    }
    places
}

impl Detail {
    fn join(&mut self, other: Self) {
        self.before = self.before.take().or(other.before);
        self.after = self.after.take().or(other.after);
        self.unknown |= other.unknown;
        self.causes.extend(other.causes);
        self.causes.sort();
        self.causes.dedup();
        self.replaces |= other.replaces;
        self.may_replace |= other.may_replace;
        // One reason that is sure is enough to change it.
        self.dynamic &= other.dynamic;
    }
}

fn reason(detail: &Detail) -> Option<String> {
    let causes = detail.causes.join(" and ");
    // It is the whole attribute by which CloudFormation decides whether to replace.
    let attribute = detail.attribute.trim_start_matches("Properties.");
    match (detail.replaces, causes.is_empty()) {
        (true, true) => Some(format!("a new {attribute} requires replacement")),
        (true, false) => Some(format!("a new {attribute}, which follows {causes}, requires replacement")),
        (false, false) => Some(format!("{} follows {causes}", detail.place())),
        (false, true) => None,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::aws::change_sets::{KNOWN_LATER, Replacement};

    pub(in super::super) fn change(logical_id: &str, kind: &str, action: Action, replacement: Replacement) -> Change {
        Change {
            action,
            logical_id: logical_id.into(),
            physical_id: None,
            kind: kind.into(),
            replacement,
            policy_action: None,
            details: Vec::new(),
        }
    }

    pub(in super::super) fn timeout() -> Detail {
        Detail {
            attribute: "Properties.Timeout".into(),
            path: "Properties.Timeout".into(),
            before: Some("10".into()),
            after: Some("20".into()),
            unknown: false,
            causes: Vec::new(),
            replaces: false,
            may_replace: false,
            dynamic: false,
        }
    }

    /// A changed variable of a function's environment.
    pub(in super::super) fn variable(name: &str, before: &str, after: &str) -> Detail {
        Detail {
            attribute: "Properties.Environment".into(),
            path: format!("Properties.Environment.Variables.{name}"),
            before: Some(before.into()),
            after: Some(after.into()),
            ..timeout()
        }
    }

    pub(in super::super) fn planned(details: Vec<Detail>) -> PlannedChange {
        planned_with(&Secrets::default(), details)
    }

    pub(in super::super) fn planned_with(secrets: &Secrets, details: Vec<Detail>) -> PlannedChange {
        let function = change("Function", "AWS::Lambda::Function", Action::Modify, Replacement::Never);
        PlannedChange::of(&StackName("srvls-dev".into()), Change { details, ..function }, secrets)
    }

    #[test]
    fn the_json_has_typed_values_and_reasons() {
        let planned = json!(planned(vec![Detail { replaces: true, ..timeout() }]));

        assert_eq!((&planned["stack"], &planned["logical_id"]), (&json!("srvls-dev"), &json!("Function")));
        assert_eq!(planned["before"], json!({ "Properties.Timeout": 10 }));
        assert_eq!(planned["reasons"], json!(["a new Timeout requires replacement"]));
    }

    #[test]
    fn each_value_of_an_attribute_has_its_own_path() {
        let planned = json!(planned(vec![variable("A", "1", "2"), variable("B", "x", "y")]));

        let after = json!({ "Properties.Environment.Variables.A": 2, "Properties.Environment.Variables.B": "y" });
        assert_eq!(planned["after"], after);
    }

    /// As CloudFormation answers for a property that takes up a parameter.
    #[test]
    fn a_change_with_two_reasons_is_listed_once() {
        let itself = Detail { dynamic: true, ..variable("A", "1", "2") };
        let follows = Detail { causes: vec!["Size".into()], ..variable("A", "1", "2") };

        let planned = planned(vec![itself, follows.clone()]);

        assert_eq!(planned.change.details, [follows]);
        assert_eq!(planned.reasons, ["Environment.Variables.A follows Size"]);
    }

    #[test]
    fn a_value_that_is_not_known_yet_is_named() {
        let planned = planned(vec![timeout(), Detail { unknown: true, ..variable("URL", "a", KNOWN_LATER) }]);

        let unknown = planned.unknown();
        assert_eq!(unknown.as_deref(), Some("Function: known only during the deployment: Environment.Variables.URL"));
    }
}
