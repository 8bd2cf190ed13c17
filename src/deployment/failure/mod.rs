//! Why a stack operation failed, and what to do about it.

mod error;
pub(crate) mod explain;
pub(crate) mod reason;
mod remediation;
pub(crate) mod root_cause;

pub(crate) use self::{
    error::{DeployError, Reason},
    explain::explain,
    root_cause::RootCause,
};
