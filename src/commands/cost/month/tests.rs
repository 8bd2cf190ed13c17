//! What a month cost: by Cost Explorer's answer, kept or new, and by what was counted.

use jiff::civil::date;

use super::*;
use crate::{aws::AwsError, context::deployed_stack::fake::deployed};

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn kept(asked_at: &str, spent: &[(&str, f64)]) -> Kept {
    Kept {
        stack_id: "arn:stack/1".into(),
        stacks: vec!["srvls-prod".into(), "srvls-prod-edge".into()],
        asked_at: at(asked_at),
        spent: spent.iter().map(|(service, usd)| Spent { service: (*service).into(), usd: *usd }).collect(),
    }
}

fn question(now: &str) -> Question {
    let Kept { stack_id, stacks, .. } = kept(now, &[]);
    Question { stack_id, stacks, now: at(now) }
}

/// What was spent in these days.
struct Asked(Date, Date);

impl Costs for Asked {
    async fn spent(&self, stacks: &[String], since: Date, until: Date) -> Result<Vec<Spent>, AwsError> {
        assert_eq!((since, until), (self.0, self.1), "{stacks:?}");
        Ok(kept("2026-11-01T00:00:00Z", &[("AWS Lambda", 1.5)]).spent)
    }
}

#[tokio::test]
async fn the_month_is_asked_with_today_and_its_answer_counts_for_a_day() {
    let asked = Asked(date(2026, 11, 1), date(2026, 12, 1));
    let answer = question("2026-11-30T10:00:00Z").ask(&asked).await.expect("answered");

    assert_eq!(answer, kept("2026-11-30T10:00:00Z", &[("AWS Lambda", 1.5)]));
    assert!(question("2026-11-30T23:00:00Z").is_answered_by(&answer));
    // Another month, a day later, another clock, another stack of the same name.
    assert!(!question("2026-12-01T01:00:00Z").is_answered_by(&answer));
    let early = kept("2026-11-10T10:00:00Z", &[]);
    assert!(question("2026-11-11T09:59:59Z").is_answered_by(&early));
    assert!(!question("2026-11-11T10:00:00Z").is_answered_by(&early));
    assert!(!question("2026-11-10T09:00:00Z").is_answered_by(&early));
    let again = Question { stack_id: "arn:stack/2".into(), ..question("2026-11-10T11:00:00Z") };
    assert!(!again.is_answered_by(&early));
}

#[test]
fn what_was_spent_is_summed_and_carried_to_the_end_of_the_month() {
    let kept = kept("2026-11-16T00:00:00Z", &[("AWS Lambda", 10.004), ("Amazon API Gateway", 30.004)]);

    let report = MonthReport::spent("prod", &kept, Some(60.0));

    let lines: Vec<(&str, Option<f64>)> = report.lines.iter().map(|line| (line.item.as_str(), line.usd)).collect();
    assert_eq!(lines, [("Amazon API Gateway", Some(30.0)), ("AWS Lambda", Some(10.0))]);
    // 15 of 30 days are over.
    assert_eq!((report.spent_usd, report.forecast_usd), (Some(40.01), Some(80.02)));
    let text = report.view().render(None).unstyled();
    for part in [
        "prod from 2026-11-01 to 2026-11-16 00:00 UTC, by Cost Explorer",
        "40.01 dollars so far; at this rate 80.02 in the whole month; MonthlyBudget is 60, of the whole account",
        "That is more than MonthlyBudget.",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn two_days_are_too_few_for_a_forecast() {
    let report = MonthReport::spent("prod", &kept("2026-11-02T23:00:00Z", &[("AWS Lambda", 1.0)]), None);

    assert_eq!(report.forecast_usd, None);
    assert!(report.total().contains("too early to say"), "{}", report.total());
}

#[test]
fn without_the_tag_nothing_is_known_which_is_not_nothing() {
    let report = MonthReport::spent("prod", &kept("2026-11-16T00:00:00Z", &[]), Some(60.0));

    assert_eq!((report.spent_usd, report.forecast_usd), (None, None));
    let text = report.view().render(None).unstyled();
    assert!(text.contains("what was spent is not known") && text.contains("Cost allocation tags"), "{text}");
}

#[test]
fn the_budget_is_the_one_that_is_deployed() {
    let mut stack = deployed(&[]);
    assert_eq!(budget(&stack), None);
    stack.stack.parameters.insert("MonthlyBudget".into(), "0".into());
    assert_eq!(budget(&stack), None, "0 is none");
    stack.stack.parameters.insert("MonthlyBudget".into(), "100".into());
    assert_eq!(budget(&stack), Some(100.0));
}
