//! CloudFormation's YAML as JSON: short forms (`!Ref`, `!Sub`) become `{"Ref": …}`, `{"Fn::Sub": …}`.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference.html>

use std::{borrow::Cow, collections::HashMap};

use granit_parser::{Event, Parser, ScalarStyle, ScanError, StrInput, Tag};
use serde_json::{Map, Value};

use super::lines::{Lines, child};

/// A file's content, and the line of each part of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Document {
    pub(crate) value: Value,
    pub(crate) lines: Lines,
}

#[derive(Debug, thiserror::Error)]
pub(crate) enum YamlError {
    #[error("{0}")]
    Syntax(#[from] ScanError),
    #[error("line {line}: {what}")]
    Shape { line: usize, what: &'static str },
}

/// The first document of `text`; null when there is none.
pub(crate) fn parse(text: &str) -> Result<Document, YamlError> {
    let mut reader = Reader {
        parser: Parser::new_from_str(text),
        anchors: HashMap::new(),
        line: 1,
        pointer: String::new(),
        lines: Lines::default(),
    };
    loop {
        match reader.next()? {
            Event::StreamStart | Event::DocumentStart(..) => {}
            Event::StreamEnd | Event::DocumentEnd => return Ok(Document::default()),
            event => {
                let value = reader.node(event)?;
                return Ok(Document { value, lines: reader.lines });
            }
        }
    }
}

struct Reader<'a> {
    parser: Parser<'a, StrInput<'a>>,
    /// Values under their anchors' ids, for aliases.
    anchors: HashMap<usize, Value>,
    line: usize,
    /// The pointer of the node being read.
    pointer: String,
    lines: Lines,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<Event<'a>, YamlError> {
        loop {
            match self.parser.next().transpose()? {
                Some((Event::Comment(..), _)) => {}
                Some((event, span)) => {
                    self.line = span.start.line();
                    return Ok(event);
                }
                None => return Ok(Event::StreamEnd),
            }
        }
    }

    fn node(&mut self, event: Event<'a>) -> Result<Value, YamlError> {
        let line = self.line;
        self.lines.note(&self.pointer, line);
        let (value, anchor, tag) = match event {
            Event::Scalar(text, style, anchor, tag) => (scalar(&text, style, tag.is_some()), anchor, tag),
            Event::SequenceStart(_, anchor, tag) => {
                (self.below(function(tag.as_deref()), Self::sequence)?, anchor, tag)
            }
            Event::MappingStart(_, anchor, tag) => (self.below(function(tag.as_deref()), Self::mapping)?, anchor, tag),
            Event::Alias(anchor) => {
                let value = self.anchors.get(&anchor).cloned();
                return value
                    .ok_or(YamlError::Shape { line, what: "an alias refers to the anchor that it is inside of" });
            }
            _ => return Err(YamlError::Shape { line, what: "a value was expected" }),
        };
        let value = tag.map_or(Ok(value.clone()), |tag| intrinsic(&tag, value, line))?;
        if anchor != 0 {
            self.anchors.insert(anchor, value.clone());
        }
        Ok(value)
    }

    /// Runs `read` with the pointer of `key` below the current node; without a key, with the pointer of the node itself.
    fn below<T>(
        &mut self,
        key: Option<impl ToString>,
        read: impl FnOnce(&mut Self) -> Result<T, YamlError>,
    ) -> Result<T, YamlError> {
        let around = self.pointer.len();
        if let Some(key) = key {
            self.pointer = child(&self.pointer, key);
        }
        let value = read(self);
        self.pointer.truncate(around);
        value
    }

    fn sequence(&mut self) -> Result<Value, YamlError> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                Event::SequenceEnd => return Ok(Value::Array(items)),
                event => items.push(self.below(Some(items.len()), |reader| reader.node(event))?),
            }
        }
    }

    fn mapping(&mut self) -> Result<Value, YamlError> {
        let mut fields = Map::new();
        loop {
            let key = match self.next()? {
                Event::MappingEnd => return Ok(Value::Object(fields)),
                Event::Scalar(key, ..) => key.into_owned(),
                _ => return Err(YamlError::Shape { line: self.line, what: "a key must be plain text" }),
            };
            let line = self.line;
            let value = self.below(Some(&key), |reader| {
                reader.lines.note(&reader.pointer, line);
                let event = reader.next()?;
                reader.node(event)
            })?;
            if fields.insert(key, value).is_some() {
                // CloudFormation would silently keep the last one.
                return Err(YamlError::Shape { line, what: "this key appears twice in its mapping" });
            }
        }
    }
}

/// A quoted or tagged scalar is text; a plain one follows YAML's core schema, except that digits with a leading zero
/// (an account id) stay text.
fn scalar(text: &str, style: ScalarStyle, tagged: bool) -> Value {
    if style != ScalarStyle::Plain || tagged {
        return Value::from(text);
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    let padded = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    if !padded && digits.starts_with(|c: char| c.is_ascii_digit()) {
        if let Ok(number) = text.parse::<i64>() {
            return Value::from(number);
        }
        if let Ok(number) = text.parse::<f64>() {
            return Value::from(number);
        }
    }
    Value::from(text)
}

/// The long form of a short form's name: `Fn::Sub` for `!Sub`.
fn function(tag: Option<&Tag>) -> Option<Cow<'static, str>> {
    let tag = tag.filter(|tag| tag.handle() == "!")?;
    Some(match tag.suffix() {
        "Ref" => "Ref".into(),
        "Condition" => "Condition".into(),
        function => format!("Fn::{function}").into(),
    })
}

fn intrinsic(tag: &Tag, value: Value, line: usize) -> Result<Value, YamlError> {
    let Some(name) = function(Some(tag)) else { return Ok(value) };
    let value = match (&*name, value) {
        ("Fn::GetAtt", Value::String(path)) => {
            let Some((resource, attribute)) = path.split_once('.') else {
                return Err(YamlError::Shape { line, what: "!GetAtt takes `Resource.Attribute`" });
            };
            Value::from(vec![resource, attribute])
        }
        (_, value) => value,
    };
    Ok(Value::Object(Map::from_iter([(name.into_owned(), value)])))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn short_forms_become_long_forms() {
        let text = "a: !Ref B\nc: !GetAtt D.E.F\ng: !Sub '${H}'\ni: !If [J, !Ref K, !Ref AWS::NoValue]\nl: !Not [!Condition M]";

        let value = parse(text).expect("valid").value;

        assert_eq!(
            value,
            json!({
                "a": { "Ref": "B" },
                "c": { "Fn::GetAtt": ["D", "E.F"] },
                "g": { "Fn::Sub": "${H}" },
                "i": { "Fn::If": ["J", { "Ref": "K" }, { "Ref": "AWS::NoValue" }] },
                "l": { "Fn::Not": [{ "Condition": "M" }] },
            })
        );
    }

    #[test]
    fn plain_scalars_keep_their_type_and_text_stays_text() {
        let text = "a: 1\nb: 0.5\nc: true\nd: 2012-10-17\ne: '1'\nf: 012345678901\ng:\nh: 3.0.1";

        let value = parse(text).expect("valid").value;

        let expected = json!({ "a": 1, "b": 0.5, "c": true, "d": "2012-10-17", "e": "1", "f": "012345678901",
            "g": null, "h": "3.0.1" });
        assert_eq!(value, expected);
    }

    #[test]
    fn a_key_that_appears_twice_is_an_error_with_its_line() {
        let error = parse("a: 1\nb: 2\na: 3").expect_err("duplicate");

        assert_eq!(error.to_string(), "line 3: this key appears twice in its mapping");
    }

    #[test]
    fn every_value_has_its_line_even_inside_short_forms() {
        let text = "a: 1\nb:\n  - c\n  - !If\n    - Big\n    - {/d: 2}\n    - !Ref E\nf: !Sub\n  - '${g}'\n  - g: h";

        let lines = parse(text).expect("valid").lines;

        let line = |pointer| lines.of(pointer);
        assert_eq!((line("/a"), line("/b"), line("/b/0"), line("/b/1")), (1, 2, 3, 5));
        assert_eq!((line("/b/1/Fn::If/0"), line("/b/1/Fn::If/1/~1d"), line("/b/1/Fn::If/2/Ref")), (5, 6, 7));
        assert_eq!((line("/f"), line("/f/Fn::Sub/1/g")), (8, 10));
    }
}
