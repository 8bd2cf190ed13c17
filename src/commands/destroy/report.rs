//! What `destroy` shows before it asks, and what it answers.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{artifacts::ArtifactBucket, doomed::Doomed, remainder::Remainder};
use crate::{
    aws::stacks::{Resource, StackEvent, Status},
    commands::deploy::{Followed, is_stateful},
    context::Context,
    output::{Report, Table, Tone, View},
    stage::StackName,
};

#[derive(Debug, Serialize)]
pub(crate) struct DestroyReport {
    stack: StackName,
    /// `None` for a dry run, and where no stack was left.
    status: Option<Status>,
    /// What a dry run would delete.
    deleted: Vec<Resource>,
    /// Still there, with their data and their price.
    retained: Vec<Remainder>,
    pub(super) artifacts: Option<ArtifactBucket>,
    /// What deletes these, too.
    #[serde(skip)]
    purge: String,
    /// As it was shown to whoever only asked.
    #[serde(skip)]
    planned: Option<String>,
}

impl DestroyReport {
    pub(super) fn planned(
        cx: &Context,
        doomed: &[Doomed<'_>],
        retained: Vec<Remainder>,
        artifacts: Option<ArtifactBucket>,
    ) -> Self {
        let going = doomed.iter().flat_map(|doomed| &doomed.resources).filter(|resource| !resource.kept);
        Self {
            deleted: going.map(|going| going.resource.clone()).collect(),
            artifacts,
            planned: Some(plan(doomed, None).render(None)),
            ..Self::begun(cx, retained)
        }
    }

    pub(super) fn begun(cx: &Context, retained: Vec<Remainder>) -> Self {
        let (deleted, artifacts, planned) = (Vec::new(), None, None);
        let purge = cx.pasted("srvls destroy --purge-artifacts");
        Self { stack: cx.stack_name(), status: None, deleted, retained, artifacts, purge, planned }
    }

    /// One stack is gone.
    pub(super) fn ended(&mut self, doomed: &Doomed<'_>, followed: &Followed) {
        self.deleted.extend(
            doomed.resources.iter().filter(|resource| !resource.kept).map(|resource| resource.resource.clone()),
        );
        let skipped = followed.events.iter().filter(|event| event.status.0 == "DELETE_SKIPPED").map(resource);
        let known = |it: &Resource| self.retained.iter().any(|kept| kept.resource.physical_id == it.physical_id);
        let unforeseen = skipped.filter(|it| !known(it) && !doomed.foresaw_skipping(it));
        let unforeseen: Vec<Remainder> = unforeseen.map(Remainder::unforeseen).collect();
        self.retained.extend(unforeseen);
        self.status = Some(followed.status.clone());
    }
}

fn resource(event: &StackEvent) -> Resource {
    Resource {
        logical_id: event.logical_id.clone(),
        physical_id: event.physical_id.clone(),
        kind: event.kind.clone(),
        status: event.status.clone(),
        updated_at: Some(event.timestamp),
    }
}

/// What would go and what would stay, before anybody is asked.
pub(super) fn plan(doomed: &[Doomed<'_>], purged: Option<&ArtifactBucket>) -> View {
    let mut view = View::new();
    for doomed in doomed {
        view = of_stack(view, doomed);
    }
    match purged {
        Some(bucket) => {
            view.text(format!("- {} goes with {}: there is no way back after that", bucket.bucket, bucket.contents()))
        }
        None => view,
    }
}

/// The data that goes and all that stays, each by name; the rest by its number.
fn of_stack(view: View, doomed: &Doomed<'_>) -> View {
    let mut table = Table::new(["", "RESOURCE", "TYPE", "FATE"]);
    let mut others: BTreeMap<&str, usize> = BTreeMap::new();
    for it in &doomed.resources {
        let (mark, fate, tone) = match (it.kept, is_stateful(&it.resource.kind)) {
            (true, _) => ("=", "is kept", Tone::Good),
            (false, true) => ("-", "goes, its data with it", Tone::Bad),
            (false, false) => {
                *others.entry(short(&it.resource.kind)).or_default() += 1;
                continue;
            }
        };
        table.row([
            (mark.to_owned(), tone),
            (it.resource.logical_id.clone(), Tone::Plain),
            (short(&it.resource.kind).to_owned(), Tone::Faint),
            (fate.to_owned(), tone),
        ]);
    }
    let named = others.values().sum::<usize>() < doomed.resources.len();
    let already = if doomed.is_under_way() { ", whose deletion is under way" } else { "" };
    let view = view.text(format!("{}{already}:", doomed.target.name));
    let view = if named { view.table(table) } else { view };
    let others: Vec<String> = others.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    if others.is_empty() { view } else { view.text(format!("- goes as well: {}", others.join(", "))) }
}

fn short(kind: &str) -> &str {
    kind.trim_start_matches("AWS::")
}

impl Report for DestroyReport {
    const ROWS: Option<&'static str> = Some("retained");

    fn view(&self) -> View {
        let mut view = match (&self.planned, &self.status) {
            (Some(planned), _) => View::new().text(planned.clone()).text("A dry run: nothing was deleted."),
            (None, Some(_)) => View::new().text(format!("{} is deleted", self.stack)),
            (None, None) => View::new(),
        };
        if !self.retained.is_empty() {
            let mut table = Table::new(["KEPT", "NAME", "COSTS"]);
            for Remainder { resource, costs, .. } in &self.retained {
                table.row([
                    (resource.logical_id.clone(), Tone::Plain),
                    (resource.physical_id.clone(), Tone::Plain),
                    (costs.unwrap_or("not known").to_owned(), Tone::Faint),
                ]);
            }
            view = view.table(table);
            let commands: Vec<&str> = self.retained.iter().filter_map(|kept| kept.delete.as_deref()).collect();
            if !commands.is_empty() {
                view = view.text(format!("To delete these, with their data:\n{}", commands.join("\n")));
            }
            let reason = |it: &Remainder| Some(format!("{}: {}", it.resource.logical_id, it.undeleted.as_ref()?));
            let reasons: Vec<String> = self.retained.iter().filter_map(reason).collect();
            if !reasons.is_empty() {
                view = view.text(reasons.join("\n"));
            }
        }
        match &self.artifacts {
            Some(bucket) if bucket.purged => view.text(format!("{} is deleted, and the ledger with it", bucket.bucket)),
            Some(bucket) => {
                view.text(format!("{} is kept ({}); `{}` deletes it", bucket.bucket, bucket.contents(), self.purge))
            }
            None => view,
        }
    }
}
