//! Observing a new version after its deployment, and rolling it back, at once or later.

use libtest_mimic::Trial;

use crate::support::{
    scripted::{Act, Scenario, alarm_beat, beat, change, gate, stack_beat},
    shop::Shop,
    transcript::{in_words, normalised, transcript},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        a_healthy_version_passes_the_observation,
        an_alarm_fails_an_unattended_observation,
        an_alarm_at_a_terminal_offers_a_rollback,
        declining_the_rollback_keeps_the_new_version,
        an_unhealthy_first_version_has_no_rollback,
        a_rollback_is_reported_line_by_line,
        a_rollback_at_a_terminal_asks_and_shows_the_tree
    ]
}

const FUNCTION: &str = "AWS::Lambda::Function";
const ALARM: &str = "AWS::CloudWatch::Alarm";
const ERRORS: &str = "ErrorsAlarm";

/// A first release, whose alarm ends up in this state.
fn first(alarm: &'static str) -> Act {
    let execution = vec![
        stack_beat("CREATE_IN_PROGRESS", "User Initiated"),
        beat("GetProfileFunction", FUNCTION, "CREATE_IN_PROGRESS", ""),
        beat("GetProfileFunction", FUNCTION, "CREATE_COMPLETE", ""),
        beat(ERRORS, ALARM, "CREATE_COMPLETE", ""),
        alarm_beat(ERRORS, alarm),
        stack_beat("CREATE_COMPLETE", ""),
    ];
    let changes = vec![change("Add", "GetProfileFunction", FUNCTION), change("Add", ERRORS, ALARM)];
    Act { given: None, changes, execution }
}

/// A later release, or a rollback.
fn next(alarm: &'static str) -> Act {
    let execution = vec![
        stack_beat("UPDATE_IN_PROGRESS", "User Initiated"),
        beat("GetProfileFunction", FUNCTION, "UPDATE_IN_PROGRESS", ""),
        beat("GetProfileFunction", FUNCTION, "UPDATE_COMPLETE", ""),
        alarm_beat(ERRORS, alarm),
        stack_beat("UPDATE_COMPLETE", ""),
    ];
    Act { given: None, changes: vec![change("Modify", "GetProfileFunction", FUNCTION)], execution }
}

/// A shop with a healthy release, and what comes after it.
fn released(later: impl Into<Vec<Act>>) -> Shop {
    let Act { changes, execution, .. } = first("OK");
    let shop = Shop::new(Scenario { changes, execution, later: later.into(), ..Scenario::default() });
    assert_eq!(shop.run(&["deploy", "--yes"]).code, 0);
    shop
}

fn a_healthy_version_passes_the_observation() {
    let shop = released([next("OK")]);

    let run = shop.run(&["deploy", "--yes", "--observe", "1s"]);

    insta::assert_snapshot!("well_piped", transcript(&run));
}

/// The alarm goes off before CloudFormation is done, and so before the observation begins.
fn an_alarm_fails_an_unattended_observation() {
    let shop = released([next("ALARM")]);

    let run = shop.run(&["deploy", "--yes", "--observe", "1s"]);

    insta::assert_snapshot!("alarm_piped", transcript(&run));
}

fn an_alarm_at_a_terminal_offers_a_rollback() {
    let shop = released([next("ALARM"), next("OK")]);
    let mut terminal = shop.terminal(80, &["deploy", "--observe", "1s"]);

    terminal.showing(&["[y/N]"]);
    terminal.press("y\n");
    let offer = terminal.showing(&[", rolling back to r", "? [y/N]"]);
    terminal.press("y\n");
    let (end, code) = terminal.end();

    insta::assert_snapshot!("alarm_80_offer", normalised(&offer));
    insta::assert_snapshot!("alarm_80_back", normalised(&end));
    assert_eq!(code, 1, "the requested version is not live");
    insta::assert_snapshot!(in_words(&transcript(&shop.run(&["releases"]))), @"
    --- stdout, exit 0 ---
    RELEASE COMMIT WHEN OUTCOME DEPLOYED BY
    rYYYYMMDDTHHMMSSsssZ AGO live ada: back to rYYYYMMDDTHHMMSSsssZ
    rYYYYMMDDTHHMMSSsssZ AGO succeeded ada
    rYYYYMMDDTHHMMSSsssZ AGO succeeded ada
    ");
}

fn declining_the_rollback_keeps_the_new_version() {
    let shop = released([next("ALARM"), next("OK")]);
    let mut terminal = shop.terminal(80, &["deploy", "--observe", "1s"]);

    terminal.showing(&["[y/N]"]);
    terminal.press("y\n");
    terminal.showing(&[", rolling back to r", "? [y/N]"]);
    terminal.press("n\n");
    let (end, code) = terminal.end();

    insta::assert_snapshot!("alarm_80_declined", normalised(&end));
    assert_eq!((code, shop.endpoint.change_sets()), (1, Vec::new()));
}

fn an_unhealthy_first_version_has_no_rollback() {
    let Act { changes, execution, .. } = first("ALARM");
    let shop = Shop::new(Scenario { changes, execution, ..Scenario::default() });
    let mut terminal = shop.terminal(80, &["deploy", "--observe", "1s"]);

    terminal.showing(&["[y/N]"]);
    terminal.press("y\n");
    let (end, code) = terminal.end();

    insta::assert_snapshot!("alarm_80_first", normalised(&end));
    assert_eq!(code, 1, "{end}");
}

fn a_rollback_is_reported_line_by_line() {
    let shop = released([next("OK"), next("OK")]);
    let nowhere = shop.run(&["rollback", "--yes"]);
    assert_eq!(shop.run(&["deploy", "--yes", "--reason", "OPS-7"]).code, 0);

    let back = shop.run(&["rollback", "--yes"]);

    insta::assert_snapshot!(transcript(&nowhere), @"
    error: there is no release to roll back to: rYYYYMMDDTHHMMSSsssZ is the first release
    hint: choose one from `srvls releases`, or deploy the version you want
    --- stdout, exit 2 ---
    ");
    insta::assert_snapshot!("rollback_piped", transcript(&back));
    insta::assert_snapshot!(in_words(&transcript(&shop.run(&["releases"]))), @"
    --- stdout, exit 0 ---
    RELEASE COMMIT WHEN OUTCOME DEPLOYED BY
    rYYYYMMDDTHHMMSSsssZ AGO live ada: back to rYYYYMMDDTHHMMSSsssZ
    rYYYYMMDDTHHMMSSsssZ AGO succeeded ada: OPS-7
    rYYYYMMDDTHHMMSSsssZ AGO succeeded ada
    ");
}

fn a_rollback_at_a_terminal_asks_and_shows_the_tree() {
    let mut back = next("OK");
    back.execution.insert(2, gate());
    let shop = released([next("OK"), back]);
    assert_eq!(shop.run(&["deploy", "--yes"]).code, 0);
    let mut terminal = shop.terminal(80, &["rollback"]);

    terminal.showing(&["[y/N]"]);
    terminal.press("y\n");
    let live = terminal.showing(&["└─ updating"]);
    shop.endpoint.open_gate();
    let (end, code) = terminal.end();

    insta::assert_snapshot!(normalised(&live), @"
    Rolling back to rYYYYMMDDTHHMMSSsssZ, deployed AGO
       RESOURCE            TYPE              CHANGE
    ~  GetProfileFunction  Lambda::Function  change
                                             Description

       What the templates say
       Data
    +  `Queue` SQS Queue

    0 to add, 1 to change, 0 to remove
    plan 4de660b0eb5a
    Make these changes to shop-dev, rolling back to rYYYYMMDDTHHMMSSsssZ? [y/N] y
    shop-dev  updating  [                        ]  0/1  #:##
    └─ updating    #:##  GetProfileFunction            Lambda function
    ");
    insta::assert_snapshot!(normalised(&end), @"
    Rolling back to rYYYYMMDDTHHMMSSsssZ, deployed AGO
       RESOURCE            TYPE              CHANGE
    ~  GetProfileFunction  Lambda::Function  change
                                             Description

       What the templates say
       Data
    +  `Queue` SQS Queue

    0 to add, 1 to change, 0 to remove
    plan 4de660b0eb5a
    Make these changes to shop-dev, rolling back to rYYYYMMDDTHHMMSSsssZ? [y/N] y
    shop-dev is rolled back to rYYYYMMDDTHHMMSSsssZ (#.# s)

    smoke checks: 1 passed
    hint: try `srvls status`
    ");
    assert_eq!(code, 0);
}
