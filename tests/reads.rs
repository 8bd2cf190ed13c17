//! Reads on an AWS that does not answer, that answers something else, or that is another one than the stage's.

use std::{
    net::TcpListener,
    time::{Duration, Instant},
};

use libtest_mimic::Trial;

use crate::support::{
    backend::free_port,
    faulty::{self, response},
    scripted::{ACCOUNT, Scenario, stack_beat},
    shop::{Shop, creation, update},
    srvls::{Run, run, srvls},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        an_endpoint_that_never_answers_is_given_up_and_named,
        a_refused_connection_fails_at_once,
        a_web_page_is_no_answer,
        an_outage_is_not_taken_for_throttling,
        throttling_is_reported_while_it_lasts,
        an_emulator_that_is_down_is_named_at_once,
        another_program_on_the_emulators_port_is_not_read,
        a_stack_in_review_is_not_deployed_for_any_read,
        a_read_elsewhere_than_the_stage_says_so,
        a_write_elsewhere_is_refused_without_a_warning
    ]
}

/// Less than the eight seconds for which a read is tried again, on a machine that does much else.
const AT_ONCE: Duration = Duration::from_secs(6);
/// Less than twice the ten seconds that a read has, on such a machine.
const GIVEN_UP_WITHIN: Duration = Duration::from_secs(19);

/// Runs a read against this endpoint, and how long it took.
fn timed(url: &str, arguments: &[&str]) -> (Run, Duration) {
    let shop = Shop::new(Scenario::default());
    let mut command = srvls(shop.folder.path());
    command.args(arguments).args(["--endpoint-url", url]);
    command.env("AWS_ACCESS_KEY_ID", "test").env("AWS_SECRET_ACCESS_KEY", "test");
    let begun = Instant::now();
    (run(&mut command), begun.elapsed())
}

/// Without the account, the first call is the stack's.
fn an_endpoint_that_never_answers_is_given_up_and_named() {
    let (run, took) = timed(&faulty::start(None), &["outputs"]);

    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(
        run.stderr.starts_with("error: AWS did not answer cloudformation:DescribeStacks in time"),
        "{}",
        run.stderr
    );
    assert!((Duration::from_secs(5)..GIVEN_UP_WITHIN).contains(&took), "{took:?}");
}

fn a_refused_connection_fails_at_once() {
    let (run, took) = timed(&faulty::nobody(), &["outputs"]);

    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(
        run.stderr.starts_with("error: could not connect to AWS for cloudformation:DescribeStacks"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("Connection refused"), "{}", run.stderr);
    assert!(took < AT_ONCE, "{took:?}");
}

fn a_web_page_is_no_answer() {
    let portal = faulty::start(Some(response("200 OK", "text/html", "<html>sign in to the network</html>")));

    for read in [&["outputs"][..], &["table", "list"], &["user", "lookup", "ada@example.com"], &["releases"]] {
        let (run, _) = timed(&portal, read);

        assert_eq!(run.code, 1, "{read:?}: {}", run.stderr);
        assert!(run.stderr.contains("could not be read"), "{read:?}: {}", run.stderr);
        assert!(run.stderr.contains("a web page, not AWS's"), "{read:?}: {}", run.stderr);
    }
}

fn an_outage_is_not_taken_for_throttling() {
    let down = faulty::start(Some(response("503 Service Unavailable", "text/html", "<html>503</html>")));

    let (run, took) = timed(&down, &["outputs", "-v"]);

    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("error: cloudformation:DescribeStacks is unavailable"), "{}", run.stderr);
    assert!(took < GIVEN_UP_WITHIN, "{took:?}");
}

fn throttling_is_reported_while_it_lasts() {
    let throttle =
        "<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>";
    let throttled = faulty::start(Some(response("400 Bad Request", "text/xml", throttle)));

    let (verbose, took) = timed(&throttled, &["outputs", "-v"]);

    assert_eq!(verbose.code, 1, "{}", verbose.stderr);
    // Several calls are made at once: one line says that they are throttled.
    for said in ["is throttled, trying again\n", "cloudformation:DescribeStacks is still throttled after every retry\n"]
    {
        assert!(verbose.stderr.contains(said), "{}", verbose.stderr);
    }
    assert!(took < GIVEN_UP_WITHIN, "{took:?}");
}

const LOCAL: &str = "app = 'shop'\ndefault_stage = 'local'\n[stages.local]\nemulator = true\n";

fn local_read(port: u16) -> Run {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("srvls.toml"), LOCAL).unwrap();
    run(srvls(folder.path()).arg("outputs").env("SRVLS_LOCAL_PORT", port.to_string()))
}

fn an_emulator_that_is_down_is_named_at_once() {
    let port = free_port();

    let begun = Instant::now();
    let run = local_read(port);

    assert_eq!(run.code, 1);
    assert_eq!(
        run.stderr,
        "error: the local emulator isn't running\nhint: `srvls local up` starts it, and so does `srvls deploy`\n"
    );
    assert!(begun.elapsed() < AT_ONCE, "{:?}", begun.elapsed());
}

fn another_program_on_the_emulators_port_is_not_read() {
    let other = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = other.local_addr().unwrap().port();

    let run = local_read(port);

    assert_eq!(run.code, 1);
    assert!(run.stderr.starts_with(&format!("error: port {port} is in use by ")), "{}", run.stderr);
}

fn a_stack_in_review_is_not_deployed_for_any_read() {
    let shop = Shop::new(Scenario { deployed: Some(vec![stack_beat("REVIEW_IN_PROGRESS", "")]), ..creation() });

    let reads: [&[&str]; 7] = [
        &["status"],
        &["outputs"],
        &["alarms"],
        &["alarms", "show", "api-5xx"],
        &["table", "list"],
        &["logs", "tail"],
        &["user", "lookup", "ada@example.com"],
    ];
    for read in reads {
        let run = shop.run(read);

        assert_eq!(run.code, 5, "{read:?}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.starts_with("error: stack `shop-dev` is not deployed"), "{read:?}: {}", run.stderr);
    }
}

fn a_read_elsewhere_than_the_stage_says_so() {
    let shop = Shop::new(update());

    let at_home = shop.run(&["outputs"]);
    let in_another_region = shop.run(&["outputs", "--region", "us-west-2"]);
    shop.configure(|config| config.replace(ACCOUNT, "210987654321"));
    let in_another_account = shop.run(&["outputs"]);

    assert_eq!((at_home.code, at_home.stderr.as_str()), (0, ""));
    let warning = "warning: stage `dev` is in eu-west-1, but this reads us-west-2";
    assert!(in_another_region.stderr.starts_with(warning), "{}", in_another_region.stderr);
    let warning = "warning: stage `dev` is pinned to account ";
    assert!(in_another_account.stderr.starts_with(warning), "{}", in_another_account.stderr);
    assert_eq!(in_another_account.code, 0);
}

fn a_write_elsewhere_is_refused_without_a_warning() {
    let shop = Shop::new(update());

    let run = shop.run(&["deploy", "--yes", "--region", "us-west-2"]);

    assert_eq!(run.code, 6);
    assert!(run.stderr.starts_with("error: refused: stage `dev` is in eu-west-1"), "{}", run.stderr);
}
