//! The functions behind the API: one module per noun, one file per operation, one binary per operation.
//!
//! Start with an operation (`profile/get.rs`). `http` connects it with API Gateway, `store` and `identity` connect it
//! with DynamoDB and Cognito, and `domain` holds the values that all of them share. `templates/openapi.yaml` is the
//! contract, and the tests in `contract` compare the handlers with it.

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
