//! The public keys of the pool, from its JWKS document.

use std::collections::HashMap;

use jsonwebtoken::DecodingKey;
use serde::Deserialize;
use serde_json::Value;

/// RSA keys for RS256 signatures, by key id.
#[derive(Default)]
pub(super) struct KeySet(HashMap<String, DecodingKey>);

#[derive(Deserialize)]
struct Document {
    keys: Vec<Value>,
}

#[derive(Deserialize)]
struct Key {
    kid: String,
    kty: String,
    alg: String,
    #[serde(rename = "use")]
    purpose: String,
    n: String,
    e: String,
}

impl KeySet {
    /// Keeps the keys that sign with RS256 and ignores the others: one unknown key must not lock everyone out.
    pub(super) fn from_json(json: &[u8]) -> Result<Self, serde_json::Error> {
        let document: Document = serde_json::from_slice(json)?;
        let keys = document.keys.into_iter().filter_map(|key| Key::deserialize(key).ok()).filter_map(Key::usable);
        Ok(Self(keys.collect()))
    }

    pub(super) fn get(&self, kid: &str) -> Option<&DecodingKey> {
        self.0.get(kid)
    }
}

impl Key {
    fn usable(self) -> Option<(String, DecodingKey)> {
        let is_for_us = self.kty == "RSA" && self.alg == "RS256" && self.purpose == "sig";
        let key = DecodingKey::from_rsa_components(&self.n, &self.e).ok()?;
        is_for_us.then_some((self.kid, key))
    }
}
