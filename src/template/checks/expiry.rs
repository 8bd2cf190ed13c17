//! What expires by itself: nothing that users keep, and all that is said to.

use serde_json::Value;

use super::{
    check::{Check, Faults},
    subject::{Resource, Subject, is_true, list, options},
};

pub(super) const CHECKS: &[Check] = &[
    Check::warning("SRV508", "expiry-that-no-code-sets", expiries_that_no_code_sets),
    Check::error("SRV509", "expiring-user-data", expiring_user_data),
];

/// DynamoDB ignores items without the attribute: they stay forever.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html>
fn expiries_that_no_code_sets(subject: &Subject<'_>, faults: &mut Faults) {
    for table in subject.of_kind("AWS::DynamoDB::Table") {
        let expiry = &table.properties["TimeToLiveSpecification"];
        let Some(attribute) = subject.text(&expiry["AttributeName"]) else { continue };
        if is_true(&expiry["Enabled"]) && subject.handlers.mentions(&attribute) == Some(false) {
            faults.add(
                table.at("/TimeToLiveSpecification/AttributeName"),
                format!("no handler writes the attribute {attribute}, so no item ever expires"),
                "use the name of the attribute that the handlers write, in seconds since 1970",
            );
        }
    }
}

/// A rule about current versions deletes what its owner never deleted.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html>
fn expiring_user_data(subject: &Subject<'_>, faults: &mut Faults) {
    // What a stack deletes with itself is nothing that users keep.
    let kept = |bucket: &Resource<'_>| {
        let policies = options(&bucket.whole["DeletionPolicy"]);
        policies.into_iter().any(|policy| *policy == "Retain" || *policy == "RetainExceptOnCreate")
    };
    for bucket in subject.of_kind("AWS::S3::Bucket").filter(kept) {
        let rules = bucket.properties["LifecycleConfiguration"]["Rules"].as_array().into_iter().flatten().enumerate();
        for (index, rule) in rules.flat_map(|(index, rule)| options(rule).into_iter().map(move |rule| (index, rule))) {
            let expiry = ["ExpirationInDays", "ExpirationDate"].into_iter().find(|name| !rule[*name].is_null());
            let Some(expiry) = expiry.filter(|_| rule["Status"] == "Enabled" && is_about_all(rule)) else { continue };
            faults.add(
                bucket.at(&format!("/LifecycleConfiguration/Rules/{index}/{expiry}")),
                "this deletes the current versions of objects that the stack itself is not allowed to delete",
                "expire noncurrent versions (NoncurrentVersionExpiration), or give the rule a Prefix of what is temporary",
            );
        }
    }
}

fn is_about_all(rule: &Value) -> bool {
    list(&rule["Prefix"]).into_iter().all(|prefix| *prefix == "") && list(&rule["TagFilters"]).is_empty()
}
