//! Cold starts, and the memory that functions have and use.

use super::{
    check::Check,
    invocations::{Invocation, Invocations},
};
use crate::{
    prices::million_calls,
    stage::FunctionName,
    terminal::output::{Verdict, counted},
};

pub(super) const COLD_STARTS: &str = "cold starts";
pub(super) const MEMORY: &str = "memory";

/// A share of cold starts that callers notice, and how slow these are then.
const MANY: f64 = 0.05;
const SLOW_MS: f64 = 500.0;

pub(super) fn cold_starts(invocations: &Invocations) -> Check {
    let all: Vec<&Invocation> = invocations.of.values().flatten().collect();
    if all.is_empty() {
        return Check::unknown(COLD_STARTS, "no invocation was reported in that time").with_unread(&invocations.unread);
    }
    let cold: Vec<f64> = all.iter().filter_map(|invocation| invocation.init_ms).collect();
    let slowest = cold.iter().copied().fold(0.0, f64::max);
    #[expect(clippy::cast_precision_loss, reason = "some thousand invocations")]
    let share = cold.len() as f64 / all.len() as f64;
    let count = counted(all.len(), "invocation");
    let evidence = format!("{} of {count} ({:.1} %), {slowest:.0} ms at most", cold.len(), share * 100.0);
    let check = if share > MANY && slowest > SLOW_MS {
        let fix = "more MemorySize makes a start faster, as CPU grows with it; AuthorizerProvisionedConcurrency keeps the \
                   authorizer warm, which is in front of every request. Both are `parameters` of the stage";
        Check::found(COLD_STARTS, Verdict::Warn, vec![evidence], fix)
    } else {
        Check::pass(COLD_STARTS, evidence)
    };
    check.with_unread(&invocations.unread)
}

/// What a function may use of its memory before it is at risk, and what it should use at least.
const FULL: f64 = 0.85;
const EMPTY: f64 = 0.40;

/// The least that Lambda gives, and what a choice is rounded up to.
const LEAST_MB: u64 = 128;
const STEP_MB: u64 = 64;

/// What one function was seen to use.
struct Seen<'a> {
    function: &'a FunctionName,
    used_mb: u64,
    size_mb: u64,
    /// Of the invocation in the middle.
    billed_ms: f64,
}

impl<'a> Seen<'a> {
    fn of((function, invocations): (&'a FunctionName, &Vec<Invocation>)) -> Option<Self> {
        let used_mb = invocations.iter().filter_map(|invocation| invocation.used_mb).max()?;
        let size_mb = invocations.iter().filter_map(|invocation| invocation.size_mb).max()?;
        let mut billed: Vec<f64> = invocations.iter().map(|invocation| invocation.billed_ms).collect();
        billed.sort_by(f64::total_cmp);
        Some(Self { function, used_mb, size_mb, billed_ms: billed[billed.len() / 2] })
    }

    #[expect(clippy::cast_precision_loss, reason = "a number of megabytes")]
    fn share(&self) -> f64 {
        self.used_mb as f64 / self.size_mb as f64
    }

    /// `get_data uses 231 of 256 MB; a million calls of 40 ms cost $0.37, with 384 MB $0.45`.
    fn line(&self, choice: u64, machine: Machine<'_>) -> String {
        let Self { function, used_mb, size_mb, billed_ms } = self;
        let cost = |mb| million_calls(machine.region, mb, *billed_ms, machine.is_arm);
        let uses = format!("{function} uses {used_mb} of {size_mb} MB");
        match (cost(*size_mb), cost(choice)) {
            (Some(now), Some(then)) => {
                format!("{uses}; a million calls of {billed_ms:.0} ms cost ${now:.2}, with {choice} MB ${then:.2}")
            }
            _ => format!("{uses}; a call takes {billed_ms:.0} ms"),
        }
    }
}

/// What decides the price of a call.
#[derive(Debug, Clone, Copy)]
struct Machine<'a> {
    region: &'a str,
    is_arm: bool,
}

/// One size is for all functions: the one that uses most decides.
pub(super) fn memory(invocations: &Invocations, is_arm: Option<bool>, region: &str) -> Check {
    let mut seen: Vec<Seen<'_>> = invocations.of.iter().filter_map(Seen::of).collect();
    seen.sort_by(|a, b| b.share().total_cmp(&a.share()));
    let Some(most) = seen.first() else {
        let why = "no report of that time says how much memory was used";
        return Check::unknown(MEMORY, why).with_unread(&invocations.unread);
    };
    let Some(is_arm) = is_arm else {
        return Check::unknown(MEMORY, "the architecture of the functions was not read, which decides the price");
    };
    let choice = (most.used_mb * 3 / 2).div_ceil(STEP_MB) * STEP_MB;
    let choice = choice.max(LEAST_MB);
    let set = format!("set `parameters = {{ MemorySize = \"{choice}\" }}` of the stage, if the duration allows it");
    let machine = Machine { region, is_arm };
    let prices = match million_calls(region, LEAST_MB, 0.0, is_arm) {
        Some(_) => format!("prices of {region}, if a call takes as long as now"),
        None => format!("the prices of {region} are not known"),
    };
    let evidence = |full: bool| {
        let meant = seen.iter().filter(|seen| !full || seen.share() > FULL);
        meant.map(|seen| seen.line(choice, machine)).chain([prices.clone()]).collect::<Vec<_>>()
    };
    let check = if most.share() > FULL {
        Check::found(MEMORY, Verdict::Fail, evidence(true), format!("{set}: a function that has too little is killed"))
    } else if most.share() < EMPTY && choice < most.size_mb {
        let fix = format!(
            "{set}: CPU shrinks with it, so compare `Took` of `srvls invoke`, which ops runs, before and after"
        );
        Check::found(MEMORY, Verdict::Warn, evidence(false), fix)
    } else {
        Check::pass(MEMORY, most.line(choice, machine))
    };
    check.with_unread(&invocations.unread)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn invocations(each: &[(&str, u64, Option<f64>)]) -> Invocations {
        let mut of: BTreeMap<FunctionName, Vec<Invocation>> = BTreeMap::new();
        for (function, used, init_ms) in each {
            let invocation = Invocation {
                duration_ms: 40.0,
                billed_ms: 40.0,
                used_mb: Some(*used).filter(|used| *used > 0),
                size_mb: Some(256),
                init_ms: *init_ms,
            };
            of.entry(FunctionName((*function).into())).or_default().push(invocation);
        }
        Invocations { of, ..Invocations::default() }
    }

    #[test]
    fn a_function_that_is_nearly_full_fails_with_the_price_of_more() {
        let check =
            memory(&invocations(&[("get_data", 231, None), ("get_profile", 40, None)]), Some(false), "us-east-1");

        assert_eq!(check.result, Verdict::Fail);
        assert_eq!(
            check.evidence,
            [
                "get_data uses 231 of 256 MB; a million calls of 40 ms cost $0.37, with 384 MB $0.45",
                "prices of us-east-1, if a call takes as long as now",
            ]
        );
        assert!(check.fix.is_some_and(|fix| fix.contains("MemorySize = \"384\"")));
    }

    #[test]
    fn functions_that_use_little_are_warned_of_with_the_price_of_less() {
        let check = memory(&invocations(&[("get_data", 60, None), ("get_profile", 40, None)]), Some(true), "us-east-1");

        assert_eq!((check.result, check.evidence.len()), (Verdict::Warn, 3));
        assert!(check.evidence[0].starts_with("get_data uses 60 of 256 MB"), "{:?}", check.evidence);
        assert!(check.fix.is_some_and(|fix| fix.contains("MemorySize = \"128\"")));
    }

    #[test]
    fn a_region_without_prices_has_no_dollars() {
        let check = memory(&invocations(&[("get_data", 231, None)]), Some(false), "eu-central-1");

        let expected = ["get_data uses 231 of 256 MB; a call takes 40 ms", "the prices of eu-central-1 are not known"];
        assert_eq!(check.evidence, expected);
    }

    #[test]
    fn what_was_not_measured_is_unknown() {
        assert_eq!(memory(&invocations(&[("get_data", 0, None)]), Some(false), "us-east-1").result, Verdict::Unknown);
        assert_eq!(memory(&invocations(&[("get_data", 128, None)]), None, "us-east-1").result, Verdict::Unknown);
        assert_eq!(memory(&invocations(&[("get_data", 128, None)]), Some(false), "us-east-1").result, Verdict::Pass);
        assert_eq!(cold_starts(&Invocations::default()).result, Verdict::Unknown);
        let partly = Invocations { unread: vec!["put_data".into()], ..invocations(&[("get_data", 128, None)]) };
        assert_eq!(cold_starts(&partly).result, Verdict::Unknown);
    }

    #[test]
    fn cold_starts_matter_where_they_are_many_and_slow() {
        let many_slow = invocations(&[("a", 1, Some(812.4)), ("a", 1, None)]);
        let many_fast = invocations(&[("a", 1, Some(103.0)), ("a", 1, None)]);

        assert_eq!(cold_starts(&many_slow).result, Verdict::Warn);
        assert_eq!(cold_starts(&many_slow).evidence, ["1 of 2 invocations (50.0 %), 812 ms at most"]);
        assert_eq!(cold_starts(&many_fast).result, Verdict::Pass);
    }
}
