//! The log lines of a stage: of its functions, of Lambda, of the requests to its API.

mod access_log;
mod errors;
mod line;
mod parse;
mod parsed;
mod platform;
mod source;

pub(crate) use self::{
    errors::{ERRORS, WARNINGS},
    line::{Kind, Level, LogLine},
    platform::has_own_name,
    source::{API, Source, Writer, sources},
};
#[cfg(test)]
pub(crate) use self::{line::fake, parse::parse};
