//! Makes tokens, signed with the deployed user pool's own key.
//!
//! So a test can change one thing about a good token, and know that this is why it is refused.

use std::{
    fs,
    sync::atomic::{AtomicU32, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

use aws_lc_rs::{
    encoding::AsDer,
    hmac,
    rand::SystemRandom,
    rsa::KeySize,
    signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaEncoding, RsaKeyPair},
};
use base64::{Engine as _, engine::general_purpose::STANDARD, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::{
    backend::Deployed,
    client::{PASSWORD, User, claims},
};

pub(crate) struct Mint {
    /// The pool's key for access tokens.
    key: RsaKeyPair,
    /// A key of someone else.
    other_key: RsaKeyPair,
    /// A user with tokens from Cognito, the model for all others.
    pub(crate) user: User,
    /// A token that another user pool issued.
    pub(crate) token_of_another_pool: String,
}

impl Mint {
    pub(crate) fn new(deployed: &Deployed) -> Self {
        Self {
            key: pool_key(deployed, &deployed.output("UserPoolId")),
            other_key: RsaKeyPair::generate(KeySize::Rsa2048).expect("a key pair"),
            user: deployed.client().new_user(),
            token_of_another_pool: token_of_another_pool(deployed),
        }
    }

    /// The header of a token from Cognito.
    pub(crate) fn header(&self) -> Value {
        part_of(&self.user.access_token, 0)
    }

    /// The header with one parameter added or replaced, or removed if it is null.
    pub(crate) fn header_but(&self, name: &str, value: Value) -> Value {
        but(self.header(), name, value)
    }

    /// The claims of a token from Cognito, for a user who does not exist.
    pub(crate) fn claims(&self) -> Value {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let mut claims = claims(&self.user.access_token);
        let sub = format!("00000000-0000-4000-8000-{:012}", COUNT.fetch_add(1, Ordering::Relaxed));
        claims["username"] = json!(sub);
        claims["sub"] = json!(sub);
        claims
    }

    /// The claims with one claim added or replaced, or removed if it is null.
    pub(crate) fn claims_but(&self, name: &str, value: Value) -> Value {
        but(self.claims(), name, value)
    }

    /// A token that differs from a good one in a single claim.
    pub(crate) fn token_but(&self, name: &str, value: Value) -> String {
        self.sign(&self.header(), &self.claims_but(name, value))
    }

    /// A good token.
    pub(crate) fn token(&self) -> String {
        self.sign(&self.header(), &self.claims())
    }

    pub(crate) fn sign(&self, header: &Value, claims: &Value) -> String {
        self.sign_text(&header.to_string(), claims.to_string().as_bytes())
    }

    /// Signs text that need not be JSON.
    pub(crate) fn sign_text(&self, header: &str, claims: &[u8]) -> String {
        signed(&self.key, &RSA_PKCS1_SHA256, header, claims)
    }

    /// Signs with the pool's key, but with another algorithm.
    pub(crate) fn sign_by(&self, name: &str, algorithm: &'static dyn RsaEncoding) -> String {
        signed(
            &self.key,
            algorithm,
            &self.header_but("alg", json!(name)).to_string(),
            self.claims().to_string().as_bytes(),
        )
    }

    /// Signs as RS256, but with another key.
    pub(crate) fn sign_elsewhere(&self, header: &Value) -> String {
        signed(&self.other_key, &RSA_PKCS1_SHA256, &header.to_string(), self.claims().to_string().as_bytes())
    }

    /// Signs with a secret that anyone can know.
    pub(crate) fn sign_with_secret(&self, header: &Value, secret: &[u8]) -> String {
        let message = message(&header.to_string(), self.claims().to_string().as_bytes());
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag))
    }

    /// The pool's public key, as DER.
    pub(crate) fn public_der(&self) -> Vec<u8> {
        AsDer::<aws_lc_rs::encoding::PublicKeyX509Der<'_>>::as_der(self.key.public_key())
            .expect("DER")
            .as_ref()
            .to_vec()
    }

    /// The pool's public key, as PEM.
    pub(crate) fn public_pem(&self) -> String {
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(self.public_der()))
    }

    /// The other key, in the form in which a token could contain it.
    pub(crate) fn other_jwk(&self, kid: &Value) -> Value {
        let public = self.other_key.public_key();
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        json!({
            "kid": kid, "kty": "RSA", "alg": "RS256", "use": "sig",
            "n": part(public.modulus().big_endian_without_leading_zero()),
            "e": part(public.exponent().big_endian_without_leading_zero()),
        })
    }
}

/// Seconds since 1970, by the clock of the functions.
#[expect(clippy::disallowed_methods, reason = "real functions judge these tokens, by the real time")]
pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

/// `header.claims`, encoded.
pub(crate) fn message(header: &str, claims: &[u8]) -> String {
    format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims))
}

/// The header (0) or the claims (1) of a token.
pub(crate) fn part_of(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).expect("three parts");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("JSON")
}

fn but(mut object: Value, name: &str, value: Value) -> Value {
    object[name] = value;
    object.as_object_mut().expect("an object").retain(|_, value| !value.is_null());
    object
}

fn signed(key: &RsaKeyPair, algorithm: &'static dyn RsaEncoding, header: &str, claims: &[u8]) -> String {
    let message = message(header, claims);
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(algorithm, &SystemRandom::new(), message.as_bytes(), &mut signature).expect("a signature");
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// The key of a pool, which the emulator stores in a file so that tokens survive a restart.
fn pool_key(deployed: &Deployed, pool: &str) -> RsaKeyPair {
    // The emulator creates the keys with the first token, or when asked for the public keys.
    let url = format!("http://127.0.0.1:{}/{pool}/.well-known/jwks.json", deployed.port);
    assert_eq!(super::raw::get(&url, b"").status, 200);
    let path = deployed.emulator_file(&format!("cognito-pool-keys/{pool}-access.pem"));
    let pem = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    RsaKeyPair::from_pkcs8(&STANDARD.decode(base64).expect("base64")).expect("a key")
}

/// Anyone with an AWS account can get such a token.
fn token_of_another_pool(deployed: &Deployed) -> String {
    let pool = deployed.cognito("CreateUserPool", json!({ "PoolName": "another" }))["UserPool"]["Id"].clone();
    let flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
    let client = json!({ "UserPoolId": pool, "ClientName": "another", "ExplicitAuthFlows": flows });
    let client = deployed.cognito("CreateUserPoolClient", client)["UserPoolClient"]["ClientId"].clone();
    let user = json!({ "UserPoolId": pool, "Username": "mallory", "MessageAction": "SUPPRESS" });
    deployed.cognito("AdminCreateUser", user);
    let password = json!({ "UserPoolId": pool, "Username": "mallory", "Password": PASSWORD, "Permanent": true });
    deployed.cognito("AdminSetUserPassword", password);
    let parameters = json!({ "USERNAME": "mallory", "PASSWORD": PASSWORD });
    let request = json!({ "ClientId": client, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters });
    let answer = deployed.cognito("InitiateAuth", request);
    answer["AuthenticationResult"]["AccessToken"].as_str().expect("a token").to_owned()
}
