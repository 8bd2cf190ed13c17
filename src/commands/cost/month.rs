//! `srvls cost --month`: what was spent in this month, from Cost Explorer; where that is not allowed, what CloudWatch
//! counted at the prices of the table.

use jiff::{SignedDuration, Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::measured;
use crate::{
    aws::{
        AwsErrorKind,
        costs::{Costs, STACK_TAG, Spent},
    },
    context::{Context, cache, deployed_stack::DeployedStack},
    error::Error,
    estimate::{
        bill::{Bill, Line, budget_words, cents, right_aligned, undecided_words, usd_cell},
        estimate,
        priced_stage::{NotPriced, PricedStage},
    },
    prices::{Item, price},
    stage::EDGE_REGION,
    template::Template,
    terminal::output::{Report, Table, Tone, View},
    time::clock,
};

#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Source {
    CostExplorer,
    Metrics,
}

#[derive(Debug, Serialize)]
pub(crate) struct MonthReport {
    stage: String,
    source: Source,
    since: Date,
    until: Timestamp,
    lines: Vec<SpentLine>,
    /// `null` if a part of it is not known.
    spent_usd: Option<f64>,
    /// What the known lines make.
    known_usd: f64,
    /// For the whole month, at the same rate; `null` if that can't be said.
    forecast_usd: Option<f64>,
    /// Of the whole account.
    monthly_budget_usd: Option<f64>,
    unknown: Vec<String>,
    /// What else there is to know.
    remarks: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct SpentLine {
    item: String,
    usd: Option<f64>,
    /// Of what srvls calculated itself.
    formula: Option<String>,
}

/// An answer of Cost Explorer, which renews its numbers no more than a few times a day.
/// <https://docs.aws.amazon.com/cost-management/latest/userguide/ce-exploring-data.html>
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Kept {
    /// Stacks of the same name may be in several accounts.
    stack_id: String,
    stacks: Vec<String>,
    asked_at: Timestamp,
    spent: Vec<Spent>,
}

const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24);

/// Before, what was spent says too little of the rest of the month.
const FORECAST_AFTER: SignedDuration = SignedDuration::from_hours(48);

/// The month that `at` is in: its first day, and what part of it is over.
fn month_of(at: Timestamp) -> (Date, f64) {
    let first = at.to_zoned(TimeZone::UTC).date().first_of_month();
    let gone = at.duration_since(begin_of(first));
    (first, gone.as_secs_f64() / (f64::from(first.days_in_month()) * 86_400.0))
}

fn begin_of(day: Date) -> Timestamp {
    day.to_zoned(TimeZone::UTC).map_or(Timestamp::UNIX_EPOCH, |day| day.timestamp())
}

pub(super) async fn run(cx: &Context) -> Result<MonthReport, Error> {
    if cx.stage.settings.emulator {
        return Err(Error::usage("the local stage costs nothing", "choose a stage on AWS with `--stage`"));
    }
    let deployed = cx.deployed().await?;
    let file = cx.cache_file("costs");
    let now = clock::now();
    let question = Question::of(&deployed, cx, now);
    let kept = file.as_deref().and_then(cache::load::<Kept>).filter(|kept| question.is_answered_by(kept));
    let answer = match kept {
        Some(kept) => Ok(kept),
        None => {
            let price = price(Item::CostReport, EDGE_REGION).map_or_else(|| "something".to_owned(), |it| it.words());
            cx.progress.note(format_args!("Cost Explorer charges {price} for this; the answer is kept for a day"));
            // Only the next run costs another cent without it.
            question.ask(&cx.aws.costs).await.inspect(|kept| {
                if let Some(Err(error)) = file.as_deref().map(|file| cache::store(file, kept)) {
                    cx.progress.warn(format_args!("could not keep the answer, so the next run asks again: {error}"));
                }
            })
        }
    };
    match answer {
        Ok(kept) => Ok(MonthReport::spent(&cx.stage.name, &kept, budget(&deployed))),
        Err(error) if error.kind == AwsErrorKind::NotAllowed || error.has_code("DataUnavailableException") => {
            let measured = measured(cx, deployed, now).await?;
            let why = format!(
                "Cost Explorer was not read: {error}. It also refuses calls until it is enabled in the account that pays."
            );
            let what = "The resources are those of the templates on this machine, with the deployed parameters.";
            Ok(measured.with_remark(why).with_remark(what.to_owned()))
        }
        Err(error) => Err(error.into()),
    }
}

/// `MonthlyBudget` as it is deployed.
fn budget(deployed: &DeployedStack) -> Option<f64> {
    let budget = deployed.stack.parameters.get("MonthlyBudget")?.parse().ok();
    budget.filter(|budget| *budget > 0.0)
}

struct Question {
    stack_id: String,
    stacks: Vec<String>,
    now: Timestamp,
}

impl Question {
    fn of(deployed: &DeployedStack, cx: &Context, now: Timestamp) -> Self {
        let edge = deployed.edge.as_ref().map(|_| cx.stage.edge_stack_name().0);
        let stacks = [deployed.name.0.clone()].into_iter().chain(edge).collect();
        Self { stack_id: deployed.stack.id.clone(), stacks, now }
    }

    fn is_answered_by(&self, kept: &Kept) -> bool {
        let age = self.now.duration_since(kept.asked_at);
        let is_fresh = (SignedDuration::ZERO..KEPT_FOR).contains(&age);
        let is_of_month = month_of(kept.asked_at).0 == month_of(self.now).0;
        is_fresh && is_of_month && kept.stack_id == self.stack_id && kept.stacks == self.stacks
    }

    async fn ask(&self, costs: &impl Costs) -> Result<Kept, crate::aws::AwsError> {
        let today = self.now.to_zoned(TimeZone::UTC).date();
        let until = today.tomorrow().unwrap_or(today);
        let spent = costs.spent(&self.stacks, today.first_of_month(), until).await?;
        let Self { stack_id, stacks, now } = self;
        Ok(Kept { stack_id: stack_id.clone(), stacks: stacks.clone(), asked_at: *now, spent })
    }
}

/// What CloudWatch counted, at the prices of the table.
async fn measured(cx: &Context, deployed: DeployedStack, now: Timestamp) -> Result<MonthReport, Error> {
    let template = Template::read(&cx.config.template_path())?;
    let region = &cx.aws.region;
    let edge = cx.edge_template().filter(|_| deployed.edge.is_some());
    let edge = edge.map(|path| Template::read(&path)).transpose()?;
    let mut parameters = deployed.stack.parameters.clone();
    parameters.extend(deployed.edge.iter().flat_map(|edge| edge.parameters.clone()));
    let stage = PricedStage::new(&template, edge.as_ref(), &cx.stage.settings, &parameters, region)?;
    let (first, fraction) = month_of(now);
    let month = measured::month(cx, &stage, begin_of(first), now, fraction).await?;
    let bill = estimate(&stage, &month);
    let report = MonthReport::counted(&cx.stage.name, &bill, stage.not_priced(), now, budget(&deployed));
    Ok(undecided_words(&stage.undecided).into_iter().fold(report, MonthReport::with_remark))
}

impl MonthReport {
    fn spent(stage: &str, kept: &Kept, budget: Option<f64>) -> Self {
        let mut lines: Vec<SpentLine> = Vec::new();
        for Spent { service, usd } in &kept.spent {
            lines.push(SpentLine { item: service.clone(), usd: Some(*usd), formula: None });
        }
        lines.sort_by(|a, b| b.usd.unwrap_or_default().total_cmp(&a.usd.unwrap_or_default()));
        let spent = (!lines.is_empty()).then(|| kept.spent.iter().map(|spent| spent.usd).sum::<f64>());
        for line in &mut lines {
            line.usd = line.usd.map(cents);
        }
        let mut remarks = Vec::new();
        if spent.is_none() {
            remarks.push(format!(
                "Cost Explorer has no costs yet with the tag {STACK_TAG} of {}. It is about a day late. If the tag is not \
                 active, activate it in Billing under Cost allocation tags, in the account that pays.",
                kept.stacks.join(" or ")
            ));
        }
        Self::of(stage, Source::CostExplorer, kept.asked_at, lines, spent, budget, remarks)
    }

    fn counted(stage: &str, bill: &Bill, not_priced: Vec<NotPriced>, now: Timestamp, budget: Option<f64>) -> Self {
        let line =
            |line: &Line| SpentLine { item: line.item.clone(), usd: line.usd, formula: Some(line.formula.clone()) };
        let without_price = not_priced.into_iter().map(|it| SpentLine {
            item: format!("{} ({})", it.kind, it.count),
            usd: None,
            formula: None,
        });
        let lines: Vec<SpentLine> = bill.lines.iter().map(line).chain(without_price).collect();
        let spent = lines.iter().map(|line| line.usd).sum::<Option<f64>>();
        Self::of(stage, Source::Metrics, now, lines, spent, budget, Vec::new())
    }

    fn of(
        stage: &str,
        source: Source,
        until: Timestamp,
        lines: Vec<SpentLine>,
        spent: Option<f64>,
        budget: Option<f64>,
        remarks: Vec<String>,
    ) -> Self {
        let (since, fraction) = month_of(until);
        let is_early = until.duration_since(begin_of(since)) < FORECAST_AFTER;
        let unknown = lines.iter().filter(|line| line.usd.is_none()).map(|line| line.item.clone()).collect();
        Self {
            stage: stage.to_owned(),
            source,
            since,
            until,
            spent_usd: spent.map(cents),
            known_usd: cents(lines.iter().filter_map(|line| line.usd).sum()),
            forecast_usd: spent.filter(|_| !is_early).map(|spent| cents(spent / fraction)),
            monthly_budget_usd: budget,
            lines,
            unknown,
            remarks,
        }
    }

    fn with_remark(mut self, remark: String) -> Self {
        self.remarks.push(remark);
        self
    }

    fn total(&self) -> String {
        let sum = match (self.spent_usd, self.lines.is_empty()) {
            (Some(spent), _) => format!("{spent:.2} dollars so far"),
            (None, true) => "what was spent is not known".to_owned(),
            (None, false) => format!("{:.2} dollars so far, without what is not known", self.known_usd),
        };
        let forecast = match self.forecast_usd {
            Some(forecast) => format!("; at this rate {forecast:.2} in the whole month"),
            None if self.spent_usd.is_some() => "; too early to say what the month will cost".to_owned(),
            None => String::new(),
        };
        format!("{sum}{forecast}{}", budget_words(self.monthly_budget_usd))
    }

    fn table(&self) -> Table {
        let mut table = Table::new([if self.source == Source::Metrics { "ITEM" } else { "SERVICE" }, "USD"]);
        let sums = right_aligned(self.lines.iter().map(|line| usd_cell(line.usd)).collect());
        for (line, usd) in self.lines.iter().zip(sums) {
            let tone = if line.usd.is_some() { Tone::Plain } else { Tone::Warning };
            table.row([(line.item.clone(), tone), (usd, tone)]);
        }
        table
    }
}

impl Report for MonthReport {
    const ROWS: Option<&'static str> = Some("lines");

    fn view(&self) -> View {
        let Self { stage, since, .. } = self;
        let until = self.until.strftime("%F %H:%M UTC");
        let source = match self.source {
            Source::CostExplorer => "by Cost Explorer",
            Source::Metrics => "counted by CloudWatch, at srvls' prices",
        };
        let mut view = View::new().text(format!("{stage} from {since} to {until}, {source}"));
        if !self.lines.is_empty() {
            view = view.table(self.table());
        }
        let view = view.text(self.total());
        let is_over =
            self.forecast_usd.zip(self.monthly_budget_usd).is_some_and(|(forecast, budget)| forecast > budget);
        let over = is_over.then(|| "That is more than MonthlyBudget.".to_owned());
        let unknown = (!self.unknown.is_empty()).then(|| format!("Not known (?): {}.", self.unknown.join("; ")));
        let remarks = over.into_iter().chain(unknown).chain(self.remarks.clone());
        remarks.fold(view, |view, remark| view.text(remark))
    }

    fn hints(&self) -> Vec<String> {
        vec!["docs/cost.md lists what these numbers leave out".to_owned()]
    }
}

#[cfg(test)]
mod tests;
