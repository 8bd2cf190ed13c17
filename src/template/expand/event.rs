//! What SAM makes of the events of a function or a state machine.
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-eventsource.html>

use serde_json::{Value, json};

use super::{
    merge::{arn_of, made},
    role,
};

/// The API that SAM makes for `Api` events that name none, and the one for `HttpApi` events.
pub(super) const REST_API: &str = "ServerlessRestApi";
pub(super) const HTTP_API: &str = "ServerlessHttpApi";

/// One entry of `Events`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Event<'a> {
    pub(super) name: &'a str,
    pub(super) kind: &'a str,
    pub(super) properties: &'a Value,
}

/// What an event calls.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'a> {
    /// The function or the state machine.
    pub(super) id: &'a str,
    /// Its alias where it has one, otherwise itself.
    pub(super) called: &'a str,
    pub(super) is_function: bool,
}

/// What an event changes in another resource of the template.
#[derive(Debug)]
pub(super) enum Effect {
    /// An operation of an API.
    Route { api: String, path: String, method: String, operation: Value, auth: Value },
    /// A bucket notifies the function, which `permission` lets it.
    Notification { bucket: String, configurations: Vec<Value>, permission: String },
    /// A user pool calls the function.
    Trigger { pool: String, triggers: Vec<String>, function: Value },
}

#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) resources: Vec<(String, Value)>,
    pub(super) effect: Option<Effect>,
}

/// The API that an event of this kind belongs to; `None` for an event of another kind, or an API of another template.
pub(super) fn api(event: Event<'_>) -> Option<&str> {
    let (named, implicit) = match event.kind {
        "Api" => (&event.properties["RestApiId"], REST_API),
        "HttpApi" => (&event.properties["ApiId"], HTTP_API),
        _ => return None,
    };
    if named.is_null() { Some(implicit) } else { named["Ref"].as_str().or(named.as_str()) }
}

/// `stage` is the name of the stage of a REST API in the template, as far as it is a text.
pub(super) fn expand(target: Target<'_>, event: Event<'_>, stage: impl Fn(&str) -> Option<String>) -> Made {
    match event.kind {
        "Api" | "HttpApi" => route(target, event, stage),
        _ if target.is_function => of_function(target, event),
        "Schedule" | "CloudWatchEvent" | "EventBridgeRule" => {
            let id = id(target, event);
            let mut made = rule(&id, event);
            made.resources.push(assumed_role(&id, "events.amazonaws.com"));
            made
        }
        "ScheduleV2" => schedule(target, event),
        _ => Made::default(),
    }
}

fn id(target: Target<'_>, event: Event<'_>) -> String {
    format!("{}{}", target.id, event.name)
}

fn of_function(target: Target<'_>, event: Event<'_>) -> Made {
    let id = id(target, event);
    let properties = event.properties;
    let permission = |principal: &str, source: Value| permission(&id, "", target.called, principal, source);
    let one = |id: &String, kind: &str, properties: Value| vec![(id.clone(), made(kind, &properties))];
    let resources = match event.kind {
        "Schedule" | "CloudWatchEvent" | "EventBridgeRule" => {
            let mut made = rule(&id, event);
            made.resources.push(permission("events.amazonaws.com", arn_of(&id)));
            made.resources
        }
        "ScheduleV2" => return schedule(target, event),
        "S3" => return notification(target, event, permission("s3.amazonaws.com", Value::Null)),
        "Cognito" => return trigger(target, event),
        "SNS" => return subscription(target, event, permission("sns.amazonaws.com", properties["Topic"].clone())),
        "CloudWatchLogs" => {
            let mut resources = one(&id, "AWS::Logs::SubscriptionFilter", properties.clone());
            resources.push(permission("logs.amazonaws.com", Value::Null));
            resources
        }
        "IoTRule" => {
            let mut resources = one(&id, "AWS::IoT::TopicRule", properties.clone());
            resources.push(permission("iot.amazonaws.com", Value::Null));
            resources
        }
        "AlexaSkill" => vec![permission("alexa-appkit.amazon.com", Value::Null)],
        kind => {
            let Some((_, source)) = POLLED.iter().find(|(polled, _)| *polled == kind) else { return Made::default() };
            one(&id, "AWS::Lambda::EventSourceMapping", mapping(target, properties, source))
        }
    };
    Made { resources, effect: None }
}

/// The events that Lambda polls for, and the property with their source.
const POLLED: [(&str, &str); 7] = [
    ("DocumentDB", "Cluster"),
    ("DynamoDB", "Stream"),
    ("Kinesis", "Stream"),
    ("MQ", "Broker"),
    ("MSK", "Stream"),
    ("SQS", "Queue"),
    ("SelfManagedKafka", ""),
];

fn mapping(target: Target<'_>, properties: &Value, source: &str) -> Value {
    let mut fields = properties.as_object().cloned().unwrap_or_default();
    if let Some(source) = fields.shift_remove(source) {
        fields.insert("EventSourceArn".to_owned(), source);
    }
    fields.insert("FunctionName".to_owned(), json!({ "Ref": target.called }));
    fields.into()
}

fn permission(id: &str, suffix: &str, called: &str, principal: &str, source: Value) -> (String, Value) {
    let mut properties =
        json!({ "Action": "lambda:InvokeFunction", "FunctionName": { "Ref": called }, "Principal": principal });
    if !source.is_null() {
        properties["SourceArn"] = source;
    }
    (format!("{id}Permission{suffix}"), made("AWS::Lambda::Permission", &properties))
}

fn assumed_role(id: &str, service: &str) -> (String, Value) {
    let properties = json!({ "AssumeRolePolicyDocument": role::trust(service) });
    (format!("{id}Role"), made("AWS::IAM::Role", &properties))
}

/// A rule of EventBridge, and the queue for what it can't deliver.
fn rule(id: &str, event: Event<'_>) -> Made {
    let mut properties = event.properties.as_object().cloned().unwrap_or_default();
    let letters = properties.shift_remove("DeadLetterConfig").unwrap_or_default();
    if let Some(schedule) = properties.shift_remove("Schedule") {
        properties.insert("ScheduleExpression".to_owned(), schedule);
    }
    if let Some(pattern) = properties.shift_remove("Pattern") {
        properties.insert("EventPattern".to_owned(), pattern);
    }
    let mut resources = vec![(id.to_owned(), made("AWS::Events::Rule", &properties.into()))];
    if letters["Type"] == "SQS" && letters["Arn"].is_null() {
        resources.push(queue(id, &letters));
        resources.push((format!("{id}QueuePolicy"), made("AWS::SQS::QueuePolicy", &json!({}))));
    }
    Made { resources, effect: None }
}

fn queue(id: &str, letters: &Value) -> (String, Value) {
    let name = letters["QueueLogicalId"].as_str().map_or_else(|| format!("{id}Queue"), str::to_owned);
    (name, made("AWS::SQS::Queue", &json!({})))
}

fn schedule(target: Target<'_>, event: Event<'_>) -> Made {
    let id = id(target, event);
    let mut resources = vec![(id.clone(), made("AWS::Scheduler::Schedule", event.properties))];
    let letters = &event.properties["DeadLetterConfig"];
    if letters["Type"] == "SQS" && letters["Arn"].is_null() {
        resources.push(queue(&id, letters));
    }
    if event.properties["RoleArn"].is_null() {
        resources.push(assumed_role(&id, "scheduler.amazonaws.com"));
    }
    Made { resources, effect: None }
}

fn subscription(target: Target<'_>, event: Event<'_>, permission: (String, Value)) -> Made {
    let id = id(target, event);
    let subscribed = |protocol: &str, endpoint: Value| {
        let properties = json!({ "TopicArn": event.properties["Topic"], "Protocol": protocol, "Endpoint": endpoint });
        (id.clone(), made("AWS::SNS::Subscription", &properties))
    };
    let through = &event.properties["SqsSubscription"];
    if through.is_null() || *through == false {
        let resources = vec![subscribed("lambda", json!({ "Ref": target.called })), permission];
        return Made { resources, effect: None };
    }
    let mut resources = Vec::new();
    let queue = match &through["QueueArn"] {
        Value::Null => {
            let queue = format!("{id}Queue");
            resources.push((queue.clone(), made("AWS::SQS::Queue", &json!({}))));
            arn_of(&queue)
        }
        named => named.clone(),
    };
    let policy = through["QueuePolicyLogicalId"].as_str().map_or_else(|| format!("{id}QueuePolicy"), str::to_owned);
    let source = mapping(target, &json!({ "Queue": queue }), "Queue");
    resources.push(subscribed("sqs", queue));
    resources.push((policy, made("AWS::SQS::QueuePolicy", &json!({}))));
    resources.push((format!("{id}EventSourceMapping"), made("AWS::Lambda::EventSourceMapping", &source)));
    Made { resources, effect: None }
}

fn texts(value: &Value) -> Vec<String> {
    let items = value.as_array().map_or_else(|| std::slice::from_ref(value), Vec::as_slice);
    items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn notification(target: Target<'_>, event: Event<'_>, permission: (String, Value)) -> Made {
    let effect = event.properties["Bucket"]["Ref"].as_str().map(|bucket| {
        let configuration = |event_name: String| {
            let mut configuration = json!({ "Event": event_name, "Function": arn_or_ref(target) });
            if let Some(filter) = event.properties.get("Filter") {
                configuration["Filter"] = filter.clone();
            }
            configuration
        };
        let configurations = texts(&event.properties["Events"]).into_iter().map(configuration).collect();
        Effect::Notification { bucket: bucket.to_owned(), configurations, permission: permission.0.clone() }
    });
    Made { resources: vec![permission], effect }
}

fn trigger(target: Target<'_>, event: Event<'_>) -> Made {
    let pool = event.properties["UserPool"]["Ref"].as_str();
    let source = pool.map(arn_of).unwrap_or_default();
    let id = format!("{}Cognito", target.id);
    let effect = pool.map(|pool| Effect::Trigger {
        pool: pool.to_owned(),
        triggers: texts(&event.properties["Trigger"]),
        function: arn_or_ref(target),
    });
    let permission = permission(&id, "", target.called, "cognito-idp.amazonaws.com", source);
    Made { resources: vec![permission], effect }
}

/// The ARN of what is called: `Ref` of an alias is its ARN.
fn arn_or_ref(target: Target<'_>) -> Value {
    if target.called == target.id { arn_of(target.id) } else { json!({ "Ref": target.called }) }
}

/// An operation of an API, and the permission to call the function for it.
fn route(target: Target<'_>, event: Event<'_>, stage: impl Fn(&str) -> Option<String>) -> Made {
    let rest = event.kind == "Api";
    let properties = event.properties;
    let named = if rest { &properties["RestApiId"] } else { &properties["ApiId"] };
    let api = api(event);
    let path = properties["Path"].as_str().unwrap_or(if rest { "/" } else { "$default" });
    let method = properties["Method"].as_str().unwrap_or("any").to_lowercase();
    // As SAM: a part of the path that is a parameter may be anything.
    let any: String =
        path.split('/').map(|part| if part.starts_with('{') { "*" } else { part }).collect::<Vec<_>>().join("/");
    let (verb, place) =
        (if method == "any" { "*".to_owned() } else { method.to_uppercase() }, any.trim_end_matches('/'));
    let source = api.map(|api| {
        let route = if path == "$default" { "*".to_owned() } else { format!("*/{verb}{place}") };
        json!({ "Fn::Sub": format!(
            "arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{{api}}}/{route}"
        ) })
    });
    let suffix = match (rest, api) {
        (false, _) => String::new(),
        (true, None) => "AllStages".to_owned(),
        (true, Some(_)) if named.is_null() => "Prod".to_owned(),
        // Of another name SAM makes a digest.
        (true, Some(api)) => match stage(api) {
            Some(name) if !name.chars().all(char::is_alphanumeric) => String::new(),
            name => name.unwrap_or_else(|| "Stage".to_owned()),
        },
    };
    let id = id(target, event);
    let resources = match target.is_function {
        true => vec![permission(&id, &suffix, target.called, "apigateway.amazonaws.com", source.unwrap_or_default())],
        false => vec![assumed_role(&id, "apigateway.amazonaws.com")],
    };
    let effect = api.map(|api| Effect::Route {
        api: api.to_owned(),
        path: path.to_owned(),
        method: if method == "any" { "x-amazon-apigateway-any-method".to_owned() } else { method },
        operation: operation(target),
        auth: properties["Auth"].clone(),
    });
    Made { resources, effect }
}

fn operation(target: Target<'_>) -> Value {
    let called = if target.called == target.id { format!("{}.Arn", target.id) } else { target.called.to_owned() };
    let integration = match target.is_function {
        true => json!({
            "type": "aws_proxy",
            "httpMethod": "POST",
            "uri": { "Fn::Sub": format!(
                "arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/${{{called}}}/invocations"
            ) },
        }),
        false => json!({ "type": "aws", "httpMethod": "POST" }),
    };
    json!({ "x-amazon-apigateway-integration": integration })
}
