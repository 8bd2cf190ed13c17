//! Several calls under way at once, on this one thread.

use std::{future::poll_fn, task::Poll};

/// Runs every future to its end; the answers come in the order of the futures.
pub(crate) async fn together<F: Future>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output> {
    let mut running: Vec<_> = futures.into_iter().map(|future| (Box::pin(future), None)).collect();
    poll_fn(|context| {
        for (future, output) in running.iter_mut().filter(|(_, output)| output.is_none()) {
            if let Poll::Ready(ready) = future.as_mut().poll(context) {
                *output = Some(ready);
            }
        }
        if running.iter().all(|(_, output)| output.is_some()) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    running.into_iter().filter_map(|(_, output)| output).collect()
}

#[cfg(test)]
mod tests {
    use tokio::sync::oneshot;

    use super::*;

    #[tokio::test]
    async fn the_answers_keep_their_order_and_nobody_waits_for_another() {
        let (sender, receiver) = oneshot::channel();
        let mut sender = Some(sender);
        let mut receiver = Some(receiver);

        // The first one can only end once the second one has run.
        let futures = [true, false].map(|first| {
            let ends = (receiver.take_if(|_| first), sender.take_if(|_| !first));
            async move {
                match ends {
                    (Some(receiver), _) => receiver.await.is_ok_and(|word| word == "go"),
                    (_, Some(sender)) => sender.send("go").is_err(),
                    _ => false,
                }
            }
        });

        assert_eq!(join_all(futures).await, [true, false]);
    }
}
