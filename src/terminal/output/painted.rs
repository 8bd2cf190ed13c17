//! Text with the colour that stdout takes.

use std::io::{self, Write as _};

use anstream::AutoStream;

/// With its styles where stdout is a terminal that shows them, and without elsewhere.
pub(super) fn painted(text: &str) -> Vec<u8> {
    let mut stream = AutoStream::new(Vec::new(), AutoStream::choice(&io::stdout()));
    // Memory takes it.
    let _ = stream.write_all(text.as_bytes());
    stream.into_inner()
}
