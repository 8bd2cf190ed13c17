//! What `srvls local web` answers: the files of a folder, and the stage's outputs as `/config.json`.

use std::{convert::Infallible, io, path::PathBuf};

use futures_util::{StreamExt as _, stream::FuturesUnordered};
use http_body_util::{Either, Full};
use hyper::{
    Request, Response, StatusCode,
    body::{Bytes, Incoming},
    header::{self, HeaderName, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tower_http::services::{ServeDir, fs::ServeFileSystemResponseBody};

use crate::{context::Context, http::is_loopback, local::LocalStage};

const CONFIG: &str = "/config.json";

type Body = Either<ServeFileSystemResponseBody, Full<Bytes>>;

pub(super) struct Site<'a> {
    cx: &'a Context,
    folder: PathBuf,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl<'a> Site<'a> {
    pub(super) fn new(cx: &'a Context, local: &LocalStage, folder: PathBuf) -> Self {
        // API and S3 have one address on the emulator. A page may not name it in advance, nor forbid frames in its `meta`.
        let policy = format!("connect-src 'self' {}; frame-ancestors 'none'", local.endpoint_url());
        let mut headers = vec![
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
            (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        ];
        headers.extend(HeaderValue::try_from(policy).ok().map(|policy| (header::CONTENT_SECURITY_POLICY, policy)));
        Self { cx, folder, headers }
    }

    /// Serves as long as the listener works.
    pub(super) async fn serve<T>(&self, listener: &TcpListener) -> io::Result<T> {
        let mut connections = FuturesUnordered::new();
        loop {
            tokio::select! {
                accepted = listener.accept() => {
                    let connection = TokioIo::new(accepted?.0);
                    let service = service_fn(|request| self.respond(request));
                    connections.push(http1::Builder::new().serve_connection(connection, service));
                }
                // A browser that closes a connection is no error.
                Some(_) = connections.next() => {}
            }
        }
    }

    async fn respond(&self, request: Request<Incoming>) -> Result<Response<Body>, Infallible> {
        let mut response = match refusal(&request) {
            Some(status) => text(status, String::new()),
            None if request.uri().path() == CONFIG => self.config().await,
            None => self.file(request).await,
        };
        response.headers_mut().extend(self.headers.iter().cloned());
        Ok(response)
    }

    /// The outputs as they are now: a stage that is deployed anew has another address.
    async fn config(&self) -> Response<Body> {
        let (status, value) = match self.cx.with_outputs().await {
            Ok((_, outputs)) => (StatusCode::OK, json!(outputs)),
            Err(error) => (StatusCode::SERVICE_UNAVAILABLE, json!({ "message": error.to_string() })),
        };
        json_response(status, &value)
    }

    async fn file(&self, request: Request<Incoming>) -> Response<Body> {
        match ServeDir::new(&self.folder).try_call(request).await {
            Ok(response) => response.map(Either::Left),
            Err(error) => text(StatusCode::INTERNAL_SERVER_ERROR, error.to_string()),
        }
    }
}

/// A page of another host name that resolves to this machine may not read what is here, nor may any page see what a folder
/// hides, such as `.git` or `.env`.
fn refusal<B>(request: &Request<B>) -> Option<StatusCode> {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    if !is_loopback(&format!("http://{host}/")) {
        return Some(StatusCode::MISDIRECTED_REQUEST);
    }
    let path = request.uri().path().replace("%2e", ".").replace("%2E", ".").replace("%2f", "/").replace("%2F", "/");
    path.contains("/.").then_some(StatusCode::NOT_FOUND)
}

fn text(status: StatusCode, body: String) -> Response<Body> {
    let mut response = Response::new(Either::Right(Full::from(body)));
    *response.status_mut() = status;
    response
}

fn json_response(status: StatusCode, value: &Value) -> Response<Body> {
    let mut response = text(status, value.to_string());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(path: &str, host: &str) -> Option<u16> {
        let request = Request::builder().uri(path).header(header::HOST, host).body(()).expect("a request");
        refusal(&request).map(|status| status.as_u16())
    }

    #[test]
    fn only_this_machine_is_answered() {
        for host in ["127.0.0.1:4567", "localhost:4567", "app.localhost:4567", "[::1]:4567"] {
            assert_eq!(refused("/", host), None, "{host}");
        }
        for host in ["evil.example.com", "evil.example.com:4567", "127.0.0.1.example.com", ""] {
            assert_eq!(refused("/", host), Some(421), "{host}");
        }
    }

    #[test]
    fn what_a_folder_hides_is_not_there() {
        for path in ["/.env", "/a/.git/config", "/%2eenv", "/a%2F.env", "/a%2f%2Eenv", "/../x", "/."] {
            assert_eq!(refused(path, "localhost"), Some(404), "{path}");
        }
        for path in ["/", "/app.js", "/a.b/c.css", "/config.json"] {
            assert_eq!(refused(path, "localhost"), None, "{path}");
        }
    }
}
