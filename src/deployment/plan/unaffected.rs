//! Finds the resources that a change set lists but that can't change: CloudFormation lists everything that refers to a
//! changed resource.
//!
//! A resource's id and ARN change only when it is replaced. So a resource that merely refers to the ARN of a function
//! with new code stays as it is, and so does one that refers to that resource.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChangeDetail.html>

use std::collections::BTreeSet;

use crate::aws::change_sets::{Action, Change, Detail, Replacement};

/// Separates the real changes from the logical ids of the resources that stay as they are.
pub(crate) fn split(changes: Vec<Change>) -> (Vec<Change>, Vec<String>) {
    let mut unaffected: BTreeSet<String> = BTreeSet::new();
    loop {
        let more = changes.iter().filter(|change| !unaffected.contains(&change.logical_id));
        let more: Vec<&Change> = more.filter(|change| is_unaffected(change, &changes, &unaffected)).collect();
        if more.is_empty() {
            break;
        }
        unaffected.extend(more.into_iter().map(|change| change.logical_id.clone()));
    }
    let affected = changes.into_iter().filter(|change| !unaffected.contains(&change.logical_id)).collect();
    (affected, unaffected.into_iter().collect())
}

fn is_unaffected(change: &Change, changes: &[Change], unaffected: &BTreeSet<String>) -> bool {
    let cause_stays = |cause: &String| cause_stays(cause, changes, unaffected);
    let stays = |detail: &Detail| detail.dynamic && !detail.causes.is_empty() && detail.causes.iter().all(cause_stays);
    change.action == Action::Modify && !change.details.is_empty() && change.details.iter().all(stays)
}

/// Whether `Resource` or `Resource.Arn` keeps its value.
fn cause_stays(cause: &str, changes: &[Change], unaffected: &BTreeSet<String>) -> bool {
    let resource = match cause.split_once('.') {
        None => cause,
        Some((resource, "Arn")) => resource,
        Some(_) => return false,
    };
    let keeps_its_id = |change: &Change| {
        change.logical_id == resource && change.action == Action::Modify && change.replacement == Replacement::Never
    };
    unaffected.contains(resource) || changes.iter().any(keeps_its_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(logical_id: &str, replacement: Replacement, cause: Option<&str>) -> Change {
        let detail = Detail {
            attribute: "Properties.Body".into(),
            path: "Properties.Body".into(),
            before: None,
            after: None,
            unknown: false,
            causes: cause.map(str::to_owned).into_iter().collect(),
            replaces: false,
            dynamic: cause.is_some(),
        };
        Change {
            action: Action::Modify,
            logical_id: logical_id.into(),
            physical_id: None,
            kind: "AWS::X::Y".into(),
            replacement,
            policy_action: None,
            details: vec![detail],
        }
    }

    fn affected(changes: Vec<Change>) -> Vec<String> {
        split(changes).0.into_iter().map(|change| change.logical_id).collect()
    }

    #[test]
    fn references_to_the_arn_of_new_code_do_not_change_and_nor_do_references_to_them() {
        let changes = vec![
            change("Stage", Replacement::Conditional, Some("Api")),
            change("Api", Replacement::Conditional, Some("Function.Arn")),
            change("Function", Replacement::Never, None),
        ];

        let (affected, unaffected) = split(changes);

        assert_eq!(affected.len(), 1);
        assert_eq!(unaffected, ["Api", "Stage"]);
    }

    #[test]
    fn a_replaced_resource_has_a_new_id() {
        let changes = vec![
            change("Api", Replacement::Never, Some("Function.Arn")),
            change("Function", Replacement::Always, None),
        ];

        assert_eq!(affected(changes), ["Api", "Function"]);
    }

    #[test]
    fn an_attribute_other_than_the_id_may_change() {
        let changes = vec![
            change("Alias", Replacement::Never, Some("Table.StreamArn")),
            change("Table", Replacement::Never, None),
        ];

        assert_eq!(affected(changes), ["Alias", "Table"]);
    }

    #[test]
    fn resources_that_only_refer_to_each_other_count_as_changes() {
        let changes =
            vec![change("A", Replacement::Conditional, Some("B")), change("B", Replacement::Conditional, Some("A"))];

        assert_eq!(affected(changes), ["A", "B"]);
    }
}
