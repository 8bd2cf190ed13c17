//! HTTP calls that are no calls of an AWS SDK: the deployed API, AWS's clock, the local emulator's health.

/// A client that says who it is: with its managed rules, AWS WAF blocks requests that have no `User-Agent`.
/// <https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html>
#[expect(clippy::disallowed_methods, reason = "every other client is built by this one")]
pub(crate) fn client() -> reqwest::ClientBuilder {
    reqwest::Client::builder().user_agent(concat!("srvls/", env!("CARGO_PKG_VERSION")))
}

/// The same for calls of a URL: past the proxy where they stay on this machine, as the calls to AWS do.
pub(crate) fn client_for(url: &str) -> reqwest::ClientBuilder {
    if is_loopback(url) { client().no_proxy() } else { client() }
}

/// Whether a URL is of this machine: a proxy would connect to its own.
pub(crate) fn is_loopback(url: &str) -> bool {
    let Some((_, rest)) = url.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let host = host.to_ascii_lowercase();
    // In S3's virtual-hosted style, the bucket comes before the host.
    host == "localhost"
        || host.ends_with(".localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_goes_by_many_names() {
        for url in [
            "http://127.0.0.1:4566/",
            "http://127.1.2.3",
            "http://localhost:4566",
            "http://LOCALHOST/x",
            "https://[::1]:4566/a?b",
            "http://bucket.localhost:4566/",
            "http://user@127.0.0.1/",
        ] {
            assert!(is_loopback(url), "{url}");
        }
        for url in ["https://sts.eu-west-1.amazonaws.com/", "http://10.0.0.1", "http://127.0.0.1.example.org", "x"] {
            assert!(!is_loopback(url), "{url}");
        }
    }
}
