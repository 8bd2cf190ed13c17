//! Finds the resources that a change set lists but that can't change: CloudFormation lists everything that refers to a
//! changed resource.
//!
//! A resource's id and ARN change only when it is replaced. So a resource that merely refers to the ARN of a
//! function with new code stays as it is, and so does one that refers to that resource. The same goes for one value of
//! a resource that changes elsewhere, and for a replacement that only such a value would cause.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChangeDetail.html>

use std::collections::BTreeSet;

use crate::aws::change_sets::{Action, Change, Detail, Replacement};

/// The attributes besides `Arn` that are part of a resource's identity: only a replacement gives it others.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/>
const IDENTITY: [(&str, &[&str]); 11] = [
    ("AWS::ApiGateway::RestApi", &["RestApiId", "RootResourceId"]),
    ("AWS::CloudFront::Distribution", &["DomainName", "Id"]),
    ("AWS::CloudFront::OriginAccessControl", &["Id"]),
    ("AWS::Cognito::UserPool", &["ProviderName", "ProviderURL", "UserPoolId"]),
    ("AWS::Cognito::UserPoolClient", &["ClientId"]),
    ("AWS::IAM::Role", &["RoleId"]),
    ("AWS::S3::Bucket", &["DomainName", "DualStackDomainName", "RegionalDomainName"]),
    ("AWS::SNS::Topic", &["TopicArn", "TopicName"]),
    ("AWS::SQS::Queue", &["QueueName", "QueueUrl"]),
    ("AWS::SecretsManager::Secret", &["Id"]),
    ("AWS::WAFv2::WebACL", &["Id"]),
];

/// The changes that can come true, with only such values, and the logical ids of the resources that stay as they are.
pub(crate) fn split(mut changes: Vec<Change>) -> (Vec<Change>, Vec<String>) {
    let mut unaffected: BTreeSet<String> = BTreeSet::new();
    // What turns out to stay may have been the cause of other changes.
    while let Some((position, real)) = with_phantoms(&changes, &unaffected) {
        if real.details.is_empty() {
            unaffected.insert(changes.remove(position).logical_id);
        } else {
            changes[position] = real;
        }
    }
    (changes, unaffected.into_iter().collect())
}

/// The first change with details that can't come true, and that change without them.
fn with_phantoms(changes: &[Change], unaffected: &BTreeSet<String>) -> Option<(usize, Change)> {
    changes.iter().enumerate().find_map(|(position, change)| {
        let cause_stays = |cause: &String| cause_stays(cause, changes, unaffected);
        let stays =
            |detail: &Detail| detail.dynamic && !detail.causes.is_empty() && detail.causes.iter().all(cause_stays);
        let (phantoms, details): (Vec<_>, Vec<_>) =
            change.details.iter().cloned().partition(|detail| stays(detail) || detail.keeps_its_value());
        let any = change.action == Action::Modify && !phantoms.is_empty();
        any.then(|| (position, Change { replacement: replacement(change, &details), details, ..change.clone() }))
    })
}

impl Detail {
    /// Whether both values are known and the same. Two secrets only look alike.
    fn keeps_its_value(&self) -> bool {
        let hidden = |value: &String| value.contains("****");
        !self.unknown && self.before.is_some() && self.before == self.after && !self.before.iter().any(hidden)
    }
}

/// Whether these details alone may replace the resource. A phantom never makes a replacement sure.
fn replacement(change: &Change, details: &[Detail]) -> Replacement {
    match change.replacement {
        Replacement::Conditional if !details.iter().any(|detail| detail.may_replace) => Replacement::Never,
        replacement => replacement,
    }
}

/// Whether `Resource` or `Resource.Arn` keeps its value.
fn cause_stays(cause: &str, changes: &[Change], unaffected: &BTreeSet<String>) -> bool {
    let (resource, attribute) = cause.split_once('.').map_or((cause, None), |(id, attribute)| (id, Some(attribute)));
    let keeps_its_id = |change: &Change| {
        change.logical_id == resource
            && change.action == Action::Modify
            && change.replacement == Replacement::Never
            && attribute.is_none_or(|attribute| is_identity(&change.kind, attribute))
    };
    unaffected.contains(resource) || changes.iter().any(keeps_its_id)
}

fn is_identity(kind: &str, attribute: &str) -> bool {
    let of_kind = IDENTITY.iter().filter(|(of, _)| *of == kind).flat_map(|(_, attributes)| *attributes);
    attribute == "Arn" || of_kind.into_iter().any(|identity| *identity == attribute)
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
            may_replace: replacement != Replacement::Never,
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
    fn a_value_that_only_refers_to_a_change_is_no_change_beside_a_real_one() {
        let mut api = change("Api", Replacement::Conditional, Some("Function.Arn"));
        let name =
            Detail { path: "Properties.Name".into(), may_replace: false, dynamic: false, ..api.details[0].clone() };
        api.details.push(Detail { causes: Vec::new(), ..name });
        let alarm = change("Alarm", Replacement::Conditional, Some("Api"));

        let (changes, unaffected) = split(vec![alarm, api, change("Function", Replacement::Never, None)]);

        assert_eq!((&*changes[0].logical_id, changes[0].replacement), ("Api", Replacement::Never));
        assert_eq!(changes[0].details.len(), 1, "{:?}", changes[0].details);
        assert_eq!(unaffected, ["Alarm"], "which a new id of the API would replace");
    }

    #[test]
    fn an_attribute_that_is_part_of_the_identity_stays_as_the_id_does() {
        let pool = Change { kind: "AWS::Cognito::UserPool".into(), ..change("Pool", Replacement::Never, None) };
        let changes = vec![change("Authorizer", Replacement::Never, Some("Pool.ProviderURL")), pool];

        assert_eq!(split(changes).1, ["Authorizer"]);
    }

    #[test]
    fn a_value_that_is_known_to_stay_is_no_change_unless_it_is_a_secret() {
        let mut same = change("A", Replacement::Never, None);
        (same.details[0].before, same.details[0].after) = (Some("x".into()), Some("x".into()));
        let mut secret = change("B", Replacement::Never, None);
        (secret.details[0].before, secret.details[0].after) = (Some("****".into()), Some("****".into()));

        assert_eq!(affected(vec![same, secret]), ["B"]);
    }

    #[test]
    fn a_replacement_that_is_sure_is_never_doubted() {
        let mut table = change("Table", Replacement::Always, None);
        table.details[0].replaces = true;
        table.details.push(Detail { causes: vec!["Key.Arn".into()], dynamic: true, ..table.details[0].clone() });

        let (changes, _) = split(vec![table, change("Key", Replacement::Never, None)]);

        assert_eq!((changes[0].details.len(), changes[0].replacement), (1, Replacement::Always));
    }

    #[test]
    fn resources_that_only_refer_to_each_other_count_as_changes() {
        let changes =
            vec![change("A", Replacement::Conditional, Some("B")), change("B", Replacement::Conditional, Some("A"))];

        assert_eq!(affected(changes), ["A", "B"]);
    }
}
