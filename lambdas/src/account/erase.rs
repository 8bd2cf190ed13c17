//! The worker behind `DELETE /user`: disables the account, then deletes the data of its owner.
//!
//! Every step is idempotent: SQS delivers a failed message again and moves it to the dead-letter queue after a few
//! attempts. The account is deleted last, so that an operator can see whose erasure is stuck.
//! <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html>

use aws_lambda_events::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent, SqsMessage};
use lambda_runtime::{Error, LambdaEvent, service_fn};

use super::Erasure;
use crate::{
    domain::UserId,
    identity::{Accounts, UserPool},
    lambda,
    store::{Erase, OwnedEntries, OwnedImages, OwnedProfile},
};

/// Every store that holds data of a user.
struct UserStores<A, E, I, P> {
    accounts: A,
    entries: E,
    images: I,
    profile: P,
}

impl<A: Accounts, E: Erase, I: Erase, P: Erase> UserStores<A, E, I, P> {
    async fn erase_user(&self, user: &UserId) -> Result<(), Error> {
        // First, so that the user can no longer sign in and create data.
        self.accounts.disable(user).await?;
        self.entries.erase(user).await?;
        self.images.erase(user).await?;
        self.profile.erase(user).await?;
        Ok(self.accounts.delete(user).await?)
    }

    /// Reports the messages that SQS must deliver again.
    async fn erase_users(&self, event: SqsEvent) -> SqsBatchResponse {
        let mut response = SqsBatchResponse::default();
        for message in event.records {
            if let Err(error) = self.process(&message).await {
                tracing::error!(error = lambda::error_chain(&*error), "could not erase a user");
                let mut failure = BatchItemFailure::default();
                failure.item_identifier = message.message_id.unwrap_or_default();
                response.batch_item_failures.push(failure);
            }
        }
        response
    }

    async fn process(&self, message: &SqsMessage) -> Result<(), Error> {
        let erasure: Erasure = serde_json::from_str(message.body.as_deref().unwrap_or_default())?;
        self.erase_user(&erasure.user_id).await?;
        tracing::info!(user_id = erasure.user_id.as_str(), "user erased");
        Ok(())
    }
}

pub fn serve_erase_user() -> Result<(), Error> {
    lambda::block_on(async {
        let stores = UserStores {
            accounts: UserPool::from_env().await?,
            entries: OwnedEntries::from_env().await?,
            images: OwnedImages::from_env().await?,
            profile: OwnedProfile::from_env().await?,
        };
        lambda_runtime::run(service_fn(async |event: LambdaEvent<SqsEvent>| {
            Ok::<_, Error>(stores.erase_users(event.payload).await)
        }))
        .await
    })
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use serde_json::json;

    use super::*;
    use crate::aws::AwsError;

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

        fn stores(&self) -> UserStores<Self, FakeStore, FakeStore, FakeStore> {
            let store = |name| FakeStore(name, self.clone());
            let [entries, images, profile] = [store("entries"), store("images"), store("profile")];
            UserStores { accounts: self.clone(), entries, images, profile }
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

    struct FakeStore(&'static str, CallLog);

    impl Erase for FakeStore {
        async fn erase(&self, owner: &UserId) -> Result<(), AwsError> {
            self.1.record(self.0, owner)
        }
    }

    fn event(bodies: &[&str]) -> SqsEvent {
        let record = |(number, body): (usize, &&str)| json!({ "messageId": format!("m{number}"), "body": body });
        let records: Vec<_> = bodies.iter().enumerate().map(record).collect();
        serde_json::from_value(json!({ "Records": records })).expect("an event")
    }

    fn failed(response: &SqsBatchResponse) -> Vec<&str> {
        response.batch_item_failures.iter().map(|failure| failure.item_identifier.as_str()).collect()
    }

    #[tokio::test]
    async fn the_account_is_disabled_first_and_deleted_last() {
        let log = CallLog::default();

        let response = log.stores().erase_users(event(&[r#"{"userId":"ada"}"#])).await;

        assert!(failed(&response).is_empty());
        assert_eq!(log.calls(), ["disable ada", "entries ada", "images ada", "profile ada", "delete ada"]);
    }

    #[tokio::test]
    async fn only_a_failed_message_is_delivered_again() {
        let log = CallLog { fails_on: Some("images ada"), ..CallLog::default() };
        let messages = event(&[r#"{"userId":"ada"}"#, "garbled", r#"{"userId":"eve"}"#]);

        let response = log.stores().erase_users(messages).await;

        assert_eq!(failed(&response), ["m0", "m1"]);
        assert!(log.calls().contains(&"delete eve".to_owned()));
        assert!(!log.calls().contains(&"delete ada".to_owned()), "the account stays until everything else is deleted");
    }
}
