//! The local files that a template includes.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::yaml::Document;

/// SAM's types whose definition may be in a file, and the property that takes the definition itself.
const DEFINED: [(&str, &str); 3] = [
    ("AWS::Serverless::Api", "DefinitionBody"),
    ("AWS::Serverless::HttpApi", "DefinitionBody"),
    ("AWS::Serverless::StateMachine", "Definition"),
];

/// Makes each `DefinitionUri` that is a local file an include: the definition then goes to AWS within the template.
pub(super) fn include_definitions(template: &mut Value) {
    for resource in template["Resources"].as_object_mut().into_iter().flat_map(Map::values_mut) {
        let Some((_, property)) = DEFINED.iter().find(|(kind, _)| resource["Type"] == *kind) else { continue };
        let Some(properties) = resource["Properties"].as_object_mut() else { continue };
        let Some(file) =
            properties.get("DefinitionUri").and_then(Value::as_str).filter(|uri| !uri.starts_with("s3://"))
        else {
            continue;
        };
        if properties.contains_key(*property) {
            continue;
        }
        let include = json!({ "Fn::Transform": { "Name": "AWS::Include", "Parameters": { "Location": file } } });
        properties.shift_remove("DefinitionUri");
        properties.insert((*property).to_owned(), include);
    }
}

/// The local files that `AWS::Include` transforms name.
pub(super) fn local_includes(value: &Value) -> Vec<String> {
    if let Some(location) = local_include(value) {
        return vec![location.to_owned()];
    }
    match value {
        Value::Array(items) => items.iter().flat_map(local_includes).collect(),
        Value::Object(fields) => fields.values().flat_map(local_includes).collect(),
        _ => Vec::new(),
    }
}

/// Replaces each local include by the content of its file.
pub(super) fn inline(value: &mut Value, includes: &BTreeMap<String, Document>) {
    if let Some(included) = local_include(value).and_then(|location| includes.get(location)) {
        *value = included.value.clone();
        return;
    }
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| inline(item, includes)),
        Value::Object(fields) => fields.values_mut().for_each(|field| inline(field, includes)),
        _ => {}
    }
}

/// The file of `{"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "openapi.yaml"}}}`.
/// CloudFormation itself reads an `s3://` location.
pub(super) fn local_include(value: &Value) -> Option<&str> {
    let transform = value.get("Fn::Transform").filter(|transform| transform["Name"] == "AWS::Include")?;
    transform["Parameters"]["Location"].as_str().filter(|location| !location.starts_with("s3://"))
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, fs};

    use crate::template::Template;

    #[test]
    fn a_definition_in_a_file_goes_to_aws_within_the_template() {
        let folder = tempfile::tempdir().expect("a folder");
        let api = "openapi: 3.0.3\npaths: {/orders: {get: {security: []}}}";
        for (name, text) in [("api.yaml", api), ("steps.json", r#"{"StartAt": "Greet"}"#)] {
            fs::write(folder.path().join(name), text).expect("a file");
        }
        let path = folder.path().join("template.yaml");
        let text = "
Resources:
  Api: {Type: AWS::Serverless::Api, Properties: {StageName: v1, DefinitionUri: ./api.yaml}}
  HttpApi: {Type: AWS::Serverless::HttpApi, Properties: {DefinitionUri: api.yaml}}
  Steps: {Type: AWS::Serverless::StateMachine, Properties: {DefinitionUri: steps.json}}
  Uploaded: {Type: AWS::Serverless::StateMachine, Properties: {DefinitionUri: 's3://bucket/steps.json'}}
";
        fs::write(&path, text).expect("a file");

        let template = Template::read(&path).expect("valid");

        let packaged = template.with_artifacts(&BTreeMap::new());
        let expanded = template.expand();
        let at = |body: &serde_json::Value, pointer: &str| body.pointer(pointer).cloned().unwrap_or_default();
        for api in ["Api", "HttpApi"] {
            let packaged = at(&packaged, &format!("/Resources/{api}/Properties"));
            assert_eq!(packaged["DefinitionBody"]["openapi"], "3.0.3", "{api}");
            assert!(packaged["DefinitionUri"].is_null(), "{api}");
            let body = format!("/Resources/{api}/Properties/Body/paths/~1orders/get");
            assert!(at(&expanded.body, &body).is_object(), "{api}");
        }
        for (body, property) in [(&packaged, "Definition"), (&expanded.body, "DefinitionString")] {
            assert_eq!(at(body, &format!("/Resources/Steps/Properties/{property}/StartAt")), "Greet");
        }
        assert_eq!(at(&packaged, "/Resources/Uploaded/Properties/DefinitionUri"), "s3://bucket/steps.json");
    }

    #[test]
    fn a_definition_that_is_not_there_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("template.yaml");
        let text = "Resources: {Api: {Type: AWS::Serverless::Api, Properties: {DefinitionUri: gone.yaml}}}";
        fs::write(&path, text).expect("a file");

        let error = Template::read(&path).expect_err("refused");

        assert!(error.to_string().contains("gone.yaml"), "{error}");
    }
}
