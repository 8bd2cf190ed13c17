//! The answer of `srvls audit`.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    audit::{Outcome, Record},
    terminal::output::{Report, Table, Tone, View, counted},
    time::minute,
};

#[derive(Debug, PartialEq, Serialize)]
pub(crate) struct AuditReport {
    pub(super) stage: String,
    pub(super) since: Timestamp,
    /// Newest first.
    pub(super) records: Vec<Record>,
}

impl Report for AuditReport {
    const ROWS: Option<&'static str> = Some("records");

    fn view(&self) -> View {
        let window = format!("of stage {} since {}", self.stage, minute(self.since));
        if self.records.is_empty() {
            return View::new().text(format!("no records {window}"));
        }
        let mut table = Table::new(["AT", "WHO", "WHAT", "OUTCOME"]);
        for record in &self.records {
            let (outcome, tone) = outcome(record);
            table.row([
                (minute(record.at), Tone::Plain),
                (record.short_who().to_owned(), Tone::Plain),
                (what(record), Tone::Plain),
                (outcome, tone),
            ]);
        }
        View::new().table(table).text(format!("{} {window}", counted(self.records.len(), "record")))
    }
}

/// `user disable user:3f9a2b1c0d4e5f60: T-1`.
fn what(record: &Record) -> String {
    let target = record.target.as_ref().map(|target| format!(" {target}")).unwrap_or_default();
    let reason = record.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
    format!("{}{target}{reason}", record.command)
}

fn outcome(record: &Record) -> (String, Tone) {
    let words = record.outcome.words();
    let tone = match record.outcome {
        Outcome::Done => Tone::Plain,
        Outcome::Failed => Tone::Bad,
        Outcome::Begun | Outcome::Unknown | Outcome::Interrupted => Tone::Warning,
        Outcome::Refused => Tone::Faint,
    };
    match &record.code {
        Some(code) if *code != words => (format!("{words}: {code}"), tone),
        _ => (words.to_owned(), tone),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::audit::fake::record;

    fn report(records: Vec<Record>) -> AuditReport {
        AuditReport { stage: "prod".into(), since: "2026-11-15T10:00:00Z".parse().expect("a time"), records }
    }

    fn records() -> Vec<Record> {
        let failed = Record { code: Some("not_allowed".into()), ..record("2", Outcome::Failed) };
        let deployed = Record {
            command: "deploy".into(),
            target: Some("release:r20261122T100000000Z".into()),
            reason: None,
            ..record("3", Outcome::Done)
        };
        vec![record("1", Outcome::Unknown), failed, deployed]
    }

    #[test]
    fn each_record_says_when_who_what_why_and_how_it_ended() {
        let text = report(records()).view().render(None).unstyled();

        let expected = "\
AT                 WHO  WHAT                                            OUTCOME
2026-11-22 10:00Z  ada  user disable user:3f9a2b1c0d4e5f60: T-1         unknown
2026-11-22 10:00Z  ada  user disable user:3f9a2b1c0d4e5f60: T-1         failed: not_allowed
2026-11-22 10:00Z  ada  deploy release:r20261122T100000000Z             done

3 records of stage prod since 2026-11-15 10:00Z";
        assert_eq!(text.replace(' ', ""), expected.replace(' ', ""));
    }

    #[test]
    fn it_fits_narrow_terminals() {
        for width in [80, 60] {
            let text = report(records()).view().render(Some(width)).unstyled();

            assert!(text.lines().all(|line| line.chars().count() <= usize::from(width)), "{text}");
            assert!(text.contains("user:3f9a2b1c0d4e5f60"), "{width}:\n{text}");
        }
    }

    #[test]
    fn no_records_are_none_of_the_window() {
        assert_eq!(
            report(Vec::new()).view().render(None).unstyled(),
            "no records of stage prod since 2026-11-15 10:00Z"
        );
    }

    #[test]
    fn a_script_finds_the_fields_of_the_interface() {
        let json = serde_json::to_value(report(records())).expect("JSON");

        let newest = &json["records"][0];
        for field in ["at", "who", "stage", "command", "target", "reason", "outcome"] {
            assert!(newest.get(field).is_some(), "{field}");
        }
        assert_eq!((&newest["outcome"], &newest["who"]), (&json!("unknown"), &json!(record("1", Outcome::Done).who)));
    }
}
