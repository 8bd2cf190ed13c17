//! A client of the deployed API.

use std::sync::atomic::{AtomicU32, Ordering};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use ureq::{Agent, http::Request};

/// The password of every new user.
pub(crate) const PASSWORD: &str = "Correct-horse-7-battery";

pub(crate) struct Client {
    agent: Agent,
    url: String,
}

/// An answer of the API.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) etag: Option<String>,
    pub(crate) retry_after: Option<String>,
    pub(crate) body: Value,
}

/// A confirmed user with fresh tokens.
pub(crate) struct User {
    pub(crate) email: String,
    pub(crate) sub: String,
    pub(crate) access_token: String,
    pub(crate) id_token: String,
    pub(crate) refresh_token: String,
}

impl Client {
    pub(crate) fn new(url: String) -> Self {
        let config = Agent::config_builder().http_status_as_error(false).build();
        Self { agent: config.into(), url }
    }

    /// `headers` are names and values; `body` is sent as JSON.
    pub(crate) fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<Value>) -> Answer {
        match body {
            Some(body) => self.send(method, path, headers, body.to_string()),
            None => self.send(method, path, headers, String::new()),
        }
    }

    /// Sends a body as it is, as JSON unless it is empty.
    pub(crate) fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: String) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = if body.is_empty() {
            self.agent.run(request.body(()).unwrap())
        } else {
            self.agent.run(request.header("content-type", "application/json").body(body).unwrap())
        };
        let mut response = response.expect("the API answers");
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let (etag, retry_after) = (header("etag"), header("retry-after"));
        let text = response.body_mut().read_to_string().expect("text");
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Answer { status: response.status().as_u16(), etag, retry_after, body }
    }

    pub(crate) fn post(&self, path: &str, body: Value) -> Answer {
        self.call("POST", path, &[], Some(body))
    }

    /// Posts a file with a form for S3; returns the status of the answer.
    pub(crate) fn upload(&self, form: &Value, file: &[u8]) -> u16 {
        const BOUNDARY: &str = "a-boundary-that-no-field-holds";
        let mut body = Vec::new();
        let fields = form["fields"].as_object().expect("fields");
        for (name, value) in fields {
            let value = value.as_str().expect("text");
            let part = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend(part.into_bytes());
        }
        let head = "Content-Disposition: form-data; name=\"file\"; filename=\"image\"\r\n\r\n";
        body.extend(format!("--{BOUNDARY}\r\n{head}").into_bytes());
        body.extend(file);
        body.extend(format!("\r\n--{BOUNDARY}--\r\n").into_bytes());
        let url = form["uploadUrl"].as_str().expect("a URL");
        let content_type = format!("multipart/form-data; boundary={BOUNDARY}");
        let response = self.agent.post(url).header("content-type", content_type).send(&body[..]);
        response.expect("S3 answers").status().as_u16()
    }

    /// Signs up a new user, confirms it and signs in.
    #[track_caller]
    pub(crate) fn new_user(&self) -> User {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        self.user_with(&format!("user{}@example.com", COUNT.fetch_add(1, Ordering::Relaxed)))
    }

    /// The same with this address.
    #[track_caller]
    pub(crate) fn user_with(&self, email: &str) -> User {
        let email = email.to_owned();
        let signed_up = self.post("/auth/signup", json!({ "email": email, "password": PASSWORD, "name": "Ada" }));
        assert_eq!(signed_up.status, 202, "{signed_up:?}");
        // The code in every confirmation mail of the emulator.
        let confirmed = self.post("/auth/confirm", json!({ "email": email, "code": "123456" }));
        assert_eq!(confirmed.status, 204, "{confirmed:?}");
        let signed_in = self.post("/auth/signin", json!({ "email": email, "password": PASSWORD }));
        assert_eq!(signed_in.status, 200, "{signed_in:?}");
        let token = |name: &str| signed_in.body[name].as_str().expect("a token").to_owned();
        let access_token = token("accessToken");
        let sub = claims(&access_token)["sub"].as_str().expect("a subject").to_owned();
        User { email, sub, access_token, id_token: token("idToken"), refresh_token: token("refreshToken") }
    }
}

impl User {
    pub(crate) fn bearer(&self) -> String {
        format!("Bearer {}", self.access_token)
    }

    /// Calls the API as this user.
    pub(crate) fn call(&self, client: &Client, method: &str, path: &str, body: Option<Value>) -> Answer {
        client.call(method, path, &[("authorization", &self.bearer())], body)
    }

    /// Like `call`, but only if the ETag still matches.
    pub(crate) fn call_if(&self, client: &Client, method: &str, path: &str, etag: &str, body: Option<Value>) -> Answer {
        client.call(method, path, &[("authorization", &self.bearer()), ("if-match", etag)], body)
    }
}

/// The claims of a token, unverified.
pub(crate) fn claims(token: &str) -> Value {
    let payload = token.split('.').nth(1).expect("a payload");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).expect("base64url")).expect("JSON")
}
