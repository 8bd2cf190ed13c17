//! How a number in a range is written: as an expression for CloudWatch Logs, by the integer part of the number.

/// The integer parts of the numbers that a comparison accepts, in digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Integers {
    AtLeast(String),
    Exactly(String),
    AtMost(String),
    /// Of numbers below zero, whatever they are.
    Negative,
}

/// The longest number that an expression is made for.
const MOST: f64 = 999_999_999.0;

impl Integers {
    /// Of the numbers that are `less` than `number`, `equal` to it or `greater`; `None` where that leaves nothing out.
    pub(super) fn of(number: f64, [less, equal, greater]: [bool; 3]) -> Option<Self> {
        // Not minus zero.
        let whole = number.trunc() + 0.0;
        let digits = |whole: f64| format!("{whole:.0}");
        match (less, greater) {
            _ if whole > MOST => None,
            (true, true) => None,
            (false, true) => (number >= 1.0).then(|| Self::AtLeast(digits(whole))),
            (_, false) if number < 0.0 => Some(Self::Negative),
            (false, false) => (number >= 1.0).then(|| Self::Exactly(digits(whole))),
            (true, false) if equal || number.fract() > 0.0 => Some(Self::AtMost(digits(whole))),
            (true, false) if whole < 1.0 => Some(Self::Negative),
            (true, false) => Some(Self::AtMost(digits(whole - 1.0))),
        }
    }

    /// Expressions one of which matches wherever `field` has such a number, however that is written.
    pub(super) fn expressions(&self, field: &str) -> Vec<String> {
        let values = match self {
            Self::AtLeast(digits) => {
                let (first, rest) = digits.split_at(1);
                let same_length = format!("0*[{first}-9]{}", r"\d".repeat(rest.len()));
                vec![same_length, r"\d".repeat(digits.len() + 1)]
            }
            Self::Exactly(digits) => vec![format!("0*{digits}")],
            Self::AtMost(digits) => at_most(digits),
            Self::Negative => vec!["-".to_owned()],
        };
        // With an exponent, or with so many digits that the nearest number counts.
        let others = [r"[\d.]+[eE]".to_owned(), r"[\d.]{16,999}".to_owned()];
        values.into_iter().chain(others).map(|value| format!(r"{field}\W+{value}")).collect()
    }
}

fn at_most(digits: &str) -> Vec<String> {
    let (first, rest) = digits.split_at(1);
    let same_length = format!("0*[0-{first}]{}", r"\d".repeat(rest.len()));
    let shorter = (!rest.is_empty()).then(|| format!(r"0*\d{{1,{}}}", rest.len()));
    // The integer part ends there, and the event may.
    let ended = |value: String| [format!(r"{value}\D"), format!("{value}$")];
    let fractions = [r"\.".to_owned(), "-".to_owned()];
    [Some(same_length), shorter].into_iter().flatten().flat_map(ended).chain(fractions).collect()
}
