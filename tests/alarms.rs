//! Every alarm of both templates rings in a scenario and calms down again, and none rings while all is well.
//!
//! A scenario says what happens; `world` makes of it the metrics that AWS publishes, and `cloudwatch` evaluates the alarms,
//! as SAM expands them, the way AWS documents it. `docs/alarms.md` is the table of it:
//! `UPDATE_ALARMS=1 cargo test --test srvls -- alarms::` rewrites that.

#[path = "alarms/alarm.rs"]
pub(crate) mod alarm;
#[path = "alarms/cloudwatch.rs"]
pub(crate) mod cloudwatch;
#[path = "alarms/metric_math.rs"]
pub(crate) mod metric_math;
#[path = "alarms/scenarios.rs"]
pub(crate) mod scenarios;
#[path = "alarms/world.rs"]
pub(crate) mod world;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    sync::OnceLock,
};

use libtest_mimic::Trial;

use self::{
    alarm::Alarm,
    cloudwatch::State,
    metric_math::Expression,
    scenarios::{SCENARIOS, Scenario},
    world::World,
};
use crate::{
    incidents::answers::ANSWERS,
    support::{ROOT, expansion::Expanded, trials},
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        each_scenario_rings_its_alarms_and_no_others,
        every_alarm_rings_in_a_scenario_and_calms_down,
        every_alarm_links_to_the_dashboard,
        every_alarm_watches_metrics_that_are_published,
        a_stage_with_essential_alarms_learns_of_all_but_these,
        the_table_of_alarms_is_up_to_date,
        missing_datapoints_count_as_in_the_examples_of_aws
    ]
}

/// Minutes of healthy traffic before each scenario, and after it: the longest period is six hours, and CloudWatch looks at
/// two periods more.
const BEFORE: usize = 120;
const AFTER: usize = 19 * 60;

pub(crate) fn alarms() -> &'static [Alarm] {
    static ALARMS: OnceLock<Vec<Alarm>> = OnceLock::new();
    ALARMS.get_or_init(alarm::alarms)
}

/// What becomes of the alarms in a scenario.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    rang: BTreeSet<&'static str>,
    /// Those that still ring long after it.
    stuck: BTreeSet<&'static str>,
    /// The minutes at which an alarm changed its state, with the state, in order.
    pub(crate) changes: BTreeMap<&'static str, Vec<(usize, State)>>,
}

impl Scenario {
    pub(crate) fn world(&self) -> World {
        let mut world = World::default();
        for minute in 0..BEFORE + self.minutes + AFTER {
            world.minute = minute;
            match minute.checked_sub(BEFORE).filter(|nth| *nth < self.minutes) {
                Some(nth) => (self.happens)(&mut world, nth),
                None => (self.healthy)(&mut world),
            }
        }
        world
    }

    fn play(&self) -> Outcome {
        let world = self.world();
        let end = world.minute;
        let mut outcome = Outcome::default();
        for alarm in alarms() {
            let mut state = State::Ok;
            // Every minute while something happens, and more seldom once it is over.
            let soon = BEFORE + self.minutes + 90;
            for now in (1..soon).chain((soon..=end).step_by(10)) {
                let before = state;
                state = world.cloudwatch.evaluate(alarm, now, state);
                if state == State::Ringing {
                    outcome.rang.insert(&alarm.name);
                }
                if state != before {
                    outcome.changes.entry(&alarm.name).or_default().push((now, state));
                }
            }
            if state == State::Ringing {
                outcome.stuck.insert(&alarm.name);
            }
        }
        outcome
    }
}

pub(crate) fn played() -> &'static [Outcome] {
    static PLAYED: OnceLock<Vec<Outcome>> = OnceLock::new();
    PLAYED.get_or_init(|| SCENARIOS.iter().map(Scenario::play).collect())
}

fn each_scenario_rings_its_alarms_and_no_others() {
    for (scenario, outcome) in SCENARIOS.iter().zip(played()) {
        let expected: BTreeSet<&str> = scenario.rings.iter().copied().collect();
        assert_eq!(outcome.rang, expected, "{}", scenario.name);
    }
}

fn every_alarm_rings_in_a_scenario_and_calms_down() {
    for alarm in alarms() {
        let name = alarm.name.as_str();
        assert!(played().iter().any(|outcome| outcome.rang.contains(name)), "no scenario makes {name} ring");
    }
    for (scenario, outcome) in SCENARIOS.iter().zip(played()) {
        assert_eq!(outcome.stuck, BTreeSet::new(), "still ring long after: {}", scenario.name);
    }
}

/// Otherwise an alarm could stay silent because of a name that only the template knows.
fn every_alarm_watches_metrics_that_are_published() {
    let worlds: Vec<World> = SCENARIOS.iter().map(Scenario::world).collect();
    for alarm in alarms() {
        for stat in alarm.metrics.values() {
            let published = worlds.iter().any(|world| world.cloudwatch.knows(&stat.series));
            assert!(published, "{} watches {:?}, which is never published", alarm.name, stat.series);
        }
    }
}

/// What a development stage goes without: the edge, and what is slow, refused or close to a limit, but does not fail.
fn a_stage_with_essential_alarms_learns_of_all_but_these() {
    let essential: BTreeSet<&str> =
        alarms().iter().filter(|alarm| alarm.is_essential).map(|alarm| alarm.name.as_str()).collect();
    let unnoticed: Vec<&str> = SCENARIOS
        .iter()
        .zip(played())
        .filter(|(_, outcome)| !outcome.rang.is_empty() && outcome.rang.is_disjoint(&essential))
        .map(|(scenario, _)| scenario.name)
        .collect();

    assert_eq!(essential.len(), 5, "{essential:?}");
    insta::assert_snapshot!(unnoticed.join("\n"), @"
    one request in 150 fails for eight hours
    the database takes three seconds for ten minutes
    someone guesses passwords
    CloudFront sends a secret that the API does not accept
    an attack that the web ACL blocks
    the edge does not reach the API
    a young app whose edge does not reach the API
    the account uses 85 % of its concurrency
    the authorizer needs more than its provisioned concurrency
    a hot key: UserProfiles throttles a read in one minute
    UserProfiles throttles a write in one minute
    the index of UserProfiles throttles a write in one minute
    a young app: AppData throttles in one minute, then no one calls
    RateLimits throttles in one minute
    sign-ins exceed the quota of Cognito
    a crawler reads AppData at 90 % of its read units
    sign-ups write UserProfiles at 90 % of its write units
    the trigger fails once, at night
    an uploaded image can't be shown; two hours later it is redriven
    ");
}

/// A mail has no more than the description. The edge gets the address as a parameter, by the name of the output.
fn every_alarm_links_to_the_dashboard() {
    let links: BTreeSet<&str> = alarms().iter().map(|alarm| alarm.dashboard.as_str()).collect();

    let here =
        "https://AWS::Region.console.aws.amazon.com/cloudwatch/home?region=AWS::Region#dashboards/dashboard/shop-dev";
    assert_eq!(links, BTreeSet::from([here, "Dashboard"]));
    assert!(Expanded::read("template.yaml").0["Outputs"]["Dashboard"].is_object());
}

/// What an alarm tells to do first: the commands if there are any, or the sentence.
fn first_step(alarm: &Alarm) -> String {
    let (_, step) = alarm.description.split_once("First: ").expect("a first step");
    step.to_owned()
}

/// What the first command says in a scenario.
fn answered(alarm: &Alarm) -> String {
    let answer = ANSWERS.iter().find(|answer| answer.alarm == alarm.name).expect("an answer");
    let words: Vec<String> = answer.says.iter().map(|words| format!("`{words}`")).collect();
    format!("{}: {}", answer.scenario, words.join(", "))
}

fn metrics(alarm: &Alarm) -> String {
    let names: BTreeMap<String, &str> = alarm
        .metrics
        .values()
        .map(|stat| (format!("{} {}", stat.series.namespace, stat.series.name), stat.statistic.as_str()))
        .collect();
    let names: Vec<String> = names.into_iter().map(|(name, statistic)| format!("{name} ({statistic})")).collect();
    names.join(", ")
}

fn table() -> String {
    let mut text = String::from(
        "# The alarms\n\n\
         Written by `UPDATE_ALARMS=1 cargo test --test srvls -- alarms::`, and compared by every run of the tests: they play each\n\
         scenario on a CloudWatch that evaluates as AWS documents it, and every alarm fires in one of them and ends\n\
         again. Healthy traffic, a quiet night and a single failed request fire none. `critical` pages someone, `warning` waits\n\
         for the morning. `Alarms = \"essential\"` keeps only those marked in the second column.\n\n\
         The tests of `incidents::` run the first command in the scenario that the last column names, on an AWS with its\n\
         metrics and log lines, and look for these words in its answer.\n\n\
         | alarm | essential | severity | metrics | fires when | first | answers |\n|---|---|---|---|---|---|---|\n",
    );
    for alarm in alarms() {
        let rings = SCENARIOS.iter().zip(played()).filter(|(_, outcome)| outcome.rang.contains(alarm.name.as_str()));
        let rings: Vec<&str> = rings.map(|(scenario, _)| scenario.name).collect();
        let severity = alarm.description.split(':').next().unwrap_or_default();
        text.push_str(&format!(
            "| {} | {} | {severity} | {} | {} | {} | {} |\n",
            alarm.name,
            if alarm.is_essential { "yes" } else { "" },
            metrics(alarm),
            rings.join("; "),
            first_step(alarm),
            answered(alarm)
        ));
    }
    text
}

fn the_table_of_alarms_is_up_to_date() {
    let path = Path::new(ROOT).join("docs/alarms.md");
    let table = table();
    #[expect(clippy::disallowed_methods, reason = "a test's own switch")]
    let update = std::env::var_os("UPDATE_ALARMS").is_some();
    if update {
        fs::write(&path, &table).unwrap();
    }

    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == table,
        "docs/alarms.md is out of date: UPDATE_ALARMS=1 cargo test --test srvls -- alarms::\n{table}"
    );
}

/// The tables under comparison operators and under IF in
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html>
fn missing_datapoints_count_as_in_the_examples_of_aws() {
    const NONE: Option<f64> = None;
    let some = Some::<f64>;
    for (expression, metrics, expected) in [
        ("m1 < m2", [some(20.0), NONE, NONE], some(0.0)),
        ("m1 < m2", [some(0.0), some(20.0), NONE], some(1.0)),
        ("m1 >= 30", [NONE; 3], NONE),
        ("m1 > 15 AND m2 > 15", [some(20.0), NONE, NONE], some(0.0)),
        ("IF(m1, m2, m3)", [some(1.0), NONE, some(7.0)], some(0.0)),
        ("IF(m1, m2, m3)", [some(0.0), some(7.0), NONE], NONE),
        ("IF(m1, m2, m3)", [NONE, some(30.0), some(20.0)], NONE),
        ("FILL(m1, 2) + m2 / m3", [NONE, some(6.0), some(3.0)], some(4.0)),
        ("m1 / m2", [some(1.0), NONE, NONE], NONE),
        ("2 + 3 * m1 - 1", [some(4.0), NONE, NONE], some(13.0)),
    ] {
        let value = Expression::read(expression).value(&|id| metrics[id[1..].parse::<usize>().unwrap() - 1]);
        assert_eq!(value, expected, "{expression} with {metrics:?}");
    }
}
