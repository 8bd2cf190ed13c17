//! Selects the log lines to show.

use regex::Regex;

use super::{clause::Clause, line_view::Layout};
use crate::log_lines::{Kind, Level, LogLine};

#[derive(Debug, Default)]
pub(super) struct Filter {
    pub(super) pattern: Option<Regex>,
    pub(super) clauses: Vec<Clause>,
    pub(super) level: Option<Level>,
    /// Also keep Lambda's START and END lines.
    pub(super) noise: bool,
}

impl Filter {
    /// Whether anything is filtered by content.
    pub(super) fn is_any(&self) -> bool {
        self.pattern.is_some() || !self.clauses.is_empty() || self.level.is_some()
    }

    pub(super) fn keeps(&self, line: &LogLine, layout: &Layout) -> bool {
        // A line without a level counts as INFO.
        let level = line.level.unwrap_or(Level::Info);
        (self.noise || line.kind != Kind::Noise)
            && self.level.is_none_or(|minimum| level >= minimum)
            && self.clauses.iter().all(|clause| clause.holds(line))
            && self.pattern.as_ref().is_none_or(|pattern| pattern.is_match(&layout.text(line)))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{commands::logs::line_view::fake::layout, log_lines::fake::line};

    fn keeps(filter: &Filter, line: &LogLine) -> bool {
        filter.keeps(line, &layout())
    }

    #[test]
    fn lambdas_start_and_end_lines_are_hidden_by_default() {
        let mut start = line(Some(Level::Info), "START", json!({}));
        start.kind = Kind::Noise;

        assert!(!keeps(&Filter::default(), &start));
        assert!(keeps(&Filter { noise: true, ..Filter::default() }, &start));
    }

    #[test]
    fn a_level_keeps_lines_of_that_level_or_above() {
        let filter = Filter { level: Some(Level::Warn), ..Filter::default() };

        assert!(keeps(&filter, &line(Some(Level::Error), "a", json!({}))));
        assert!(keeps(&filter, &line(Some(Level::Warn), "a", json!({}))));
        assert!(!keeps(&filter, &line(Some(Level::Info), "a", json!({}))));
        assert!(!keeps(&filter, &line(None, "a", json!({}))));
    }

    #[test]
    fn a_pattern_matches_the_message_and_the_fields() {
        let filter = Filter { pattern: Regex::new("status=5").ok(), ..Filter::default() };

        assert!(keeps(&filter, &line(None, "failed", json!({ "status": 500 }))));
        assert!(!keeps(&filter, &line(None, "failed", json!({ "status": 404 }))));
    }

    #[test]
    fn every_clause_must_hold() {
        let clauses = ["status>=500", "user=a"].map(|clause| clause.parse().expect("a clause")).to_vec();
        let filter = Filter { clauses, ..Filter::default() };

        assert!(keeps(&filter, &line(None, "", json!({ "status": 500, "user": "a" }))));
        assert!(!keeps(&filter, &line(None, "", json!({ "status": 500, "user": "b" }))));
    }
}
