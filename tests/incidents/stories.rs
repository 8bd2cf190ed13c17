//! Incidents that no failing operation shows: a slow dependency, Cognito's quota, Cognito's mails of the day. Each began with
//! a deployment; every screen tells the same story, names the deployment, and what is proposed ends it.

use libtest_mimic::Trial;
use serde_json::{Value, json};

use super::{
    COLUMNS,
    release::{Incident, release},
    run,
    tickets::flat,
};
use crate::support::{scripted::SUB, shop::Shop, terminal::CTRL_C, trials};

pub(crate) fn trials() -> Vec<Trial> {
    trials![a_dependency_is_slow, cognito_throttles, the_mails_of_the_day_are_sent]
}

const ACCESS: &str = "/aws/apigateway/shop-dev";

/// An operation of the API, and its requests in the last minute.
struct Requests {
    group: &'static str,
    method: &'static str,
    resource: &'static str,
    status: u16,
    milliseconds: u32,
    /// How long each waited for whom.
    waited: (&'static str, u32),
    /// What the handler says besides.
    says: fn() -> Value,
}

impl Requests {
    /// Three of them; the id of the first.
    fn logged(&self, shop: &Shop) -> String {
        let id = |number: u32| format!("c6af9ac6-7b61-11e6-9a41-93e8deadbee{number}");
        for number in 1..=3 {
            let span = json!({ "requestId": format!("r-{number}"), "name": "Lambda runtime invoke" });
            let log = |mut line: Value| {
                line["span"] = span.clone();
                line["api_request_id"] = id(number).into();
                shop.endpoint.log(self.group, 0, &line);
            };
            let said = (self.says)();
            if said.is_object() {
                log(said);
            }
            log(json!({
                "level": "INFO", "message": "request answered", "method": self.method, "resource": self.resource,
                "status": self.status, "duration_ms": self.milliseconds, self.waited.0: self.waited.1,
            }));
            let metrics = json!({ "durationMs": self.milliseconds, "billedDurationMs": self.milliseconds });
            let record = json!({ "requestId": format!("r-{number}"), "status": "success", "metrics": metrics });
            shop.endpoint.log(self.group, 0, &json!({ "type": "platform.report", "record": record }));
            let access = json!({
                "requestId": id(number), "integrationRequestId": format!("r-{number}"), "method": self.method,
                "resource": self.resource, "status": self.status.to_string(), "errorType": "-",
                "latency": self.milliseconds.to_string(), "integrationLatency": self.milliseconds.to_string(),
            });
            shop.endpoint.log(ACCESS, 0, &access);
        }
        id(1)
    }
}

/// What each screen says, without its line breaks.
struct Screens {
    /// As it was printed.
    alarms_as_shown: String,
    alarms: String,
    alarm: String,
    metrics: String,
    errors: String,
    guide: String,
    handover: String,
}

impl Screens {
    fn of(shop: &Shop, incident: &Incident) -> Self {
        let alarms_as_shown = run(shop, "srvls alarms", None);
        let shown = |command: &str| flat(&run(shop, command, None));
        let screens = Self {
            alarms: flat(&alarms_as_shown),
            alarms_as_shown,
            alarm: shown(&format!("srvls alarms show {}", incident.alarm)),
            metrics: shown("srvls metrics"),
            errors: shown("srvls logs errors"),
            guide: shown("srvls diagnose --since 1h"),
            handover: shown("srvls handover"),
        };
        let mut top = shop.terminal_of(80, 24, &["top"]);
        top.showing(&[incident.alarm, &release(shop)]);
        top.press(CTRL_C);
        let release = release(shop);
        for screen in [&screens.alarms, &screens.alarm, &screens.handover] {
            assert!(screen.contains(incident.alarm) && screen.contains(&release), "{release}: {screen}");
        }
        assert!(screens.alarms.contains("srvls diagnose --since 1h"), "{}", screens.alarms);
        screens
    }
}

#[track_caller]
fn says(screen: &str, words: &[&str]) {
    for word in words {
        assert!(screen.contains(word), "lacks {word:?}: {screen}");
    }
}

fn a_dependency_is_slow() {
    let incident = Incident { alarm: "api-slow", value: 3_000.0, parameters: [""; 2] };
    let shop = incident.begun();
    shop.endpoint.publish("Count", "shop-dev", "Sum", |_| Some(20.0));
    shop.endpoint.publish("Latency", "shop-dev", "p95", |minute| Some(if minute <= 1 { 3_000.0 } else { 42.0 }));
    shop.endpoint.publish("Invocations", "GetProfileFunction", "Sum", |_| Some(20.0));
    shop.endpoint.publish("Duration", "GetProfileFunction", "p99", |_| Some(2_998.0));
    let request = Requests {
        group: "/aws/lambda/shop-dev-GetProfileFunction-1A2B",
        method: "GET",
        resource: "/user/profile",
        status: 200,
        milliseconds: 3_000,
        waited: ("dynamodb_ms", 2_940),
        says: || Value::Null,
    };
    let id = request.logged(&shop);

    let screens = Screens::of(&shop, &incident);
    let request = flat(&run(&shop, &format!("srvls diagnose {id}"), None));

    says(&screens.alarms, &["3000 milliseconds > 2000", "srvls rollback"]);
    says(&screens.metrics, &["latency", "3 s", "get_profile"]);
    says(&screens.errors, &["nothing failed"]);
    says(
        &screens.guide,
        &[
            "get_profile: 3 of 3 requests took 2 s or more, at most 3 s, 98 % of it in DynamoDB",
            "if it began with a deployment, ops runs `srvls rollback`",
        ],
    );
    says(&request, &["GET /user/profile succeeded with 200, after 3 s, 2.94 s of it in DynamoDB", "2940 ms DynamoDB"]);
    incident.is_ended_by_what_is_proposed(&shop, &screens.alarms_as_shown, COLUMNS);
}

fn cognito_throttles() {
    let parameters = ["AuthRateLimit = '20'", "AuthRateLimit = '200'"];
    let incident = Incident { alarm: "cognito-throttling", value: 30.0, parameters };
    let shop = incident.begun();
    shop.endpoint.publish("SignInThrottles", "UserPool", "Sum", |minute| (minute <= 1).then_some(30.0));
    shop.endpoint.publish("SignInSuccesses", "UserPool", "Sum", |_| Some(90.0));
    shop.endpoint.publish("Invocations", "SignInFunction", "Sum", |_| Some(120.0));
    let request = Requests {
        group: "/aws/lambda/shop-dev-SignInFunction-1A2B",
        method: "POST",
        resource: "/auth/signin",
        status: 429,
        milliseconds: 300,
        waited: ("cognito_ms", 280),
        says: || {
            json!({
                "level": "ERROR", "message": "request failed", "error_class": "TooManyRequestsException",
                "error": "too many requests: slow down: could not sign in a user: TooManyRequestsException: Rate exceeded",
            })
        },
    };
    let id = request.logged(&shop);
    let failure = "could not sign in a user: TooManyRequestsException: Rate exceeded";

    let screens = Screens::of(&shop, &incident);
    let request = flat(&run(&shop, &format!("srvls diagnose {id}"), None));

    says(&screens.alarms, &["sign_in 3", "parameter AuthRateLimit: 20 -> 200", "srvls rollback"]);
    says(&screens.alarm, &[&format!("3x sign_in: {failure}")]);
    says(&screens.metrics, &["users.throttled-sign-ins", "30/min", "> 0"]);
    says(&screens.errors, &["sign_in", failure, &format!("new since {}", release(&shop))]);
    says(
        &screens.guide,
        &[
            &format!("3x sign_in: {failure}"),
            "x sign-ins: refused by Cognito, by CloudWatch",
            "such as one that raised AuthRateLimit",
        ],
    );
    says(
        &request,
        &["POST /auth/signin was refused with 429, in sign_in", "TooManyRequestsException", "280 ms Cognito"],
    );
    says(&screens.handover, &["sign_in", "TooManyRequestsException"]);
    incident.is_ended_by_what_is_proposed(&shop, &screens.alarms_as_shown, COLUMNS);
}

fn the_mails_of_the_day_are_sent() {
    let identity = "EmailIdentityArn = 'arn:aws:ses:eu-west-1:123456789012:identity/example.com'";
    let incident = Incident { alarm: "mails-unsent", value: 3.0, parameters: [identity, ""] };
    let shop = incident.begun();
    shop.endpoint.publish("SignUpSuccesses", "UserPool", "Sum", |_| Some(3.0));
    shop.endpoint.publish("Invocations", "SignUpFunction", "Sum", |_| Some(3.0));
    let request = Requests {
        group: "/aws/lambda/shop-dev-SignUpFunction-1A2B",
        method: "POST",
        resource: "/auth/signup",
        status: 202,
        milliseconds: 300,
        waited: ("cognito_ms", 280),
        says: || json!({ "level": "ERROR", "message": "could not send a code", "reason": "LimitExceededException" }),
    };
    let id = request.logged(&shop);
    shop.endpoint.send_no_more_mails();
    let failure = "could not send a code: LimitExceededException";

    let screens = Screens::of(&shop, &incident);
    let request = flat(&run(&shop, &format!("srvls diagnose {id}"), None));
    let lookup = shop.run(&["user", "lookup", "ada@example.com"]);
    let resent = shop.run(&["user", "resend", "ada@example.com", "--yes"]);

    says(&screens.alarms, &["sign_up 3", "parameter EmailIdentityArn: arn:aws:ses", "-> none", "srvls rollback"]);
    says(&screens.alarm, &[&format!("3x sign_up: {failure}")]);
    says(&screens.metrics, &["sign-ups", "3/min"]);
    says(&screens.errors, &["sign_up", failure, &format!("new since {}", release(&shop))]);
    says(
        &screens.guide,
        &[&format!("3x sign_up: {failure}"), "if a deployment took EmailIdentityArn away, ops runs `srvls rollback`"],
    );
    says(&request, &["POST /auth/signup was answered with 202, but sign_up failed", failure]);
    says(&screens.handover, &["sign_up", "LimitExceededException"]);
    says(&lookup.stdout, &["CAN'T SIGN IN", "50 mails a day", &format!("srvls user confirm {SUB}")]);
    assert_eq!(resent.code, 1, "{}", resent.stderr);
    says(&resent.stderr, &["LimitExceededException", "50 mails of the day", "`srvls user confirm"]);
    incident.is_ended_by_what_is_proposed(&shop, &screens.alarms_as_shown, COLUMNS);
}
