//! The part of HTTP/1.1 that the SDK uses with an endpoint.

use std::{
    collections::BTreeMap,
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
};

use ciborium::{Value as Cbor, cbor};
use serde_json::Value;

pub(super) struct Request {
    method: String,
    pub(super) path: String,
    /// From the signature; empty if there is none.
    pub(super) region: String,
    /// Empty if there is none.
    pub(super) user_agent: String,
    pub(super) query: BTreeMap<String, String>,
    /// The query protocol's parameters.
    form: BTreeMap<String, String>,
    pub(super) body: Vec<u8>,
    /// The operation, of a service that names it in a header.
    target: Option<String>,
    /// The ETag that the object has to have, `*` for any.
    pub(super) if_match: Option<String>,
    pub(super) if_none_match: Option<String>,
    /// How S3 has to encrypt the object.
    pub(super) encryption: Option<String>,
}

pub(super) struct Response {
    status: u16,
    /// The content type of the body.
    headers: &'static str,
    body: Vec<u8>,
    etag: Option<String>,
}

const XML: &str = "Content-Type: text/xml";
const CBOR: &str = "Content-Type: application/cbor\r\nSmithy-Protocol: rpc-v2-cbor";

/// The next request on a connection; `None` at its end.
pub(super) fn read(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut words = line.split_whitespace();
    let (method, url) = (words.next()?.to_owned(), words.next()?.to_owned());
    let (mut length, mut is_form, mut region, mut user_agent) = (0, false, String::new(), String::new());
    let (mut target, mut if_match, mut if_none_match, mut encryption) = (None, None, None, None);
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok().filter(|read| *read > 0)?;
        if let Some((_, operation)) = header.trim().split_once("Logs_20140328.") {
            target = Some(format!("logs:{operation}"));
        } else if let Some((_, operation)) = header.trim().split_once("AWSCognitoIdentityProviderService.") {
            target = Some(format!("cognito-idp:{operation}"));
        } else if let Some((_, operation)) = header.trim().split_once("DynamoDB_20120810.") {
            target = Some(format!("dynamodb:{operation}"));
        }
        if let Some((_, operation)) = header.trim().split_once("CloudTrail_20131101.") {
            target = Some(format!("cloudtrail:{operation}"));
        } else if let Some((_, operation)) = header.trim().split_once("AWSInsightsIndexService.") {
            target = Some(format!("ce:{operation}"));
        }
        let header = header.trim();
        // Its case matters.
        if let Some((_, value)) = header.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("user-agent")) {
            value.trim().clone_into(&mut user_agent);
        }
        let header = header.to_ascii_lowercase();
        match header.split_once(':') {
            None => break,
            Some(("content-length", value)) => length = value.trim().parse().ok()?,
            Some(("content-type", value)) => is_form = value.contains("x-www-form-urlencoded"),
            Some(("authorization", value)) => region = signed_for(value).to_owned(),
            Some(("if-match", value)) => if_match = Some(value.trim().to_owned()),
            Some(("if-none-match", value)) => if_none_match = Some(value.trim().to_owned()),
            Some(("x-amz-server-side-encryption", value)) => encryption = Some(value.trim().to_owned()),
            Some(_) => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let (path, query) = url.split_once('?').unwrap_or((&url, ""));
    let form = if is_form { pairs(&String::from_utf8_lossy(&body)) } else { BTreeMap::new() };
    let (path, query) = (decoded(path), pairs(query));
    Some(Request { method, path, region, user_agent, query, form, body, target, if_match, if_none_match, encryption })
}

pub(super) fn write(stream: &mut TcpStream, request: &Request, response: Response) -> io::Result<()> {
    let Response { status, headers, body, etag } = response;
    let (length, etag) = (body.len(), etag.unwrap_or_else(|| "\"1\"".into()));
    write!(stream, "HTTP/1.1 {status} \r\n{headers}\r\nETag: {etag}\r\nContent-Length: {length}\r\n\r\n")?;
    if request.method != "HEAD" {
        stream.write_all(&body)?;
    }
    stream.flush()
}

impl Request {
    /// A parameter of the query protocol; empty if it is missing.
    pub(super) fn parameter(&self, name: &str) -> &str {
        self.form.get(name).map(String::as_str).unwrap_or_default()
    }

    /// Whether the request sets a parameter of the template.
    pub(super) fn gives(&self, name: &str) -> bool {
        self.form.iter().any(|(key, value)| key.ends_with(".ParameterKey") && value == name)
    }

    /// The call, named almost like its IAM action.
    pub(super) fn call(&self) -> String {
        if let Some(target) = &self.target {
            return target.clone();
        }
        // CloudWatch and Lambda have their own protocols.
        if let Some(operation) = self.path.strip_prefix("/service/").and_then(|path| path.rsplit('/').next()) {
            return format!("cloudwatch:{operation}");
        }
        if self.path.starts_with("/v1/") || self.path.starts_with("/cdn/") {
            return "execute-api:Invoke".into();
        }
        if self.path.starts_with("/2015-03-31/") {
            let of_alias = self.path.contains("/aliases/");
            return if of_alias { "lambda:GetAlias" } else { "lambda:GetFunction" }.into();
        }
        if self.path.starts_with(super::user_jobs::UPLOADS) {
            return "s3:PutUsers".into();
        }
        match self.parameter("Action") {
            "" if self.query.contains_key("TopicArn") => "sns:ListSubscriptionsByTopic".into(),
            "" => format!("s3:{}", self.storage_call()),
            "GetCallerIdentity" => "sts:GetCallerIdentity".into(),
            action => format!("cloudformation:{action}"),
        }
    }

    fn storage_call(&self) -> &'static str {
        let on_bucket = !self.path.trim_matches('/').contains('/');
        match (self.method.as_str(), on_bucket) {
            ("HEAD", true) => "HeadBucket",
            ("HEAD", false) => "HeadObject",
            ("GET", true) => "ListObjects",
            ("GET", false) => "GetObject",
            ("PUT", true) => "PutBucket",
            ("PUT", false) => "PutObject",
            _ => "DeleteObject",
        }
    }
}

impl Response {
    pub(super) fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, headers: XML, body: body.into(), etag: None }
    }

    pub(super) fn cbor(answer: &Cbor) -> Self {
        let mut body = Vec::new();
        ciborium::into_writer(answer, &mut body).expect("memory takes it");
        Self { status: 200, headers: CBOR, body, etag: None }
    }

    pub(super) fn cbor_error(code: &str, message: &str) -> Self {
        let error = cbor!({ "__type" => code, "message" => message }).expect("CBOR");
        Self { status: 400, ..Self::cbor(&error) }
    }

    pub(super) fn json(status: u16, answer: &Value) -> Self {
        let headers = "Content-Type: application/x-amz-json-1.1";
        Self { status, headers, body: answer.to_string().into(), etag: None }
    }

    pub(super) fn event_stream(body: Vec<u8>) -> Self {
        let headers = "Content-Type: application/vnd.amazon.eventstream";
        Self { status: 200, headers, body, etag: None }
    }

    pub(super) fn with_etag(self, etag: String) -> Self {
        Self { etag: Some(etag), ..self }
    }

    /// An error without any details.
    pub(super) fn bare(status: u16) -> Self {
        Self { status, headers: XML, body: Vec::new(), etag: None }
    }

    /// An error in the form that S3 uses.
    pub(super) fn bare_error(status: u16, code: &str) -> Self {
        Self { status, headers: XML, body: format!("<Error><Code>{code}</Code></Error>").into(), etag: None }
    }

    pub(super) fn error(status: u16, code: &str, message: &str) -> Self {
        let error = format!("<Code>{code}</Code><Message>{}</Message>", escaped(message));
        let body = format!("<ErrorResponse><Error>{error}</Error><RequestId>request-1</RequestId></ErrorResponse>");
        Self { status, headers: XML, body: body.into(), etag: None }
    }
}

/// `AWS4-HMAC-SHA256 Credential=AKIA…/20261122/eu-west-1/cloudformation/aws4_request, …`
fn signed_for(authorization: &str) -> &str {
    authorization.split('/').nth(2).unwrap_or_default()
}

pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn pairs(text: &str) -> BTreeMap<String, String> {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(&value.replace('+', " ")))
    };
    text.split('&').filter(|text| !text.is_empty()).map(pair).collect()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digits = || [rest.clone().next(), rest.clone().nth(1)].into_iter().flatten().collect::<Vec<u8>>();
        let code = (byte == b'%').then(digits).and_then(|digits| String::from_utf8(digits).ok());
        match code.and_then(|digits| u8::from_str_radix(&digits, 16).ok()) {
            Some(code) => {
                bytes.push(code);
                rest.nth(1);
            }
            None => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}
