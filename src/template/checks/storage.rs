//! Tables and buckets: encryption, recovery, retention, public access, and lifecycle rules that S3 accepts.

use serde_json::Value;

use super::{
    check::{Check, Faults},
    subject::{Resource, Subject, always, is_true, list, options},
};
use crate::template::intrinsics::{reference, sub};

pub(super) const CHECKS: &[Check] = &[
    Check::error("SRV501", "too-early-infrequent-access", transitions_too_early),
    Check::warning("SRV502", "no-point-in-time-recovery", no_recovery),
    Check::warning("SRV503", "unencrypted-table", unencrypted_tables),
    Check::warning("SRV504", "public-bucket", public_buckets),
    Check::error("SRV505", "data-not-retained", not_retained),
    Check::warning("SRV506", "endless-delete-markers", endless_delete_markers),
    Check::warning("SRV507", "bucket-without-tls", buckets_without_tls),
];

/// S3 rejects the whole lifecycle configuration, and only at deployment.
///
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html>
fn transitions_too_early(subject: &Subject<'_>, faults: &mut Faults) {
    for bucket in subject.of_kind("AWS::S3::Bucket") {
        let rules = bucket.properties["LifecycleConfiguration"]["Rules"].as_array().into_iter().flatten().enumerate();
        for (rule, settings) in rules {
            let transitions = settings["Transitions"].as_array().into_iter().flatten().enumerate();
            for (index, transition) in transitions {
                let infrequent =
                    ["STANDARD_IA", "ONEZONE_IA"].contains(&transition["StorageClass"].as_str().unwrap_or(""));
                if infrequent && subject.number(&transition["TransitionInDays"]).is_some_and(|days| days < 30.0) {
                    faults.add(
                        bucket
                            .at(&format!("/LifecycleConfiguration/Rules/{rule}/Transitions/{index}/TransitionInDays")),
                        "S3 does not move objects to infrequent access before they are 30 days old",
                        "set TransitionInDays to 30 or more",
                    );
                }
            }
        }
    }
}

fn tables<'a>(subject: &Subject<'a>) -> impl Iterator<Item = Resource<'a>> {
    subject.of_kind("AWS::DynamoDB::Table")
}

fn no_recovery(subject: &Subject<'_>, faults: &mut Faults) {
    for table in tables(subject) {
        let enabled = &table.properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"];
        if !always(enabled, is_true) {
            faults.add(
                table.at("/PointInTimeRecoverySpecification"),
                "items that are deleted by mistake cannot be recovered",
                "set PointInTimeRecoveryEnabled to true",
            );
        }
    }
}

fn unencrypted_tables(subject: &Subject<'_>, faults: &mut Faults) {
    for table in tables(subject) {
        if !always(&table.properties["SSESpecification"]["SSEEnabled"], is_true) {
            faults.add(
                table.at("/SSESpecification"),
                "the table is encrypted with a key that AWS owns: this account cannot control or audit its use",
                "set SSEEnabled to true",
            );
        }
    }
}

fn public_buckets(subject: &Subject<'_>, faults: &mut Faults) {
    const SETTINGS: [&str; 4] = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];
    for bucket in subject.of_kind("AWS::S3::Bucket") {
        let access_block = &bucket.properties["PublicAccessBlockConfiguration"];
        for setting in SETTINGS.iter().filter(|setting| !always(&access_block[**setting], is_true)) {
            faults.add(
                bucket.at(&format!("/PublicAccessBlockConfiguration/{setting}")),
                format!("{setting} is off, so a single policy can make the bucket public"),
                "set it to true",
            );
        }
    }
}

fn not_retained(subject: &Subject<'_>, faults: &mut Faults) {
    const HOLD_USER_DATA: [&str; 3] = ["AWS::Cognito::UserPool", "AWS::DynamoDB::Table", "AWS::S3::Bucket"];
    let kept = |policy: &Value| {
        let options = options(policy);
        !options.is_empty()
            && options.into_iter().all(|policy| *policy == "Retain" || *policy == "RetainExceptOnCreate")
    };
    for store in subject.resources().filter(|resource| HOLD_USER_DATA.contains(&resource.kind)) {
        for policy in ["DeletionPolicy", "UpdateReplacePolicy"] {
            if !kept(&store.whole[policy]) {
                faults.add(
                    format!("/Resources/{}/{policy}", store.id),
                    format!("without {policy}: Retain, updating or deleting the stack can delete the data"),
                    format!("set {policy} to Retain"),
                );
            }
        }
    }
}

/// Expiring the versions of a deleted object leaves its delete marker, which slows down every listing. A rule that expires
/// objects after days removes their markers too.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManagingDelMarkers.html>
fn endless_delete_markers(subject: &Subject<'_>, faults: &mut Faults) {
    for bucket in subject.of_kind("AWS::S3::Bucket") {
        let rules = list(&bucket.properties["LifecycleConfiguration"]["Rules"]);
        let any = |property: &str| rules.iter().any(|rule| !rule[property].is_null());
        let expires = ["NoncurrentVersionExpiration", "NoncurrentVersionExpirationInDays"].iter().any(|name| any(name));
        let removes_markers =
            |rule: &&Value| is_true(&rule["ExpiredObjectDeleteMarker"]) || !rule["ExpirationInDays"].is_null();
        if expires && !rules.iter().any(removes_markers) {
            faults.add(
                bucket.at("/LifecycleConfiguration/Rules"),
                "the versions of a deleted object expire, but its delete marker stays forever",
                "set ExpiredObjectDeleteMarker to true, in a rule without ExpirationDate and TagFilters",
            );
        }
    }
}

/// S3 answers plain HTTP unless the bucket's policy denies it.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html>
fn buckets_without_tls(subject: &Subject<'_>, faults: &mut Faults) {
    let denies = |statement: &Value, bucket: &str| {
        let insecure = &statement["Condition"]["Bool"]["aws:SecureTransport"];
        let actions = list(&statement["Action"]);
        let everyone = [&statement["Principal"], &statement["Principal"]["AWS"]];
        let about = |whole: bool| {
            let resources = list(&statement["Resource"]);
            resources.into_iter().any(|resource| {
                reference(resource).as_deref() == Some(bucket)
                    && sub(resource).is_some_and(|text| text.ends_with("/*")) != whole
            })
        };
        statement["Effect"] == "Deny"
            && (*insecure == false || *insecure == "false")
            && actions.into_iter().any(|action| *action == "s3:*" || *action == "*")
            && everyone.into_iter().any(|principal| *principal == "*")
            && about(true)
            && about(false)
    };
    for bucket in subject.of_kind("AWS::S3::Bucket") {
        let policies = subject.of_kind("AWS::S3::BucketPolicy");
        let own = policies.filter(|policy| reference(&policy.properties["Bucket"]).as_deref() == Some(bucket.id));
        let statements = own.flat_map(|policy| list(&policy.properties["PolicyDocument"]["Statement"]));
        if !statements.into_iter().any(|statement| denies(statement, bucket.id)) {
            faults.add(
                bucket.at(""),
                "S3 accepts requests to this bucket without TLS",
                "deny s3:* on the bucket and its objects to everyone where aws:SecureTransport is false, in its BucketPolicy",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::template::handlers::Handlers;

    fn faults(rules: &Value) -> usize {
        let properties = json!({ "LifecycleConfiguration": { "Rules": rules } });
        let body = json!({ "Resources": { "Bucket": { "Type": "AWS::S3::Bucket", "Properties": properties } } });
        let mut faults = Faults::default();
        endless_delete_markers(&Subject::new(&body, &Handlers::default()), &mut faults);
        faults.0.len()
    }

    #[test]
    fn a_rule_that_expires_objects_removes_their_delete_markers_too() {
        let versions = json!({ "NoncurrentVersionExpiration": { "NoncurrentDays": 30 } });

        assert_eq!(faults(&json!([versions])), 1);
        assert_eq!(faults(&json!([versions, { "ExpirationInDays": 90 }])), 0);
        assert_eq!(faults(&json!([versions, { "ExpiredObjectDeleteMarker": true }])), 0);
    }
}
