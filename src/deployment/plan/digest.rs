//! The digest by which exactly one plan can be asked for.

use serde_json::{Value, json};

use super::change_set::StackChangeSet;
use crate::{
    aws::change_sets::{Change, ChangeSetKind},
    digest::sha256,
};

/// Enough digits to identify a plan; longer prefixes work too.
pub(crate) const DIGEST_LENGTH: usize = 12;

/// The same for the same changes, in whatever order CloudFormation lists them.
pub(crate) fn digest(stage_changes: &[&StackChangeSet<'_>]) -> String {
    let stacks = stage_changes.iter().map(|stack_changes| {
        let mut changes: Vec<String> = stack_changes.changes().iter().map(text).collect();
        changes.sort();
        json!({
            "stack": stack_changes.target.name,
            "first": stack_changes.readiness.kind == ChangeSetKind::Create,
            "template": stack_changes.template_sha256,
            "parameters": stack_changes.parameters,
            "tags": stack_changes.tags,
            "changes": changes,
        })
    });
    sha256(Value::from_iter(stacks).to_string().as_bytes())
}

/// What decides about one resource. It is known by its logical id: the physical one may not be there yet.
fn text(change: &Change) -> String {
    let mut change = Change { physical_id: None, ..change.clone() };
    change.details.sort_by_cached_key(|detail| json!(detail).to_string());
    json!(change).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment::plan::change::tests::{planned, variable};

    #[test]
    fn neither_the_order_of_the_values_nor_a_physical_id_makes_another_plan() {
        let one = planned(vec![variable("A", "1", "2"), variable("B", "1", "2")]).change;
        let mut same = Change { physical_id: Some("f-1".into()), ..one.clone() };
        same.details.reverse();
        let other = planned(vec![variable("A", "1", "2"), variable("B", "1", "3")]).change;

        assert_eq!(text(&one), text(&same));
        assert_ne!(text(&one), text(&other));
    }
}
