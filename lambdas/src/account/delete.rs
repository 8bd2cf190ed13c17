//! `DELETE /user`: queues the erasure of the caller. `erase` processes it, with retries.

use lambda_http::Request;
use lambda_runtime::Error;

use super::{
    Erasure,
    queue::{ErasureQueue, Erasures},
};
use crate::http::{self, ApiError, Endpoint, Reply};

pub(crate) struct DeleteUser<E>(pub(super) E);

impl<E: Erasures> Endpoint for DeleteUser<E> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let erasure = Erasure { user_id: http::caller(request)?.user_id };
        self.0.enqueue(&erasure).await?;
        Ok(Reply::accepted(&erasure))
    }
}

pub fn serve_delete_user() -> Result<(), Error> {
    http::serve_rate_limited(async { Ok(DeleteUser(ErasureQueue::from_env().await?)) })
}

#[cfg(test)]
impl DeleteUser<super::queue::FakeErasures> {
    pub(crate) fn fake() -> Self {
        Self(super::queue::FakeErasures::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{UserId, fake::user},
        http::fake::from,
    };

    #[tokio::test]
    async fn only_the_caller_is_erased() {
        let delete = DeleteUser::fake();

        delete.handle(&from(Some(&user("ada")))).await.expect("accepted");
        let anonymous = delete.handle(&from(None)).await;

        assert!(matches!(anonymous, Err(ApiError::Unauthorized)));
        assert_eq!(delete.0.enqueued(), [Erasure { user_id: UserId::new("ada") }]);
    }
}
