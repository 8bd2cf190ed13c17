//! The values and thresholds of alarms, as text.

/// A number with at most four decimal places.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
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
    }
}
