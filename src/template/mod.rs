//! The SAM template: its functions, its checks, and the packaged form that CloudFormation gets.

mod api_requests;
mod architecture;
mod canary;
mod checks;
mod deployed;
mod error;
mod expand;
mod finding;
mod functions;
#[cfg(test)]
mod fuzz;
mod handlers;
mod includes;
mod intrinsics;
mod lines;
mod names;
mod openapi;
mod package;
mod parameters;
mod posture;
mod redeploy;
mod routes;
mod sam_template;
mod saved_queries;
mod shape;
mod version_settings;
mod yaml;

pub(crate) use self::{
    api_requests::ApiRequest,
    architecture::Architecture,
    canary::{AT_ONCE, TRAFFIC_SHIFTING},
    checks::CheckOutcome,
    deployed::{Deployed, DeployedResource},
    error::TemplateError,
    finding::{Finding, Severity, Strictness},
    functions::{Code, CodeSource, code_property},
    names::PhysicalName,
    package::CodeLocation,
    posture::{PostureChange, Section},
    routes::Guard,
    sam_template::Template,
    saved_queries::SavedQuery,
};

/// The parameter that srvls sets to `true` where the stage has an edge. The API then rejects requests that bypass it.
pub(crate) const EDGE_ENABLED: &str = "EdgeEnabled";
