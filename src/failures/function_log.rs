//! The failures in the log of one function. One failed request leaves several lines: what the function says about it
//! counts, and what Lambda says only where the function was not able to say anything.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::occurrence::{Fault, Occurrence, RequestIds};
use crate::log_lines::{Kind, Level, LogLine};

/// Lambda notices a crash this long after the function's last words, at most.
const LAST_WORDS: SignedDuration = SignedDuration::from_secs(3);

/// What a line says about a failure.
enum Said {
    /// The function: why it failed.
    Fault(Fault),
    /// Lambda: that the invocation failed, or that the function could not start.
    Platform(Fault),
    /// The function, or what it ran in, as it ended. Such lines name no request.
    LastWords(Fault),
    /// The function: that it answered with this status.
    Answered(i64),
    Nothing,
}

/// What is known of one request, or of what belongs to none.
#[derive(Default)]
struct Request {
    faults: Vec<(Timestamp, Fault)>,
    /// Counts only if nothing else says why.
    platform: Option<(Timestamp, Fault)>,
    answered: Option<(Timestamp, i64)>,
    api_id: Option<String>,
    user: Option<String>,
    route: Option<String>,
}

/// The failures that these lines of one log are about, oldest first.
pub(super) fn occurrences(lines: Vec<LogLine>) -> Vec<Occurrence> {
    let Some(function) = lines.first().map(|line| line.function.clone()) else { return Vec::new() };
    let mut requests: BTreeMap<String, Request> = BTreeMap::new();
    let (mut last_words, mut starts) = (Vec::new(), Vec::<(Timestamp, Fault)>::new());
    for line in lines {
        let (at, said) = (line.timestamp, said(&line));
        match (said, &line.request_id) {
            (Said::Nothing, _) => {}
            (Said::LastWords(fault), _) | (Said::Fault(fault), None) => last_words.push((at, fault)),
            // Lambda says it more than once.
            (Said::Platform(fault), None) => {
                if starts.last().is_none_or(|(last, _)| at.duration_since(*last) > LAST_WORDS) {
                    starts.push((at, fault));
                }
            }
            (Said::Answered(_), None) => {}
            (said, Some(id)) => requests.entry(id.clone()).or_default().add(at, said, &line),
        }
    }
    let occurrence = |at, fault, lambda: Option<String>| Occurrence {
        function: Some(function.clone()),
        route: None,
        at,
        fault,
        request: RequestIds { lambda, api: None },
        user: None,
    };
    let mut found = Vec::new();
    for (at, fault) in last_words {
        // A crash has the id of the request that it ended, or belongs to a start that failed.
        let ended = |then: Timestamp| then >= at && then.duration_since(at) <= LAST_WORDS;
        starts.retain(|(then, _)| !ended(*then));
        let cut_short = requests.iter_mut().find(|(_, request)| request.is_unexplained_at(ended));
        let id = cut_short.map(|(id, request)| {
            request.platform = None;
            id.clone()
        });
        found.push(occurrence(at, fault, id));
    }
    found.extend(starts.into_iter().map(|(at, fault)| occurrence(at, fault, None)));
    for (id, mut request) in requests {
        found.extend(request.take_faults().into_iter().map(|(at, fault)| Occurrence {
            route: request.route.clone(),
            user: request.user.clone(),
            request: RequestIds { lambda: Some(id.clone()), api: request.api_id.clone() },
            ..occurrence(at, fault, None)
        }));
    }
    found.sort_by_key(|occurrence| occurrence.at);
    found
}

impl Request {
    fn add(&mut self, at: Timestamp, said: Said, line: &LogLine) {
        let text = |name: &str| line.text_field(name).map(str::to_owned);
        self.api_id = self.api_id.take().or_else(|| text("api_request_id"));
        self.user = self.user.take().or_else(|| text("user_id"));
        self.route = self.route.take().or_else(|| line.route());
        match said {
            Said::Fault(fault) if self.faults.iter().any(|(_, known)| *known == fault) => {}
            Said::Fault(fault) => self.faults.push((at, fault)),
            Said::Answered(status) => self.answered = Some((at, status)),
            // The first one is the most precise: that of a time-out or of a crash, before the report.
            Said::Platform(fault) => self.platform = self.platform.take().or(Some((at, fault))),
            Said::LastWords(_) | Said::Nothing => {}
        }
    }

    fn is_unexplained_at(&self, when: impl Fn(Timestamp) -> bool) -> bool {
        self.faults.is_empty() && self.platform.as_ref().is_some_and(|(at, _)| when(*at))
    }

    fn take_faults(&mut self) -> Vec<(Timestamp, Fault)> {
        if !self.faults.is_empty() {
            return std::mem::take(&mut self.faults);
        }
        let answered = || {
            let (at, status) = self.answered?;
            Some((at, Fault::new("answered", format!("answered {status}, and did not say why"))))
        };
        self.platform.take().or_else(answered).into_iter().collect()
    }
}

fn said(line: &LogLine) -> Said {
    let message = line.message.as_str();
    let is_error = line.level == Some(Level::Error);
    let failed = |status: &i64| (500..600).contains(status);
    match line.kind {
        Kind::Report if is_error => Said::Platform(of_platform(line)),
        Kind::Function if !is_error => line.number_field("status").filter(failed).map_or(Said::Nothing, Said::Answered),
        Kind::Function if message.starts_with("thread '") => Said::LastWords(panic(message)),
        Kind::Function if message.starts_with("Error: ") => Said::LastWords(Fault::new("start", message)),
        Kind::Function if is_of_lambda(message) => Said::Platform(of_platform(line)),
        Kind::Function => Said::Fault(Fault::of(line)),
        Kind::Report | Kind::Noise | Kind::Request => Said::Nothing,
    }
}

fn is_of_lambda(message: &str) -> bool {
    message.starts_with("Task timed out after ")
        || message.starts_with("RequestId: ")
        || message.starts_with("platform.")
}

/// `panicked at src/a.rs:1:2: no table`.
fn panic(message: &str) -> Fault {
    let said = message.split_once(" panicked at ").map_or(message, |(_, said)| said);
    Fault::new("panic", format!("panicked at {said}"))
}

/// What Lambda says of an invocation, or of a start.
/// <https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html>
fn of_platform(line: &LogLine) -> Fault {
    let field = |names: [&str; 2]| names.into_iter().find_map(|name| line.text_field(name));
    let kind = field(["error_type", "errorType"]).unwrap_or_default();
    let status = line.text_field("status").unwrap_or_default();
    let message = line.message.as_str();
    let says = |word: &str| kind.contains(word) || message.contains(word);
    if status == "timeout" || says("Task timed out") {
        return Fault::new("timeout", "ran into its time-out");
    }
    // Lambda kills what takes more memory than it has.
    if says("OutOfMemory") || says("signal: killed") {
        return Fault::new("out_of_memory", "ran out of memory");
    }
    if message.starts_with("platform.init") {
        let why = if kind.is_empty() { String::new() } else { format!(": {kind}") };
        return Fault::new("start", format!("could not start{why}"));
    }
    if message == "platform.logsDropped" {
        return Fault::new("logs_dropped", "wrote more than Lambda keeps: lines are lost");
    }
    let said = message.split_once(" Error: ").map(|(_, said)| said).or(Some(kind).filter(|kind| !kind.is_empty()));
    Fault::new("crash", said.map_or_else(|| "failed, and did not say why".into(), |said| format!("crashed: {said}")))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{aws::logs::fake::event, log_lines::parse, stage::FunctionName};

    /// The failures of these messages, a second apart.
    fn found(messages: &[Value]) -> Vec<Occurrence> {
        let line = |(second, message): (usize, &Value)| {
            let text = message.as_str().map_or_else(|| message.to_string(), str::to_owned);
            let second = i64::try_from(second).expect("few");
            parse(&FunctionName("get_profile".into()), &event(&second.to_string(), second * 1_000, &text))
        };
        occurrences(messages.iter().enumerate().map(line).collect())
    }

    fn faults(messages: &[Value]) -> Vec<(String, String)> {
        found(messages).into_iter().map(|found| (found.fault.class, found.fault.message)).collect()
    }

    fn span(id: &str) -> Value {
        json!({ "requestId": id, "name": "Lambda runtime invoke" })
    }

    fn failed(id: &str, error: &str) -> Value {
        json!({ "level": "ERROR", "message": "request failed", "api_request_id": "g-1", "error": error, "span": span(id) })
    }

    fn answered(id: &str, status: u16) -> Value {
        json!({
            "level": "INFO", "message": "request answered", "api_request_id": "g-1", "status": status,
            "method": "GET", "resource": "/user/profile", "user_id": "ada", "span": span(id),
        })
    }

    fn report(id: &str, status: &str, error_type: &str) -> Value {
        let record = json!({ "requestId": id, "status": status, "errorType": error_type, "metrics": {} });
        json!({ "type": "platform.report", "record": record })
    }

    #[test]
    fn a_request_that_failed_counts_once_with_its_user_and_its_route() {
        let lines = [failed("r-1", "no table"), answered("r-1", 500), report("r-1", "error", "Function.Failed")];

        let [one] = &found(&lines)[..] else { panic!("one failure") };

        assert_eq!((one.fault.message.as_str(), one.user.as_deref()), ("no table", Some("ada")));
        assert_eq!(one.route.as_deref(), Some("GET /user/profile"));
        assert_eq!(one.request, RequestIds { lambda: Some("r-1".into()), api: Some("g-1".into()) });
    }

    #[test]
    fn a_crash_is_what_the_function_said_last_with_the_request_that_it_ended() {
        let lines = [
            json!("thread 'main' panicked at src/profile/get.rs:12:5:"),
            json!("RequestId: r-7 Error: Runtime exited with error: signal: aborted"),
            report("r-7", "error", "Runtime.ExitError"),
        ];

        let [one] = &found(&lines)[..] else { panic!("one failure") };

        assert_eq!((one.fault.class.as_str(), one.request.lambda.as_deref()), ("panic", Some("r-7")));
    }

    #[test]
    fn what_lambda_ended_is_called_by_why() {
        let text = |text: &str| vec![json!(text)];
        let timeout =
            vec![json!("2026-11-22T10:00:03.000Z r-1 Task timed out after 3.00 seconds"), report("r-1", "timeout", "")];
        assert_eq!(faults(&timeout), [("timeout".into(), "ran into its time-out".into())]);
        assert_eq!(faults(&[report("r-1", "timeout", "")])[0].0, "timeout");
        assert_eq!(faults(&[report("r-1", "error", "Runtime.OutOfMemory")])[0].0, "out_of_memory");
        assert_eq!(
            faults(&text("RequestId: r-1 Error: Runtime exited with error: signal: killed"))[0].0,
            "out_of_memory"
        );
        assert_eq!(faults(&[report("r-1", "error", "Runtime.ExitError")])[0].1, "crashed: Runtime.ExitError");
    }

    #[test]
    fn a_start_that_failed_counts_once_with_what_the_function_said() {
        let init = |name: &str| json!({ "type": name, "record": { "phase": "init", "status": "error" } });
        let silent = [init("platform.initRuntimeDone"), init("platform.initReport")];
        let said = [json!("Error: environment variable `TABLE` is not set"), silent[0].clone(), silent[1].clone()];

        assert_eq!(faults(&silent), [("start".into(), "could not start".into())]);
        assert_eq!(faults(&said), [("start".into(), "Error: environment variable `TABLE` is not set".into())]);
    }

    #[test]
    fn an_answer_of_a_5xx_without_a_word_is_a_failure_and_others_are_none() {
        assert_eq!(faults(&[answered("r-1", 503)])[0].1, "answered 503, and did not say why");
        let fine = [
            answered("r-1", 404),
            report("r-1", "success", ""),
            json!({ "level": "INFO", "message": "sign-in refused", "error": "wrong password", "span": span("r-1") }),
            json!({ "level": "WARN", "message": "request not counted", "error": "throttled", "span": span("r-1") }),
            json!("no error at all"),
        ];
        assert_eq!(faults(&fine), []);
    }

    #[test]
    fn two_failures_of_one_kind_are_two() {
        let lines = [failed("r-1", "no table"), failed("r-2", "no table"), failed("r-2", "no table")];

        assert_eq!(found(&lines).len(), 2);
    }
}
