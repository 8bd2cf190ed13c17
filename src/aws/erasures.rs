//! The function that erases a user: what `DELETE /user` queues, run at once.

use aws_sdk_lambda::primitives::Blob;
use serde_json::json;

use super::{AwsError, aws_error, functions::Lambda};

pub(crate) trait Erasures {
    /// Runs one turn of the erasure of this user, which queues what is left to do. It can be repeated.
    async fn erase(&self, function: &str, sub: &str) -> Result<(), AwsError>;
}

impl Erasures for Lambda {
    async fn erase(&self, function: &str, sub: &str) -> Result<(), AwsError> {
        const ACTION: &str = "lambda:InvokeFunction";
        // As the queue delivers it.
        let body = json!({ "userId": sub }).to_string();
        let event = json!({ "Records": [{ "messageId": "srvls-user-erase", "body": body }] }).to_string();
        let request = self.client.invoke().function_name(function).payload(Blob::new(event));
        let answer = request.send().await.map_err(aws_error("lambda:InvokeFunction"))?;
        match answer.function_error {
            None => Ok(()),
            // Its message can name anything.
            Some(kind) => Err(AwsError::refused(ACTION, &kind, "the function failed; its log says why")),
        }
    }
}

#[cfg(test)]
pub(crate) mod fake {
    use std::cell::RefCell;

    use super::*;

    #[derive(Default)]
    pub(crate) struct FakeErasures(pub(crate) RefCell<Vec<String>>);

    impl Erasures for FakeErasures {
        async fn erase(&self, function: &str, sub: &str) -> Result<(), AwsError> {
            self.0.borrow_mut().push(format!("{function} {sub}"));
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::replay::{Answer, Replay};

    const INVOKE: &str = "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/shop-dev-erase_user/invocations";

    async fn erased(answer: Answer) -> (Result<(), AwsError>, serde_json::Value) {
        let replay = Replay::new([answer]);
        let erased = Lambda::new(&replay.config()).erase("shop-dev-erase_user", "ada").await;
        (erased, replay.requests()[0].body.clone())
    }

    #[tokio::test]
    async fn the_function_gets_what_the_queue_would_deliver() {
        let (erased, event) = erased(Answer::json(INVOKE, 200, &json!(null))).await;

        assert!(erased.is_ok());
        assert_eq!(event["Records"][0]["body"], r#"{"userId":"ada"}"#);
    }

    #[tokio::test]
    async fn a_function_that_failed_is_no_erasure() {
        let failed = json!({ "errorMessage": "Task timed out for ada" });
        let answer = Answer::json(INVOKE, 200, &failed).with_header("x-amz-function-error", "Unhandled");

        let error = erased(answer).await.0.expect_err("failed");

        assert_eq!(error.action, "lambda:InvokeFunction");
        assert!(error.has_code("Unhandled") && !error.message().contains("ada"), "{}", error.message());
    }
}
