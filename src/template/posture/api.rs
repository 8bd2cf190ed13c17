//! An API: who may call which operation, how often, and what leads there.

use serde_json::{Map, Value};

use super::{
    properties::Properties,
    words::{Words, several},
};
use crate::template::intrinsics::{placeholders, sub};

const METHODS: [&str; 7] = ["delete", "get", "head", "options", "patch", "post", "put"];

/// Each operation, each authorizer, and what API Gateway answers itself.
pub(super) fn api(words: &Words<'_>, properties: &mut Properties<'_>) -> Vec<String> {
    let body = properties.take("Body");
    let mut sentences = Vec::new();
    for (path, methods) in body["paths"].as_object().into_iter().flatten() {
        for method in METHODS {
            if let Some(operation) = methods.get(method) {
                sentences.push(format!(
                    "{} {path}: {}",
                    method.to_uppercase(),
                    self::operation(words, body, operation)
                ));
            }
        }
    }
    // Preflight requests are all alike.
    let (preflights, mut sentences): (Vec<_>, Vec<_>) =
        sentences.into_iter().partition(|line| line.starts_with("OPTIONS "));
    sentences.extend(merged(&preflights));
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

/// `OPTIONS on /a, /b: …` for those that say the same.
fn merged(lines: &[String]) -> Vec<String> {
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for (path, rest) in lines.iter().filter_map(|line| line.strip_prefix("OPTIONS ")?.split_once(": ")) {
        match groups.iter_mut().find(|(text, _)| *text == rest) {
            Some((_, paths)) => paths.push(path),
            None => groups.push((rest, vec![path])),
        }
    }
    groups.into_iter().map(|(rest, paths)| format!("OPTIONS on {}: {rest}", paths.join(", "))).collect()
}

fn operation(words: &Words<'_>, body: &Value, operation: &Value) -> String {
    let integration = &operation["x-amazon-apigateway-integration"];
    let validator = operation
        .get("x-amazon-apigateway-request-validator")
        .or_else(|| body.get("x-amazon-apigateway-request-validator"));
    let checked = match validator {
        Some(validator) => format!("validated by {}", words.text(validator)),
        None => "not validated".into(),
    };
    let backend = match called(integration) {
        Some(function) => function,
        None => words.text(&integration["type"]),
    };
    let rest: Map<String, Value> = integration
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| {
            !["uri", "type", "httpMethod", "passthroughBehavior", "requestTemplates"].contains(&name.as_str())
        })
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let rest = if rest.is_empty() { String::new() } else { format!("; {}", words.fields(&rest)) };
    format!("{}; {checked}; calls {backend}{rest}", callers(body, operation))
}

fn callers(body: &Value, operation: &Value) -> String {
    let security = operation.get("security").or_else(|| body.get("security"));
    let alternatives: Vec<String> = several(security.unwrap_or(&Value::Null))
        .into_iter()
        .map(|schemes| match schemes.as_object() {
            Some(schemes) if !schemes.is_empty() => schemes.keys().cloned().collect::<Vec<_>>().join(" and "),
            _ => "anyone".into(),
        })
        .collect();
    match alternatives.as_slice() {
        [] => "anyone".into(),
        [one] if one == "anyone" => "anyone".into(),
        some => format!("callers with {}", some.join(" or ")),
    }
}

/// The resource that an integration or an authorizer invokes.
fn called(value: &Value) -> Option<String> {
    let names = placeholders(sub(value.get("uri").or_else(|| value.get("authorizerUri"))?)?);
    let function = names.into_iter().find(|name| !name.starts_with("AWS::"))?;
    Some(function.strip_suffix(".Arn").unwrap_or(function).to_owned())
}

fn authorizer(words: &Words<'_>, scheme: &Value) -> String {
    let settings = &scheme["x-amazon-apigateway-authorizer"];
    let mut rest = settings.as_object().cloned().unwrap_or_default();
    rest.shift_remove("authorizerUri");
    let place = format!("{} {}", words.text(&scheme["in"]), words.text(&scheme["name"]));
    format!("{}, from the {place}; {}", called(settings).unwrap_or_default(), words.fields(&rest))
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
