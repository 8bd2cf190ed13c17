//! What every match of a regular expression contains, as far as the text of the event has to contain it as well.
//!
//! A line is more than its event: names and words of ours are added, values are quoted, secrets replaced. What
//! survives all that are runs of letters and digits that are neither words of ours nor a number, which may be written
//! in another way.

use regex_syntax::hir::{Class, Hir, HirKind};

/// Shorter runs are in almost every line.
const SHORTEST: usize = 3;
/// Longer runs leave out no more.
const LONGEST: usize = 32;
/// Of the alternatives together: a pattern has 1024 characters at most.
const MOST_CHARACTERS: usize = 900;
/// More letters in one place say little.
const MOST_LETTERS: usize = 8;

/// The words that srvls adds to a line, or writes instead of others.
const OWN_WORDS: [&str; 4] = ["cold", "redacted", "start", "took"];
/// The words that Lambda writes in another case, as in `Billed Duration` and `maxMemoryUsedMB`.
const LAMBDAS_WORDS: [&str; 11] =
    ["billed", "duration", "error", "init", "max", "memory", "restore", "size", "status", "type", "used"];

/// Letters and digits in a row, each one of several in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run(Vec<Vec<u8>>);

/// Runs one of which is in every match.
type Choice = Vec<Run>;

/// Expressions for CloudWatch Logs one of which matches every event whose line the expression matches; `None` where there
/// is no such thing.
pub(super) fn required(expression: &str) -> Option<Vec<String>> {
    let hir = regex_syntax::parse(expression).ok()?;
    let best = Needs::of(&hir).best()?;
    let alternatives: Vec<String> = best.iter().map(Run::expression).collect();
    (alternatives.iter().map(|alternative| alternative.len() + 1).sum::<usize>() <= MOST_CHARACTERS)
        .then_some(alternatives)
}

/// The same for a text that is in every line.
pub(super) fn required_of_text(text: &str) -> Option<Vec<String>> {
    required(&regex_syntax::escape(text))
}

/// What a part of an expression needs.
enum Needs {
    /// Exactly these places; `None` for one of something else than letters and digits.
    Places(Vec<Option<Vec<u8>>>),
    /// Every one of these choices, somewhere.
    Choices(Vec<Choice>),
}

impl Needs {
    fn of(hir: &Hir) -> Self {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Self::Places(Vec::new()),
            HirKind::Literal(literal) => {
                let text = String::from_utf8_lossy(&literal.0);
                Self::Places(text.chars().map(|c| letters([c..=c].into_iter())).collect())
            }
            HirKind::Class(Class::Unicode(class)) => {
                Self::Places(vec![letters(class.iter().map(|range| range.start()..=range.end()))])
            }
            HirKind::Class(Class::Bytes(_)) => Self::Places(vec![None]),
            HirKind::Capture(capture) => Self::of(&capture.sub),
            HirKind::Repetition(repetition) if repetition.min == 0 => Self::Choices(Vec::new()),
            HirKind::Repetition(repetition) => Self::Choices(Self::of(&repetition.sub).choices()),
            HirKind::Concat(parts) => Self::of_all(parts),
            HirKind::Alternation(parts) => {
                let each: Option<Vec<Choice>> = parts.iter().map(|part| Self::of(part).best()).collect();
                Self::Choices(each.map(|each| each.concat()).into_iter().collect())
            }
        }
    }

    fn of_all(parts: &[Hir]) -> Self {
        let (mut places, mut choices) = (Vec::new(), Vec::new());
        for part in parts {
            match Self::of(part) {
                Self::Places(more) => places.extend(more),
                Self::Choices(more) => {
                    choices.extend(Self::Places(std::mem::take(&mut places)).choices());
                    choices.extend(more);
                    // What follows is not known to be next to what was before.
                    places.push(None);
                }
            }
        }
        if choices.is_empty() && places.iter().all(Option::is_some) {
            return Self::Places(places);
        }
        choices.extend(Self::Places(places).choices());
        Self::Choices(choices)
    }

    fn choices(self) -> Vec<Choice> {
        match self {
            Self::Choices(choices) => choices,
            Self::Places(places) => {
                let runs = places.split(Option::is_none).map(|run| run.iter().flatten().take(LONGEST).cloned());
                runs.map(|run| Run(run.collect())).filter(Run::is_of_the_event).map(|run| vec![run]).collect()
            }
        }
    }

    /// The choice that leaves out most.
    fn best(self) -> Option<Choice> {
        let shortest = |choice: &Choice| choice.iter().map(|run| run.0.len()).min().unwrap_or_default();
        self.choices().into_iter().max_by_key(|choice| (shortest(choice), std::cmp::Reverse(choice.len())))
    }
}

/// The letters and digits of a class; `None` if it has others, or too many.
fn letters(ranges: impl Iterator<Item = std::ops::RangeInclusive<char>>) -> Option<Vec<u8>> {
    let mut letters = Vec::new();
    for range in ranges {
        for c in range {
            letters.push(u8::try_from(c).ok().filter(u8::is_ascii_alphanumeric)?);
            if letters.len() > MOST_LETTERS {
                return None;
            }
        }
    }
    (!letters.is_empty()).then_some(letters)
}

impl Run {
    fn is_of_the_event(&self) -> bool {
        self.0.len() >= SHORTEST && !self.may_be_a_number() && !OWN_WORDS.iter().any(|word| self.may_be_in(word))
    }

    /// `1e21` is written for a one with 21 zeros.
    fn may_be_a_number(&self) -> bool {
        self.0.iter().all(|letters| letters.iter().any(|c| c.is_ascii_digit() || *c == b'e'))
    }

    fn may_be_in(&self, word: &str) -> bool {
        let is_at = |window: &[u8]| window.iter().zip(&self.0).all(|(c, letters)| letters.contains(c));
        word.as_bytes().windows(self.0.len()).any(is_at)
    }

    fn expression(&self) -> String {
        let in_any_case = LAMBDAS_WORDS.iter().any(|word| self.may_be_in(word));
        let place = |letters: &Vec<u8>| {
            let mut letters = letters.clone();
            if in_any_case {
                letters = letters.iter().flat_map(|c| [c.to_ascii_uppercase(), c.to_ascii_lowercase()]).collect();
            }
            letters.sort_unstable();
            letters.dedup();
            let text = String::from_utf8_lossy(&letters);
            if letters.len() == 1 { text.into_owned() } else { format!("[{text}]") }
        };
        self.0.iter().map(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(expression: &str) -> Vec<String> {
        required(expression).unwrap_or_default()
    }

    #[test]
    fn every_match_contains_the_longest_run_of_letters_and_digits() {
        assert_eq!(of("timeout"), ["timeout"]);
        assert_eq!(of("^no .*table$"), ["table"]);
        assert_eq!(of(r"get_profile|put_\w+ (failed|broken)"), ["profile", "failed", "broken"]);
        assert_eq!(of("user=(ada|bob)+"), ["user"]);
        assert_eq!(of("(?i)Timeout"), ["[Tt][Ii][Mm][Ee][Oo][Uu][Tt]"]);
        assert_eq!(of("gr[ae]y"), ["gr[ae]y"]);
        assert_eq!(of(r"\bpanic\b"), ["panic"]);
    }

    #[test]
    fn nothing_is_required_where_a_match_may_do_without() {
        for expression in ["", ".*", "(timeout)?", "timeout|", "a|timeout", "é", "[a-z]+", "ab", r"\d+ms"] {
            assert_eq!(of(expression), [""; 0], "{expression}");
        }
    }

    #[test]
    fn a_word_of_ours_and_a_number_may_not_be_in_the_event() {
        for expression in ["took \\d", "start", "(?i)redacted", "edact", "500", "1e21", "2048 MB"] {
            assert_eq!(of(expression), [""; 0], "{expression}");
        }
        assert_eq!(of("used"), ["[Uu][Ss][Ee][Dd]"], "Lambda writes Max Memory Used");
        assert_eq!(of("started"), ["started"]);
        assert_eq!(of("8f3a61"), ["8f3a61"]);
    }

    #[test]
    fn an_expression_that_fits_no_pattern_is_left_out() {
        let many: Vec<String> = (0..200).map(|number| format!("word{number}x")).collect();

        assert_eq!(of(&many.join("|")), [""; 0]);
        assert_eq!(of(&"x".repeat(100)), ["x".repeat(LONGEST)]);
    }

    #[test]
    fn a_text_is_no_expression() {
        assert_eq!(required_of_text("no.table*"), Some(vec!["table".to_owned()]));
    }
}
