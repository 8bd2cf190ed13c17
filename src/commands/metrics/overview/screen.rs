//! The overview as a person reads it: what is over its limit, the API and the rest, the functions, the tables.

use std::collections::BTreeMap;

use super::{MetricsReport, Trended, trend::trend};
use crate::{
    commands::metrics::{row::Row, window::spelled},
    metrics::Service,
    terminal::{
        chart::{number, quantity, sparkline},
        output::{Drawing, Table, Text, Tone, View, counted},
    },
};

/// The services with a line for each metric, and what they are called.
const SECTIONS: [(Service, &str); 5] = [
    (Service::Api, "API"),
    (Service::CloudFront, "CDN"),
    (Service::Waf, "FIREWALL"),
    (Service::Cognito, "USERS"),
    (Service::Sqs, "QUEUES"),
];

/// More lines would push the rest off the screen.
const MOST_LISTED: usize = 5;

/// Which columns there is room for.
#[derive(Debug, Clone, Copy)]
struct Room {
    bars: usize,
    has_scale: bool,
    has_yesterday: bool,
    has_last_week: bool,
}

impl Room {
    fn of(width: Option<u16>) -> Self {
        let width = width.unwrap_or(u16::MAX);
        Self {
            bars: if width >= 110 { 30 } else { 12 },
            has_scale: width >= 60,
            has_yesterday: width >= 68,
            has_last_week: width >= 78,
        }
    }
}

impl Drawing for MetricsReport {
    fn fitted(&self, width: Option<u16>) -> Text {
        let view = View::new().text(self.verdict());
        let room = Room::of(width);
        let view = if self.of_function.is_some() {
            self.table(view, room, &|row| Some((row.target.clone(), row.title())))
        } else {
            let section = |row: &Row| {
                let (_, title) = SECTIONS.iter().find(|(service, _)| *service == row.service)?;
                Some(((*title).to_owned(), row.title_in_section()))
            };
            let view = self.table(view, room, &section);
            self.tables(self.functions(view, room), room)
        };
        self.notes(view).render(width)
    }
}

impl MetricsReport {
    /// Whether all that alarms watch is within their limits; what is not, each on a line of its own.
    fn verdict(&self) -> Text {
        let rows: Vec<&Row> = self.metrics.iter().map(|metric| &metric.row).collect();
        let over: Vec<&&Row> = rows.iter().filter(|row| row.is_over()).collect();
        let watched = rows.iter().filter(|row| row.limit.is_some() && row.latest.is_some()).count();
        let verdict = match (over.len(), watched) {
            _ if rows.iter().all(|row| row.latest.is_none()) => Text::toned("no data", Tone::Warning),
            (0, 0) => "no alarm watches these metrics".into(),
            (0, _) => Text::toned(&format!("all {watched} metrics with an alarm are within its limit"), Tone::Good),
            (1, _) => Text::toned("1 metric is over the limit of its alarm", Tone::Bad),
            (count, _) => Text::toned(&format!("{count} metrics are over the limits of their alarms"), Tone::Bad),
        };
        let length = spelled(u32::try_from(self.range.duration().as_secs()).unwrap_or(u32::MAX));
        let until = self.until.strftime("%H:%MZ");
        let time = format!("; last {length} to {until}, {} each", spelled(self.period_seconds));
        let lines = over.iter().take(MOST_LISTED).map(|row| {
            let value = row.latest.map(|latest| row.quantity(latest, self.period_seconds)).unwrap_or_default();
            format!("  {}  {value}  limit {}", row.id, row.limit(self.period_seconds).unwrap_or_default())
        });
        let more = over.len().checked_sub(MOST_LISTED).filter(|more| *more > 0);
        let lines = lines.chain(more.map(|more| format!("  and {more} more")));
        lines.fold(verdict + time, |text, line| text + "\n" + Text::toned(&line, Tone::Bad))
    }

    /// The metrics that have data, by the section and the name that they get; those without a section are left out.
    fn table(&self, view: View, room: Room, section: &dyn Fn(&Row) -> Option<(String, String)>) -> View {
        let columns = [
            Some(""),
            Some("LATEST"),
            room.has_yesterday.then_some("DAY"),
            room.has_last_week.then_some("WEEK"),
            Some("LIMIT"),
            Some("TREND"),
            room.has_scale.then_some("MAX"),
        ];
        let mut table = Table::new(columns.into_iter().flatten());
        let (mut title, mut is_empty) = (None, true);
        for metric in self.metrics.iter().filter(|metric| metric.is_shown()) {
            let Some((of_metric, name)) = section(&metric.row) else { continue };
            if title.as_ref() != Some(&of_metric) {
                table.section(&of_metric);
                title = Some(of_metric);
            }
            table.row(self.cells(name, metric, room));
            is_empty = false;
        }
        if is_empty { view } else { view.table(table) }
    }

    fn cells(&self, name: String, metric: &Trended, room: Room) -> Vec<(String, Tone)> {
        let (row, period) = (&metric.row, self.period_seconds);
        let plain = |text: String| (text, Tone::Plain);
        let latest = row.latest.map_or_else(|| "-".to_owned(), |latest| row.quantity(latest, period));
        let limit = row.limit(period).or_else(|| Some(format!("max {}", number(row.maximum?))));
        let values = self.range.values(&row.values);
        let bars = sparkline(&values, room.bars);
        let cells = [
            Some(plain(name)),
            Some((latest, if row.is_over() { Tone::Bad } else { Tone::Plain })),
            room.has_yesterday.then(|| plain(trend(row.whole, metric.yesterday))),
            room.has_last_week.then(|| plain(trend(row.whole, metric.last_week))),
            Some(plain(limit.unwrap_or_default())),
            Some(plain(bars.bars)),
            room.has_scale.then(|| plain(bars.full.map(|full| row.quantity(full, period)).unwrap_or_default())),
        ];
        cells.into_iter().flatten().collect()
    }

    /// The rows of a service, by what they are about, in the order of the catalogue.
    fn by_target(&self, service: Service) -> Vec<(&str, BTreeMap<String, &Row>)> {
        let mut targets: Vec<(&str, BTreeMap<String, &Row>)> = Vec::new();
        for row in self.metrics.iter().map(|metric| &metric.row).filter(|row| row.service == service) {
            if targets.last().is_none_or(|(target, _)| *target != row.target) {
                targets.push((&row.target, BTreeMap::new()));
            }
            if let Some((_, rows)) = targets.last_mut() {
                rows.insert(row.title(), row);
            }
        }
        targets
    }

    /// A line for each function that was called, those that fail first.
    fn functions(&self, view: View, room: Room) -> View {
        let all = self.by_target(Service::Lambda);
        let whole = |rows: &BTreeMap<String, &Row>, name: &str| rows.get(name).and_then(|row| row.whole);
        let has_data =
            |rows: &BTreeMap<String, &Row>| rows.values().any(|row| row.latest.is_some() || row.incomplete.is_some());
        let mut called: Vec<_> = all.iter().filter(|(_, rows)| has_data(rows)).collect();
        let weight = |rows: &BTreeMap<String, &Row>| {
            let bad = whole(rows, "errors").unwrap_or_default() + whole(rows, "throttles").unwrap_or_default();
            (bad, whole(rows, "invocations").unwrap_or_default())
        };
        called.sort_by(|(_, a), (_, b)| weight(b).partial_cmp(&weight(a)).unwrap_or(std::cmp::Ordering::Equal));
        let idle = all.len() - called.len();
        if called.is_empty() {
            return if idle == 0 { view } else { view.text(format!("{} without a call", counted(idle, "function"))) };
        }
        let columns = ["FUNCTION", "CALLS", "ERR", "THROTTLED", "P50", "P99"].map(Some);
        let more = [room.has_yesterday.then_some("AT ONCE"), room.has_last_week.then_some("TREND")];
        let mut table = Table::new(columns.into_iter().chain(more).flatten());
        for (target, rows) in called {
            let count = |name: &str| whole(rows, name).map_or_else(|| "-".to_owned(), number);
            let time = |name: &str| whole(rows, name).map_or_else(|| "-".to_owned(), |value| quantity(value, "ms"));
            let bad = |name: &str| {
                let tone = if whole(rows, name).is_some_and(|value| value > 0.0) { Tone::Bad } else { Tone::Plain };
                (count(name), tone)
            };
            let calls = rows.get("invocations").map(|row| sparkline(&self.range.values(&row.values), 12).bars);
            let plain = |text: String| (text, Tone::Plain);
            let cells = [
                Some(plain((*target).to_owned())),
                Some(plain(count("invocations"))),
                Some(bad("errors")),
                Some(bad("throttles")),
                Some(plain(time("duration p50"))),
                Some(plain(time("duration p99"))),
                room.has_yesterday.then(|| plain(count("concurrency"))),
                room.has_last_week.then(|| plain(calls.unwrap_or_default())),
            ];
            table.row(cells.into_iter().flatten());
        }
        let view = view.table(table);
        if idle == 0 { view } else { view.text(format!("{} without a call", counted(idle, "more function"))) }
    }

    /// A line for each table and index with data: what it consumes of what it may.
    fn tables(&self, view: View, room: Room) -> View {
        let all = self.by_target(Service::DynamoDb);
        let columns = ["TABLE", "READS/S", "WRITES/S", "THROTTLED"].map(Some);
        let mut table = Table::new(columns.into_iter().chain([room.has_yesterday.then_some("ERRORS")]).flatten());
        let mut is_empty = true;
        for (target, rows) in all {
            if rows.values().all(|row| row.latest.is_none() && row.incomplete.is_none()) {
                continue;
            }
            let units = |name: &str| {
                let row = rows.get(name);
                let whole = row.and_then(|row| row.whole).map_or_else(|| "-".to_owned(), number);
                let maximum = row.and_then(|row| row.maximum).map(|maximum| format!(" of {}", number(maximum)));
                (whole + &maximum.unwrap_or_default(), Tone::Plain)
            };
            let bad = |name: &str| match rows.get(name).and_then(|row| row.whole) {
                Some(value) => (number(value), if value > 0.0 { Tone::Bad } else { Tone::Plain }),
                None => ("-".to_owned(), Tone::Plain),
            };
            let name = (target.to_owned(), Tone::Plain);
            let cells = [name, units("reads"), units("writes"), bad("throttles")].map(Some);
            let errors = room.has_yesterday.then(|| bad("system-errors"));
            table.row(cells.into_iter().chain([errors]).flatten());
            is_empty = false;
        }
        if is_empty { view } else { view.table(table) }
    }

    /// What is missing, and what it means that it is.
    fn notes(&self, view: View) -> View {
        let mut incomplete: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for row in self.metrics.iter().map(|metric| &metric.row) {
            if let Some(why) = row.incomplete {
                incomplete.entry(why.to_string()).or_default().push(&row.id);
            }
        }
        let mut view = view;
        for (why, mut ids) in incomplete {
            ids.dedup();
            let few = ids.iter().take(3).copied().collect::<Vec<_>>().join(", ");
            let more = if ids.len() > 3 { format!(" and {} more", ids.len() - 3) } else { String::new() };
            view = view.text(Text::toned(&format!("not all was read of {few}{more}: {why}"), Tone::Warning));
        }
        let silent =
            self.metrics.iter().filter(|metric| metric.row.latest.is_none() && metric.row.incomplete.is_none());
        let silent = silent.count();
        let unknown = "cold starts: unknown, as AWS publishes no metric of them";
        match silent {
            0 => view.text(unknown),
            _ => view.text(format!(
                "`-` and `·` are no data, not zero: {silent} of {} metrics have none; {unknown}",
                self.metrics.len()
            )),
        }
    }
}

impl Trended {
    /// Those with data, and those of which some can't be read.
    fn is_shown(&self) -> bool {
        self.row.latest.is_some() || self.row.incomplete.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{report, report_with};
    use crate::{
        aws::{alarms::fake::FakeAlarms, metrics::fake::Published},
        commands::metrics::fixture,
        terminal::output::Report as _,
    };

    async fn shown(width: u16) -> String {
        report(&fixture::incident(), None).await.view().render(Some(width)).unstyled()
    }

    #[tokio::test]
    async fn what_is_over_its_limit_comes_first_at_eighty_columns() {
        insta::assert_snapshot!(shown(80).await, @"
        2 metrics are over the limits of their alarms; last 30m to 10:30Z, 1m each
          api.5xx-rate  50 %  limit > 1 %
          api.latency  7 s  limit > 2 s

                       LATEST  DAY     WEEK    LIMIT  TREND         MAX
        API
          requests     22/min  +100 %  +100 %         ████████████  22/min
          5xx          11/min  from 0  from 0         ▁▁▁▁▁▁▁▁████  11/min
          5xx-rate     50 %    from 0  from 0  > 1 %  ▁▁▁▁▁▁▁▁████  50 %
          latency p50  25 ms   same    same           ████████████  25 ms
          latency p95  7 s     x23     x23     > 2 s  ▂▂▂▂▂▂▂▂████  7 s

        FUNCTION     CALLS  ERR  THROTTLED  P50      P99     AT ONCE  TREND
        get_profile  324    0    -          24.6 ms  7.01 s  -        ██████·█████

        TABLE         READS/S    WRITES/S  THROTTLED  ERRORS
        UserProfiles  0.4 of 40  - of 20   -          -

        `-` and `·` are no data, not zero: 12 of 23 metrics have none; cold starts:
        unknown, as AWS publishes no metric of them
        ");
    }

    #[tokio::test]
    async fn fewer_columns_fit_sixty() {
        insta::assert_snapshot!(shown(60).await, @"
        2 metrics are over the limits of their alarms; last 30m to
        10:30Z, 1m each
          api.5xx-rate  50 %  limit > 1 %
          api.latency  7 s  limit > 2 s

                       LATEST  LIMIT  TREND         MAX
        API
          requests     22/min         ████████████  22/min
          5xx          11/min         ▁▁▁▁▁▁▁▁████  11/min
          5xx-rate     50 %    > 1 %  ▁▁▁▁▁▁▁▁████  50 %
          latency p50  25 ms          ████████████  25 ms
          latency p95  7 s     > 2 s  ▂▂▂▂▂▂▂▂████  7 s

        FUNCTION     CALLS  ERR  THROTTLED  P50      P99
        get_profile  324    0    -          24.6 ms  7.01 s

        TABLE         READS/S    WRITES/S  THROTTLED
        UserProfiles  0.4 of 40  - of 20   -

        `-` and `·` are no data, not zero: 12 of 23 metrics have
        none; cold starts: unknown, as AWS publishes no metric of
        them
        ");
    }

    #[tokio::test]
    async fn a_function_has_a_line_for_each_metric() {
        let report = report(&fixture::incident(), Some("get_profile")).await;

        insta::assert_snapshot!(report.view().render(Some(80)).unstyled(), @"
        no alarm watches these metrics; last 30m to 10:30Z, 1m each

                        LATEST   DAY    WEEK   LIMIT  TREND         MAX
        get_profile
          invocations   12/min   -10 %  -10 %         ██████·█████  12/min
          errors        0/min    same   same          ▁▁▁▁▁▁▁▁▁▁▁▁  0/min
          error-rate    0 %      same   same          ▁▁▁▁▁▁·▁▁▁▁▁  0 %
          duration p50  24.6 ms  same   same          ████████████  24.6 ms
          duration p99  95 ms    x74    x74           ▂▂▂▂▂▂▂▂▂▂▂█  7.01 s

        `-` and `·` are no data, not zero: 3 of 8 metrics have none; cold starts:
        unknown, as AWS publishes no metric of them
        ");
    }

    #[tokio::test]
    async fn without_data_nothing_is_said_to_be_well() {
        let silent = Published { now: fixture::now(), metrics: Vec::new() };

        let text = report_with(&silent, &FakeAlarms::default(), None).await.view().render(Some(80)).unstyled();

        assert!(text.starts_with("no data; last 30m"), "{text}");
        assert!(text.contains("1 function without a call"), "{text}");
        assert!(!text.contains("within"), "{text}");
    }
}
