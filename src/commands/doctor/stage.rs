//! Checks of the stage's artifact bucket, its stack, and Lambda's quotas.

use super::{account::Account, check::Check};
use crate::{
    aws::{
        artifacts::{Artifacts, Bucket},
        quotas::{LambdaQuotas, Quotas},
        stacks::{Stack, StackState, Stacks},
    },
    template::Template,
    terminal::output::size,
};

pub(super) const BUCKET: &str = "artifact bucket";
pub(super) const STACK: &str = "stack";
pub(super) const CONCURRENCY: &str = "quota (concurrency)";
const CODE: &str = "quota (code)";

pub(super) async fn bucket(artifacts: &impl Artifacts, account: &Account<'_>) -> Vec<Check> {
    let owner = account.caller.account.clone();
    let bucket = Bucket { name: account.setup.stage.artifact_bucket(&owner, account.region), owner };
    vec![match artifacts.bucket_exists(&bucket).await {
        Ok(true) => Check::pass(BUCKET, bucket.name),
        Ok(false) => Check::pass(BUCKET, format!("{bucket}: the first deployment creates it")),
        Err(error) => Check::aws_failed(BUCKET, error).explained(
            "srvls uploads code and templates to this bucket. S3 returns the same error when another account owns the \
             bucket and when s3:ListBucket is not allowed.",
        ),
    }]
}

pub(super) async fn stack(stacks: &impl Stacks, account: &Account<'_>) -> Vec<Check> {
    let name = account.setup.stage.stack_name();
    vec![match stacks.find(&name).await {
        Ok(None) => Check::pass(STACK, format!("{name}: not deployed yet")),
        Ok(Some(stack)) => deployable(&name.0, &stack),
        Err(error) => Check::aws_failed(STACK, error),
    }]
}

fn deployable(name: &str, stack: &Stack) -> Check {
    let detail = format!("{name} is {}", stack.status.0);
    match stack.status.state() {
        StackState::Ready => Check::pass(STACK, detail),
        StackState::Empty => Check::pass(STACK, format!("{detail}: it has no resources yet")),
        StackState::Changing => {
            Check::skip(STACK, detail).fixed_by("wait for the operation to finish: `srvls status` shows its state")
        }
        StackState::FailedToCreate => Check::fail(STACK, detail)
            .fixed_by("`srvls deploy` deletes it and deploys again")
            .explained("The first deployment failed, and CloudFormation cannot update a stack in this state."),
        StackState::Paused => Check::fail(STACK, format!("{detail}: a failed deployment left its resources in place"))
            .fixed_by("`srvls deploy` rolls it back and deploys; `srvls deploy --no-rollback` continues from there"),
        StackState::Stuck => Check::fail(STACK, detail)
            .fixed_by("fix the resource that its events name, then continue the rollback or the deletion")
            .explained(format!(
                "`aws cloudformation describe-stack-events --stack-name {name}` names the resource. After \
                 UPDATE_ROLLBACK_FAILED, run `aws cloudformation continue-update-rollback --stack-name {name}`; after \
                 DELETE_FAILED, run `srvls destroy`."
            )),
    }
}

pub(super) async fn quotas(quotas: &impl Quotas, account: &Account<'_>) -> Vec<Check> {
    if account.setup.stage.settings.emulator {
        return vec![Check::skip(CONCURRENCY, "the emulator has no quotas")];
    }
    match quotas.lambda().await {
        Ok(found) => vec![concurrency(&found, expected(account)), code(&found)],
        Err(error) => vec![Check::aws_failed(CONCURRENCY, error)],
    }
}

/// The concurrency limit that the template's alarms assume.
fn expected(account: &Account<'_>) -> Option<i32> {
    let template = Template::read(&account.setup.config.template_path()).ok()?;
    template.parameter("AccountConcurrency", &account.setup.stage.settings.parameters)?.parse().ok()
}

fn concurrency(found: &LambdaQuotas, expected: Option<i32>) -> Check {
    let limit = found.concurrency;
    match expected.filter(|expected| *expected > limit) {
        None => Check::pass(CONCURRENCY, format!("{limit} concurrent executions")),
        Some(expected) => {
            Check::fail(CONCURRENCY, format!("{limit} concurrent executions, but AccountConcurrency is {expected}"))
                .fixed_by(format!(
                    "set `parameters = {{ AccountConcurrency = \"{limit}\" }}`, or request a quota increase"
                ))
                .explained(
                    "The alarm on concurrency would never fire. New accounts have 10: request 1000 under Service \
                     Quotas, AWS Lambda, Concurrent executions (L-B99A9384); it is free of charge.",
                )
        }
    }
}

fn code(found: &LambdaQuotas) -> Check {
    let LambdaQuotas { code_limit_bytes: limit, code_size_bytes: used, .. } = *found;
    let detail = format!("{} of {} of code storage used", size(used), size(limit));
    if !found.is_code_nearly_full() {
        return Check::pass(CODE, detail);
    }
    Check::fail(CODE, detail).fixed_by("delete old function versions, or request a quota increase").explained(
        "At the limit, Lambda refuses new code with CodeStorageExceededException. It counts every function of the \
             account, so ask an administrator: `aws lambda list-versions-by-function --function-name NAME` lists a \
             function's versions.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        aws::stacks::{Status, fake::ready_stack},
        commands::doctor::check::Verdict,
    };

    const QUOTAS: LambdaQuotas = LambdaQuotas { concurrency: 10, code_limit_bytes: 1_000, code_size_bytes: 100 };

    #[test]
    fn a_concurrency_limit_below_what_the_alarms_assume_fails() {
        let check = concurrency(&QUOTAS, Some(1000));

        assert_eq!(check.result, Verdict::Fail);
        assert!(check.fix.is_some_and(|fix| fix.contains("AccountConcurrency = \"10\"")));
        assert_eq!(concurrency(&QUOTAS, Some(10)).result, Verdict::Pass);
    }

    #[test]
    fn nearly_full_code_storage_fails() {
        assert_eq!(code(&QUOTAS).result, Verdict::Pass);
        assert_eq!(code(&LambdaQuotas { code_size_bytes: 950, ..QUOTAS }).result, Verdict::Fail);
    }

    #[test]
    fn a_stack_that_cannot_be_updated_fails() {
        let in_status = |status: &str| {
            let stack = Stack { status: Status(status.into()), ..ready_stack(&[]) };
            deployable("srvls-dev", &stack).result
        };

        assert_eq!(in_status("UPDATE_COMPLETE"), Verdict::Pass);
        assert_eq!(in_status("UPDATE_IN_PROGRESS"), Verdict::Skip);
        assert_eq!(in_status("ROLLBACK_COMPLETE"), Verdict::Fail);
        assert_eq!(in_status("UPDATE_ROLLBACK_FAILED"), Verdict::Fail);
    }
}
