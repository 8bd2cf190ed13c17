//! What every operation of the API is to the HTTP edge.

use lambda_http::Request;

use super::{ApiError, Reply};

/// One operation of the API with the ports it works on: from a request to an answer.
pub(crate) trait Endpoint: Send + Sync + 'static {
    fn handle(&self, request: &Request) -> impl Future<Output = Result<Reply, ApiError>> + Send;
}
