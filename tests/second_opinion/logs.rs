//! A log on another emulator of AWS.

use serde_json::{Value, json};

use super::moto::Moto;
use crate::support::{small::json_call, srvls::Run};

/// More than two pages, as AWS has at most 10,000 events in one.
pub(super) fn every_page_of_a_log_is_read_on_another_emulator() {
    const LINES: usize = 24_000;
    const BATCH: usize = 6_000;
    let moto = Moto::start();
    let log = |action: &str, request: &mut Value| {
        request["logGroupName"] = "/aws/apigateway/app-prod".into();
        request["logStreamName"] = "a".into();
        json_call(moto.port, "logs", &format!("Logs_20140328.{action}"), request);
    };
    log("CreateLogStream", &mut json!({}));
    #[expect(clippy::disallowed_methods, reason = "this is AWS's own clock")]
    let begin = jiff::Timestamp::now().as_millisecond() - 60_000;
    for batch in 0..LINES / BATCH {
        let event = |number| json!({ "timestamp": begin + number as i64, "message": format!("line {number}") });
        let events: Vec<Value> = (batch * BATCH..(batch + 1) * BATCH).map(event).collect();
        log("PutLogEvents", &mut json!({ "logEvents": events }));
    }

    let all = moto.run(&["logs", "tail", "api", "-o", "jsonl"]);
    let one = moto.run(&["logs", "tail", "api", "--grep", "line 1234$", "-o", "jsonl"]);

    let messages = |run: &Run| -> Vec<String> {
        let line = |line: &str| serde_json::from_str::<Value>(line).unwrap()["message"].as_str().unwrap().to_owned();
        run.stdout.lines().map(line).collect()
    };
    let written: Vec<String> = (0..LINES).map(|number| format!("line {number}")).collect();
    assert!(messages(&all) == written, "{} lines: {}", messages(&all).len(), all.stderr);
    assert_eq!(messages(&one), ["line 1234"], "{}", one.stderr);
}
