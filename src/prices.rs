//! What AWS charges, where an answer says what a choice costs: of us-east-1 in November 2026, without free tiers.
//!
//! <https://aws.amazon.com/lambda/pricing/>

/// Whose prices these are.
pub(crate) const PRICES_OF: &str = "us-east-1, November 2026";

/// Dollars for a million requests.
const MILLION_REQUESTS: f64 = 0.20;

/// Dollars for a gigabyte of memory for a second.
const GB_SECOND_X86: f64 = 0.000_016_666_7;
const GB_SECOND_ARM: f64 = 0.000_013_333_4;

/// What a million calls of a function cost that are billed for so long.
pub(crate) fn million_calls(memory_mb: u64, billed_ms: f64, is_arm: bool) -> f64 {
    let gb_second = if is_arm { GB_SECOND_ARM } else { GB_SECOND_X86 };
    #[expect(clippy::cast_precision_loss, reason = "a number of megabytes")]
    let gb = memory_mb as f64 / 1024.0;
    MILLION_REQUESTS + gb * billed_ms * 1000.0 * gb_second
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_calls_cost_their_requests_their_memory_and_their_time() {
        // 256 MB for 100 ms: 25,000 GB-seconds.
        assert_eq!(format!("{:.4}", million_calls(256, 100.0, false)), "0.6167");
        assert_eq!(format!("{:.4}", million_calls(256, 100.0, true)), "0.5333");
    }
}
