//! The lines of a bill: a quantity, what of it is free, a price, and what that makes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::prices::{self, Item, price, thousands};

/// The parts of a bill, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Part {
    Users,
    Edge,
    Api,
    Data,
    Logs,
    Alarms,
    Security,
}

impl Part {
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Users => "Users",
            Self::Edge => "Edge",
            Self::Api => "API and functions",
            Self::Data => "Tables and images",
            Self::Logs => "Logs and traces",
            Self::Alarms => "Alarms",
            Self::Security => "Secrets, keys, network",
        }
    }
}

#[derive(Debug, Clone, Serialize)]
pub(crate) struct Line {
    pub(crate) part: Part,
    pub(crate) item: String,
    /// `null` where it is not known.
    #[serde(serialize_with = "whole_or_not")]
    pub(crate) quantity: Option<f64>,
    pub(crate) unit: String,
    /// How many of them are free.
    #[serde(serialize_with = "whole_or_not")]
    pub(crate) free: Option<f64>,
    /// `null` where the table has no price.
    pub(crate) price: Option<String>,
    /// To the cent; `null` where the quantity or the price is not known.
    pub(crate) usd: Option<f64>,
    /// The same without what is free.
    pub(crate) list_usd: Option<f64>,
    pub(crate) formula: String,
    pub(crate) region: String,
    /// Beyond so many, AWS charges less, which is not counted.
    pub(crate) at_most: bool,
    pub(crate) checked: Option<Date>,
    pub(crate) unconfirmed: Option<&'static str>,
    pub(crate) source: Option<String>,
    #[serde(skip)]
    pub(crate) key: Option<Item>,
}

/// 26, not 26.0.
#[expect(clippy::cast_possible_truncation, reason = "it is a whole number below 10^15")]
fn whole_or_not<S: Serializer>(number: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match number {
        Some(number) if number.fract() == 0.0 && number.abs() < 1e15 => serializer.serialize_i64(*number as i64),
        number => number.serialize(serializer),
    }
}

/// A price to the cent.
pub(crate) fn cents(usd: f64) -> f64 {
    (usd * 100.0).round() / 100.0
}

/// `31.50`, or `?` where it is not known.
pub(crate) fn usd_cell(usd: Option<f64>) -> String {
    usd.map_or_else(|| "?".to_owned(), |usd| format!("{usd:.2}"))
}

/// The cells of a column of numbers.
pub(crate) fn right_aligned(cells: Vec<String>) -> Vec<String> {
    let width = cells.iter().map(|cell| cell.chars().count()).max().unwrap_or_default();
    cells.into_iter().map(|cell| format!("{cell:>width$}")).collect()
}

/// What a total says of `MonthlyBudget`.
pub(crate) fn budget_words(budget: Option<f64>) -> String {
    budget.map_or_else(String::new, |budget| format!("; MonthlyBudget is {}, of the whole account", thousands(budget)))
}

/// What is said where only AWS can decide these conditions; `None` without any.
pub(crate) fn undecided_words(conditions: &BTreeSet<String>) -> Option<String> {
    let names: Vec<&str> = conditions.iter().map(String::as_str).collect();
    (!names.is_empty())
        .then(|| format!("Counted as true, because only AWS can decide them: the conditions {}.", names.join(", ")))
}

#[derive(Debug, Default)]
pub(crate) struct Bill {
    pub(crate) lines: Vec<Line>,
    /// How many are still free of an item that has several lines: what is free is for the whole account.
    left: BTreeMap<Item, f64>,
}

impl Bill {
    /// So many of an item in a region. Nothing has no line.
    pub(crate) fn add(
        &mut self,
        part: Part,
        name: impl Into<String>,
        item: Item,
        region: &str,
        quantity: impl Into<Option<f64>>,
    ) {
        let Some(quantity) = quantity.into() else {
            return self.add_unknown(part, &name.into(), "not measured", region);
        };
        if quantity <= 0.0 {
            return;
        }
        let left = self.left.entry(item).or_insert_with(|| f64::from(prices::free(item)));
        let free = left.min(quantity);
        let allowance = *left;
        *left -= free;
        let price = price(item, region);
        let [usd, list_usd] = [quantity - free, quantity].map(|paid| price.map(|price| cents(price.of(paid))));
        let unit = prices::unit(item);
        let (counted, words) = (thousands(quantity), price.map_or_else(|| "?".to_owned(), |price| price.words()));
        let formula = if allowance > 0.0 {
            format!("max({counted} - {}, 0) {unit} x {words}", thousands(allowance))
        } else {
            format!("{counted} {unit} x {words}")
        };
        self.lines.push(Line {
            part,
            item: name.into(),
            quantity: Some(quantity),
            unit: unit.to_owned(),
            free: Some(allowance),
            price: price.map(|price| price.words()),
            usd,
            list_usd,
            formula,
            region: region.to_owned(),
            at_most: price.is_some_and(|price| price.is_beyond_first(quantity)),
            checked: price.and_then(|price| price.checked()),
            unconfirmed: price.and_then(|price| price.unconfirmed()),
            source: price.map(|price| price.source(region)),
            key: Some(item),
        });
    }

    /// What costs something that is not known, and why.
    pub(crate) fn add_unknown(&mut self, part: Part, name: &str, why: impl Into<String>, region: &str) {
        self.lines.push(Line {
            part,
            item: name.to_owned(),
            quantity: None,
            unit: String::new(),
            free: None,
            price: None,
            usd: None,
            list_usd: None,
            formula: why.into(),
            region: region.to_owned(),
            at_most: false,
            checked: None,
            unconfirmed: None,
            source: None,
            key: None,
        });
    }

    /// What the known lines make.
    pub(crate) fn known_usd(&self) -> f64 {
        cents(self.lines.iter().filter_map(|line| line.usd).sum())
    }

    /// The same without what is free.
    pub(crate) fn list_usd(&self) -> f64 {
        cents(self.lines.iter().filter_map(|line| line.list_usd).sum())
    }
}
