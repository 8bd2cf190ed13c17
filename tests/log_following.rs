//! `srvls logs tail -f` on a scripted CloudWatch Logs where lines come fast, late and out of order, and calls are
//! throttled; and `--live` on the event stream of a live tail.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader},
    process::Stdio,
    sync::mpsc,
    thread::{self, sleep},
    time::Duration,
};

use libtest_mimic::Trial;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use crate::support::{
    PATIENCE,
    scripted::{LiveTailMessage, Scenario, created, session_update},
    shop::{Shop, update},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        every_line_is_shown_once_however_it_arrives,
        a_live_tail_says_when_it_is_sampled_and_when_aws_ends_it,
        a_live_tail_that_breaks_off_is_a_failure
    ]
}

const GROUPS: [&str; 2] =
    ["/aws/lambda/shop-dev-GetProfileFunction-1A2B", "/aws/lambda/shop-dev-ListDataFunction-1A2B"];
const LINES: usize = 20_000;
const BATCH: usize = 500;
/// Within this time everything is read again that may arrive late: what comes twice has come by then.
const REREAD: Duration = Duration::from_secs(25);

fn shop() -> Shop {
    let functions = ["GetProfileFunction", "ListDataFunction"].map(|id| (id, "AWS::Lambda::Function"));
    let history = created(&functions);
    Shop::new(Scenario { deployed: Some(history), log_page_size: 1_000, ..update() })
}

/// How old a line is when it arrives: most are new, and of twenty one is three minutes late, one ten.
fn age(number: usize) -> i64 {
    match number % 20 {
        7 => 180,
        13 => 600,
        // Not in the order in which they arrive.
        other => (other % 5) as i64,
    }
}

fn every_line_is_shown_once_however_it_arrives() {
    let shop = shop();
    for group in GROUPS {
        shop.endpoint.log(group, 5, &json!("begin"));
    }
    let mut tail = shop.command(&["logs", "tail", "-f", "-o", "jsonl"]);
    let mut tail = tail.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let endpoint = shop.endpoint.clone();
    let writer = thread::spawn(move || {
        for batch in 0..LINES / BATCH {
            for number in batch * BATCH..(batch + 1) * BATCH {
                endpoint.log(GROUPS[number % 2], age(number), &json!(format!("line {number}")));
            }
            if batch % 8 == 3 {
                endpoint.throttle_logs(3);
            }
            sleep(Duration::from_millis(100));
        }
    });

    let (send, lines) = mpsc::channel();
    let reader = BufReader::new(tail.stdout.take().unwrap());
    thread::spawn(move || reader.lines().map_while(Result::ok).try_for_each(|line| send.send(line)));
    let mut shown: BTreeMap<String, usize> = BTreeMap::new();
    let mut wait = PATIENCE;
    while let Ok(line) = lines.recv_timeout(wait) {
        let line: Value = serde_json::from_str(&line).unwrap();
        *shown.entry(line["message"].as_str().unwrap().to_owned()).or_default() += 1;
        if shown.len() == LINES + 1 {
            wait = REREAD;
        }
    }

    writer.join().unwrap();
    kill_process(Pid::from_raw(tail.id().cast_signed()).unwrap(), Signal::INT).unwrap();
    tail.wait().unwrap();
    assert_eq!(shown.remove("begin"), Some(2));
    assert_eq!(shown.len(), LINES);
    let twice: Vec<&String> = shown.iter().filter(|(_, times)| **times != 1).map(|(line, _)| line).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

fn a_live_tail_says_when_it_is_sampled_and_when_aws_ends_it() {
    let shop = shop();
    let refused = r#"{"level":"ERROR","message":"no table for ada@example.com \u001b[2J"}"#;
    shop.endpoint.live_tail(vec![
        LiveTailMessage::Event("sessionStart", json!({ "sessionId": "1" })),
        session_update(false, &[(GROUPS[0], "first"), (GROUPS[1], "second")]),
        session_update(true, &[(GROUPS[0], refused)]),
        session_update(true, &[("/aws/lambda/other", "of another log")]),
        session_update(false, &[]),
        session_update(true, &[(GROUPS[1], "last")]),
        LiveTailMessage::Exception("SessionTimeoutException", json!({ "message": "three hours are over" })),
    ]);

    let run = shop.run(&["logs", "tail", "--live", "-o", "jsonl"]);
    let screen = shop.run(&["logs", "tail", "get_profile", "--live"]);

    let lines: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let shown: Vec<(&str, &str)> = lines.iter().map(|line| (text(line, "function"), text(line, "message"))).collect();
    let masked = "no table for a***@e***.com \u{1b}[2J";
    let all = [("get_profile", "first"), ("list_data", "second"), ("get_profile", masked), ("list_data", "last")];
    assert_eq!(shown, all);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stderr.matches("these are a sample").count(), 2, "{}", run.stderr);
    assert!(run.stderr.contains("AWS has ended the live tail"), "{}", run.stderr);
    assert!(screen.stdout.contains("first") && !screen.stdout.contains("second"), "{}", screen.stdout);
    assert!(!screen.stdout.contains("ada@example.com") && !screen.stdout.contains("\u{1b}[2J"), "{}", screen.stdout);
}

fn a_live_tail_that_breaks_off_is_a_failure() {
    let shop = shop();
    shop.endpoint.live_tail(vec![
        session_update(false, &[(GROUPS[0], "first")]),
        LiveTailMessage::Exception("SessionStreamingException", json!({ "message": "unknown error" })),
    ]);
    let broken = shop.run(&["logs", "tail", "--live"]);
    shop.endpoint.deny("logs:StartLiveTail");
    let denied = shop.run(&["logs", "tail", "--live"]);

    assert!(broken.stdout.contains("first"), "what came is shown: {}", broken.stdout);
    insta::assert_snapshot!(broken.stderr, @"
    live: $0.01 a minute, after 1,800 free minutes a month
    1 min of live tail: $0.01 at most
    error: logs:StartLiveTail failed
      caused by: SessionStreamingException: unknown error
    ");
    assert_eq!(broken.code, 1);
    insta::assert_snapshot!(denied.stderr, @"
    error: not allowed to call logs:StartLiveTail
      caused by: AccessDeniedException: denied
    hint: ask your AWS administrator to allow `logs:StartLiveTail` for your role
    ");
    assert_eq!(denied.code, 4);
}

fn text<'a>(line: &'a Value, field: &str) -> &'a str {
    line[field].as_str().unwrap_or_default()
}
