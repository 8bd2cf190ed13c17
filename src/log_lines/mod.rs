//! The log lines of a stage: of its functions, of Lambda, of the requests to its API, of its firewall.

mod access_log;
mod errors;
mod firewall;
mod line;
mod parse;
mod parsed;
mod platform;
mod source;

pub(crate) use self::{
    errors::{ERRORS, WARNINGS},
    line::{Kind, Level, LogLine},
    platform::has_own_name,
    source::{API, FIREWALL, Source, Writer, sources},
};
#[cfg(test)]
pub(crate) use self::{line::fake, parse::parse};
