//! The worker behind `DELETE /user`: disables the account, then deletes the data of its owner.
//!
//! Every step is idempotent: SQS delivers a failed message again and moves it to the dead-letter queue after a few
//! attempts. The account is deleted last, so that an operator can see whose erasure is stuck. Later passes delete what
//! was written with a token that outlived the account.
//! <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html>

use std::time::Duration;

use aws_lambda_events::sqs::{SqsEvent, SqsMessage};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use tokio::time::timeout;

use super::{
    Erasure,
    queue::{ErasureQueue, Erasures},
};
use crate::{
    aws::AwsError,
    domain::UserId,
    identity::{Accounts, UserPool},
    lambda,
    store::{Erase, OwnedEntries, OwnedImages, OwnedProfile},
};

/// The function has a minute. A user with more data than it can delete in this time gets another turn.
pub(super) const TURN: Duration = Duration::from_secs(45);

/// Every store that holds data of a user.
struct UserStores<Q, A, E, I, P> {
    turn: Duration,
    passes: Q,
    accounts: A,
    entries: E,
    images: I,
    profile: P,
}

impl<Q: Erasures, A: Accounts, E: Erase, I: Erase, P: Erase> UserStores<Q, A, E, I, P> {
    async fn erase_user(&self, erasure: &Erasure) -> Result<(), Error> {
        let user = &erasure.user_id;
        if erasure.pass.is_first() {
            // First, so that the user can no longer sign in.
            self.accounts.disable(user).await?;
        }
        let Ok(erased) = timeout(self.turn, self.erase_data(user)).await else {
            // An error: the message comes back for five turns more, and ends in the dead-letter queue, which has an alarm.
            let next = erasure.next_turn().ok_or("the last turn of an erasure left data")?;
            tracing::info!(user_id = user.as_str(), turn = ?next.turn, "there is more to erase");
            return Ok(self.passes.enqueue(&next).await?);
        };
        erased?;
        if erasure.pass.is_first() {
            self.accounts.delete(user).await?;
        }
        if let Some(next) = erasure.next_pass() {
            self.passes.enqueue(&next).await?;
        }
        Ok(())
    }

    async fn erase_data(&self, user: &UserId) -> Result<(), AwsError> {
        self.entries.erase(user).await?;
        self.images.erase(user).await?;
        self.profile.erase(user).await
    }

    /// An error makes SQS deliver the message again.
    async fn process(&self, message: &SqsMessage) -> Result<(), Error> {
        let erasure: Erasure = serde_json::from_str(message.body.as_deref().unwrap_or_default())?;
        self.erase_user(&erasure).await?;
        tracing::info!(user_id = erasure.user_id.as_str(), pass = ?erasure.pass, "user erased");
        Ok(())
    }

    /// The queue delivers one message at a time.
    async fn erase_users(&self, event: SqsEvent) -> Result<(), Error> {
        for message in event.records {
            self.process(&message).await?;
        }
        Ok(())
    }
}

pub fn serve_erase_user() -> Result<(), Error> {
    lambda::block_on(async {
        let stores = UserStores {
            turn: TURN,
            passes: ErasureQueue::from_env().await?,
            accounts: UserPool::from_env().await?,
            entries: OwnedEntries::from_env().await?,
            images: OwnedImages::from_env().await?,
            profile: OwnedProfile::from_env().await?,
        };
        lambda_runtime::run(service_fn(async |event: LambdaEvent<SqsEvent>| {
            let result = stores.erase_users(event.payload).await;
            result.inspect_err(|error| tracing::error!(error = lambda::error_chain(&**error), "could not erase a user"))
        }))
        .await
    })
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use serde_json::json;

    use super::*;

    /// Records the calls, and can fail on one of them.
    #[derive(Clone, Default)]
    struct CallLog {
        calls: Arc<Mutex<Vec<String>>>,
        fails_on: Option<&'static str>,
    }

    impl CallLog {
        fn record(&self, step: &str, user: &UserId) -> Result<(), AwsError> {
            let step = format!("{step} {}", user.as_str());
            if self.fails_on == Some(step.as_str()) {
                return Err(AwsError::new("erase", "AWS is unavailable"));
            }
            self.calls.lock().expect("not poisoned").push(step);
            Ok(())
        }

        fn stores(&self) -> UserStores<Self, Self, FakeStore, FakeStore, FakeStore> {
            let store = |name| FakeStore(name, self.clone());
            let [entries, images, profile] = [store("entries"), store("images"), store("profile")];
            UserStores { turn: TURN, passes: self.clone(), accounts: self.clone(), entries, images, profile }
        }

        fn calls(&self) -> Vec<String> {
            self.calls.lock().expect("not poisoned").clone()
        }
    }

    impl Accounts for CallLog {
        async fn disable(&self, user: &UserId) -> Result<(), AwsError> {
            self.record("disable", user)
        }

        async fn delete(&self, user: &UserId) -> Result<(), AwsError> {
            self.record("delete", user)
        }
    }

    impl Erasures for CallLog {
        async fn enqueue(&self, erasure: &Erasure) -> Result<(), AwsError> {
            self.record(&format!("pass {} turn {} of", json!(erasure.pass), json!(erasure.turn)), &erasure.user_id)
        }
    }

    struct FakeStore(&'static str, CallLog);

    impl Erase for FakeStore {
        async fn erase(&self, owner: &UserId) -> Result<(), AwsError> {
            self.1.record(self.0, owner)
        }
    }

    fn event(body: &str) -> SqsEvent {
        serde_json::from_value(json!({ "Records": [{ "messageId": "m", "body": body }] })).expect("an event")
    }

    #[tokio::test]
    async fn the_account_is_disabled_first_and_deleted_last() {
        let log = CallLog::default();

        log.stores().erase_users(event(r#"{"userId":"ada"}"#)).await.expect("erased");

        let steps = ["disable ada", "entries ada", "images ada", "profile ada", "delete ada", "pass 1 turn 0 of ada"];
        assert_eq!(log.calls(), steps);
    }

    #[tokio::test]
    async fn what_was_written_with_the_last_token_is_erased_by_a_later_pass() {
        let log = CallLog::default();

        log.stores().erase_users(event(r#"{"userId":"ada","pass":1}"#)).await.expect("erased");
        log.stores().erase_users(event(r#"{"userId":"ada","pass":2}"#)).await.expect("erased");

        let stores = ["entries ada", "images ada", "profile ada"];
        assert_eq!(log.calls(), [&stores[..], &["pass 2 turn 0 of ada"], &stores[..]].concat());
    }

    /// A store with more data than one turn can delete.
    struct Endless;

    impl Erase for Endless {
        async fn erase(&self, _: &UserId) -> Result<(), AwsError> {
            std::future::pending().await
        }
    }

    #[tokio::test]
    async fn a_user_with_much_data_gets_another_turn_and_keeps_the_account_until_then() {
        let log = CallLog::default();
        let UserStores { passes, accounts, images, profile, .. } = log.stores();
        let stores = UserStores { turn: Duration::ZERO, passes, accounts, entries: Endless, images, profile };

        stores.erase_users(event(r#"{"userId":"ada"}"#)).await.expect("another turn");

        assert_eq!(log.calls(), ["disable ada", "pass 0 turn 1 of ada"]);
    }

    #[tokio::test]
    async fn an_erasure_that_makes_no_progress_ends_as_a_failure_of_the_function() {
        let log = CallLog::default();
        let UserStores { passes, accounts, images, profile, .. } = log.stores();
        let stores = UserStores { turn: Duration::ZERO, passes, accounts, entries: Endless, images, profile };

        assert!(stores.erase_users(event(r#"{"userId":"ada","turn":1000}"#)).await.is_err());

        assert_eq!(log.calls(), ["disable ada"]);
    }

    #[tokio::test]
    async fn a_failed_erasure_is_a_failure_of_the_function_and_keeps_the_account() {
        let log = CallLog { fails_on: Some("images ada"), ..CallLog::default() };

        assert!(log.stores().erase_users(event(r#"{"userId":"ada"}"#)).await.is_err());
        assert!(log.stores().erase_users(event("garbled")).await.is_err());

        assert_eq!(log.calls(), ["disable ada", "entries ada"]);
    }
}
