//! What can refuse a deployment, and what protects a stage's stacks.

pub(crate) mod allowed;
pub(crate) mod data_loss_guard;
pub(crate) mod preflight;
pub(crate) mod protection;
