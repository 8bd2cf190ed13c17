//! The limits per user and minute, of requests and of bytes, checked before every operation for signed-in users.
//!
//! Requests alone are no limit for the tables: a hundred bodies of 128 KB cost them as much as thousands of small ones.

use std::time::Duration;

use lambda_http::Request;
use tokio::time::timeout;

use super::{ApiError, Endpoint, Reply, caller};
use crate::{
    lambda,
    store::{Count, RateLimits},
    timestamp::Timestamp,
};

/// How long a request waits to be counted: a slow counter must not slow down every operation.
const COUNT_TIMEOUT: Duration = Duration::from_secs(1);

/// An operation with a rate limit.
pub(crate) struct RateLimited<E, L> {
    pub(crate) operation: E,
    pub(crate) limits: L,
}

impl<E: Endpoint, L: RateLimits> Endpoint for RateLimited<E, L> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        within_limit(&self.limits, request, Timestamp::now()).await?;
        self.operation.handle(request).await
    }
}

/// Fails open: the API must keep working without the counters.
async fn within_limit(limits: &impl RateLimits, request: &Request, now: Timestamp) -> Result<(), ApiError> {
    let user_id = caller(request)?.user_id;
    let counted = limits.count(&user_id, now.minute(), request.body().len());
    let problem = match timeout(COUNT_TIMEOUT, counted).await {
        Ok(Ok(Count::WithinLimit)) => return Ok(()),
        Ok(Ok(Count::OverLimit)) => {
            return Err(ApiError::TooManyRequests { retry_after_seconds: now.seconds_to_next_minute() });
        }
        Ok(Err(error)) => lambda::error_chain(&error),
        Err(elapsed) => lambda::error_chain(&elapsed),
    };
    tracing::warn!(error = problem, "request not counted");
    Ok(())
}

#[cfg(test)]
mod tests {
    use lambda_http::Body;

    use super::*;
    use crate::{
        domain::fake::user,
        http::fake::from,
        store::fake::{FakeRateLimits, UnreachableRateLimits},
    };

    fn now() -> Timestamp {
        "2026-11-22T09:00:45.500Z".parse().expect("a time")
    }

    #[tokio::test]
    async fn a_request_over_the_limit_must_wait_for_the_next_minute() {
        let limits = FakeRateLimits::of(2);
        let request = from(Some(&user("ada")));

        let first = within_limit(&limits, &request, now()).await;
        let second = within_limit(&limits, &request, now()).await;
        let third = within_limit(&limits, &request, now()).await;

        assert!(first.is_ok() && second.is_ok());
        assert!(matches!(third, Err(ApiError::TooManyRequests { retry_after_seconds: 15 })));
    }

    #[tokio::test]
    async fn bodies_over_the_limit_of_bytes_must_wait_for_the_next_minute() {
        let limits = FakeRateLimits::of_bytes(10);
        let of_bytes = |bytes: usize| {
            let mut request = from(Some(&user("ada")));
            *request.body_mut() = Body::from("x".repeat(bytes));
            request
        };

        let first = within_limit(&limits, &of_bytes(6), now()).await;
        let second = within_limit(&limits, &of_bytes(5), now()).await;
        let smaller = within_limit(&limits, &of_bytes(4), now()).await;
        let empty = within_limit(&limits, &of_bytes(0), now()).await;

        assert!(first.is_ok() && smaller.is_ok() && empty.is_ok());
        assert!(matches!(second, Err(ApiError::TooManyRequests { retry_after_seconds: 15 })));
    }

    #[tokio::test]
    async fn users_and_minutes_are_counted_separately() {
        let limits = FakeRateLimits::of(1);
        let next_minute = "2026-11-22T09:01:00Z".parse().expect("a time");

        for (id, at) in [("ada", now()), ("grace", now()), ("ada", next_minute)] {
            assert!(within_limit(&limits, &from(Some(&user(id))), at).await.is_ok(), "{id} {at}");
        }
    }

    #[tokio::test]
    async fn requests_pass_when_the_counters_are_unavailable() {
        let request = from(Some(&user("ada")));

        for limits in [UnreachableRateLimits::Failing, UnreachableRateLimits::Hanging] {
            assert!(within_limit(&limits, &request, now()).await.is_ok(), "{limits:?}");
        }
    }

    #[tokio::test]
    async fn a_rate_limited_operation_needs_a_caller() {
        let result = within_limit(&FakeRateLimits::of(1), &from(None), now()).await;

        assert!(matches!(result, Err(ApiError::Unauthorized)));
    }
}
