//! Expands a template as SAM does, as far as our checks need it. No I/O, no network, no Python.
//!
//! `Globals`; functions with what SAM makes of their role, alias, events, URL and destinations; REST and HTTP APIs, those
//! that SAM makes for events that name none, and their authorizers; tables, layers, nested applications, state machines;
//! local includes. Logical ids are SAM's, except that those with a digest (`ApiDeployment1a2b3c4d5e`) have none here. What
//! is not expanded keeps its `AWS::Serverless` type: `Connector`, `GraphQLApi`, `WebSocketApi`, `CapacityProvider`.
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html>

mod api;
mod event;
mod function;
mod merge;
mod other;
mod role;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use self::{
    api::Route,
    event::{Effect, Event, Target},
    merge::{items, merge},
};
use super::{
    Template,
    includes::local_include,
    lines::{Lines, child},
};

/// A template as CloudFormation sees it, with the source of everything in it.
#[derive(Debug)]
pub(super) struct Expanded<'a> {
    pub(super) body: Value,
    /// The sources of branches of `body`; the longest matching pointer applies.
    origins: Vec<Origin<'a>>,
}

/// A branch of the expansion whose source is elsewhere.
#[derive(Debug)]
struct Origin<'a> {
    expanded: String,
    path: PathBuf,
    lines: &'a Lines,
    written: String,
}

impl Template {
    pub(super) fn expand(&self) -> Expanded<'_> {
        let mut body = self.source.value.clone();
        let globals = body["Globals"].take();
        let mut resources = body["Resources"].as_object_mut().map(std::mem::take).unwrap_or_default();
        let here = |expanded: String, written: String| Origin {
            expanded,
            path: self.path.clone(),
            lines: &self.source.lines,
            written,
        };
        let mut origins = vec![here(String::new(), String::new())];
        for (id, implicit, written) in implicit_apis(&resources) {
            origins.push(here(child("/Resources", id), written));
            resources.insert(id.to_owned(), implicit);
        }
        resources.values_mut().for_each(|resource| inherit(resource, &globals));
        let mut effects = Vec::new();
        let mut added: Vec<Added> = events(&resources, &mut effects);
        for (id, resource) in &mut resources {
            let written = child("/Resources", id);
            let generated = match resource["Type"].as_str() {
                Some(FUNCTION) => function::expand(id, resource),
                Some(STATE_MACHINE) => {
                    let expanded = format!("{written}/Properties/DefinitionString");
                    origins.extend(self.included(resource, "Definition", expanded));
                    other::state_machine(id, resource)
                }
                Some(REST_API) => {
                    origins.extend(self.included(resource, "DefinitionBody", format!("{written}/Properties/Body")));
                    let routes = routes_of(id, &mut effects);
                    origins.extend(routes.iter().map(|route| here(operation(id, route), route.written.clone())));
                    api::rest(id, resource, routes)
                }
                Some(HTTP_API) => {
                    origins.extend(self.included(resource, "DefinitionBody", format!("{written}/Properties/Body")));
                    let routes = routes_of(id, &mut effects);
                    origins.extend(routes.iter().map(|route| here(operation(id, route), route.written.clone())));
                    api::http(id, resource, routes)
                }
                Some("AWS::Serverless::SimpleTable") => {
                    other::simple_table(resource);
                    Vec::new()
                }
                Some("AWS::Serverless::LayerVersion") => {
                    other::layer(resource);
                    Vec::new()
                }
                Some("AWS::Serverless::Application") => {
                    other::application(resource);
                    Vec::new()
                }
                _ => Vec::new(),
            };
            let condition = resource.get("Condition").cloned();
            added.extend(generated.into_iter().map(|(id, resource)| Added {
                id,
                resource: conditional(resource, condition.as_ref()),
                written: written.clone(),
            }));
        }
        effects.into_iter().for_each(|(_, effect)| apply(&mut resources, effect));
        for Added { id, resource, written } in added {
            if !resources.contains_key(&id) {
                origins.push(here(child("/Resources", &id), written));
                resources.insert(id, resource);
            }
        }
        if let Some(all) = body.get_mut("Resources").filter(|all| all.is_object()) {
            *all = resources.into();
        }
        Expanded { body, origins }
    }

    /// Puts the file that a property includes in its place, and says that the branch `expanded` is from there.
    fn included(&self, resource: &mut Value, property: &str, expanded: String) -> Option<Origin<'_>> {
        let location = local_include(&resource["Properties"][property])?.to_owned();
        let included = self.includes.get(&location);
        resource["Properties"][property] = included.map_or(Value::Null, |included| included.value.clone());
        let (path, lines) = (self.beside(&location), &included?.lines);
        Some(Origin { expanded, path, lines, written: String::new() })
    }

    /// The logical id and type of each resource without a condition, as CloudFormation sees them after SAM.
    pub(crate) fn unconditional_resources(&self) -> Vec<(String, String)> {
        let body = self.expand().body;
        let resources = body["Resources"].as_object().into_iter().flat_map(Map::iter);
        let unconditional = resources.filter(|(_, resource)| resource["Condition"].is_null());
        unconditional.map(|(id, it)| (id.clone(), it["Type"].as_str().unwrap_or_default().to_owned())).collect()
    }
}

impl Expanded<'_> {
    /// The logical id, as written, of the resource that a part of the expansion belongs to.
    pub(super) fn resource(&self, pointer: &str) -> Option<&str> {
        let id = pointer.strip_prefix("/Resources/")?.split('/').next()?;
        // What is included has no resource of its own in its file.
        let origins = self.origins.iter().filter(|origin| origin.has(pointer));
        let written = origins
            .filter_map(|origin| Some((origin, origin.written.strip_prefix("/Resources/")?.split('/').next()?)))
            .max_by_key(|(origin, _)| origin.expanded.len());
        let id = written.map_or(id, |(_, written)| written);
        self.body["Resources"].as_object()?.get_key_value(id).map(|(id, _)| id.as_str())
    }

    /// The file and line where a part of the expansion is written.
    pub(super) fn written(&self, pointer: &str) -> (&Path, usize) {
        match self.origins.iter().filter(|origin| origin.has(pointer)).max_by_key(|origin| origin.expanded.len()) {
            Some(Origin { expanded, path, lines, written }) => {
                (path, lines.of(&format!("{written}{}", &pointer[expanded.len()..])))
            }
            None => (Path::new(""), 1),
        }
    }
}

impl Origin<'_> {
    fn has(&self, pointer: &str) -> bool {
        pointer.strip_prefix(&self.expanded).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

const FUNCTION: &str = "AWS::Serverless::Function";
const STATE_MACHINE: &str = "AWS::Serverless::StateMachine";
const REST_API: &str = "AWS::Serverless::Api";
const HTTP_API: &str = "AWS::Serverless::HttpApi";

/// A resource that SAM adds, and the pointer of what it adds it for.
struct Added {
    id: String,
    resource: Value,
    written: String,
}

/// What an event changes elsewhere, and the pointer of the event.
type Written = (String, Effect);

/// Gives a resource the properties that `Globals` has for its type.
fn inherit(resource: &mut Value, globals: &Value) {
    let kind = resource["Type"].as_str().and_then(|kind| kind.strip_prefix("AWS::Serverless::"));
    let global = kind.map(|kind| &globals[kind]).filter(|global| global.is_object());
    if let Some(global) = global {
        merge(&mut resource["Properties"], global);
    }
}

/// The events of the functions and state machines, each with the id and the resource that it belongs to.
fn declared(resources: &Map<String, Value>) -> impl Iterator<Item = (&String, &Value, Event<'_>)> {
    resources.iter().filter(|(_, resource)| resource["Type"] == FUNCTION || resource["Type"] == STATE_MACHINE).flat_map(
        |(id, resource)| {
            let events = resource["Properties"]["Events"].as_object().into_iter().flatten();
            events.map(move |(name, event)| {
                let kind = event["Type"].as_str().unwrap_or_default();
                (id, resource, Event { name, kind, properties: &event["Properties"] })
            })
        },
    )
}

/// The pointer of an event as written.
fn written(id: &str, name: &str) -> String {
    child(&format!("{}/Properties/Events", child("/Resources", id)), name)
}

/// The APIs that SAM adds for events that name none, unless the template declares them.
fn implicit_apis(resources: &Map<String, Value>) -> Vec<(&'static str, Value, String)> {
    let implicit = |id: &'static str, kind: &str, properties: Value| {
        let mut events = declared(resources).filter(|(_, _, event)| event::api(*event) == Some(id));
        let (of, _, event) = events.next().filter(|_| !resources.contains_key(id))?;
        let conditions: Vec<&Value> = declared(resources)
            .filter(|(_, _, event)| event::api(*event) == Some(id))
            .map(|(_, resource, _)| &resource["Condition"])
            .collect();
        // With several conditions, one of which has to hold, SAM adds a condition that is not known here.
        let shared = conditions.first().copied().filter(|first| conditions.iter().all(|other| other == first));
        let api = conditional(merge::made(kind, &properties), shared.filter(|condition| !condition.is_null()));
        Some((id, api, written(of, event.name)))
    };
    let rest = implicit(event::REST_API, REST_API, json!({ "StageName": "Prod" }));
    rest.into_iter().chain(implicit(event::HTTP_API, HTTP_API, json!({}))).collect()
}

/// What SAM adds for each event.
fn events(resources: &Map<String, Value>, effects: &mut Vec<Written>) -> Vec<Added> {
    let stage = |api: &str| resources.get(api)?["Properties"]["StageName"].as_str().map(str::to_owned);
    let mut added = Vec::new();
    for (id, resource, event) in declared(resources) {
        let called = function::called(id, &resource["Properties"]);
        let target = Target { id, called: &called, is_function: resource["Type"] == FUNCTION };
        let made = event::expand(target, event, stage);
        let written = written(id, event.name);
        effects.extend(made.effect.map(|effect| (written.clone(), effect)));
        added.extend(made.resources.into_iter().map(|(id, made)| Added {
            id,
            resource: conditional(made, resource.get("Condition")),
            written: written.clone(),
        }));
    }
    added
}

/// Takes the routes of an API from the effects.
fn routes_of(of: &str, effects: &mut Vec<Written>) -> Vec<Route> {
    let is_route = |effect: &Effect| matches!(effect, Effect::Route { api, .. } if api == of);
    let (routes, others) = std::mem::take(effects).into_iter().partition(|(_, effect)| is_route(effect));
    *effects = others;
    let route = |(written, effect): Written| match effect {
        Effect::Route { path, method, operation, auth, .. } => Some(Route { path, method, operation, auth, written }),
        Effect::Notification { .. } | Effect::Trigger { .. } => None,
    };
    Vec::into_iter(routes).filter_map(route).collect()
}

/// The pointer of the operation that a route becomes.
fn operation(api: &str, route: &Route) -> String {
    child(&child(&format!("{}/Properties/Body/paths", child("/Resources", api)), &route.path), &route.method)
}

fn conditional(mut resource: Value, condition: Option<&Value>) -> Value {
    if let Some(condition) = condition {
        resource["Condition"] = condition.clone();
    }
    resource
}

/// Changes the bucket or the user pool that an event names.
fn apply(resources: &mut Map<String, Value>, effect: Effect) {
    match effect {
        Effect::Notification { bucket, configurations, permission } => {
            let Some(bucket) = resources.get_mut(&bucket).filter(|bucket| bucket.is_object()) else { return };
            let mut order = items(bucket["DependsOn"].take());
            order.push(permission.into());
            bucket["DependsOn"] = order.into();
            let notifications = &mut bucket["Properties"]["NotificationConfiguration"];
            if notifications.is_null() || notifications.is_object() {
                let mut all = items(notifications["LambdaConfigurations"].take());
                all.extend(configurations);
                notifications["LambdaConfigurations"] = all.into();
            }
        }
        Effect::Trigger { pool, triggers, function } => {
            let Some(pool) = resources.get_mut(&pool).filter(|pool| pool.is_object()) else { return };
            let config = &mut pool["Properties"]["LambdaConfig"];
            if config.is_null() || config.is_object() {
                triggers.into_iter().for_each(|trigger| config[trigger] = function.clone());
            }
        }
        // Of an API that is not in the template.
        Effect::Route { .. } => {}
    }
}
