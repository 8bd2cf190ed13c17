//! An AWS that answers every request in the same wrong way, or not at all.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    thread,
    time::Duration,
};

use super::backend::free_port;

/// Starts a server that answers with this, head and body; without it, never. It ends with the test's process.
pub(crate) fn start(answer: Option<&'static str>) -> String {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || converse(stream, answer));
        }
    });
    url
}

/// A response with this status, type and body.
pub(crate) fn response(status: &str, kind: &str, body: &str) -> &'static str {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}").leak()
}

/// The address of a port at which nobody listens.
pub(crate) fn nobody() -> String {
    format!("http://127.0.0.1:{}", free_port())
}

fn converse(mut stream: TcpStream, answer: Option<&'static str>) {
    let Ok(reading) = stream.try_clone() else { return };
    let mut reader = BufReader::new(reading);
    while let Some(length) = head(&mut reader) {
        if reader.read_exact(&mut vec![0; length]).is_err() {
            return;
        }
        match answer {
            Some(answer) if stream.write_all(answer.as_bytes()).is_ok() => {}
            Some(_) => return,
            None => thread::sleep(Duration::from_secs(600)),
        }
    }
}

/// The length of the body behind the next head; `None` at the end of the connection.
fn head(reader: &mut BufReader<TcpStream>) -> Option<usize> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let line = line.trim().to_ascii_lowercase();
        match line.split_once(':') {
            Some(("content-length", value)) => length = value.trim().parse().ok()?,
            None if line.is_empty() => return Some(length),
            _ => {}
        }
    }
}
