//! What a user asked the API for, from its access log, which names them by their sub.

use jiff::Timestamp;
use serde::Serialize;

use crate::{
    aws::{
        AwsError,
        logs::{LogEvent, Logs, NewestEvents, Pattern, newest},
    },
    log_lines::Source,
    stage::StackName,
};

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Request {
    pub(super) at: Timestamp,
    /// Such as `DELETE /user`.
    pub(super) operation: String,
    pub(super) status: u16,
    pub(super) request_id: String,
}

/// Some of the requests, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Requests {
    pub(super) requests: Vec<Request>,
    /// Whether these are all of the time that was asked for.
    pub(super) complete: bool,
}

/// The newest requests, from at most `most_pages` of the log. `None` if there is no access log.
pub(super) async fn requests(
    logs: &impl Logs,
    stack: &StackName,
    sub: &str,
    since: Timestamp,
    most_pages: usize,
) -> Result<Option<Requests>, AwsError> {
    let log = Source::api(stack);
    let about = (log.group.clone(), since, Pattern::Phrase(sub.to_owned()));
    let Some(NewestEvents { events, complete }) = newest(logs, about, most_pages).await? else { return Ok(None) };
    // The sub can stand elsewhere in a line, as in a path.
    let mut requests: Vec<Request> = events.iter().filter_map(|event| request(&log, event, sub)).collect();
    requests.sort_by_key(|request| request.at);
    Ok(Some(Requests { requests, complete }))
}

fn request(log: &Source, event: &LogEvent, sub: &str) -> Option<Request> {
    let line = log.line(event);
    (line.text_field("userId")? == sub).then_some(())?;
    Some(Request {
        at: line.timestamp,
        operation: line.route()?,
        status: line.number_field("status")?.try_into().ok()?,
        request_id: line.request_id?,
    })
}

impl Request {
    pub(super) fn failed(&self) -> bool {
        self.status >= 400
    }

    /// Whether it asks for everything of the user to be erased.
    pub(super) fn asks_for_erasure(&self) -> bool {
        self.operation == "DELETE /user" && self.status == 202
    }
}

#[cfg(test)]
pub(super) mod fake {
    use serde_json::json;

    use crate::aws::logs::{LogEvent, fake::event};

    /// A line of the access log of `srvls-dev`, at a second of its hour.
    pub(in crate::commands::user) fn line(sub: &str, at: &str, method: &str, resource: &str, status: u16) -> LogEvent {
        let at: jiff::Timestamp = at.parse().expect("a time");
        let text = json!({
            "requestId": format!("r-{}", at.as_second()), "time": at.as_millisecond().to_string(), "method": method,
            "resource": resource, "status": status.to_string(), "userId": sub,
        });
        event(&format!("e-{}", at.as_millisecond()), at.as_millisecond(), &text.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::{fake::line, *};
    use crate::aws::logs::fake::{FakeLogs, event};

    const GROUP: &str = "/aws/apigateway/srvls-dev";

    async fn read(logs: &FakeLogs, most_pages: usize) -> Option<Requests> {
        let stack = StackName("srvls-dev".into());
        requests(logs, &stack, "ada", Timestamp::UNIX_EPOCH, most_pages).await.expect("read")
    }

    #[tokio::test]
    async fn only_lines_about_the_user_are_their_requests() {
        let logs = FakeLogs::new(&[(
            GROUP,
            &[
                line("ada", "2026-11-22T00:00:01Z", "DELETE", "/user", 202),
                line("bob", "2026-11-22T00:00:02Z", "GET", "/data/ada", 404),
                event("3", 3, "no JSON, but about ada"),
            ],
        )]);

        let read = read(&logs, 9).await.expect("a log");

        let [request] = &read.requests[..] else { panic!("{read:?}") };
        assert_eq!((request.operation.as_str(), request.status), ("DELETE /user", 202));
        assert!(request.asks_for_erasure() && !request.failed() && read.complete);
    }

    #[tokio::test]
    async fn what_was_not_read_to_its_end_says_so_and_no_log_is_none() {
        let line = |second: u8| line("ada", &format!("2026-11-22T00:00:0{second}Z"), "GET", "/user/profile", 500);
        let logs = FakeLogs::new(&[(GROUP, &[line(1), line(2), line(3)])]);

        let first = read(&logs, 1).await.expect("a log");

        assert_eq!((first.requests.len(), first.complete), (2, false));
        assert!(read(&logs, 2).await.expect("a log").complete);
        assert_eq!(read(&FakeLogs::new(&[]), 1).await, None);
    }
}
