//! A SAM template as written: its resources, parameters and outputs.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};

use super::{
    TemplateError,
    includes::{include_definitions, local_includes},
    shape,
    yaml::{self, Document, YamlError},
};

/// A template as written, with the files it includes.
#[derive(Debug, Clone)]
pub(crate) struct Template {
    pub(super) path: PathBuf,
    pub(super) source: Document,
    /// The local files that `AWS::Include` or a `DefinitionUri` names, by their location.
    pub(super) includes: BTreeMap<String, Document>,
}

impl Template {
    /// Reads a template and the local files that it includes.
    ///
    /// # Errors
    /// When a file is missing, is not valid YAML, or does not have the shape of a template.
    pub(crate) fn read(path: &Path) -> Result<Self, TemplateError> {
        let mut source = read_yaml(path, shape::check_template)?;
        include_definitions(&mut source.value);
        let mut template = Self { path: path.to_owned(), source, includes: BTreeMap::new() };
        for location in local_includes(&template.source.value) {
            let included = read_yaml(&template.beside(&location), shape::check_included)?;
            template.includes.insert(location, included);
        }
        Ok(template)
    }

    /// A template that was packaged earlier, and so has no file of its own.
    pub(crate) fn packaged(value: Value) -> Self {
        let source = Document { value, ..Document::default() };
        Self { path: PathBuf::new(), source, includes: BTreeMap::new() }
    }

    /// The path of `location`, which is relative to the template.
    pub(super) fn beside(&self, location: &str) -> PathBuf {
        self.path.parent().unwrap_or(Path::new(".")).join(location)
    }

    /// A literal, or the value of the parameter it refers to.
    pub(super) fn resolved(&self, value: &Value, parameters: &BTreeMap<String, String>) -> Option<String> {
        if let Some(literal) = value.as_str() {
            return Some(literal.to_owned());
        }
        self.parameter(value["Ref"].as_str()?, parameters)
    }

    /// The names of the resources of this type.
    pub(crate) fn logical_ids(&self, kind: &str) -> Vec<String> {
        self.resources().filter(|(_, resource)| resource["Type"] == kind).map(|(id, _)| id.clone()).collect()
    }

    pub(crate) fn resource_types(&self) -> BTreeSet<String> {
        self.resources().filter_map(|(_, resource)| resource["Type"].as_str()).map(str::to_owned).collect()
    }

    /// The value of a parameter: the given one, or else its default; `None` when there is neither.
    pub(crate) fn parameter(&self, name: &str, given: &BTreeMap<String, String>) -> Option<String> {
        let default = || match &self.source.value["Parameters"][name]["Default"] {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        given.get(name).cloned().or_else(default)
    }

    /// The template as written, with intrinsic functions in their long form.
    pub(crate) fn body(&self) -> &Value {
        &self.source.value
    }

    pub(crate) fn parameter_names(&self) -> impl Iterator<Item = &str> {
        keys(&self.source.value["Parameters"])
    }

    /// Parameters whose values must not be shown (`NoEcho`).
    pub(crate) fn secret_parameters(&self) -> BTreeSet<&str> {
        let parameters = self.source.value["Parameters"].as_object().into_iter().flat_map(Map::iter);
        let secret = parameters.filter(|(_, declared)| is_secret(declared));
        secret.map(|(name, _)| name.as_str()).collect()
    }

    pub(crate) fn output_names(&self) -> impl Iterator<Item = &str> {
        keys(&self.source.value["Outputs"])
    }

    pub(super) fn resources(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.source.value["Resources"].as_object().into_iter().flat_map(Map::iter)
    }
}

/// Whether the values of a parameter must not be shown (`NoEcho`).
pub(super) fn is_secret(parameter: &Value) -> bool {
    parameter["NoEcho"] == true || parameter["NoEcho"] == "true"
}

fn keys(section: &Value) -> impl Iterator<Item = &str> {
    section.as_object().into_iter().flat_map(Map::keys).map(String::as_str)
}

fn read_yaml(path: &Path, check: impl FnOnce(&Document) -> Result<(), YamlError>) -> Result<Document, TemplateError> {
    let text = fs::read_to_string(path).map_err(|source| TemplateError::Read { path: path.to_owned(), source })?;
    let parsed = yaml::parse(&text).and_then(|document| check(&document).map(|()| document));
    parsed.map_err(|source| TemplateError::Parse { path: path.to_owned(), source })
}

#[cfg(test)]
impl Template {
    /// A template with `text`, as read from `path`.
    pub(super) fn of(path: &str, text: &str) -> Self {
        Self { path: path.into(), source: yaml::parse(text).expect("valid"), includes: BTreeMap::new() }
    }
}
