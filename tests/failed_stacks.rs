//! Deployments onto stacks that a failed deployment left behind, and when a new stack becomes protected.

use std::thread;

use libtest_mimic::Trial;

use crate::support::{
    PATIENCE,
    scripted::{Act, Scenario, beat, deployed, stack_beat},
    shop::{Shop, creation, gated, update},
    transcript::transcript,
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        a_failed_update_is_rolled_back_before_the_next_deployment,
        no_rollback_continues_from_a_failed_update,
        a_failed_creation_is_not_deleted_without_being_asked,
        a_plan_is_refused_if_a_failed_stack_must_be_deleted_first,
        a_plan_that_is_not_a_digest_is_refused_at_once,
        executing_a_plan_twice_is_a_success,
        a_new_stack_is_protected_after_its_creation,
        a_deployment_overtaken_by_another_is_refused
    ]
}

const FUNCTION: &str = "AWS::Lambda::Function";

/// An update that failed and was not rolled back.
fn failed_update() -> Scenario {
    let mut history = deployed();
    history.extend([
        stack_beat("UPDATE_IN_PROGRESS", "User Initiated"),
        beat("GetProfileFunction", FUNCTION, "UPDATE_FAILED", "no such role"),
        stack_beat("UPDATE_FAILED", "The following resource(s) failed to update: [GetProfileFunction]."),
    ]);
    Scenario { deployed: Some(history), ..update() }
}

fn a_failed_update_is_rolled_back_before_the_next_deployment() {
    let cancellation = vec![
        stack_beat("UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated"),
        beat("GetProfileFunction", FUNCTION, "UPDATE_COMPLETE", ""),
        stack_beat("UPDATE_ROLLBACK_COMPLETE", ""),
    ];
    // The same changes are found before the rollback and after it.
    let afterwards = Act { given: None, changes: update().changes, execution: update().execution };
    let shop = Shop::new(Scenario { cancellation, later: vec![afterwards], ..failed_update() });

    let run = shop.run(&["deploy", "--yes"]);

    insta::assert_snapshot!("rolled_back_first_piped", transcript(&run));
    assert_eq!(on_stacks(&shop), ["RollbackStack", "CreateChangeSet", "ExecuteChangeSet"]);
}

fn no_rollback_continues_from_a_failed_update() {
    let shop = Shop::new(failed_update());

    let run = shop.run(&["deploy", "--yes", "--no-rollback"]);

    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(on_stacks(&shop), ["CreateChangeSet", "ExecuteChangeSet"]);
}

fn a_failed_creation_is_not_deleted_without_being_asked() {
    let history = vec![
        stack_beat("CREATE_IN_PROGRESS", "User Initiated"),
        beat("Table", "AWS::DynamoDB::Table", "CREATE_COMPLETE", ""),
        beat("GetProfileFunction", FUNCTION, "CREATE_FAILED", "no such role"),
        stack_beat("CREATE_FAILED", "The following resource(s) failed to create: [GetProfileFunction]."),
    ];
    let shop = Shop::new(Scenario { deployed: Some(history), ..update() });

    let run = shop.run(&["deploy", "--yes"]);

    insta::assert_snapshot!(transcript(&run), @"
    error: stack `shop-dev` is CREATE_FAILED: its first deployment failed, and `--no-rollback` kept the partial stack
    hint: `srvls deploy --no-rollback` continues from there; `srvls destroy` deletes it so that you can start over
    --- stdout, exit 1 ---
    ");
    assert_eq!(on_stacks(&shop), Vec::<String>::new());
}

fn a_plan_is_refused_if_a_failed_stack_must_be_deleted_first() {
    let history = vec![stack_beat("CREATE_IN_PROGRESS", "User Initiated"), stack_beat("ROLLBACK_COMPLETE", "")];
    let shop = Shop::new(Scenario { deployed: Some(history), ..creation() });

    let run = shop.run(&["deploy", "--yes", "--plan", "0123456789ab"]);

    insta::assert_snapshot!(transcript(&run), @"
    error: refused: `shop-dev` is ROLLBACK_COMPLETE and must be deleted first, so its plan can't be computed
    hint: deploy without `--plan`, or run `srvls destroy` and review the new plan
    --- stdout, exit 6 ---
    ");
    assert_eq!(on_stacks(&shop), Vec::<String>::new());
}

fn a_plan_that_is_not_a_digest_is_refused_at_once() {
    let shop = Shop::new(update());

    for text in ["abc", "", "0123456789zz"] {
        assert_eq!(shop.run(&["deploy", "--yes", "--plan", text]).code, 2, "{text:?}");
    }

    assert_eq!(shop.endpoint.calls(), Vec::<String>::new());
}

fn executing_a_plan_twice_is_a_success() {
    let shop = Shop::new(update());
    let digest = shop.run(&["diff", "-o", "json"]).json()["digest"].as_str().expect("a digest").to_owned();

    let first = shop.run(&["deploy", "--yes", "--plan", &digest, "-o", "json"]).json();
    let again = shop.run(&["deploy", "--yes", "--plan", &digest, "-o", "json"]).json();

    assert_eq!((&first["action"], &again["action"]), (&"updated".into(), &"unchanged".into()));
    assert_eq!(first["release"]["id"], again["release"]["id"]);
}

/// CloudFormation sets no policy on a stack in review, and does not delete a protected one.
fn a_new_stack_is_protected_after_its_creation() {
    let shop = Shop::new(creation());
    shop.configure(|config| format!("{config}protected = true\n"));

    let run = shop.run(&["deploy", "--yes", "--reason", "OPS-1", "--confirm", "dev"]);

    assert_eq!(run.code, 0, "{}", run.stderr);
    let writes = ["CreateChangeSet", "ExecuteChangeSet", "SetStackPolicy", "UpdateTerminationProtection"];
    assert_eq!(on_stacks(&shop), writes);
}

/// Both runs look at the stack before either begins.
fn a_deployment_overtaken_by_another_is_refused() {
    let shop = Shop::new(gated(update(), 2));
    shop.endpoint.hold("cloudformation:CreateChangeSet", 1);
    thread::scope(|scope| {
        let slow = scope.spawn(|| shop.run(&["deploy", "--yes"]));
        assert!(shop.endpoint.is_held(PATIENCE));
        assert_eq!(shop.run(&["deploy", "--yes", "--detach"]).code, 0);
        shop.endpoint.lift_hold();

        let run = slow.join().expect("it ends");

        assert_eq!(run.code, 1, "{}", run.stderr);
        assert!(run.stderr.contains("another operation is in progress"), "{}", run.stderr);
    });
    shop.endpoint.open_gate();
}

/// The writes to CloudFormation, in order.
fn on_stacks(shop: &Shop) -> Vec<String> {
    let writes = shop.endpoint.writes().into_iter();
    writes.filter_map(|call| Some(call.strip_prefix("cloudformation:")?.to_owned())).collect()
}
