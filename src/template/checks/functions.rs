//! Functions: environment variables, log groups, and secrets in plain text.

use super::{
    check::{Check, Faults},
    subject::{Resource, Subject, options},
};
use crate::template::handlers::{Need, Uses};
use crate::template::intrinsics::reference;

pub(super) const CHECKS: &[Check] = &[
    Check::error("SRV701", "unset-variable", unset_variables),
    Check::warning("SRV702", "unread-variable", unread_variables),
    Check::warning("SRV703", "no-log-group", no_log_group),
    Check::warning("SRV704", "endless-logs", endless_logs),
    Check::warning("SRV705", "secret-in-the-open", secrets_in_the_open),
    Check::warning("SRV706", "lost-events", lost_events),
    Check::warning("SRV707", "reserved-concurrency", reserved_concurrency),
];

fn functions<'a>(subject: &Subject<'a>) -> impl Iterator<Item = Resource<'a>> {
    subject.of_kind("AWS::Lambda::Function")
}

/// The functions whose sources were found, with what their handlers use.
pub(super) fn with_sources<'s, 'a>(subject: &'s Subject<'a>) -> impl Iterator<Item = (Resource<'a>, &'s Uses)> {
    functions(subject).filter_map(|function| {
        let binary = function.whole["Metadata"]["BuildProperties"]["Binary"].as_str()?;
        Some((function, subject.handlers.uses(binary)?))
    })
}

/// Whether Lambda or its runtime sets or reads this variable itself.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html>
fn is_lambdas_own(variable: &str) -> bool {
    ["AWS_", "_X_AMZN_", "LAMBDA_", "RUST_"].iter().any(|prefix| variable.starts_with(prefix))
}

fn unset_variables(subject: &Subject<'_>, faults: &mut Faults) {
    for (function, uses) in with_sources(subject) {
        let set = &function.properties["Environment"]["Variables"];
        let needed = uses.variables.iter().filter(|(name, need)| **need == Need::Required && !is_lambdas_own(name));
        for (name, _) in needed.filter(|(name, _)| set.get(name).is_none()) {
            faults.add(
                function.at("/Environment/Variables"),
                format!("the handler reads {name}, which is not set, so it cannot start"),
                format!("set {name} under Environment.Variables"),
            );
        }
    }
}

fn unread_variables(subject: &Subject<'_>, faults: &mut Faults) {
    for (function, uses) in with_sources(subject) {
        let set = function.properties["Environment"]["Variables"].as_object().into_iter().flat_map(|set| set.keys());
        for name in set.filter(|name| !is_lambdas_own(name) && !uses.variables.contains_key(*name)) {
            faults.add(
                function.at(&format!("/Environment/Variables/{name}")),
                format!("the handler never reads {name}"),
                "remove it, or correct its name",
            );
        }
    }
}

/// Without a log group in the template, Lambda creates one that never expires and that no stack deletes.
fn no_log_group(subject: &Subject<'_>, faults: &mut Faults) {
    for function in functions(subject) {
        let given = &function.properties["LoggingConfig"]["LogGroup"];
        let named = subject.text(given).or_else(|| {
            let name = subject.text(&function.properties["FunctionName"])?;
            Some(format!("/aws/lambda/{name}"))
        });
        let own = subject.of_kind("AWS::Logs::LogGroup").any(|group| {
            reference(given).as_deref() == Some(group.id)
                || (named.is_some() && named == subject.text(&group.properties["LogGroupName"]))
        });
        if !own {
            faults.add(
                function.at("/LoggingConfig"),
                format!("{} has no log group in this template", function.id),
                "add an AWS::Logs::LogGroup, and set LoggingConfig.LogGroup to it",
            );
        }
    }
}

fn endless_logs(subject: &Subject<'_>, faults: &mut Faults) {
    for group in
        subject.of_kind("AWS::Logs::LogGroup").filter(|group| group.properties.get("RetentionInDays").is_none())
    {
        faults.add(
            group.at("/RetentionInDays"),
            "this log group never expires: you pay for its logs forever",
            "set RetentionInDays",
        );
    }
}

/// Anyone who can read the function's configuration sees its variables.
fn secrets_in_the_open(subject: &Subject<'_>, faults: &mut Faults) {
    const SECRET_NAMES: [&str; 5] = ["API_KEY", "PASSWORD", "PRIVATE_KEY", "SECRET", "TOKEN"];
    for function in functions(subject) {
        for (name, value) in function.properties["Environment"]["Variables"].as_object().into_iter().flatten() {
            let Some(text) = value.as_str() else { continue };
            let looks_secret =
                SECRET_NAMES.iter().any(|word| name.to_uppercase().contains(word)) && !text.starts_with("arn:");
            let is_key = ["AKIA", "ASIA"].iter().any(|prefix| text.starts_with(prefix)) && text.len() == 20;
            if (looks_secret && !text.is_empty()) || is_key {
                faults.add(
                    function.at(&format!("/Environment/Variables/{name}")),
                    format!("{name} is a secret in plain text"),
                    "store it in Secrets Manager, and pass the function its ARN",
                );
            }
        }
    }
}

/// Lambda drops an event that a function fails on three times, unless it may keep it somewhere.
/// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html>
fn lost_events(subject: &Subject<'_>, faults: &mut Faults) {
    const ASYNCHRONOUS: [&str; 4] =
        ["events.amazonaws.com", "s3.amazonaws.com", "ses.amazonaws.com", "sns.amazonaws.com"];
    let permissions: Vec<_> = subject.of_kind("AWS::Lambda::Permission").collect();
    for function in functions(subject) {
        let is_asynchronous = permissions.iter().any(|permission| {
            let called = subject.referred(&permission.properties["FunctionName"]);
            ASYNCHRONOUS.iter().any(|service| permission.properties["Principal"] == *service)
                && called.is_some_and(|called| called.id == function.id)
        });
        let keeps = !function.properties["DeadLetterConfig"]["TargetArn"].is_null()
            || subject.of_kind("AWS::Lambda::EventInvokeConfig").any(|config| {
                !config.properties["DestinationConfig"]["OnFailure"].is_null()
                    && reference(&config.properties["FunctionName"]).as_deref() == Some(function.id)
            });
        if is_asynchronous && !keeps {
            faults.add(
                function.at("/DeadLetterConfig"),
                format!("an event that {} fails on three times is lost", function.id),
                "give it a DeadLetterQueue, or an AWS::Lambda::EventInvokeConfig with an OnFailure destination",
            );
        }
    }
}

/// A new account may run ten functions at once, none of which can be reserved: the stack fails.
/// <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html>
fn reserved_concurrency(subject: &Subject<'_>, faults: &mut Faults) {
    for function in functions(subject) {
        let reserved = &function.properties["ReservedConcurrentExecutions"];
        // With 0, the function refuses everything, which is meant.
        let takes = |value: &serde_json::Value| subject.number(value).is_none_or(|number| number > 0.0);
        if options(reserved).into_iter().any(|value| !value.is_null() && takes(value)) {
            faults.add(
                function.at("/ReservedConcurrentExecutions"),
                format!(
                    "{} takes its concurrency from all other functions, and a new account has none to give",
                    function.id
                ),
                "leave it out, or set it under a condition that is off by default",
            );
        }
    }
}
