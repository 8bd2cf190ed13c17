//! HTTP: serves an operation and turns its reply into a response.

mod address;
mod endpoint;
mod error;
mod event;
mod failure;
mod rate_limit;
mod recent_sign_in;
mod reply;
mod request;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use lambda_http::{Adapter, Body, Request, Response};
use lambda_runtime::{
    Error, LambdaEvent,
    tower::{Service as _, service_fn},
};

#[cfg(test)]
pub(crate) use self::error::Field;
use self::{address::Addresses, event::Event, failure::Failure};
pub(crate) use self::{
    address::caller_address,
    endpoint::Endpoint,
    error::ApiError,
    rate_limit::RateLimited,
    recent_sign_in::require_recent_sign_in,
    reply::{AllowedOrigin, Reply},
    request::{access_token, body, caller, header, if_match, path_parameter, query_parameter},
};
use crate::{aws::Spent, domain::EDGE_REQUEST_ID, lambda, settings::setting, store::RateLimitsTable};

/// Serves an operation for signed-in users until Lambda stops the function, with a rate limit per user.
pub(crate) fn serve_rate_limited<E: Endpoint>(operation: impl Future<Output = Result<E, Error>>) -> Result<(), Error> {
    serve(async { Ok(RateLimited { operation: operation.await?, limits: RateLimitsTable::from_env().await? }) })
}

/// Serves a public operation until Lambda stops the function.
pub(crate) fn serve<E: Endpoint>(endpoint: impl Future<Output = Result<E, Error>>) -> Result<(), Error> {
    lambda::block_on(async {
        let origin = Arc::new(AllowedOrigin::new(setting("ALLOWED_ORIGIN")?));
        let addresses = Addresses::from_env()?;
        let endpoint = Arc::new(endpoint.await?);
        run(Box::new(move |mut request| {
            addresses.attach(&mut request);
            let (endpoint, origin) = (Arc::clone(&endpoint), Arc::clone(&origin));
            Box::pin(async move { respond(&*endpoint, &origin, &request).await })
        }))
        .await
    })
}

type Handler = Box<dyn Fn(Request) -> lambda_http::BoxFuture<'static, Result<Response<Body>, Failed>>>;

/// An operation failed unexpectedly: an error of its function.
///
/// Lambda counts these for each function at no price, which alarms and canaries go by. A metric of our own, a metric filter
/// or API Gateway's metrics for each method would cost 30 cents a month for every operation. API Gateway shows the caller
/// `DEFAULT_5XX` of openapi.yaml, whose body is that of [`ApiError::Internal`].
#[derive(Debug, thiserror::Error)]
#[error("something went wrong on our side")]
pub(crate) struct Failed;

/// Takes a boxed handler, so that rustc compiles the runtime's large generic loop once and not per operation.
async fn run(handler: Handler) -> Result<(), Error> {
    let mut adapter = Adapter::from(service_fn(|request| {
        let response = handler(request);
        async { response.await.map_err(Error::from) }
    }));
    lambda_runtime::run(service_fn(|event: LambdaEvent<Event>| {
        adapter.call(LambdaEvent::new(event.payload.0, event.context))
    }))
    .await
}

/// Whether this environment has not had a request yet.
static IS_COLD: AtomicBool = AtomicBool::new(true);

/// Responds to one request and logs one line about it.
pub(crate) async fn respond(
    endpoint: &impl Endpoint,
    origin: &AllowedOrigin,
    request: &Request,
) -> Result<Response<Body>, Failed> {
    let started = Instant::now();
    let request_id = request::request_id(request);
    let cold_start = IS_COLD.swap(false, Ordering::Relaxed);
    let (result, spent) = Spent::during(endpoint.handle(request)).await;
    let (error_class, fingerprint) = match result.as_ref().err().and_then(Failure::of) {
        Some(Failure { class, fingerprint }) => (Some(class), Some(fingerprint)),
        None => (None, None),
    };
    if let Err(error) = &result
        && error_class.is_some()
    {
        let error = lambda::error_chain(error);
        tracing::error!(api_request_id = request_id, error_class, fingerprint, error, "request failed");
    }
    let error_code = result.as_ref().err().map(ApiError::code);
    let is_unexpected = matches!(result, Err(ApiError::Internal(_)));
    let response = reply::response(result, origin, &request_id);
    tracing::info!(
        api_request_id = request_id,
        edge_request_id = header(request, EDGE_REQUEST_ID),
        method = %request.method(),
        resource = request::resource(request),
        status = response.status().as_u16(),
        duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        cold_start,
        dynamodb_ms = spent.dynamodb_ms(),
        cognito_ms = spent.cognito_ms(),
        error_code,
        error_class,
        fingerprint,
        address = caller_address(request).map(|address| address.to_string()),
        user_id = caller(request).ok().map(|caller| caller.user_id.as_str().to_owned()),
        "request answered"
    );
    if is_unexpected { Err(Failed) } else { Ok(response) }
}

#[cfg(test)]
pub(crate) mod fake;
#[cfg(test)]
mod tests;
