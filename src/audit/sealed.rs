//! Texts that stay on this machine, but that only those can read who may read the stage's key.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};

use super::PseudonymKey;
use crate::digest::hex;

const BEGINNING: &str = "srvls-sealed-1:";

/// Whether `text` is one that was sealed.
pub(crate) fn is_sealed(text: &str) -> bool {
    text.starts_with(BEGINNING)
}

/// `text`, encrypted with a key that follows from the stage's.
pub(crate) fn sealed(key: &PseudonymKey, text: &str) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let nonce = cipher(key)?.seal_in_place_append_tag(Aad::from(BEGINNING), &mut bytes).ok()?;
    let nonce: &[u8; NONCE_LEN] = nonce.as_ref();
    Some(format!("{BEGINNING}{}{}", hex(nonce), hex(&bytes)))
}

/// The text that was sealed; `None` if it was sealed with another key, or has changed since.
pub(crate) fn opened(key: &PseudonymKey, text: &str) -> Option<String> {
    let mut bytes = unhex(text.trim_end().strip_prefix(BEGINNING)?)?;
    let mut encrypted = bytes.split_off(NONCE_LEN.min(bytes.len()));
    let nonce = Nonce::try_assume_unique_for_key(&bytes).ok()?;
    let plain = cipher(key)?.open_in_place(nonce, Aad::from(BEGINNING), &mut encrypted).ok()?;
    String::from_utf8(plain.to_vec()).ok()
}

fn cipher(key: &PseudonymKey) -> Option<RandomizedNonceKey> {
    RandomizedNonceKey::new(&AES_256_GCM, &key.derived(BEGINNING)).ok()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_text_is_read_with_the_same_key_only() {
        let key = PseudonymKey::of_test();

        let text = sealed(&key, "{\"email\":\"ada@example.com\"}").expect("sealed");

        assert!(is_sealed(&text) && !text.contains("ada@example.com"));
        assert_eq!(opened(&key, &text).as_deref(), Some("{\"email\":\"ada@example.com\"}"));
        assert_eq!(opened(&PseudonymKey::of_another_test(), &text), None);
        assert_ne!(sealed(&key, "x"), sealed(&key, "x"), "each with a nonce of its own");
    }

    #[test]
    fn a_text_that_was_changed_is_not_read() {
        let key = PseudonymKey::of_test();
        let text = sealed(&key, "text").expect("sealed");
        let last = if text.ends_with('0') { "1" } else { "0" };
        let changed = format!("{}{last}", &text[..text.len() - 1]);

        for broken in [changed.as_str(), BEGINNING, "srvls-sealed-1:zz", "plain"] {
            assert_eq!(opened(&key, broken), None, "{broken}");
        }
    }
}
