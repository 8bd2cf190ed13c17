//! One thing looked at, and the whole list as it is answered.

use serde::Serialize;

use crate::{
    aws::{AwsError, AwsErrorKind},
    error::Error,
    exit::Exit,
    terminal::output::{Report, Table, Text, Tone, View},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Verdict {
    Pass,
    Fail,
    /// Could not be looked at, or is not needed here.
    Skip,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Check {
    pub(super) name: &'static str,
    pub(super) result: Verdict,
    pub(super) detail: String,
    /// What to do, in a line.
    pub(super) fix: Option<String>,
    /// Why that is, and how to do it: what `--fix` shows.
    pub(super) explanation: Option<String>,
}

impl Check {
    pub(super) fn pass(name: &'static str, detail: impl Into<String>) -> Self {
        Self::new(name, Verdict::Pass, detail.into())
    }

    pub(super) fn fail(name: &'static str, detail: impl Into<String>) -> Self {
        Self::new(name, Verdict::Fail, detail.into())
    }

    pub(super) fn skip(name: &'static str, detail: impl Into<String>) -> Self {
        Self::new(name, Verdict::Skip, detail.into())
    }

    /// What went wrong, its causes, and the hint that any command would give.
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

    /// What AWS did not answer. Who may not ask need not: that is no fault of the stage.
    pub(super) fn unanswered(name: &'static str, error: AwsError) -> Self {
        let result = if error.kind == AwsErrorKind::NotAllowed { Verdict::Skip } else { Verdict::Fail };
        Self { result, ..Self::failed(name, &error.into()) }
    }

    pub(super) fn fixed_by(self, fix: impl Into<String>) -> Self {
        Self { fix: Some(fix.into()), ..self }
    }

    pub(super) fn explained(self, explanation: impl Into<String>) -> Self {
        Self { explanation: Some(explanation.into()), ..self }
    }

    /// With the commands that it names as the caller can paste them.
    pub(super) fn pasted(self, pasted: impl Fn(&str) -> String) -> Self {
        let Self { fix, explanation, .. } = self;
        Self { fix: fix.map(|fix| pasted(&fix)), explanation: explanation.map(|text| pasted(&text)), ..self }
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
        let mut table = Table::new(["RESULT", "CHECK", "WHAT WAS FOUND"]);
        for check in &self.checks {
            let (word, tone) = match check.result {
                Verdict::Pass => ("PASS", Tone::Good),
                Verdict::Fail => ("FAIL", Tone::Bad),
                Verdict::Skip => ("SKIP", Tone::Faint),
            };
            let mut lines = vec![check.detail.clone()];
            lines.extend(check.fix.as_ref().map(|fix| format!("fix: {fix}")));
            lines.extend(check.explanation.clone().filter(|_| self.explained));
            table.row([(word.into(), tone), (check.name.into(), Tone::Plain), (Text::lines(lines), Tone::Plain)]);
        }
        View::new().table(table).text(self.summary())
    }

    fn exit(&self) -> Exit {
        if self.count(Verdict::Fail) > 0 { Exit::Wanting } else { Exit::Success }
    }
}

impl DoctorReport {
    fn count(&self, result: Verdict) -> usize {
        self.checks.iter().filter(|check| check.result == result).count()
    }

    fn summary(&self) -> String {
        let of = self.stage.as_ref().map(|stage| format!("stage {stage}: ")).unwrap_or_default();
        let [passed, failed, skipped] = [Verdict::Pass, Verdict::Fail, Verdict::Skip].map(|result| self.count(result));
        format!("{of}{passed} passed, {failed} failed, {skipped} skipped")
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
    fn each_check_is_told_with_its_fix() {
        let expected = "\
RESULT  CHECK    WHAT WAS FOUND
PASS    cargo    cargo 1.95.0
FAIL    account  another account
                 fix: choose another --profile

stage dev: 1 passed, 1 failed, 0 skipped";

        assert_eq!(text(&report(false)), expected);
    }

    #[test]
    fn an_explanation_is_told_where_asked_for() {
        assert!(text(&report(true)).contains("fix: choose another --profile\n                 Because."));
    }

    #[test]
    fn scripts_get_every_word() {
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
    fn one_failure_is_enough_to_be_found_wanting_and_a_skipped_check_is_none() {
        let healthy = DoctorReport { checks: vec![Check::skip("clock", "no")], ..report(false) };

        assert_eq!((report(false).exit(), healthy.exit()), (Exit::Wanting, Exit::Success));
    }
}
