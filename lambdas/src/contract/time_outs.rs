//! Time-outs, from the inside out: an attempt, a call to AWS, the function, its caller. Each leaves time for what
//! is around it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{TEMPLATE, handled, names::camel, resources, sources::sources};

/// API Gateway gives up after this: <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html>
const API_GATEWAY: f64 = 29.0;
/// And Cognito on a trigger: <https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html>
const TRIGGER: f64 = 5.0;

/// What the handlers wait for, and which functions do: all but those that are named elsewhere. Every constant in seconds
/// is here, so that a new one is compared too.
const LIMITS: [(&str, Waits); 10] = [
    ("ATTEMPT_TIMEOUT", Waits::All),
    ("OPERATION_TIMEOUT", Waits::All),
    ("TIME_LIMIT", Waits::All),
    ("COUNT_TIMEOUT", Waits::All),
    ("CONNECT_TIMEOUT", Waits::All),
    ("TIME_LIMIT_WITH_TRIGGER", Waits::Only(&["ConfirmSignUp", "ResetPassword"])),
    ("FETCH_TIMEOUT", Waits::Only(&["Authorizer"])),
    ("TURN", Waits::Only(&["EraseUser"])),
    // No caller waits for these.
    ("COOLDOWN", Waits::Only(&[])),
    ("BASE_BACKOFF", Waits::Only(&[])),
];

#[derive(Clone, Copy)]
enum Waits {
    All,
    Only(&'static [&'static str]),
}

/// Functions whose time-out is below that of a call, because their caller waits no longer.
const HURRIED: [&str; 2] = ["Authorizer", "PostConfirmation"];

/// `const NAME: Duration = Duration::from_secs(8);` in seconds.
fn limits() -> BTreeMap<String, f64> {
    let of = |text: &String| -> Vec<(String, f64)> {
        let definitions =
            text.split("const ").skip(1).filter_map(|rest| rest.split_once(": Duration = Duration::from_"));
        definitions
            .map(|(name, rest)| {
                let (unit, rest) = rest.split_once('(').expect("a unit");
                let number: f64 = rest.split(')').next().and_then(|number| number.parse().ok()).expect("a number");
                (name.to_owned(), if unit == "millis" { number / 1000.0 } else { number })
            })
            .collect()
    };
    sources().iter().flat_map(of).collect()
}

/// The time-out of each function, by the beginning of its name.
fn functions() -> BTreeMap<&'static str, f64> {
    let default = &TEMPLATE["Globals"]["Function"]["Timeout"];
    let seconds = |own: &Value| own.as_f64().or_else(|| default.as_f64()).expect("a time-out");
    let all = resources("AWS::Serverless::Function");
    all.map(|(id, function)| (id.trim_end_matches("Function"), seconds(&function["Properties"]["Timeout"]))).collect()
}

#[test]
fn a_call_ends_before_its_function_does() {
    let (limits, functions) = (limits(), functions());

    let unknown: Vec<_> = limits.keys().filter(|name| !LIMITS.iter().any(|(known, _)| known == name)).collect();
    assert!(unknown.is_empty(), "say which functions wait for {unknown:?}");
    for (name, waits) in LIMITS {
        let limit = limits.get(name).unwrap_or_else(|| panic!("there is no {name} any more"));
        for (function, timeout) in &functions {
            let concerned = match waits {
                Waits::All => !HURRIED.contains(function),
                Waits::Only(these) => these.contains(function),
            };
            assert!(!concerned || limit < timeout, "{function} ends after {timeout} s, before {name} ({limit} s)");
        }
    }
    assert!(2.0 * limits["ATTEMPT_TIMEOUT"] < limits["OPERATION_TIMEOUT"], "there is time for a second attempt");
}

#[test]
fn a_function_ends_before_its_caller_gives_up() {
    let functions = functions();

    for operation in handled() {
        let timeout = functions[&*camel(operation.id)];
        // The authorizer runs first.
        assert!(timeout + functions["Authorizer"] < API_GATEWAY, "{}: {timeout} s", operation.id);
    }
    assert!(functions["PostConfirmation"] <= TRIGGER);
}

/// The profile is written within the time of the trigger.
#[test]
fn cognitos_trigger_has_time_for_its_write() {
    let text = sources().join("\n");
    let (_, rest) = text.split_once("attempt.operation_timeout(Duration::from_secs(").expect("its own time-out");
    let seconds: f64 = rest.split(')').next().and_then(|number| number.parse().ok()).expect("a number");

    assert!(seconds < functions()["PostConfirmation"], "{seconds} s");
}
