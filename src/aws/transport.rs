//! How calls travel: past the proxy where they stay on this machine, and trusting the certificates that the user names.

use aws_smithy_http_client::{
    Builder, Connector,
    proxy::ProxyConfig,
    tls::{self, TlsContext, TrustStore, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::client::{
    http::{
        HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient, SharedHttpConnector,
    },
    orchestrator::HttpRequest,
    runtime_components::RuntimeComponents,
};

/// An HTTP client with two ways: the proxies of the environment, and none.
#[derive(Debug, Clone)]
pub(super) struct Transport {
    proxied: SharedHttpClient,
    direct: SharedHttpClient,
}

impl Transport {
    /// `certificates` are PEM, and replace those of the system.
    pub(super) fn new(certificates: Option<Vec<u8>>) -> Self {
        let trust = certificates.map(|pem| TrustStore::empty().with_pem_certificate(pem)).unwrap_or_default();
        let client = |proxy: ProxyConfig| {
            let trust = trust.clone();
            Builder::new().build_with_connector_fn(move |settings, components| {
                let mut connector = Connector::builder().proxy_config(proxy.clone());
                connector.set_connector_settings(settings.cloned());
                connector.set_sleep_impl(components.and_then(RuntimeComponents::sleep_impl));
                let connector = connector.tls_provider(tls::Provider::Rustls(CryptoMode::AwsLc));
                match TlsContext::builder().with_trust_store(trust.clone()).build() {
                    Ok(context) => connector.tls_context(context).build(),
                    Err(_) => connector.build(),
                }
            })
        };
        Self { proxied: client(ProxyConfig::from_env()), direct: client(ProxyConfig::disabled()) }
    }
}

impl HttpClient for Transport {
    fn http_connector(&self, settings: &HttpConnectorSettings, components: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(Ways {
            proxied: self.proxied.http_connector(settings, components),
            direct: self.direct.http_connector(settings, components),
        })
    }
}

#[derive(Debug)]
struct Ways {
    proxied: SharedHttpConnector,
    direct: SharedHttpConnector,
}

impl HttpConnector for Ways {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let way = if is_loopback(request.uri()) { &self.direct } else { &self.proxied };
        way.call(request)
    }
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
    // S3 puts the bucket before the host, unless it is told not to.
    host == "localhost"
        || host.ends_with(".localhost")
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// A client for what is not AWS's API, which goes past the proxy in the same way.
pub(crate) fn client_for(url: &str) -> reqwest::ClientBuilder {
    let client = reqwest::Client::builder();
    if is_loopback(url) { client.no_proxy() } else { client }
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
