//! The names by which templates and handlers mean the same thing: keys, indexes, prefixes, queues, headers. Each side is
//! held to the other, so that a name that is changed in one of them fails.

use std::collections::BTreeSet;

use lambda_http::{Request, http::HeaderMap};
use serde_json::Value;
use ulid::Ulid;

use super::{
    OPENAPI, TEMPLATE, file, operations, resources,
    sources::{between, sources},
    yaml,
};
use crate::{
    domain::{ImageKey, ImageType, UserId},
    http::{
        ApiError, Endpoint, Reply,
        fake::{from, origin},
        respond,
    },
};

fn names<'a>(list: &'a Value, name: &str) -> BTreeSet<&'a str> {
    list.as_array().into_iter().flatten().filter_map(|item| item[name].as_str()).collect()
}

fn owned(names: impl IntoIterator<Item: ToString>) -> BTreeSet<String> {
    names.into_iter().map(|name| name.to_string()).collect()
}

/// The words of a text, `userId` and `timestamp` in `userId = :user AND #timestamp > :from`.
fn words(text: &str) -> BTreeSet<String> {
    owned(text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()))
}

/// Every word of the handlers' sources.
fn written() -> BTreeSet<String> {
    sources().iter().flat_map(|text| words(text)).collect()
}

#[test]
fn the_keys_of_the_tables_are_those_that_the_handlers_use() {
    let keys: BTreeSet<&str> = resources("AWS::DynamoDB::Table")
        .flat_map(|(_, table)| names(&table["Properties"]["KeySchema"], "AttributeName"))
        .collect();

    let used = owned(between(".key(\"", "\""));
    let written = written();

    assert!(used.contains("userId") && used.contains("userMinute"), "{used:?}");
    for name in &used {
        assert!(keys.contains(name.as_str()), "no table has the key {name}");
    }
    for name in keys {
        assert!(written.contains(name), "no handler uses the key {name}");
    }
}

#[test]
fn the_keys_of_an_index_are_those_of_the_queries_on_it() {
    let app_data = &TEMPLATE["Resources"]["AppDataTable"]["Properties"]["LocalSecondaryIndexes"];
    let used = owned(between(".index_name(\"", "\""));

    assert_eq!(used, owned(names(app_data, "IndexName")));
    for index in app_data.as_array().into_iter().flatten() {
        let name = index["IndexName"].as_str().expect("a name");
        let query = format!(".index_name(\"{name}\")\n            .key_condition_expression(\"");
        let [condition] = between(&query, "\"").try_into().expect("one query");
        let missing: Vec<_> = names(&index["KeySchema"], "AttributeName")
            .into_iter()
            .filter(|key| !words(&condition).contains(*key))
            .collect();
        assert!(missing.is_empty(), "`{condition}` lacks {missing:?}");
    }
}

/// Support looks users up by it; the handlers don't.
#[test]
fn the_index_that_no_handler_uses_is_the_one_for_support() {
    let profiles = &TEMPLATE["Resources"]["UserProfilesTable"]["Properties"]["GlobalSecondaryIndexes"];

    assert_eq!(names(profiles, "IndexName"), BTreeSet::from(["email-index"]));
}

/// As text, or as a field that serde writes in camelCase.
#[test]
fn every_expiry_is_an_attribute_that_a_handler_sets() {
    let written = written();
    let expiring: Vec<_> = resources("AWS::DynamoDB::Table")
        .filter_map(|(id, table)| Some((id, table["Properties"]["TimeToLiveSpecification"]["AttributeName"].as_str()?)))
        .collect();

    assert_eq!(expiring, [("AppDataTable", "expiresAt"), ("RateLimitsTable", "expiresAt")]);
    assert!(expiring.iter().all(|(_, name)| written.contains(*name)), "{expiring:?}");
    // And what a handler calls an expiry is one of a table.
    let set = between("SET ", " = :expires");
    assert!(!set.is_empty() && set.iter().all(|name| name == "expiresAt"), "{set:?}");
}

#[test]
fn the_prefix_of_the_images_is_the_same_everywhere() {
    let edge = yaml(&file("../templates/edge.yaml"));
    let image = ImageKey { user_id: UserId::new("ada"), id: Ulid(1), kind: ImageType::Png };
    let prefix = image.to_string().split("ada").next().expect("a prefix").to_owned();

    let rule = &TEMPLATE["Resources"]["ImageUploadedRule"]["Properties"]["EventPattern"]["detail"]["object"]["key"];
    assert_eq!(rule[0]["prefix"], *prefix, "the rule for uploads");

    let behaviour = &edge["Resources"]["Distribution"]["Properties"]["DistributionConfig"]["CacheBehaviors"][0];
    assert_eq!(behaviour["PathPattern"], format!("/{prefix}*"), "the edge");
    assert_eq!(image.url(), format!("/{image}"), "the path in a profile is the one at the edge");

    let template = file("../templates/template.yaml");
    let objects: BTreeSet<&str> =
        template.split("${ImagesBucket.Arn}/").skip(1).filter_map(|rest| rest.split(['\'', ']']).next()).collect();
    // The bucket's rule on TLS is about all objects.
    let narrower: Vec<_> = objects.iter().filter(|path| **path != "*").collect();
    assert_eq!(narrower, [&&*format!("{prefix}*")], "what roles and the edge may reach");
}

#[test]
fn erasures_come_out_of_the_queue_that_they_go_into() {
    let functions: Vec<_> = resources("AWS::Serverless::Function")
        .filter_map(|(id, function)| {
            let queue = function["Properties"]["Environment"]["Variables"]["ERASURES_QUEUE_URL"].as_str()?;
            Some((id, queue))
        })
        .collect();
    let source = &TEMPLATE["Resources"]["EraseUserEvents"]["Properties"];

    assert_eq!(functions, [("DeleteUserFunction", "ErasuresQueue"), ("EraseUserFunction", "ErasuresQueue")]);
    assert_eq!(source["EventSourceArn"], "ErasuresQueue.Arn");
    assert_eq!(source["FunctionName"], "EraseUserFunction");
}

/// SQS delays a message by 15 minutes at most:
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-timers.html>
#[test]
fn sqs_takes_the_delay_of_a_pass_and_hides_the_message_while_one_runs() {
    let queue = &TEMPLATE["Resources"]["ErasuresQueue"]["Properties"];
    let timeout = &TEMPLATE["Resources"]["EraseUserFunction"]["Properties"]["Timeout"];

    let minutes = between("MINUTES_BETWEEN: u8 = ", ";");
    assert!(minutes.len() == 1 && minutes[0].parse::<u8>().expect("minutes") <= 15, "{minutes:?}");
    // <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html>
    assert_eq!(queue["VisibilityTimeout"].as_u64(), timeout.as_u64().map(|seconds| 6 * seconds));
}

fn lower(names: &str) -> BTreeSet<String> {
    owned(names.trim_matches('\'').split(',').map(|name| name.trim().to_ascii_lowercase()))
}

/// The request headers of the contract: parameters, the token, and the type of a body.
fn described_headers() -> BTreeSet<String> {
    let parameters = OPENAPI["components"]["parameters"].as_object().into_iter().flat_map(|all| all.values());
    let own =
        parameters.filter(|parameter| parameter["in"] == "header").filter_map(|parameter| parameter["name"].as_str());
    let schemes = OPENAPI["components"]["securitySchemes"].as_object().into_iter().flat_map(|all| all.values());
    let tokens = schemes.filter(|scheme| scheme["in"] == "header").filter_map(|scheme| scheme["name"].as_str());
    let bodies = operations().any(|operation| operation.description["requestBody"].is_object());
    let names = own.chain(tokens).map(str::to_ascii_lowercase);
    names.chain(bodies.then(|| "content-type".to_owned())).collect()
}

#[test]
fn a_page_may_send_every_header_that_a_handler_reads_and_no_other() {
    let texts = between("header(request, \"", "\"");
    let constants = between("const HEADER: &str = \"", "\"");
    let standard = between("get_all(header::", ")").into_iter().map(|name| name.replace('_', "-"));
    let read: BTreeSet<String> =
        texts.into_iter().chain(constants).chain(standard).map(|name| name.to_ascii_lowercase()).collect();

    assert_eq!(read, described_headers());
    for (path, item) in OPENAPI["paths"].as_object().expect("paths") {
        let responses = &item["options"]["x-amazon-apigateway-integration"]["responses"]["default"];
        let allowed = &responses["responseParameters"]["method.response.header.Access-Control-Allow-Headers"];
        assert_eq!(lower(allowed.as_str().unwrap_or_default()), read, "{path}");
    }
}

/// An operation that replies as it is told to.
struct Replies(fn() -> Result<Reply, ApiError>);

impl Endpoint for Replies {
    async fn handle(&self, _request: &Request) -> Result<Reply, ApiError> {
        (self.0)()
    }
}

async fn headers_of(reply: fn() -> Result<Reply, ApiError>) -> HeaderMap {
    respond(&Replies(reply), &origin(), &from(None)).await.expect("no failure").headers().clone()
}

/// What a page reads without being allowed to: <https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name>
const SAFELISTED: [&str; 3] = ["cache-control", "content-length", "content-type"];

/// The headers of a response that a page can only read if they are exposed.
fn needs_exposure(names: impl IntoIterator<Item: ToString>) -> BTreeSet<String> {
    let names = names.into_iter().map(|name| name.to_string().to_ascii_lowercase());
    let plain = |name: &String| {
        !SAFELISTED.contains(&name.as_str()) && !name.starts_with("access-control-") && name != "x-content-type-options"
    };
    names.filter(plain).collect()
}

#[tokio::test]
async fn a_page_may_read_every_header_that_a_handler_sends_and_no_other() {
    let versioned = headers_of(|| Ok(Reply::no_content().version(1))).await;
    let refused = headers_of(|| Err(ApiError::TooManyRequests { retry_after_seconds: 1 })).await;

    let exposed = lower(versioned["access-control-expose-headers"].to_str().expect("text"));
    assert_eq!(needs_exposure(versioned.keys().chain(refused.keys())), exposed);

    let described = [&OPENAPI["paths"], &OPENAPI["components"]["responses"]];
    let named: BTreeSet<String> = described.into_iter().flat_map(header_names).collect();
    assert_eq!(needs_exposure(named), exposed, "the contract");
}

/// The names below every `headers`.
fn header_names(value: &Value) -> Vec<String> {
    let fields = value.as_object().into_iter().flatten();
    let own = fields.flat_map(|(name, field)| match (name.as_str(), field.as_object()) {
        ("headers", Some(headers)) => headers.keys().cloned().collect(),
        _ => header_names(field),
    });
    own.collect()
}

/// API Gateway answers a throttled caller itself.
#[test]
fn a_page_may_read_the_headers_of_what_api_gateway_answers_itself() {
    const PREFIX: &str = "gatewayresponse.header.";
    for (name, response) in OPENAPI["x-amazon-apigateway-gateway-responses"].as_object().expect("responses") {
        let headers = &response["responseParameters"];
        let sent = headers.as_object().into_iter().flat_map(|all| all.keys());
        let sent = needs_exposure(sent.filter_map(|header| header.strip_prefix(PREFIX)));
        let exposed = headers[format!("{PREFIX}Access-Control-Expose-Headers")].as_str().map(lower).unwrap_or_default();
        assert_eq!(sent, exposed, "{name}");
    }
}

/// The firewall at the edge, too. A page identifies its request by `x-amz-cf-id`, which CloudFront adds.
#[test]
fn a_page_may_read_the_headers_of_what_the_firewall_answers() {
    let edge = file("../templates/edge.yaml");
    let answers: Vec<&str> =
        edge.split("ResponseHeaders: [").skip(1).filter_map(|rest| rest.split(']').next()).collect();

    assert!(answers.len() > 20, "{}", answers.len());
    for answer in answers {
        let names = answer.split("{Name: ").skip(1).filter_map(|rest| rest.split(',').next());
        let values = answer.split("Name: Access-Control-Expose-Headers, Value: ").nth(1);
        let exposed = values.map(|rest| lower(rest.split('}').next().unwrap_or_default())).unwrap_or_default();
        assert!(needs_exposure(names).is_subset(&exposed), "{answer}");
    }
}
