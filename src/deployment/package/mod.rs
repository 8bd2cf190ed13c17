//! What a deployment ships: handlers built and uploaded, templates packaged.

mod build;
mod choice;
pub(crate) mod folder;
mod only;
pub(crate) mod packaged_stage;
mod prepare;
pub(crate) mod restore;
mod stack;
pub(crate) mod templates;
mod upload;

pub(crate) use self::{
    build::{build_artifacts, sources},
    choice::{Choice, Pace},
    prepare::{Prepared, build, build_first, prepare},
    templates::show as show_advice,
};
