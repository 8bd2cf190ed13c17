//! Recorded answers in place of AWS, for the tests of the gateways.

/// A client of `$sdk` that gets the answers of `$rules`, each in its turn, over no network.
macro_rules! replaying_client {
    ($sdk:ident, $($rule:expr),+ $(,)?) => {{
        let interceptor = aws_smithy_mocks::MockResponseInterceptor::new()
            .rule_mode(aws_smithy_mocks::RuleMode::Sequential)
            $(.with_rule(&$rule))+;
        let config = $sdk::Config::builder()
            .behavior_version($sdk::config::BehaviorVersion::latest())
            .region($sdk::config::Region::new("us-east-1"))
            .credentials_provider($sdk::config::Credentials::new("test", "test", None, None, "replay"))
            .http_client(aws_smithy_mocks::create_mock_http_client())
            .interceptor(interceptor)
            .build();
        $sdk::Client::from_conf(config)
    }};
}

pub(super) use replaying_client;
