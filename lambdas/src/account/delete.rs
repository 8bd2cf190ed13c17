//! `DELETE /user`: queues the erasure of the caller. `erase` processes it, with retries.

use lambda_http::Request;
use lambda_runtime::Error;
use serde::Serialize;

use super::{
    Erasure,
    queue::{ErasureQueue, Erasures},
};
use crate::{
    domain::{Caller, UserId},
    http::{self, ApiError, Endpoint, Reply},
    timestamp::Timestamp,
};

#[derive(Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Accepted {
    user_id: UserId,
}

async fn delete_user(erasures: &impl Erasures, caller: Caller, now: Timestamp) -> Result<Accepted, ApiError> {
    http::require_recent_sign_in(&caller, now)?;
    let erasure = Erasure::of(caller.user_id);
    erasures.enqueue(&erasure).await?;
    Ok(Accepted { user_id: erasure.user_id })
}

pub(crate) struct DeleteUser<E>(pub(super) E);

impl<E: Erasures> Endpoint for DeleteUser<E> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let caller = http::caller(request)?;
        Ok(Reply::accepted(&delete_user(&self.0, caller, Timestamp::now()).await?))
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
    use crate::{account::queue::FakeErasures, domain::fake::user, http::fake::from};

    fn signed_in_at(time: &str) -> Caller {
        Caller { signed_in_at: time.parse().expect("a time"), ..user("ada") }
    }

    #[tokio::test]
    async fn only_the_caller_is_erased() {
        let delete = DeleteUser::fake();

        delete.handle(&from(Some(&user("ada")))).await.expect("accepted");
        let anonymous = delete.handle(&from(None)).await;

        assert!(matches!(anonymous, Err(ApiError::Unauthorized)));
        assert_eq!(delete.0.enqueued(), [Erasure::of(UserId::new("ada"))]);
    }

    #[tokio::test]
    async fn a_session_that_was_only_refreshed_has_to_sign_in_again() {
        let erasures = FakeErasures::default();
        let now = "2026-11-22T09:05:00Z".parse().expect("a time");

        let recent = delete_user(&erasures, signed_in_at("2026-11-22T09:00:00Z"), now).await;
        let refreshed = delete_user(&erasures, signed_in_at("2026-11-22T08:59:59Z"), now).await;

        assert!(recent.is_ok());
        assert!(matches!(refreshed, Err(ApiError::RecentSignInRequired { within_minutes: 5 })));
        assert_eq!(erasures.enqueued().len(), 1);
    }
}
