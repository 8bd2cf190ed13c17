//! An API: who may call which operation, how often, and what leads there.

use serde_json::{Map, Value};

use super::{
    groups::by_text,
    policies::document,
    properties::Properties,
    words::{Words, several},
};
use crate::template::openapi::{Operation, called, operations};

/// Each operation, each authorizer, and what API Gateway answers itself.
pub(super) fn api(words: &Words<'_>, properties: &mut Properties<'_>) -> Vec<String> {
    let body = properties.take("Body");
    let (preflights, others): (Vec<_>, Vec<_>) =
        operations(body).into_iter().partition(|operation| operation.method == "options");
    let mut sentences: Vec<String> =
        others.iter().map(|operation| format!("{}: {}", operation.name(), self::operation(words, operation))).collect();
    sentences.extend(preflights_together(words, &preflights));
    let policy = &body["x-amazon-apigateway-policy"];
    if !policy.is_null() {
        sentences.push(format!("every caller: {}", document(words, policy)));
    }
    for (name, scheme) in body["components"]["securitySchemes"].as_object().into_iter().flatten() {
        sentences.push(format!("authorizer {name}: {}", authorizer(words, scheme)));
    }
    for (name, response) in body["x-amazon-apigateway-gateway-responses"].as_object().into_iter().flatten() {
        sentences.push(format!("gateway response {name}: {}", words.text(response)));
    }
    for (name, validator) in body["x-amazon-apigateway-request-validators"].as_object().into_iter().flatten() {
        sentences.push(format!("validator {name}: {}", words.text(validator)));
    }
    sentences
}

/// Most preflight requests are answered alike.
fn preflights_together(words: &Words<'_>, preflights: &[Operation<'_>]) -> Vec<String> {
    let each = preflights.iter().map(|operation| (operation.path, self::operation(words, operation)));
    by_text(each).into_iter().map(|(text, paths)| format!("OPTIONS on {}: {text}", paths.join(", "))).collect()
}

fn operation(words: &Words<'_>, operation: &Operation<'_>) -> String {
    const VALIDATOR: &str = "x-amazon-apigateway-request-validator";
    const SAID: [&str; 5] = ["uri", "type", "httpMethod", "passthroughBehavior", "requestTemplates"];
    let integration = operation.integration();
    let validator = operation.value.get(VALIDATOR).or_else(|| operation.description.get(VALIDATOR));
    let validated = match validator {
        Some(validator) => format!("validated by {}", words.text(validator)),
        None => "not validated".into(),
    };
    let callers = match operation.schemes().as_slice() {
        [] => "anyone".to_owned(),
        schemes => format!("callers with {}", schemes.join(", ")),
    };
    let backend = called(&integration["uri"]).map_or_else(|| words.text(&integration["type"]), str::to_owned);
    let mut rest = integration.as_object().cloned().unwrap_or_default();
    rest.retain(|name, _| !SAID.contains(&name.as_str()));
    let rest = if rest.is_empty() { String::new() } else { format!("; {}", words.fields(&rest)) };
    format!("{callers}; {validated}; calls {backend}{rest}")
}

fn authorizer(words: &Words<'_>, scheme: &Value) -> String {
    let settings = &scheme["x-amazon-apigateway-authorizer"];
    let mut rest = settings.as_object().cloned().unwrap_or_default();
    rest.shift_remove("authorizerUri");
    let place = format!("{} {}", words.text(&scheme["in"]), words.text(&scheme["name"]));
    format!("{}, from the {place}; {}", called(&settings["authorizerUri"]).unwrap_or_default(), words.fields(&rest))
}

/// The limits and the logs of a stage.
pub(super) fn stage(words: &Words<'_>, properties: &mut Properties<'_>) -> Vec<String> {
    properties.take("DeploymentId");
    let logs = properties.take("AccessLogSetting");
    let fields: Vec<&str> =
        logs["Format"].as_str().unwrap_or_default().split('"').filter(|it| it.starts_with('$')).collect();
    let mut sentences = vec![format!(
        "access log in {}: {}",
        words.text(&logs["DestinationArn"]),
        fields.join(", ").replace("$context.", "")
    )];
    for setting in several(properties.take("MethodSettings")) {
        let mut rest = setting.as_object().cloned().unwrap_or_default();
        let take = |rest: &mut Map<String, Value>, name| words.text(&rest.shift_remove(name).unwrap_or_default());
        let (path, method) = (take(&mut rest, "ResourcePath"), take(&mut rest, "HttpMethod"));
        let (rate, burst) = (take(&mut rest, "ThrottlingRateLimit"), take(&mut rest, "ThrottlingBurstLimit"));
        let rest = if rest.is_empty() { String::new() } else { format!("; {}", words.fields(&rest)) };
        let path = path.replacen('/', "", 1).replace("~1", "/");
        sentences.push(format!(
            "{method} {path}: {rate} requests a second, bursts of {burst}, from all callers together{rest}"
        ));
    }
    sentences
}
