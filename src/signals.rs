//! Being asked to stop: Ctrl-C, and the signals that end a process politely.

use std::{
    pin::pin,
    task::{Context as TaskContext, Poll},
};

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::output::Exit;

/// Who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// A person, with Ctrl-C.
    Interrupt,
    /// A supervisor, as a CI runner that cancels a job, or a terminal that closes.
    Terminate,
}

impl Stop {
    pub(crate) fn exit(self) -> Exit {
        match self {
            Self::Interrupt => Exit::Interrupted,
            Self::Terminate => Exit::Terminated,
        }
    }
}

/// From its making on, no such signal ends the process any more: whoever makes one has to look at it.
pub(crate) struct Signals {
    listening: Vec<(Signal, Stop)>,
}

impl Signals {
    pub(crate) fn listen() -> Self {
        let kinds = [
            (SignalKind::interrupt(), Stop::Interrupt),
            (SignalKind::terminate(), Stop::Terminate),
            (SignalKind::hangup(), Stop::Terminate),
        ];
        // What can't be listened to ends the process as ever.
        Self { listening: kinds.into_iter().filter_map(|(kind, stop)| Some((signal(kind).ok()?, stop))).collect() }
    }

    /// The next request to stop.
    pub(crate) async fn next(&mut self) -> Stop {
        std::future::poll_fn(|context| self.poll_next(context)).await
    }

    fn poll_next(&mut self, context: &mut TaskContext<'_>) -> Poll<Stop> {
        let asked = |(signal, stop): &mut (Signal, Stop)| signal.poll_recv(context).is_ready().then_some(*stop);
        self.listening.iter_mut().find_map(asked).map_or(Poll::Pending, Poll::Ready)
    }

    /// What `work` gives, unless somebody asks to stop before: then it is dropped where it is.
    pub(crate) async fn unless_stopped<T>(&mut self, work: impl Future<Output = T>) -> Result<T, Stop> {
        let mut work = pin!(work);
        std::future::poll_fn(|context| match self.poll_next(context) {
            Poll::Ready(stop) => Poll::Ready(Err(stop)),
            Poll::Pending => work.as_mut().poll(context).map(Ok),
        })
        .await
    }
}
