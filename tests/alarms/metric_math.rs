//! Metric math, as far as our alarms use it: an expression, and its value at one time.
//!
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html>

use std::{iter::Peekable, vec::IntoIter};

use regex::Regex;

#[derive(Debug)]
pub(crate) enum Expression {
    Number(f64),
    /// The id of a metric.
    Metric(String),
    Binary(String, Box<[Expression; 2]>),
    /// A function, such as `IF`.
    Call(String, Vec<Expression>),
}

/// From the loosest to the tightest.
const PRECEDENCE: [&[&str]; 5] =
    [&["OR", "||"], &["AND", "&&"], &["<", ">", "<=", ">=", "==", "!="], &["+", "-"], &["*", "/"]];

type Tokens = Peekable<IntoIter<String>>;

impl Expression {
    pub(crate) fn read(text: &str) -> Self {
        let token = Regex::new(r"[0-9]+(?:\.[0-9]+)?|[A-Za-z_][A-Za-z0-9_]*|&&|\|\||[<>=!]=|[-+*/<>(),]").unwrap();
        let tokens: Vec<String> = token.find_iter(text).map(|found| found.as_str().to_owned()).collect();
        let read: usize = tokens.iter().map(String::len).sum();
        assert_eq!(read, text.chars().filter(|it| !it.is_whitespace()).count(), "not metric math: {text}");
        let mut tokens = tokens.into_iter().peekable();
        let expression = Self::at(&mut tokens, 0);
        assert_eq!(tokens.next(), None, "in {text}");
        expression
    }

    fn at(tokens: &mut Tokens, level: usize) -> Self {
        let Some(operators) = PRECEDENCE.get(level) else { return Self::operand(tokens) };
        let mut left = Self::at(tokens, level + 1);
        while let Some(operator) = tokens.next_if(|token| operators.contains(&token.as_str())) {
            left = Self::Binary(operator, Box::new([left, Self::at(tokens, level + 1)]));
        }
        left
    }

    fn operand(tokens: &mut Tokens) -> Self {
        let token = tokens.next().expect("an operand");
        if token == "(" {
            let inside = Self::at(tokens, 0);
            assert_eq!(tokens.next().as_deref(), Some(")"));
            return inside;
        }
        if let Ok(number) = token.parse() {
            return Self::Number(number);
        }
        if tokens.next_if_eq("(").is_none() {
            return Self::Metric(token);
        }
        let mut arguments = Vec::new();
        loop {
            arguments.push(Self::at(tokens, 0));
            match tokens.next().as_deref() {
                Some(",") => {}
                Some(")") => return Self::Call(token, arguments),
                other => panic!("{other:?} among the arguments of {token}"),
            }
        }
    }

    /// The value where the metrics have these; none if no metric in it has one. Beside a metric that has a value, a missing
    /// one counts as 0.
    pub(crate) fn value(&self, metric: &dyn Fn(&str) -> Option<f64>) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Metric(id) => metric(id),
            Self::Binary(operator, operands) => {
                let values = operands.each_ref().map(|operand| operand.value(metric));
                let has_value = |(operand, value): (&Self, &Option<f64>)| value.is_some() && !operand.is_constant();
                if !self.is_constant() && !operands.iter().zip(&values).any(has_value) {
                    return None;
                }
                let [left, right] = values.map(Option::unwrap_or_default);
                let value = match operator.as_str() {
                    "+" => left + right,
                    "-" => left - right,
                    "*" => left * right,
                    "/" => left / right,
                    "<" => truth(left < right),
                    ">" => truth(left > right),
                    "<=" => truth(left <= right),
                    ">=" => truth(left >= right),
                    "==" => truth(left == right),
                    "!=" => truth(left != right),
                    "AND" | "&&" => truth(left != 0.0 && right != 0.0),
                    _ => truth(left != 0.0 || right != 0.0),
                };
                value.is_finite().then_some(value)
            }
            Self::Call(function, arguments) => match (function.as_str(), arguments.as_slice()) {
                ("IF", [condition, then, otherwise]) => match condition.value(metric)? {
                    0.0 => otherwise.value(metric),
                    _ => Some(then.value(metric).unwrap_or_default()),
                },
                ("FILL", [series, Self::Number(number)]) => Some(series.value(metric).unwrap_or(*number)),
                _ => panic!("{function} of {} arguments is not modelled", arguments.len()),
            },
        }
    }

    fn is_constant(&self) -> bool {
        match self {
            Self::Number(_) => true,
            Self::Metric(_) => false,
            Self::Binary(_, operands) => operands.iter().all(Self::is_constant),
            Self::Call(_, arguments) => arguments.iter().all(Self::is_constant),
        }
    }
}

fn truth(holds: bool) -> f64 {
    f64::from(u8::from(holds))
}
