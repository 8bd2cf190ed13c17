//! What a protected stage's stacks are given: termination protection, and a policy against losing data.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html>

use serde_json::{Value, json};

use crate::{
    aws::stacks::{Stack, StackState},
    context::{Context, stage_stack::StageStack},
    deployment::plan::STATEFUL,
    error::Error,
};

/// Sets the stack's protection on a protected stage; `allowed` resources may be replaced or removed.
///
/// Only of a stack that works: CloudFormation sets no policy on one that is changing, and a protected one whose first
/// deployment is cancelled or failed could not be deleted.
pub(crate) async fn protect(cx: &Context, target: &StageStack<'_>, allowed: &[String]) -> Result<(), Error> {
    let works = |stack: &Stack| stack.status.state() == StackState::Ready;
    if !cx.stage.settings.protected || !target.find().await?.as_ref().is_some_and(works) {
        return Ok(());
    }
    target.stacks.protect_from_deletion(&target.name).await?;
    target.stacks.set_policy(&target.name, &policy(allowed)).await?;
    Ok(())
}

fn policy(allowed: &[String]) -> Value {
    let anything = json!({ "Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*" });
    let mut no_loss = json!({
        "Effect": "Deny",
        "Action": ["Update:Replace", "Update:Delete"],
        "Principal": "*",
        "Condition": { "StringEquals": { "ResourceType": STATEFUL } },
    });
    if allowed.is_empty() {
        no_loss["Resource"] = "*".into();
    } else {
        no_loss["NotResource"] = allowed.iter().map(|id| format!("LogicalResourceId/{id}")).collect();
    }
    json!({ "Statement": [anything, no_loss] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_denies_losing_data_of_all_but_the_named() {
        let strict = policy(&[]);
        assert_eq!(strict["Statement"][1]["Resource"], "*");
        assert!(strict["Statement"][1]["Condition"]["StringEquals"]["ResourceType"].to_string().contains("UserPool"));

        let lenient = policy(&["Table".into()]);
        assert_eq!(lenient["Statement"][1]["NotResource"], json!(["LogicalResourceId/Table"]));
        assert_eq!(lenient["Statement"][1]["Resource"], Value::Null);
    }
}
