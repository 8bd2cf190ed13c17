//! The interface between an operation and HTTP.

use lambda_http::Request;

use super::{ApiError, Reply};

/// An operation of the API with its ports: takes a request and returns a reply.
pub(crate) trait Endpoint: Send + Sync + 'static {
    fn handle(&self, request: &Request) -> impl Future<Output = Result<Reply, ApiError>> + Send;
}
