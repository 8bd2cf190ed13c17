//! What the failures in the logs point to: time-outs, throttling, the authorizer, mails.

use super::{check::Check, throttled::Throttled};
use crate::{
    aws::AwsError,
    error::Error,
    failures::{Failures, Shape},
    privacy::Privacy,
    terminal::output::{Verdict, counted},
};

pub(super) const TIME_OUTS: &str = "time-outs";
pub(super) const THROTTLING: &str = "throttling";
pub(super) const AUTHORIZER: &str = "authorizer";
pub(super) const MAILS: &str = "mails";

/// As the failures of the logs are classed.
const OF_TIME: [&str; 2] = ["timeout", "integration_timeout"];
const OF_LAMBDA: [&str; 2] = ["function_throttled", "function_refused"];
const OF_API: [&str; 2] = ["throttled", "quota_exceeded"];
const OF_AUTHORIZER: &str = "authorizer_failure";
/// Cognito takes no more requests of the account.
const OF_COGNITO: &str = "TooManyRequestsException";

/// What a handler says when Cognito could not mail a code. The caller gets the same answer as ever.
const UNSENT: &str = "could not send a code";
/// Cognito's own sender has sent its mails of the day: <https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html>
const OF_THE_DAY: &str = "LimitExceededException";

/// All of them, of the failures that were found, and of the throttled calls that CloudWatch counted.
pub(super) fn checks(
    failures: &Result<Failures, AwsError>,
    throttled: &Result<Throttled, Error>,
    privacy: Privacy,
) -> [Check; 4] {
    match failures {
        Err(error) => [TIME_OUTS, THROTTLING, AUTHORIZER, MAILS].map(|name| Check::unread(name, error)),
        Ok(failures) => {
            let unread: Vec<String> = failures.not_read.iter().map(|unread| unread.log.clone()).collect();
            let throttling = throttling(failures, throttled, privacy);
            let (time_outs, mails) = (time_outs(failures, privacy), mails(failures, privacy));
            let checks = [time_outs, throttling, authorizer(failures, privacy), mails];
            checks.map(|check| check.with_unread(&unread))
        }
    }
}

fn time_outs(failures: &Failures, privacy: Privacy) -> Check {
    let found = lines(failures, privacy, |shape| OF_TIME.contains(&shape.class.as_str()));
    if found.is_empty() {
        return Check::pass(TIME_OUTS, "no function ran into its time-out");
    }
    let fix = "see what the time goes to: `srvls diagnose REQUEST_ID`; then make less of it in one call: a page instead of \
               everything, or a queue behind the answer. What takes minutes in several steps is for Step Functions. \
               `Timeout` in templates/template.yaml helps only below the 29 seconds of API Gateway";
    Check::found(TIME_OUTS, Verdict::Fail, found, fix)
}

fn throttling(failures: &Failures, throttled: &Result<Throttled, Error>, privacy: Privacy) -> Check {
    let is = |classes: &[&str], shape: &Shape| classes.contains(&shape.class.as_str());
    let of_table = |shape: &Shape| {
        let class = shape.class.to_ascii_lowercase();
        !is(&OF_API, shape) && !is(&OF_LAMBDA, shape) && (class.contains("throttl") || class.contains("throughput"))
    };
    let [lambda, api] = [&OF_LAMBDA, &OF_API].map(|classes| lines(failures, privacy, |shape| is(classes, shape)));
    let by_cloudwatch = |calls: &[(String, f64)], what: &str| {
        calls.iter().map(|(place, calls)| format!("{calls}x {place}: {what}, by CloudWatch")).collect::<Vec<_>>()
    };
    let none = Throttled::default();
    let (by_metric, not_read) = match throttled {
        Ok(by_metric) => (by_metric, by_metric.not_read.clone()),
        Err(error) => (&none, vec![format!("CloudWatch's counts ({error})")]),
    };
    let Throttled { functions, tables, users, .. } = by_metric;
    let cognito = lines(failures, privacy, |shape| shape.class == OF_COGNITO);
    let cognito = [cognito, by_cloudwatch(users, "refused by Cognito")].concat();
    let lambda = [lambda, by_cloudwatch(functions, "a throttled call")].concat();
    let table = [lines(failures, privacy, of_table), by_cloudwatch(tables, "a throttled read or write")].concat();
    let fixes = [
        (&lambda, "raise the reserved concurrency of the function, or the account's quota (`srvls doctor` shows it)"),
        (
            &api,
            "raise ApiRateLimit, AuthRateLimit or RefreshRateLimit in the stage's `parameters`, unless it is an attack",
        ),
        (&table, "raise TableMaxReadUnits or TableMaxWriteUnits in the stage's `parameters`, unless one key is hot"),
        (
            &cognito,
            "if it began with a deployment, such as one that raised AuthRateLimit, ops runs `srvls rollback`; if the \
             sign-ins are an attack, lower AuthRateLimit and RefreshRateLimit in the stage's `parameters`; otherwise ask for \
             more under Service Quotas, Amazon Cognito User Pools, at a price: all pools of the account share the quota",
        ),
    ];
    let fix: Vec<&str> = fixes.iter().filter(|(found, _)| !found.is_empty()).map(|(_, fix)| *fix).collect();
    let found = [lambda.clone(), api.clone(), table.clone(), cognito.clone()].concat();
    let check = match found.is_empty() {
        true => Check::pass(THROTTLING, "no function, table, operation or sign-in was throttled"),
        false => Check::found(THROTTLING, Verdict::Fail, found, fix.join("; ")),
    };
    check.with_unread(&not_read)
}

fn authorizer(failures: &Failures, privacy: Privacy) -> Check {
    let is_its = |shape: &Shape| {
        shape.class == OF_AUTHORIZER || shape.key.function.as_ref().is_some_and(|function| function.0 == "authorizer")
    };
    let found = lines(failures, privacy, is_its);
    if !found.is_empty() {
        let fix =
            "`srvls logs tail authorizer --level error` has the cause; without the pool's keys it accepts no token";
        return Check::found(AUTHORIZER, Verdict::Fail, found, fix);
    }
    match failures.refused {
        Some(refused) => Check::pass(AUTHORIZER, format!("it did not fail; {} refused", tokens(refused.tokens))),
        None => Check::unknown(AUTHORIZER, "it did not fail; how many tokens were refused was not read"),
    }
}

/// Codes that were not mailed.
fn mails(failures: &Failures, privacy: Privacy) -> Check {
    let is_unsent = |shape: &Shape| shape.sample.message.starts_with(UNSENT);
    let of_the_day = |shape: &Shape| is_unsent(shape) && shape.class == OF_THE_DAY;
    let found = lines(failures, privacy, is_unsent);
    let is_over = failures.shapes.iter().any(of_the_day);
    let is_refused = failures.shapes.iter().any(|shape| is_unsent(shape) && !of_the_day(shape));
    if found.is_empty() {
        return Check::pass(MAILS, "no code is known to be unsent");
    }
    let fixes = [
        (
            is_over,
            "Cognito's own sender has sent its 50 mails of the day, for all stages of the account: if a deployment took \
             EmailIdentityArn away, ops runs `srvls rollback`; otherwise ops sets it in the stage's `parameters`, with an \
             identity of SES, and deploys. Until then, support confirms sign-ups without a mail: `srvls user confirm HANDLE`",
        ),
        (
            is_refused,
            "a mail was refused: with EmailIdentityArn, see whether its identity of SES is verified, and out of the sandbox; \
             without, whether it is this one address",
        ),
    ];
    let fixes: Vec<&str> = fixes.iter().filter(|(applies, _)| *applies).map(|(_, fix)| *fix).collect();
    Check::found(MAILS, Verdict::Fail, found, fixes.join("; "))
}

fn tokens(count: u64) -> String {
    counted(count, "token")
}

/// `3x get_data: ran into its time-out, last 10:00Z, e.g. g-1`.
fn lines(failures: &Failures, privacy: Privacy, is_meant: impl Fn(&Shape) -> bool) -> Vec<String> {
    let shapes = failures.shapes.iter().filter(|shape| is_meant(shape));
    shapes.map(|shape| line(shape, privacy)).collect()
}

fn line(shape: &Shape, privacy: Privacy) -> String {
    let function = shape.key.function.as_ref().map(|function| function.0.clone());
    let place = function.or_else(|| shape.sample.route.clone()).unwrap_or_else(|| "the API".into());
    let id = shape.sample.request_id.as_ref().map(|id| format!("; e.g. `srvls diagnose {id}`")).unwrap_or_default();
    let last = shape.last_at.strftime("%m-%d %H:%MZ");
    format!("{}x {place}: {}, last {last}{id}", shape.count, privacy.show_text(&shape.sample.message))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::Timestamp;

    use super::*;
    use crate::{
        failures::{NotRead, Refused, Sample, ShapeKey},
        stage::FunctionName,
    };

    fn shape(function: &str, class: &str) -> Shape {
        Shape {
            key: ShapeKey { function: Some(FunctionName(function.into())), fingerprint: class.into() },
            class: class.into(),
            count: 3,
            first_at: Timestamp::UNIX_EPOCH,
            last_at: Timestamp::UNIX_EPOCH,
            users: BTreeSet::new(),
            without_user: 3,
            sample: Sample {
                at: Timestamp::UNIX_EPOCH,
                message: "said ada@example.com".into(),
                route: None,
                request_id: Some("g-1".into()),
                user: None,
            },
        }
    }

    fn results(shapes: &[Shape], not_read: &[&str]) -> [Check; 4] {
        let not_read = not_read.iter().map(|log| NotRead { log: (*log).into(), why: "denied".into() }).collect();
        let failures = Failures { shapes: shapes.to_vec(), refused: Some(Refused::default()), not_read };
        checks(&Ok(failures), &Ok(Throttled::default()), Privacy::Masked)
    }

    #[test]
    fn each_failure_is_evidence_of_its_own_trouble() {
        for (function, class, index) in [
            ("get_data", "timeout", 0),
            ("get_data", "integration_timeout", 0),
            ("get_data", "function_throttled", 1),
            ("get_data", "throttled", 1),
            ("get_data", "ProvisionedThroughputExceededException", 1),
            ("get_data", "authorizer_failure", 2),
            ("authorizer", "panic", 2),
            ("sign_in", "TooManyRequestsException", 1),
        ] {
            let checks = results(&[shape(function, class)], &[]);

            let failed: Vec<usize> = (0..4).filter(|index| checks[*index].result == Verdict::Fail).collect();
            assert_eq!(failed, [index], "{class}");
            assert!(checks[index].fix.is_some());
        }
    }

    #[test]
    fn evidence_counts_names_and_masks() {
        let [time_outs, ..] = results(&[shape("get_data", "timeout")], &[]);

        assert_eq!(
            time_outs.evidence,
            ["3x get_data: said a***@e***.com, last 01-01 00:00Z; e.g. `srvls diagnose g-1`"]
        );
    }

    #[test]
    fn a_fix_is_that_of_what_was_throttled() {
        let fix = |class| results(&[shape("get_data", class)], &[])[1].fix.clone().unwrap_or_default();

        assert!(fix("throttled").starts_with("raise ApiRateLimit"));
        assert!(fix("ThrottlingException").starts_with("raise TableMaxReadUnits"));
        assert!(fix("function_throttled").starts_with("raise the reserved concurrency"));
        assert!(fix("TooManyRequestsException").contains("Service Quotas, Amazon Cognito User Pools"));
    }

    #[test]
    fn an_unsent_code_is_a_matter_of_the_sender() {
        let unsent = |class: &str| {
            let shape = shape("sign_up", class);
            Shape { sample: Sample { message: format!("{UNSENT}: {class}"), ..shape.sample }, ..shape }
        };
        let fix = |class| results(&[unsent(class)], &[])[3].fix.clone().unwrap_or_default();

        assert!(fix("LimitExceededException").contains("50 mails of the day"));
        let refused = fix("CodeDeliveryFailureException");
        assert!(refused.starts_with("a mail was refused: with EmailIdentityArn, see"), "{refused}");
        assert!(refused.contains("whether its identity of SES is verified"), "{refused}");
        assert_eq!(results(&[shape("sign_in", "LimitExceededException")], &[])[3].result, Verdict::Pass);
    }

    #[test]
    fn logs_that_were_not_read_leave_it_open() {
        assert!(results(&[], &[]).iter().all(|check| check.result == Verdict::Pass));
        assert!(results(&[], &["get_data"]).iter().all(|check| check.result == Verdict::Unknown));
        let refused = || AwsError::service("logs:FilterLogEvents", "Refused");
        let none = checks(&Err(refused()), &Ok(Throttled::default()), Privacy::Masked);
        assert!(none.iter().all(|check| check.result == Verdict::Unknown));
    }

    #[test]
    fn a_throttled_call_whose_retry_succeeded_is_counted_by_cloudwatch() {
        let failures = || Ok(Failures { shapes: Vec::new(), refused: Some(Refused::default()), not_read: Vec::new() });
        let throttling = |throttled| checks(&failures(), &throttled, Privacy::Masked)[1].clone();

        let table = throttling(Ok(Throttled { tables: vec![("AppData".into(), 4.0)], ..Throttled::default() }));
        let partly = throttling(Ok(Throttled { not_read: vec!["AppData".into()], ..Throttled::default() }));
        let sign_ins = throttling(Ok(Throttled { users: vec![("sign-ins".into(), 60.0)], ..Throttled::default() }));
        let unread = throttling(Err(AwsError::service("cloudwatch:GetMetricData", "Refused").into()));

        assert_eq!(table.evidence, ["4x AppData: a throttled read or write, by CloudWatch"]);
        assert_eq!(sign_ins.evidence, ["60x sign-ins: refused by Cognito, by CloudWatch"]);
        assert!(
            table.result == Verdict::Fail && table.fix.is_some_and(|fix| fix.starts_with("raise TableMaxReadUnits"))
        );
        assert_eq!([partly.result, unread.result], [Verdict::Unknown; 2]);
    }
}
