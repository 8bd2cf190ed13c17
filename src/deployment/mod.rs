//! The engine behind deploy, diff, package, rollback, watch and destroy.
//!
//! A deployment goes down through the parts: [`package`] builds and uploads, [`plan`] has CloudFormation compute the
//! changes, [`guards`] refuse what is dangerous, [`execute`] makes the changes and [`follow`]s them to their end,
//! [`failure`] explains what went wrong, and [`verify`] calls the deployed API.

pub(crate) mod ahead;
pub(crate) mod drift;
pub(crate) mod execute;
pub(crate) mod failure;
pub(crate) mod follow;
pub(crate) mod guards;
pub(crate) mod package;
pub(crate) mod plan;
pub(crate) mod report;
pub(crate) mod request;
pub(crate) mod roll_back;
mod run;
pub(crate) mod stack_readiness;
pub(crate) mod stage_readiness;
pub(crate) mod verify;

pub(crate) use self::run::{preview, run};
