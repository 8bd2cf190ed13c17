//! Expands a template as SAM does, as far as our checks need it. No I/O, no network, no Python.
//!
//! Supported: `Globals.Function` and `Globals.Api`, `AWS::Serverless::Function` (with its alias),
//! `AWS::Serverless::Api` (REST API, deployment, stage), and local includes. Not supported, because our template spells
//! these out: generated roles and policies, `Events`, `Auth`, `Cors`, `Domain`, canaries and the other
//! `AWS::Serverless` types. The deployment's name has no hash here, as nothing can refer to a name with one.
//!
//! <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html>

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

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
        let here = |expanded: String, written: String| Origin {
            expanded,
            path: self.path.clone(),
            lines: &self.source.lines,
            written,
        };
        let mut origins = vec![here(String::new(), String::new())];
        let mut made = Map::new();
        let globals = body["Globals"].take();
        for (id, resource) in body["Resources"].as_object_mut().into_iter().flatten() {
            let written = child("/Resources", id);
            let generated = match resource["Type"].as_str() {
                Some("AWS::Serverless::Function") => function(id, resource, &globals["Function"]),
                Some("AWS::Serverless::Api") => {
                    let definition = &resource["Properties"]["DefinitionBody"];
                    if let Some(location) = local_include(definition) {
                        origins.extend(self.includes.get(location).map(|included| Origin {
                            expanded: format!("{written}/Properties/Body"),
                            path: self.beside(location),
                            lines: &included.lines,
                            written: String::new(),
                        }));
                        resource["Properties"]["DefinitionBody"] =
                            self.includes.get(location).map_or(Value::Null, |included| included.value.clone());
                    }
                    api(id, resource, &globals["Api"])
                }
                _ => Vec::new(),
            };
            for (generated, resource) in generated {
                origins.push(here(child("/Resources", &generated), written.clone()));
                made.insert(generated, resource);
            }
        }
        if let Some(resources) = body["Resources"].as_object_mut() {
            resources.extend(made);
        }
        Expanded { body, origins }
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
        let made = format!("/Resources/{id}");
        let origin = self.origins.iter().find(|origin| origin.expanded == made);
        let written = origin.and_then(|origin| origin.written.strip_prefix("/Resources/"));
        self.body["Resources"].as_object()?.get_key_value(written.unwrap_or(id)).map(|(id, _)| id.as_str())
    }

    /// The file and line where a part of the expansion is written.
    pub(super) fn written(&self, pointer: &str) -> (&Path, usize) {
        let inside = |origin: &&Origin<'_>| {
            pointer.strip_prefix(&origin.expanded).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        match self.origins.iter().filter(inside).max_by_key(|origin| origin.expanded.len()) {
            Some(Origin { expanded, path, lines, written }) => {
                (path, lines.of(&format!("{written}{}", &pointer[expanded.len()..])))
            }
            None => (Path::new(""), 1),
        }
    }
}

fn function(id: &str, resource: &mut Value, globals: &Value) -> Vec<(String, Value)> {
    resource["Type"] = "AWS::Lambda::Function".into();
    merge(&mut resource["Properties"], globals);
    rename(resource, "CodeUri", "Code");
    if let Some(mode) = take(resource, "Tracing") {
        resource["Properties"]["TracingConfig"] = json!({ "Mode": mode });
    }
    if let Some(queue) = take(resource, "DeadLetterQueue") {
        resource["Properties"]["DeadLetterConfig"] = json!({ "TargetArn": queue["TargetArn"] });
    }
    for of_sam in ["AutoPublishAliasAllProperties", "DeploymentPreference", "VersionDeletionPolicy"] {
        take(resource, of_sam);
    }
    let concurrency = take(resource, "ProvisionedConcurrencyConfig");
    let Some(Value::String(alias)) = take(resource, "AutoPublishAlias") else { return Vec::new() };
    let mut properties = json!({ "FunctionName": { "Ref": id }, "Name": alias });
    if let Some(concurrency) = concurrency {
        properties["ProvisionedConcurrencyConfig"] = concurrency;
    }
    vec![(format!("{id}Alias{alias}"), json!({ "Type": "AWS::Lambda::Alias", "Properties": properties }))]
}

/// The properties that SAM moves from an API to its stage.
const OF_THE_STAGE: [&str; 7] = [
    "AccessLogSetting",
    "CacheClusterEnabled",
    "CacheClusterSize",
    "MethodSettings",
    "StageName",
    "TracingEnabled",
    "Variables",
];

fn api(id: &str, resource: &mut Value, globals: &Value) -> Vec<(String, Value)> {
    resource["Type"] = "AWS::ApiGateway::RestApi".into();
    merge(&mut resource["Properties"], globals);
    rename(resource, "DefinitionBody", "Body");
    let deployment = format!("{id}Deployment");
    let mut stage = json!({ "RestApiId": { "Ref": id }, "DeploymentId": { "Ref": &deployment } });
    for property in OF_THE_STAGE {
        if let Some(value) = take(resource, property) {
            stage[property] = value;
        }
    }
    let name = stage["StageName"].as_str().filter(|name| name.chars().all(char::is_alphanumeric)).unwrap_or_default();
    let name = format!("{id}{name}Stage");
    let deployed = json!({ "RestApiId": { "Ref": id } });
    vec![
        (deployment, json!({ "Type": "AWS::ApiGateway::Deployment", "Properties": deployed })),
        (name, json!({ "Type": "AWS::ApiGateway::Stage", "Properties": stage })),
    ]
}

/// SAM's rule: maps are merged, lists are concatenated, and of anything else the resource's own value wins.
///
/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html>
fn merge(own: &mut Value, global: &Value) {
    match (own, global) {
        (Value::Object(own), Value::Object(global)) if !is_intrinsic(own) => {
            for (key, value) in global {
                match own.get_mut(key) {
                    Some(own) => merge(own, value),
                    None => drop(own.insert(key.clone(), value.clone())),
                }
            }
        }
        (Value::Array(own), Value::Array(global)) => drop(own.splice(0..0, global.iter().cloned())),
        (own @ Value::Null, global) => *own = global.clone(),
        _ => {}
    }
}

fn is_intrinsic(fields: &Map<String, Value>) -> bool {
    fields.len() == 1 && fields.keys().all(|key| key == "Ref" || key.starts_with("Fn::"))
}

fn rename(resource: &mut Value, from: &str, to: &str) {
    if let Some(value) = take(resource, from) {
        resource["Properties"][to] = value;
    }
}

fn take(resource: &mut Value, property: &str) -> Option<Value> {
    resource["Properties"].as_object_mut()?.shift_remove(property)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::template::yaml;

    const TEMPLATE: &str = "
Globals:
  Function: {Timeout: 10, Environment: {Variables: {A: a}}}
Resources:
  GetFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: ../lambdas
      Timeout: 5
      AutoPublishAlias: live
      Environment: {Variables: {B: b}}
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: v1
      DefinitionBody: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: openapi.yaml}}}
      MethodSettings:
        - {ResourcePath: /*}
";

    fn template() -> Template {
        let openapi = yaml::parse("openapi: 3.0.3\npaths:\n  /data:\n    get: {}").expect("valid");
        Template {
            includes: BTreeMap::from([("openapi.yaml".to_owned(), openapi)]),
            ..Template::of("templates/template.yaml", TEMPLATE)
        }
    }

    #[test]
    fn a_function_inherits_the_globals_and_gets_its_alias() {
        let body = template().expand().body;

        let function = &body["Resources"]["GetFunction"];
        assert_eq!(function["Type"], "AWS::Lambda::Function");
        assert_eq!(function["Properties"]["Timeout"], 5);
        assert_eq!(function["Properties"]["Environment"]["Variables"], json!({ "B": "b", "A": "a" }));
        assert_eq!(
            body["Resources"]["GetFunctionAliaslive"]["Properties"]["FunctionName"],
            json!({ "Ref": "GetFunction" })
        );
    }

    #[test]
    fn an_api_becomes_rest_api_deployment_and_stage() {
        let body = template().expand().body;

        assert_eq!(body["Resources"]["Api"]["Properties"]["Body"]["openapi"], "3.0.3");
        assert_eq!(body["Resources"]["Apiv1Stage"]["Properties"]["MethodSettings"][0]["ResourcePath"], "/*");
        assert_eq!(body["Resources"]["ApiDeployment"]["Type"], "AWS::ApiGateway::Deployment");
    }

    #[test]
    fn an_expanded_part_has_the_line_where_it_was_written() {
        let template = template();
        let expanded = template.expand();

        let route = expanded.written("/Resources/Api/Properties/Body/paths/~1data/get");
        let setting = expanded.written("/Resources/Apiv1Stage/Properties/MethodSettings/0");

        assert_eq!(route, (Path::new("templates/openapi.yaml"), 4));
        assert_eq!(setting, (Path::new("templates/template.yaml"), 18));
    }
}
