//! Being asked to stop: Ctrl-C, and the signals that end a process politely.

use std::{
    future::poll_fn,
    pin::pin,
    sync::atomic::{AtomicUsize, Ordering},
    task::{Context as TaskContext, Poll},
};

use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::Notify,
};

use crate::{error::Failure, exit::Exit};

/// Who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("interrupted")]
pub(crate) enum Stop {
    /// A person, with Ctrl-C.
    Interrupt,
    /// A supervisor, as a CI runner that cancels a job, or a terminal that closes.
    Terminate,
}

impl Failure for Stop {
    fn code(&self) -> &'static str {
        "interrupted"
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Interrupt => Exit::Interrupted,
            Self::Terminate => Exit::Terminated,
        }
    }
}

/// As long as one of these exists, no such signal ends the process: its owner has to handle them.
pub(crate) struct Signals {
    listening: Listening,
}

/// How many [`Signals`] exist. The signals of a process are global, and so is this.
static LISTENERS: AtomicUsize = AtomicUsize::new(0);
/// Notified when signals are to be caught.
static BEGUN: Notify = Notify::const_new();

impl Signals {
    pub(crate) fn listen() -> Self {
        LISTENERS.fetch_add(1, Ordering::Relaxed);
        let listening = Listening::new();
        BEGUN.notify_one();
        Self { listening }
    }

    /// The next request to stop.
    pub(crate) async fn next(&mut self) -> Stop {
        self.listening.next().await
    }

    /// The result of `work`, unless a request to stop comes first: then the work is dropped.
    pub(crate) async fn unless_stopped<T>(&mut self, work: impl Future<Output = T>) -> Result<T, Stop> {
        let mut work = pin!(work);
        poll_fn(|context| match self.listening.poll_next(context) {
            Poll::Ready(stop) => Poll::Ready(Err(stop)),
            Poll::Pending => work.as_mut().poll(context).map(Ok),
        })
        .await
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        LISTENERS.fetch_sub(1, Ordering::Relaxed);
    }
}

/// From here on a request to stop comes to [`unattended`], so that what is open can be closed, and does not end the
/// process on the spot.
pub(crate) fn catch() {
    BEGUN.notify_one();
}

/// A request to stop that no [`Signals`] handles. Once a process has listened to a signal, the system no longer ends it
/// for that signal.
pub(crate) async fn unattended() -> Stop {
    BEGUN.notified().await;
    let mut listening = Listening::new();
    loop {
        let stop = listening.next().await;
        if LISTENERS.load(Ordering::Relaxed) == 0 {
            return stop;
        }
    }
}

struct Listening(Vec<(Signal, Stop)>);

impl Listening {
    fn new() -> Self {
        let kinds = [
            (SignalKind::interrupt(), Stop::Interrupt),
            (SignalKind::terminate(), Stop::Terminate),
            (SignalKind::hangup(), Stop::Terminate),
        ];
        // What can't be listened to ends the process as ever.
        Self(kinds.into_iter().filter_map(|(kind, stop)| Some((signal(kind).ok()?, stop))).collect())
    }

    async fn next(&mut self) -> Stop {
        poll_fn(|context| self.poll_next(context)).await
    }

    fn poll_next(&mut self, context: &mut TaskContext<'_>) -> Poll<Stop> {
        let asked = |(signal, stop): &mut (Signal, Stop)| signal.poll_recv(context).is_ready().then_some(*stop);
        self.0.iter_mut().find_map(asked).map_or(Poll::Pending, Poll::Ready)
    }
}
