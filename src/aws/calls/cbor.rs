//! Whether a CBOR document is whole: [RFC 8949, appendix C](https://www.rfc-editor.org/rfc/rfc8949#appendix-C).

/// Deeper than any answer of AWS.
const DEEPEST: u8 = 32;
/// Ends an item of indefinite length.
const BREAK: u8 = 0xff;

pub(super) fn is_whole(body: &[u8]) -> bool {
    after_item(body, DEEPEST).is_some_and(<[u8]>::is_empty)
}

/// What comes after the item that `bytes` begin with; `None` if that is not whole.
fn after_item(bytes: &[u8], depth: u8) -> Option<&[u8]> {
    let (head, rest) = bytes.split_first()?;
    let depth = depth.checked_sub(1)?;
    let (kind, info) = (head >> 5, head & 31);
    if info == 31 && (2..=5).contains(&kind) {
        return after_break(rest, depth);
    }
    let width = match info {
        0..=23 => 0,
        24..=27 => 1_usize << (info - 24),
        _ => return None,
    };
    let (argument, rest) = rest.split_at_checked(width)?;
    let argument = match width {
        0 => u64::from(info),
        _ => argument.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte)),
    };
    match kind {
        2 | 3 => rest.get(usize::try_from(argument).ok()?..),
        4 => after_items(rest, argument, depth),
        5 => after_items(rest, argument.checked_mul(2)?, depth),
        6 => after_item(rest, depth),
        _ => Some(rest),
    }
}

fn after_items(bytes: &[u8], count: u64, depth: u8) -> Option<&[u8]> {
    (0..count).try_fold(bytes, |rest, _| after_item(rest, depth))
}

fn after_break(mut bytes: &[u8], depth: u8) -> Option<&[u8]> {
    while *bytes.first()? != BREAK {
        bytes = after_item(bytes, depth)?;
    }
    bytes.get(1..)
}

#[cfg(test)]
mod tests {
    use ciborium::cbor;
    use proptest::prelude::*;

    use super::*;

    fn answer() -> Vec<u8> {
        let value = cbor!({
            "MetricAlarms" => [{ "AlarmName" => "a", "Threshold" => 1.44, "Periods" => 100_000, "On" => true }],
            "NextToken" => null,
        });
        let mut bytes = Vec::new();
        ciborium::into_writer(&value.expect("a value"), &mut bytes).expect("written");
        bytes
    }

    #[test]
    fn no_part_of_an_answer_is_whole() {
        let bytes = answer();

        assert!(is_whole(&bytes));
        for end in 0..bytes.len() {
            assert!(!is_whole(&bytes[..end]), "{end} of {}", bytes.len());
        }
        assert!(!is_whole(&[&bytes[..], b"x"].concat()));
    }

    #[test]
    fn items_of_indefinite_length_end_with_a_break() {
        let map = b"\xbf\x61a\x9f\x01\xff\x61b\x7f\x61x\xff\xff";

        assert!(is_whole(map) && !is_whole(&map[..map.len() - 1]));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = is_whole(&bytes);
        }
    }
}
