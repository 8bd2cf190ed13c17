//! The commands: one file or folder each, in the order arguments, operation, report, view.

pub(crate) mod alarms;
pub(crate) mod audit;
pub(crate) mod completions;
pub(crate) mod cost;
pub(crate) mod deploy;
pub(crate) mod destroy;
pub(crate) mod diagnose;
pub(crate) mod diff;
pub(crate) mod doctor;
pub(crate) mod handover;
pub(crate) mod help;
pub(crate) mod init;
pub(crate) mod invoke;
pub(crate) mod local;
pub(crate) mod logs;
pub(crate) mod metrics;
pub(crate) mod outputs;
pub(crate) mod package;
pub(crate) mod releases;
pub(crate) mod rollback;
pub(crate) mod status;
pub(crate) mod table;
pub(crate) mod template;
pub(crate) mod top;
pub(crate) mod user;
pub(crate) mod watch;
