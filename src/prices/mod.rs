//! What AWS charges: one dated table, `prices.toml`, for the regions that it has. Another region has no price, never that of
//! one of these.

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::{ToSpan as _, civil::Date};
use serde::Deserialize;

/// What has a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Item {
    UsersLite,
    UsersEssentials,
    UsersPlus,
    Mail,
    EdgeRequest,
    EdgeTransfer,
    Transfer,
    WebAcl,
    WebAclRule,
    WebAclRequest,
    ApiRequest,
    ApiCacheHour,
    FunctionRequest,
    FunctionX86,
    FunctionArm,
    ProvisionedX86,
    ProvisionedArm,
    TableWrite,
    TableRead,
    TableStorage,
    TableBackup,
    ObjectStorage,
    ObjectWrite,
    LogIngestion,
    LogDelivery,
    LogStorage,
    LogScan,
    LiveTailMinute,
    Trace,
    AlarmMetric,
    CompositeAlarm,
    Dashboard,
    Secret,
    Key,
    QueueRequest,
    EndpointHour,
    CostReport,
}

static TABLE: LazyLock<BTreeMap<Item, Entry>> =
    LazyLock::new(|| toml::from_str(include_str!("prices.toml")).expect("a test reads it"));

#[derive(Debug, Deserialize)]
struct Entry {
    what: String,
    per: u32,
    #[serde(default)]
    free: u32,
    first: Option<u64>,
    source: String,
    everywhere: Option<Listed>,
    #[serde(flatten)]
    regions: BTreeMap<String, Listed>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    usd: f64,
    checked: Option<Date>,
    unconfirmed: Option<String>,
}

/// The price of an item in one region.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Price {
    entry: &'static Entry,
    listed: &'static Listed,
}

/// `None` where the table has no price for the region.
pub(crate) fn price(item: Item, region: &str) -> Option<Price> {
    let entry = TABLE.get(&item)?;
    let listed = entry.everywhere.as_ref().or_else(|| entry.regions.get(region))?;
    Some(Price { entry, listed })
}

/// What is counted of an item, such as `requests`.
pub(crate) fn unit(item: Item) -> &'static str {
    TABLE.get(&item).map_or("", |entry| &entry.what)
}

/// How many are free each month, for each account.
pub(crate) fn free(item: Item) -> u32 {
    TABLE.get(&item).map_or(0, |entry| entry.free)
}

/// The regions that the table has prices of.
pub(crate) fn regions() -> Vec<&'static str> {
    TABLE.get(&Item::ApiRequest).map(|entry| entry.regions.keys().map(String::as_str).collect()).unwrap_or_default()
}

impl Price {
    /// Dollars for so many.
    pub(crate) fn of(self, quantity: f64) -> f64 {
        quantity * self.listed.usd / f64::from(self.entry.per)
    }

    /// Whether a part of them costs less than the table says.
    pub(crate) fn is_beyond_first(self, quantity: f64) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "a number of requests")]
        let most = self.entry.first.map(|first| first as f64);
        most.is_some_and(|most| quantity > most)
    }

    /// `$3.50 a million`.
    pub(crate) fn words(self) -> String {
        let rate = rate(self.listed.usd);
        match self.entry.per {
            1 => rate,
            1_000_000 => format!("{rate} a million"),
            per => format!("{rate} per {}", thousands(f64::from(per))),
        }
    }

    /// The day on which it was read; `None` if it could not be confirmed.
    pub(crate) fn checked(self) -> Option<Date> {
        self.listed.checked
    }

    /// Why it could not be confirmed.
    pub(crate) fn unconfirmed(self) -> Option<&'static str> {
        self.listed.unconfirmed.as_deref()
    }

    pub(crate) fn source(self, region: &str) -> String {
        self.entry.source.replace("{region}", region)
    }

    /// Whether it was read more than a year ago.
    pub(crate) fn is_old(self, today: Date) -> bool {
        self.checked().is_some_and(|checked| checked.saturating_add(1.year()) < today)
    }
}

/// What a million calls of a function cost that are billed for so long; `None` where the region has no prices.
pub(crate) fn million_calls(region: &str, memory_mb: u64, billed_ms: f64, is_arm: bool) -> Option<f64> {
    let gb_second = price(if is_arm { Item::FunctionArm } else { Item::FunctionX86 }, region)?;
    #[expect(clippy::cast_precision_loss, reason = "a number of megabytes")]
    let gb = memory_mb as f64 / 1024.0;
    Some(price(Item::FunctionRequest, region)?.of(1e6) + gb_second.of(gb * billed_ms * 1000.0))
}

/// `$3.50`, or all the digits that a smaller price has.
fn rate(usd: f64) -> String {
    let cents = format!("{usd:.2}");
    if cents.parse() == Ok(usd) { format!("${cents}") } else { format!("${usd}") }
}

/// `1,234,567`, or `1.25` of what is not counted in whole ones.
pub(crate) fn thousands(number: f64) -> String {
    let text = if number.fract().abs() < 1e-9 { format!("{number:.0}") } else { format!("{number:.2}") };
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let digits = whole.len();
    let grouped = whole.chars().enumerate().fold(String::new(), |mut grouped, (index, digit)| {
        if index > 0 && (digits - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
        grouped
    });
    rest.map_or(grouped.clone(), |rest| format!("{grouped}.{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_calls_cost_their_requests_their_memory_and_their_time() {
        let of = |is_arm| million_calls("us-east-1", 256, 100.0, is_arm).map(|usd| format!("{usd:.4}"));

        // 256 MB for 100 ms: 25,000 GB-seconds.
        assert_eq!((of(false).as_deref(), of(true).as_deref()), (Some("0.6167"), Some("0.5333")));
        assert_eq!(million_calls("eu-central-1", 256, 100.0, false), None);
    }

    #[test]
    fn every_price_has_a_day_or_the_reason_why_not_and_the_page_that_has_it() {
        for (item, entry) in TABLE.iter() {
            assert!(entry.source.starts_with("https://"), "{item:?}");
            let expected: &[&str] =
                if entry.everywhere.is_some() { &[] } else { &["ap-northeast-2", "eu-west-1", "us-east-1"] };
            assert_eq!(entry.regions.keys().collect::<Vec<_>>(), expected, "{item:?}");
            for (region, listed) in entry.regions.iter().chain(entry.everywhere.iter().map(|it| (&entry.what, it))) {
                assert!(listed.usd > 0.0, "{item:?} {region}");
                assert_eq!(listed.checked.is_some(), listed.unconfirmed.is_none(), "{item:?} {region}");
            }
        }
    }

    #[test]
    fn another_region_has_no_price_unless_it_is_the_same_everywhere() {
        assert!(price(Item::ApiRequest, "eu-central-1").is_none());
        assert!(price(Item::WebAcl, "eu-central-1").is_some());
        assert_eq!(regions(), ["ap-northeast-2", "eu-west-1", "us-east-1"]);
    }

    #[test]
    fn a_large_quantity_is_known_to_cost_less() {
        let price = price(Item::ApiRequest, "us-east-1").expect("a price");

        assert!(price.is_beyond_first(400e6) && !price.is_beyond_first(300e6));
    }

    #[test]
    fn every_item_has_prices() {
        assert_eq!(TABLE.len(), Item::CostReport as usize + 1);
    }

    #[test]
    fn a_price_is_old_after_a_year() {
        let price = price(Item::FunctionRequest, "us-east-1").expect("a price");
        let checked = price.checked().expect("a day");

        assert!(!price.is_old(checked.saturating_add(1.year())));
        assert!(price.is_old(checked.saturating_add(1.year()).saturating_add(1.day())));
    }

    #[test]
    fn prices_and_numbers_read_well() {
        let words = |item| price(item, "us-east-1").map(Price::words).unwrap_or_default();

        assert_eq!(words(Item::ApiRequest), "$3.50 a million");
        assert_eq!(words(Item::FunctionX86), "$0.0000166667");
        assert_eq!([thousands(1_234_567.0), thousands(999.0), thousands(17.17)], ["1,234,567", "999", "17.17"]);
    }
}
