//! `srvls top` in a terminal, on a stage that a script plays.

use libtest_mimic::Trial;

use crate::{
    metrics::shop,
    support::{terminal::CTRL_C, trials},
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        the_stage_fits_a_terminal_of_80_by_24,
        an_operation_opens_with_its_latency,
        a_terminated_run_gives_the_terminal_back,
        without_a_terminal_it_says_what_to_use
    ]
}

const KEYS: &str = "Tab panel";

fn the_stage_fits_a_terminal_of_80_by_24() {
    let shop = shop();
    let mut terminal = shop.terminal_of(80, 24, &["top"]);

    let screen = terminal.showing(&[KEYS, "get_profile", "20/min", "7 s"]);

    let rows: Vec<&str> = screen.lines().collect();
    assert_eq!(rows.len(), 24, "{screen}");
    assert!(rows[0].starts_with("shop-dev  "), "{screen}");
    assert!(rows.iter().any(|row| row.starts_with("  5xx             20 %")), "{screen}");
    assert!(screen.contains("▶ OPERATIONS"), "{screen}");
    // Ctrl-C is a key here, and still means what it always does.
    terminal.press(CTRL_C);
    assert_eq!(terminal.end().1, 130);
}

fn an_operation_opens_with_its_latency() {
    let shop = shop();
    let mut terminal = shop.terminal_of(100, 40, &["top"]);
    terminal.showing(&[KEYS, "get_profile"]);

    terminal.press("\r");
    terminal.showing(&["get_profile, last 30 min", "99 % within 7 s", "srvls logs tail get_profile"]);
    terminal.press("l");
    terminal.showing(&["log of get_profile, last 15 min, newest first"]);
    terminal.press("q");

    let (screen, code) = terminal.end();
    assert_eq!((screen.as_str(), code), ("", 0), "the terminal is as it was");
}

fn a_terminated_run_gives_the_terminal_back() {
    let shop = shop();
    let terminal = shop.terminal_of(80, 24, &["top"]);
    terminal.showing(&[KEYS]);

    terminal.terminate();

    let (screen, code) = terminal.end();
    assert_eq!((screen.as_str(), code), ("error: interrupted", 143));
}

fn without_a_terminal_it_says_what_to_use() {
    let run = shop().run(&["top"]);

    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("needs a terminal") && run.stderr.contains("srvls alarms"), "{}", run.stderr);
}
