//! Change sets that a run of srvls left behind because it was killed, or was asked to stop.

use std::{
    fs::{self, File, TryLockError},
    path::PathBuf,
};

use etcetera::BaseStrategy as _;
use jiff::SignedDuration;

use crate::{
    aws::{
        AwsError,
        change_sets::{ChangeSetSummary, ChangeSets as _},
        optional,
        stacks::{StackState, Stacks as _},
    },
    context::{Context, stage_stack::StageStack},
    deployment::failure::DeployError,
    error::Error,
    releases::{FoundStacks, Release},
    terminal::signals::Signals,
    time::clock,
};

/// What all change sets of srvls are called, each followed by the token of its operation.
pub(crate) const PREFIX: &str = "srvls-";
/// How long to leave another machine's change set alone: a person may be reviewing its plan.
const MAX_AGE: SignedDuration = SignedDuration::from_hours(1);

/// Deletes the change sets of runs that are dead from both stacks, as far as they are there.
pub(crate) async fn delete_stale_of_stage(cx: Context, stacks: FoundStacks) {
    let of_api = async {
        if stacks.api.is_some() {
            delete_stale(&cx, &cx.api()).await;
        }
    };
    let of_edge = async {
        if stacks.edge.is_some() {
            delete_stale(&cx, &cx.edge()).await;
        }
    };
    tokio::join!(of_api, of_edge);
}

/// Best effort: the next execution makes them void anyway.
async fn delete_stale(cx: &Context, target: &StageStack<'_>) {
    match delete(target, is_abandoned).await.map(|deleted| deleted.len()) {
        Ok(0) => {}
        Ok(1) => cx.progress.note(format_args!("Deleted 1 change set of an interrupted run from {}", target.name)),
        Ok(count) => {
            cx.progress.note(format_args!("Deleted {count} change sets of interrupted runs from {}", target.name))
        }
        Err(error) => cx.progress.detail(format_args!("could not look for change sets of interrupted runs: {error}")),
    }
}

/// Does what comes before a stack is changed. Asked to stop meanwhile, or without an answer from AWS, it leaves no change
/// set and no empty stack behind, or says so.
pub(crate) async fn cleaning_up<T>(
    cx: &Context,
    release: &Release,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let mut signals = Signals::listen();
    match signals.unless_stopped(work).await {
        // A change set may be there whose creation or description failed.
        Ok(Err(error)) if error.is::<AwsError>() => {
            if let Err(left) = optional(clean_up(cx, release)).await {
                warn_of_left(cx, release, &left);
            }
            Err(error)
        }
        Ok(done) => done,
        Err(stop) => {
            cx.progress.note("");
            let left = clean_up(cx, release).await.err();
            if let Some(left) = &left {
                warn_of_left(cx, release, left);
            }
            Err(DeployError::Stopped { stop, is_clean: left.is_none() }.into())
        }
    }
}

/// Says that a change set of this run may still be there.
pub(crate) fn warn_of_left(cx: &Context, release: &Release, error: &Error) {
    let name = format!("{PREFIX}{}", release.operation().token);
    cx.progress.warn(format_args!(
        "could not delete the change set {name}, if it exists, and the empty stack of a first deployment: {error}; the next \
         deployment deletes them"
    ));
}

/// Deletes what this very run has made, whether or not it got to know of it.
async fn clean_up(cx: &Context, release: &Release) -> Result<(), Error> {
    let own = format!("{PREFIX}{}", release.id);
    for target in [cx.api()].into_iter().chain(cx.wants_edge().then(|| cx.edge())) {
        let discarded = delete(&target, |change_set| change_set.name.starts_with(&own)).await?;
        remove_if_empty(&target, &discarded).await?;
    }
    Ok(())
}

/// Deletes a stack that was made for a change set, unless there is another one than those `discarded`, which
/// CloudFormation may list for a while yet.
pub(crate) async fn remove_if_empty(target: &StageStack<'_>, discarded: &[String]) -> Result<(), Error> {
    let stack = target.find().await?;
    let is_empty = stack.is_some_and(|stack| stack.status.state() == StackState::Empty);
    let left = |change_set: &ChangeSetSummary| !discarded.contains(&change_set.id);
    if is_empty && !target.stacks.list_change_sets(&target.name).await?.iter().any(left) {
        let token = format!("sweep-{}", clock::now().as_millisecond());
        target.stacks.delete(&target.name, &token).await?;
        target.wait_until_gone().await?;
    }
    Ok(())
}

/// The ids of what was deleted.
async fn delete(
    target: &StageStack<'_>,
    should_delete: impl Fn(&ChangeSetSummary) -> bool,
) -> Result<Vec<String>, AwsError> {
    let all = target.stacks.list_change_sets(&target.name).await?.into_iter();
    let deleted: Vec<String> = all.filter(should_delete).map(|change_set| change_set.id).collect();
    for id in &deleted {
        target.stacks.discard_change_set(id).await?;
    }
    Ok(deleted)
}

/// Whether the run that created this change set is dead.
pub(crate) fn is_abandoned(change_set: &ChangeSetSummary) -> bool {
    let Some(token) = change_set.name.strip_prefix(PREFIX) else { return false };
    match RunLock::is_held(token) {
        Some(alive) => !alive,
        None => change_set.created_at.is_some_and(|created| clock::now().duration_since(created) > MAX_AGE),
    }
}

/// A lock that shows other runs on this machine that this one is alive; the system releases it with the process.
pub(crate) struct RunLock {
    path: PathBuf,
    _lock: File,
}

impl RunLock {
    /// `None` where no file can be written: others then go by the age of what they find.
    pub(crate) fn begin(token: &str) -> Option<Self> {
        let path = Self::path(token)?;
        fs::create_dir_all(path.parent()?).ok()?;
        let lock = File::create(&path).ok()?;
        lock.try_lock().ok()?;
        Some(Self { path, _lock: lock })
    }

    /// Whether the run lives; `None` when it is not known on this machine.
    fn is_held(token: &str) -> Option<bool> {
        let path = Self::path(token)?;
        let file = File::open(&path).ok()?;
        match file.try_lock() {
            Ok(()) => {
                // The file has served its purpose: the run's change sets are deleted now.
                let _ = fs::remove_file(path);
                Some(false)
            }
            Err(TryLockError::WouldBlock) => Some(true),
            Err(TryLockError::Error(_)) => None,
        }
    }

    /// A release's second operation on a stack belongs to the same run.
    fn path(token: &str) -> Option<PathBuf> {
        let run = token.split('-').next()?;
        Some(etcetera::choose_base_strategy().ok()?.cache_dir().join("srvls/runs").join(run))
    }
}

impl Drop for RunLock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change_set(name: &str, age: SignedDuration) -> ChangeSetSummary {
        ChangeSetSummary { id: "id".into(), name: name.into(), created_at: Some(clock::now() - age) }
    }

    #[test]
    fn a_change_set_belongs_to_its_run_while_that_lives() {
        let token = format!("r{}", clock::now().as_nanosecond());
        let hours = SignedDuration::from_hours(3);
        let (first, second) =
            (change_set(&format!("srvls-{token}"), hours), change_set(&format!("srvls-{token}-2"), hours));

        let alive = RunLock::begin(&token).expect("a file");
        assert!(!is_abandoned(&first) && !is_abandoned(&second));

        drop(alive);
        assert!(is_abandoned(&first));
    }

    #[test]
    fn a_strangers_change_set_is_never_abandoned_and_another_machines_only_when_old() {
        let elsewhere = format!("srvls-relsewhere{}", clock::now().as_nanosecond());

        assert!(!is_abandoned(&change_set("release-7", SignedDuration::from_hours(99))));
        assert!(!is_abandoned(&change_set(&elsewhere, SignedDuration::from_mins(59))));
        assert!(is_abandoned(&change_set(&elsewhere, SignedDuration::from_mins(61))));
    }
}
