//! A template as SAM expands it, which is what CloudFormation receives.

use std::{fs, path::Path, sync::LazyLock};

use regex::{Captures, Regex};
use serde_json::Value;

use super::{
    ROOT,
    tools::{run, tool},
};

/// Expands a template and writes the result to `expanded`, as JSON.
pub(crate) fn expand(template: &Path, expanded: &Path) {
    run(tool("python").arg(Path::new(ROOT).join("tests/tools/expand_sam.py")).arg(template).arg(expanded));
}

/// One of our templates, expanded.
pub(crate) struct Expanded(pub(crate) Value);

impl Expanded {
    /// `template.yaml` or `edge.yaml`.
    pub(crate) fn read(file: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let expanded = folder.path().join("expanded.json");
        expand(&Path::new(ROOT).join("templates").join(file), &expanded);
        Self(serde_json::from_str(&fs::read_to_string(expanded).unwrap()).unwrap())
    }

    /// The resources of a type: logical id and properties.
    pub(crate) fn resources_of<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let resources = self.0["Resources"].as_object().expect("resources").iter();
        resources.filter(move |(_, resource)| resource["Type"] == kind).map(|(id, resource)| (id.as_str(), resource))
    }

    /// A value with the defaults of the parameters; everything else that it refers to has the name that `named` gives it.
    pub(crate) fn resolved(&self, value: &Value, named: &dyn Fn(&str) -> String) -> Value {
        static PLACEHOLDER: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"\$\{([A-Za-z:]+)(\.[A-Za-z]+)?\}").unwrap());
        let referred = |name: &str| match &self.0["Parameters"][name]["Default"] {
            Value::Null => named(name),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        match value {
            Value::Array(items) => items.iter().map(|item| self.resolved(item, named)).collect(),
            Value::Object(members) => match members.iter().next().map(|(name, inner)| (name.as_str(), inner)) {
                Some(("Ref", name)) => referred(name.as_str().expect("a name")).into(),
                Some(("Fn::GetAtt", of)) => {
                    let resource = of[0].as_str().or_else(|| of.as_str()?.split('.').next());
                    referred(resource.expect("a resource")).into()
                }
                Some(("Fn::Sub", Value::String(text))) => {
                    PLACEHOLDER.replace_all(text, |found: &Captures<'_>| referred(&found[1])).into_owned().into()
                }
                Some((function, _)) if function.starts_with("Fn::") => panic!("{value} is not modelled"),
                _ => {
                    let resolved = |(name, inner): (&String, &Value)| (name.clone(), self.resolved(inner, named));
                    Value::Object(members.iter().map(resolved).collect())
                }
            },
            other => other.clone(),
        }
    }
}
