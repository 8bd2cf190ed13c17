//! The queue of erasure requests: the only file that calls SQS.

use aws_sdk_sqs::Client;
use lambda_runtime::Error;

use super::Erasure;
use crate::{
    aws::{AwsError, sdk_config},
    settings::setting,
};

const QUEUE: &str = "queue an erasure";

pub(crate) trait Erasures: Send + Sync + 'static {
    /// Queues a pass of an erasure, which then happens at least once, after the delay of the pass.
    fn enqueue(&self, erasure: &Erasure) -> impl Future<Output = Result<(), AwsError>> + Send;
}

pub(super) struct ErasureQueue {
    client: Client,
    url: String,
}

impl ErasureQueue {
    pub(super) async fn from_env() -> Result<Self, Error> {
        Ok(Self { client: Client::new(&sdk_config().await), url: setting("ERASURES_QUEUE_URL")? })
    }
}

impl Erasures for ErasureQueue {
    async fn enqueue(&self, erasure: &Erasure) -> Result<(), AwsError> {
        let body = serde_json::to_string(erasure).map_err(|error| AwsError::new(QUEUE, error))?;
        let request = self.client.send_message().queue_url(&self.url).message_body(body);
        let request = request.delay_seconds(erasure.pass.delay_seconds());
        request.send().await.map(drop).map_err(|error| AwsError::new(QUEUE, error))
    }
}

#[cfg(test)]
#[derive(Default)]
pub(crate) struct FakeErasures(std::sync::Mutex<Vec<Erasure>>);

#[cfg(test)]
impl FakeErasures {
    pub(super) fn enqueued(&self) -> Vec<Erasure> {
        self.0.lock().expect("not poisoned").clone()
    }
}

#[cfg(test)]
impl Erasures for FakeErasures {
    async fn enqueue(&self, erasure: &Erasure) -> Result<(), AwsError> {
        self.0.lock().expect("not poisoned").push(erasure.clone());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{aws::replay::Replay, domain::UserId};

    fn ada() -> Erasure {
        Erasure::of(UserId::new("ada"))
    }

    #[tokio::test]
    async fn an_erasure_is_a_message_that_names_the_user() {
        let replay = Replay::new([(200, json!({ "MessageId": "1", "MD5OfMessageBody": MD5_OF_THE_MESSAGE }))]);
        let queue = ErasureQueue { client: Client::new(&replay.config()), url: "https://sqs/queue".into() };

        queue.enqueue(&ada()).await.expect("queued");

        let body = r#"{"userId":"ada","pass":0}"#;
        let expected = json!({ "QueueUrl": "https://sqs/queue", "MessageBody": body, "DelaySeconds": 0 });
        assert_eq!(replay.requests(), [expected]);
    }

    /// SQS returns the MD5 of the message, and the SDK may compare it.
    const MD5_OF_THE_MESSAGE: &str = "9a6ea66b40ff186c9dc6c5def6b2cccc";

    #[tokio::test]
    async fn an_erasure_that_is_not_queued_is_an_error() {
        let refusal = json!({ "__type": "com.amazonaws.sqs#QueueDoesNotExist" });
        let replay = Replay::new([(400, refusal)]);
        let queue = ErasureQueue { client: Client::new(&replay.config()), url: "https://sqs/queue".into() };

        assert!(queue.enqueue(&ada()).await.is_err());
    }
}
