//! Random passwords that meet every rule of a pool.

use aws_lc_rs::rand;

use crate::error::Failure;

#[derive(Debug, thiserror::Error)]
#[error("this machine has no random numbers for a password")]
pub(super) struct NoRandomness;

impl Failure for NoRandomness {
    fn code(&self) -> &'static str {
        "no_randomness"
    }
}

/// What a person can read out: without letters and digits that look alike.
const ALPHABETS: [&[u8]; 4] = [b"abcdefghjkmnpqrstuvwxyz", b"ABCDEFGHJKLMNPQRSTUVWXYZ", b"23456789", b"!#%*+-=?"];
const LENGTH: usize = 20;

/// With a character of every kind that a pool can ask for. The kinds take turns, so that no character has to be moved:
/// 20 characters of four kinds are above 70 bits.
pub(super) fn random_password() -> Result<String, NoRandomness> {
    let alphabets = ALPHABETS.iter().cycle().take(LENGTH);
    alphabets.map(|alphabet| Ok(char::from(one_of(alphabet)?))).collect()
}

/// Every character as likely as any other: random bytes past the last whole round are thrown away.
fn one_of(alphabet: &[u8]) -> Result<u8, NoRandomness> {
    loop {
        let mut byte = [0];
        rand::fill(&mut byte).map_err(|_| NoRandomness)?;
        let index = usize::from(byte[0]);
        if index < 256 - 256 % alphabet.len() {
            return Ok(alphabet[index % alphabet.len()]);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_password_meets_every_rule_and_is_never_the_same() {
        let passwords: BTreeSet<String> = (0..200).map(|_| random_password().expect("random")).collect();

        assert_eq!(passwords.len(), 200);
        for password in passwords {
            assert_eq!(password.len(), LENGTH);
            for alphabet in ALPHABETS {
                assert!(password.bytes().any(|byte| alphabet.contains(&byte)), "{password}");
            }
        }
    }
}
