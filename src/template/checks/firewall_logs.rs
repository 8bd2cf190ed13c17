//! What a web ACL keeps of the requests it sees: no tokens.

use serde_json::Value;

use super::{
    check::{Check, Faults},
    firewall::{acls, rules},
    subject::{Resource, Subject, is_true, list},
};

pub(super) const CHECKS: &[Check] = &[
    Check::warning("SRV622", "tokens-in-firewall-logs", tokens_in_logs),
    Check::warning("SRV623", "tokens-in-sampled-requests", tokens_in_samples),
];

/// Anyone who reads them can act as the user.
const CREDENTIALS: [&str; 2] = ["authorization", "cookie"];

/// Data protection of the web ACL reaches its logs too, but is there for sampled requests: whoever lifts it to look at
/// these must not get tokens into the logs.
/// <https://docs.aws.amazon.com/waf/latest/APIReference/API_LoggingConfiguration.html>
fn tokens_in_logs(subject: &Subject<'_>, faults: &mut Faults) {
    for logging in subject.of_kind("AWS::WAFv2::LoggingConfiguration") {
        let redacted = list(&logging.properties["RedactedFields"]);
        let is_redacted = |header: &&str| redacted.iter().any(|field| is_named(&field["SingleHeader"]["Name"], header));
        let open: Vec<&str> = CREDENTIALS.into_iter().filter(|header| !is_redacted(header)).collect();
        if !open.is_empty() {
            faults.add(
                logging.at("/RedactedFields"),
                format!("the logs of the web ACL have the header {}: tokens of users", open.join(" and ")),
                "add {SingleHeader: {Name: …}} for each to RedactedFields",
            );
        }
    }
}

/// <https://docs.aws.amazon.com/waf/latest/developerguide/data-protection-masking.html>
fn tokens_in_samples(subject: &Subject<'_>, faults: &mut Faults) {
    for acl in acls(subject).filter(|acl| samples(acl)) {
        let protections = list(&acl.properties["DataProtectionConfig"]["DataProtections"]);
        let is_protected = |header: &&str| {
            protections.iter().map(|protection| &protection["Field"]).any(|field| {
                let keys = list(&field["FieldKeys"]);
                // Without keys, it is about all headers.
                field["FieldType"] == "SINGLE_HEADER"
                    && (keys.is_empty() || keys.iter().any(|key| is_named(key, header)))
            })
        };
        let open: Vec<&str> = CREDENTIALS.into_iter().filter(|header| !is_protected(header)).collect();
        if !open.is_empty() {
            faults.add(
                acl.at("/DataProtectionConfig"),
                format!("sampled requests show the header {}: tokens of users", open.join(" and ")),
                "add them to FieldKeys of a SINGLE_HEADER data protection, or set SampledRequestsEnabled to false",
            );
        }
    }
}

fn is_named(name: &Value, header: &str) -> bool {
    name.as_str().is_some_and(|name| name.eq_ignore_ascii_case(header))
}

/// Whether the web ACL or one of its rules keeps requests that anyone with the permission may look at.
fn samples(acl: &Resource<'_>) -> bool {
    let own = [&acl.properties["VisibilityConfig"]];
    let all = rules(acl).map(|(_, rule)| &rule["VisibilityConfig"]).chain(own);
    all.into_iter().any(|visibility| is_true(&visibility["SampledRequestsEnabled"]))
}
