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

/// As long as one of these lives, no such signal ends the process: whoever holds it has to look at it.
pub(crate) struct Signals {
    listening: Listening,
}

/// How many [`Signals`] live. The signals of a process are global, and so is this.
static LOOKED_AT: AtomicUsize = AtomicUsize::new(0);
/// Told when the first of them is made.
static BEGUN: Notify = Notify::const_new();

impl Signals {
    pub(crate) fn listen() -> Self {
        LOOKED_AT.fetch_add(1, Ordering::Relaxed);
        let listening = Listening::new();
        BEGUN.notify_one();
        Self { listening }
    }

    /// The next request to stop.
    pub(crate) async fn next(&mut self) -> Stop {
        self.listening.next().await
    }

    /// What `work` gives, unless somebody asks to stop before: then it is dropped where it is.
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
        LOOKED_AT.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A request to stop that nobody looks at. The system does not end the process for it any more, once it was listened to
/// for a while.
pub(crate) async fn unattended() -> Stop {
    BEGUN.notified().await;
    let mut listening = Listening::new();
    loop {
        let stop = listening.next().await;
        if LOOKED_AT.load(Ordering::Relaxed) == 0 {
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
