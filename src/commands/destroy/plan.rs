//! What `destroy` shows before it asks: what goes, and what stays.

use std::collections::BTreeMap;

use super::{artifacts::ArtifactBucket, deletion_plan::DeletionPlan, resource::ResourceDeletion};
use crate::{
    deployment::plan::is_stateful,
    terminal::output::{Table, Tone, View},
};

#[derive(Debug)]
pub(super) struct Plan {
    stacks: Vec<StackDeletion>,
    purged: Option<String>,
}

impl Plan {
    pub(super) fn of(deletion: &[DeletionPlan<'_>], purged: Option<&ArtifactBucket>) -> Self {
        let stack_deletion = |deletion: &DeletionPlan<'_>| {
            let already = if deletion.is_under_way() { ", already being deleted" } else { "" };
            StackDeletion::of(format!("{}{already}:", deletion.target.name), &deletion.resources)
        };
        let purged = purged
            .map(|bucket| format!("{} is deleted, with {}: this can't be undone", bucket.bucket, bucket.contents()));
        Self { stacks: deletion.iter().map(stack_deletion).collect(), purged }
    }

    pub(super) fn view(&self) -> View {
        let view = self.stacks.iter().fold(View::new(), |view, stack| stack.view(view));
        match &self.purged {
            Some(purged) => view.table(marked(purged)),
            None => view,
        }
    }
}

/// The data that goes and all that stays, each by name; the rest by its number.
#[derive(Debug)]
struct StackDeletion {
    title: String,
    named: Vec<Named>,
    others: BTreeMap<String, usize>,
}

#[derive(Debug)]
struct Named {
    logical_id: String,
    kind: String,
    retained: bool,
}

impl StackDeletion {
    fn of(title: String, resources: &[ResourceDeletion]) -> Self {
        let (mut named, mut others) = (Vec::new(), BTreeMap::new());
        for ResourceDeletion { resource, retained, .. } in resources {
            let kind = short(&resource.kind).to_owned();
            if *retained || is_stateful(&resource.kind) {
                named.push(Named { logical_id: resource.logical_id.clone(), kind, retained: *retained });
            } else {
                *others.entry(kind).or_default() += 1;
            }
        }
        Self { title, named, others }
    }

    fn view(&self, view: View) -> View {
        let view = view.text(self.title.clone());
        let view = if self.named.is_empty() { view } else { view.table(self.table()) };
        let others: Vec<String> = self.others.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        if others.is_empty() { view } else { view.table(marked(&format!("also deleted: {}", others.join(", ")))) }
    }

    fn table(&self) -> Table {
        let mut table = Table::new(["", "RESOURCE", "TYPE", "OUTCOME"]);
        for Named { logical_id, kind, retained } in &self.named {
            let (mark, fate, tone) =
                if *retained { ("=", "retained", Tone::Good) } else { ("-", "deleted with its data", Tone::Bad) };
            table.row([
                (mark.to_owned(), tone),
                (logical_id.clone(), Tone::Plain),
                (kind.clone(), Tone::Faint),
                (fate.to_owned(), tone),
            ]);
        }
        table
    }
}

/// A sentence of what goes, wrapped beside its mark.
fn marked(text: &str) -> Table {
    [[("-".to_owned(), Tone::Plain), (text.to_owned(), Tone::Plain)]].into_iter().collect()
}

pub(super) fn short(kind: &str) -> &str {
    kind.trim_start_matches("AWS::")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::deletion_plan::tests::deletion, *};

    #[test]
    fn a_plan_is_wrapped_at_words() {
        let retained = json!({ "Resources": { "It": { "DeletionPolicy": "Retain" } } });
        let others =
            ["ApiGateway::Deployment", "ApiGateway::RestApi", "CloudWatch::Alarm", "IAM::Role", "Logs::LogGroup"];
        let mut resources =
            vec![deletion("AWS::Cognito::UserPool", &retained), deletion("AWS::DynamoDB::Table", &json!({}))];
        resources.extend(others.map(|kind| deletion(&format!("AWS::{kind}"), &json!({}))));
        let purged =
            Some("shop-dev-artifacts-123456789012-eu-west-1 is deleted, with 3 objects: this can't be undone".into());
        let plan = Plan { stacks: vec![StackDeletion::of("shop-dev:".into(), &resources)], purged };

        let text = plan.view().render(Some(60)).unstyled();

        insta::assert_snapshot!(text, @r"
        shop-dev:

           RESOURCE  TYPE               OUTCOME
        =  It        Cognito::UserPool  retained
        -  It        DynamoDB::Table    deleted with its data

        -  also deleted: 1 ApiGateway::Deployment, 1
           ApiGateway::RestApi, 1 CloudWatch::Alarm, 1 IAM::Role, 1
           Logs::LogGroup

        -  shop-dev-artifacts-123456789012-eu-west-1 is deleted,
           with 3 objects: this can't be undone
        ");
    }
}
