//! A read that begins before its answer is needed, and goes on beside what comes first.

use futures_util::{
    FutureExt as _,
    future::{BoxFuture, Shared},
};
use tokio::task::JoinSet;

/// Dropping it cancels the read.
pub(crate) struct Ahead<T: Clone> {
    read: Shared<BoxFuture<'static, T>>,
    _going: JoinSet<()>,
}

impl<T: Clone + Send + Sync + 'static> Ahead<T> {
    pub(crate) fn begin(read: impl Future<Output = T> + Send + 'static) -> Self {
        let ahead = Self::later(read);
        let mut going = JoinSet::new();
        going.spawn(ahead.read.clone().map(drop));
        Self { _going: going, ..ahead }
    }

    /// Begins only when the answer is asked for.
    pub(crate) fn later(read: impl Future<Output = T> + Send + 'static) -> Self {
        Self { read: read.boxed().shared(), _going: JoinSet::new() }
    }

    /// The answer; the same one each time.
    pub(crate) async fn answer(&self) -> T {
        self.read.clone().await
    }
}

#[cfg(test)]
mod tests {
    use tokio::{sync::oneshot, task::yield_now};

    use super::*;

    #[tokio::test]
    async fn a_read_goes_on_before_its_answer_is_asked_for() {
        let (reached, mut is_reached) = oneshot::channel();
        let begun = Ahead::begin(async move {
            yield_now().await;
            reached.send(()).expect("received");
            7
        });

        while is_reached.try_recv().is_err() {
            yield_now().await;
        }

        assert_eq!((begun.answer().await, begun.answer().await), (7, 7));
    }

    #[tokio::test]
    async fn a_read_for_later_waits_and_one_without_an_owner_ends() {
        let (reached, mut is_reached) = oneshot::channel::<()>();
        let later = Ahead::later(async move { reached.send(()).is_ok() });

        yield_now().await;

        assert!(is_reached.try_recv().is_err());
        assert!(later.answer().await);
        let (held, is_dropped) = oneshot::channel::<()>();
        drop(Ahead::begin(async move {
            std::future::pending::<()>().await;
            drop(held);
        }));
        assert!(is_dropped.await.is_err(), "its future is dropped with it");
    }
}
