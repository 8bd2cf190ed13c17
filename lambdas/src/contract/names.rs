//! Checks that an operation has the same name everywhere.

use std::collections::BTreeSet;

use super::{OPENAPI, TEMPLATE, file, handled, operations, resources};

/// The functions that AWS calls itself, not through the API.
const TRIGGERS: [&str; 4] = ["authorizer", "erase_user", "image_uploaded", "post_confirmation"];

/// The operations under /auth that need a token.
const SIGNED_IN_ONLY: [&str; 5] = ["change_password", "confirm_totp", "disable_totp", "enroll_totp", "sign_out"];

pub(super) fn camel(name: &str) -> String {
    let capitalised = |word: &str| word[..1].to_uppercase() + &word[1..];
    name.split('_').map(capitalised).collect()
}

fn expected() -> BTreeSet<String> {
    handled().map(|operation| operation.id).chain(TRIGGERS).map(str::to_owned).collect()
}

#[test]
fn every_operation_is_one_binary() {
    let manifest = file("Cargo.toml");
    let binaries = manifest.split("[[bin]]").skip(1).filter_map(|bin| Some(bin.split('"').nth(1)?.to_owned()));

    assert_eq!(binaries.collect::<BTreeSet<_>>(), expected());
}

#[test]
fn every_operation_is_one_function_of_that_name() {
    let functions: Vec<_> = resources("AWS::Serverless::Function").collect();

    let binaries = functions.iter().map(|(_, function)| &function["Metadata"]["BuildProperties"]["Binary"]);
    let binaries = binaries.filter_map(|name| name.as_str().map(str::to_owned));
    assert_eq!(binaries.collect::<BTreeSet<_>>(), expected());
    for (id, function) in functions {
        let name = function["Metadata"]["BuildProperties"]["Binary"].as_str().expect("a name");
        assert_eq!(id, format!("{}Function", camel(name)));
        assert_eq!(function["Properties"]["FunctionName"], format!("${{AWS::StackName}}-{name}"));
    }
}

#[test]
fn every_function_has_its_own_role_and_logs() {
    for name in expected() {
        let camel = camel(&name);
        let function = &TEMPLATE["Resources"][format!("{camel}Function")]["Properties"];
        let logs = &TEMPLATE["Resources"][format!("{camel}Logs")]["Properties"];

        assert_eq!(function["Role"], format!("{camel}Role.Arn"), "{name}");
        assert_eq!(function["LoggingConfig"]["LogGroup"], format!("{camel}Logs"), "{name}");
        assert_eq!(logs["LogGroupName"], format!("/aws/lambda/${{AWS::StackName}}-{name}"), "{name}");
    }
}

#[test]
fn every_operation_calls_its_function_and_has_the_permission() {
    for operation in handled() {
        let camel = camel(operation.id);
        let uri =
            operation.description["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"].as_str().unwrap_or_default();
        let permission = &TEMPLATE["Resources"][format!("{camel}Permission")]["Properties"];
        let source = permission["SourceArn"].as_str().unwrap_or_default();
        let path = operation.path.replace("{userId}", "*").replace("{dataId}", "*");

        assert!(uri.contains(&format!("${{{camel}Function.Arn}}")), "{}", operation.id);
        assert_eq!(permission["FunctionName"], format!("{camel}Function"), "{}", operation.id);
        assert!(source.ends_with(&format!("${{Api}}/v1/{}{path}", operation.method.to_uppercase())), "{source}");
    }
}

#[test]
fn only_the_health_of_the_api_needs_no_function() {
    let handled: BTreeSet<_> = handled().map(|operation| operation.id).collect();

    let others = operations().map(|operation| operation.id).filter(|id| !handled.contains(id));
    assert_eq!(others.collect::<Vec<_>>(), ["health"]);
}

#[test]
fn every_operation_except_signing_in_needs_a_token() {
    for operation in handled() {
        let security = operation.description["security"].as_array().expect("every operation has a security field");
        let gets_in = operation.path.starts_with("/auth/") && !SIGNED_IN_ONLY.contains(&operation.id);

        assert_eq!(security.is_empty(), gets_in, "{}", operation.id);
    }
}

#[test]
fn every_operation_that_needs_a_token_is_rate_limited_per_user() {
    for operation in operations() {
        let camel = camel(operation.id);
        let variables = &TEMPLATE["Resources"][format!("{camel}Function")]["Properties"]["Environment"]["Variables"];
        let needs_token = operation.description["security"].as_array().is_some_and(|security| !security.is_empty());
        let role = TEMPLATE["Resources"][format!("{camel}Role")].to_string();

        assert_eq!(variables["RATE_LIMITS_TABLE"] == "RateLimitsTable", needs_token, "{}", operation.id);
        assert_eq!(variables["USER_RATE_LIMIT"] == "UserRateLimit", needs_token, "{}", operation.id);
        assert_eq!(variables["USER_BYTE_LIMIT"] == "UserByteLimit", needs_token, "{}", operation.id);
        assert_eq!(role.contains("RateLimitsTable.Arn"), needs_token, "{}", operation.id);
    }
}

#[test]
fn every_operation_under_auth_is_throttled_separately() {
    let settings = TEMPLATE["Resources"]["Api"]["Properties"]["MethodSettings"].as_array().expect("settings");
    let limits = ["AuthRateLimit", "RefreshRateLimit"];
    let throttled =
        settings.iter().filter(|setting| limits.iter().any(|limit| setting["ThrottlingRateLimit"] == *limit));
    let throttled: BTreeSet<_> =
        throttled.filter_map(|setting| Some(setting["ResourcePath"].as_str()?[1..].replace("~1", "/"))).collect();

    let auth = operations().filter(|operation| operation.path.starts_with("/auth/"));
    assert_eq!(throttled, auth.map(|operation| operation.path.to_owned()).collect());
}

#[test]
fn every_path_answers_preflights_with_its_methods() {
    for (path, item) in OPENAPI["paths"].as_object().expect("paths") {
        let integration = &item["options"]["x-amazon-apigateway-integration"];
        let headers = &integration["responses"]["default"]["responseParameters"];
        let allowed = headers["method.response.header.Access-Control-Allow-Methods"].as_str().unwrap_or_default();
        let here =
            operations().filter(|operation| operation.path == path).map(|operation| operation.method.to_uppercase());

        let expected: BTreeSet<_> = here.chain(["OPTIONS".to_owned()]).collect();
        assert_eq!(
            allowed.trim_matches('\'').split(',').map(str::to_owned).collect::<BTreeSet<_>>(),
            expected,
            "{path}"
        );
        assert_eq!(integration["type"], "mock", "{path}");
    }
}

#[test]
fn every_gateway_response_has_cors_and_the_error_object() {
    for (name, response) in OPENAPI["x-amazon-apigateway-gateway-responses"].as_object().expect("responses") {
        let template = response["responseTemplates"]["application/json"].as_str().expect("a template");
        let body: serde_json::Value = serde_json::from_str(template).expect("JSON");

        assert!(
            response["responseParameters"]["gatewayresponse.header.Access-Control-Allow-Origin"].is_object(),
            "{name}"
        );
        assert_eq!(body.as_object().map(|members| members.len()), Some(3), "{name}");
        assert_eq!(body["requestId"], "$context.requestId", "{name}");
    }
}

#[test]
fn the_user_pool_and_the_handlers_have_the_same_password_policy() {
    let policy = &TEMPLATE["Resources"]["UserPool"]["Properties"]["Policies"]["PasswordPolicy"];

    assert_eq!(policy["MinimumLength"], crate::domain::NewPassword::MIN_CHARS);
    for rule in ["RequireLowercase", "RequireUppercase", "RequireNumbers", "RequireSymbols"] {
        assert_eq!(policy[rule], true, "{rule}");
    }
}

/// A body that is accepted alone must fit into a minute.
#[test]
fn the_least_limit_of_bytes_allows_the_largest_body() {
    let parameter = &TEMPLATE["Parameters"]["UserByteLimit"];

    assert_eq!(parameter["MinValue"], crate::data::MAX_BODY_BYTES);
}

/// The alarm on unsent mails reads the lines that `log_unsent_mail` writes.
#[test]
fn every_function_that_has_codes_mailed_counts_those_that_were_not() {
    for name in ["SignUp", "ResendCode", "ForgotPassword"] {
        let filter = &TEMPLATE["Resources"][format!("{name}UnsentMails")]["Properties"];

        assert_eq!(filter["LogGroupName"], format!("{name}Logs"));
        assert_eq!(filter["FilterPattern"], "{ $.level = \"ERROR\" && $.message = \"could not send a code\" }");
    }
}

/// Cognito gives its trigger five seconds, and the call that runs it needs more than three times that.
#[test]
fn functions_have_time_for_the_post_confirmation_trigger() {
    let timeout = |name: &str| TEMPLATE["Resources"][format!("{name}Function")]["Properties"]["Timeout"].as_u64();
    let limit = crate::identity::TIME_LIMIT_WITH_TRIGGER.as_secs();

    assert_eq!(timeout("PostConfirmation"), Some(5));
    assert!(limit > 3 * 5);
    for name in ["ConfirmSignUp", "ResetPassword"] {
        assert!(timeout(name).is_some_and(|seconds| seconds > limit && seconds < 29), "{name}");
    }
}
