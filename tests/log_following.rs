//! `srvls logs tail -f` on a scripted CloudWatch Logs where lines come fast, late and out of order, and calls are throttled.

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
    scripted::{Scenario, created},
    shop::{Shop, update},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![every_line_is_shown_once_however_it_arrives]
}

const GROUPS: [&str; 2] = ["/aws/lambda/shop-dev-get_profile", "/aws/lambda/shop-dev-list_data"];
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
