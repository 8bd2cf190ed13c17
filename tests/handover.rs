//! `srvls handover` and `srvls status --html` on an AWS where a deployment has made an alarm fire.

use std::{fs, os::unix::fs::PermissionsExt as _};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    browser,
    scripted::{Scenario, alarm_beat, beat, deployed},
    shop::{Shop, update},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        it_says_what_fires_what_was_deployed_who_did_what_and_what_is_open,
        what_may_not_be_read_is_not_known_and_an_open_question,
        it_is_never_revealed,
        a_time_out_of_range_is_refused,
        a_page_is_its_owners_alone_and_replaces_the_last_one,
        a_page_that_can_not_be_written_is_refused_before_anything_is_read,
        the_page_opens_in_a_browser_in_both_schemes_on_a_phone_and_a_desk
    ]
}

const ALARM: &str = "AWS::CloudWatch::Alarm";
const NAME: &str = "ErrorsAlarm-1A2B";

/// Personal, and with a meaning to HTML, to Markdown and to a channel.
const MESSAGE: &str = "no item of ada@example.com <script>alert(1)</script> `x` @channel\n# none";

const TEMPLATE: &str = r#"{"Resources": {
    "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": {"Ref": "AWS::StackName"}}},
    "ApiStage": {"Type": "AWS::ApiGateway::Stage", "Properties": {}},
    "GetProfileFunction": {"Type": "AWS::Lambda::Function", "Properties": {}}
}}"#;

/// One deployment by someone with an address in their reason; an alarm fires, and a fifth of the requests fail.
fn shop() -> Shop {
    let mut history = deployed();
    let resources = [
        ("ErrorsAlarm", ALARM),
        ("Api", "AWS::ApiGateway::RestApi"),
        ("ApiStage", "AWS::ApiGateway::Stage"),
        ("ApiLogs", "AWS::Logs::LogGroup"),
        ("GetProfileFunction", "AWS::Lambda::Function"),
    ];
    history.splice(1..1, resources.map(|(logical_id, kind)| beat(logical_id, kind, "CREATE_COMPLETE", "")));
    let mut scenario = Scenario { deployed: Some(history), template: TEMPLATE, ..update() };
    scenario.execution.insert(1, alarm_beat("ErrorsAlarm", "ALARM"));
    let shop = Shop::new(scenario);
    shop.endpoint.publish("Count", "shop-dev", "Sum", |minute| (!(100..140).contains(&minute)).then_some(20.0));
    shop.endpoint.publish("5XXError", "shop-dev", "Sum", |minute| Some(if minute <= 10 { 4.0 } else { 0.0 }));
    shop.endpoint.publish("Latency", "shop-dev", "p50", |_| Some(25.0));
    shop.endpoint.publish("Latency", "shop-dev", "p99", |minute| Some(if minute < 8 { 7_000.0 } else { 60.0 }));
    for id in ["1", "2"] {
        let (lambda, api) = (format!("r-{id}"), format!("g-{id}"));
        let failure = json!({
            "level": "ERROR", "message": "request failed", "error": MESSAGE,
            "span": { "requestId": lambda, "name": "Lambda runtime invoke" },
        });
        let request = json!({
            "requestId": api, "integrationRequestId": lambda, "method": "GET", "resource": "/user/profile",
            "status": "500", "errorType": "-", "userId": format!("user-{id}"),
        });
        shop.endpoint.log("/aws/lambda/shop-dev-GetProfileFunction-1A2B", 30, &failure);
        shop.endpoint.log("/aws/apigateway/shop-dev", 30, &request);
    }
    let run = shop.run(&["deploy", "--yes", "--reason", "asked by ada@example.com <b>now</b>"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    shop
}

/// The texts and the commands of the open questions.
fn questions(answer: &Value) -> Vec<(String, String)> {
    let text = |question: &Value, part: &str| question[part].as_str().expect("text").to_owned();
    let questions = answer["questions"].as_array().expect("questions");
    questions.iter().map(|question| (text(question, "what"), text(question, "command"))).collect()
}

fn it_says_what_fires_what_was_deployed_who_did_what_and_what_is_open() {
    let shop = shop();
    let release = shop.endpoint.release_records()[0]["id"].as_str().expect("an id").to_owned();

    let data = shop.run(&["handover", "-o", "json"]).json();
    let run = shop.run(&["handover"]);

    assert_eq!(data["not_read"], json!([]), "{data}");
    assert_eq!((&data["alarms"]["firing"][0]["alarm"], &data["alarms"]["total"]), (&json!(NAME), &json!(1)));
    let fired = &data["alarms"]["fired"][0];
    assert_eq!((&fired["alarm"], &fired["times"], &fired["ended_at"]), (&json!(NAME), &json!(1), &Value::Null));
    let deployment = &data["deployments"]["deployments"][0];
    assert_eq!((&deployment["id"], &deployment["live"]), (&json!(release), &json!(true)));
    assert_eq!(data["audit"]["actions"][0]["command"], "deploy");
    let figures = data["metrics"]["figures"].as_array().expect("figures");
    let lines: Vec<usize> = figures.iter().map(|figure| figure["lines"].as_array().map_or(0, Vec::len)).collect();
    assert_eq!(lines, [1, 1, 2], "{data}");
    assert!(figures[2]["lines"][1]["highest"] == 7_000.0, "{data}");
    let errors = &data["errors"];
    assert_eq!((&errors["failures"], &errors["users"]), (&json!(2), &json!(2)), "{errors}");
    let goes_on = |(what, _): &(String, String)| what.ends_with(" of get_profile goes on: 2 times, met by 2 users");
    assert!(questions(&data).iter().any(goes_on), "{data}");
    let (what, command) = &questions(&data)[0];
    assert!(what.starts_with(&format!("{NAME} fires since ")), "{what}");
    assert!(command.starts_with("srvls ") && command.contains(&format!("alarms show {NAME}")), "{command}");

    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = run.stdout;
    assert!(text.starts_with("# Handover of dev\n"), "{text}");
    for section in ["Open questions", "Alarms", "Deployments", "Errors", "Metrics", "Actions"] {
        assert!(text.contains(&format!("\n## {section}\n")), "{text}");
    }
    assert!(text.contains(&format!("- `{release}` · ")), "{text}");
    // The address is masked, and the markup stands as code.
    assert!(text.contains("asked by `a***@e***.com` `<b>now</b>`") && !text.contains("ada@"), "{text}");
    let shown = "`no item of a***@e***.com <script>alert(1)</script> 'x' @channel\\n# none`";
    assert!(text.contains(shown) && !text.contains("user-1"), "{text}");
}

fn what_may_not_be_read_is_not_known_and_an_open_question() {
    let shop = shop();
    for call in ["cloudwatch:GetMetricData", "cloudwatch:DescribeAlarmHistory", "logs:FilterLogEvents"] {
        shop.endpoint.deny(call);
    }

    let data = shop.run(&["handover", "-o", "json"]).json();
    let run = shop.run(&["handover"]);

    assert_eq!(data["not_read"], json!(["alarms.fired", "errors", "metrics", "audit"]), "{data}");
    assert_eq!((&data["metrics"], &data["errors"], &data["audit"]), (&Value::Null, &Value::Null, &Value::Null));
    assert_eq!((&data["alarms"]["fired"], &data["alarms"]["firing"][0]["alarm"]), (&Value::Null, &json!(NAME)));
    let asked = questions(&data);
    for (part, command) in [("what fired", "alarms"), ("the errors", "logs errors"), ("the audit trail", "audit")] {
        let is_asked = |(what, how): &(String, String)| {
            what.starts_with(&format!("could not read {part}: ")) && how.contains(&format!(" {command}"))
        };
        assert!(asked.iter().any(is_asked), "{part}: {asked:?}");
    }
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stdout.matches("- Not known: could not read ").count(), 4, "{}", run.stdout);
    assert!(!run.stdout.contains("No request failed"), "{}", run.stdout);
}

fn it_is_never_revealed() {
    let shop = shop();
    let before = shop.endpoint.calls().len();

    for words in [&["handover", "--reveal"][..], &["status", "--html", "page.html", "--reveal"]] {
        let run = shop.run(words);

        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains("always masked"), "{}", run.stderr);
    }
    assert!(shop.endpoint.calls().len() - before < 8, "nothing is read for it");
    assert!(!shop.folder.path().join("page.html").exists());
}

fn a_time_out_of_range_is_refused() {
    let shop = shop();

    for (since, words) in [("31d", "30 days"), ("2100-01-01", "nothing lies between"), ("yesterday", "use a time")] {
        let run = shop.run(&["handover", "--since", since]);

        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
}

fn a_page_is_its_owners_alone_and_replaces_the_last_one() {
    let shop = shop();
    let page = shop.folder.path().join("page.html");
    fs::write(&page, "an earlier one").unwrap();

    let run = shop.run(&["handover", "--since", "2h", "--html", "page.html"]);

    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.starts_with("wrote /") && run.stdout.contains("page.html: "), "{}", run.stdout);
    assert_eq!(fs::metadata(&page).unwrap().permissions().mode() & 0o777, 0o600);
    let text = fs::read_to_string(&page).unwrap();
    assert!(text.starts_with("<!DOCTYPE html>") && text.ends_with("</html>"), "{text}");
    assert!(text.contains("a***@e***.com &lt;b&gt;now&lt;/b&gt;") && !text.contains("<b>now"), "{text}");
    assert!(text.contains("&lt;script&gt;alert(1)") && !text.contains("<script") && !text.contains("ada@"), "{text}");

    let run = shop.run(&["status", "--html", "page.html", "-o", "json"]);

    assert!(run.json()["html"].as_str().is_some_and(|file| file.ends_with("/page.html")), "{}", run.stdout);
    assert!(fs::read_to_string(&page).unwrap().contains("<h1>Status of dev</h1>"));
    let left: Vec<_> = fs::read_dir(shop.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().ends_with(".part")), "{left:?}");
}

fn a_page_that_can_not_be_written_is_refused_before_anything_is_read() {
    let shop = shop();
    let before = shop.endpoint.calls().len();

    let run = shop.run(&["handover", "--html", "missing/page.html"]);

    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("missing/page.html"), "{}", run.stderr);
    assert!(shop.endpoint.calls().len() - before < 3, "{:?}", &shop.endpoint.calls()[before..]);
}

fn the_page_opens_in_a_browser_in_both_schemes_on_a_phone_and_a_desk() {
    let shop = shop();
    shop.run(&["handover", "--since", "3h", "--html", "page.html"]);
    let page = shop.folder.path().join("page.html").display().to_string();

    let Some(seen) = browser::seen_by("page_in_browser.py", &[&page]) else { return };

    let seen: Vec<Value> = serde_json::from_str(&seen).unwrap();
    assert_eq!(seen.len(), 4);
    for page in &seen {
        let shown = format!("{} {}", page["width"], page["scheme"]);
        assert_eq!((&page["problems"], &page["requests"]), (&json!([]), &json!([])), "{shown}");
        assert_eq!(
            (&page["overflow"], &page["scripts"], &page["charts"]),
            (&json!(0), &json!(0), &json!(3)),
            "{shown}"
        );
        // WCAG 2.2, 1.4.3 and 1.4.11.
        assert!(page["text_contrast"].as_f64() >= Some(4.5), "{shown}: {}", page["text_contrast"]);
        assert!(page["line_contrast"].as_f64() >= Some(3.0), "{shown}: {}", page["line_contrast"]);
        assert!(page["text"].as_str().is_some_and(|text| text.contains(NAME)), "{shown}");
    }
    assert_eq!(seen[0]["back"], seen[2]["back"]);
    assert_ne!(seen[0]["back"], seen[1]["back"], "light and dark");
}
