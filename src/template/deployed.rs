//! What a template deploys with certain parameters: its conditions decided, its parameters filled in.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html>

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use serde_json::{Map, Value};

use super::Template;

/// The resources of a template, as CloudFormation has them after SAM, without those whose condition doesn't hold.
#[derive(Debug)]
pub(crate) struct Deployed {
    pub(crate) resources: Vec<DeployedResource>,
    /// Conditions that depend on what is known only to AWS. What depends on them is in `resources`.
    pub(crate) undecided: BTreeSet<String>,
}

#[derive(Debug)]
pub(crate) struct DeployedResource {
    pub(crate) id: String,
    pub(crate) kind: String,
    /// References to other resources are left as they are.
    pub(crate) properties: Value,
}

impl Template {
    /// What is deployed in `region` with these parameters, and the defaults of the others.
    pub(crate) fn deployed(&self, parameters: &BTreeMap<String, String>, region: &str) -> Deployed {
        let body = self.expand().body;
        let deployment = Deployment { template: self, parameters, region, body: &body, undecided: RefCell::default() };
        let resources = body["Resources"].as_object().into_iter().flat_map(Map::iter);
        let resources = resources.filter(|(_, resource)| {
            resource["Condition"].as_str().is_none_or(|name| deployment.holds(name, &mut Vec::new()) != Some(false))
        });
        let resources = resources
            .map(|(id, resource)| DeployedResource {
                id: id.clone(),
                kind: resource["Type"].as_str().unwrap_or_default().to_owned(),
                properties: deployment.value(&resource["Properties"]).unwrap_or_default(),
            })
            .collect();
        Deployed { resources, undecided: deployment.undecided.into_inner() }
    }
}

struct Deployment<'a> {
    template: &'a Template,
    parameters: &'a BTreeMap<String, String>,
    region: &'a str,
    /// Of the template after SAM.
    body: &'a Value,
    undecided: RefCell<BTreeSet<String>>,
}

impl Deployment<'_> {
    /// `None` for `AWS::NoValue`, which leaves out what it is the value of.
    fn value(&self, value: &Value) -> Option<Value> {
        match value {
            Value::Array(items) => Some(items.iter().filter_map(|item| self.value(item)).collect()),
            Value::Object(fields) => match fields.iter().next().filter(|_| fields.len() == 1) {
                Some((function, argument)) => self.function(function, argument, value),
                None => Some(self.fields(fields)),
            },
            literal => Some(literal.clone()),
        }
    }

    fn fields(&self, fields: &Map<String, Value>) -> Value {
        fields.iter().filter_map(|(name, field)| Some((name.clone(), self.value(field)?))).collect()
    }

    fn function(&self, function: &str, argument: &Value, whole: &Value) -> Option<Value> {
        match function {
            "Ref" if argument == "AWS::NoValue" => None,
            "Ref" if argument == "AWS::Region" => Some(self.region.into()),
            "Ref" => Some(argument.as_str().and_then(|name| self.parameter(name)).unwrap_or_else(|| whole.clone())),
            "Fn::If" => {
                let name = argument[0].as_str().unwrap_or_default();
                let holds = self.holds(name, &mut Vec::new()) != Some(false);
                self.value(&argument[if holds { 1 } else { 2 }])
            }
            "Fn::Select" => {
                let index = self.value(&argument[0]).as_ref().and_then(number).unwrap_or(usize::MAX);
                let list = self.value(&argument[1]).unwrap_or_default();
                Some(list.get(index).cloned().unwrap_or_else(|| whole.clone()))
            }
            "Fn::Split" => {
                let text = self.value(&argument[1]).unwrap_or_default();
                let parts = argument[0].as_str().zip(text.as_str()).map(|(at, text)| text.split(at).collect::<Value>());
                Some(parts.unwrap_or_else(|| whole.clone()))
            }
            _ if function.starts_with("Fn::") => Some(whole.clone()),
            _ => Some(Value::Object(Map::from_iter([(function.to_owned(), self.value(argument)?)]))),
        }
    }

    /// The value of a parameter, a list where it is one.
    fn parameter(&self, name: &str) -> Option<Value> {
        let value = self.template.parameter(name, self.parameters)?;
        let kind = self.body["Parameters"][name]["Type"].as_str().unwrap_or_default();
        let is_list = kind == "CommaDelimitedList" || kind.starts_with("List<");
        Some(if is_list { value.split(',').map(str::trim).collect() } else { value.into() })
    }

    /// Whether the condition of this name holds; `None` if that can't be decided here.
    fn holds<'a>(&'a self, name: &'a str, within: &mut Vec<&'a str>) -> Option<bool> {
        let decided = if within.contains(&name) {
            None
        } else {
            within.push(name);
            let decided = self.is_true(&self.body["Conditions"][name], within);
            within.pop();
            decided
        };
        if decided.is_none() {
            self.undecided.borrow_mut().insert(name.to_owned());
        }
        decided
    }

    fn is_true<'a>(&'a self, condition: &'a Value, within: &mut Vec<&'a str>) -> Option<bool> {
        if let Some(name) = condition["Condition"].as_str() {
            return self.holds(name, within);
        }
        if let [one, other] = condition["Fn::Equals"].as_array().map(Vec::as_slice).unwrap_or_default() {
            return Some(literal(&self.value(one)?)? == literal(&self.value(other)?)?);
        }
        if let [inner] = condition["Fn::Not"].as_array().map(Vec::as_slice).unwrap_or_default() {
            return self.is_true(inner, within).map(|holds| !holds);
        }
        // One that decides is enough, whatever the others are.
        let mut decided_by = |function: &str, decisive: bool| {
            let parts = condition[function].as_array()?;
            let parts: Vec<Option<bool>> = parts.iter().map(|part| self.is_true(part, within)).collect();
            if parts.contains(&Some(decisive)) {
                return Some(Some(decisive));
            }
            Some(parts.into_iter().collect::<Option<Vec<bool>>>().map(|_| !decisive))
        };
        decided_by("Fn::And", false).or_else(|| decided_by("Fn::Or", true)).flatten()
    }
}

fn number(value: &Value) -> Option<usize> {
    literal(value)?.parse().ok()
}

/// CloudFormation compares texts.
fn literal(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TEMPLATE: &str = "
Parameters:
  Size: {Type: Number, Default: 0}
  Hosts: {Type: CommaDelimitedList, Default: ''}
  Url: {Type: String}
Conditions:
  HasSize: !Not [!Equals [!Ref Size, 0]]
  HasHosts: !Not [!Equals [!Select [0, !Ref Hosts], '']]
  IsHere: !Equals [!Ref AWS::Region, eu-west-1]
  HasBoth: !And [!Condition HasSize, !Condition HasHosts]
  HasAny: !Or [!Condition HasSize, !Condition HasHosts]
  HasUrl: !Not [!Equals [!Ref Url, '']]
  HasUrlOrSize: !Or [!Condition HasUrl, !Condition HasSize]
Resources:
  Sized: {Type: T, Condition: HasSize}
  Hosted: {Type: T, Condition: HasHosts}
  Both: {Type: T, Condition: HasBoth}
  Any: {Type: T, Condition: HasAny}
  Here: {Type: T, Condition: IsHere}
  Addressed: {Type: T, Condition: HasUrl}
  Either: {Type: T, Condition: HasUrlOrSize}
  Function:
    Type: AWS::Lambda::Function
    Properties:
      MemorySize: !Ref Size
      Rules: [!If [HasSize, {Name: big}, !Ref AWS::NoValue], {Name: always}]
      Absent: !If [HasSize, 1, !Ref AWS::NoValue]
      Hosts: !Ref Hosts
      Other: !Ref Sized
";

    fn deployed(given: &[(&str, &str)], region: &str) -> Deployed {
        let given = given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Template::of("t.yaml", TEMPLATE).deployed(&given, region)
    }

    fn ids(deployed: &Deployed) -> Vec<&str> {
        deployed.resources.iter().map(|resource| resource.id.as_str()).collect()
    }

    #[test]
    fn resources_are_those_whose_conditions_hold() {
        let none = deployed(&[("Url", "")], "us-east-1");
        let sized = deployed(&[("Url", ""), ("Size", "2")], "us-east-1");
        let both = deployed(&[("Url", "x"), ("Size", "2"), ("Hosts", "a, b")], "eu-west-1");

        assert_eq!(ids(&none), ["Function"]);
        assert_eq!(ids(&sized), ["Sized", "Any", "Either", "Function"]);
        assert_eq!(ids(&both), ["Sized", "Hosted", "Both", "Any", "Here", "Addressed", "Either", "Function"]);
        assert!(both.undecided.is_empty());
    }

    #[test]
    fn properties_have_the_values_that_the_parameters_choose() {
        let properties =
            |given: &[(&str, &str)]| deployed(given, "us-east-1").resources.pop().expect("the function").properties;

        let small =
            json!({ "MemorySize": "0", "Rules": [{ "Name": "always" }], "Hosts": [""], "Other": { "Ref": "Sized" } });
        assert_eq!(properties(&[]), small);
        let big = properties(&[("Size", "2"), ("Hosts", "a, b")]);
        assert_eq!(
            (&big["Rules"][0]["Name"], &big["Absent"], &big["Hosts"]),
            (&json!("big"), &json!(1), &json!(["a", "b"]))
        );
    }

    #[test]
    fn a_condition_on_what_is_not_known_is_named_and_counts_as_true() {
        let unknown = deployed(&[], "us-east-1");

        assert_eq!(ids(&unknown), ["Addressed", "Either", "Function"]);
        assert_eq!(unknown.undecided.iter().collect::<Vec<_>>(), ["HasUrl", "HasUrlOrSize"]);
        let decided = deployed(&[("Size", "1")], "us-east-1");
        assert!(!decided.undecided.contains("HasUrlOrSize"), "the other half decides");
    }

    #[test]
    fn conditions_in_a_circle_end() {
        let text = "
Conditions: {A: !Condition B, B: !Not [!Condition A]}
Resources: {R: {Type: T, Condition: A}}";

        let deployed = Template::of("t.yaml", text).deployed(&BTreeMap::new(), "us-east-1");

        assert_eq!((ids(&deployed), deployed.undecided.len()), (vec!["R"], 2));
    }
}
