//! HTTPS to AWS: the certificates that we trust, and connections opened before the first event.

use std::{sync::LazyLock, time::Duration};

use aws_config::SdkConfig;
use aws_smithy_http_client::{
    Connector,
    tls::{Provider, TlsContext, TrustStore, rustls_provider::CryptoMode},
};
use aws_smithy_runtime_api::{
    client::{
        http::{HttpConnector as _, SharedHttpClient, SharedHttpConnector, http_client_fn},
        orchestrator::HttpRequest,
        result::ConnectorError,
    },
    http::{HttpError, StatusCode},
};
use aws_smithy_types::byte_stream::{ByteStream, error::Error as BodyError};
use tokio::time::{error::Elapsed, timeout};

use super::spent::Timed;
use crate::{lambda, settings::setting};

/// The root certificates behind every AWS endpoint, as Amazon recommends for a trust store of its own. Loading the 150
/// roots of the system would add several milliseconds of CPU to a cold start, more with little memory.
/// <https://www.amazontrust.com/repository/>
const AMAZON_ROOTS: &str = include_str!("amazon_roots.pem");

/// The early connection only speeds up the first event, so the start of a function waits no longer for it.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// The connection pool that all clients of a function share.
static CONNECTOR: LazyLock<SharedHttpConnector> = LazyLock::new(|| {
    let tls = TlsContext::builder().with_trust_store(trust_store()).build().unwrap_or_default();
    let connector = Connector::builder().tls_provider(Provider::Rustls(CryptoMode::AwsLc)).tls_context(tls);
    SharedHttpConnector::new(connector.build())
});

/// Amazon's roots, or those that `SSL_CERT_FILE` names: a way out without a release if AWS changes its authority.
fn trust_store() -> TrustStore {
    match setting("SSL_CERT_FILE").ok() {
        Some(_) => TrustStore::default(),
        None => TrustStore::empty().with_pem_certificate(AMAZON_ROOTS),
    }
}

/// The HTTP client of every SDK client.
pub(super) fn http_client() -> SharedHttpClient {
    http_client_fn(|_, _| SharedHttpConnector::new(Timed(CONNECTOR.clone())))
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    #[error("`{0}` is not a URL")]
    Url(String, #[source] HttpError),
    #[error("no response")]
    Connection(#[source] ConnectorError),
    #[error("the request timed out")]
    Timeout(#[source] Elapsed),
    #[error("the response has status {0}")]
    Status(StatusCode),
    #[error("the response ended early")]
    Body(#[source] BodyError),
}

/// Fetches `url` within `time_limit`.
pub(crate) async fn fetch(url: &str, time_limit: Duration) -> Result<Vec<u8>, FetchError> {
    let (status, body) = timeout(time_limit, get(url)).await.map_err(FetchError::Timeout)??;
    if status.is_success() { Ok(body) } else { Err(FetchError::Status(status)) }
}

async fn get(url: &str) -> Result<(StatusCode, Vec<u8>), FetchError> {
    let request = HttpRequest::get(url).map_err(|source| FetchError::Url(url.to_owned(), source))?;
    let response = CONNECTOR.call(request).await.map_err(FetchError::Connection)?;
    let status = response.status();
    let body = ByteStream::new(response.into_body()).collect().await.map_err(FetchError::Body)?;
    Ok((status, body.to_vec()))
}

/// Opens the connection that the first event would otherwise wait for, while Lambda still grants a full CPU.
///
/// The service rejects the unsigned request, but the connection stays open. A failure does not stop the function from
/// starting: the first call connects again.
pub(crate) async fn connect(config: &SdkConfig, service: &str) {
    let Some(url) = endpoint(config, service) else { return };
    if let Err(error) = timeout(CONNECT_TIMEOUT, get(&url)).await.map_err(FetchError::Timeout).flatten() {
        tracing::warn!(service, error = lambda::error_chain(&error), "not connected yet");
    }
}

fn endpoint(config: &SdkConfig, service: &str) -> Option<String> {
    let regional = || config.region().map(|region| format!("https://{service}.{region}.amazonaws.com"));
    config.endpoint_url().map(str::to_owned).or_else(regional)
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::digest::{SHA256, digest};
    use base64::{Engine as _, prelude::BASE64_STANDARD};
    use tokio::{
        io::{AsyncReadExt as _, AsyncWriteExt as _},
        net::TcpListener,
    };

    use super::*;
    use crate::aws::replay::Replay;

    /// An endpoint that accepts one connection and sends these responses on it.
    async fn endpoint_with(responses: &'static [&'static str]) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/", listener.local_addr().expect("an address"));
        tokio::spawn(async move {
            let (mut connection, _) = listener.accept().await.expect("a connection");
            for response in responses {
                let _ = connection.read(&mut [0; 4096]).await.expect("a request");
                let length = response.split_once(' ').map_or(0, |(_, body)| body.len());
                let (status, body) = response.split_once(' ').expect("a status and a body");
                let text = format!("HTTP/1.1 {status} X\r\ncontent-length: {length}\r\n\r\n{body}");
                connection.write_all(text.as_bytes()).await.expect("sent");
            }
        });
        url
    }

    const TIMEOUT: Duration = Duration::from_secs(5);

    #[test]
    fn amazons_five_roots_are_trusted() {
        let sha256 = |pem: &str| {
            let der = BASE64_STANDARD.decode(pem.replace('\n', "")).expect("base64");
            digest(&SHA256, &der).as_ref().iter().map(|byte| format!("{byte:02x}")).collect::<String>()
        };
        let certificates = AMAZON_ROOTS.split("-----BEGIN CERTIFICATE-----").skip(1);
        let bodies = certificates.map(|text| text.split("-----END").next().expect("a body"));

        let fingerprints: Vec<String> = bodies.map(sha256).collect();

        // Amazon Root CA 1 to 4, then Starfield Services Root Certificate Authority - G2.
        let published = [
            "8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e",
            "1ba5b2aa8c65401a82960118f80bec4f62304d83cec4713a19c39c011ea46db4",
            "18ce6cfe7bf14e60b2e347b8dfe868cb31d02ebb3ada271569f50343b46db3a4",
            "e35d28419ed02025cfa69038cd623962458da5c695fbdea3c22b0bfb25897092",
            "568d6905a2c88708a4b3025190edcfedb1974a606a13c6e5290fcb2ae63edab5",
        ];
        assert_eq!(fingerprints, published);
    }

    #[tokio::test]
    async fn a_connection_is_reused_after_an_error_response() {
        let url = endpoint_with(&["403 who are you", "200 keys"]).await;

        let refused = fetch(&url, TIMEOUT).await;
        let keys = fetch(&url, TIMEOUT).await;

        assert!(matches!(refused, Err(FetchError::Status(status)) if status.as_u16() == 403));
        assert_eq!(keys.expect("a response on the same connection"), b"keys");
    }

    #[tokio::test]
    async fn a_fetch_waits_no_longer_than_its_time_limit() {
        let url = endpoint_with(&[]).await;
        let silent = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let silent = format!("http://{}/", silent.local_addr().expect("an address"));

        for url in [url, silent] {
            assert!(fetch(&url, Duration::from_millis(50)).await.is_err(), "{url}");
        }
    }

    #[tokio::test]
    async fn an_unreachable_endpoint_does_not_stop_a_function_from_starting() {
        let config = Replay::new([]).config().into_builder().endpoint_url("http://127.0.0.1:9").build();

        connect(&config, "dynamodb").await;
    }

    #[test]
    fn the_endpoint_is_the_regions_unless_another_is_set() {
        let config = Replay::new([]).config();
        let local = config.to_builder().endpoint_url("http://127.0.0.1:4566").build();

        assert_eq!(endpoint(&config, "dynamodb").as_deref(), Some("https://dynamodb.us-east-1.amazonaws.com"));
        assert_eq!(endpoint(&local, "dynamodb").as_deref(), Some("http://127.0.0.1:4566"));
    }
}
