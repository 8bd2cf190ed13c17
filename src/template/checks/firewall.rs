//! WAF: managed rules that exist, unique priorities, the right kind of action, and valid log destinations.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    Check, Faults,
    subject::{Resource, Subject, list, options},
};
use crate::nearest::did_you_mean;

pub(super) const CHECKS: &[Check] = &[
    Check::error("SRV611", "unknown-managed-rules", unknown_managed_rules),
    Check::error("SRV612", "duplicate-rule-priority", duplicate_priorities),
    Check::error("SRV613", "wrong-kind-of-action", wrong_kind_of_action),
    Check::error("SRV614", "log-group-that-waf-refuses", log_groups_that_waf_refuses),
];

/// <https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html>
const MANAGED_BY_AWS: [&str; 15] = [
    "AWSManagedRulesACFPRuleSet",
    "AWSManagedRulesATPRuleSet",
    "AWSManagedRulesAdminProtectionRuleSet",
    "AWSManagedRulesAmazonIpReputationList",
    "AWSManagedRulesAnonymousIpList",
    "AWSManagedRulesAntiDDoSRuleSet",
    "AWSManagedRulesBotControlRuleSet",
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesLinuxRuleSet",
    "AWSManagedRulesPHPRuleSet",
    "AWSManagedRulesSQLiRuleSet",
    "AWSManagedRulesUnixRuleSet",
    "AWSManagedRulesWindowsRuleSet",
    "AWSManagedRulesWordPressRuleSet",
];

fn rules<'a>(acl: &Resource<'a>) -> impl Iterator<Item = (usize, &'a Value)> {
    let rules = acl.properties["Rules"].as_array().into_iter().flatten().enumerate();
    rules.flat_map(|(index, rule)| options(rule).into_iter().map(move |rule| (index, rule)))
}

fn acls<'a>(subject: &Subject<'a>) -> impl Iterator<Item = Resource<'a>> {
    subject.of_kind("AWS::WAFv2::WebACL")
}

fn unknown_managed_rules(subject: &Subject<'_>, faults: &mut Faults) {
    for acl in acls(subject) {
        for (index, rule) in rules(&acl) {
            let group = &rule["Statement"]["ManagedRuleGroupStatement"];
            let Some(name) = group["Name"].as_str().filter(|_| group["VendorName"] == "AWS") else { continue };
            if !MANAGED_BY_AWS.contains(&name) {
                let fix = did_you_mean(name, MANAGED_BY_AWS, || "see AWS's list of managed rule groups".to_owned());
                let at = acl.at(&format!("/Rules/{index}/Statement/ManagedRuleGroupStatement/Name"));
                faults.add(at, format!("AWS has no managed rule group named `{name}`"), fix);
            }
        }
    }
}

fn duplicate_priorities(subject: &Subject<'_>, faults: &mut Faults) {
    for acl in acls(subject) {
        let mut taken: BTreeMap<String, &Value> = BTreeMap::new();
        for (index, rule) in rules(&acl) {
            if let Some(first) = taken.insert(rule["Priority"].to_string(), &rule["Name"]) {
                faults.add(
                    acl.at(&format!("/Rules/{index}/Priority")),
                    format!("{} and {first} have the same priority", rule["Name"]),
                    "give every rule its own priority; WAF evaluates the lowest first",
                );
            }
        }
    }
}

fn wrong_kind_of_action(subject: &Subject<'_>, faults: &mut Faults) {
    for acl in acls(subject) {
        for (index, rule) in rules(&acl) {
            let group = ["ManagedRuleGroupStatement", "RuleGroupReferenceStatement"];
            let is_group = group.iter().any(|kind| rule["Statement"].get(kind).is_some());
            let (wanted, wrong) = if is_group { ("OverrideAction", "Action") } else { ("Action", "OverrideAction") };
            if rule.get(wanted).is_none() || rule.get(wrong).is_some() {
                faults.add(
                    acl.at(&format!("/Rules/{index}")),
                    format!("rule {} needs {wanted}: WAF rejects {wrong} there", rule["Name"]),
                    "use OverrideAction for rule groups, and Action for all other rules",
                );
            }
        }
    }
}

fn log_groups_that_waf_refuses(subject: &Subject<'_>, faults: &mut Faults) {
    for logging in subject.of_kind("AWS::WAFv2::LoggingConfiguration") {
        for destination in list(&logging.properties["LogDestinationConfigs"]) {
            let Some(target) = subject.referred(destination) else { continue };
            let property = match target.kind {
                "AWS::Logs::LogGroup" => "LogGroupName",
                "AWS::S3::Bucket" => "BucketName",
                _ => "DeliveryStreamName",
            };
            let name = subject.text(&target.properties[property]).unwrap_or_default();
            if !name.starts_with("aws-waf-logs-") {
                faults.add(
                    target.at(&format!("/{property}")),
                    "WAF only logs to a destination whose name starts with `aws-waf-logs-`",
                    format!("start its {property} with `aws-waf-logs-`"),
                );
            }
        }
    }
}
