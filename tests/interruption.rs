//! Stopping a deployment at every point: with one signal, with two, and by force.

use std::{
    collections::BTreeMap,
    io::{self, Write as _},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use libtest_mimic::Trial;

use crate::support::{
    PATIENCE,
    scripted::{Scenario, beat, stack_beat},
    shop::{Shop, creation, gated, update},
    srvls::{self, Run},
    terminal::CTRL_C,
    transcript::normalised,
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        ctrl_c_at_the_prompt_leaves_nothing_behind,
        sigterm_before_the_execution_leaves_nothing_behind,
        a_signal_without_a_terminal_detaches_and_says_how_to_reattach,
        ctrl_c_offers_to_cancel_an_update,
        ctrl_c_offers_to_delete_a_new_stack,
        waiting_after_ctrl_c_shows_the_deployment_to_its_end,
        a_dry_run_deletes_the_change_set_of_a_killed_run,
        a_signal_after_the_deployment_ends_the_process,
        an_answer_that_nobody_reads_ends_at_a_signal,
        a_second_ctrl_c_exits_at_once,
        a_busy_stack_is_refused_or_at_a_terminal_watched_first,
        a_first_deployment_killed_at_any_call_is_finished_by_the_next,
        an_update_killed_at_any_call_is_finished_by_the_next
    ]
}

const FUNCTION: &str = "AWS::Lambda::Function";
const KILLED_AT_ONCE: usize = 4;

fn cancellable() -> Scenario {
    let cancellation = vec![
        stack_beat("UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated"),
        beat("GetProfileFunction", FUNCTION, "UPDATE_COMPLETE", ""),
        stack_beat("UPDATE_ROLLBACK_COMPLETE", ""),
    ];
    Scenario { cancellation, ..gated(update(), 2) }
}

fn ctrl_c_at_the_prompt_leaves_nothing_behind() {
    let shop = Shop::new(creation());
    let mut terminal = shop.terminal(80, &["deploy"]);

    terminal.showing(&["[y/N]"]);
    terminal.press(CTRL_C);
    let (screen, code) = terminal.end();

    assert_eq!(code, 130, "{screen}");
    assert!(screen.contains("\nerror: interrupted: nothing was changed"), "{screen}");
    assert_eq!((shop.endpoint.change_sets(), shop.endpoint.status()), (Vec::new(), None));
}

fn sigterm_before_the_execution_leaves_nothing_behind() {
    let shop = Shop::new(creation());
    shop.endpoint.hold("cloudformation:DescribeChangeSet", 1);
    let deployment = Deployment::start(&shop);

    assert!(shop.endpoint.is_held(PATIENCE));
    deployment.send("TERM");
    let run = deployment.end();

    assert_eq!(run.code, 143, "{}", run.stderr);
    assert_eq!((shop.endpoint.change_sets(), shop.endpoint.status()), (Vec::new(), None));
}

fn a_signal_without_a_terminal_detaches_and_says_how_to_reattach() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let shop = Shop::new(gated(update(), 2));
        shop.endpoint.hold("cloudformation:DescribeStackEvents", 3);
        let deployment = Deployment::start(&shop);

        assert!(shop.endpoint.is_held(PATIENCE));
        deployment.send(signal);
        let run = deployment.end();

        assert_eq!(run.code, code, "{}", run.stderr);
        let last: Vec<&str> = run.stderr.lines().rev().take(2).collect();
        assert_eq!(
            last,
            [
                "hint: follow it with `srvls watch`; when it has finished, run the same command again to complete it",
                "error: detached from `shop-dev`: the operation continues without srvls",
            ]
        );
        assert_eq!(shop.endpoint.status().as_deref(), Some("UPDATE_IN_PROGRESS"));
    }
}

fn ctrl_c_offers_to_cancel_an_update() {
    let shop = Shop::new(cancellable());
    let mut terminal = shop.terminal(80, &["deploy", "--yes"]);

    terminal.showing(&["─ updating"]);
    terminal.press(CTRL_C);
    let asked = terminal.showing(&["keeps changing."]);
    terminal.press("c\n");
    let (screen, code) = terminal.end();

    insta::assert_snapshot!(normalised(&asked), @"
       RESOURCE            TYPE               CHANGE
    ~  GetProfileFunction  Lambda::Function   change
                                              Description
    +  ApiStage            ApiGateway::Stage  add

       What the templates say
       Data
    +  `Queue` SQS Queue

    1 to add, 1 to change, 0 to remove
    plan 80f9a7b79869
    shop-dev is still changing. Type a letter, then Enter:
      c  cancel: CloudFormation rolls back to the previous state
      d  detach: it continues without srvls; `srvls watch` re-attaches
      w  wait here until it finishes
    Ctrl-C again detaches at once; shop-dev keeps changing.
    ");
    insta::assert_snapshot!("interrupted_cancelled", normalised(&screen));
    assert_eq!(code, 130);
    assert!(shop.endpoint.calls().iter().any(|call| call == "cloudformation:CancelUpdateStack"));
    assert_eq!(shop.endpoint.status().as_deref(), Some("UPDATE_ROLLBACK_COMPLETE"));
}

fn ctrl_c_offers_to_delete_a_new_stack() {
    let cancellation = vec![stack_beat("DELETE_IN_PROGRESS", "User Initiated"), stack_beat("DELETE_COMPLETE", "")];
    let shop = Shop::new(Scenario { cancellation, ..gated(creation(), 2) });
    let mut terminal = shop.terminal(80, &["deploy", "--yes"]);

    terminal.showing(&["─ creating"]);
    terminal.press(CTRL_C);
    terminal.showing(&["cancel: CloudFormation deletes the new stack"]);
    terminal.press("c\n");
    let (screen, code) = terminal.end();

    assert_eq!(code, 130, "{screen}");
    assert!(screen.contains("nothing is deployed"), "{screen}");
    assert_eq!(shop.endpoint.status(), None);
}

fn waiting_after_ctrl_c_shows_the_deployment_to_its_end() {
    let shop = Shop::new(cancellable());
    let mut terminal = shop.terminal(80, &["deploy", "--yes"]);

    terminal.showing(&["─ updating"]);
    terminal.press(CTRL_C);
    terminal.showing(&["keeps changing."]);
    terminal.press("w\n");
    terminal.showing(&["keeps changing.", "─ updating"]);
    shop.endpoint.open_gate();
    let (screen, code) = terminal.end();

    assert_eq!(code, 0, "{screen}");
    assert_eq!(shop.endpoint.status().as_deref(), Some("UPDATE_COMPLETE"));
}

fn a_second_ctrl_c_exits_at_once() {
    let shop = Shop::new(cancellable());
    let mut terminal = shop.terminal(80, &["deploy", "--yes"]);

    terminal.showing(&["─ updating"]);
    terminal.press(CTRL_C);
    terminal.showing(&["keeps changing."]);
    terminal.press(CTRL_C);
    let (screen, code) = terminal.end();

    assert_eq!(code, 130, "{screen}");
    assert!(screen.contains("the operation continues without srvls"), "{screen}");
    assert_eq!(shop.endpoint.status().as_deref(), Some("UPDATE_IN_PROGRESS"));
}

fn a_signal_after_the_deployment_ends_the_process() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let shop = Shop::new(update());
        // The record of the release is written after everything else.
        shop.endpoint.hold("s3:PutObject", 3);
        let deployment = Deployment::start(&shop);

        assert!(shop.endpoint.is_held(PATIENCE));
        deployment.send(signal);
        let run = deployment.end();

        assert_eq!((run.code, run.stderr.lines().last()), (code, Some("error: interrupted")), "{}", run.stderr);
    }
}

fn an_answer_that_nobody_reads_ends_at_a_signal() {
    let shop = Shop::new(update());
    let (_reader, mut full) = io::pipe().unwrap();
    // As much as a pipe of Linux takes.
    full.write_all(&[b'x'; 1 << 16]).unwrap();
    let mut command = shop.command(&["deploy", "--yes", "--quiet"]);
    let child = command.stdout(full).stderr(Stdio::piped()).spawn().expect("srvls starts");
    let mut deployment = Deployment(child);
    while shop.endpoint.status().as_deref() != Some("UPDATE_COMPLETE") {
        thread::sleep(Duration::from_millis(20));
    }
    // It has its answer once it makes no more calls.
    let (begun, mut calls) = (Instant::now(), 0);
    while shop.endpoint.calls().len() > calls {
        assert!(begun.elapsed() < PATIENCE, "it goes on calling");
        calls = shop.endpoint.calls().len();
        thread::sleep(Duration::from_secs(4));
    }
    assert!(deployment.0.try_wait().unwrap().is_none(), "it waits for its reader");

    deployment.send("INT");

    let since = Instant::now();
    while deployment.0.try_wait().unwrap().is_none() {
        assert!(since.elapsed() < PATIENCE, "it ignores the signal");
        thread::sleep(Duration::from_millis(20));
    }
    let run = deployment.end();
    assert_eq!(run.code, 130);
    assert!(
        run.stderr.starts_with("error: interrupted: the command finished, but its output was not read"),
        "{}",
        run.stderr
    );
}

fn a_busy_stack_is_refused_or_at_a_terminal_watched_first() {
    let shop = Shop::new(cancellable());
    assert_eq!(shop.run(&["deploy", "--yes", "--detach"]).code, 0);

    let unattended = shop.run(&["deploy", "--yes"]);
    assert_eq!(unattended.code, 1, "{}", unattended.stderr);
    assert!(unattended.stderr.contains("follow it with `srvls watch`"), "{}", unattended.stderr);

    let terminal = shop.terminal(80, &["deploy", "--yes"]);
    terminal.showing(&["another operation is in progress", "─ updating"]);
    shop.endpoint.open_gate();
    let (screen, code) = terminal.end();
    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("shop-dev is unchanged"), "{screen}");
}

fn a_dry_run_deletes_the_change_set_of_a_killed_run() {
    let shop = Shop::new(update());
    shop.endpoint.hold("cloudformation:DescribeChangeSet", 1);
    let deployment = Deployment::start(&shop);
    assert!(shop.endpoint.is_held(PATIENCE));

    let meanwhile = shop.run(&["deploy", "--dry-run"]);
    let respected = shop.endpoint.change_sets();
    deployment.send("KILL");
    deployment.end();
    shop.endpoint.lift_hold();
    let afterwards = shop.run(&["deploy", "--dry-run"]);

    assert_eq!(
        (meanwhile.code, respected.len()),
        (0, 1),
        "a run that is alive keeps its change set: {}",
        meanwhile.stderr
    );
    assert_eq!(shop.endpoint.change_sets(), Vec::<String>::new(), "{}", afterwards.stderr);
    assert!(afterwards.stderr.contains("Deleted 1 change set of an interrupted run"), "{}", afterwards.stderr);
}

fn a_first_deployment_killed_at_any_call_is_finished_by_the_next() {
    killed_at_every_call(|| Shop::new(creation()), 1);
}

fn an_update_killed_at_any_call_is_finished_by_the_next() {
    killed_at_every_call(|| Shop::new(update()), 1);
}

/// Kills a deployment after the effect and before the response of each of its calls; the next deployment has to end as
/// if nothing had happened. `operations` is how many stack operations a whole deployment takes.
pub(crate) fn killed_at_every_call(shop: fn() -> Shop, operations: usize) {
    let whole = shop();
    let run = whole.run(&["deploy", "--yes"]);
    assert_eq!(run.code, 0, "{}", run.stderr);

    let moments = moments(whole.endpoint.calls(), operations + 1);
    // In parallel, because they mostly wait.
    thread::scope(|scope| {
        for some in moments.chunks(moments.len().div_ceil(KILLED_AT_ONCE)) {
            scope.spawn(|| some.iter().for_each(|(call, turn)| killed_at(&shop(), &whole, call, *turn)));
        }
    });
}

fn killed_at(shop: &Shop, whole: &Shop, call: &str, turn: usize) {
    shop.endpoint.hold(call, turn);
    let deployment = Deployment::start(shop);
    assert!(shop.endpoint.is_held(PATIENCE), "call {turn} of {call} was never made");
    deployment.send("KILL");
    deployment.end();
    shop.endpoint.lift_hold();

    // Waits until whatever is still in progress has ended.
    shop.run(&["watch"]);
    let next = shop.run(&["deploy", "--yes"]);

    let statuses = |shop: &Shop| [shop.endpoint.status(), shop.endpoint.edge_status()];
    let state = (next.code, statuses(shop), shop.endpoint.change_sets());
    assert_eq!(state, (0, statuses(whole), Vec::new()), "after {turn} of {call}:\n{}", next.stderr);
}

/// The first `most` calls of each kind.
fn moments(calls: Vec<String>, most: usize) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for call in calls {
        *counts.entry(call).or_default() += 1;
    }
    counts.into_iter().flat_map(|(call, count)| (1..=count.min(most)).map(move |turn| (call.clone(), turn))).collect()
}

/// A deployment without a terminal.
struct Deployment(Child);

impl Deployment {
    fn start(shop: &Shop) -> Self {
        let mut command = shop.command(&["deploy", "--yes"]);
        Self(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("srvls starts"))
    }

    fn send(&self, signal: &str) {
        let sent = Command::new("kill").arg(format!("-{signal}")).arg(self.0.id().to_string()).status();
        assert!(sent.is_ok_and(|status| status.success()));
    }

    fn end(self) -> Run {
        srvls::result_of(self.0.wait_with_output().expect("it ends"))
    }
}
