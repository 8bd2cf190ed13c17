//! An authenticator app: codes of six digits every 30 seconds (RFC 6238).

use aws_lc_rs::hmac;

use super::mint::now;

/// The code that the app shows now for a secret in base 32.
pub(crate) fn code(secret: &str) -> String {
    code_at(secret, now())
}

fn code_at(secret: &str, seconds: u64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &from_base_32(secret));
    let tag = hmac::sign(&key, &(seconds / 30).to_be_bytes());
    let bytes = tag.as_ref();
    let offset = usize::from(bytes[19] & 15);
    let number = u32::from_be_bytes(bytes[offset..offset + 4].try_into().expect("four bytes")) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

fn from_base_32(text: &str) -> Vec<u8> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut bits = text.chars().flat_map(|letter| {
        let value = LETTERS.find(letter).expect("base 32");
        (0..5).rev().map(move |bit| value >> bit & 1 == 1)
    });
    let mut bytes = Vec::new();
    while let Some(byte) = (0..8).try_fold(0, |byte, _| Some(byte << 1 | u8::from(bits.next()?))) {
        bytes.push(byte);
    }
    bytes
}
