//! A deployment breaks an operation: every screen tells the same story, and what it proposes ends it.

use libtest_mimic::Trial;
use regex::Regex;
use serde_json::json;

use super::{
    COLUMNS,
    lines::ERROR_OF_GET_PROFILE,
    release::{Incident, release},
    run,
};
use crate::{
    support::{shop::Shop, terminal::CTRL_C, transcript::normalised, trials},
    tickets::proposed,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![from_the_alarm_to_the_rollback_in_three_commands, every_screen_names_the_operation_and_the_deployment]
}

/// Those that failed.
const REQUESTS: [&str; 3] = [
    "c6af9ac6-7b61-11e6-9a41-93e8deadbee1",
    "c6af9ac6-7b61-11e6-9a41-93e8deadbee2",
    "c6af9ac6-7b61-11e6-9a41-93e8deadbee3",
];

const BROKEN: Incident = Incident { alarm: "api-5xx", value: 40.0, parameters: [""; 2] };

/// The second release breaks get_profile, and the rollback mends it.
fn broken() -> Shop {
    let shop = BROKEN.begun();
    shop.endpoint.publish("Count", "shop-dev", "Sum", |_| Some(20.0));
    shop.endpoint.publish("5XXError", "shop-dev", "Sum", |minute| Some(if minute <= 1 { 8.0 } else { 0.0 }));
    shop.endpoint.publish("Invocations", "GetProfileFunction", "Sum", |_| Some(8.0));
    shop.endpoint.publish("Errors", "GetProfileFunction", "Sum", |minute| Some(if minute <= 1 { 8.0 } else { 0.0 }));
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

fn from_the_alarm_to_the_rollback_in_three_commands() {
    let shop = broken();
    let broken = release(&shop);

    let alarms = run(&shop, "srvls alarms", None);
    let commands = proposed(&alarms, COLUMNS, "Do");
    let errors = run(&shop, commands.iter().find(|it| it.contains("logs errors")).expect("a look at the errors"), None);

    BROKEN.is_ended_by_what_is_proposed(&shop, &alarms, COLUMNS);
    // The two are a moment apart, and the column is as wide as the moment is long.
    let moment = Regex::new("[0-9]+s (before|after) the first alarm").unwrap();
    let alarms = moment.replace(&normalised(&alarms), "0s before the first alarm").into_owned();
    let alarms = Regex::new("SINCE +").unwrap().replace(&alarms, "SINCE  ").into_owned();
    insta::assert_snapshot!("incident_alarms_80", alarms);
    assert!(errors.contains("get_profile") && errors.contains(&format!("new since {broken}")), "{errors}");
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
