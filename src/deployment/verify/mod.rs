//! Whether the deployed version works.

pub(crate) mod observe;
pub(crate) mod smoke;
