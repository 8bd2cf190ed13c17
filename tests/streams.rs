//! Long answers that are printed as they come.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    process::Stdio,
};

use libtest_mimic::Trial;

use crate::support::{
    scripted::{Scenario, beat, stack_beat},
    shop::{Shop, update},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        ten_thousand_items_need_no_more_memory_than_a_page,
        a_reader_that_has_enough_ends_the_read,
        csv_and_json_have_every_item
    ]
}

const SCAN: [&str; 5] = ["table", "scan", "AppData", "--limit", "20000"];

/// What a program without anything to print takes, and a page of items with what is made of it. The pages of the program
/// file count apart: of a debug build, these alone are 40 MB.
const MOST_MEGABYTES: u64 = 25;

fn shop() -> Shop {
    let history = vec![
        stack_beat("CREATE_IN_PROGRESS", "User Initiated"),
        beat("AppDataTable", "AWS::DynamoDB::Table", "CREATE_COMPLETE", ""),
        stack_beat("CREATE_COMPLETE", ""),
    ];
    Shop::new(Scenario { deployed: Some(history), ..update() })
}

fn scans(shop: &Shop) -> usize {
    shop.endpoint.calls().iter().filter(|call| *call == "dynamodb:Scan").count()
}

fn ten_thousand_items_need_no_more_memory_than_a_page() {
    let shop = shop();
    let mut child =
        shop.command(&SCAN).args(["-o", "jsonl"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let id = child.id();
    let used = || {
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")?.split_whitespace().next());
        line.map_or(0, |kilobytes| kilobytes.parse::<u64>().unwrap() / 1024)
    };

    let (mut rows, mut megabytes) = (0, 0);
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        assert!(line.unwrap().starts_with("{\"id\":"));
        // A pipe holds less than a page: the program waits for this reader.
        assert!(rows > 0 || scans(&shop) < 3, "the first row came after {} pages", scans(&shop));
        if rows % 100 == 0 {
            megabytes = megabytes.max(used());
        }
        rows += 1;
    }

    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert!(child.wait().unwrap().success(), "{stderr}");
    assert_eq!((rows, scans(&shop)), (10_000, 10));
    let (cost, summary) = stderr.split_once('\n').unwrap();
    assert!(cost.starts_with("DynamoDB has not counted this table's items yet"), "{cost}");
    assert_eq!(summary, "10000 of 10000 scanned items, 405 read capacity units\n");
    assert!((1..MOST_MEGABYTES).contains(&megabytes), "{megabytes} MB");
}

fn a_reader_that_has_enough_ends_the_read() {
    let shop = shop();
    let mut child = shop.command(&SCAN).args(["-o", "csv"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut reader = BufReader::new(child.stdout.take().unwrap());

    let mut header = String::new();
    reader.read_line(&mut header).unwrap();
    drop(reader);

    assert_eq!(header, "id,content,other_attributes\n");
    assert!(child.wait().unwrap().success(), "a broken pipe is a normal end");
    assert!(scans(&shop) < 4, "{}", scans(&shop));
}

fn csv_and_json_have_every_item() {
    let shop = shop();
    let with = |format: &str| shop.run(&[&SCAN[..], &["-o", format]].concat());

    assert_eq!(with("csv").stdout.lines().count(), 10_001);
    let json = with("json").json();
    assert_eq!((&json["count"], &json["consumed_capacity"]), (&10_000.into(), &405.0.into()));
    assert_eq!(json["items"].as_array().map(Vec::len), Some(10_000));
}
