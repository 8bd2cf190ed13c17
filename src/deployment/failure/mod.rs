//! Why a stack operation failed, and what to do about it.

mod error;
pub(crate) mod explain;
mod hints;
pub(crate) mod plain_reason;
pub(crate) mod root_cause;

pub(crate) use self::{
    error::{DeployError, Missing, Reason},
    explain::explain,
    root_cause::RootCause,
};
