//! What the next shift has to know: alarms, deployments, failures, metrics and actions of the last hours, and what is
//! still open. `srvls handover` and `srvls status --html` show it.
//!
//! [`Handover::read`] reads all parts at once, each within seconds. A part that could not be read is unknown, and an open
//! question. Everything in it is masked: a page and a ticket go further than a terminal.

mod actions;
mod alarms;
mod deployments;
mod document;
mod failing;
mod figures;
mod file;
mod markdown;
mod page;
mod part;
mod questions;
mod read;
mod report;
mod sections;
mod wording;

pub(crate) use self::{file::PageFile, report::Handover};
