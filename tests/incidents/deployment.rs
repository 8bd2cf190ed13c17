//! A deployment breaks an operation: every screen tells the same story, and what it proposes ends it.

use std::{thread::sleep, time::Duration};

use libtest_mimic::Trial;
use regex::Regex;
use serde_json::json;

use super::{
    COLUMNS, alarm,
    lines::ERROR_OF_GET_PROFILE,
    run,
    stage::{defined, use_templates},
};
use crate::{
    support::{
        scripted::{Act, Scenario, beat, change, created, stack_beat},
        shop::Shop,
        terminal::CTRL_C,
        transcript::normalised,
        trials,
    },
    tickets::proposed,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![from_the_alarm_to_the_rollback_in_three_commands, every_screen_names_the_operation_and_the_deployment]
}

const FUNCTION: &str = "AWS::Lambda::Function";
/// Those that failed.
const REQUESTS: [&str; 3] = [
    "c6af9ac6-7b61-11e6-9a41-93e8deadbee1",
    "c6af9ac6-7b61-11e6-9a41-93e8deadbee2",
    "c6af9ac6-7b61-11e6-9a41-93e8deadbee3",
];

/// The second release breaks get_profile, and the rollback mends it.
fn broken() -> Shop {
    let alarm = alarm("api-5xx").logical_id.as_str();
    let resources = [
        (alarm, "AWS::CloudWatch::Alarm"),
        ("CriticalTopic", "AWS::SNS::Topic"),
        ("Api", "AWS::ApiGateway::RestApi"),
        ("ApiStage", "AWS::ApiGateway::Stage"),
        ("ApiLogs", "AWS::Logs::LogGroup"),
        ("GetProfileFunction", FUNCTION),
        ("ListDataFunction", FUNCTION),
    ];
    let update = || Act {
        given: None,
        changes: vec![change("Modify", "GetProfileFunction", FUNCTION)],
        execution: vec![
            stack_beat("UPDATE_IN_PROGRESS", "User Initiated"),
            beat("GetProfileFunction", FUNCTION, "UPDATE_COMPLETE", ""),
            stack_beat("UPDATE_COMPLETE", ""),
        ],
    };
    let (names, mut alarms) = defined("api-5xx");
    let definition = alarms.get_mut("shop-dev-api-5xx").expect("the alarm");
    definition["StateReasonData"] = r#"{"recentDatapoints":[40.0]}"#.into();
    let shop = Shop::new(Scenario {
        changes: vec![change("Add", "GetProfileFunction", FUNCTION)],
        execution: created(&resources),
        later: vec![update(), update()],
        names,
        alarms,
        template: TEMPLATE,
        log_page_size: 100,
        ..Scenario::default()
    });
    shop.endpoint.publish("Count", "shop-dev", "Sum", |_| Some(20.0));
    shop.endpoint.publish("5XXError", "shop-dev", "Sum", |minute| Some(if minute <= 1 { 8.0 } else { 0.0 }));
    shop.endpoint.publish("Invocations", "GetProfileFunction", "Sum", |_| Some(8.0));
    shop.endpoint.publish("Errors", "GetProfileFunction", "Sum", |minute| Some(if minute <= 1 { 8.0 } else { 0.0 }));
    for reason in ["OPS-6", "OPS-7"] {
        let run = shop.run(&["deploy", "--yes", "--reason", reason]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    use_templates(&shop);
    // The time of an alarm has no fraction of a second: it fires after the deployment.
    sleep(Duration::from_secs(1));
    shop.endpoint.alarm_becomes("shop-dev-api-5xx", "ALARM");
    for (number, id) in REQUESTS.into_iter().enumerate() {
        let failed = json!({
            "level": "ERROR", "message": "request failed", "error": format!("{ERROR_OF_GET_PROFILE}: no such table"),
            "error_class": "ResourceNotFoundException", "span": { "requestId": format!("r-{number}"), "name": "Lambda runtime invoke" },
        });
        let request = json!({
            "requestId": id, "integrationRequestId": format!("r-{number}"), "method": "GET",
            "resource": "/user/profile", "status": "500", "errorType": "-", "userId": format!("user-{number}"),
        });
        shop.endpoint.log("/aws/lambda/shop-dev-GetProfileFunction-1A2B", 0, &failed);
        shop.endpoint.log("/aws/apigateway/shop-dev", 0, &request);
    }
    shop
}

const TEMPLATE: &str = r#"{"Resources": {
    "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": {"Ref": "AWS::StackName"}}},
    "ApiStage": {"Type": "AWS::ApiGateway::Stage", "Properties": {}},
    "GetProfileFunction": {"Type": "AWS::Lambda::Function", "Properties": {}},
    "ListDataFunction": {"Type": "AWS::Lambda::Function", "Properties": {}}
}}"#;

fn release(shop: &Shop) -> String {
    let records = shop.endpoint.release_records();
    let ids = records.iter().map(|record| record["id"].as_str().expect("an id").to_owned());
    ids.max().expect("a release")
}

fn from_the_alarm_to_the_rollback_in_three_commands() {
    let shop = broken();
    let broken = release(&shop);

    let alarms = run(&shop, "srvls alarms", None);
    let commands = proposed(&alarms, COLUMNS, "Do");
    let errors = run(&shop, commands.iter().find(|it| it.contains("logs errors")).expect("a look at the errors"), None);
    run(
        &shop,
        commands.iter().find(|it| it.contains("rollback")).unwrap_or_else(|| panic!("no rollback: {alarms}")),
        Some("y"),
    );
    shop.endpoint.alarm_becomes("shop-dev-api-5xx", "OK");

    // The two are a moment apart, and the column is as wide as the moment is long.
    let moment = Regex::new("[0-9]+s (before|after) the first alarm").unwrap();
    let alarms = moment.replace(&normalised(&alarms), "0s before the first alarm").into_owned();
    let alarms = Regex::new("SINCE +").unwrap().replace(&alarms, "SINCE  ").into_owned();
    insta::assert_snapshot!("incident_alarms_80", alarms);
    assert!(errors.contains("get_profile") && errors.contains(&format!("new since {broken}")), "{errors}");
    let after = shop.run(&["alarms", "-o", "json"]).json();
    assert!(after["alarms"].as_array().expect("alarms").iter().all(|alarm| alarm["state"] == "OK"), "{after}");
    let live = shop.run(&["releases", "-o", "json"]).json();
    assert_eq!(live["releases"][0]["live"], true, "{live}");
}

fn every_screen_names_the_operation_and_the_deployment() {
    let shop = broken();
    let release = release(&shop);

    let alarm = run(&shop, "srvls alarms show api-5xx", None);
    let metrics = run(&shop, "srvls metrics", None);
    let request = run(&shop, &format!("srvls diagnose {}", REQUESTS[0]), None);
    let handover = run(&shop, "srvls handover", None);
    let mut top = shop.terminal_of(80, 24, &["top"]);
    top.showing(&["api-5xx", "get_profile", &release]);
    top.press(CTRL_C);

    assert!(alarm.contains(&release) && alarm.contains("get_profile"), "{alarm}");
    assert!(metrics.contains("5xx-rate") && metrics.contains("40 %"), "{metrics}");
    let words: Vec<&str> = request.split_whitespace().collect();
    assert!(request.contains("GET /user/profile") && words.join(" ").contains(ERROR_OF_GET_PROFILE), "{request}");
    assert!(handover.contains(&release) && handover.contains("get_profile"), "{handover}");
}
