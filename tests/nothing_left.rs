//! Deployments that fail before they change anything: no change set and no empty stack stays, or the output names it.

use std::thread;

use libtest_mimic::Trial;

use crate::support::{
    PATIENCE,
    shop::{Shop, creation, update},
    terminal::CTRL_C,
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        a_change_set_that_cannot_be_described_is_deleted,
        a_change_set_whose_creation_gets_no_answer_is_deleted,
        what_cannot_be_deleted_is_named,
        an_interruption_says_what_could_not_be_deleted,
        a_refused_plan_is_refused_whether_or_not_its_change_set_can_be_deleted,
        a_deployment_whose_plan_another_one_made_void_changes_nothing,
        a_deployment_that_cannot_be_read_afterwards_says_that_it_is_live,
        a_deployment_that_cannot_be_protected_says_that_it_is_live
    ]
}

const DESCRIBE: &str = "cloudformation:DescribeChangeSet";
const DELETE: &str = "cloudformation:DeleteChangeSet";

fn a_change_set_that_cannot_be_described_is_deleted() {
    for (scenario, status) in [(creation(), None), (update(), Some("CREATE_COMPLETE".to_owned()))] {
        for command in [&["deploy", "--yes"][..], &["diff"]] {
            let shop = Shop::new(scenario.clone());
            shop.endpoint.deny(DESCRIBE);

            let run = shop.run(command);

            assert_eq!(run.code, 4, "{}", run.stderr);
            assert!(run.stderr.contains(&format!("not allowed to call {DESCRIBE}")), "{}", run.stderr);
            assert!(!run.stderr.contains("could not delete"), "{}", run.stderr);
            assert_eq!((shop.endpoint.change_sets(), shop.endpoint.status()), (Vec::new(), status.clone()));
        }
    }
}

/// IAM may also deny what has been done already: the answer that is lost.
fn a_change_set_whose_creation_gets_no_answer_is_deleted() {
    let shop = Shop::new(creation());
    shop.endpoint.lose_answers("cloudformation:CreateChangeSet");

    let run = shop.run(&["deploy", "--yes"]);

    assert_eq!(run.code, 4, "{}", run.stderr);
    assert_eq!((shop.endpoint.change_sets(), shop.endpoint.status()), (Vec::new(), None), "{}", run.stderr);
}

fn what_cannot_be_deleted_is_named() {
    let shop = Shop::new(creation());
    shop.endpoint.deny(DESCRIBE);
    shop.endpoint.deny(DELETE);

    let run = shop.run(&["deploy", "--yes"]);

    assert_eq!(run.code, 4, "{}", run.stderr);
    assert!(run.stderr.contains(&format!("error: not allowed to call {DESCRIBE}")), "{}", run.stderr);
    let left = shop.endpoint.change_sets();
    assert!(run.stderr.contains(&format!("could not delete the change set {}", left[0])), "{}", run.stderr);
    assert!(run.stderr.contains(&format!("not allowed to call {DELETE}; the next deployment")), "{}", run.stderr);
}

fn an_interruption_says_what_could_not_be_deleted() {
    let shop = Shop::new(creation());
    shop.endpoint.deny(DELETE);
    let mut terminal = shop.terminal(80, &["deploy"]);

    terminal.showing(&["[y/N]"]);
    terminal.press(CTRL_C);
    let (screen, code) = terminal.end();

    assert_eq!(code, 130, "{screen}");
    assert!(screen.lines().any(|line| line == "error: interrupted: nothing was changed"), "{screen}");
    assert!(screen.contains("could not delete the change set srvls-r"), "{screen}");
}

fn a_refused_plan_is_refused_whether_or_not_its_change_set_can_be_deleted() {
    let shop = Shop::new(update());
    shop.endpoint.deny(DELETE);

    let run = shop.run(&["deploy", "--yes", "--plan", "0123456789ab"]);

    assert_eq!(run.code, 6, "{}", run.stderr);
    assert!(run.stderr.contains("could not delete the change set srvls-r"), "{}", run.stderr);
}

/// Both have their plan before either executes it.
fn a_deployment_whose_plan_another_one_made_void_changes_nothing() {
    let shop = Shop::new(update());
    shop.endpoint.hold("cloudformation:DetectStackResourceDrift", 1);
    let run = thread::scope(|scope| {
        let slow = scope.spawn(|| shop.run(&["deploy", "--yes"]));
        assert!(shop.endpoint.is_held(PATIENCE));
        assert_eq!(shop.run(&["deploy", "--yes"]).code, 0);
        shop.endpoint.lift_hold();
        slow.join().expect("it ends")
    });

    assert_eq!(run.code, 1, "{}", run.stderr);
    let message = "error: another deployment of `shop-dev` came first: nothing was changed";
    assert!(run.stderr.contains(message), "{}", run.stderr);
    assert_eq!(shop.endpoint.change_sets(), Vec::<String>::new());
    let outcomes: Vec<String> =
        shop.endpoint.release_records().iter().map(|record| record["outcome"].to_string()).collect();
    assert_eq!(outcomes, ["\"interrupted\"", "\"succeeded\""]);
    let executed = shop.endpoint.calls().iter().filter(|call| *call == "cloudformation:ExecuteChangeSet").count();
    assert_eq!(executed, 2, "the second was refused by CloudFormation");
}

fn a_deployment_that_cannot_be_read_afterwards_says_that_it_is_live() {
    let shop = Shop::new(update());
    // The record of the beginning.
    shop.endpoint.hold("s3:PutObject", 3);
    let run = thread::scope(|scope| {
        let deployment = scope.spawn(|| shop.run(&["deploy", "--yes"]));
        assert!(shop.endpoint.is_held(PATIENCE));
        shop.endpoint.deny("cloudformation:DescribeStacks");
        shop.endpoint.lift_hold();
        deployment.join().expect("it ends")
    });

    assert_eq!(run.code, 4, "{}", run.stderr);
    let message = "error: `shop-dev` has the new version, but its current state could not be read";
    assert!(run.stderr.contains(message), "{}", run.stderr);
    assert!(run.stderr.contains("`srvls status` shows how it is"), "{}", run.stderr);
    assert_eq!(shop.endpoint.release_records()[0]["outcome"], "succeeded");
}

fn a_deployment_that_cannot_be_protected_says_that_it_is_live() {
    let shop = Shop::new(creation());
    shop.configure(|config| format!("{config}protected = true\n"));
    shop.endpoint.deny("cloudformation:SetStackPolicy");

    let run = shop.run(&["deploy", "--yes", "--reason", "OPS-1", "--confirm", "dev"]);

    assert_eq!(run.code, 4, "{}", run.stderr);
    let message = "error: `shop-dev` has the new version, but its protection could not be set";
    assert!(run.stderr.contains(message) && run.stderr.contains("`srvls watch` sets it"), "{}", run.stderr);
}
