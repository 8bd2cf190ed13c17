//! The configuration and traffic of deployed Lambda functions.

use aws_config::SdkConfig;
use aws_sdk_lambda::{
    error::ProvideErrorMetadata as _,
    operation::{get_alias::GetAliasOutput, get_function::GetFunctionOutput},
    types,
};
use jiff::Timestamp;

use super::{AwsError, aws_error, calls::client};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FunctionConfiguration {
    /// `Active`, `Inactive` (idle for weeks, still callable), `Pending` or `Failed`.
    pub(crate) state: String,
    /// Whether the last update failed.
    pub(crate) update_failed: bool,
    pub(crate) architecture: Option<String>,
    pub(crate) memory_mb: Option<i32>,
    /// How long an invocation may take.
    pub(crate) timeout_seconds: Option<i32>,
    pub(crate) code_size_bytes: i64,
    pub(crate) modified_at: Option<Timestamp>,
    /// The name of its log group.
    pub(crate) log_group: Option<String>,
    /// How many of its invocations may run at once, where that is set: with 0, Lambda refuses every one.
    pub(crate) reserved_concurrency: Option<i32>,
}

/// The versions that get the traffic of an alias.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Traffic {
    pub(crate) version: String,
    /// While traffic shifts: the version that gets a share of it, and that share in percent.
    pub(crate) moved: Option<(String, u8)>,
}

pub(crate) trait Functions {
    /// `None` when there is no function of that name.
    async fn configuration(&self, name: &str) -> Result<Option<FunctionConfiguration>, AwsError>;

    /// The versions behind `alias`, an ARN; `None` when there is no such alias.
    async fn traffic(&self, alias: &str) -> Result<Option<Traffic>, AwsError>;
}

pub(crate) struct Lambda {
    pub(super) client: aws_sdk_lambda::Client,
}

impl Lambda {
    pub(super) fn new(config: &SdkConfig) -> Self {
        Self { client: client!(aws_sdk_lambda, config) }
    }
}

impl Functions for Lambda {
    /// By GetFunction, of which an account has 100 calls a second: GetFunctionConfiguration shares 15 with all other
    /// calls, fewer than a stage has functions. ListFunctions leaves out the state, and lists those of other apps.
    /// <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html#api-requests>
    async fn configuration(&self, name: &str) -> Result<Option<FunctionConfiguration>, AwsError> {
        match self.client.get_function().function_name(name).send().await {
            Ok(output) => Ok(Some(FunctionConfiguration::from(output))),
            Err(error) if error.code() == Some("ResourceNotFoundException") => Ok(None),
            Err(error) => Err(aws_error("lambda:GetFunction")(error)),
        }
    }

    async fn traffic(&self, alias: &str) -> Result<Option<Traffic>, AwsError> {
        let Some((function, name)) = alias.rsplit_once(':') else { return Ok(None) };
        match self.client.get_alias().function_name(function).name(name).send().await {
            Ok(output) => Ok(Some(Traffic::from(output))),
            Err(error) if error.code() == Some("ResourceNotFoundException") => Ok(None),
            Err(error) => Err(aws_error("lambda:GetAlias")(error)),
        }
    }
}

impl From<GetAliasOutput> for Traffic {
    fn from(output: GetAliasOutput) -> Self {
        let weights = output.routing_config.and_then(|routing| routing.additional_version_weights);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a weight is from 0 to 1")]
        let percent = |weight: f64| (weight * 100.0).round() as u8;
        Self {
            version: output.function_version.unwrap_or_default(),
            moved: weights.into_iter().flatten().next().map(|(version, weight)| (version, percent(weight))),
        }
    }
}

impl From<GetFunctionOutput> for FunctionConfiguration {
    fn from(GetFunctionOutput { configuration, concurrency, .. }: GetFunctionOutput) -> Self {
        let output = configuration.unwrap_or_else(|| types::FunctionConfiguration::builder().build());
        let architecture = output.architectures.as_deref().and_then(<[_]>::first);
        Self {
            state: output.state.map_or_else(|| "Active".into(), |state| state.as_str().to_owned()),
            update_failed: output.last_update_status.is_some_and(|status| status.as_str() == "Failed"),
            architecture: architecture.map(|architecture| architecture.as_str().to_owned()),
            memory_mb: output.memory_size,
            timeout_seconds: output.timeout,
            code_size_bytes: output.code_size,
            modified_at: output.last_modified.and_then(|time| time.parse().ok()),
            log_group: output.logging_config.and_then(|logging| logging.log_group),
            reserved_concurrency: concurrency.and_then(|concurrency| concurrency.reserved_concurrent_executions),
        }
    }
}

#[cfg(test)]
pub(crate) mod fake {
    use std::collections::BTreeMap;

    use super::*;

    #[derive(Default)]
    pub(crate) struct FakeFunctions(pub(crate) BTreeMap<String, FunctionConfiguration>);

    impl Functions for FakeFunctions {
        async fn configuration(&self, name: &str) -> Result<Option<FunctionConfiguration>, AwsError> {
            Ok(self.0.get(name).cloned())
        }

        async fn traffic(&self, _alias: &str) -> Result<Option<Traffic>, AwsError> {
            Ok(None)
        }
    }

    pub(crate) fn active() -> FunctionConfiguration {
        FunctionConfiguration {
            state: "Active".into(),
            update_failed: false,
            architecture: Some("arm64".into()),
            memory_mb: Some(256),
            timeout_seconds: Some(10),
            code_size_bytes: 3_500_000,
            modified_at: "2026-11-22T10:00:00Z".parse().ok(),
            log_group: Some("/shop/get_profile".into()),
            reserved_concurrency: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::aws::replay::{Answer, Replay};

    const ADDRESS: &str = "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/srvls-dev-get_profile";

    #[tokio::test]
    async fn a_function_is_described() {
        let found = json!({
            "State": "Active", "LastUpdateStatus": "Successful", "Architectures": ["arm64"], "MemorySize": 256, "Timeout": 10,
            "CodeSize": 3_500_000, "LastModified": "2026-11-22T10:00:00.000+0000",
            "LoggingConfig": { "LogFormat": "JSON", "LogGroup": "/shop/get_profile" },
        });
        let found = |concurrency: Value| json!({ "Configuration": found.clone(), "Concurrency": concurrency });
        let limited = found(json!({ "ReservedConcurrentExecutions": 0 }));
        let answers = [found(json!(null)), limited].map(|found| Answer::json(ADDRESS, 200, &found));
        let functions = Lambda::new(&Replay::new(answers).config());

        let configuration = functions.configuration("srvls-dev-get_profile").await.expect("described");
        let limited = functions.configuration("srvls-dev-get_profile").await.expect("described");

        assert_eq!(configuration, Some(fake::active()));
        assert_eq!(limited, Some(FunctionConfiguration { reserved_concurrency: Some(0), ..fake::active() }));
    }

    #[tokio::test]
    async fn a_function_that_is_gone_is_absent() {
        let gone = json!({ "__type": "ResourceNotFoundException", "message": "Function not found" });
        let functions = Lambda::new(&Replay::new([Answer::json(ADDRESS, 404, &gone)]).config());

        assert_eq!(functions.configuration("srvls-dev-get_profile").await.expect("answered"), None);
    }

    #[tokio::test]
    async fn an_alias_has_the_share_of_its_new_version() {
        let shifting = json!({
            "FunctionVersion": "7", "Name": "live", "RoutingConfig": { "AdditionalVersionWeights": { "8": 0.1 } },
        });
        let address = "https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/\
            arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Asrvls-dev-get_profile/aliases/live";
        let functions = Lambda::new(&Replay::new([Answer::json(address, 200, &shifting)]).config());

        let alias = "arn:aws:lambda:us-east-1:123456789012:function:srvls-dev-get_profile:live";
        let traffic = functions.traffic(alias).await.expect("described");

        assert_eq!(traffic, Some(Traffic { version: "7".into(), moved: Some(("8".into(), 10)) }));
    }

    #[tokio::test]
    async fn a_denied_call_names_its_action() {
        let denied = json!({ "__type": "AccessDeniedException", "message": "not authorized" });
        let functions = Lambda::new(&Replay::new([Answer::json(ADDRESS, 403, &denied)]).config());

        let error = functions.configuration("srvls-dev-get_profile").await.expect_err("denied");

        assert_eq!(error.to_string(), "not allowed to call lambda:GetFunction");
    }
}
