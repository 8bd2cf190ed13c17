//! What a deployment is asked to do, and for whom.

use super::{package::packaged_stage::PackagedStage, plan::DIGEST_LENGTH};
use crate::{
    aws::{change_sets::OnFailure, identity::Caller},
    context::guard::Danger,
    releases::Release,
};

/// What is to be shipped, how, and for whom.
pub(crate) struct DeployRequest<'a> {
    pub(crate) caller: &'a Caller,
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
    /// Stop after showing what would change
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Only if this is still the plan: the digest that `--dry-run` or `srvls diff` told
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
    is_digest.then(|| text.to_lowercase()).ok_or_else(|| format!("it has {DIGEST_LENGTH} digits or more, from 0 to f"))
}

/// What to do once an execution has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    Follow,
    Detach,
}
