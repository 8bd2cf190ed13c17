//! The result of one check, and the report of all of them.

use serde::Serialize;

pub(super) use crate::terminal::output::Verdict;
use crate::{
    aws::{AwsError, AwsErrorKind},
    error::Error,
    exit::Exit,
    terminal::output::{Report, Table, Text, Tone, View},
};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Check {
    pub(super) name: &'static str,
    pub(super) result: Verdict,
    pub(super) detail: String,
    /// What to do, in one line.
    pub(super) fix: Option<String>,
    /// Why, and how to do it: shown with `--fix`.
    pub(super) explanation: Option<String>,
}

impl Check {
    pub(super) fn pass(name: &'static str, detail: impl Into<String>) -> Self {
        Self::new(name, Verdict::Pass, detail.into())
    }

    pub(super) fn warn(name: &'static str, detail: impl Into<String>) -> Self {
        Self::new(name, Verdict::Warn, detail.into())
    }

    pub(super) fn fail(name: &'static str, detail: impl Into<String>) -> Self {
        Self::new(name, Verdict::Fail, detail.into())
    }

    pub(super) fn skip(name: &'static str, detail: impl Into<String>) -> Self {
        Self::new(name, Verdict::Skip, detail.into())
    }

    /// The error with its causes, and its hint as the fix.
    pub(super) fn failed(name: &'static str, error: &Error) -> Self {
        let mut detail = error.to_string();
        let mut cause = std::error::Error::source(error);
        while let Some(next) = cause {
            let text = next.to_string();
            if !detail.ends_with(&text) {
                detail = format!("{detail}: {}", text.trim_end());
            }
            cause = next.source();
        }
        Self { fix: error.hint(), ..Self::fail(name, detail) }
    }

    /// The error that leaves nothing to check, and its hint as the fix.
    pub(super) fn skipped(name: &'static str, error: &Error) -> Self {
        Self { result: Verdict::Skip, ..Self::failed(name, error) }
    }

    /// The error of a call to AWS. A call that is not allowed, or is throttled, says nothing about the stage, so the
    /// check is skipped.
    pub(super) fn aws_failed(name: &'static str, error: AwsError) -> Self {
        let says_nothing = matches!(error.kind, AwsErrorKind::NotAllowed | AwsErrorKind::Throttled);
        let result = if says_nothing { Verdict::Skip } else { Verdict::Fail };
        Self { result, ..Self::failed(name, &error.into()) }
    }

    pub(super) fn fixed_by(self, fix: impl Into<String>) -> Self {
        Self { fix: Some(fix.into()), ..self }
    }

    pub(super) fn explained(self, explanation: impl Into<String>) -> Self {
        Self { explanation: Some(explanation.into()), ..self }
    }

    /// The same check with the commands in its fix and explanation rewritten.
    pub(super) fn map_commands(self, rewrite: impl Fn(&str) -> String) -> Self {
        let Self { fix, explanation, .. } = self;
        Self { fix: fix.map(|fix| rewrite(&fix)), explanation: explanation.map(|text| rewrite(&text)), ..self }
    }

    fn new(name: &'static str, result: Verdict, detail: String) -> Self {
        Self { name, result, detail, fix: None, explanation: None }
    }
}

#[derive(Debug, Serialize)]
pub(super) struct DoctorReport {
    /// `None` where the configuration could not be read.
    pub(super) stage: Option<String>,
    pub(super) checks: Vec<Check>,
    #[serde(skip)]
    pub(super) explained: bool,
}

impl Report for DoctorReport {
    const ROWS: Option<&'static str> = Some("checks");

    fn view(&self) -> View {
        let mut table = Table::new(["RESULT", "CHECK", "DETAIL"]);
        for check in &self.checks {
            let (word, tone) = check.result.label();
            let mut lines: Vec<String> = check.detail.lines().map(str::to_owned).collect();
            lines.extend(check.fix.as_ref().map(|fix| format!("fix: {fix}")));
            lines.extend(check.explanation.clone().filter(|_| self.explained));
            table.row([(word.into(), tone), (check.name.into(), Tone::Plain), (Text::lines(lines), Tone::Plain)]);
        }
        View::new().table(table).text(self.summary())
    }

    fn exit(&self) -> Exit {
        if self.count(Verdict::Fail) > 0 { Exit::Findings } else { Exit::Success }
    }
}

impl DoctorReport {
    fn count(&self, result: Verdict) -> usize {
        self.checks.iter().filter(|check| check.result == result).count()
    }

    fn summary(&self) -> String {
        let of = self.stage.as_ref().map(|stage| format!("stage {stage}: ")).unwrap_or_default();
        let [passed, failed, skipped] = [Verdict::Pass, Verdict::Fail, Verdict::Skip].map(|result| self.count(result));
        let warnings = match self.count(Verdict::Warn) {
            0 => String::new(),
            1 => ", 1 warning".to_owned(),
            many => format!(", {many} warnings"),
        };
        format!("{of}{passed} passed, {failed} failed, {skipped} skipped{warnings}")
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn report(explained: bool) -> DoctorReport {
        let checks = vec![
            Check::pass("cargo", "cargo 1.95.0"),
            Check::fail("account", "another account").fixed_by("choose another --profile").explained("Because."),
        ];
        DoctorReport { stage: Some("dev".into()), checks, explained }
    }

    fn text(report: &DoctorReport) -> String {
        report.view().render(Some(80)).unstyled()
    }

    #[test]
    fn a_call_that_is_throttled_or_not_allowed_says_nothing() {
        let result = |kind| {
            let mut error = AwsError::service("cloudformation:DescribeStacks", "Refused");
            error.kind = kind;
            Check::aws_failed("stack", error).result
        };

        assert_eq!(result(AwsErrorKind::Throttled), Verdict::Skip);
        assert_eq!(result(AwsErrorKind::NotAllowed), Verdict::Skip);
        assert_eq!(result(AwsErrorKind::Service), Verdict::Fail);
    }

    #[test]
    fn each_check_is_shown_with_its_fix() {
        let expected = "\
RESULT  CHECK    DETAIL
PASS    cargo    cargo 1.95.0
FAIL    account  another account
                 fix: choose another --profile

stage dev: 1 passed, 1 failed, 0 skipped";

        assert_eq!(text(&report(false)), expected);
    }

    #[test]
    fn explanations_are_shown_on_request() {
        assert!(text(&report(true)).contains("fix: choose another --profile\n                 Because."));
    }

    #[test]
    fn json_always_has_the_explanation() {
        let value = serde_json::to_value(report(false)).expect("data");

        assert_eq!(
            value,
            json!({ "stage": "dev", "checks": [
                { "name": "cargo", "result": "pass", "detail": "cargo 1.95.0", "fix": null, "explanation": null },
                { "name": "account", "result": "fail", "detail": "another account",
                  "fix": "choose another --profile", "explanation": "Because." },
            ] })
        );
    }

    #[test]
    fn a_warning_is_counted_and_fails_nothing() {
        let warned = DoctorReport { checks: vec![Check::warn("mail", "50 a day")], ..report(false) };

        assert_eq!(warned.exit(), Exit::Success);
        assert!(text(&warned).starts_with("RESULT  CHECK  DETAIL\nWARN    mail   50 a day"), "{}", text(&warned));
        assert!(text(&warned).ends_with("stage dev: 0 passed, 0 failed, 0 skipped, 1 warning"));
    }

    #[test]
    fn one_failure_sets_the_exit_code_and_a_skipped_check_does_not() {
        let healthy = DoctorReport { checks: vec![Check::skip("clock", "no")], ..report(false) };

        assert_eq!((report(false).exit(), healthy.exit()), (Exit::Findings, Exit::Success));
    }
}
