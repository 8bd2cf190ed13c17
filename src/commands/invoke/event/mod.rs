//! The event of each trigger, as AWS sends it.

use std::fmt;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::function::{Function, Parameters};
use crate::{aws::users::User, error::Error, nearest::did_you_mean, stage::FunctionName, template::ApiRequest};

/// What calls a function on the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trigger {
    /// A request to the API.
    Api,
    /// A token that the API asks about.
    Authorizer,
    /// A user confirmed their sign-up.
    PostConfirmation,
    /// EventBridge: an object was created.
    S3,
    /// A batch of a queue.
    Sqs,
}

impl Trigger {
    const ALL: [Self; 5] = [Self::Api, Self::Authorizer, Self::PostConfirmation, Self::S3, Self::Sqs];

    fn name(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Authorizer => "authorizer",
            Self::PostConfirmation => "post-confirmation",
            Self::S3 => "s3",
            Self::Sqs => "sqs",
        }
    }

    /// # Errors
    /// When there is no event of this name.
    pub(super) fn called(name: &str) -> Result<Self, Error> {
        Self::ALL.into_iter().find(|trigger| trigger.name() == name).ok_or_else(|| {
            let names = Self::ALL.map(Self::name);
            let all = || format!("saved events: {}", names.join(", "));
            Error::not_found("saved event", name, Some(did_you_mean(name, names, all)))
        })
    }

    /// What calls the function on the stage; `None` where that is not known here.
    pub(super) fn of(function: &Function) -> Option<Self> {
        if function.request.is_some() {
            return Some(Self::Api);
        }
        Some(match function.name.0.as_str() {
            "authorizer" => Self::Authorizer,
            "post_confirmation" => Self::PostConfirmation,
            "image_uploaded" => Self::S3,
            "erase_user" => Self::Sqs,
            _ => return None,
        })
    }
}

impl fmt::Display for Trigger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The event for a call.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event {
    Given(String),
    /// To be made up, with a body of its own if the trigger has one.
    Saved {
        trigger: Trigger,
        body: Option<String>,
    },
}

/// A user whose event it is.
pub(super) struct Caller {
    pub(super) user: User,
    pub(super) groups: Vec<String>,
}

/// The names of what the events are about, and the time.
pub(super) struct Place {
    pub(super) account: String,
    pub(super) region: String,
    /// The API's id.
    pub(super) api: String,
    pub(super) pool: String,
    pub(super) client: String,
    pub(super) bucket: String,
    pub(super) queue: String,
    pub(super) now: Timestamp,
}

impl Place {
    /// An id that only this run has, by which its log lines are found.
    fn id(&self) -> String {
        format!("srvls-invoke-{}", self.now.as_millisecond())
    }
}

/// The stage of the API, in paths and ARNs.
const STAGE: &str = "v1";

pub(super) fn saved(
    trigger: Trigger,
    function: &Function,
    caller: Option<&Caller>,
    body: Option<String>,
    mut parameters: Parameters,
    place: &Place,
) -> Result<Value, Error> {
    let whose = || {
        caller.ok_or_else(|| {
            let hint = "say whose with `--as USER`: an e-mail address, sub, phone number or user name";
            Error::usage(format!("the event `{trigger}` is about a user"), hint)
        })
    };
    let event = match (trigger, &function.request) {
        (Trigger::Api, Some(request)) => api(request, &function.name, caller, body, &mut parameters, place)?,
        (Trigger::Api, None) => {
            let hint = "the templates beside srvls.toml have no such operation: pass the event with `--payload`";
            return Err(Error::usage(format!("no operation of the API calls `{}`", function.name), hint));
        }
        (Trigger::Authorizer, _) => authorizer(place),
        (Trigger::PostConfirmation, _) => post_confirmation(&whose()?.user, place),
        (Trigger::S3, _) => object_created(caller, parameters.remove("key"), place)?,
        (Trigger::Sqs, _) => message(&whose()?.user, place),
    };
    match parameters.keys().next() {
        None => Ok(event),
        Some(unused) => Err(Error::usage(
            format!("the event `{trigger}` has no parameter `{unused}`"),
            "print the event with `--dry-run` to see what is in it",
        )),
    }
}

/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format>
fn api(
    request: &ApiRequest,
    function: &FunctionName,
    caller: Option<&Caller>,
    body: Option<String>,
    parameters: &mut Parameters,
    place: &Place,
) -> Result<Value, Error> {
    match (request.signed_in, caller) {
        (true, None) => {
            return Err(Error::usage(
                format!("{} {} is for signed-in users", request.method, request.path),
                "say as whom with `--as USER`: an e-mail address, sub, phone number or user name",
            ));
        }
        (false, Some(_)) => {
            let hint = "leave out `--as`; the body says whom it is about";
            return Err(Error::usage(format!("`{function}` takes requests without a sign-in"), hint));
        }
        _ => {}
    }
    let body = body.or_else(|| request.body.as_ref().map(Value::to_string));
    let in_path = path_parameters(&request.path, caller, parameters)?;
    let path = in_path.iter().fold(request.path.clone(), |path, (name, value)| {
        path.replace(&format!("{{{name}}}"), value.as_str().unwrap_or_default())
    });
    let query: Map<String, Value> =
        std::mem::take(parameters).into_iter().map(|(name, value)| (name, value.into())).collect();
    let mut headers = Map::from_iter([("user-agent".to_owned(), json!(concat!("srvls/", env!("CARGO_PKG_VERSION"))))]);
    if body.is_some() {
        headers.insert("content-type".into(), json!("application/json"));
    }
    let mut context = request_context(&request.method, &request.path, &path, place);
    if let Some(caller) = caller {
        context["authorizer"] = authorized(caller, place.now);
    }
    Ok(json!({
        "resource": request.path, "path": path, "httpMethod": request.method,
        "headers": headers, "multiValueHeaders": each_in_a_list(&headers),
        "queryStringParameters": or_null(&query), "multiValueQueryStringParameters": or_null(&each_in_a_list(&query)),
        "pathParameters": or_null(&in_path), "stageVariables": null,
        "requestContext": context, "body": body, "isBase64Encoded": false,
    }))
}

/// The values of the names in the braces of a path: a user's own id is that of the caller.
fn path_parameters(
    path: &str,
    caller: Option<&Caller>,
    parameters: &mut Parameters,
) -> Result<Map<String, Value>, Error> {
    let names = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    names
        .map(|name| {
            let own = || caller.filter(|_| name == "userId").map(|caller| caller.user.sub.clone());
            let value = parameters.remove(name).or_else(own).ok_or_else(|| {
                let hint = format!("pass `--parameter {name}=VALUE`");
                Error::usage(format!("the path {path} needs a value for `{name}`"), hint)
            })?;
            Ok((name.to_owned(), value.into()))
        })
        .collect()
}

fn request_context(method: &str, resource: &str, path: &str, place: &Place) -> Value {
    let Place { account, region, api, now, .. } = place;
    let host = format!("{api}.execute-api.{region}.amazonaws.com");
    json!({
        "accountId": account, "apiId": api, "stage": STAGE, "resourceId": "srvls", "resourcePath": resource,
        "httpMethod": method, "path": format!("/{STAGE}{path}"), "protocol": "HTTP/1.1", "domainName": host,
        "domainPrefix": api, "requestId": place.id(), "extendedRequestId": place.id(),
        "requestTime": now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(), "requestTimeEpoch": now.as_millisecond(),
        "identity": { "userAgent": concat!("srvls/", env!("CARGO_PKG_VERSION")) },
    })
}

/// What the authorizer of ours adds (lambdas/src/authorizer/policy.rs), and API Gateway. The user has just signed in: an
/// operation that wants a recent sign-in takes it.
fn authorized(caller: &Caller, now: Timestamp) -> Value {
    let Caller { user, groups } = caller;
    json!({
        "userId": user.sub, "username": user.username, "groups": groups.join(" "),
        "scope": "aws.cognito.signin.user.admin", "authTime": now.as_second().to_string(),
        "principalId": user.sub, "integrationLatency": 0,
    })
}

/// A made-up token, which the authorizer refuses once it has its keys.
///
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html>
fn authorizer(place: &Place) -> Value {
    let Place { account, region, api, .. } = place;
    let headers = Map::from_iter([("Authorization".to_owned(), json!("Bearer made-up"))]);
    json!({
        "type": "REQUEST", "methodArn": format!("arn:aws:execute-api:{region}:{account}:{api}/{STAGE}/GET/user/profile"),
        "resource": "/user/profile", "path": "/user/profile", "httpMethod": "GET",
        "headers": headers, "multiValueHeaders": each_in_a_list(&headers), "queryStringParameters": null,
        "pathParameters": null, "stageVariables": null,
        "requestContext": request_context("GET", "/user/profile", "/user/profile", place),
    })
}

/// <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html>
fn post_confirmation(user: &User, place: &Place) -> Value {
    let verified = user.email_verified.to_string();
    let optional = [("email", &user.email), ("name", &user.name), ("phone_number", &user.phone)];
    let optional = optional.into_iter().filter_map(|(name, value)| Some((name.to_owned(), json!(value.as_ref()?))));
    let mut attributes = Map::from_iter([
        ("sub".to_owned(), json!(user.sub)),
        ("email_verified".to_owned(), json!(verified)),
        ("cognito:user_status".to_owned(), json!("CONFIRMED")),
    ]);
    attributes.extend(optional);
    json!({
        "version": "1", "triggerSource": "PostConfirmation_ConfirmSignUp", "region": place.region,
        "userPoolId": place.pool, "userName": user.username,
        "callerContext": { "awsSdkVersion": "srvls", "clientId": place.client },
        "request": { "userAttributes": attributes }, "response": {},
    })
}

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html>
fn object_created(caller: Option<&Caller>, key: Option<String>, place: &Place) -> Result<Value, Error> {
    let own = || caller.map(|caller| format!("images/{}/00000000000000000000000000.png", caller.user.sub));
    let key = key.or_else(own).ok_or_else(|| {
        let hint = "pass `--parameter key=images/SUB/ID.png`, or `--as USER` for a key where there is no object";
        Error::usage("the event `s3` is about an object", hint)
    })?;
    Ok(json!({
        "version": "0", "id": place.id(), "detail-type": "Object Created", "source": "aws.s3",
        "account": place.account, "time": place.now.to_string(), "region": place.region,
        "resources": [format!("arn:aws:s3:::{}", place.bucket)],
        "detail": {
            "version": "0", "bucket": { "name": place.bucket },
            "object": { "key": key, "size": 1, "etag": "d41d8cd98f00b204e9800998ecf8427e", "sequencer": "0" },
            "request-id": place.id(), "requester": place.account, "reason": "PostObject",
        },
    }))
}

/// <https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html>
fn message(user: &User, place: &Place) -> Value {
    let Place { account, region, queue, now, .. } = place;
    let sent = now.as_millisecond().to_string();
    json!({ "Records": [{
        "messageId": place.id(), "receiptHandle": "srvls", "body": json!({ "userId": user.sub, "pass": 0 }).to_string(),
        "attributes": { "ApproximateReceiveCount": "1", "SentTimestamp": sent, "ApproximateFirstReceiveTimestamp": sent },
        "messageAttributes": {}, "eventSource": "aws:sqs", "eventSourceARN": format!("arn:aws:sqs:{region}:{account}:{queue}"),
        "awsRegion": region,
    }] })
}

fn each_in_a_list(values: &Map<String, Value>) -> Map<String, Value> {
    values.iter().map(|(name, value)| (name.clone(), json!([value]))).collect()
}

/// API Gateway sends null for an empty map.
fn or_null(values: &Map<String, Value>) -> Value {
    if values.is_empty() { Value::Null } else { Value::Object(values.clone()) }
}

#[cfg(test)]
mod tests;
