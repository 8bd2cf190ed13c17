//! Combines template, included files and artifacts into the one JSON document that CloudFormation gets. No I/O.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Template, TemplateError, functions::code_property, includes::inline, redeploy::mark_definitions};
use crate::digest::sha256;

/// Where the zip of a function or layer is in S3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CodeLocation {
    pub(crate) bucket: String,
    pub(crate) key: String,
}

/// A template that refers to nothing on this machine.
#[derive(Debug, Clone)]
pub(crate) struct PackagedTemplate {
    pub(crate) json: String,
    pub(crate) sha256: String,
}

impl Template {
    /// The body with every local include inlined, and each function's code at its location in S3.
    pub(crate) fn with_artifacts(&self, code: &BTreeMap<String, CodeLocation>) -> Value {
        self.with_code(code, |CodeLocation { bucket, key }| json!({ "Bucket": bucket, "Key": key }))
    }

    /// The same with the code in files, by paths relative to the template.
    pub(crate) fn with_files(&self, code: &BTreeMap<String, String>) -> Value {
        self.with_code(code, |file| json!(file))
    }

    fn with_code<T>(&self, code: &BTreeMap<String, T>, uri: impl Fn(&T) -> Value) -> Value {
        let mut body = self.source.value.clone();
        inline(&mut body, &self.includes);
        for (logical_id, location) in code {
            let resource = &mut body["Resources"][logical_id];
            if let Some(property) = code_property(resource) {
                resource["Properties"][property] = uri(location);
            }
        }
        // Only build tools read the rest, and CloudFormation would store it with the stack.
        for (section, property) in [("Function", "CodeUri"), ("LayerVersion", "ContentUri")] {
            let globals = body.pointer_mut(&format!("/Globals/{section}")).and_then(Value::as_object_mut);
            globals.and_then(|globals| globals.shift_remove(property));
        }
        body
    }

    /// Encodes `body` for the parameter values `given`.
    pub(crate) fn package(
        &self,
        mut body: Value,
        given: &BTreeMap<String, String>,
    ) -> Result<PackagedTemplate, TemplateError> {
        mark_definitions(&mut body, given);
        let encoded = serde_json::to_string(&body);
        let json = encoded.map_err(|source| TemplateError::Encode { path: self.path.clone(), source })?;
        Ok(PackagedTemplate { sha256: sha256(json.as_bytes()), json })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::yaml::Document;

    #[test]
    fn a_packaged_template_contains_its_includes_and_its_code_locations() {
        let text = "
Globals: {Function: {CodeUri: ../lambdas, Timeout: 10}}
Resources:
  Api: {Properties: {DefinitionBody: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: openapi.yaml}}}}}
  GetFunction: {Type: AWS::Serverless::Function, Properties: {MemorySize: 128}}
  Common: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: common}}
";
        let openapi = json!({ "openapi": "3.0.3" });
        let included = Document { value: openapi.clone(), ..Document::default() };
        let includes = BTreeMap::from([("openapi.yaml".to_owned(), included)]);
        let template = Template { includes, ..Template::of("t.yaml", text) };
        let location = CodeLocation { bucket: "b".into(), key: "k.zip".into() };
        let code = ["GetFunction", "Common"].map(|id| (id.to_owned(), location.clone()));

        let body = template.with_artifacts(&BTreeMap::from(code));

        assert_eq!(body["Resources"]["Api"]["Properties"]["DefinitionBody"], openapi);
        let location = json!({ "Bucket": "b", "Key": "k.zip" });
        assert_eq!(body["Resources"]["GetFunction"]["Properties"]["CodeUri"], location);
        assert_eq!(body["Resources"]["Common"]["Properties"], json!({ "ContentUri": location }));
        assert_eq!(body["Globals"]["Function"], json!({ "Timeout": 10 }));
    }

    /// CloudFormation rejects `Globals` in a template without the SAM transform.
    #[test]
    fn a_template_without_functions_stays_as_it_is() {
        let template = Template::of("t.yaml", "Resources: {Topic: {Type: AWS::SNS::Topic}}");

        let packaged = template.with_artifacts(&BTreeMap::new());

        assert_eq!(packaged, json!({ "Resources": { "Topic": { "Type": "AWS::SNS::Topic" } } }));
    }
}
