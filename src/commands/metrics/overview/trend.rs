//! How a value compares with an earlier one.

/// `+12 %`, `-3 %`, `same`, `x25`; `-` where one of them is unknown, or nothing can be a share of it.
pub(super) fn trend(now: Option<f64>, then: Option<f64>) -> String {
    let (Some(now), Some(then)) = (now, then) else { return "-".to_owned() };
    if then == 0.0 {
        return if now == 0.0 { "same" } else { "from 0" }.to_owned();
    }
    let percent = (100.0 * (now - then) / then).round();
    if percent >= 1_000.0 {
        return format!("x{:.0}", now / then);
    }
    if percent == 0.0 { "same".to_owned() } else { format!("{percent:+.0} %") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trend_is_a_share_of_what_was() {
        let shown = |now: f64, then: f64| trend(Some(now), Some(then));

        assert_eq!([shown(112.0, 100.0), shown(97.0, 100.0), shown(100.2, 100.0)], ["+12 %", "-3 %", "same"]);
        assert_eq!(
            [shown(25.0, 1.0), shown(3.0, 0.0), shown(0.0, 0.0), shown(0.0, 4.0)],
            ["x25", "from 0", "same", "-100 %"]
        );
    }

    #[test]
    fn what_is_unknown_has_no_trend() {
        assert_eq!([trend(None, Some(1.0)), trend(Some(1.0), None)], ["-", "-"]);
    }
}
