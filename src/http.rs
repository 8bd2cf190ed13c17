//! HTTP calls that are no calls of an AWS SDK: the deployed API, AWS's clock, the local emulator's health.

/// A client that says who it is: with its managed rules, AWS WAF blocks requests that have no `User-Agent`.
/// <https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html>
#[expect(clippy::disallowed_methods, reason = "every other client is built by this one")]
pub(crate) fn client() -> reqwest::ClientBuilder {
    reqwest::Client::builder().user_agent(concat!("srvls/", env!("CARGO_PKG_VERSION")))
}
