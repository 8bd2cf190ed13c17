//! `srvls local logs`: the emulator's own log.

use std::{collections::VecDeque, io::ErrorKind, path::Path, time::Duration};

use serde::Serialize;
use tokio::{
    fs::File,
    io::{AsyncBufReadExt as _, BufReader},
};

use crate::{
    error::{Error, FileError},
    exit::Exit,
    local::LocalStage,
    terminal::output::{Line, Output, Text},
};

const POLL: Duration = Duration::from_millis(250);

/// Show the emulator's own log
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  srvls local logs -f")]
pub(crate) struct LogsArgs {
    /// Keep showing new lines as they arrive
    #[arg(short, long)]
    follow: bool,
    /// Number of latest lines to show first
    #[arg(short = 'n', long, value_name = "N", default_value_t = 100)]
    lines: usize,
}

pub(super) async fn run(local: &LocalStage, args: &LogsArgs, out: &Output) -> Result<Exit, Error> {
    let path = local.log_file();
    let Some(mut log) = Log::open(path).await? else {
        return Err(Error::not_found("log", path.display().to_string(), Some("run `srvls local up` first".into())));
    };
    let mut last = VecDeque::new();
    while let Some(line) = log.next().await? {
        last.push_back(line);
        if last.len() > args.lines {
            last.pop_front();
        }
    }
    for line in last {
        if !out.emit_line(&line).await? {
            return Ok(Exit::Success);
        }
    }
    if args.follow {
        follow(&mut log, path, out).await?;
    }
    Ok(Exit::Success)
}

/// Prints new lines until the reader of stdout is gone.
async fn follow(log: &mut Log, path: &Path, out: &Output) -> Result<(), Error> {
    loop {
        match log.next().await? {
            Some(line) => {
                if !out.emit_line(&line).await? {
                    return Ok(());
                }
            }
            None => {
                tokio::time::sleep(POLL).await;
                log.reopen_if_replaced(path).await?;
            }
        }
    }
}

/// A growing log file, which the emulator's next start replaces.
struct Log {
    reader: BufReader<File>,
    inode: u64,
    partial: String,
}

impl Log {
    async fn open(path: &Path) -> Result<Option<Self>, Error> {
        use std::os::unix::fs::MetadataExt as _;

        let failed = |source| FileError::Read { name: path.display().to_string(), source };
        let file = match File::open(path).await {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            result => result.map_err(failed)?,
        };
        let inode = file.metadata().await.map_err(failed)?.ino();
        Ok(Some(Self { reader: BufReader::new(file), inode, partial: String::new() }))
    }

    /// The next complete line, if there is one.
    async fn next(&mut self) -> Result<Option<LogLine>, Error> {
        let mut bytes = Vec::new();
        let read = self.reader.read_until(b'\n', &mut bytes).await;
        read.map_err(|source| FileError::Read { name: "the emulator's log".into(), source })?;
        self.partial.push_str(&String::from_utf8_lossy(&bytes));
        if !self.partial.ends_with('\n') {
            return Ok(None);
        }
        let line = std::mem::take(&mut self.partial).trim_end().to_owned();
        Ok(Some(LogLine { line }))
    }

    async fn reopen_if_replaced(&mut self, path: &Path) -> Result<(), Error> {
        match Self::open(path).await? {
            Some(log) if log.inode != self.inode => *self = log,
            _ => {}
        }
        Ok(())
    }
}

#[derive(Debug, Serialize)]
struct LogLine {
    line: String,
}

impl Line for LogLine {
    fn line(&self) -> Text {
        self.line.as_str().into()
    }
}
