//! One check of the guide, and the report of all.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    aws::AwsError,
    exit::Exit,
    terminal::output::{Report, Table, Text, Tone, Verdict, View},
    time::minute,
};

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Check {
    pub(super) name: &'static str,
    pub(super) result: Verdict,
    /// What was seen: a line each.
    pub(super) evidence: Vec<String>,
    /// A command or a parameter.
    pub(super) fix: Option<String>,
}

impl Check {
    fn new(name: &'static str, result: Verdict, evidence: impl Into<String>) -> Self {
        Self { name, result, evidence: vec![evidence.into()], fix: None }
    }

    pub(super) fn pass(name: &'static str, evidence: impl Into<String>) -> Self {
        Self::new(name, Verdict::Pass, evidence)
    }

    pub(super) fn skip(name: &'static str, evidence: impl Into<String>) -> Self {
        Self::new(name, Verdict::Skip, evidence)
    }

    pub(super) fn unknown(name: &'static str, why: impl Into<String>) -> Self {
        Self::new(name, Verdict::Unknown, why)
    }

    /// What could not be read.
    pub(super) fn unread(name: &'static str, error: &AwsError) -> Self {
        Self::unknown(name, format!("not read: {error}"))
    }

    /// Something is wrong, by each of these lines, of which there is at least one.
    pub(super) fn found(name: &'static str, result: Verdict, evidence: Vec<String>, fix: impl Into<String>) -> Self {
        Self { name, result, evidence, fix: Some(fix.into()) }
    }

    /// The same, as far as only a part of the evidence could be read: what was not read may be wrong.
    pub(super) fn with_unread(mut self, unread: &[String]) -> Self {
        if !unread.is_empty() {
            if self.result == Verdict::Pass {
                self.result = Verdict::Unknown;
            }
            self.evidence.push(format!("not read: {}", unread.join(", ")));
        }
        self
    }
}

#[derive(Debug, Serialize)]
pub(in crate::commands::diagnose) struct GuideReport {
    pub(super) stage: String,
    pub(super) checks: Vec<Check>,
    #[serde(skip)]
    pub(super) since: Timestamp,
    #[serde(skip)]
    pub(super) exit_code: bool,
}

/// Evidence lines of a check that a table shows; the JSON has all.
const MOST_SHOWN: usize = 4;

impl GuideReport {
    fn count(&self, result: Verdict) -> usize {
        self.checks.iter().filter(|check| check.result == result).count()
    }

    fn verdict(&self) -> Text {
        let [failed, warned, unknown] = [Verdict::Fail, Verdict::Warn, Verdict::Unknown].map(|it| self.count(it));
        let words = [(failed, "failed"), (warned, "to look at"), (unknown, "unknown")];
        let found: Vec<String> =
            words.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
        let tone = match (failed, warned + unknown) {
            (0, 0) => Tone::Good,
            (0, _) => Tone::Warning,
            _ => Tone::Bad,
        };
        let found = if found.is_empty() { "nothing is wrong".to_owned() } else { found.join(", ") };
        Text::toned(&format!("stage {} since {}: {found}", self.stage, minute(self.since)), tone)
    }
}

impl Report for GuideReport {
    const ROWS: Option<&'static str> = Some("checks");

    fn view(&self) -> View {
        let mut table = Table::new(["RESULT", "CHECK", "EVIDENCE"]);
        for check in &self.checks {
            let (word, tone) = check.result.label();
            let mut lines: Vec<String> = check.evidence.iter().take(MOST_SHOWN).cloned().collect();
            if check.evidence.len() > MOST_SHOWN {
                lines.push(format!("and {} more, in the JSON", check.evidence.len() - MOST_SHOWN));
            }
            lines.extend(check.fix.as_ref().map(|fix| format!("fix: {fix}")));
            table.row([(word.into(), tone), (check.name.into(), Tone::Plain), (Text::lines(lines), Tone::Plain)]);
        }
        View::new().text(self.verdict()).table(table)
    }

    fn exit(&self) -> Exit {
        if self.exit_code && self.count(Verdict::Fail) > 0 { Exit::Findings } else { Exit::Success }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::aws::AwsErrorKind;

    fn report(checks: Vec<Check>) -> GuideReport {
        GuideReport { stage: "dev".into(), checks, since: Timestamp::UNIX_EPOCH, exit_code: true }
    }

    #[test]
    fn what_could_not_be_read_is_unknown_and_never_passes() {
        let mut denied = AwsError::service("logs:FilterLogEvents", "AccessDeniedException");
        denied.kind = AwsErrorKind::NotAllowed;

        let unread = Check::unread("time-outs", &denied);
        let partly = Check::pass("time-outs", "none").with_unread(&["get_data".into()]);
        let failed =
            Check::found("time-outs", Verdict::Fail, vec!["3 in get_data".into()], "x").with_unread(&["a".into()]);

        assert_eq!((unread.result, partly.result, failed.result), (Verdict::Unknown, Verdict::Unknown, Verdict::Fail));
        assert_eq!(unread.evidence, ["not read: not allowed to call logs:FilterLogEvents"]);
        assert_eq!(json!(partly)["result"], "unknown");
        assert!(
            report(vec![unread])
                .view()
                .render(Some(80))
                .unstyled()
                .starts_with("stage dev since 1970-01-01 00:00Z: 1 unknown\n")
        );
    }

    #[test]
    fn only_a_failure_sets_the_exit_code_and_the_evidence_is_counted() {
        let lines: Vec<String> = (0..6).map(|number| format!("line {number}")).collect();
        let failed = report(vec![Check::found("memory", Verdict::Fail, lines, "more")]);

        assert_eq!(failed.exit(), Exit::Findings);
        assert_eq!(report(vec![Check::found("memory", Verdict::Warn, vec![], "more")]).exit(), Exit::Success);
        insta::assert_snapshot!(failed.view().render(Some(80)).unstyled(), @r"
        stage dev since 1970-01-01 00:00Z: 1 failed

        RESULT  CHECK   EVIDENCE
        FAIL    memory  line 0
                        line 1
                        line 2
                        line 3
                        and 2 more, in the JSON
                        fix: more
        ");
    }
}
