//! Whether a CBOR document is whole ([RFC 8949](https://www.rfc-editor.org/rfc/rfc8949)).

use aws_smithy_cbor::Decoder;

pub(super) fn is_whole(body: &[u8]) -> bool {
    let mut decoder = Decoder::new(body);
    decoder.skip().is_ok() && decoder.position() == body.len()
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
