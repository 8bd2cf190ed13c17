//! The account's Lambda quotas in this region.

use super::{AwsError, aws_error, functions::Lambda};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LambdaQuotas {
    /// The limit of concurrent executions.
    pub(crate) concurrency: i32,
    pub(crate) code_limit_bytes: i64,
    /// The code size of every function and version in the region.
    pub(crate) code_size_bytes: i64,
}

impl LambdaQuotas {
    /// Old versions of functions count too.
    pub(crate) fn is_code_nearly_full(&self) -> bool {
        self.code_size_bytes >= self.code_limit_bytes / 10 * 9
    }
}

pub(crate) trait Quotas {
    /// <https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html>
    async fn lambda(&self) -> Result<LambdaQuotas, AwsError>;
}

impl Quotas for Lambda {
    async fn lambda(&self) -> Result<LambdaQuotas, AwsError> {
        let settings =
            self.client.get_account_settings().send().await.map_err(aws_error("lambda:GetAccountSettings"))?;
        let (Some(limit), Some(usage)) = (settings.account_limit, settings.account_usage) else {
            return Err(AwsError::empty_answer("lambda:GetAccountSettings"));
        };
        Ok(LambdaQuotas {
            concurrency: limit.concurrent_executions,
            code_limit_bytes: limit.total_code_size,
            code_size_bytes: usage.total_code_size,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::aws::replay::{Answer, Replay};

    const ADDRESS: &str = "https://lambda.us-east-1.amazonaws.com/2016-08-19/account-settings";

    #[tokio::test]
    async fn the_limits_and_their_usage_are_read() {
        let answer = json!({
            "AccountLimit": { "ConcurrentExecutions": 10, "TotalCodeSize": 80_530_636_800_i64 },
            "AccountUsage": { "FunctionCount": 23, "TotalCodeSize": 12_000_000 },
        });
        let lambda = Lambda::new(&Replay::new([Answer::json(ADDRESS, 200, &answer)]).config());

        let quotas = lambda.lambda().await.expect("answered");

        let expected = LambdaQuotas { concurrency: 10, code_limit_bytes: 80_530_636_800, code_size_bytes: 12_000_000 };
        assert_eq!(quotas, expected);
    }
}
