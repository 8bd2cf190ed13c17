//! A test user pool: keys generated for the test run, and tokens signed with them.

use std::sync::LazyLock;

use aws_lc_rs::{
    encoding::AsDer,
    rand::SystemRandom,
    rsa::KeySize,
    signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair},
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::{keys::KeySet, token::Expectations};
use crate::timestamp::Timestamp;

pub(super) const ISSUER: &str = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pool";
pub(super) const CLIENT: &str = "client";
pub(super) const METHOD_ARN: &str = "arn:aws:execute-api:us-east-1:123456789012:abc/v1/GET/user/profile";

/// The pool's key, and a key of another issuer.
pub(super) static POOL_KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::new("pool-key"));
pub(super) static OTHER_KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::new("other-key"));

pub(super) struct SigningKey {
    pair: RsaKeyPair,
    kid: &'static str,
}

impl SigningKey {
    fn new(kid: &'static str) -> Self {
        Self { pair: RsaKeyPair::generate(KeySize::Rsa2048).expect("a key pair"), kid }
    }

    pub(super) fn jwk(&self) -> Value {
        let public = self.pair.public_key();
        let part = |bytes: &[u8]| BASE64_URL_SAFE_NO_PAD.encode(bytes);
        json!({
            "kid": self.kid, "kty": "RSA", "alg": "RS256", "use": "sig",
            "n": part(public.modulus().big_endian_without_leading_zero()),
            "e": part(public.exponent().big_endian_without_leading_zero()),
        })
    }

    /// The public key, which an attacker could use as an HMAC secret.
    pub(super) fn public_der(&self) -> Vec<u8> {
        AsDer::<aws_lc_rs::encoding::PublicKeyX509Der<'_>>::as_der(self.pair.public_key())
            .expect("DER")
            .as_ref()
            .to_vec()
    }

    pub(super) fn sign(&self, header: &Value, claims: &Value) -> String {
        self.sign_text(&header.to_string(), claims.to_string().as_bytes())
    }

    /// Signs text that no JSON library would write.
    pub(super) fn sign_text(&self, header: &str, claims: &[u8]) -> String {
        let message = format!("{}.{}", BASE64_URL_SAFE_NO_PAD.encode(header), BASE64_URL_SAFE_NO_PAD.encode(claims));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature)
            .expect("a signature");
        format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
    }
}

/// A JSON value encoded as a part of a token.
pub(super) fn part(value: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(value.to_string())
}

pub(super) fn keys() -> KeySet {
    key_set(&[POOL_KEY.jwk()])
}

pub(super) fn key_set(keys: &[Value]) -> KeySet {
    KeySet::from_json(json!({ "keys": keys }).to_string().as_bytes()).expect("a key set")
}

pub(super) fn header() -> Value {
    json!({ "alg": "RS256", "kid": "pool-key" })
}

pub(super) fn now() -> Timestamp {
    "2026-11-22T09:00:00Z".parse().expect("a time")
}

/// The claims of an access token from Cognito, issued a minute ago and valid for 15 minutes.
pub(super) fn claims() -> Value {
    let now = now().epoch_seconds();
    json!({
        "sub": "ada", "username": "ada", "iss": ISSUER, "client_id": CLIENT, "token_use": "access",
        "scope": "aws.cognito.signin.user.admin", "cognito:groups": ["admin"],
        "auth_time": now - 60, "iat": now - 60, "exp": now + 840, "jti": "1", "origin_jti": "2", "event_id": "3",
    })
}

/// The claims with one of them changed, or removed by `null`.
pub(super) fn claims_but(name: &str, value: Value) -> Value {
    let mut claims = claims();
    if let Some(claims) = claims.as_object_mut() {
        claims.insert(name.into(), value);
        claims.retain(|_, value| !value.is_null());
    }
    claims
}

pub(super) fn expected() -> Expectations {
    Expectations { issuer: ISSUER.into(), client_id: CLIENT.into() }
}
