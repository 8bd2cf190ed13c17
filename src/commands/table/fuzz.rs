//! Whatever `--sk` and `--where` are given: they are refused or become an expression, and nothing panics.

use proptest::prelude::*;

use super::{
    condition::{filter_conditions, sort_key_test},
    placeholders::Placeholders,
};

fn expression() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "a|content\\.tags\\[0\\]|[a-z.\\[\\]0-9]{0,6}|'[a-z. ]{0,4}'?",
        4 => " (=|!=|<|begins_with|contains|between|exists|missing|and) ",
        2 => "-?[0-9.e]{1,40}|true|null|'x'",
        1 => any::<String>(),
    ];
    proptest::collection::vec(part, 0..7).prop_map(|parts| parts.concat())
}

proptest! {
    // What a failure shows belongs into a test of its own, not into a file of seeds.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_expression_makes_srvls_panic(text in expression()) {
        let _ = sort_key_test(&text);
        if let Ok(conditions) = filter_conditions(&text) {
            let _ = Placeholders::default().filter(&conditions);
        }
    }
}
