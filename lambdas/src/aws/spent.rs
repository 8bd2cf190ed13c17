//! How long a request waits for AWS, by service: its log line says so.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use aws_smithy_runtime_api::client::{
    http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector},
    orchestrator::HttpRequest,
};

tokio::task_local! {
    /// Of the request that this task answers.
    static SPENT: Arc<Spent>;
}

/// The time that calls to AWS took, all attempts of a call included. Calls at the same time count each.
#[derive(Debug, Default)]
pub(crate) struct Spent {
    dynamodb: Clock,
    cognito: Clock,
}

#[derive(Debug, Default)]
struct Clock {
    calls: AtomicU64,
    microseconds: AtomicU64,
}

impl Clock {
    fn add(&self, began: Instant) {
        let took = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.microseconds.fetch_add(took, Ordering::Relaxed);
        self.calls.fetch_add(1, Ordering::Relaxed);
    }

    /// `None` where no call was made.
    fn milliseconds(&self) -> Option<u64> {
        (self.calls.load(Ordering::Relaxed) > 0).then(|| self.microseconds.load(Ordering::Relaxed) / 1_000)
    }
}

impl Spent {
    /// Runs `request`, and returns what it spent with its result.
    pub(crate) async fn during<T>(request: impl Future<Output = T>) -> (T, Arc<Self>) {
        let spent = Arc::new(Self::default());
        (SPENT.scope(Arc::clone(&spent), request).await, spent)
    }

    pub(crate) fn dynamodb_ms(&self) -> Option<u64> {
        self.dynamodb.milliseconds()
    }

    pub(crate) fn cognito_ms(&self) -> Option<u64> {
        self.cognito.milliseconds()
    }

    /// Of the service behind the header `x-amz-target`: on the emulator, all have one address.
    fn clock(&self, target: &str) -> Option<&Clock> {
        match target.split_once(['_', '.'])?.0 {
            "DynamoDB" => Some(&self.dynamodb),
            "AWSCognitoIdentityProviderService" => Some(&self.cognito),
            _ => None,
        }
    }
}

/// Measures the calls through another connector.
#[derive(Debug)]
pub(super) struct Timed(pub(super) SharedHttpConnector);

impl HttpConnector for Timed {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").map(str::to_owned);
        let running = target.and_then(Running::begin);
        let response = self.0.call(request);
        HttpConnectorFuture::new(async move {
            let _running = running;
            response.await
        })
    }
}

/// A call that counts when it is over, or given up.
struct Running {
    began: Instant,
    spent: Arc<Spent>,
    target: String,
}

impl Running {
    /// `None` outside of a request.
    fn begin(target: String) -> Option<Self> {
        let spent = SPENT.try_with(Arc::clone).ok()?;
        Some(Self { began: Instant::now(), spent, target })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(clock) = self.spent.clock(&self.target) {
            clock.add(self.began);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Answers nothing before it is given up.
    #[derive(Debug)]
    struct Silent;

    impl HttpConnector for Silent {
        fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
            HttpConnectorFuture::new(std::future::pending())
        }
    }

    async fn call(target: &str) {
        let mut request = HttpRequest::get("http://127.0.0.1/").expect("a URL");
        request.headers_mut().insert("x-amz-target", target.to_owned());
        let response = Timed(SharedHttpConnector::new(Silent)).call(request);
        assert!(tokio::time::timeout(Duration::from_millis(20), response).await.is_err());
    }

    #[tokio::test]
    async fn a_request_knows_how_long_it_waited_for_each_service() {
        let ((), spent) = Spent::during(async {
            call("DynamoDB_20120810.GetItem").await;
            call("DynamoDB_20120810.PutItem").await;
            call("secretsmanager.GetSecretValue").await;
        })
        .await;

        assert!(spent.dynamodb_ms().is_some_and(|took| (40..5_000).contains(&took)), "{spent:?}");
        assert_eq!(spent.cognito_ms(), None, "none was called");
        let ((), spent) = Spent::during(call("AWSCognitoIdentityProviderService.GetUser")).await;
        assert!(spent.cognito_ms().is_some() && spent.dynamodb_ms().is_none());
    }

    #[tokio::test]
    async fn a_call_outside_of_a_request_counts_nowhere() {
        call("DynamoDB_20120810.GetItem").await;
    }
}
