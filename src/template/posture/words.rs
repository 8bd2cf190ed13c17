//! Values of a template as text: parameters with their defaults, both branches of a condition.

use serde_json::{Map, Value};

use crate::template::intrinsics::{placeholders, sub};

/// What the values of one template may refer to.
pub(super) struct Words<'a> {
    parameters: &'a Value,
}

impl<'a> Words<'a> {
    pub(super) fn of(body: &'a Value) -> Self {
        Self { parameters: &body["Parameters"] }
    }

    /// A value, however deep.
    pub(super) fn text(&self, value: &Value) -> String {
        match value {
            Value::Null => "nothing".into(),
            Value::String(text) if text.is_empty() => "empty".into(),
            Value::String(text) => text.clone(),
            Value::Array(items) if items.is_empty() => "none".into(),
            Value::Array(items) => self.list(items, ", "),
            Value::Object(fields) => self.intrinsic(fields).unwrap_or_else(|| self.fields(fields)),
            other => other.to_string(),
        }
    }

    /// The same, in brackets where a comma could be read as the end of the value.
    fn nested(&self, value: &Value) -> String {
        let text = self.text(value);
        let is_plain = value.as_object().is_some_and(|fields| self.intrinsic(fields).is_some()) || !value.is_object();
        if is_plain && !value.is_array() { text } else { format!("[{text}]") }
    }

    pub(super) fn list(&self, items: &[Value], separator: &str) -> String {
        let items = items.iter().filter(|item| item["Ref"] != "AWS::NoValue");
        items
            .map(|item| if item.is_object() { self.nested(item) } else { self.text(item) })
            .collect::<Vec<_>>()
            .join(separator)
    }

    /// `Key: value` of each field.
    pub(super) fn fields(&self, fields: &Map<String, Value>) -> String {
        let field = |(name, value): (&String, &Value)| match value {
            Value::Object(inner) if inner.is_empty() => name.clone(),
            _ => format!("{name}: {}", self.nested(value)),
        };
        fields.iter().map(field).collect::<Vec<_>>().join(", ")
    }

    /// An intrinsic function in words; `None` for an object that is none.
    fn intrinsic(&self, fields: &Map<String, Value>) -> Option<String> {
        let (name, argument) = fields.iter().next().filter(|_| fields.len() == 1)?;
        let of = |index: usize| self.text(&argument[index]);
        Some(match name.as_str() {
            "Ref" => self.reference(argument.as_str()?),
            "Condition" => argument.as_str()?.to_owned(),
            "Fn::GetAtt" => attribute(argument),
            "Fn::Sub" => self.substituted(&fields["Fn::Sub"]),
            "Fn::If" => format!("{} if {}, else {}", of(1), of(0), of(2)),
            "Fn::Equals" => format!("{} is {}", of(0), of(1)),
            "Fn::Not" => format!("not ({})", of(0)),
            "Fn::And" => self.list(argument.as_array()?, " and "),
            "Fn::Or" => self.list(argument.as_array()?, " or "),
            "Fn::Select" => format!("part {} of {}", of(0), of(1)),
            "Fn::Split" => format!("{} split at {}", of(1), of(0)),
            "Fn::Join" => self.list(argument[1].as_array()?, argument[0].as_str()?),
            "Fn::ImportValue" => format!("the export {}", self.text(argument)),
            "Fn::FindInMap" => format!("the mapping {}", self.list(argument.as_array()?, " / ")),
            _ => return None,
        })
    }

    fn reference(&self, name: &str) -> String {
        match name {
            "AWS::NoValue" => "nothing".into(),
            _ => self.parameter(name).unwrap_or_else(|| name.to_owned()),
        }
    }

    /// A parameter with its default; `None` if there is none of this name.
    fn parameter(&self, name: &str) -> Option<String> {
        Some(match &self.parameters.get(name)?["Default"] {
            Value::Null => format!("{name} (no default)"),
            default => format!("{name} ({})", self.text(default)),
        })
    }

    fn substituted(&self, argument: &Value) -> String {
        let whole = Value::Object(Map::from_iter([("Fn::Sub".to_owned(), argument.clone())]));
        let written = sub(&whole).unwrap_or_default();
        let text = placeholders(written).into_iter().fold(short(written), |text, name| match self.parameter(name) {
            Some(parameter) => text.replace(&format!("${{{name}}}"), &parameter),
            None => text,
        });
        match argument[1].as_object() {
            Some(values) => format!("{text} with {}", self.fields(values)),
            None => text,
        }
    }
}

/// Without what every name and ARN of a template begins with.
fn short(text: &str) -> String {
    text.replace("${AWS::StackName}-", "")
        .replace("arn:${AWS::Partition}:", "")
        .replace("${AWS::Region}:${AWS::AccountId}:", "")
}

/// `Table` of `Table.Arn`: an ARN is the resource.
fn attribute(argument: &Value) -> String {
    let path = match argument {
        Value::Array(parts) => parts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("."),
        other => other.as_str().unwrap_or_default().to_owned(),
    };
    path.strip_suffix(".Arn").unwrap_or(&path).to_owned()
}

/// `One`, or `["One", "Two"]`, as a list.
pub(super) fn several(value: &Value) -> Vec<&Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().collect(),
        one => vec![one],
    }
}
