//! What fails at the moment: how many requests, of which operations, and of how many users.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;

use super::release::few;
use crate::{
    aws::logs::Logs,
    context::{Context, deployed_stack::DeployedStack},
    error::Error,
    failures::{self, Failures, Limit, Search, Shape},
    terminal::output::Tone,
    time::Window,
};

const MINUTES: i64 = 5;

/// A part of what the whole situation has: half of an answer is better than none.
const LIMIT: Limit = Limit { time: Duration::from_millis(2_500), events: 5_000 };

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Hit {
    failing_per_minute: f64,
    /// The most failing first.
    operations: Vec<Operation>,
    /// How many signed-in users met a failure.
    users: usize,
    /// How many failures the logs name no user of.
    without_user: usize,
    /// The logs that were not read to their end: then the numbers are too low.
    not_read: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Operation {
    name: String,
    failing: usize,
}

/// What failed in the last minutes, by the logs.
pub(super) async fn read(cx: &Context, deployed: &DeployedStack, now: Timestamp) -> Result<Hit, Error> {
    // Without a template at hand, what only API Gateway knows is named by its route.
    let routes = cx.routes();
    let search = Search::of(deployed, routes, None, window(now))?;
    find(&cx.aws.logs, &search).await
}

fn window(now: Timestamp) -> Window {
    Window { since: now.checked_sub(SignedDuration::from_mins(MINUTES)).unwrap_or(now), until: None }
}

async fn find(logs: &impl Logs, search: &Search) -> Result<Hit, Error> {
    Ok(Hit::of(&failures::find(logs, search, LIMIT).await?))
}

impl Hit {
    fn of(found: &Failures) -> Self {
        let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
        for shape in &found.shapes {
            *by_name.entry(operation(shape)).or_default() += shape.count;
        }
        let mut operations: Vec<Operation> =
            by_name.into_iter().map(|(name, failing)| Operation { name, failing }).collect();
        operations.sort_by_key(|operation| std::cmp::Reverse(operation.failing));
        let failing: usize = operations.iter().map(|operation| operation.failing).sum();
        let users: BTreeSet<&String> = found.shapes.iter().flat_map(|shape| &shape.users).collect();
        #[expect(clippy::cast_precision_loss, reason = "a rate for people")]
        let failing_per_minute = failing as f64 / MINUTES as f64;
        Self {
            failing_per_minute,
            operations,
            users: users.len(),
            without_user: found.shapes.iter().map(|shape| shape.without_user).sum(),
            not_read: found.not_read.iter().map(|unread| unread.log.clone()).collect(),
        }
    }

    pub(super) fn tone(&self) -> Tone {
        match (self.operations.is_empty(), self.not_read.is_empty()) {
            (true, true) => Tone::Plain,
            (true, false) => Tone::Warning,
            (false, _) => Tone::Bad,
        }
    }

    pub(super) fn lines(&self) -> Vec<String> {
        let logs: Vec<&str> = self.not_read.iter().map(String::as_str).collect();
        let mut lines = vec![match &self.operations[..] {
            [] if !logs.is_empty() => return vec![format!("not known: not all of the log of {} was read", few(&logs))],
            [] => format!("no request failed in the last {MINUTES} minutes, by the logs"),
            operations => {
                let operations: Vec<String> =
                    operations.iter().map(|operation| format!("{} {}", operation.name, operation.failing)).collect();
                let operations: Vec<&str> = operations.iter().map(String::as_str).collect();
                let rate = self.failing_per_minute;
                format!(
                    "{rate:.1} requests fail a minute, of {}; in {MINUTES} minutes: {}",
                    self.who(),
                    few(&operations)
                )
            }
        }];
        if !self.not_read.is_empty() {
            lines.push(format!("more may fail: not all of the log of {} was read", few(&logs)));
        }
        lines
    }

    /// `3 users`, as far as the logs name them.
    fn who(&self) -> String {
        let users = if self.users == 1 { "1 user".to_owned() } else { format!("{} users", self.users) };
        match (self.users, self.without_user) {
            (0, _) => "users that the logs don't name".to_owned(),
            (_, 0) => users,
            (_, _) => format!("{users} and some that the logs don't name"),
        }
    }
}

fn operation(shape: &Shape) -> String {
    shape.place().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        aws::logs::{
            LogEvent,
            fake::{FakeLogs, event},
        },
        context::deployed_stack::fake::deployed,
        stage::FunctionName,
    };

    const API: &str = "/aws/apigateway/srvls-dev";

    fn failed(id: &str, route: &str, user: &str) -> LogEvent {
        let line = serde_json::json!({
            "requestId": id, "method": "GET", "resource": route, "status": "500", "errorType": "-", "userId": user,
        });
        event(id, 1_795_341_600_000, &line.to_string())
    }

    async fn hit(events: &[LogEvent]) -> Hit {
        let deployed = deployed(&[
            ("AWS::Lambda::Function", "GetProfileFunction", "srvls-dev-get_profile"),
            ("AWS::Logs::LogGroup", "ApiLogs", API),
        ]);
        let now = Timestamp::from_second(1_795_341_660).expect("in range");
        let routes = BTreeMap::from([("GET /user/profile".to_owned(), FunctionName("get_profile".into()))]);
        let search = Search::of(&deployed, routes, None, window(now)).expect("a search");
        let logs = FakeLogs::new(&[(API, events), ("/aws/lambda/srvls-dev-get_profile", &[])]);
        find(&logs, &search).await.expect("read")
    }

    #[tokio::test]
    async fn failing_requests_are_counted_by_operation_and_user() {
        let events = [
            failed("1", "/data/{userId}", "7a0c4e52-0000-4000-8000-000000000001"),
            failed("2", "/user/profile", "7a0c4e52-0000-4000-8000-000000000001"),
            failed("3", "/user/profile", "7a0c4e52-0000-4000-8000-000000000002"),
        ];

        let hit = hit(&events).await;

        assert_eq!((hit.users, hit.failing_per_minute.to_string()), (2, "0.6".to_owned()));
        assert_eq!(
            hit.lines(),
            ["0.6 requests fail a minute, of 2 users; in 5 minutes: get_profile 2, GET /data/{userId} 1"]
        );
    }

    #[test]
    fn users_that_the_logs_do_not_name_are_not_none() {
        let hit = |users, without_user| Hit {
            failing_per_minute: 1.0,
            operations: vec![Operation { name: "a".into(), failing: 5 }],
            users,
            without_user,
            not_read: vec!["api".into()],
        };

        assert_eq!(hit(0, 5).who(), "users that the logs don't name");
        assert_eq!(hit(1, 4).who(), "1 user and some that the logs don't name");
        assert_eq!(hit(1, 0).lines()[1], "more may fail: not all of the log of api was read");
    }

    #[tokio::test]
    async fn no_failure_is_said_only_if_all_logs_were_read() {
        let partial = Hit { not_read: vec!["api".into()], ..hit(&[]).await };
        assert_eq!(partial.lines(), ["not known: not all of the log of api was read"]);
        assert_eq!(hit(&[]).await.lines(), ["no request failed in the last 5 minutes, by the logs"]);
    }
}
