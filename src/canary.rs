//! How a stage's traffic moves to new code: a share at first, or step by step.

use serde::Deserialize;

/// One of CodeDeploy's configurations for Lambda, as `canary` of a stage in srvls.toml names it.
///
/// <https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html#deployment-configuration-lambda>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) enum Canary {
    #[serde(rename = "10percent5minutes")]
    Canary5,
    #[serde(rename = "10percent10minutes")]
    Canary10,
    #[serde(rename = "10percent15minutes")]
    Canary15,
    #[serde(rename = "10percent30minutes")]
    Canary30,
    #[serde(rename = "10percentevery1minute")]
    Linear1,
    #[serde(rename = "10percentevery2minutes")]
    Linear2,
    #[serde(rename = "10percentevery3minutes")]
    Linear3,
    #[serde(rename = "10percentevery10minutes")]
    Linear10,
}

impl Canary {
    /// What SAM calls it.
    pub(crate) fn preference(self) -> &'static str {
        match self {
            Self::Canary5 => "Canary10Percent5Minutes",
            Self::Canary10 => "Canary10Percent10Minutes",
            Self::Canary15 => "Canary10Percent15Minutes",
            Self::Canary30 => "Canary10Percent30Minutes",
            Self::Linear1 => "Linear10PercentEvery1Minute",
            Self::Linear2 => "Linear10PercentEvery2Minutes",
            Self::Linear3 => "Linear10PercentEvery3Minutes",
            Self::Linear10 => "Linear10PercentEvery10Minutes",
        }
    }
}
