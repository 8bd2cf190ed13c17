//! A plan as a comment on a pull request: GitHub's Markdown.
//!
//! <https://github.github.com/gfm/#tables-extension->

use super::{CodeChange, Plan, PlannedChange, view};
use crate::context::guard::allow_flags;

impl Plan {
    pub(crate) fn markdown(&self) -> String {
        let mut blocks = Vec::new();
        for (stack, changes) in self.by_stack() {
            blocks.push(format!("### `{stack}`"));
            blocks.extend(changes.is_empty().then(|| view::UNLISTED.to_owned()));
            let (security, others): (Vec<_>, Vec<_>) = changes.into_iter().partition(|planned| planned.security);
            blocks.extend(table(None, &others));
            blocks.extend(table(Some("**Access control**"), &security));
        }
        blocks.extend(self.posture_markdown());
        let heading = format!("**New code for {} of {} functions**", self.code.len(), self.function_count);
        blocks.extend(list(&heading, self.code.iter().map(CodeChange::line)));
        let sections = self.drift_sections().into_iter();
        blocks.extend(sections.filter_map(|(heading, lines)| list(&format!("**{heading}**"), lines.into_iter())));
        let refused = || format!("**Data would be lost. Refused unless you pass** `{}`", allow_flags(&self.to_allow));
        blocks.extend((!self.to_allow.is_empty()).then(refused));
        blocks.extend(list("**Not checked**", self.not_checked.iter().cloned()));
        blocks.push(self.summary().replace('\n', "  \n"));
        blocks.join("\n\n")
    }
}

fn table(heading: Option<&str>, changes: &[&PlannedChange]) -> Option<String> {
    if changes.is_empty() {
        return None;
    }
    let mut lines = vec!["| | resource | type | change |".to_owned(), "|---|---|---|---|".to_owned()];
    for group in view::grouped(changes) {
        let change = group[0];
        let names = group.iter().map(|change| format!("`{}`", change.logical_id)).collect::<Vec<_>>().join(" ");
        let words = [view::verb(change)].into_iter().chain(view::attributes(change));
        let words = words.map(|line| cell(&line)).collect::<Vec<_>>().join("<br>");
        lines.push(format!("| `{}` | {names} | {} | {words} |", view::mark(change), change.kind));
    }
    let heading = heading.map(|heading| format!("{heading}\n\n")).unwrap_or_default();
    Some(format!("{heading}{}", lines.join("\n")))
}

fn list(heading: &str, lines: impl Iterator<Item = String>) -> Option<String> {
    let lines: Vec<String> = lines.map(|line| format!("- {}", cell(&line))).collect();
    (!lines.is_empty()).then(|| format!("{heading}\n\n{}", lines.join("\n")))
}

/// Text that is neither the end of a cell nor HTML.
fn cell(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('|', "\\|")
}
