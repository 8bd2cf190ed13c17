//! Signed requests, made by hand, to services of which srvls needs a call or two: an SDK would be much more.

use std::time::{Duration, SystemTime};

use aws_config::SdkConfig;
use aws_sdk_sts::config::ProvideCredentials as _;
use aws_sigv4::{
    http_request::{SignableBody, SignableRequest, SigningInstructions, SigningSettings, sign},
    sign::v4::SigningParams,
};
use serde_json::Value;

use super::{AwsError, AwsErrorKind, Partition, shared_config::endpoint_of};
use crate::{
    http,
    terminal::waiting,
    time::{clock, patient},
};

/// A service, by the name that the variable of its endpoint has, that of its hosts, and the one its requests are signed
/// with.
pub(super) struct Service {
    pub(super) id: &'static str,
    pub(super) host: &'static str,
    pub(super) signed_as: &'static str,
}

const TIMEOUT: Duration = Duration::from_secs(5);

const TARGET: &str = "x-amz-target";

pub(crate) struct SignedRequests {
    config: SdkConfig,
}

/// What is sent.
struct Request<'a> {
    method: reqwest::Method,
    url: &'a str,
    body: Vec<u8>,
    /// The operation, of services that have all of them at one path.
    target: Option<&'static str>,
}

impl SignedRequests {
    pub(super) fn new(config: &SdkConfig) -> Self {
        Self { config: config.clone() }
    }

    /// The region of the configuration.
    pub(super) fn region(&self) -> String {
        self.config.region().map(ToString::to_string).unwrap_or_default()
    }

    pub(super) async fn get(
        &self,
        action: &'static str,
        service: &Service,
        region: &str,
        path: &str,
    ) -> Result<Value, AwsError> {
        let url = self.url(service, region, path);
        let request = Request { method: reqwest::Method::GET, url: &url, body: Vec::new(), target: None };
        self.answer(action, service, region, &request).await
    }

    /// The body of an answer that is not JSON.
    pub(super) async fn get_text(
        &self,
        action: &'static str,
        service: &Service,
        region: &str,
        path: &str,
    ) -> Result<String, AwsError> {
        let url = self.url(service, region, path);
        let request = Request { method: reqwest::Method::GET, url: &url, body: Vec::new(), target: None };
        self.text(action, service, region, &request).await
    }

    pub(super) async fn post(
        &self,
        action: &'static str,
        service: &Service,
        path: &str,
        body: &Value,
    ) -> Result<Value, AwsError> {
        let region = self.region();
        let url = self.url(service, &region, path);
        let body = body.to_string().into_bytes();
        let request = Request { method: reqwest::Method::POST, url: &url, body, target: None };
        self.answer(action, service, &region, &request).await
    }

    /// A call in AWS JSON 1.1.
    /// <https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html>
    pub(super) async fn call(
        &self,
        action: &'static str,
        service: &Service,
        region: &str,
        target: &'static str,
        body: &Value,
    ) -> Result<Value, AwsError> {
        let url = self.url(service, region, "/");
        let body = body.to_string().into_bytes();
        let request = Request { method: reqwest::Method::POST, url: &url, body, target: Some(target) };
        self.answer(action, service, region, &request).await
    }

    fn url(&self, service: &Service, region: &str, path: &str) -> String {
        match endpoint_of(&self.config, service.id) {
            Some(endpoint) => format!("{}{path}", endpoint.trim_end_matches('/')),
            None => format!("https://{}.{region}.{}{path}", service.host, Partition::of(region).domain()),
        }
    }

    async fn answer(
        &self,
        action: &'static str,
        service: &Service,
        region: &str,
        request: &Request<'_>,
    ) -> Result<Value, AwsError> {
        let text = self.text(action, service, region, request).await?;
        let body: Value = serde_json::from_str(&text).unwrap_or_default();
        if body.is_object() { Ok(body) } else { Err(AwsError::empty_answer(action)) }
    }

    async fn text(
        &self,
        action: &'static str,
        service: &Service,
        region: &str,
        request: &Request<'_>,
    ) -> Result<String, AwsError> {
        let _shown = waiting::Call::begin(action.to_owned());
        let unanswered = |error: reqwest::Error| {
            let kind = if error.is_timeout() { AwsErrorKind::TimedOut } else { AwsErrorKind::Unreachable };
            AwsError::new(action, kind, error.without_url())
        };
        let client = http::client_for(request.url).timeout(patient(TIMEOUT)).build().map_err(unanswered)?;
        // Without it, API Gateway returns another form.
        let call = client.request(request.method.clone(), request.url).header("accept", "application/json");
        let call = match request.target {
            Some(target) => call.header(TARGET, target).header("content-type", "application/x-amz-json-1.1"),
            None if request.body.is_empty() => call,
            None => call.header("content-type", "application/json"),
        };
        let call = if request.body.is_empty() { call } else { call.body(request.body.clone()) };
        let signed = self.signature(action, service, region, request).await?;
        let call = signed.headers().fold(call, |call, (name, value)| call.header(name, value));
        let response = call.send().await.map_err(unanswered)?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.text().await.map_err(unanswered)?;
        if status.is_success() {
            return Ok(body);
        }
        let header = headers.get("x-amzn-errortype").and_then(|code| code.to_str().ok());
        let (code, message) = refusal(&body);
        let code = header.map(str::to_owned).or(code).unwrap_or_else(|| status.as_str().to_owned());
        Err(AwsError::refused(action, code.split(':').next().unwrap_or_default(), &message))
    }

    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html>
    async fn signature(
        &self,
        action: &'static str,
        service: &Service,
        region: &str,
        request: &Request<'_>,
    ) -> Result<SigningInstructions, AwsError> {
        let provider = self.config.credentials_provider();
        let provider = provider.ok_or_else(|| AwsError::new(action, AwsErrorKind::NoCredentials, "there are none"))?;
        let credentials = provider.provide_credentials().await;
        let identity = credentials.map_err(|error| AwsError::new(action, AwsErrorKind::Credentials, error))?.into();
        let params = SigningParams::builder()
            .identity(&identity)
            .region(region)
            .name(service.signed_as)
            .time(SystemTime::from(clock::now()))
            .settings(SigningSettings::default())
            .build();
        let failed =
            |error: Box<dyn std::error::Error + Send + Sync>| AwsError::new(action, AwsErrorKind::Service, error);
        let params = params.map_err(|error| failed(error.into()))?.into();
        let body = SignableBody::Bytes(&request.body);
        // AWS wants every header that begins with x-amz- to be signed.
        let headers = request.target.map(|target| (TARGET, target)).into_iter();
        let signable = SignableRequest::new(request.method.as_str(), request.url, headers, body);
        let signable = signable.map_err(|error| failed(error.into()))?;
        let (instructions, _) = sign(signable, &params).map_err(|error| failed(error.into()))?.into_parts();
        Ok(instructions)
    }
}

/// The code and the message of a refusal, in JSON or in XML.
fn refusal(body: &str) -> (Option<String>, String) {
    let json: Value = serde_json::from_str(body).unwrap_or_default();
    let member = |name: &str| json[name].as_str().map(str::to_owned);
    let element = |name: &str| {
        let inner = body.split_once(&format!("<{name}>"))?.1.split_once(&format!("</{name}>"))?.0;
        Some(inner.to_owned())
    };
    let message = member("message").or_else(|| member("Message")).or_else(|| element("Message"));
    let kind = member("__type").map(|kind| kind.rsplit('#').next().unwrap_or_default().to_owned());
    (kind.or_else(|| element("Code")), message.unwrap_or_default())
}

#[cfg(test)]
pub(super) mod fake {
    use std::{
        io::{Read as _, Write as _},
        net::TcpListener,
        thread::{self, JoinHandle},
    };

    use aws_config::{BehaviorVersion, Region};
    use aws_sdk_sts::config::{Credentials, SharedCredentialsProvider};

    use super::*;

    /// Answers one request, and returns it.
    pub(in crate::aws) fn answering(head: &str, body: &str) -> (SignedRequests, JoinHandle<String>) {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let response = format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
        let server = thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a request");
            let mut request = [0; 4096];
            let mut length = 0;
            while length == 0 || !is_whole(&request[..length]) {
                length += stream.read(&mut request[length..]).expect("bytes");
            }
            stream.write_all(response.as_bytes()).expect("sent");
            String::from_utf8_lossy(&request[..length]).to_ascii_lowercase()
        });
        let key = Credentials::new("AKIDEXAMPLE", "secret", Some("session".into()), None, "a test");
        let config = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("eu-west-1"))
            .endpoint_url(url)
            .credentials_provider(SharedCredentialsProvider::new(key));
        (SignedRequests::new(&config.build()), server)
    }

    /// Whether the head and all of the body have arrived.
    fn is_whole(request: &[u8]) -> bool {
        let text = String::from_utf8_lossy(request).to_ascii_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
        body.len() >= length.unwrap_or(0)
    }
}
