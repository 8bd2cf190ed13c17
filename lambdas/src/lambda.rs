//! The Lambda runtime of a function: the logger and the executor.

use std::fmt;

use lambda_runtime::{
    Error,
    tracing::subscriber::{
        self,
        filter::{LevelFilter, Targets},
        layer::SubscriberExt as _,
        util::SubscriberInitExt as _,
    },
};

use crate::settings::setting;

/// Runs one function until Lambda stops it.
///
/// Not `async`, and only called from non-generic `serve_*` functions, so that rustc compiles each call tree once, in
/// this crate, and not again in every binary.
pub(crate) fn block_on(function: impl Future<Output = Result<(), Error>>) -> Result<(), Error> {
    start_logging();
    let executor = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    executor.block_on(function).map_err(|error| FatalError(error_chain(&*error)).into())
}

/// The error that stops a function. A binary prints it with `{:?}`, where an SDK error would fill a page.
struct FatalError(String);

impl fmt::Debug for FatalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for FatalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FatalError {}

/// An error and all its sources on one line, for our logs only.
pub(crate) fn error_chain(error: &dyn std::error::Error) -> String {
    std::iter::successors(Some(error), |error| error.source()).map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// Logs one JSON object per line, with `timestamp` and `level` at the top level, as Lambda's log level filter expects
/// it. The runtime's span adds the request id.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html>
fn start_logging() {
    let level = setting("AWS_LAMBDA_LOG_LEVEL").ok().and_then(|level| level.parse().ok()).unwrap_or(LevelFilter::INFO);
    // The runtime logs every error that a function returns, including whole responses of AWS. We log errors ourselves,
    // on one line. A rejected token is not an error.
    let targets = Targets::new().with_default(level).with_target("lambda_runtime::layers::panic", LevelFilter::OFF);
    let lines = subscriber::fmt().json().flatten_event(true).with_span_list(false).with_target(false);
    lines.with_max_level(level).finish().with(targets).init();
}

#[cfg(test)]
pub(crate) mod fake {
    use std::{
        io,
        sync::{Arc, LazyLock, Mutex},
    };

    use lambda_runtime::tracing::subscriber;
    use serde_json::Value;

    /// The log of this thread, for as long as this lives.
    pub(crate) struct Log {
        text: Written,
        _guard: tracing::subscriber::DefaultGuard,
    }

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("not poisoned").write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// Tracing caches, for the whole process, that a line has no subscriber; with this one, each has.
    static DEFAULT_SUBSCRIBER: LazyLock<()> = LazyLock::new(|| {
        let unread = subscriber::fmt().with_writer(io::sink).finish();
        let _ = tracing::subscriber::set_global_default(unread);
    });

    impl Log {
        pub(crate) fn recorded() -> Self {
            LazyLock::force(&DEFAULT_SUBSCRIBER);
            let text = Written::default();
            let writer = text.clone();
            let lines = subscriber::fmt().json().flatten_event(true).with_writer(move || writer.clone());
            Self { text, _guard: tracing::subscriber::set_default(lines.finish()) }
        }

        /// The lines so far.
        pub(crate) fn lines(&self) -> Vec<Value> {
            let text = self.text.0.lock().expect("not poisoned").clone();
            let text = String::from_utf8(text).expect("text");
            text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
        }
    }
}
