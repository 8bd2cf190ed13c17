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

use crate::http::is_loopback;

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
