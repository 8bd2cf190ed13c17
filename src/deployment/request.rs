//! What to deploy, how, and as which caller.

use super::{ahead::Ahead, package::packaged_stage::PackagedStage, plan::DIGEST_LENGTH};
use crate::{
    aws::{change_sets::OnFailure, identity::Caller},
    context::guard::Danger,
    releases::{Record, Release},
};

/// Everything that one deployment needs to know.
pub(crate) struct DeployRequest<'a> {
    pub(crate) caller: &'a Caller,
    /// The release that is live before this one.
    pub(crate) live: &'a Ahead<Option<Record>>,
    pub(crate) release: &'a Release,
    pub(crate) packaged_stage: &'a PackagedStage,
    pub(crate) options: &'a PlanOptions,
    pub(crate) allowed: &'a [String],
    pub(crate) on_failure: OnFailure,
    pub(crate) then: Then,
}

/// How far to go.
#[derive(Debug, clap::Args)]
pub(crate) struct PlanOptions {
    /// Show what would change, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Proceed only if the plan still has this digest (from `--dry-run` or `srvls diff`)
    #[arg(long, value_name = "DIGEST", conflicts_with = "dry_run", value_parser = digest)]
    pub(crate) plan: Option<String>,
}

impl PlanOptions {
    pub(crate) fn danger(&self) -> Danger {
        if self.dry_run { Danger::Preview } else { Danger::Severe }
    }
}

fn digest(text: &str) -> Result<String, String> {
    let is_digest = text.len() >= DIGEST_LENGTH && text.chars().all(|c| c.is_ascii_hexdigit());
    is_digest
        .then(|| text.to_lowercase())
        .ok_or_else(|| format!("expected at least {DIGEST_LENGTH} hexadecimal digits"))
}

/// What to do once an execution has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    Follow,
    Detach,
}
