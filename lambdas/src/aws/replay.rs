//! AWS in a test: canned responses, and a record of the requests.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};

use aws_config::SdkConfig;
use aws_sdk_dynamodb::config::{
    BehaviorVersion, Credentials, Region, SharedCredentialsProvider, http::HttpRequest, retry::RetryConfig,
};
use aws_smithy_runtime_api::{
    client::{
        http::{HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector},
        orchestrator::HttpResponse,
        result::ConnectorError,
        runtime_components::RuntimeComponents,
    },
    http::StatusCode,
};
use serde_json::Value;

/// An HTTP client that returns the canned responses in order, then fails.
#[derive(Debug, Clone)]
pub(crate) struct Replay(Arc<Recording>);

#[derive(Debug, Default)]
struct Recording {
    answers: Mutex<VecDeque<(u16, String)>>,
    requests: Mutex<Vec<Value>>,
}

impl Replay {
    pub(crate) fn new(answers: impl IntoIterator<Item = (u16, Value)>) -> Self {
        Self::texts(answers.into_iter().map(|(status, body)| (status, body.to_string())))
    }

    /// For services that do not speak JSON.
    pub(crate) fn texts(answers: impl IntoIterator<Item = (u16, String)>) -> Self {
        let answers = answers.into_iter().collect();
        Self(Arc::new(Recording { answers: Mutex::new(answers), requests: Mutex::default() }))
    }

    /// The configuration of a client that calls this replay.
    pub(crate) fn config(&self) -> SdkConfig {
        SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(SharedCredentialsProvider::new(Credentials::new("id", "secret", None, None, "test")))
            .retry_config(RetryConfig::disabled())
            .http_client(self.clone())
            .build()
    }

    /// The configuration of a client that repeats its calls as in production, but at once.
    pub(crate) fn retrying_config(&self) -> SdkConfig {
        let retries = RetryConfig::standard().with_initial_backoff(Duration::from_millis(1));
        self.config().into_builder().retry_config(retries).build()
    }

    /// The bodies of the requests so far, in order.
    pub(crate) fn requests(&self) -> Vec<Value> {
        self.0.requests.lock().expect("not poisoned").clone()
    }
}

impl HttpClient for Replay {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl HttpConnector for Replay {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body = request.body().bytes().and_then(|bytes| serde_json::from_slice(bytes).ok()).unwrap_or_default();
        self.0.requests.lock().expect("not poisoned").push(body);
        let answer = self.0.answers.lock().expect("not poisoned").pop_front();
        HttpConnectorFuture::ready(match answer {
            Some((status, body)) => Ok(HttpResponse::new(StatusCode::try_from(status).expect("a status"), body.into())),
            None => Err(ConnectorError::other("nothing recorded".into(), None)),
        })
    }
}
