//! What the account holds of the stage: its artifact bucket, its stack, and the room that Lambda leaves it.

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
        Ok(false) => Check::pass(BUCKET, format!("{bucket}: the first deployment makes it")),
        Err(error) => Check::unanswered(BUCKET, error).explained(
            "Code and templates go through this bucket. S3 answers in the same words when the bucket is somebody else's \
             and when s3:ListBucket is not allowed.",
        ),
    }]
}

pub(super) async fn stack(stacks: &impl Stacks, account: &Account<'_>) -> Vec<Check> {
    let name = account.setup.stage.stack_name();
    vec![match stacks.find(&name).await {
        Ok(None) => Check::pass(STACK, format!("{name}: not deployed yet")),
        Ok(Some(stack)) => deployable(&name.0, &stack),
        Err(error) => Check::unanswered(STACK, error),
    }]
}

fn deployable(name: &str, stack: &Stack) -> Check {
    let detail = format!("{name} is {}", stack.status.0);
    match stack.status.state() {
        StackState::Ready => Check::pass(STACK, detail),
        StackState::Empty => Check::pass(STACK, format!("{detail}: no resource was made yet")),
        StackState::Changing => Check::skip(STACK, detail).fixed_by("wait for the operation to end: `srvls status`"),
        StackState::FailedToCreate => Check::fail(STACK, detail)
            .fixed_by("`srvls deploy` clears it away and deploys anew")
            .explained("Its first deployment failed; AWS takes no update of it."),
        StackState::Paused => Check::fail(STACK, format!("{detail}: a failed deployment was kept as it was"))
            .fixed_by("`srvls deploy` rolls it back and deploys; `srvls deploy --no-rollback` goes on from there"),
        StackState::Stuck => Check::fail(STACK, detail)
            .fixed_by("mend what its events name, then continue the rollback or the deletion")
            .explained(format!(
                "`aws cloudformation describe-stack-events --stack-name {name}` names the resource. After \
                 UPDATE_ROLLBACK_FAILED: `aws cloudformation continue-update-rollback --stack-name {name}`; after \
                 DELETE_FAILED: `srvls destroy`."
            )),
    }
}

pub(super) async fn quotas(quotas: &impl Quotas, account: &Account<'_>) -> Vec<Check> {
    if account.setup.stage.settings.emulator {
        return vec![Check::skip(CONCURRENCY, "the emulator has none")];
    }
    match quotas.lambda().await {
        Ok(found) => vec![concurrency(&found, expected(account)), code(&found)],
        Err(error) => vec![Check::unanswered(CONCURRENCY, error)],
    }
}

/// How many functions at once the template's alarms are told that the account allows.
fn expected(account: &Account<'_>) -> Option<i32> {
    let template = Template::read(&account.setup.config.template_path()).ok()?;
    template.parameter("AccountConcurrency", &account.setup.stage.settings.parameters)?.parse().ok()
}

fn concurrency(found: &LambdaQuotas, expected: Option<i32>) -> Check {
    let limit = found.concurrency;
    match expected.filter(|expected| *expected > limit) {
        None => Check::pass(CONCURRENCY, format!("{limit} functions at once")),
        Some(expected) => {
            Check::fail(CONCURRENCY, format!("{limit} functions at once, but AccountConcurrency says {expected}"))
                .fixed_by(format!("set `parameters = {{ AccountConcurrency = \"{limit}\" }}`, or ask AWS for more"))
                .explained(
                    "The alarm on concurrency would never ring. New accounts have 10: ask for 1000 under Service \
                     Quotas, AWS Lambda, Concurrent executions (L-B99A9384); it costs nothing.",
                )
        }
    }
}

fn code(found: &LambdaQuotas) -> Check {
    let LambdaQuotas { code_limit_bytes: limit, code_size_bytes: taken, .. } = *found;
    let detail = format!("{} of {} for code are taken", size(taken), size(limit));
    // Versions of functions that nobody calls any more add up to it.
    if taken < limit / 10 * 9 {
        return Check::pass(CODE, detail);
    }
    Check::fail(CODE, detail)
        .fixed_by("delete old versions of functions, or ask AWS for more")
        .explained("At the limit, Lambda refuses new code with CodeStorageExceededException. `aws lambda list-versions-by-function` finds what is old.")
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
    fn a_new_accounts_concurrency_is_less_than_the_alarms_think() {
        let check = concurrency(&QUOTAS, Some(1000));

        assert_eq!(check.result, Verdict::Fail);
        assert!(check.fix.is_some_and(|fix| fix.contains("AccountConcurrency = \"10\"")));
        assert_eq!(concurrency(&QUOTAS, Some(10)).result, Verdict::Pass);
    }

    #[test]
    fn code_that_fills_the_account_is_found_wanting() {
        assert_eq!(code(&QUOTAS).result, Verdict::Pass);
        assert_eq!(code(&LambdaQuotas { code_size_bytes: 950, ..QUOTAS }).result, Verdict::Fail);
    }

    #[test]
    fn a_stack_that_cannot_be_updated_is_found_wanting() {
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
