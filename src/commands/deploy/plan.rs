//! What a change set would do, the most dangerous first.

use serde::Serialize;

use super::unaffected;
use crate::{
    aws::change_sets::{Action, Change, Replacement},
    output::{Table, Tone, View},
    stage::StackName,
};

/// The changes of a deployment in the order of its stacks, the most dangerous of each first.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(crate) struct Plan {
    pub(crate) changes: Vec<PlannedChange>,
    /// Listed by CloudFormation, yet sure to stay as they are.
    pub(crate) unaffected: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PlannedChange {
    pub(crate) stack: StackName,
    #[serde(flatten)]
    pub(crate) change: Change,
}

/// What a change can cost, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Risk {
    /// Data goes, or moves to an empty successor.
    LosesData,
    MayLoseData,
    Removes,
    Replaces,
    MayReplace,
    /// Who may do what.
    ChangesAccess,
    Modifies,
    Adds,
}

/// Types whose replacement or removal loses what users put there.
const STATEFUL: [&str; 7] = [
    "AWS::Cognito::UserPool",
    "AWS::DynamoDB::GlobalTable",
    "AWS::DynamoDB::Table",
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::SecretsManager::Secret",
];

impl Plan {
    /// Of what CloudFormation lists for each stack.
    pub(super) fn of(stacks: impl IntoIterator<Item = (StackName, Vec<Change>)>) -> Self {
        let mut plan = Self::default();
        for (stack, changes) in stacks {
            let (mut changes, unaffected) = unaffected::split(changes);
            changes.sort_by_cached_key(|change| (risk(change), change.kind.clone(), change.logical_id.clone()));
            plan.changes.extend(changes.into_iter().map(|change| PlannedChange { stack: stack.clone(), change }));
            plan.unaffected.extend(unaffected);
        }
        plan
    }

    pub(crate) fn view(&self) -> View {
        let stacks = self.by_stack();
        let one = stacks.len() < 2;
        let mut view = View::new();
        for (stack, changes) in stacks {
            if !one {
                view = view.text(format!("{stack}:"));
            }
            view = view.table(table(changes));
        }
        view.text(self.summary())
    }

    /// The names of the stacks that change.
    pub(super) fn stacks(&self) -> String {
        self.by_stack().into_iter().map(|(stack, _)| stack.0.as_str()).collect::<Vec<_>>().join(" and ")
    }

    fn by_stack(&self) -> Vec<(&StackName, &[PlannedChange])> {
        self.changes.chunk_by(|a, b| a.stack == b.stack).map(|changes| (&changes[0].stack, changes)).collect()
    }

    fn summary(&self) -> String {
        let changes = || self.changes.iter().map(|planned| &planned.change);
        let count = |wanted: Action| changes().filter(|change| change.action == wanted).count();
        let replaced = changes().filter(|change| change.replacement != Replacement::Never).count();
        let (add, modify, remove) = (count(Action::Add), count(Action::Modify), count(Action::Remove));
        let mut summary = format!("{add} to add, {modify} to change, {remove} to remove");
        if replaced > 0 {
            summary.push_str(&format!("; {replaced} of the changed are or may be replaced"));
        }
        if !self.unaffected.is_empty() {
            let count = self.unaffected.len();
            summary.push_str(&format!("\n{count} more only refer to what changes, and stay as they are"));
        }
        summary
    }
}

fn table(changes: &[PlannedChange]) -> Table {
    let mut table = Table::new(["", "RESOURCE", "TYPE", "CHANGE"]);
    for PlannedChange { change, .. } in changes {
        let tone = tone(risk(change));
        table.row([
            (mark(change).to_owned(), tone),
            (change.logical_id.clone(), Tone::Plain),
            (change.kind.trim_start_matches("AWS::").to_owned(), Tone::Faint),
            (words(change), tone),
        ]);
    }
    table
}

fn risk(change: &Change) -> Risk {
    let stateful = STATEFUL.contains(&change.kind.as_str());
    match (change.action, change.replacement) {
        (Action::Remove, _) | (_, Replacement::Always) if stateful => Risk::LosesData,
        (_, Replacement::Conditional) if stateful => Risk::MayLoseData,
        (Action::Remove, _) => Risk::Removes,
        (_, Replacement::Always) => Risk::Replaces,
        (_, Replacement::Conditional) => Risk::MayReplace,
        (Action::Add | Action::Import, _) => Risk::Adds,
        _ if change.kind.starts_with("AWS::IAM::") || change.kind == "AWS::Lambda::Permission" => Risk::ChangesAccess,
        _ => Risk::Modifies,
    }
}

fn tone(risk: Risk) -> Tone {
    match risk {
        Risk::LosesData | Risk::Removes => Tone::Bad,
        Risk::MayLoseData | Risk::Replaces | Risk::MayReplace | Risk::ChangesAccess => Tone::Warning,
        Risk::Modifies => Tone::Plain,
        Risk::Adds => Tone::Good,
    }
}

fn mark(change: &Change) -> &'static str {
    match (change.action, change.replacement) {
        (Action::Remove, _) => "-",
        (Action::Add, _) => "+",
        (Action::Import, _) => "<",
        (_, Replacement::Always) => "!",
        (_, Replacement::Conditional) => "?",
        (Action::Modify | Action::Dynamic, _) => "~",
    }
}

/// `replace (KeySchema)`, `change Code, Timeout`.
fn words(change: &Change) -> String {
    let verb = match (risk(change), change.action, change.replacement) {
        (Risk::LosesData, Action::Remove, _) => "remove, its data with it",
        (Risk::LosesData, ..) => "replace by an empty one",
        (_, Action::Remove, _) => "remove",
        (_, Action::Add, _) => "add",
        (_, Action::Import, _) => "import",
        (_, _, Replacement::Always) => "replace",
        (_, _, Replacement::Conditional) => "maybe replace",
        (_, Action::Modify | Action::Dynamic, _) => "change",
    };
    let mut attributes: Vec<&str> = Vec::new();
    for detail in &change.details {
        let name = detail.attribute.trim_start_matches("Properties.");
        if !attributes.contains(&name) {
            attributes.push(name);
        }
    }
    match attributes.as_slice() {
        [] => verb.to_owned(),
        names => format!("{verb} {}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(logical_id: &str, kind: &str, action: Action, replacement: Replacement) -> Change {
        Change {
            action,
            logical_id: logical_id.into(),
            physical_id: None,
            kind: kind.into(),
            replacement,
            details: Vec::new(),
        }
    }

    #[test]
    fn what_can_lose_data_comes_first_and_additions_last() {
        let changes = vec![
            change("New", "AWS::SQS::Queue", Action::Add, Replacement::Never),
            change("Code", "AWS::Lambda::Function", Action::Modify, Replacement::Never),
            change("Role", "AWS::IAM::Role", Action::Modify, Replacement::Never),
            change("Gone", "AWS::SQS::Queue", Action::Remove, Replacement::Never),
            change("Table", "AWS::DynamoDB::Table", Action::Modify, Replacement::Always),
        ];

        let plan = Plan::of([(StackName("srvls-dev".into()), changes)]);

        let order: Vec<&str> = plan.changes.iter().map(|planned| planned.change.logical_id.as_str()).collect();
        assert_eq!(order, ["Table", "Gone", "Role", "Code", "New"]);
        assert_eq!(words(&plan.changes[0].change), "replace by an empty one");
        assert_eq!(plan.summary(), "1 to add, 3 to change, 1 to remove; 1 of the changed are or may be replaced");
    }

    #[test]
    fn stacks_are_shown_apart_in_the_order_they_change() {
        let add = |id: &str| vec![change(id, "AWS::SNS::Topic", Action::Add, Replacement::Never)];
        let plan = Plan::of([(StackName("z".into()), add("Api")), (StackName("z-edge".into()), add("Edge"))]);

        assert_eq!(plan.stacks(), "z and z-edge");
        let text = anstream::adapter::strip_str(&plan.view().render(None)).to_string();
        assert_eq!(
            text,
            "z:\n\n   RESOURCE  TYPE        CHANGE\n+  Api       SNS::Topic  add\n\n\
             z-edge:\n\n   RESOURCE  TYPE        CHANGE\n+  Edge      SNS::Topic  add\n\n\
             2 to add, 0 to change, 0 to remove"
        );
    }
}
