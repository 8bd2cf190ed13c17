//! Traffic that shifts to new code gradually: what is shown on the way, and when an alarm stops it.

use std::thread;

use libtest_mimic::Trial;

use crate::{
    support::{
        PATIENCE,
        scripted::{Scenario, beat, change, deployed, gate, stack_beat},
        shop::Shop,
        srvls::Run,
        transcript::transcript,
        trials,
    },
    terminals::in_terminal,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        a_traffic_shift_is_reported_with_its_percentage,
        a_traffic_shift_is_a_branch_of_the_live_tree,
        a_traffic_shift_stopped_by_an_alarm_names_the_alarm
    ]
}

const FUNCTION: &str = "AWS::Lambda::Function";
const VERSION: &str = "AWS::Lambda::Version";
const ALIAS: &str = "AWS::Lambda::Alias";

/// New code for one function, with a gate while its traffic shifts.
fn shifting() -> Scenario {
    Scenario {
        deployed: Some(deployed()),
        changes: vec![
            change("Modify", "GetProfileFunction", FUNCTION),
            change("Modify", "GetProfileFunctionAliaslive", ALIAS),
            change("Add", "GetProfileFunctionVersion2b", VERSION),
            change("Remove", "GetProfileFunctionVersion1a", VERSION),
        ],
        execution: vec![
            stack_beat("UPDATE_IN_PROGRESS", "User Initiated"),
            beat("GetProfileFunction", FUNCTION, "UPDATE_IN_PROGRESS", ""),
            beat("GetProfileFunction", FUNCTION, "UPDATE_COMPLETE", ""),
            beat("GetProfileFunctionVersion2b", VERSION, "CREATE_IN_PROGRESS", ""),
            beat("GetProfileFunctionVersion2b", VERSION, "CREATE_COMPLETE", ""),
            beat("GetProfileFunctionAliaslive", ALIAS, "UPDATE_IN_PROGRESS", ""),
            gate(),
            beat("GetProfileFunctionAliaslive", ALIAS, "UPDATE_COMPLETE", ""),
            stack_beat("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", ""),
            beat("GetProfileFunctionVersion1a", VERSION, "DELETE_COMPLETE", ""),
            stack_beat("UPDATE_COMPLETE", ""),
        ],
        ..Scenario::default()
    }
}

/// An alarm goes off while a tenth of the traffic goes to the new version.
fn stopped() -> Scenario {
    // In the words of CloudFormation.
    let reason = "Resource handler returned message: \"d-RGSWBD91L failed. One or more alarms have been activated \
        according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. \
        Activated alarms: <shop-dev-get_profile-errors>\" (RequestToken: 5c2b, HandlerErrorCode: InternalFailure)";
    let mut scenario = shifting();
    scenario.execution.truncate(7);
    scenario.execution.extend([
        beat("GetProfileFunctionAliaslive", ALIAS, "UPDATE_FAILED", reason),
        stack_beat(
            "UPDATE_ROLLBACK_IN_PROGRESS",
            "The following resource(s) failed to update: [GetProfileFunctionAliaslive].",
        ),
        beat("GetProfileFunction", FUNCTION, "UPDATE_IN_PROGRESS", ""),
        beat("GetProfileFunction", FUNCTION, "UPDATE_COMPLETE", ""),
        stack_beat("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", ""),
        beat("GetProfileFunctionVersion2b", VERSION, "DELETE_COMPLETE", ""),
        stack_beat("UPDATE_ROLLBACK_COMPLETE", ""),
    ]);
    scenario
}

/// Opens the gate once srvls has looked at the traffic.
fn looked_at(scenario: Scenario) -> Run {
    let shop = Shop::new(scenario);
    shop.endpoint.hold("lambda:GetAlias", 2);
    thread::scope(|scope| {
        let deployment = scope.spawn(|| shop.run(&["deploy", "--yes"]));
        assert!(shop.endpoint.is_held(PATIENCE), "srvls did not look at the traffic");
        shop.endpoint.open_gate();
        shop.endpoint.lift_hold();
        deployment.join().expect("it ends")
    })
}

fn a_traffic_shift_is_reported_with_its_percentage() {
    insta::assert_snapshot!("shifting_piped", transcript(&looked_at(shifting())));
}

fn a_traffic_shift_is_a_branch_of_the_live_tree() {
    let shown = ["shifting", "10 % on version 8"];

    let narrow = in_terminal(80, shifting(), &shown);
    let wide = in_terminal(120, shifting(), &shown);

    insta::assert_snapshot!(narrow.live, @"
       RESOURCE                     TYPE              CHANGE
    ~  GetProfileFunctionAliaslive  Lambda::Alias     change
                                                      Description
    ~  GetProfileFunction           Lambda::Function  change
                                                      Description
    -  GetProfileFunctionVersion1a  Lambda::Version   remove
    +  GetProfileFunctionVersion2b  Lambda::Version   add

       What the templates say
       Data
    +  `Queue` SQS Queue

    1 to add, 2 to change, 1 to remove
    plan 577bdb01fabb
    Make these changes to shop-dev? [y/N] y
    shop-dev  updating  [============>           ]  2/4  #:##
    ├─ shifting    #:##  GetProfileFunctionAliaslive   10 % on version 8
    └─ 1 waiting
    ");
    insta::assert_snapshot!(narrow.end, @"
       RESOURCE                     TYPE              CHANGE
    ~  GetProfileFunctionAliaslive  Lambda::Alias     change
                                                      Description
    ~  GetProfileFunction           Lambda::Function  change
                                                      Description
    -  GetProfileFunctionVersion1a  Lambda::Version   remove
    +  GetProfileFunctionVersion2b  Lambda::Version   add

       What the templates say
       Data
    +  `Queue` SQS Queue

    1 to add, 2 to change, 1 to remove
    plan 577bdb01fabb
    Make these changes to shop-dev? [y/N] y
    shop-dev is updated (#.# s)

    smoke checks: 1 passed
    hint: try `srvls status`
    ");
    assert_eq!(narrow.code, 0);
    assert_eq!(wide, narrow, "no line needs more than 80 columns");
}

fn a_traffic_shift_stopped_by_an_alarm_names_the_alarm() {
    insta::assert_snapshot!("stopped_piped", transcript(&looked_at(stopped())));
}
