//! What a query of Logs Insights costs: by what it scans, at the price of its region.

use crate::prices::{Item, Price, price};

/// A query that costs more than this needs confirmation.
const ASKED_FROM_DOLLARS: f64 = 0.10;

const GB: f64 = 1_073_741_824.0;

/// The price of what a query scans in a region; `None` where it is not known.
#[derive(Debug, Clone, Copy)]
pub(super) struct ScanPrice(Option<Price>);

impl ScanPrice {
    pub(super) fn of(region: &str) -> Self {
        Self(price(Item::LogScan, region))
    }

    /// To a hundredth of a cent.
    pub(super) fn dollars(self, bytes: u64) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "a price")]
        let bytes = bytes as f64;
        Some(self.0?.of(bytes / GB))
    }

    /// Where the price is not known, so much as costs that at the lowest.
    pub(super) fn needs_question(self, bytes: u64) -> bool {
        let dollars = self.dollars(bytes).or_else(|| Self::of("us-east-1").dollars(bytes));
        dollars.is_none_or(|dollars| dollars > ASKED_FROM_DOLLARS)
    }

    /// `$0.005 for each GB`.
    pub(super) fn rate(self) -> String {
        self.0.map_or_else(
            || "an amount that srvls does not know".to_owned(),
            |price| format!("{} for each GB", price.words()),
        )
    }

    /// `$0.12`, or `less than a cent`.
    pub(super) fn words(self, bytes: u64) -> String {
        match self.dollars(bytes) {
            Some(dollars) if dollars < 0.01 => "less than a cent".to_owned(),
            Some(dollars) => format!("${dollars:.2}"),
            None => "an unknown price".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path};

    use super::*;

    #[test]
    fn a_price_follows_from_what_is_scanned() {
        let price = ScanPrice::of("us-east-1");

        assert_eq!((price.words(0).as_str(), price.words(1 << 30).as_str()), ("less than a cent", "less than a cent"));
        assert_eq!(price.words(100 << 30), "$0.50");
        assert!(price.needs_question(21 << 30) && !price.needs_question(20 << 30));
        assert_eq!(ScanPrice::of("ap-northeast-2").words(100 << 30), "$0.76");
    }

    #[test]
    fn a_region_without_a_price_is_not_priced_as_another() {
        let price = ScanPrice::of("eu-central-1");

        assert_eq!((price.dollars(1 << 40), price.words(1)), (None, "an unknown price".to_owned()));
        assert!(price.needs_question(21 << 30) && !price.needs_question(1 << 30));
    }

    #[test]
    fn the_docs_have_the_same_price() {
        let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/operating.md");
        let docs = fs::read_to_string(docs).expect("text");

        let rate = ScanPrice::of("us-east-1").rate();
        assert!(docs.contains(&rate), "{rate}");
        assert!(docs.contains(&format!("more than {} cents", (ASKED_FROM_DOLLARS * 100.0).round())));
    }
}
