//! WAF at the edge: every request that it blocks gets the API's error object, whatever rule blocks it.

use serde_json::Value;

use super::{
    check::{Check, Faults},
    firewall::{acls, rules},
    subject::{Resource, Subject, list, options},
};
use crate::{nearest::did_you_mean, template::intrinsics::walk};

pub(super) const CHECKS: &[Check] = &[
    Check::warning("SRV617", "block-without-error-object", blocks_without_error_object),
    Check::warning("SRV618", "override-of-no-rule", overrides_of_no_rule),
    Check::error("SRV620", "too-many-response-headers", too_many_response_headers),
];

/// The rules of the groups that we use. Those that only count unless they are overridden are not in `blocking`.
///
/// <https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html>
struct Group {
    name: &'static str,
    blocking: &'static [&'static str],
    counting: &'static [&'static str],
}

const GROUPS: [Group; 4] = [
    Group {
        name: "AWSManagedRulesAmazonIpReputationList",
        blocking: &["AWSManagedIPReputationList", "AWSManagedReconnaissanceList"],
        counting: &["AWSManagedIPDDoSList"],
    },
    Group {
        name: "AWSManagedRulesCommonRuleSet",
        blocking: &[
            "CrossSiteScripting_BODY",
            "CrossSiteScripting_COOKIE",
            "CrossSiteScripting_QUERYARGUMENTS",
            "CrossSiteScripting_URIPATH",
            "EC2MetaDataSSRF_BODY",
            "EC2MetaDataSSRF_COOKIE",
            "EC2MetaDataSSRF_QUERYARGUMENTS",
            "EC2MetaDataSSRF_URIPATH",
            "GenericLFI_BODY",
            "GenericLFI_QUERYARGUMENTS",
            "GenericLFI_URIPATH",
            "GenericRFI_BODY",
            "GenericRFI_QUERYARGUMENTS",
            "GenericRFI_URIPATH",
            "NoUserAgent_HEADER",
            "RestrictedExtensions_QUERYARGUMENTS",
            "RestrictedExtensions_URIPATH",
            "SizeRestrictions_BODY",
            "SizeRestrictions_Cookie_HEADER",
            "SizeRestrictions_QUERYSTRING",
            "SizeRestrictions_URIPATH",
            "UserAgent_BadBots_HEADER",
        ],
        counting: &[],
    },
    Group {
        name: "AWSManagedRulesKnownBadInputsRuleSet",
        blocking: &[
            "ExploitablePaths_URIPATH",
            "Host_localhost_HEADER",
            "JavaDeserializationRCE_BODY",
            "JavaDeserializationRCE_HEADER",
            "JavaDeserializationRCE_QUERYSTRING",
            "JavaDeserializationRCE_URIPATH",
            "Log4JRCE_BODY",
            "Log4JRCE_HEADER",
            "Log4JRCE_QUERYSTRING",
            "Log4JRCE_URIPATH",
            "PROPFIND_METHOD",
            "ReactJSRCE_BODY",
        ],
        counting: &[],
    },
    Group {
        name: "AWSManagedRulesSQLiRuleSet",
        blocking: &[
            "SQLiExtendedPatterns_BODY",
            "SQLiExtendedPatterns_HEADER",
            "SQLiExtendedPatterns_QUERYARGUMENTS",
            "SQLiExtendedPatterns_URIPATH",
            "SQLi_BODY",
            "SQLi_COOKIE",
            "SQLi_QUERYARGUMENTS",
            "SQLi_URIPATH",
        ],
        counting: &[],
    },
];

/// The managed group of a rule, with the overrides of its rules.
fn managed(rule: &Value) -> Option<(&'static Group, Vec<&Value>)> {
    let statement = &rule["Statement"]["ManagedRuleGroupStatement"];
    let group = GROUPS.iter().find(|group| statement["Name"] == group.name)?;
    Some((group, list(&statement["RuleActionOverrides"])))
}

/// Without a custom response, WAF answers with a page of HTML that scripts of another origin can't read. The regional
/// web ACL is left out: there, API Gateway answers, with its gateway response.
///
/// <https://docs.aws.amazon.com/waf/latest/developerguide/customizing-the-response-for-blocked-requests.html>
fn blocks_without_error_object(subject: &Subject<'_>, faults: &mut Faults) {
    for acl in acls(subject).filter(|acl| acl.properties["Scope"] == "CLOUDFRONT") {
        let mut report = |at: String, what: String| {
            faults.add(
                acl.at(&at),
                format!("{what} blocks with a page of HTML, or with what a web app can't read"),
                "give its Block a CustomResponse: a CustomResponseBodyKey of a JSON error object, and the headers \
                 Access-Control-Allow-Origin and Access-Control-Expose-Headers",
            );
        };
        if blocks_foreignly(&acl, &acl.properties["DefaultAction"]) {
            report("/DefaultAction".into(), "the default action".into());
        }
        for (index, rule) in rules(&acl) {
            let at = format!("/Rules/{index}");
            if blocks_foreignly(&acl, &rule["Action"]) {
                report(at, format!("rule {}", rule["Name"]));
            } else if let Some((group, overrides)) = managed(rule) {
                let is_ours = |name: &&&str| {
                    let own = overrides.iter().find(|one| one["Name"] == **name);
                    own.is_some_and(|own| !blocks_foreignly(&acl, &own["ActionToUse"]))
                };
                let foreign: Vec<&str> = group.blocking.iter().filter(|name| !is_ours(name)).copied().collect();
                if !foreign.is_empty() {
                    report(at, foreign.join(", "));
                }
            }
        }
    }
}

/// Whether an action may block without our error object.
fn blocks_foreignly(acl: &Resource<'_>, action: &Value) -> bool {
    options(action).into_iter().filter_map(|action| action.get("Block")).any(|block| {
        let response = &block["CustomResponse"];
        let key = response["CustomResponseBodyKey"].as_str().unwrap_or_default();
        let content = acl.properties["CustomResponseBodies"][key]["Content"].as_str().unwrap_or_default();
        let body: Value = serde_json::from_str(content).unwrap_or_default();
        let headers = list(&response["ResponseHeaders"]);
        let has = |name: &str| {
            let mut names = headers.iter().filter_map(|header| header["Name"].as_str());
            names.any(|header| header.eq_ignore_ascii_case(name))
        };
        let has_cors = has("access-control-allow-origin") && has("access-control-expose-headers");
        !has_cors || !["message", "code", "requestId"].iter().all(|field| body[field].is_string())
    })
}

/// <https://docs.aws.amazon.com/waf/latest/developerguide/limits.html>
fn too_many_response_headers(subject: &Subject<'_>, faults: &mut Faults) {
    const LIMIT: usize = 100;
    for acl in acls(subject) {
        let mut headers = 0;
        walk(acl.properties, "", &mut |_, node| headers += list(&node["ResponseHeaders"]).len());
        if headers > LIMIT {
            faults.add(
                acl.at("/Rules"),
                format!("its custom responses have {headers} headers in all, and WAF takes {LIMIT} for one web ACL"),
                "leave headers out of the responses that need them least",
            );
        }
    }
}

/// WAF takes an override of a rule that the group doesn't have, and ignores it. A warning: AWS adds rules to its groups,
/// and our list of them ages.
///
/// <https://docs.aws.amazon.com/waf/latest/developerguide/waf-api-security-example-rule-overrides.html>
fn overrides_of_no_rule(subject: &Subject<'_>, faults: &mut Faults) {
    for acl in acls(subject) {
        for (index, rule) in rules(&acl) {
            let Some((group, overrides)) = managed(rule) else { continue };
            let known = || group.blocking.iter().chain(group.counting).copied();
            for name in overrides.into_iter().filter_map(|one| one["Name"].as_str()) {
                if !known().any(|rule| rule == name) {
                    faults.add(
                        acl.at(&format!("/Rules/{index}")),
                        format!("{} has no rule `{name}`, so this override has no effect", group.name),
                        did_you_mean(name, known(), || "use the name of one of its rules".to_owned()),
                    );
                }
            }
        }
    }
}
