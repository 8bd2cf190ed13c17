//! AWS for the gateways' tests: recorded responses in place of the network, in the protocol of each service.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex},
    time::Duration,
};

use aws_config::{BehaviorVersion, Region, SdkConfig, retry::RetryConfig};
use aws_sdk_sts::config::{Credentials, SharedCredentialsProvider};
use aws_smithy_runtime_api::client::{
    http::{HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector},
    orchestrator::{HttpRequest, HttpResponse},
    result::ConnectorError,
    runtime_components::RuntimeComponents,
};
use ciborium::Value as Cbor;
use serde_json::Value;

/// A recorded response to a request with this target.
#[derive(Debug)]
pub(crate) struct Answer {
    target: &'static str,
    status: u16,
    body: Vec<u8>,
    header: Option<(&'static str, &'static str)>,
}

impl Answer {
    pub(crate) fn json(target: &'static str, status: u16, body: &Value) -> Self {
        Self::xml(target, status, &body.to_string())
    }

    pub(crate) fn xml(target: &'static str, status: u16, body: &str) -> Self {
        Self { target, status, body: body.into(), header: None }
    }

    pub(crate) fn cbor(target: &'static str, status: u16, answer: &Cbor) -> Self {
        let mut body = Vec::new();
        ciborium::into_writer(answer, &mut body).expect("memory takes it");
        Self { target, status, body, header: Some(("smithy-protocol", "rpc-v2-cbor")) }
    }

    pub(crate) fn with_header(self, name: &'static str, value: &'static str) -> Self {
        Self { header: Some((name, value)), ..self }
    }
}

/// A request that a gateway sent.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    /// The operation, if the protocol names it in a header; otherwise the URL.
    pub(crate) target: String,
    pub(crate) headers: BTreeMap<String, String>,
    /// As JSON in any protocol; a form or XML as a string; null if there is none.
    pub(crate) body: Value,
}

/// An HTTP client that returns the recorded responses in order, each to its target only, and records the requests.
#[derive(Debug, Clone)]
pub(crate) struct Replay(Arc<Mutex<Recording>>);

#[derive(Debug)]
struct Recording {
    answers: VecDeque<Answer>,
    requests: Vec<Request>,
    read_timeouts: Vec<Duration>,
}

impl Replay {
    pub(crate) fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers = answers.into_iter().collect();
        Self(Arc::new(Mutex::new(Recording { answers, requests: Vec::new(), read_timeouts: Vec::new() })))
    }

    /// The configuration for a gateway that calls this.
    pub(crate) fn config(&self) -> SdkConfig {
        let credentials = Credentials::new("test", "test", None, None, "replay");
        SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .retry_config(RetryConfig::disabled())
            .http_client(self.clone())
            .build()
    }

    /// The requests so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.0.lock().expect("not poisoned").requests.clone()
    }

    /// The read timeout of each request that has one.
    pub(crate) fn read_timeouts(&self) -> Vec<Duration> {
        self.0.lock().expect("not poisoned").read_timeouts.clone()
    }
}

impl HttpClient for Replay {
    fn http_connector(&self, settings: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        self.0.lock().expect("not poisoned").read_timeouts.extend(settings.read_timeout());
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Replay {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let request = Request::from(&request);
        let mut recording = self.0.lock().expect("not poisoned");
        let answer = recording.answers.pop_front().filter(|answer| answer.target == request.target);
        let not_recorded =
            || ConnectorError::other(format!("the next recorded answer is not for {}", request.target).into(), None);
        let response = answer.map(HttpResponse::from).ok_or_else(not_recorded);
        recording.requests.push(request);
        HttpConnectorFuture::ready(response)
    }
}

impl From<Answer> for HttpResponse {
    fn from(answer: Answer) -> Self {
        let status = answer.status.try_into().expect("a status");
        let mut response = Self::new(status, answer.body.into());
        if let Some((name, value)) = answer.header {
            response.headers_mut().insert(name, value);
        }
        response
    }
}

impl From<&HttpRequest> for Request {
    fn from(request: &HttpRequest) -> Self {
        let target = request.headers().get("x-amz-target").unwrap_or(request.uri()).to_owned();
        let body = request.body().bytes().unwrap_or_default();
        let body = match request.headers().get("content-type") {
            Some("application/cbor") => untagged(ciborium::from_reader(body).expect("CBOR")),
            Some("application/x-www-form-urlencoded") => Value::String(String::from_utf8_lossy(body).into_owned()),
            Some("application/xml") => String::from_utf8(body.to_vec()).expect("XML").into(),
            _ if body.is_empty() => Value::Null,
            _ => serde_json::from_slice(body).expect("JSON"),
        };
        let headers = request.headers().iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { target, headers, body }
    }
}

/// CBOR as JSON, which has no tags: a time becomes the number inside its tag.
fn untagged(value: Cbor) -> Value {
    match value {
        Cbor::Tag(_, value) => untagged(*value),
        Cbor::Array(items) => items.into_iter().map(untagged).collect(),
        Cbor::Map(members) => {
            let named = |(name, value): (Cbor, Cbor)| (name.into_text().expect("a name"), untagged(value));
            members.into_iter().map(named).collect()
        }
        plain => plain.deserialized().expect("JSON has it too"),
    }
}
