//! Copies of a whole pool: its groups and users in a file, and a file's groups and users in a pool.

mod account_import;
mod console_csv;
mod difference;
mod export;
mod group_import;
mod import;
mod import_report;
mod job_file;
mod job_import;
mod job_report;
mod job_rules;
mod jobs;
mod outcome;
mod requests;
mod row;

pub(super) use self::{
    export::run as export,
    import::{ImportArgs, run as import},
    jobs::{JobsArgs, run as jobs},
};
