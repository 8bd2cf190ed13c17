//! A plan as a person reads it.

use super::{
    CodeChange, Plan, PlannedChange,
    risk::{Risk, risk},
    secrets::SECRET,
};
use crate::{
    aws::change_sets::{Action, Change, Detail, PolicyAction, Replacement},
    context::guard::allow_flags,
    deployment::drift::lines,
    stage::StackName,
    terminal::output::{Table, Text, Tone, View, excerpt},
};

/// Shown for a stack whose changes touch no resource.
pub(crate) const UNLISTED: &str = "only outputs, metadata or conditions change";

/// Longer values are cut: the JSON has all of them.
const VALUE_WIDTH: usize = 48;

impl Plan {
    pub(crate) fn view(&self) -> View {
        let stacks = self.by_stack();
        let one = stacks.len() < 2;
        let mut view = View::new();
        for (stack, changes) in stacks {
            if !one {
                view = view.text(format!("{stack}:"));
            }
            if changes.is_empty() {
                view = view.text(UNLISTED);
            }
            // A stack that only grows has no access that could widen unnoticed.
            let grows = changes.iter().all(|planned| planned.change.action == Action::Add);
            let (security, others): (Vec<_>, Vec<_>) =
                changes.into_iter().partition(|planned| planned.security && !grows);
            if !others.is_empty() {
                view = view.table(table(&others));
            }
            if !security.is_empty() {
                view = view.text("Access control:").table(table(&security));
            }
        }
        view = self.add_posture_to(view);
        if let Some(code) = code(&self.code, self.function_count) {
            view = view.text(code);
        }
        view = self.add_drift(view);
        if !self.to_allow.is_empty() {
            view = view.text(format!("Data would be lost. Refused unless you pass {}", allow_flags(&self.to_allow)));
        }
        self.add_not_checked(view).text(self.summary())
    }

    /// Of a stage with nothing to change: `heading`, what drifted all the same, and what was not checked.
    pub(crate) fn view_of_nothing(&self, heading: String) -> View {
        self.add_not_checked(self.add_drift(View::new().text(heading)))
    }

    fn add_drift(&self, view: View) -> View {
        let sections = self.drift_sections().into_iter();
        sections.fold(view, |view, (heading, lines)| view.text(listed(&format!("{heading}:"), lines.into_iter())))
    }

    /// What drifted, under headings.
    pub(super) fn drift_sections(&self) -> Vec<(&'static str, Vec<String>)> {
        let lines = |overwritten| lines(self.drift.iter().filter(|drift| drift.overwritten == overwritten));
        let sections = [
            ("Drift that this deployment overwrites", lines(true)),
            ("Changed outside a release, and left as it is", lines(false)),
        ];
        sections.into_iter().filter(|(_, lines)| !lines.is_empty()).collect()
    }

    fn add_not_checked(&self, view: View) -> View {
        if self.not_checked.is_empty() {
            return view;
        }
        view.text(listed("Not checked:", self.not_checked.iter().cloned()))
    }

    /// The names of the stacks that change.
    pub(crate) fn stacks(&self) -> String {
        self.changing.iter().map(|stack| stack.0.as_str()).collect::<Vec<_>>().join(" and ")
    }

    pub(crate) fn by_stack(&self) -> Vec<(&StackName, Vec<&PlannedChange>)> {
        let changes = |stack: &StackName| self.changes.iter().filter(|planned| planned.stack == *stack).collect();
        self.changing.iter().map(|stack| (stack, changes(stack))).collect()
    }

    pub(crate) fn summary(&self) -> String {
        let changes = || self.changes.iter().map(|planned| &planned.change);
        let count = |wanted: Action| changes().filter(|change| change.action == wanted).count();
        let replaced = changes().filter(|change| change.replacement != Replacement::Never).count();
        let (add, modify, remove) = (count(Action::Add), count(Action::Modify), count(Action::Remove));
        let mut summary = format!("{add} to add, {modify} to change, {remove} to remove");
        if replaced > 0 {
            summary.push_str(&format!("; {replaced} of these changes replace the resource or may do so"));
        }
        if !self.unaffected.is_empty() {
            let count = self.unaffected.len();
            summary.push_str(&format!("\n{count} more only refer to changed resources and stay as they are"));
        }
        summary.push_str(&format!("\nplan {}", self.short_digest()));
        summary
    }
}

fn table(changes: &[&PlannedChange]) -> Table {
    let mut table = Table::new(["", "RESOURCE", "TYPE", "CHANGE"]);
    for group in grouped(changes) {
        let change = group[0];
        let tone = tone(risk(change));
        let lines = [verb(change)].into_iter().chain(attributes(change));
        table.row([
            (mark(change).into(), tone),
            (Text::lines(names(&group)), Tone::Plain),
            (change.kind.trim_start_matches("AWS::").into(), Tone::Faint),
            (Text::lines(lines), tone),
        ]);
    }
    table
}

/// As many alike are shown once.
const ALIKE: usize = 3;

/// Changes of the same type that are the same in every word. What may go is shown each by itself.
pub(super) fn grouped<'a>(changes: &[&'a PlannedChange]) -> Vec<Vec<&'a Change>> {
    let mut groups: Vec<Vec<&Change>> = Vec::new();
    for PlannedChange { change, .. } in changes {
        let stays = !matches!(risk(change), Risk::LosesData | Risk::MayLoseData | Risk::Removes);
        let is_alike = |other: &Change| {
            (&other.kind, mark(other), verb(other), attributes(other))
                == (&change.kind, mark(change), verb(change), attributes(change))
        };
        match groups.iter_mut().find(|group| stays && is_alike(group[0])) {
            Some(group) => group.push(change),
            None => groups.push(vec![change]),
        }
    }
    let each = |group: Vec<&'a Change>| {
        if group.len() < ALIKE { group.into_iter().map(|change| vec![change]).collect() } else { vec![group] }
    };
    groups.into_iter().flat_map(each).collect()
}

/// The first of a group, and how many more there are.
fn names(group: &[&Change]) -> Vec<String> {
    let first = group[0].logical_id.clone();
    let more = group.len() - 1;
    [first].into_iter().chain((more > 0).then(|| format!("and {more} more"))).collect()
}

fn tone(risk: Risk) -> Tone {
    match risk {
        Risk::LosesData | Risk::Removes => Tone::Bad,
        Risk::MayLoseData | Risk::Replaces | Risk::MayReplace | Risk::ChangesAccess => Tone::Warning,
        Risk::Modifies => Tone::Plain,
        Risk::Adds => Tone::Good,
    }
}

pub(crate) fn mark(change: &Change) -> &'static str {
    match (change.action, change.replacement) {
        (Action::Remove, _) => "-",
        (Action::Add, _) => "+",
        (Action::Import, _) => "<",
        (_, Replacement::Always) => "!",
        (_, Replacement::Conditional) => "?",
        (Action::Modify | Action::Dynamic, _) => "~",
    }
}

pub(crate) fn verb(change: &Change) -> String {
    let verb = match (risk(change), change.action, change.replacement) {
        (_, Action::Remove, _) if change.policy_action == Some(PolicyAction::Retain) => {
            "remove from the stack, keep the resource"
        }
        (_, Action::Remove, _) if change.policy_action == Some(PolicyAction::Snapshot) => "remove, keep a snapshot",
        (Risk::LosesData, Action::Remove, _) => "remove, with its data",
        (Risk::LosesData, ..) => "replace with an empty one",
        (_, Action::Remove, _) => "remove",
        (_, Action::Add, _) => "add",
        (_, Action::Import, _) => "import",
        (_, _, Replacement::Always) => "replace",
        (_, _, Replacement::Conditional) => "maybe replace",
        (_, Action::Modify | Action::Dynamic, _) => "change",
    };
    let kept = match change.policy_action {
        Some(PolicyAction::ReplaceAndRetain) => ", keep the old one",
        Some(PolicyAction::ReplaceAndSnapshot) => ", keep a snapshot of the old one",
        _ => "",
    };
    format!("{verb}{kept}")
}

/// `Timeout: 10 → 20`, one for each value that changes.
pub(crate) fn attributes(change: &Change) -> Vec<String> {
    let mut lines: Vec<String> = change.details.iter().map(attribute).collect();
    lines.dedup();
    lines
}

fn attribute(detail: &Detail) -> String {
    let name = detail.place();
    let mut line = match (&detail.before, &detail.after) {
        // The key of the code means nothing to a reader; its size is shown separately.
        _ if name.starts_with("Code") => detail.attribute.trim_start_matches("Properties.").to_owned(),
        // Two secrets look alike.
        (Some(before), Some(after)) if before != after || before == SECRET => {
            format!("{name}: {} → {}", cut(before), cut(after))
        }
        (None, Some(after)) => format!("{name}: {}", cut(after)),
        (Some(before), None) => format!("{name}: no longer {}", cut(before)),
        _ => name.to_owned(),
    };
    if !detail.causes.is_empty() {
        line.push_str(&format!(" (follows {})", detail.causes.join(" and ")));
    }
    if detail.replaces {
        line.push_str(" (replaces)");
    }
    line
}

fn cut(value: &str) -> String {
    excerpt(&value.split_whitespace().collect::<Vec<_>>().join(" "), VALUE_WIDTH)
}

fn code(changes: &[CodeChange], functions: usize) -> Option<String> {
    if changes.is_empty() {
        return None;
    }
    let heading = format!("New code for {} of {functions} functions:", changes.len());
    Some(listed(&heading, changes.iter().map(CodeChange::line)))
}

fn listed(heading: &str, lines: impl Iterator<Item = String>) -> String {
    [heading.to_owned()].into_iter().chain(lines.map(|line| format!("  {line}"))).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::{
        super::{change::tests::change, secrets::Secrets},
        *,
    };

    #[test]
    fn the_same_change_of_many_resources_is_shown_once() {
        let stack = StackName("srvls-dev".into());
        let planned = |id: &str, kind, action| {
            PlannedChange::of(&stack, change(id, kind, action, Replacement::Never), &Secrets::default())
        };
        let functions = ["A", "B", "C", "D"].map(|id| planned(id, "AWS::Lambda::Function", Action::Modify));
        let queues = ["E", "F", "G"].map(|id| planned(id, "AWS::SQS::Queue", Action::Remove));
        let two = ["H", "I"].map(|id| planned(id, "AWS::SNS::Topic", Action::Add));
        let changes: Vec<&PlannedChange> = functions.iter().chain(&queues).chain(&two).collect();

        let text = View::new().table(table(&changes)).render(None).unstyled();

        assert!(text.contains("~  A           Lambda::Function  change\n   and 3 more"), "{text}");
        assert_eq!(grouped(&changes).len(), 1 + 3 + 2, "what goes, and fewer than three, are shown each: {text}");
    }

    #[test]
    fn what_is_kept_by_its_policy_is_not_said_to_be_lost() {
        let verb_of = |action, replacement, policy_action| {
            let table = change("Table", "AWS::DynamoDB::Table", action, replacement);
            verb(&Change { policy_action, ..table })
        };
        let removed = |policy| verb_of(Action::Remove, Replacement::Never, policy);
        let replaced = |policy| verb_of(Action::Modify, Replacement::Always, policy);

        assert_eq!(removed(Some(PolicyAction::Delete)), "remove, with its data");
        assert_eq!(removed(Some(PolicyAction::Retain)), "remove from the stack, keep the resource");
        assert_eq!(removed(Some(PolicyAction::Snapshot)), "remove, keep a snapshot");
        assert_eq!(replaced(Some(PolicyAction::ReplaceAndDelete)), "replace with an empty one");
        assert_eq!(replaced(Some(PolicyAction::ReplaceAndRetain)), "replace with an empty one, keep the old one");
        assert_eq!(
            replaced(Some(PolicyAction::ReplaceAndSnapshot)),
            "replace with an empty one, keep a snapshot of the old one"
        );
    }
}
