//! The values and thresholds of alarms, as text.

/// A number with at most four decimal places.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `50 %`, `7000 ms`, `3 errors`, `3`.
pub(super) fn quantity(value: f64, unit: Option<&str>) -> String {
    match unit {
        Some(unit) if !unit.is_empty() => format!("{} {unit}", number(value)),
        _ => number(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_trailing_zeros() {
        assert_eq!(number(5.0), "5");
        assert_eq!(number(0.01), "0.01");
        assert_eq!(number(1.0 / 3.0), "0.3333");
        assert_eq!(number(1_000.0), "1000");
        assert_eq!((quantity(50.0, Some("%")), quantity(3.0, None)), ("50 %".to_owned(), "3".to_owned()));
    }
}
