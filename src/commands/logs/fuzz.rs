//! Whatever a function logs and whatever is asked of it: no line and no `--where` makes srvls panic.

use proptest::prelude::*;

use super::{clause::Clause, filter::Filter, line_view::fake::layout};
use crate::{aws::logs::fake::event, log_lines::parse, stage::FunctionName};

/// Parts of the lines that Lambda writes, far more often than chance would have them.
fn line() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("REPORT RequestId: ".to_owned()),
        Just("START RequestId: ".to_owned()),
        Just("RequestId: r Error: ".to_owned()),
        Just("\tDuration: ".to_owned()),
        Just("{\"type\":\"platform.".to_owned()),
        Just("\",\"record\":{\"metrics\":".to_owned()),
        Just("{\"level\":".to_owned()),
        Just("\"timestamp\":\"2026-11-22T10:00:00Z\"".to_owned()),
        Just("{\"fields\":{\"a\":{\"b\":1e999}},\"span\":{}}".to_owned()),
        Just("}}".to_owned()),
        "[a-z0-9 :,\"\t]{0,8}",
        any::<String>(),
    ];
    proptest::collection::vec(part, 0..6).prop_map(|parts| parts.concat())
}

fn clause() -> impl Strategy<Value = String> {
    let field = prop_oneof!["level|status|function|a\\.b", "'[a-z. ]{0,4}'?", any::<String>()];
    let operator = prop_oneof!["[=!<>~]{1,2}", any::<String>()];
    let value = prop_oneof!["-?[0-9.e]{1,30}|warn|ERROR|inf|nan|null", "['\"]?[a-z(\\[*]{0,4}['\"]?", any::<String>()];
    (field, operator, value).prop_map(|(field, operator, value)| format!("{field}{operator}{value}"))
}

proptest! {
    // What a failure shows belongs into a test of its own, not into a file of seeds.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_line_and_no_clause_makes_srvls_panic(message in line(), clause in clause()) {
        let line = parse(&FunctionName("get_profile".into()), &event("1", 1_000, &message));
        let clauses: Vec<Clause> = clause.parse().into_iter().collect();

        let _ = Filter { clauses, ..Filter::default() }.keeps(&line, &layout());
    }
}
