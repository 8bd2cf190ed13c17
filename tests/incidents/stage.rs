//! The stage of the templates that ship, on a scripted AWS where a scenario of the alarms is going on.

use std::{collections::BTreeMap, fs, path::Path, sync::OnceLock};

use serde_json::{Value, json};

use super::lines::lines;
use crate::{
    alarms::{
        alarm::{STACK, Stat},
        alarms,
        cloudwatch::{Series, State},
        played,
        scenarios::{SCENARIOS, Scenario},
    },
    support::{
        ROOT,
        expansion::Expanded,
        scripted::{self, ACCOUNT, Beat, Script, created},
        shop::Shop,
    },
};

const EDGE: &str = "shop-dev-edge";
/// CloudWatch Logs keeps more; no first step reads further back.
const LOGGED_MINUTES: usize = 6 * 60;

/// The scenario with this name, and what became of the alarms in it.
fn scenario(name: &str) -> (&'static Scenario, &'static crate::alarms::Outcome) {
    let of = SCENARIOS.iter().zip(played());
    of.clone().find(|(scenario, _)| scenario.name == name).unwrap_or_else(|| panic!("no scenario is called {name:?}"))
}

/// The stage two minutes after this alarm began to fire in a scenario.
pub(crate) fn stage_where(alarm: &str, scenario_name: &str) -> Shop {
    let (scenario, outcome) = scenario(scenario_name);
    let changes = outcome.changes.get(alarm).unwrap_or_else(|| panic!("{alarm} does not fire in {scenario_name:?}"));
    // It may last for a minute only.
    let latest = changes.get(1).map_or(usize::MAX, |(over, _)| over - 1);
    stage_at(scenario, outcome, (changes[0].0 + 2).min(latest))
}

/// The stage at a minute of a scenario, before any deployment.
fn stage_at(scenario: &Scenario, outcome: &crate::alarms::Outcome, now: usize) -> Shop {
    let world = scenario.world();
    let shop = Shop::new(templates().scenario());
    use_templates(&shop);
    for query in &templates().queries {
        shop.endpoint.save_query(query.clone());
    }
    for alarm in alarms() {
        let changes = outcome.changes.get(alarm.name.as_str()).into_iter().flatten();
        let Some((since, state)) = changes.rev().find(|(at, _)| *at <= now) else { continue };
        let state = if *state == State::Ringing { "ALARM" } else { "OK" };
        shop.endpoint.alarm_became(&templates().alarm_names[&alarm.logical_id], state, (now - since) as i64);
    }
    for happened in world.happened.iter().filter(|it| it.minute < now && it.minute + LOGGED_MINUTES > now) {
        for (index, nth) in (0..happened.times).enumerate() {
            let seconds_ago = 60 * (now - happened.minute) as i64 - i64::from(nth * 60 / happened.times);
            for (group, message) in lines(happened, index) {
                shop.endpoint.log(&group, seconds_ago, &message);
            }
        }
    }
    let cloudwatch = world.cloudwatch;
    shop.endpoint.measure(Box::new(move |asked, begins_ago| {
        let dimensions = asked.dimensions.iter().map(|(name, value)| (name.clone(), logical(value))).collect();
        let series = Series { namespace: asked.namespace.clone(), name: asked.metric.clone(), dimensions };
        let period_minutes = usize::try_from(asked.period / 60).ok()?;
        let begin = now.checked_sub(usize::try_from(begins_ago).ok()?)?;
        let stat = Stat { series, statistic: asked.stat.clone(), period_minutes };
        cloudwatch.statistic(&stat, begin + period_minutes, now)
    }));
    shop
}

/// The project has the templates that ship.
pub(crate) fn use_templates(shop: &Shop) {
    shop.configure(|config| config.replace("template = 'template.yaml'\n", ""));
    let folder = shop.folder.path().join("templates");
    fs::create_dir(&folder).unwrap();
    for file in ["template.yaml", "edge.yaml", "openapi.yaml"] {
        fs::copy(Path::new(ROOT).join("templates").join(file), folder.join(file)).unwrap();
    }
}

/// `shop-dev-GetProfileFunction-1A2B` is the function that the scenarios call `GetProfileFunction`.
fn logical(physical: &str) -> String {
    let name = physical.replace("-1A2B", "");
    let is_resource = name != physical;
    let prefixes = [EDGE, STACK].map(|stack| format!("{stack}-"));
    let of_stack = prefixes.iter().find_map(|prefix| name.strip_prefix(prefix.as_str())).filter(|_| is_resource);
    let name = of_stack.unwrap_or(&name);
    if name == EDGE { STACK.to_owned() } else { name.to_owned() }
}

/// What AWS knows of the two stacks.
struct Templates {
    api: Stack,
    edge: Stack,
    /// Members of a MetricAlarm, by its name.
    alarms: BTreeMap<String, Value>,
    /// By logical id.
    alarm_names: BTreeMap<String, String>,
    queries: Vec<Value>,
}

#[derive(Clone)]
struct Stack {
    history: Vec<Beat>,
    template: &'static str,
    parameters: BTreeMap<String, String>,
    names: BTreeMap<String, String>,
}

impl Templates {
    fn scenario(&self) -> scripted::Scenario {
        let edge = Script {
            deployed: Some(self.edge.history.clone()),
            template: Some(self.edge.template),
            parameters: self.edge.parameters.clone(),
            names: self.edge.names.clone(),
            ..Script::default()
        };
        scripted::Scenario {
            deployed: Some(self.api.history.clone()),
            template: self.api.template,
            parameters: self.api.parameters.clone(),
            names: self.api.names.clone(),
            alarms: self.alarms.clone(),
            edge: Some(edge),
            log_page_size: 10_000,
            ..scripted::Scenario::default()
        }
    }
}

fn templates() -> &'static Templates {
    static TEMPLATES: OnceLock<Templates> = OnceLock::new();
    TEMPLATES.get_or_init(|| {
        let mut known = (BTreeMap::new(), BTreeMap::new());
        let [api, edge] = [("template.yaml", STACK, "eu-west-1"), ("edge.yaml", EDGE, "us-east-1")]
            .map(|(file, stack, region)| deployed(&Expanded::read(file), (stack, region), &mut known));
        let queries = api.1;
        Templates { api: api.0, edge: edge.0, alarms: known.0, alarm_names: known.1, queries }
    })
}

/// The names of the stack's resources, and the definition of one alarm.
pub(crate) fn defined(alarm: &str) -> (BTreeMap<String, String>, BTreeMap<String, Value>) {
    let name = format!("{STACK}-{alarm}");
    let definition = templates().alarms[&name].clone();
    (templates().api.names.clone(), BTreeMap::from([(name, definition)]))
}

type Known = (BTreeMap<String, Value>, BTreeMap<String, String>);

/// The stack of a template, and its saved queries.
fn deployed(template: &Expanded, (stack, region): (&str, &str), known: &mut Known) -> (Stack, Vec<Value>) {
    let named = |name: &str| match name {
        "AWS::StackName" => stack.to_owned(),
        "AWS::Region" => region.to_owned(),
        "AWS::AccountId" => ACCOUNT.to_owned(),
        resource => format!("{stack}-{resource}-1A2B"),
    };
    let text = |value: &Value| template.resolved(value, &named).as_str().expect("text").to_owned();
    let mut names = BTreeMap::new();
    for (id, group) in template.resources_of("AWS::Logs::LogGroup") {
        names.insert(id.to_owned(), text(&group["Properties"]["LogGroupName"]));
    }
    // The name of a stage is all that refers to it.
    for (id, of_api) in template.resources_of("AWS::ApiGateway::Stage") {
        names.insert(id.to_owned(), text(&of_api["Properties"]["StageName"]));
    }
    for (id, _) in template.resources_of("AWS::SNS::Topic") {
        names.insert(id.to_owned(), format!("arn:aws:sns:{region}:{ACCOUNT}:{stack}-{id}"));
    }
    for (id, alarm) in template.resources_of("AWS::CloudWatch::Alarm") {
        let mut definition = alarm["Properties"].as_object().expect("properties").clone();
        let name = text(&definition["AlarmName"]);
        definition.retain(|member, _| !["AlarmName", "Tags"].contains(&member.as_str()));
        for actions in ["AlarmActions", "OKActions"] {
            let topic = |action: &Value| names[action["Ref"].as_str().expect("a topic")].clone();
            let topics: Option<Vec<String>> =
                definition[actions].as_array().map(|list| list.iter().map(topic).collect());
            definition.insert(actions.to_owned(), json!(topics.unwrap_or_default()));
        }
        let mut definition = template.resolved(&Value::Object(definition), &named);
        definition["Threshold"] = json!(definition["Threshold"].as_f64().expect("a number"));
        known.0.insert(name.clone(), definition);
        known.1.insert(id.to_owned(), name.clone());
        names.insert(id.to_owned(), name);
    }
    let queries = template.resources_of("AWS::Logs::QueryDefinition").map(|(id, query)| {
        let properties = &query["Properties"];
        let groups = properties["LogGroupNames"].as_array().into_iter().flatten();
        let groups: Vec<&String> = groups.map(|group| &names[group["Ref"].as_str().expect("a group")]).collect();
        json!({
            "queryDefinitionId": id, "name": text(&properties["Name"]), "queryString": text(&properties["QueryString"]),
            "logGroupNames": groups,
        })
    });
    let queries = queries.collect();
    let resources = template.0["Resources"].as_object().expect("resources").iter();
    let resources = resources.map(|(id, resource)| {
        let kind = resource["Type"].as_str().expect("a type").to_owned();
        (&*id.clone().leak(), &*kind.leak())
    });
    let history = created(&resources.collect::<Vec<(&'static str, &'static str)>>());
    let parameters = template.0["Parameters"].as_object().expect("parameters").iter();
    let parameters = parameters.map(|(name, parameter)| (name.clone(), spoken(&parameter["Default"]))).collect();
    (Stack { history, template: template.0.to_string().leak(), parameters, names }, queries)
}

/// A default as CloudFormation has it: a text.
fn spoken(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The answer of Insights to what was refused: API Gateway's log has these requests.
pub(crate) fn refused(rows: &[(&str, &str, u32)]) -> Value {
    let row = |(resource, status, count): &(&str, &str, u32)| {
        json!([
            { "field": "resource", "value": resource }, { "field": "status", "value": status },
            { "field": "refused", "value": count.to_string() },
        ])
    };
    json!({
        "status": "Complete", "statistics": { "bytesScanned": 9.0e6, "recordsScanned": 9.0, "recordsMatched": 2.0 },
        "results": rows.iter().map(row).collect::<Vec<_>>(),
    })
}
