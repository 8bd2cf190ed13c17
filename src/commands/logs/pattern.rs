//! What CloudWatch Logs can leave out, so that it is not sent: a filter pattern for a filter of ours.
//!
//! A pattern matches every event that the filter keeps, and some more, which srvls leaves out itself. So it is about the
//! text of the event, before anything is parsed.

use regex::Regex;

use super::{
    clause::Implied,
    filter::Filter,
    required::{required, required_of_text},
};
use crate::{
    aws::logs::Pattern,
    log_lines::{ERRORS, Level, WARNINGS, Writer, has_own_name},
};

/// JSON may write any character as `\u0065`: such events are never left out.
const ESCAPED: &str = r"\\u";

/// The pattern for the events of one writer; `None` where it would leave nothing out. One part of the filter makes it:
/// the one that leaves out most.
pub(super) fn pattern(filter: &Filter, request_id: Option<&str>, writer: Writer) -> Option<Pattern> {
    if let Some(id) = request_id {
        return Some(Pattern::Phrase(id.to_owned()));
    }
    let implied: Vec<Implied<'_>> = filter.clauses.iter().filter_map(|clause| clause.implied()).collect();
    let values = implied.iter().find_map(|implied| by_value(implied, writer));
    let levels =
        implied.iter().filter_map(|implied| if let Implied::Level(level) = implied { Some(*level) } else { None });
    let by_level = || by_level(levels.chain(filter.level).max()?, writer);
    let by_match = || {
        // The words of a firewall's line are srvls's own.
        if writer == Writer::Firewall {
            return None;
        }
        let expressions =
            implied.iter().filter_map(|implied| if let Implied::Match(of) = implied { Some(*of) } else { None });
        expressions.chain(filter.pattern.as_ref().map(Regex::as_str)).find_map(required)
    };
    values.or_else(by_level).or_else(by_match).map(|mut alternatives| {
        alternatives.push(ESCAPED.to_owned());
        Pattern::Expression(alternatives.join("|"))
    })
}

fn by_value(implied: &Implied<'_>, writer: Writer) -> Option<Vec<String>> {
    match implied {
        Implied::Text(text) if is_plain(text) => Some(vec![(*text).to_owned()]),
        Implied::Text(text) => required_of_text(text),
        // A firewall calls the status `responseCodeSent`.
        Implied::Number { .. } if writer == Writer::Firewall => None,
        Implied::Number { field, integers } => {
            // Lambda writes `Status: timeout` in its text format.
            let written = if *field == "status" { "[Ss]tatus" } else { field };
            let is_known = is_plain(field) && !field.contains('-') && !has_own_name(field);
            is_known.then(|| integers.expressions(written))
        }
        Implied::Level(_) | Implied::Match(_) => None,
    }
}

/// A line without a level counts as INFO: below WARN, nothing can be left out.
fn by_level(level: Level, writer: Writer) -> Option<Vec<String>> {
    match (level, writer) {
        // None of its lines is a warning.
        (_, Writer::Firewall) => None,
        (Level::Warn | Level::Error, Writer::Api) => Some(vec![r"status\W+0*5".to_owned()]),
        (Level::Error, _) => Some(ERRORS.map(str::to_owned).into()),
        (Level::Warn, _) => Some(ERRORS.into_iter().chain([WARNINGS]).map(str::to_owned).collect()),
        (Level::Trace | Level::Debug | Level::Info, _) => None,
    }
}

/// Whether a text stands for itself in an expression and is the same in JSON.
fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, sample::select};
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        aws::logs::fake::event,
        commands::logs::line_view::{Layout, fake::layout},
        log_lines::Source,
        stage::{FunctionName, StackName},
    };

    fn filter(clauses: &[&str], level: Option<Level>) -> Filter {
        let clauses = clauses.iter().map(|clause| clause.parse().expect("a clause")).collect();
        Filter { clauses, level, noise: true, ..Filter::default() }
    }

    /// What CloudWatch Logs does with a pattern.
    fn matches(pattern: &Pattern, message: &str) -> bool {
        match pattern {
            Pattern::Phrase(phrase) => message.contains(phrase.as_str()),
            Pattern::Expression(expression) => {
                Regex::new(&format!("(?s){expression}")).expect("valid").is_match(message)
            }
        }
    }

    fn sources() -> [Source; 4] {
        let stack = StackName("srvls-dev".into());
        let function = |name: &str| Source::function(FunctionName(name.into()), &format!("srvls-dev-{name}"));
        let firewall = Source {
            name: FunctionName("waf".into()),
            group: "aws-waf-logs-srvls-dev-edge".into(),
            writer: Writer::Firewall,
        };
        [function("get_profile"), function("authorizer"), Source::api(&stack), firewall]
    }

    #[test]
    fn a_filter_for_errors_leaves_out_what_is_none() {
        let errors = pattern(&filter(&[], Some(Level::Error)), None, Writer::Function).expect("a pattern");
        let failures = pattern(&filter(&["status>=500"], None), None, Writer::Api).expect("a pattern");

        assert!(!matches(&errors, r#"{"level":"INFO","message":"request answered","status":200}"#));
        assert!(!matches(&errors, r#"{"type":"platform.report","record":{"status":"success"}}"#));
        assert!(matches(&errors, r#"{"level":"ERROR","message":"no table"}"#));
        assert!(matches(&failures, r#"{"status":"502","latency":"45"}"#));
        assert!(!matches(&failures, r#"{"status":"200","latency":"4512"}"#));
        assert!(!matches(&failures, r#"{"level":"INFO","status":404}"#));
    }

    #[test]
    fn a_filter_by_text_or_by_small_numbers_leaves_out_the_others() {
        let made = |clause: &str| pattern(&filter(&[clause], None), None, Writer::Function).expect("a pattern");
        let grep = Filter { pattern: Regex::new("(?i)no table").ok(), ..filter(&[], None) };
        let grep = pattern(&grep, None, Writer::Function).expect("a pattern");

        let quick = made("took<=250.5");
        assert!(matches(&quick, r#"{"took": 249.5}"#) && matches(&quick, r#"{"took":"7"}"#));
        assert!(!matches(&quick, r#"{"took":300}"#) && !matches(&quick, r#"{"took":1000.5}"#));
        assert!(matches(&made("took<1"), r#"{"took":.5}"#) && !matches(&made("took<1"), r#"{"took":1}"#));
        for no_table in [made("error~^no table$"), made("error='no table'"), grep] {
            assert!(matches(&no_table, r#"{"error":"no table"}"#), "{no_table:?}");
            assert!(!matches(&no_table, r#"{"error":"too many requests"}"#), "{no_table:?}");
        }
    }

    #[test]
    fn where_nothing_can_be_left_out_there_is_no_pattern() {
        assert_eq!(pattern(&filter(&["status<500"], None), None, Writer::Firewall), None);
        let status = Filter { pattern: Regex::new("status").ok(), ..filter(&[], None) };
        assert_eq!(pattern(&status, None, Writer::Firewall), None);
        for clauses in [&["duration_ms>100"][..], &["error~t.*t"], &["status!=200"], &["status>=0"], &["level>=info"]] {
            assert_eq!(pattern(&filter(clauses, Some(Level::Info)), None, Writer::Function), None, "{clauses:?}");
        }
        let grep = Filter { pattern: Regex::new("took [0-9]+ ms").ok(), ..filter(&[], None) };
        assert_eq!(pattern(&grep, None, Writer::Function), None);
    }

    #[test]
    fn an_expression_has_only_what_filter_patterns_take() {
        let grep = Filter { pattern: Regex::new("(?i)timed?[ -]out|no table").ok(), ..filter(&[], None) };
        let clauses = ["status>=500", "user_id=a-1", "n=7", "n<1234.5", "n<-1", "error='no table'", "error~time(out)?"];
        let filters: Vec<Filter> = clauses.map(|clause| filter(&[clause], None)).into_iter().chain([grep]).collect();
        let levels = [Level::Warn, Level::Error].map(|level| filter(&[], Some(level)));
        for filter in filters.iter().chain(&levels) {
            for writer in [Writer::Function, Writer::Api] {
                let found = pattern(filter, None, writer);
                let Some(Pattern::Expression(expression)) = found else { panic!("an expression") };
                let taken = |c: char| c.is_ascii_alphanumeric() || r":_#=@/;,-^$?[]{}|\*+.".contains(c);
                assert!(expression.chars().all(taken), "{expression}");
                assert!(expression.len() <= 1024, "the longest pattern: {expression}");
            }
        }
    }

    /// A value as some logger might write it.
    fn value() -> impl Strategy<Value = Value> {
        let number = prop_oneof![0..1200i64, Just(500), -600..0i64];
        prop_oneof![
            number.clone().prop_map(Value::from),
            number.clone().prop_map(|number| Value::from(number.to_string())),
            (0..1200u16).prop_map(|number| json!(f64::from(number) + 0.5)),
            Just(json!(5e20)),
            Just(json!("5e2")),
            Just(json!("0500")),
            Just(json!("499.99999999999999999")),
            Just(json!(".5")),
            Just(json!("+5.")),
            Just(json!({ "password": "ada" })),
            "[a-z]{1,3}|ada|success|timeout|failure".prop_map(Value::from),
            Just(Value::Null),
            Just(json!(true)),
        ]
    }

    fn message() -> impl Strategy<Value = String> {
        let level = prop_oneof!["(?i)trace|debug|info|notice|warn|warning|error|fatal|critical", "[a-z]{0,3}"];
        let field = prop_oneof![Just("status"), Just("user_id"), Just("n"), Just("http"), Just("errorType")];
        let fields = || proptest::collection::vec((field.clone(), value()), 0..4);
        let own = (level, fields(), any::<bool>(), any::<bool>()).prop_map(|(level, fields, nested, pretty)| {
            let fields: Value = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            let line = if nested {
                json!({ "level": level, "fields": fields, "http": { "status": fields["status"] } })
            } else {
                let mut line = fields;
                line["level"] = level.into();
                line
            };
            if pretty { serde_json::to_string_pretty(&line).expect("JSON") } else { line.to_string() }
        });
        let own = own.boxed();
        let escaped = own.clone().prop_map(|line| line.replace('e', r"\u0065"));
        let status = "success|error|timeout|failure|[0-9]x|[A-RT-Za-rt-z][a-z0-9]{0,3}|[Ss][a-tv-z0-9]{1,3}";
        let platform = ("report|runtimeDone|start|logsDropped", status);
        let platform = platform.prop_map(|(name, status)| {
            let metrics = json!({ "durationMs": 600, "maxMemoryUsedMB": 30, "initDurationMs": 5.5 });
            let record = json!({ "requestId": "r-1", "status": status, "metrics": metrics });
            json!({ "type": format!("platform.{name}"), "record": record }).to_string()
        });
        let text = prop_oneof![
            Just("REPORT RequestId: r-1\tDuration: 600.5 ms\tStatus: timeout".to_owned()),
            Just("REPORT RequestId: r-1\tDuration: 6e2 ms\tMemory Size: 128 MB\tMax Memory Used: 30 MB".to_owned()),
            Just("REPORT RequestId: r-1\tDuration: 600.5 ms\tStatus: 512\tError Type: ada".to_owned()),
            Just("RequestId: r-1 Error: Runtime exited".to_owned()),
            Just("2026-11-22T10:00:03.000Z r-1 Task timed out after 3.00 seconds".to_owned()),
            Just("thread 'main' panicked at src/main.rs:1:1:".to_owned()),
            Just("Error: no table".to_owned()),
            "[a-z :]{0,9}",
        ];
        let access = (value(), value()).prop_map(|(status, latency)| {
            json!({ "requestId": "r-1", "status": status, "latency": latency, "method": "GET" }).to_string()
        });
        let blocked = (value(), "[a-z]{1,6}").prop_map(|(status, rule)| {
            let http = json!({ "uri": format!("/{rule}"), "httpMethod": "GET", "requestId": "r-1", "country": "KR" });
            json!({ "action": "BLOCK", "terminatingRuleId": rule, "responseCodeSent": status, "httpRequest": http })
                .to_string()
        });
        prop_oneof![3 => own, 1 => escaped, 2 => platform, 1 => text, 2 => access, 1 => blocked]
    }

    fn clause() -> impl Strategy<Value = String> {
        let field =
            prop_oneof!["status|n|http\\.status|'status'|latency|duration_ms", "user_id|error_type|message|request_id"];
        let value = prop_oneof!["500|[1-9][0-9]{0,3}|0", "ada|r-1|success|timeout|null|true|[a-z]{1,3}"];
        let value = prop_oneof![4 => value, 1 => "-?[0-9]{1,3}\\.[05]{1,2}|-[0-9]{1,3}|5e2|0\\.0"];
        let other = (field.clone(), "=|==|!=|>|>=|<|<=", value)
            .prop_map(|(field, sign, value)| format!("{field}{sign}{value}"));
        let level = ("=|!=|>|>=|<|~", "info|warn|error").prop_map(|(sign, level)| format!("level{sign}{level}"));
        let matching = (field, expression()).prop_map(|(field, expression)| format!("{field}~{expression}"));
        prop_oneof![3 => other, 1 => level, 2 => matching]
    }

    /// An expression as someone might search by.
    fn expression() -> impl Strategy<Value = String> {
        let words = "[a-z]{1,4}|ada|success|timeout|failure|took|used|status|error|table|panicked|redacted|[0-9]{1,3}";
        let others = [
            " ",
            "=",
            "_",
            r"\.",
            r"\[",
            "\"",
            "é",
            r"\d+",
            r"\w*",
            r"\b",
            "^",
            "$",
            "5e20",
            "[a-f]x",
            "[Tt]i",
            r"\[redacted",
        ];
        let part = prop_oneof![4 => words.prop_map(String::from), 1 => select(others.to_vec()).prop_map(String::from)];
        let parts = proptest::collection::vec((part, select(vec!["", "", "?", "+", "|"])), 1..4);
        (any::<bool>(), parts).prop_map(|(any_case, parts)| {
            let parts: String = parts.into_iter().map(|(part, sign)| format!("(?:{part}){sign}")).collect();
            format!("{}{parts}", if any_case { "(?i)" } else { "" })
        })
    }

    fn level() -> impl Strategy<Value = Option<Level>> {
        prop_oneof![Just(None), Just(Some(Level::Warn)), Just(Some(Level::Error))]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4000, ..ProptestConfig::default() })]

        #[test]
        fn no_pattern_loses_an_event_that_the_filter_keeps(
            message in message(), clauses in proptest::collection::vec(clause(), 0..3), level in level(),
            grep in proptest::option::of(expression()), verbose in any::<bool>(),
        ) {
            let clauses: Vec<&str> = clauses.iter().map(String::as_str).collect();
            let grep = grep.map(|grep| Regex::new(&grep).expect("valid"));
            let filter = Filter { pattern: grep, ..filter(&clauses, level) };
            let layout = Layout { verbose, ..layout() };
            for source in sources() {
                let Some(pattern) = pattern(&filter, None, source.writer) else { continue };
                let kept = filter.keeps(&source.line(&event("1", 1_000, &message)), &layout);

                prop_assert!(
                    !kept || matches(&pattern, &message),
                    "{clauses:?} {level:?} {:?} {pattern:?} lost {message}",
                    filter.pattern
                );
            }
        }
    }
}
