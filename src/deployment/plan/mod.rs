//! What a deployment would change, the most dangerous first, and a digest by which exactly that can be asked for.

mod change;
pub(crate) mod change_set;
mod deployment_plan;
mod digest;
mod drift;
mod markdown;
mod posture;
mod posture_view;
mod risk;
mod secrets;
pub(crate) mod stage_change_sets;
pub(crate) mod stale_change_sets;
mod unaffected;
mod up_to_date;
mod view;

pub(crate) use self::{
    change::PlannedChange,
    deployment_plan::{CodeChange, Plan},
    digest::DIGEST_LENGTH,
    risk::{STATEFUL, is_stateful},
    secrets::Secrets,
};
