//! What Logs Insights costs.

/// For each GB that a query scans, in us-east-1, in November 2026; it is up to half more in other regions.
/// <https://aws.amazon.com/cloudwatch/pricing/>
const DOLLARS_PER_GB: f64 = 0.005;

/// A query that costs more than this needs confirmation.
const ASKED_FROM_DOLLARS: f64 = 0.10;

const GB: f64 = 1_073_741_824.0;

pub(super) fn dollars(bytes: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a price")]
    let bytes = bytes as f64;
    bytes / GB * DOLLARS_PER_GB
}

pub(super) fn needs_question(bytes: u64) -> bool {
    dollars(bytes) > ASKED_FROM_DOLLARS
}

/// `0.005 dollars for each GB`.
pub(super) fn rate() -> String {
    format!("{DOLLARS_PER_GB} dollars for each GB")
}

/// `$0.12`, or `less than a cent`.
pub(super) fn words(bytes: u64) -> String {
    let dollars = dollars(bytes);
    if dollars < 0.01 { "less than a cent".to_owned() } else { format!("${dollars:.2}") }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    #[test]
    fn a_price_follows_from_what_is_scanned() {
        assert_eq!((words(0).as_str(), words(1 << 30).as_str()), ("less than a cent", "less than a cent"));
        assert_eq!(words(100 << 30), "$0.50");
        assert!(needs_question(21 << 30) && !needs_question(20 << 30));
    }

    #[test]
    fn the_docs_have_the_same_price() {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operating.md");
        let docs = fs::read_to_string(docs).expect("text");

        assert!(docs.contains(&rate()), "{DOLLARS_PER_GB}");
        assert!(docs.contains(&format!("more than {} cents", (ASKED_FROM_DOLLARS * 100.0).round())));
    }
}
