//! The API's cache: one caller's response must not reach another.

use serde_json::Value;

use super::{
    api::{Route, applies, method_settings, routes},
    check::{Check, Faults},
    subject::{Subject, always, is_true, options},
};
use crate::template::lines::child;

pub(super) const CHECKS: &[Check] = &[
    Check::warning("SRV211", "unencrypted-cache", unencrypted_caches),
    Check::error("SRV212", "cache-shared-by-callers", caches_shared_by_callers),
];

fn caches(setting: &Value) -> bool {
    options(&setting["CachingEnabled"]).into_iter().any(is_true)
}

fn unencrypted_caches(subject: &Subject<'_>, faults: &mut Faults) {
    for (pointer, setting) in method_settings(subject) {
        if caches(setting) && !always(&setting["CacheDataEncrypted"], is_true) {
            faults.add(
                child(&pointer, "CachingEnabled"),
                "responses are cached unencrypted",
                "set CacheDataEncrypted to true as well",
            );
        }
    }
}

/// Without the token in its key, the cache returns the first caller's response to every caller.
fn caches_shared_by_callers(subject: &Subject<'_>, faults: &mut Faults) {
    let settings = method_settings(subject);
    let secured = routes(subject)
        .into_iter()
        .filter(|route| route.operation.method == "get" && !route.operation.schemes().is_empty());
    for route in secured {
        let Some((pointer, _)) = settings.iter().find(|(_, setting)| caches(setting) && applies(setting, &route))
        else {
            continue;
        };
        let keys = route.operation.integration()["cacheKeyParameters"].as_array();
        let keyed = |source: &str| keys.is_some_and(|keys| keys.iter().any(|key| *key == source));
        if !identity_sources(&route).iter().any(|source| keyed(source)) {
            faults.add(
                child(pointer, "CachingEnabled"),
                format!("all callers share the cache of {}, so one can get another's response", route.operation.name()),
                "turn off caching for it, or add the Authorization header to its `cacheKeyParameters`",
            );
        }
    }
}

/// The request parameters by which a route's authorizers identify the caller.
fn identity_sources(route: &Route<'_>) -> Vec<String> {
    let schemes = &route.api.properties["Body"]["components"]["securitySchemes"];
    let sources = route.operation.schemes().into_iter().map(|scheme| &schemes[scheme]);
    sources
        .flat_map(|scheme| {
            let declared = scheme["x-amazon-apigateway-authorizer"]["identitySource"].as_str();
            let header = scheme["name"].as_str().map(|name| format!("method.request.header.{name}"));
            declared
                .map(|sources| sources.split(',').map(|source| source.trim().to_owned()).collect())
                .unwrap_or_else(|| header.into_iter().collect::<Vec<_>>())
        })
        .collect()
}
