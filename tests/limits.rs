//! The limits of each user: requests and bytes a minute.

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

use libtest_mimic::Trial;
use serde_json::json;

use crate::support::{
    PATIENCE,
    backend::Backend,
    client::{Answer, User},
    trials,
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(backend, [a_user_who_sends_too_many_requests_is_throttled, a_user_who_sends_too_many_bytes_is_throttled])
}

fn a_user_who_sends_too_many_requests_is_throttled(backend: &Backend) {
    let client = backend.get().client();
    let (eager, calm) = (client.new_user(), client.new_user());
    let ask = |user: &User| user.call(&client, "GET", "/user/profile", None);

    // Four at a time, so that also a slow emulator passes the limit within a minute. The minute may end in between, and the
    // count starts again.
    let deadline = Instant::now() + PATIENCE;
    let (answered, refused) = (AtomicUsize::new(0), OnceLock::new());
    thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                while refused.get().is_none() && Instant::now() < deadline {
                    let answer = ask(&eager);
                    if answer.status == 200 {
                        answered.fetch_add(1, Ordering::Relaxed);
                    } else {
                        let _ = refused.set(answer);
                    }
                }
            });
        }
    });
    let others = ask(&calm);

    let refused: Answer = refused.into_inner().expect("a refusal");
    assert_eq!((refused.status, &refused.body["code"]), (429, &json!("too_many_requests")), "{refused:?}");
    let answered = answered.into_inner();
    assert!((100..250).contains(&answered), "refused after {answered} requests");
    let seconds: u32 = refused.retry_after.and_then(|text| text.parse().ok()).expect("seconds to wait");
    assert!((1..=60).contains(&seconds), "{seconds}");
    assert_eq!(others.status, 200);
}

/// Far fewer requests than a minute allows, but more than the 4 MiB that it allows as well.
fn a_user_who_sends_too_many_bytes_is_throttled(backend: &Backend) {
    let client = backend.get().client();
    let (eager, calm) = (client.new_user(), client.new_user());
    let write = |user: &User| {
        let body = json!({ "content": "x".repeat(125 * 1024), "category": "notes" });
        user.call(&client, "POST", "/data", Some(body))
    };

    // The minute may end in between, and the count starts again.
    let mut answers: Vec<Answer> = Vec::new();
    while answers.len() < 80 && answers.last().is_none_or(|answer| answer.status == 201) {
        answers.push(write(&eager));
    }
    let small = eager.call(&client, "GET", "/user/profile", None);
    let others = write(&calm);

    let refused = answers.pop().expect("an answer");
    assert_eq!((refused.status, &refused.body["code"]), (429, &json!("too_many_requests")), "{refused:?}");
    assert!((32..80).contains(&answers.len()), "refused after {} requests", answers.len());
    let seconds: u32 = refused.retry_after.and_then(|text| text.parse().ok()).expect("seconds to wait");
    assert!((1..=60).contains(&seconds), "{seconds}");
    assert_eq!((small.status, others.status), (200, 201), "{small:?} {others:?}");
}
