//! Why an operation failed, beyond its own events: inside nested stacks, at hooks and validations, in the log of a
//! custom resource. Best effort with a time limit: the failure is reported even if nothing more is found.

use std::{collections::BTreeSet, time::Duration};

use futures_util::future::join_all;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::root_cause::{Evidence, RootCause, culprit};
use crate::{
    aws::{
        change_sets::ChangeSet,
        functions::Functions,
        logs::{EventOrder, EventQuery, Logs},
        operations::{FailuresOf, OperationFailure, Operations},
        stacks::{StackEvent, Stacks},
        trail::Trail,
    },
    context::{Context, stage_stack::StageStack},
    privacy::redacted,
    time::Window,
};

/// How long to look for more before reporting what the events say.
const TIME_LIMIT: Duration = Duration::from_secs(6);
/// How many levels of nested stacks to descend.
const MAX_DEPTH: usize = 5;
/// How much of a log is shown.
const MAX_LINES: usize = 8;

/// The root cause of an operation with these events, with what proves it; `None` when nothing failed.
pub(crate) async fn explain(cx: &Context, target: &StageStack<'_>, events: &[StackEvent]) -> Option<RootCause> {
    let from_events = RootCause::of(culprit(events)?);
    let sources = EvidenceSources {
        functions: &cx.aws.functions,
        logs: &cx.aws.logs,
        trails: [Some(&cx.aws.trail), cx.aws.global_trail()],
    };
    let investigated = tokio::time::timeout(TIME_LIMIT, investigate(target.stacks, &sources, events)).await;
    Some(investigated.ok().flatten().unwrap_or(from_events))
}

/// The services that may know more than the events.
struct EvidenceSources<'a, F, L, T> {
    functions: &'a F,
    logs: &'a L,
    /// In the stage's region and, if that is another, where the calls to IAM are.
    trails: [Option<&'a T>; 2],
}

async fn investigate<S: Stacks + Operations>(
    stacks: &S,
    sources: &EvidenceSources<'_, impl Functions, impl Logs, impl Trail>,
    events: &[StackEvent],
) -> Option<RootCause> {
    let (path, event) = innermost(stacks, events).await?;
    let mut failure = RootCause::of(&event);
    let lines = if is_custom(&event.kind) {
        log_lines(sources.functions, sources.logs, &event).await
    } else if is_rejection(&failure.reason) {
        let stack = events.iter().find(|event| event.is_stack())?;
        rejections(stacks, FailuresOf::Stack(&stack.physical_id)).await
    } else if is_denial(&failure.reason) {
        denied_calls(sources.trails, events).await
    } else {
        Vec::new()
    };
    failure.logical_id = [path, vec![failure.logical_id]].concat().join("/");
    failure.evidence = (!lines.is_empty()).then_some(Evidence(lines));
    Some(failure)
}

/// Whether the reason says that something was denied, but not what.
fn is_denial(reason: &str) -> bool {
    reason.contains("AccessDenied") && !reason.contains("not authorized to perform")
}

/// What CloudFormation was denied meanwhile, as far as CloudTrail knows by now and may be asked.
async fn denied_calls<T: Trail>(trails: [Option<&T>; 2], events: &[StackEvent]) -> Vec<String> {
    let Some(first) = events.first() else { return Vec::new() };
    let asked = join_all(trails.into_iter().flatten().map(|trail| trail.denied(first.timestamp))).await;
    let calls = asked.into_iter().flat_map(Result::unwrap_or_default);
    let lines = calls.map(|call| format!("CloudTrail: {} was denied: {}", call.action, call.message));
    lines.collect::<BTreeSet<_>>().into_iter().take(MAX_LINES).collect()
}

/// The event that failed first, in the stack where it did, and the nested stacks on the way there.
async fn innermost(stacks: &impl Stacks, events: &[StackEvent]) -> Option<(Vec<String>, StackEvent)> {
    let mut found = culprit(events)?.clone();
    let mut path = Vec::new();
    while found.kind == "AWS::CloudFormation::Stack" && !found.is_stack() && path.len() < MAX_DEPTH {
        let Ok(inside) = stacks.events_since(&found.physical_id, None).await else { break };
        let Some(deeper) = culprit(&inside).filter(|event| !event.is_stack()) else { break };
        path.push(found.logical_id);
        found = deeper.clone();
    }
    Some((path, found))
}

/// Why a change set failed, beyond its reason: validations and hooks, which the reason only sometimes names.
/// Empty where CloudFormation lists none.
pub(crate) async fn rejections_of(target: &StageStack<'_>, change_set: &ChangeSet) -> Vec<String> {
    if change_set.is_empty() {
        return Vec::new();
    }
    let asked = rejections(target.stacks, FailuresOf::ChangeSet(&change_set.id));
    let mut lines = tokio::time::timeout(TIME_LIMIT, asked).await.unwrap_or_default();
    let messages = change_set.status_reason.as_deref();
    lines.retain(|line| messages.is_none_or(|messages| !line.ends_with(messages)));
    lines
}

fn is_rejection(reason: &str) -> bool {
    reason.contains("hook(s)") || reason.contains("EarlyValidation")
}

async fn rejections(stacks: &impl Operations, of: FailuresOf<'_>) -> Vec<String> {
    let line = |failure: OperationFailure| {
        let OperationFailure { logical_id, kind, by, reason } = failure;
        let by = by.map(|by| format!(", {by}")).unwrap_or_default();
        format!("{logical_id} ({kind}{by}): {reason}")
    };
    stacks.failures(of).await.unwrap_or_default().into_iter().map(line).take(MAX_LINES).collect()
}

fn is_custom(kind: &str) -> bool {
    kind.starts_with("Custom::") || kind == "AWS::CloudFormation::CustomResource"
}

/// What a custom resource's function logged last before it failed.
async fn log_lines(functions: &impl Functions, logs: &impl Logs, event: &StackEvent) -> Vec<String> {
    let Some(function) = event.properties.as_deref().and_then(function_of) else { return Vec::new() };
    let configuration = functions.configuration(&function).await.ok().flatten();
    let group = configuration
        .and_then(|configuration| configuration.log_group)
        .unwrap_or_else(|| format!("/aws/lambda/{function}"));
    let query = EventQuery { group, window: last_minutes(event.timestamp), pattern: None, order: EventOrder::Oldest };
    let Ok(Some(page)) = logs.page(&query, None).await else { return Vec::new() };
    let lines: Vec<String> = page.events.iter().map(|event| redacted(event.message.trim_end())).collect();
    let messages: Vec<String> = lines.into_iter().filter(|line| !is_frame(line)).collect();
    let last = messages.len().saturating_sub(MAX_LINES);
    let mut evidence: Vec<String> = messages[last..].to_vec();
    if !evidence.is_empty() {
        evidence.insert(0, format!("the log of {function} at that time:"));
    }
    evidence
}

/// The function that CloudFormation calls for a custom resource, from its `ServiceToken`.
fn function_of(properties: &str) -> Option<String> {
    let properties: Value = serde_json::from_str(properties).ok()?;
    let (_, function) = properties["ServiceToken"].as_str()?.split_once(":function:")?;
    Some(function.split(':').next()?.to_owned())
}

/// What the function did last, until a moment after CloudFormation heard of it.
fn last_minutes(failed: Timestamp) -> Window {
    let ago = SignedDuration::from_mins(2);
    let since = failed.checked_sub(ago).unwrap_or(failed);
    Window { since, until: failed.checked_add(SignedDuration::from_secs(30)).ok() }
}

/// What Lambda writes around every invocation.
fn is_frame(line: &str) -> bool {
    ["START RequestId", "END RequestId", "REPORT RequestId", "INIT_START"].iter().any(|frame| line.starts_with(frame))
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, sync::LazyLock};

    use super::*;
    use crate::{
        aws::{
            AwsError,
            functions::{
                FunctionConfiguration,
                fake::{FakeFunctions, active},
            },
            logs::fake::{FakeLogs, event as log_event},
            stacks::{Stack, fake::FakeStacks},
            trail::{DeniedCall, fake::FakeTrail},
        },
        deployment::failure::root_cause::tests::event,
        stage::StackName,
    };

    /// Stacks whose nested one has these events, and which know what refused.
    struct FakeStackHistory {
        nested: Vec<StackEvent>,
        failures: Result<Vec<OperationFailure>, AwsError>,
    }

    impl Default for FakeStackHistory {
        fn default() -> Self {
            Self { nested: Vec::new(), failures: Ok(Vec::new()) }
        }
    }

    impl Stacks for FakeStackHistory {
        async fn find(&self, name: &StackName) -> Result<Option<Stack>, AwsError> {
            FakeStacks::default().find(name).await
        }

        async fn resources(&self, name: &StackName) -> Result<Vec<crate::aws::stacks::Resource>, AwsError> {
            FakeStacks::default().resources(name).await
        }

        async fn events_since(&self, _stack: &str, _last: Option<&str>) -> Result<Vec<StackEvent>, AwsError> {
            Ok(self.nested.clone())
        }

        async fn newest_events(
            &self,
            stack: &str,
            enough: impl FnMut(&StackEvent) -> bool,
        ) -> Result<Vec<StackEvent>, AwsError> {
            FakeStacks::default().newest_events(stack, enough).await
        }

        async fn delete(&self, name: &StackName, token: &str) -> Result<(), AwsError> {
            FakeStacks::default().delete(name, token).await
        }
    }

    impl Operations for FakeStackHistory {
        async fn cancel_update(&self, _stack: &StackName, _token: &str) -> Result<(), AwsError> {
            Ok(())
        }

        async fn roll_back(&self, _stack: &StackName, _token: &str) -> Result<(), AwsError> {
            Ok(())
        }

        async fn failures(&self, _of: FailuresOf<'_>) -> Result<Vec<OperationFailure>, AwsError> {
            match &self.failures {
                Ok(failures) => Ok(failures.clone()),
                Err(error) => Err(AwsError::service(error.action, "AccessDenied")),
            }
        }
    }

    /// There is one function, which logs to a group of its own.
    static FUNCTIONS: LazyLock<FakeFunctions> = LazyLock::new(|| {
        let configuration = FunctionConfiguration { log_group: Some("/shop/seed".into()), ..active() };
        FakeFunctions(BTreeMap::from([("seed".to_owned(), configuration)]))
    });

    fn sources<'a>(
        logs: &'a FakeLogs,
        trail: &'a FakeTrail,
    ) -> EvidenceSources<'a, FakeFunctions, FakeLogs, FakeTrail> {
        EvidenceSources { functions: &FUNCTIONS, logs, trails: [Some(trail), None] }
    }

    fn of_kind(kind: &str, event: StackEvent) -> StackEvent {
        StackEvent { kind: kind.into(), ..event }
    }

    #[tokio::test]
    async fn the_cause_is_looked_for_inside_a_nested_stack() {
        let nested =
            of_kind("AWS::CloudFormation::Stack", event("Inner", "CREATE_FAILED", Some("Embedded stack failed")));
        let history = FakeStackHistory {
            nested: vec![event("Queue", "CREATE_FAILED", Some("no such key"))],
            ..FakeStackHistory::default()
        };

        let failure =
            investigate(&history, &sources(&FakeLogs::new(&[]), &FakeTrail(None)), &[nested]).await.expect("a cause");

        assert_eq!(failure.to_string(), "Inner/Queue (AWS::SQS::Queue): no such key");
    }

    #[tokio::test]
    async fn a_custom_resource_failure_includes_its_function_log() {
        let token = r#"{"ServiceToken":"arn:aws:lambda:eu-west-1:1:function:seed","Rows":"3"}"#;
        let failed = event("Seed", "CREATE_FAILED", Some("Received response status [FAILED] from custom resource."));
        let failed = StackEvent { properties: Some(token.into()), ..of_kind("Custom::Seed", failed) };
        let group = [log_event("1", 1, "START RequestId: 1"), log_event("2", 2, "table is full, password=hunter22")];

        let logs = FakeLogs::new(&[("/shop/seed", &group)]);
        let failure = investigate(&FakeStackHistory::default(), &sources(&logs, &FakeTrail(None)), &[failed])
            .await
            .expect("a cause");

        let lines = failure.evidence.expect("a log").0;
        assert_eq!(lines, ["the log of seed at that time:", "table is full, password=[redacted]"]);
    }

    #[tokio::test]
    async fn a_hook_says_itself_what_it_refused() {
        let failed = event("Bucket", "CREATE_FAILED", Some("The following hook(s) failed: [Acme::Guard]"));
        let stack = event("srvls-dev", "CREATE_IN_PROGRESS", None);
        let refusal = OperationFailure {
            logical_id: "Bucket".into(),
            kind: "AWS::S3::Bucket".into(),
            by: Some("hook Acme::Guard".into()),
            reason: "no encryption".into(),
        };
        let history = FakeStackHistory { failures: Ok(vec![refusal]), ..FakeStackHistory::default() };

        let failure = investigate(&history, &sources(&FakeLogs::new(&[]), &FakeTrail(None)), &[stack, failed])
            .await
            .expect("a cause");

        assert_eq!(failure.evidence.expect("a word").0, ["Bucket (AWS::S3::Bucket, hook Acme::Guard): no encryption"]);
    }

    #[tokio::test]
    async fn a_failure_is_reported_even_without_permission_to_investigate() {
        let failed = event("Bucket", "CREATE_FAILED", Some("The following hook(s) failed: [Acme::Guard]"));
        let stack = event("srvls-dev", "CREATE_IN_PROGRESS", None);
        let denied = AwsError::service("cloudformation:DescribeEvents", "AccessDenied");
        let history = FakeStackHistory { failures: Err(denied), ..FakeStackHistory::default() };

        let failure = investigate(&history, &sources(&FakeLogs::new(&[]), &FakeTrail(None)), &[stack, failed])
            .await
            .expect("a cause");

        assert_eq!((failure.logical_id.as_str(), failure.evidence), ("Bucket", None));
    }

    #[tokio::test]
    async fn a_denial_without_a_name_is_looked_up_in_the_trail() {
        let reason = "Service returned error code AccessDeniedException (Service: Lambda, Status Code: 403)";
        let failed = event("Function", "CREATE_FAILED", Some(reason));
        let denied = DeniedCall { action: "lambda:CreateFunction".into(), message: "no policy allows it".into() };
        let trail = FakeTrail(Some(vec![denied.clone(), denied]));

        let known = investigate(
            &FakeStackHistory::default(),
            &sources(&FakeLogs::new(&[]), &trail),
            std::slice::from_ref(&failed),
        )
        .await
        .expect("a cause");
        let unknown =
            investigate(&FakeStackHistory::default(), &sources(&FakeLogs::new(&[]), &FakeTrail(None)), &[failed]).await;

        let lines = known.evidence.expect("a word").0;
        assert_eq!(lines, ["CloudTrail: lambda:CreateFunction was denied: no policy allows it"]);
        assert_eq!(unknown.expect("a cause").evidence, None);
    }

    /// CloudTrail has the calls to IAM in one region only.
    #[tokio::test]
    async fn a_denied_call_to_iam_is_found_in_another_region_than_the_stages() {
        let reason = "Service returned error code AccessDenied (Service: Iam, Status Code: 403)";
        let failed = event("Role", "CREATE_FAILED", Some(reason));
        let denied = DeniedCall { action: "iam:CreateRole".into(), message: "no policy allows it".into() };
        let (home, global) = (FakeTrail(None), FakeTrail(Some(vec![denied])));
        let logs = FakeLogs::new(&[]);
        let sources = EvidenceSources { trails: [Some(&home), Some(&global)], ..sources(&logs, &home) };

        let failure = investigate(&FakeStackHistory::default(), &sources, &[failed]).await.expect("a cause");

        let lines = failure.evidence.expect("a word").0;
        assert_eq!(lines, ["CloudTrail: iam:CreateRole was denied: no policy allows it"]);
    }
}
