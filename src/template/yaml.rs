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
    Shape { line: usize, what: Cow<'static, str> },
}

fn shape(line: usize, what: &'static str) -> YamlError {
    YamlError::Shape { line, what: what.into() }
}

/// The document in `text`; null when there is none.
pub(crate) fn parse(text: &str) -> Result<Document, YamlError> {
    let mut reader = Reader {
        parser: Parser::new_from_str(text),
        anchors: HashMap::new(),
        depth: 0,
        copied: 0,
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
                reader.end()?;
                return Ok(Document { value, lines: reader.lines });
            }
        }
    }
}

struct Reader<'a> {
    parser: Parser<'a, StrInput<'a>>,
    /// Values under their anchors' ids, for aliases.
    anchors: HashMap<usize, Value>,
    depth: usize,
    /// How many values were copied for aliases.
    copied: usize,
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

    /// Only one document is deployed.
    fn end(&mut self) -> Result<(), YamlError> {
        loop {
            match self.next()? {
                Event::StreamEnd => return Ok(()),
                Event::DocumentStart(..) => return Err(shape(self.line, "a second document begins here")),
                _ => {}
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
                let value = value.ok_or(shape(line, "an alias refers to the anchor that it is inside of"))?;
                self.copied += size(&value);
                return if self.copied > MOST_COPIED {
                    Err(shape(line, "aliases make the template larger than CloudFormation accepts"))
                } else {
                    Ok(value)
                };
            }
            _ => return Err(shape(line, "a value was expected")),
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
        if self.depth == DEEPEST {
            return Err(shape(self.line, "values are nested too deeply here"));
        }
        self.depth += 1;
        let value = read(self);
        self.depth -= 1;
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
        let mut merged = None;
        loop {
            let (key, merges) = match self.next()? {
                Event::MappingEnd => return Ok(Value::Object(with_merged(fields, merged))),
                Event::Scalar(key, style, _, tag) => {
                    let merges = key == MERGE && style == ScalarStyle::Plain && tag.is_none();
                    (key.into_owned(), merges)
                }
                _ => return Err(shape(self.line, "a key must be plain text")),
            };
            let line = self.line;
            if merges {
                let event = self.next()?;
                let value = self.below(Some(MERGE), |reader| reader.node(event))?;
                let value = mappings(value).ok_or(shape(line, "`<<` takes a mapping, or a list of mappings"))?;
                if merged.replace(value).is_some() {
                    return Err(shape(line, "`<<` appears twice in its mapping: give it a list"));
                }
                continue;
            }
            let value = self.below(Some(&key), |reader| {
                reader.lines.note(&reader.pointer, line);
                let event = reader.next()?;
                reader.node(event)
            })?;
            if fields.insert(key, value).is_some() {
                // CloudFormation would silently keep the last one.
                return Err(shape(line, "this key appears twice in its mapping"));
            }
        }
    }
}

/// As deep as values are nested: a template of AWS has a handful of levels, and reading takes stack for each.
const DEEPEST: usize = 100;
/// As many values as aliases may copy: CloudFormation takes a template of 1 MB.
const MOST_COPIED: usize = 100_000;
/// The key that merges other mappings into its own. <https://yaml.org/type/merge.html>
const MERGE: &str = "<<";

fn size(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Object(fields) => 1 + fields.values().map(size).sum::<usize>(),
        _ => 1,
    }
}

/// The mappings to merge; `None` for anything else, such as `!If`, whose value only CloudFormation knows.
fn mappings(value: Value) -> Option<Vec<Map<String, Value>>> {
    let mapping = |value| match value {
        Value::Object(fields) if !fields.keys().any(|key| key == "Ref" || key.starts_with("Fn::")) => Some(fields),
        _ => None,
    };
    match value {
        Value::Array(items) => items.into_iter().map(mapping).collect(),
        value => mapping(value).map(|fields| vec![fields]),
    }
}

/// The mapping's own values take precedence, then those of the mapping merged first.
fn with_merged(mut own: Map<String, Value>, merged: Option<Vec<Map<String, Value>>>) -> Map<String, Value> {
    for (key, value) in merged.into_iter().flatten().flatten() {
        own.entry(key).or_insert(value);
    }
    own
}

/// A quoted or tagged scalar is text. A plain one is a number only if it prints back as it is written: a commit
/// (`61e9540`), a version (`1.10`) and an account id (`012345678901`) are text.
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
    let number = match text.parse::<i64>() {
        Ok(integer) if integer.unsigned_abs() <= EXACT => Some(Value::from(integer)),
        Ok(_) => None,
        Err(_) => text.parse::<f64>().ok().filter(|number| number.abs() < 1e15).map(Value::from),
    };
    let prints_back = |number: &Value| {
        let printed = number.to_string();
        printed == text
    };
    number.filter(prints_back).unwrap_or_else(|| Value::from(text))
}

/// JSON readers may hold a number as `f64`, which has every integer up to here.
const EXACT: u64 = 1 << 53;

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
                return Err(shape(line, "!GetAtt takes `Resource.Attribute`"));
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
    fn a_number_is_one_only_if_it_prints_back_as_it_is_written() {
        for text in ["61e9540", "12345678901234567890", "9007199254740993", "1e3", "1.10", "+1", "1_000", "0x1F", ".5"]
        {
            assert_eq!(scalar(text, ScalarStyle::Plain, false), json!(text), "{text}");
        }
        for (text, number) in [("9007199254740992", json!(9_007_199_254_740_992_u64)), ("-0.5", json!(-0.5))] {
            assert_eq!(scalar(text, ScalarStyle::Plain, false), number, "{text}");
        }
    }

    #[test]
    fn a_merge_key_merges_what_its_mapping_does_not_have() {
        let text = "base: &base {a: 1, b: 2}\nmore: &more {b: 3, c: 4}\none:\n  b: own\n  <<: *base\n\
                    two: {<<: [*more, *base], d: 5}\nquoted: {'<<': 1}";

        let value = parse(text).expect("valid").value;

        assert_eq!(value["one"], json!({ "b": "own", "a": 1 }));
        assert_eq!(value["two"], json!({ "d": 5, "b": 3, "c": 4, "a": 1 }));
        assert_eq!(value["quoted"], json!({ "<<": 1 }));
    }

    #[test]
    fn what_can_not_be_merged_is_refused_with_its_line() {
        let error = |text: &str| parse(text).expect_err("refused").to_string();

        for merged in ["text", "[1]", "!If [A, {b: 1}, {c: 2}]"] {
            let text = format!("a: 1\n<<: {merged}");
            assert_eq!(error(&text), "line 2: `<<` takes a mapping, or a list of mappings");
        }
        assert_eq!(error("<<: {a: 1}\n<<: {b: 1}"), "line 2: `<<` appears twice in its mapping: give it a list");
    }

    #[test]
    fn a_second_document_is_refused() {
        assert_eq!(parse("a: 1\n---\nb: 2").expect_err("refused").to_string(), "line 2: a second document begins here");
        assert_eq!(parse("---\na: 1\n...\n").expect("one").value, json!({ "a": 1 }));
    }

    #[test]
    fn neither_depth_nor_aliases_exhaust_memory() {
        let deep = "[".repeat(100_000);
        let bomb = (1..30).fold("a0: &a0 [1, 1]\n".to_owned(), |text, level| {
            let below = level - 1;
            format!("{text}a{level}: &a{level} [*a{below}, *a{below}]\n")
        });

        assert!(parse(&deep).is_err());
        assert!(parse(&bomb).expect_err("refused").to_string().contains("aliases make the template larger"));
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
