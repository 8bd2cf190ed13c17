//! The functions behind the API: one module per noun, one file per operation, one binary per operation.
//!
//! Start with an operation (`profile/get.rs`), then `http` for how it meets API Gateway, then `store` and
//! `identity` for how it meets DynamoDB and Cognito. `templates/openapi.yaml` is the contract; `contract` holds us to it.

pub mod account;
pub mod auth;
pub mod authorizer;
pub mod data;
pub mod image;
pub mod profile;

mod aws;
mod domain;
mod http;
mod identity;
mod lambda;
mod settings;
mod store;
mod timestamp;

#[cfg(test)]
mod contract;
