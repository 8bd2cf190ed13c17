//! Requests written byte by byte, for what an HTTP client refuses to send.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Duration,
};

use serde_json::Value;

/// The whole response.
#[derive(Debug)]
pub(crate) struct RawAnswer {
    pub(crate) status: u16,
    pub(crate) text: String,
}

impl RawAnswer {
    pub(crate) fn body(&self) -> Value {
        let (_, body) = self.text.split_once("\r\n\r\n").expect("a head and a body");
        serde_json::from_str(body).unwrap_or_else(|error| panic!("{error} in {body}"))
    }
}

/// Requests `url` with these header lines, each of which includes its line ending.
pub(crate) fn get(url: &str, headers: &[u8]) -> RawAnswer {
    let (host, path) = url.strip_prefix("http://").and_then(|rest| rest.split_once('/')).expect("an http URL");
    let mut connection = TcpStream::connect(host).expect("a connection");
    connection.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let head = format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");

    // A server may close the connection early: what it sent before counts.
    let _ = connection.write_all(&[head.as_bytes(), headers, b"\r\n"].concat());
    let mut answer = Vec::new();
    let _ = connection.read_to_end(&mut answer);

    let text = String::from_utf8(answer).expect("UTF-8");
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
    RawAnswer { status: status.unwrap_or_else(|| panic!("no status in {text:?}")), text }
}
