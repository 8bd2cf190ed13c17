//! The shape that every template has: what the rest of the code may take for granted.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html>

use serde_json::{Map, Value};

use super::{
    lines::child,
    yaml::{Document, YamlError},
};
use crate::nearest::nearest;

const RESOURCES: &str = "Resources";
/// The sections that are mappings.
const MAPPINGS: [&str; 8] =
    [RESOURCES, "Parameters", "Conditions", "Mappings", "Outputs", "Rules", "Metadata", "Globals"];
/// The other keys at the top of a template.
const OTHERS: [&str; 5] = ["AWSTemplateFormatVersion", "Description", "Transform", "Hooks", "Fn::Transform"];

/// A template is a mapping with resources, each of which has a type.
pub(super) fn check_template(document: &Document) -> Result<(), YamlError> {
    let at = |pointer: String| At { document, pointer };
    let root = at(String::new()).filled_mapping("the template", "`Resources:` and the resources below it")?;
    let known = || MAPPINGS.into_iter().chain(OTHERS);
    if let Some(unknown) = root.keys().find(|key| !known().any(|known| known == key.as_str())) {
        let near = nearest(unknown, known()).map(|near| format!(": did you mean `{near}`?")).unwrap_or_default();
        return at(child("", unknown)).refuse(format!("`{unknown}` is no section of a template{near}"));
    }
    if !root.contains_key(RESOURCES) {
        return at(String::new()).refuse("the template has no `Resources`: it would deploy nothing".to_owned());
    }
    at(child("", RESOURCES)).filled_mapping("`Resources`", "names and what each of them is")?;
    for section in MAPPINGS.into_iter().filter(|section| root.contains_key(*section)) {
        at(child("", section)).mapping(&format!("`{section}`"), "names and what each of them is")?;
    }
    for (id, resource) in entries(root, RESOURCES) {
        let pointer = child("/Resources", id);
        let what = format!("resource `{id}`");
        at(pointer.clone()).mapping(&what, "its `Type` and `Properties`")?;
        if resource["Type"].as_str().is_none_or(str::is_empty) {
            return at(pointer).refuse(format!("{what} has no `Type`, such as AWS::SQS::Queue"));
        }
        let below: &[&str] = match resource["Type"].as_str() {
            Some("AWS::Serverless::Function") => {
                &["/Properties", "/Properties/Environment", "/Properties/Environment/Variables", "/Metadata"]
            }
            _ => &["/Properties", "/Metadata"],
        };
        for part in below.iter().filter(|part| resource.pointer(part).is_some()) {
            at(format!("{pointer}{part}")).mapping(&format!("`{}` of {what}", name_of(part)), "names and values")?;
        }
    }
    for section in ["Parameters", "Outputs", "Globals"] {
        for (name, _) in entries(root, section) {
            at(child(&format!("/{section}"), name)).mapping(&format!("`{name}` in `{section}`"), "names and values")?;
        }
    }
    Ok(())
}

/// An included file, such as an API's definition, is a mapping.
pub(super) fn check_included(document: &Document) -> Result<(), YamlError> {
    At { document, pointer: String::new() }.mapping("the file", "names and values").map(drop)
}

/// What `AWS::Include` and `Fn::ForEach` make of a section is known only to CloudFormation.
fn entries<'a>(root: &'a Map<String, Value>, section: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let all = root.get(section).and_then(Value::as_object).into_iter().flat_map(Map::iter);
    all.filter(|(name, _)| !name.starts_with("Fn::"))
}

fn name_of(pointer: &str) -> &str {
    pointer.rsplit('/').next().unwrap_or(pointer)
}

struct At<'a> {
    document: &'a Document,
    pointer: String,
}

impl<'a> At<'a> {
    fn mapping(self, what: &str, of: &str) -> Result<&'a Map<String, Value>, YamlError> {
        let document = self.document;
        match document.value.pointer(&self.pointer) {
            Some(Value::Object(fields)) => Ok(fields),
            found => {
                let found = found.map_or("missing", kind);
                self.refuse(format!("{what} is {found}: it needs {of}"))
            }
        }
    }

    fn filled_mapping(self, what: &str, of: &str) -> Result<&'a Map<String, Value>, YamlError> {
        let (document, pointer) = (self.document, self.pointer.clone());
        match self.mapping(what, of)? {
            fields if fields.is_empty() => {
                At { document, pointer }.refuse(format!("{what} is an empty mapping: it needs {of}"))
            }
            fields => Ok(fields),
        }
    }

    fn refuse<T>(self, what: String) -> Result<T, YamlError> {
        Err(YamlError::Shape { line: self.document.lines.of(&self.pointer), what: what.into() })
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a mapping",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::yaml::parse;

    fn refusal(text: &str) -> String {
        let document = parse(text).expect("YAML");
        check_template(&document).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn what_is_no_template_says_what_it_is_and_lacks() {
        let needs = "it needs `Resources:` and the resources below it";
        for (text, what) in [
            ("just text", "text"),
            ("42", "a number"),
            ("[]", "a list"),
            ("", "empty"),
            ("# only a comment", "empty"),
            ("{}", "an empty mapping"),
        ] {
            assert_eq!(refusal(text), format!("line 1: the template is {what}: {needs}"), "{text}");
        }
        for (text, what) in [("text", "text"), ("[]", "a list"), ("", "empty"), ("{}", "an empty mapping")] {
            let refusal = refusal(&format!("Description: x\nResources: {text}"));
            assert_eq!(refusal, format!("line 2: `Resources` is {what}: it needs names and what each of them is"));
        }
    }

    #[test]
    fn a_part_that_is_not_what_it_should_be_is_named_with_its_line() {
        for (text, what) in [
            ("A: text", "resource `A` is text: it needs its `Type` and `Properties`"),
            ("A: {Properties: {}}", "resource `A` has no `Type`, such as AWS::SQS::Queue"),
            ("A: {Type: T, Properties: []}", "`Properties` of resource `A` is a list: it needs names and values"),
            (
                "A: {Type: AWS::Serverless::Function, Properties: {Environment: {Variables: x}}}",
                "`Variables` of resource `A` is text: it needs names and values",
            ),
        ] {
            assert_eq!(refusal(&format!("Resources:\n  {text}")), format!("line 2: {what}"));
        }
        let resources = "Resources: {A: {Type: T}}";
        assert_eq!(
            refusal(&format!("{resources}\nParameters: {{P: text}}")),
            "line 2: `P` in `Parameters` is text: it needs names and values"
        );
        assert_eq!(
            refusal(&format!("{resources}\nOutputs:")),
            "line 2: `Outputs` is empty: it needs names and what each of them is"
        );
    }

    #[test]
    fn a_mistyped_section_names_the_nearest() {
        assert_eq!(
            refusal("Ressources: {A: {Type: T}}"),
            "line 1: `Ressources` is no section of a template: did you mean `Resources`?"
        );
        assert_eq!(refusal("Description: x"), "line 1: the template has no `Resources`: it would deploy nothing");
    }

    #[test]
    fn a_template_passes() {
        assert_eq!(
            refusal(
                "Transform: x\nConditions: {}\nResources:\n  A: {Type: T, Properties: {B: c}}\n  B: {Type: T, Properties: {}}\n  Fn::ForEach::X: []"
            ),
            ""
        );
    }
}
