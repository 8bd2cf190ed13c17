//! The estimate: its lines, what they add up to, and what is not in it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    estimate::{
        bill::{Bill, Line, budget_words, right_aligned, undecided_words, usd_cell},
        estimate,
        priced_stage::{NotPriced, PricedStage},
        usage::{ASSUMPTIONS, Assumption, Usage},
    },
    prices::{self, price, thousands},
    terminal::output::{Report, Table, Tone, View, counted},
};

#[derive(Debug, Serialize)]
pub(crate) struct EstimateReport {
    stage: String,
    region: String,
    #[serde(flatten)]
    usage: Usage,
    lines: Vec<Line>,
    /// `null` if something has no price, as the sum would be too small.
    total_usd: Option<f64>,
    /// What the known lines make.
    known_usd: f64,
    /// The same without what is free.
    list_usd: f64,
    /// Lines without a price.
    unknown: Vec<String>,
    not_priced: Vec<NotPriced>,
    /// Conditions of the templates that depend on what only AWS knows: what depends on them is in the sum.
    undecided: BTreeSet<String>,
    unconfirmed: Vec<String>,
    /// Lines whose price was read more than a year ago.
    pub(super) old: Vec<String>,
    monthly_budget_usd: Option<f64>,
    prices_of: String,
    assumptions: [Assumption; ASSUMPTIONS.len()],
}

impl EstimateReport {
    pub(super) fn of(name: &str, stage: &PricedStage, usage: Usage, today: Date) -> Self {
        let bill = estimate(stage, &usage.month(stage));
        let (known_usd, list_usd) = (bill.known_usd(), bill.list_usd());
        let not_priced = stage.not_priced();
        let named = |is_meant: &dyn Fn(&Line) -> bool| -> Vec<String> {
            bill.lines.iter().filter(|line| is_meant(line)).map(|line| line.item.clone()).collect()
        };
        let unknown = named(&|line| line.usd.is_none());
        let is_old =
            |line: &Line| line.key.and_then(|item| price(item, &line.region)).is_some_and(|price| price.is_old(today));
        Self {
            stage: name.to_owned(),
            region: stage.region.clone(),
            usage,
            total_usd: (unknown.is_empty() && not_priced.is_empty()).then_some(known_usd),
            known_usd,
            list_usd,
            unconfirmed: named(&|line| line.unconfirmed.is_some()),
            old: named(&is_old),
            unknown,
            not_priced,
            undecided: stage.undecided.clone(),
            monthly_budget_usd: stage.budget,
            prices_of: prices_of(&stage.region, &bill),
            assumptions: ASSUMPTIONS,
            lines: bill.lines,
        }
    }

    fn table(&self) -> Table {
        let quantity = |line: &Line| line.quantity.map_or_else(|| "?".to_owned(), thousands);
        let free = |line: &Line| line.free.filter(|free| *free > 0.0).map(thousands).unwrap_or_default();
        let usd = |line: &Line| usd_cell(line.usd);
        let column = |of: &dyn Fn(&Line) -> String| right_aligned(self.lines.iter().map(of).collect());
        let [quantities, frees, sums] = [column(&quantity), column(&free), column(&usd)];
        let mut table = Table::new(["ITEM", "QUANTITY", "FREE", "PRICE", "USD"]);
        let mut part = None;
        for (index, line) in self.lines.iter().enumerate() {
            if part != Some(line.part) {
                part = Some(line.part);
                table.section(line.part.title());
            }
            let tone = if line.usd.is_some() { Tone::Plain } else { Tone::Warning };
            table.row([
                (line.item.clone(), tone),
                (quantities[index].clone(), tone),
                (frees[index].clone(), Tone::Faint),
                (price_cell(line), tone),
                (sums[index].clone(), tone),
            ]);
        }
        table
    }

    fn total(&self) -> String {
        let sum = match self.total_usd {
            Some(total) => format!(
                "{total:.2} dollars a month; {:.2} if other stages of the account use up what is free",
                self.list_usd
            ),
            None => format!("{:.2} dollars a month, without what has no price", self.known_usd),
        };
        format!("{sum}{}", budget_words(self.monthly_budget_usd))
    }

    /// What the reader has to know of the sum.
    fn remarks(&self) -> Vec<String> {
        // Names have commas of their own.
        let list = |names: &[String]| names.join("; ");
        let mut remarks = Vec::new();
        if !self.unknown.is_empty() {
            let regions = prices::regions().join(", ");
            let what = list(&self.unknown);
            remarks.push(format!("No price (?): {what}. The price table has {regions}."));
        }
        if !self.not_priced.is_empty() {
            let kinds: Vec<String> = self.not_priced.iter().map(|it| format!("{} ({})", it.kind, it.count)).collect();
            remarks.push(format!("Not in the sum, because srvls has no price for it: {}.", list(&kinds)));
        }
        remarks.extend(undecided_words(&self.undecided));
        let most: Vec<String> = self.lines.iter().filter(|line| line.at_most).map(|line| line.item.clone()).collect();
        if !most.is_empty() {
            remarks.push(format!("At most, because AWS charges less for part of such a quantity: {}.", list(&most)));
        }
        if !self.unconfirmed.is_empty() {
            remarks.push(format!(
                "~ is a price that could not be confirmed: {}.",
                counted(self.unconfirmed.len(), "line")
            ));
        }
        remarks
    }
}

fn price_cell(line: &Line) -> String {
    let mark = if line.unconfirmed.is_some() { "~" } else { "" };
    line.price.as_ref().map_or_else(|| "?".to_owned(), |price| format!("{mark}{price}"))
}

/// `us-east-1, read 2026-09-20 to 2026-11-29`.
fn prices_of(region: &str, bill: &Bill) -> String {
    let days: BTreeSet<Date> = bill.lines.iter().filter_map(|line| line.checked).collect();
    match (days.first(), days.last()) {
        (Some(first), Some(last)) if first != last => format!("{region}, read {first} to {last}"),
        (Some(day), _) => format!("{region}, read {day}"),
        _ => region.to_owned(),
    }
}

impl Report for EstimateReport {
    const ROWS: Option<&'static str> = Some("lines");

    fn view(&self) -> View {
        let Self { stage, usage, prices_of, .. } = self;
        let (users, requests) = usage.numbers();
        let title = format!(
            "{stage} for {} users and {} requests a month, at prices of {prices_of}",
            thousands(users),
            thousands(requests),
        );
        let view = View::new().text(title).table(self.table()).text(self.total());
        self.remarks().into_iter().fold(view, |view, remark| view.text(remark))
    }

    fn hints(&self) -> Vec<String> {
        vec!["docs/cost.md lists what is assumed about users and requests, and what is left out".to_owned()]
    }
}

impl EstimateReport {
    /// The sum of some lines, for tests.
    #[cfg(test)]
    pub(super) fn usd(&self, item: &str) -> Option<f64> {
        let of: Vec<Option<f64>> = self.lines.iter().filter(|line| line.item == item).map(|line| line.usd).collect();
        if of.is_empty() { None } else { of.into_iter().sum::<Option<f64>>().map(crate::estimate::bill::cents) }
    }

    #[cfg(test)]
    pub(super) fn lines(&self) -> &[Line] {
        &self.lines
    }

    #[cfg(test)]
    pub(super) fn sums(&self) -> (Option<f64>, f64, f64) {
        (self.total_usd, self.known_usd, self.list_usd)
    }
}
