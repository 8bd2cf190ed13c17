//! The first call after a deployment: does the API answer, and does its authorizer refuse a stranger?

use std::{collections::BTreeMap, time::Duration};

use reqwest::StatusCode;
use serde::Serialize;

use crate::context::Context;

/// How long a fresh API Gateway stage may take before it answers.
const PATIENCE: u32 = 10;

/// What the deployed API answered to a call without a token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Smoke {
    request: String,
    expected: u16,
    /// `None` when no answer came.
    status: Option<u16>,
    pub(crate) ok: bool,
}

/// Calls the API in `outputs` without a token, through the edge where there is one; `None` for a stack without an API.
pub(super) async fn smoke(cx: &Context, outputs: &BTreeMap<String, String>) -> Option<Smoke> {
    let url = format!("{}/user/profile", outputs.get("CdnUrl").or_else(|| outputs.get("ApiUrl"))?);
    let _step = cx.progress.step("Calling the API");
    let client = reqwest::Client::builder().timeout(Duration::from_secs(10)).build().ok()?;
    let mut answer = None;
    for _ in 0..PATIENCE {
        answer = client.get(&url).send().await.ok().map(|answer| answer.status());
        if answer == Some(StatusCode::UNAUTHORIZED) {
            break;
        }
        tokio::time::sleep(cx.poll_interval()).await;
    }
    Some(judged(url, answer))
}

fn judged(url: String, answer: Option<StatusCode>) -> Smoke {
    let expected = StatusCode::UNAUTHORIZED;
    Smoke {
        request: format!("GET {url}"),
        expected: expected.as_u16(),
        status: answer.map(|status| status.as_u16()),
        ok: answer == Some(expected),
    }
}

impl Smoke {
    /// One line for a person.
    pub(super) fn line(&self) -> String {
        let Self { request, expected, .. } = self;
        match self.status {
            Some(status) if self.ok => format!("{request} without a token answers {status}, as it should"),
            Some(status) => format!("{request} without a token answers {status} instead of {expected}"),
            None => format!("{request} gets no answer"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_api_that_lets_a_stranger_in_is_not_fine() {
        let open = judged("http://api/user/profile".into(), Some(StatusCode::OK));

        assert!(!open.ok);
        assert_eq!(open.line(), "GET http://api/user/profile without a token answers 200 instead of 401");
    }

    #[test]
    fn a_refusal_is_what_was_expected() {
        assert!(judged("http://api".into(), Some(StatusCode::UNAUTHORIZED)).ok);
        assert!(!judged("http://api".into(), None).ok);
    }
}
