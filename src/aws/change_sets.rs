//! CloudFormation change sets: what a template would change, and doing it.
