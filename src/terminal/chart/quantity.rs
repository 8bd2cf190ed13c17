//! Numbers with their units, short enough for a column or an axis.

/// `7.0 s`, `50 %`, `1.2k requests`, `3`.
pub(crate) fn quantity(value: f64, unit: &str) -> String {
    match unit {
        "ms" if value.abs() >= 1_000.0 => quantity(value / 1_000.0, "s"),
        "s" if value.abs() >= 7_200.0 => quantity(value / 3_600.0, "h"),
        "" => number(value),
        // `4/s` and `22/min` are read as one.
        unit if unit.starts_with('/') => format!("{}{unit}", number(value)),
        unit => format!("{} {unit}", number(value)),
    }
}

/// About three digits: `0.05`, `7.5`, `334`, `1.2k`, `15M`.
pub(crate) fn number(value: f64) -> String {
    const LARGE: [(f64, &str); 3] = [(1e9, "G"), (1e6, "M"), (1e4, "k")];
    let large = LARGE.into_iter().find(|(limit, _)| value.abs() >= *limit);
    match large {
        Some((1e4, letter)) => format!("{}{letter}", digits(value / 1e3)),
        Some((limit, letter)) => format!("{}{letter}", digits(value / limit)),
        None => digits(value),
    }
}

fn digits(value: f64) -> String {
    let decimals = match value.abs() {
        100.0.. => 0,
        10.0.. => 1,
        1.0.. => 2,
        0.1.. => 3,
        _ => 4,
    };
    let text = format!("{value:.decimals$}");
    if !text.contains('.') {
        return text;
    }
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let numbers = [0.0, 0.05, 0.25, 3.0, 7.456, 12.34, 334.4, 9_999.0, 12_345.0, 15_200_000.0, 2e9];
        let shown: Vec<String> = numbers.into_iter().map(number).collect();

        assert_eq!(shown, ["0", "0.05", "0.25", "3", "7.46", "12.3", "334", "9999", "12.3k", "15.2M", "2G"]);
    }

    #[test]
    fn a_quantity_has_the_unit_that_fits_it() {
        assert_eq!(quantity(25.0, "ms"), "25 ms");
        assert_eq!(quantity(7_000.0, "ms"), "7 s");
        assert_eq!(quantity(10_800.0, "s"), "3 h");
        assert_eq!([quantity(50.0, "%"), quantity(22.0, "/min"), quantity(3.0, "")], ["50 %", "22/min", "3"]);
    }
}
