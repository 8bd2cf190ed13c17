//! A proxy to an emulator's Cognito that now and then is asked too much, or loses an answer.

use std::{
    io::{self, BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// How often it fails: each counts the requests that it is about.
#[derive(Clone, Copy)]
pub(crate) struct Faults {
    /// Of this many requests to Cognito, one is refused with `TooManyRequestsException`.
    pub(crate) throttled: usize,
    /// Of this many users that are created, the answer about one is lost.
    pub(crate) lost: usize,
}

#[derive(Default)]
struct Counters {
    requests: AtomicUsize,
    created: AtomicUsize,
}

const THROTTLED: &str = r#"{"__type":"TooManyRequestsException","message":"Rate exceeded"}"#;

/// Starts it before the emulator at this port; it ends with the test's process.
pub(crate) fn before(port: u16, faults: Faults) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let counters = Arc::new(Counters::default());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let counters = Arc::clone(&counters);
            // A connection that breaks is the client's business.
            thread::spawn(move || pass_on(stream, port, faults, &counters));
        }
    });
    url
}

/// One request of a connection, which is closed behind it.
fn pass_on(mut client: TcpStream, port: u16, faults: Faults, counters: &Counters) -> io::Result<()> {
    let mut reader = BufReader::new(client.try_clone()?);
    let (mut head, mut length, mut action) = (String::new(), 0, None);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let lower = line.trim().to_ascii_lowercase();
        if let Some(value) = lower.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or_default();
        }
        if let Some((_, name)) = line.trim().split_once("AWSCognitoIdentityProviderService.") {
            action = Some(name.to_owned());
        }
        if lower.is_empty() {
            head.push_str("Connection: close\r\n\r\n");
            break;
        }
        if !lower.starts_with("connection:") {
            head.push_str(&line);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let is_nth = |counter: &AtomicUsize, nth: usize| counter.fetch_add(1, Ordering::Relaxed) % nth == nth - 1;
    if action.is_some() && is_nth(&counters.requests, faults.throttled) {
        let kind = "Content-Type: application/x-amz-json-1.1\r\nConnection: close";
        return write!(client, "HTTP/1.1 400 \r\n{kind}\r\nContent-Length: {}\r\n\r\n{THROTTLED}", THROTTLED.len());
    }
    let mut emulator = TcpStream::connect(("127.0.0.1", port))?;
    emulator.write_all(head.as_bytes())?;
    emulator.write_all(&body)?;
    if action.as_deref() == Some("AdminCreateUser") && is_nth(&counters.created, faults.lost) {
        return io::copy(&mut emulator, &mut io::sink()).map(drop);
    }
    io::copy(&mut emulator, &mut client).map(drop)
}
