//! What a protected stage's stacks are given: termination protection, and a policy against losing data.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html>

use serde_json::{Value, json};

use crate::{
    audit::Target,
    aws::stacks::{Stack, StackState},
    context::{Context, guard::allow_completion, stage_stack::StageStack},
    deployment::plan::STATEFUL,
    error::Error,
};

/// Sets the stack's protection on a protected stage; `allowed` resources may be replaced or removed.
///
/// Only of a stack that works: CloudFormation sets no policy on one that is changing, and a protected one whose first
/// deployment is cancelled or failed could not be deleted.
pub(crate) async fn protect(cx: &Context, target: &StageStack<'_>, allowed: &[String]) -> Result<(), Error> {
    if cx.stage.settings.protected && target.find().await?.as_ref().is_some_and(works) {
        set(target, allowed).await?;
    }
    Ok(())
}

fn works(stack: &Stack) -> bool {
    stack.status.state() == StackState::Ready
}

/// Whether a protected stage's stack works, and its protection is still to be set.
pub(crate) fn is_due(cx: &Context, stack: &Stack) -> bool {
    cx.stage.settings.protected && works(stack) && !stack.termination_protection
}

/// Gives the stacks their protection that no run of srvls saw come into being, as their first deployment was detached or
/// its run killed. The deployment was allowed to; what fails here is a warning.
pub(crate) async fn protect_unattended(cx: &Context) {
    if !cx.stage.settings.protected {
        return;
    }
    for target in [cx.api()].into_iter().chain(cx.wants_edge().then(|| cx.edge())) {
        match protect_if_due(cx, &target).await {
            Ok(Protected::Now) => cx.progress.note(format_args!(
                "{} is now protected against deletion and against data loss in an update",
                target.name
            )),
            Ok(Protected::Already) => {}
            Err(error) => cx.progress.warn(format_args!("could not protect {}: {error}", target.name)),
        }
    }
}

enum Protected {
    Now,
    Already,
}

async fn protect_if_due(cx: &Context, target: &StageStack<'_>) -> Result<Protected, Error> {
    if !target.find().await?.is_some_and(|stack| is_due(cx, &stack)) {
        return Ok(Protected::Already);
    }
    allow_completion(cx).await?.begin(&Target::named("stack", target.name.clone())).await?;
    set(target, &[]).await?;
    Ok(Protected::Now)
}

/// The policy first: a stack with termination protection has both.
async fn set(target: &StageStack<'_>, allowed: &[String]) -> Result<(), Error> {
    target.stacks.set_policy(&target.name, &policy(allowed)).await?;
    target.stacks.protect_from_deletion(&target.name).await?;
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
