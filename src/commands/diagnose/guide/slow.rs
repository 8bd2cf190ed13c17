//! Calls that took long, and which service took the time: the handlers log how long they waited for each.

use std::collections::BTreeMap;

use super::{
    check::Check,
    invocations::{Answer, Invocations},
};
use crate::{
    stage::FunctionName,
    terminal::{
        chart::quantity,
        output::{Verdict, counted},
    },
};

pub(super) const SLOW_CALLS: &str = "slow calls";

/// What the alarm on latency takes for slow.
const SLOW_MS: f64 = 2_000.0;
/// A few have a reason of their own, such as a connection that was lost.
const FEW: usize = 3;
const FEW_OF_ALL: f64 = 0.05;

/// What mostly took the time of slow calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Taken {
    DynamoDb,
    Cognito,
    Function,
}

pub(super) fn slow_calls(invocations: &Invocations) -> Check {
    let count: usize = invocations.answers.values().map(Vec::len).sum();
    if count == 0 {
        let why = "no handler said how long a request took in that time";
        return Check::unknown(SLOW_CALLS, why).with_unread(&invocations.unread);
    }
    let slow: Vec<Slow<'_>> = invocations.answers.iter().filter_map(Slow::of).collect();
    let check = if slow.is_empty() {
        let calls = counted(count, "request");
        Check::pass(SLOW_CALLS, format!("of {calls}, hardly any took {} or more", quantity(SLOW_MS, "ms")))
    } else {
        let mut fixes: BTreeMap<Taken, &str> = BTreeMap::new();
        fixes.extend(slow.iter().map(|slow| (slow.taken.0, slow.taken.0.fix())));
        let fixes: Vec<&str> = fixes.into_values().collect();
        let fix = format!("if it began with a deployment, ops runs `srvls rollback`; otherwise {}", fixes.join("; "));
        Check::found(SLOW_CALLS, Verdict::Warn, slow.iter().map(Slow::line).collect(), fix)
    };
    check.with_unread(&invocations.unread)
}

/// A function that was slow.
struct Slow<'a> {
    function: &'a FunctionName,
    slow: usize,
    all: usize,
    longest: &'a Answer,
    /// What took most of the time of the slow calls, and how much of it.
    taken: (Taken, f64),
}

impl<'a> Slow<'a> {
    fn of((function, answers): (&'a FunctionName, &'a Vec<Answer>)) -> Option<Self> {
        let slow: Vec<&Answer> = answers.iter().filter(|answer| answer.duration_ms >= SLOW_MS).collect();
        #[expect(clippy::cast_precision_loss, reason = "some thousand requests")]
        let share = slow.len() as f64 / answers.len() as f64;
        if slow.len() < FEW || share <= FEW_OF_ALL {
            return None;
        }
        let longest = *slow.iter().max_by(|a, b| a.duration_ms.total_cmp(&b.duration_ms))?;
        Some(Self { function, slow: slow.len(), all: answers.len(), longest, taken: Taken::of(&slow) })
    }

    /// `get_profile: 60 of 60 requests took 2 s or more, at most 3 s, 97 % of it in DynamoDB; e.g. srvls diagnose g-1`.
    fn line(&self) -> String {
        let Self { function, slow, all, longest, taken: (taken, share) } = self;
        let [limit, longest_ms] = [SLOW_MS, longest.duration_ms].map(|ms| quantity(ms, "ms"));
        let id = longest.request_id.as_ref().map(|id| format!("; e.g. `srvls diagnose {id}`")).unwrap_or_default();
        let place = match taken {
            Taken::DynamoDb => "DynamoDB",
            Taken::Cognito => "Cognito",
            Taken::Function => "the function itself",
        };
        let percent = share * 100.0;
        format!(
            "{function}: {slow} of {} took {limit} or more, at most {longest_ms}, {percent:.0} % of it in {place}{id}",
            counted(*all, "request")
        )
    }
}

impl Taken {
    fn of(slow: &[&Answer]) -> (Self, f64) {
        let sum = |part: fn(&Answer) -> f64| slow.iter().map(|answer| part(answer)).sum::<f64>();
        let whole = sum(|answer| answer.duration_ms);
        let (dynamodb, cognito) = (sum(|answer| answer.dynamodb_ms), sum(|answer| answer.cognito_ms));
        let parts = [
            (Self::DynamoDb, dynamodb),
            (Self::Cognito, cognito),
            // Calls at the same time count each.
            (Self::Function, (whole - dynamodb - cognito).max(0.0)),
        ];
        let (taken, most) = parts.into_iter().fold(parts[0], |most, part| if part.1 > most.1 { part } else { most });
        (taken, (most / whole).min(1.0))
    }

    fn fix(self) -> &'static str {
        match self {
            Self::DynamoDb => {
                "for DynamoDB, `srvls metrics` shows whether a table throttles (raise TableMaxReadUnits or \
                 TableMaxWriteUnits) or has errors; without either, https://health.aws.amazon.com/health/status says \
                 whether AWS is slow"
            }
            Self::Cognito => {
                "for Cognito, `srvls metrics` shows whether it throttles; without that, \
                 https://health.aws.amazon.com/health/status says whether AWS is slow"
            }
            Self::Function => {
                "for the function itself, more MemorySize in the stage's `parameters` makes it faster, as CPU grows with it"
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(parts: &[(f64, f64, f64)]) -> Invocations {
        let answer = |(duration_ms, dynamodb_ms, cognito_ms): &(f64, f64, f64)| Answer {
            duration_ms: *duration_ms,
            dynamodb_ms: *dynamodb_ms,
            cognito_ms: *cognito_ms,
            request_id: Some(format!("g-{duration_ms}")),
        };
        let answers = parts.iter().map(answer).collect();
        Invocations {
            answers: BTreeMap::from([(FunctionName("get_profile".into()), answers)]),
            ..Invocations::default()
        }
    }

    #[test]
    fn slow_requests_say_where_the_time_went_and_name_the_slowest() {
        let check = slow_calls(&answers(&[(3000.0, 2900.0, 0.0), (3100.0, 3050.0, 0.0), (2500.0, 2400.0, 0.0)]));

        assert_eq!(check.result, Verdict::Warn);
        assert_eq!(
            check.evidence,
            ["get_profile: 3 of 3 requests took 2 s or more, at most 3.1 s, 97 % of it in DynamoDB; e.g. `srvls \
                 diagnose g-3100`"]
        );
        assert!(check.fix.is_some_and(|fix| fix.contains("`srvls rollback`") && fix.contains("for DynamoDB")));
    }

    #[test]
    fn each_service_has_a_fix_of_its_own() {
        let fix = |part| slow_calls(&answers(&[part; 3])).fix.unwrap_or_default();

        assert!(fix((3000.0, 10.0, 2900.0)).contains("for Cognito"));
        assert!(fix((3000.0, 10.0, 20.0)).contains("MemorySize"));
    }

    #[test]
    fn a_few_slow_requests_are_no_finding_and_none_at_all_are_unknown() {
        let few = [[(3000.0, 0.0, 0.0); 2].as_slice(), &[(40.0, 10.0, 0.0); 9]].concat();
        let rare = [[(3000.0, 0.0, 0.0); 3].as_slice(), &[(40.0, 10.0, 0.0); 97]].concat();

        assert_eq!([few, rare].map(|parts| slow_calls(&answers(&parts)).result), [Verdict::Pass; 2]);
        assert_eq!(slow_calls(&Invocations::default()).result, Verdict::Unknown);
    }
}
