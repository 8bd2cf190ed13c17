//! The tickets of on-call, each solved by what the screen of `srvls alarms` proposes, in two commands at most.

use libtest_mimic::Trial;

use super::{
    COLUMNS,
    answers::{ANSWERS, Answer},
    first_command,
    lines::ERROR_OF_GET_PROFILE,
    run,
    stage::{refused, stage_where},
};
use crate::{support::trials, tickets::proposed};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        responses_of_5xx_rise,
        a_table_throttles,
        a_function_throttles,
        a_dependency_is_slow,
        refused_sign_ins_rise,
        one_users_request_fails,
        maintenance_begins_and_ends,
        the_next_shift_begins,
        the_firewall_blocks_customers
    ]
}

/// What the first command says that `srvls alarms` proposes while this alarm fires.
#[track_caller]
fn first_proposed(alarm: &str) -> String {
    let Answer { scenario, .. } = ANSWERS.iter().find(|answer| answer.alarm == alarm).expect("an answer");
    let shop = stage_where(alarm, scenario);
    shop.endpoint.query_results(&[refused(&[("/auth/signin", "401", 400)])]);

    let screen = run(&shop, "srvls alarms", None);

    assert!(screen.contains(alarm), "{screen}");
    let first = first_command(super::alarm(alarm));
    assert!(proposed(&screen, COLUMNS, "Do").iter().any(|command| command == first), "{first}: {screen}");
    run(&shop, first, None)
}

/// The text of a screen, whose lines end where it does.
pub(crate) fn flat(screen: &str) -> String {
    screen.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn responses_of_5xx_rise() {
    let said = first_proposed("api-5xx");

    assert!(said.contains("get_profile") && said.contains(ERROR_OF_GET_PROFILE), "{said}");
}

fn a_table_throttles() {
    let said = first_proposed("UserProfiles-throttling");

    assert!(flat(&said).contains("1x UserProfiles: a throttled read or write"), "{said}");
}

fn a_function_throttles() {
    let said = first_proposed("lambda-throttles");

    assert!(said.contains("get_profile"), "{said}");
}

fn a_dependency_is_slow() {
    let said = first_proposed("api-slow");

    let said = flat(&said);
    assert!(
        said.contains("get_profile: ") && said.contains("took 2 s or more, at most 3 s, 99 % of it in DynamoDB"),
        "{said}"
    );
}

fn refused_sign_ins_rise() {
    let said = first_proposed("api-4xx");

    assert!(said.contains("/auth/signin") && said.contains("401"), "{said}");
}

fn one_users_request_fails() {
    let shop = stage_where("api-5xx", "every request of get_profile fails for 15 minutes");
    let errors = shop.run(&["logs", "errors", "-o", "json"]).json();
    let id = errors["errors"][0]["sample"]["request_id"].as_str().expect("an id").to_owned();

    let said = run(&shop, &format!("srvls diagnose {id}"), None);

    assert!(said.contains("GET /user/profile") && flat(&said).contains(ERROR_OF_GET_PROFILE), "{said}");
}

fn maintenance_begins_and_ends() {
    let shop = stage_where("api-5xx", "every request of get_profile fails for 15 minutes");

    let muted = run(&shop, "srvls alarms mute --all --for 1h --reason OPS-1", None);
    let undo = proposed(&muted, COLUMNS, "Undo");
    assert!(run(&shop, "srvls alarms", None).contains("muted until"), "{muted}");
    let unmuted = run(&shop, &undo[0], None);

    assert!(unmuted.contains("Notify again"), "{unmuted}");
    assert!(proposed(&unmuted, COLUMNS, "Undo")[0].starts_with("srvls alarms mute --all --for "), "{unmuted}");
    assert!(!run(&shop, "srvls alarms", None).contains("muted until"));
}

fn the_next_shift_begins() {
    let shop = stage_where("api-5xx", "every request of get_profile fails for 15 minutes");

    let said = run(&shop, "srvls handover", None);

    assert!(said.contains("api-5xx") && said.contains("get_profile"), "{said}");
}

fn the_firewall_blocks_customers() {
    let said = first_proposed("blocked");

    assert!(said.replace('\n', "").contains("by CommonRules/SizeRestrictions_QUERYSTRING"), "{said}");
}
