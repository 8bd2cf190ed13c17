//! CloudFront: origins, methods, TLS, and what it caches.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    check::{Check, Faults},
    subject::{Resource, Subject, list, options},
};

pub(super) const CHECKS: &[Check] = &[
    Check::error("SRV601", "impossible-methods", impossible_methods),
    Check::error("SRV602", "dangling-origin", dangling_origins),
    Check::warning("SRV603", "old-tls", old_tls),
    Check::warning("SRV604", "plain-http", plain_http),
    Check::warning("SRV605", "no-firewall", no_firewall),
    Check::warning("SRV606", "cached-errors", cached_errors),
    Check::warning("SRV607", "long-cached-files", long_cached_files),
    Check::error("SRV608", "cached-api", cached_apis),
];

/// AWS's own policy that caches nothing.
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html>
const CACHING_DISABLED: &str = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

/// The behaviours of a distribution, each with its path below `Properties`.
fn behaviours<'a>(distribution: &Resource<'a>) -> Vec<(String, &'a Value)> {
    let config = &distribution.properties["DistributionConfig"];
    let mut found = vec![("/DistributionConfig/DefaultCacheBehavior".to_owned(), &config["DefaultCacheBehavior"])];
    let others = config["CacheBehaviors"].as_array().into_iter().flatten().enumerate();
    found.extend(others.map(|(index, behaviour)| (format!("/DistributionConfig/CacheBehaviors/{index}"), behaviour)));
    found
}

fn distributions<'a>(subject: &Subject<'a>) -> impl Iterator<Item = Resource<'a>> {
    subject.of_kind("AWS::CloudFront::Distribution")
}

fn impossible_methods(subject: &Subject<'_>, faults: &mut Faults) {
    const SETS: [&[&str]; 3] =
        [&["GET", "HEAD"], &["GET", "HEAD", "OPTIONS"], &["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]];
    for distribution in distributions(subject) {
        for (path, behaviour) in behaviours(&distribution) {
            for (property, sets) in [("AllowedMethods", &SETS[..]), ("CachedMethods", &SETS[..2])] {
                let methods: BTreeSet<&str> =
                    list(&behaviour[property]).into_iter().filter_map(Value::as_str).collect();
                if !methods.is_empty() && !sets.iter().any(|set| methods.iter().eq(set.iter())) {
                    let allowed: Vec<String> = sets.iter().map(|set| set.join(", ")).collect();
                    faults.add(
                        distribution.at(&format!("{path}/{property}")),
                        "CloudFront does not accept this set of methods",
                        format!("use one of: {}", allowed.join("; ")),
                    );
                }
            }
        }
    }
}

fn dangling_origins(subject: &Subject<'_>, faults: &mut Faults) {
    for distribution in distributions(subject) {
        let config = &distribution.properties["DistributionConfig"];
        let groups = &config["OriginGroups"]["Items"];
        let ids: Vec<&Value> =
            [list(&config["Origins"]), list(groups)].concat().into_iter().map(|origin| &origin["Id"]).collect();
        for (path, behaviour) in behaviours(&distribution) {
            for target in options(&behaviour["TargetOriginId"]).into_iter().filter(|target| !ids.contains(target)) {
                faults.add(
                    distribution.at(&format!("{path}/TargetOriginId")),
                    format!("there is no origin {target}"),
                    "use the Id of one of the Origins",
                );
            }
        }
    }
}

fn old_tls(subject: &Subject<'_>, faults: &mut Faults) {
    let modern = |version: &Value| {
        version.as_str().is_some_and(|version| {
            version.starts_with("TLSv1.2_2021") || version.starts_with("TLSv1.3") || version.starts_with("TLSv1.2_2025")
        })
    };
    for distribution in distributions(subject) {
        let config = &distribution.properties["DistributionConfig"];
        for certificate in options(&config["ViewerCertificate"]) {
            // With its default certificate, CloudFront chooses the minimum version itself.
            let oldest = options(&certificate["MinimumProtocolVersion"]);
            let own_choice = certificate.is_null() || !certificate["CloudFrontDefaultCertificate"].is_null();
            if !own_choice && (oldest.is_empty() || !oldest.into_iter().all(modern)) {
                faults.add(
                    distribution.at("/DistributionConfig/ViewerCertificate"),
                    "viewers can connect with an insecure version of TLS",
                    "set MinimumProtocolVersion to TLSv1.2_2021",
                );
            }
        }
        for (index, origin) in list(&config["Origins"]).into_iter().enumerate() {
            let versions = list(&origin["CustomOriginConfig"]["OriginSSLProtocols"]);
            let http = options(&origin["CustomOriginConfig"]["OriginProtocolPolicy"])
                .into_iter()
                .any(|policy| *policy != "https-only" && !policy.is_null());
            if http || versions.into_iter().any(|version| *version != "TLSv1.2") {
                faults.add(
                    distribution.at(&format!("/DistributionConfig/Origins/{index}/CustomOriginConfig")),
                    "CloudFront can connect to the origin without TLS, or with an insecure version of it",
                    "set OriginProtocolPolicy to https-only and OriginSSLProtocols to [TLSv1.2]",
                );
            }
        }
    }
}

fn plain_http(subject: &Subject<'_>, faults: &mut Faults) {
    for distribution in distributions(subject) {
        for (path, behaviour) in behaviours(&distribution) {
            if options(&behaviour["ViewerProtocolPolicy"]).into_iter().any(|policy| *policy == "allow-all") {
                faults.add(
                    distribution.at(&format!("{path}/ViewerProtocolPolicy")),
                    "tokens and passwords can be sent unencrypted",
                    "set ViewerProtocolPolicy to https-only or redirect-to-https",
                );
            }
        }
    }
}

fn no_firewall(subject: &Subject<'_>, faults: &mut Faults) {
    for distribution in distributions(subject) {
        if options(&distribution.properties["DistributionConfig"]["WebACLId"]).into_iter().all(Value::is_null) {
            faults.add(
                distribution.at("/DistributionConfig"),
                "no web ACL protects this distribution",
                "set WebACLId to the ARN of an AWS::WAFv2::WebACL of scope CLOUDFRONT",
            );
        }
    }
}

/// An API's errors belong to one caller each. CloudFront caches a 5XX response for everyone, even with `no-store`.
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html>
fn cached_errors(subject: &Subject<'_>, faults: &mut Faults) {
    for distribution in distributions(subject) {
        let config = &distribution.properties["DistributionConfig"];
        let fronts_api = list(&config["Origins"]).into_iter().any(|origin| !origin["CustomOriginConfig"].is_null());
        let responses = list(&config["CustomErrorResponses"]);
        let is_cached = |code: &u64| {
            !responses.iter().any(|response| response["ErrorCode"] == *code && response["ErrorCachingMinTTL"] == 0)
        };
        let cached: Vec<String> = (500..=504).filter(is_cached).map(|code| code.to_string()).collect();
        if fronts_api && !cached.is_empty() {
            faults.add(
                distribution.at("/DistributionConfig"),
                format!("CloudFront returns one caller's error ({}) to everyone for a while", cached.join(", ")),
                "add {ErrorCode: …, ErrorCachingMinTTL: 0} for each to CustomErrorResponses",
            );
        }
    }
}

/// What users store can be erased at any time, and a cache serves it until its time is over.
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html>
fn long_cached_files(subject: &Subject<'_>, faults: &mut Faults) {
    const LONGEST_SECONDS: f64 = 3600.0;
    let is_short = |policy: &Value| {
        // DefaultTTL is what counts where the origin sends no Cache-Control, and MaxTTL where it does.
        let own = subject.referred(policy).map(|policy| &policy.properties["CachePolicyConfig"]);
        let short = |seconds: &Value| subject.number(seconds).is_some_and(|seconds| seconds <= LONGEST_SECONDS);
        *policy == CACHING_DISABLED || own.is_some_and(|own| short(&own["DefaultTTL"]) && short(&own["MaxTTL"]))
    };
    for distribution in distributions(subject) {
        let origins = list(&distribution.properties["DistributionConfig"]["Origins"]);
        let is_bucket =
            |id: &Value| origins.iter().any(|origin| origin["Id"] == *id && !origin["S3OriginConfig"].is_null());
        for (path, behaviour) in behaviours(&distribution) {
            let policies = options(&behaviour["CachePolicyId"]);
            let is_brief = !policies.is_empty() && policies.iter().all(|policy| is_short(policy));
            if is_bucket(&behaviour["TargetOriginId"]) && !is_brief {
                faults.add(
                    distribution.at(&format!("{path}/CachePolicyId")),
                    "CloudFront serves a file of this bucket for more than an hour after it was erased",
                    "refer to an AWS::CloudFront::CachePolicy whose DefaultTTL and MaxTTL are at most 3600",
                );
            }
        }
    }
}

/// A cached response to one caller is the response to the next, unless the token is part of the cache key.
/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-the-cache-key.html>
fn cached_apis(subject: &Subject<'_>, faults: &mut Faults) {
    let is_harmless = |policy: &Value| {
        let own = subject.referred(policy).map(|policy| &policy.properties["CachePolicyConfig"]);
        *policy == CACHING_DISABLED
            || own.is_some_and(|own| subject.number(&own["MaxTTL"]) == Some(0.0) || has_token_in_key(own))
    };
    for distribution in distributions(subject) {
        let origins = list(&distribution.properties["DistributionConfig"]["Origins"]);
        let is_api =
            |id: &Value| origins.iter().any(|origin| origin["Id"] == *id && !origin["CustomOriginConfig"].is_null());
        for (path, behaviour) in behaviours(&distribution) {
            let policies = options(&behaviour["CachePolicyId"]);
            let is_uncached = !policies.is_empty() && policies.iter().all(|policy| is_harmless(policy));
            if is_api(&behaviour["TargetOriginId"]) && !is_uncached {
                faults.add(
                    distribution.at(&format!("{path}/CachePolicyId")),
                    "CloudFront caches the API's responses without the token in the key: one caller can get another's",
                    format!("set CachePolicyId to {CACHING_DISABLED} (CachingDisabled)"),
                );
            }
        }
    }
}

fn has_token_in_key(policy: &Value) -> bool {
    let headers = &policy["ParametersInCacheKeyAndForwardedToOrigin"]["HeadersConfig"]["Headers"];
    list(headers).into_iter().filter_map(Value::as_str).any(|header| header.eq_ignore_ascii_case("authorization"))
}
