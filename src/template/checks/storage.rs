//! Tables and buckets: encrypted, recoverable, kept, private, and moved to colder storage when S3 allows it.

use serde_json::Value;

use super::{
    Check, Faults,
    subject::{Resource, Subject, always, is_true, options},
};

pub(super) const CHECKS: &[Check] = &[
    Check::error("SRV501", "too-early-infrequent-access", too_early),
    Check::error("SRV502", "no-point-in-time-recovery", no_recovery),
    Check::error("SRV503", "unencrypted-table", unencrypted_tables),
    Check::error("SRV504", "public-bucket", public_buckets),
    Check::error("SRV505", "data-not-retained", not_retained),
];

/// S3 refuses the whole lifecycle configuration, when it is deployed.
fn too_early(subject: &Subject<'_>, faults: &mut Faults) {
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
                        "S3 moves nothing to infrequent access before it is 30 days old",
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
                "what is deleted by mistake is gone for good",
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
                "the table is encrypted with a key of AWS that no policy or log of this account covers",
                "set SSEEnabled to true",
            );
        }
    }
}

fn public_buckets(subject: &Subject<'_>, faults: &mut Faults) {
    const WALLS: [&str; 4] = ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"];
    for bucket in subject.of_kind("AWS::S3::Bucket") {
        let walls = &bucket.properties["PublicAccessBlockConfiguration"];
        for wall in WALLS.iter().filter(|wall| !always(&walls[**wall], is_true)) {
            faults.add(
                bucket.at(&format!("/PublicAccessBlockConfiguration/{wall}")),
                format!("{wall} is off: one policy makes the bucket public"),
                "set it to true",
            );
        }
    }
}

fn not_retained(subject: &Subject<'_>, faults: &mut Faults) {
    const OF_USERS: [&str; 3] = ["AWS::Cognito::UserPool", "AWS::DynamoDB::Table", "AWS::S3::Bucket"];
    let kept = |policy: &Value| {
        let options = options(policy);
        !options.is_empty()
            && options.into_iter().all(|policy| *policy == "Retain" || *policy == "RetainExceptOnCreate")
    };
    for store in subject.resources().filter(|resource| OF_USERS.contains(&resource.kind)) {
        for policy in ["DeletionPolicy", "UpdateReplacePolicy"] {
            if !kept(&store.whole[policy]) {
                faults.add(
                    format!("/Resources/{}/{policy}", store.id),
                    format!("without {policy} Retain, an update or a deletion of the stack takes the data along"),
                    format!("set {policy} to Retain"),
                );
            }
        }
    }
}
