//! Writing to a pipe whose reader is slow, without being stuck in it: a signal has to end that.

use std::{
    io::{self, Write},
    os::fd::AsFd,
    time::Duration,
};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// As much as a pipe takes at least once it takes any: `PIPE_BUF` of POSIX.
const CHUNK: usize = 512;
const TICK: Duration = Duration::from_millis(20);

/// Writes all of it, and waits between the chunks until there is room.
pub(super) async fn write(mut stream: impl Write + AsFd, bytes: &[u8]) -> io::Result<()> {
    for chunk in bytes.chunks(CHUNK) {
        while !has_room(&stream) {
            tokio::time::sleep(TICK).await;
        }
        stream.write_all(chunk)?;
        stream.flush()?;
    }
    Ok(())
}

/// Whether a chunk can be written at once. If that is unknown, or the reader is gone, it counts as room.
fn has_room(stream: &impl AsFd) -> bool {
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    poll(&mut [PollFd::new(stream, PollFlags::OUT)], Some(&now)).is_ok_and(|ready| ready > 0)
}

#[cfg(test)]
mod tests {
    use std::{io::Read as _, thread};

    use super::*;

    #[tokio::test]
    async fn a_full_pipe_does_not_hold_up_what_else_there_is_to_do() {
        let (_reader, writer) = io::pipe().expect("a pipe");

        let written = tokio::time::timeout(TICK * 5, write(writer, &[b'x'; 200_000])).await;

        assert!(written.is_err(), "nobody reads it");
    }

    #[tokio::test]
    async fn a_slow_reader_gets_everything() {
        let (mut reader, writer) = io::pipe().expect("a pipe");
        let slow = thread::spawn(move || {
            let mut all = Vec::new();
            reader.read_to_end(&mut all).map(|_| all)
        });

        write(writer, &[b'x'; 200_000]).await.expect("written");

        assert_eq!(slow.join().expect("ended").expect("read").len(), 200_000);
    }

    #[tokio::test]
    async fn a_reader_that_is_gone_is_an_error_and_no_wait() {
        let (reader, writer) = io::pipe().expect("a pipe");
        drop(reader);

        let error = write(writer, b"x").await.expect_err("nobody is there");

        assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
    }
}
