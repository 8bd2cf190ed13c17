//! WAF: managed rules that exist, unique priorities, the right kind of action, and valid log destinations.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    check::{Check, Faults},
    subject::{Resource, Subject, is_true, list, options},
};
use crate::nearest::did_you_mean;

pub(super) const CHECKS: &[Check] = &[
    Check::error("SRV611", "unknown-managed-rules", unknown_managed_rules),
    Check::error("SRV612", "duplicate-rule-priority", duplicate_priorities),
    Check::error("SRV613", "wrong-kind-of-action", wrong_kind_of_action),
    Check::error("SRV614", "log-group-that-waf-refuses", log_groups_that_waf_refuses),
    Check::warning("SRV615", "allowlist-without-ipv6", allowlists_without_ipv6),
    Check::warning("SRV616", "body-rule-without-effect", body_rules_without_effect),
    Check::warning("SRV619", "bodies-in-logs", bodies_in_logs),
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

pub(super) fn rules<'a>(acl: &Resource<'a>) -> impl Iterator<Item = (usize, &'a Value)> {
    let rules = acl.properties["Rules"].as_array().into_iter().flatten().enumerate();
    rules.flat_map(|(index, rule)| options(rule).into_iter().map(move |rule| (index, rule)))
}

pub(super) fn acls<'a>(subject: &Subject<'a>) -> impl Iterator<Item = Resource<'a>> {
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

/// A web ACL sees the address by which a viewer comes. Where a distribution has IPv6 addresses, most come by IPv6.
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-enable-ipv6.html>
fn allowlists_without_ipv6(subject: &Subject<'_>, faults: &mut Faults) {
    let serves_ipv6 = subject.of_kind("AWS::CloudFront::Distribution").any(|distribution| {
        options(&distribution.properties["DistributionConfig"]["IPV6Enabled"]).iter().any(|enabled| **enabled == true)
    });
    for acl in acls(subject).filter(|acl| serves_ipv6 && acl.properties["Scope"] == "CLOUDFRONT") {
        for (index, rule) in rules(&acl) {
            let mut sets = Vec::new();
            address_sets(&rule["Statement"]["NotStatement"]["Statement"], &mut sets);
            let versions: Vec<&Value> = sets
                .into_iter()
                .filter_map(|set| subject.referred(set))
                .map(|set| &set.properties["IPAddressVersion"])
                .collect();
            if !versions.is_empty() && !versions.iter().any(|version| **version == "IPV6") {
                faults.add(
                    acl.at(&format!("/Rules/{index}")),
                    format!("rule {} allows IPv4 addresses alone, but viewers can come by IPv6", rule["Name"]),
                    "allow an AWS::WAFv2::IPSet of IPV6 addresses too, or set the distribution's IPV6Enabled to false",
                );
            }
        }
    }
}

/// The ARNs of the address sets that a statement compares with.
fn address_sets<'a>(statement: &'a Value, found: &mut Vec<&'a Value>) {
    let set = &statement["IPSetReferenceStatement"]["Arn"];
    found.extend(Some(set).filter(|set| !set.is_null()));
    let either = statement["OrStatement"]["Statements"].as_array();
    either.into_iter().flatten().for_each(|one| address_sets(one, found));
}

/// A managed rule about bodies that only counts leaves a label; without a rule that looks for it, nothing is blocked on
/// any path. <https://docs.aws.amazon.com/waf/latest/developerguide/waf-managed-rule-group-labels.html>
fn body_rules_without_effect(subject: &Subject<'_>, faults: &mut Faults) {
    for acl in acls(subject) {
        let mut labels = Vec::new();
        rules(&acl).for_each(|(_, rule)| matched_labels(&rule["Statement"], &mut labels));
        for (index, rule) in rules(&acl) {
            let overrides = list(&rule["Statement"]["ManagedRuleGroupStatement"]["RuleActionOverrides"]);
            let counted = overrides.into_iter().filter(|one| !one["ActionToUse"]["Count"].is_null());
            for name in counted.filter_map(|one| one["Name"].as_str()) {
                // Limits of size are the API's own business.
                let Some(stem) = name.strip_suffix("_BODY").filter(|stem| *stem != "SizeRestrictions") else {
                    continue;
                };
                if !labels.iter().any(|label| label.ends_with(&format!(":{stem}_Body"))) {
                    faults.add(
                        acl.at(&format!("/Rules/{index}")),
                        format!("{name} only counts, and no rule acts on its label"),
                        format!("block the label `…:{stem}_Body` on all paths but those that take such bodies"),
                    );
                }
            }
        }
    }
}

/// Of what a rule about SQL or scripts matches, the logs quote a part. They can't redact bodies, but data protection does.
/// <https://docs.aws.amazon.com/waf/latest/developerguide/data-protection-masking.html>
fn bodies_in_logs(subject: &Subject<'_>, faults: &mut Faults) {
    const QUOTED: [&str; 2] = ["AWSManagedRulesCommonRuleSet", "AWSManagedRulesSQLiRuleSet"];
    for acl in acls(subject) {
        let quoted = rules(&acl).find_map(|(_, rule)| {
            let group = rule["Statement"]["ManagedRuleGroupStatement"]["Name"].as_str()?;
            QUOTED.contains(&group).then_some(group)
        });
        let protections = list(&acl.properties["DataProtectionConfig"]["DataProtections"]);
        let protects = protections
            .into_iter()
            .any(|one| one["Field"]["FieldType"] == "BODY" && !is_true(&one["ExcludeRuleMatchDetails"]));
        if let Some(group) = quoted.filter(|_| !protects) {
            faults.add(
                acl.at("/DataProtectionConfig"),
                format!("the logs quote the parts of a body that {group} matches, such as a password"),
                "add a data protection whose Field has the FieldType BODY, with the Action SUBSTITUTION",
            );
        }
    }
}

/// The labels that a statement looks for.
fn matched_labels<'a>(statement: &'a Value, found: &mut Vec<&'a str>) {
    found.extend(statement["LabelMatchStatement"]["Key"].as_str());
    for nested in ["AndStatement", "OrStatement"] {
        let parts = statement[nested]["Statements"].as_array();
        parts.into_iter().flatten().for_each(|part| matched_labels(part, found));
    }
}
