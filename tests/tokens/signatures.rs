//! Tokens that are not signed with the pool's key, or not as RS256.

use aws_lc_rs::signature::{RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256};
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::{Value, json};

use super::ForgedToken;
use crate::support::mint::{Mint, message};

pub(super) const FORGED: &[ForgedToken] = &[
    ("alg_none", |mint| unsigned(mint, json!("none"))),
    ("alg_none_in_capitals", |mint| unsigned(mint, json!("NONE"))),
    ("alg_none_in_mixed_case", |mint| unsigned(mint, json!("nOnE"))),
    ("an_empty_alg", |mint| unsigned(mint, json!(""))),
    ("a_missing_alg", |mint| unsigned(mint, Value::Null)),
    ("alg_none_with_a_good_signature", |mint| mint.sign(&mint.header_but("alg", json!("none")), &mint.claims())),
    ("no_alg_with_a_good_signature", |mint| mint.sign(&mint.header_but("alg", Value::Null), &mint.claims())),
    ("a_list_of_algs", |mint| mint.sign(&mint.header_but("alg", json!(["none", "RS256"])), &mint.claims())),
    ("alg_in_lower_case", |mint| mint.sign(&mint.header_but("alg", json!("rs256")), &mint.claims())),
    ("hs256_with_the_public_key_as_pem", |mint| hs256(mint, mint.public_pem().as_bytes())),
    ("hs256_with_the_public_key_as_der", |mint| hs256(mint, &mint.public_der())),
    ("hs256_with_an_empty_secret", |mint| hs256(mint, b"")),
    ("hs256_with_the_key_id_as_the_secret", |mint| hs256(mint, mint.header()["kid"].to_string().as_bytes())),
    ("an_hmac_labelled_rs256", |mint| mint.sign_with_secret(&mint.header(), &mint.public_der())),
    ("rs384_with_the_pools_own_key", |mint| mint.sign_by("RS384", &RSA_PKCS1_SHA384)),
    ("rs512_with_the_pools_own_key", |mint| mint.sign_by("RS512", &RSA_PKCS1_SHA512)),
    ("ps256_with_the_pools_own_key", |mint| mint.sign_by("PS256", &RSA_PSS_SHA256)),
    ("a_pss_signature_labelled_rs256", |mint| mint.sign_by("RS256", &RSA_PSS_SHA256)),
    ("es256", |mint| mint.sign(&mint.header_but("alg", json!("ES256")), &mint.claims())),
    ("another_key_with_the_pools_key_id", |mint| mint.sign_elsewhere(&mint.header())),
    ("an_unknown_key_id", |mint| elsewhere(mint, "kid", json!("another-key"))),
    ("a_good_signature_with_an_unknown_key_id", |mint| {
        mint.sign(&mint.header_but("kid", json!("another-key")), &mint.claims())
    }),
    ("a_missing_key_id", |mint| mint.sign(&mint.header_but("kid", Value::Null), &mint.claims())),
    ("an_empty_key_id", |mint| mint.sign(&mint.header_but("kid", json!("")), &mint.claims())),
    ("a_numeric_key_id", |mint| mint.sign(&mint.header_but("kid", json!(0)), &mint.claims())),
    ("a_key_id_that_is_a_path", |mint| {
        mint.sign_with_secret(&json!({ "alg": "HS256", "kid": "../../../../../../dev/null" }), b"")
    }),
    ("a_key_id_that_is_a_url", |mint| elsewhere(mint, "kid", json!("https://evil.example.com/jwks.json"))),
    ("a_key_id_that_is_a_query", |mint| elsewhere(mint, "kid", json!("x' UNION SELECT 'secret'--"))),
    ("a_key_id_with_a_nul_byte", |mint| {
        let kid = format!("{}\0", mint.header()["kid"].as_str().expect("a key id"));
        mint.sign(&mint.header_but("kid", json!(kid)), &mint.claims())
    }),
    ("a_jwks_url_of_its_own", |mint| elsewhere(mint, "jku", json!("https://evil.example.com/jwks.json"))),
    ("a_jwks_url_on_this_machine", |mint| elsewhere(mint, "jku", json!("http://127.0.0.1/jwks.json"))),
    ("a_key_of_its_own", |mint| elsewhere(mint, "jwk", mint.other_jwk(&mint.header()["kid"]))),
    ("a_certificate_url_of_its_own", |mint| elsewhere(mint, "x5u", json!("https://evil.example.com/cert.pem"))),
    ("a_certificate_of_its_own", |mint| elsewhere(mint, "x5c", json!([STANDARD.encode(mint.public_der())]))),
    ("a_header_that_demands_an_extension", |mint| {
        let header = mint.header_but("crit", json!(["exp"]));
        mint.sign(&header, &mint.claims())
    }),
    ("an_unencoded_payload", |mint| {
        let header = mint.header_but("crit", json!(["b64"])).to_string().replacen('{', "{\"b64\":false,", 1);
        mint.sign_text(&header, mint.claims().to_string().as_bytes())
    }),
    ("a_header_with_two_algs", |mint| {
        let header = mint.header().to_string().replacen('{', "{\"alg\":\"none\",", 1);
        mint.sign_text(&header, mint.claims().to_string().as_bytes())
    }),
    ("a_header_that_is_a_list", |mint| mint.sign_text("[]", mint.claims().to_string().as_bytes())),
    ("a_header_that_is_not_json", |mint| mint.sign_text("alg=RS256", mint.claims().to_string().as_bytes())),
    ("a_flipped_signature_bit", |mint| with_signature(&mint.token(), |signature| signature[10] ^= 1)),
    ("a_truncated_signature", |mint| with_signature(&mint.token(), |signature| signature.truncate(255))),
    ("a_lengthened_signature", |mint| with_signature(&mint.token(), |signature| signature.insert(0, 0))),
    ("a_signature_of_zeros", |mint| with_signature(&mint.token(), |signature| signature.fill(0))),
    ("a_good_token_without_its_signature", |mint| with_signature(&mint.token(), Vec::clear)),
    ("the_signature_of_another_good_token", |mint| {
        let (one, other) = (mint.token(), mint.token());
        format!("{}.{}", parts(&one).0, parts(&other).1)
    }),
    ("a_swapped_payload", |mint| {
        let forged = message(&mint.header().to_string(), mint.claims().to_string().as_bytes());
        format!("{forged}.{}", parts(&mint.user.access_token).1)
    }),
    ("a_genuine_token_changed_to_an_admins", |mint| {
        let mut claims = crate::support::client::claims(&mint.user.access_token);
        claims["cognito:groups"] = json!(["admin"]);
        let forged = message(&mint.header().to_string(), claims.to_string().as_bytes());
        format!("{forged}.{}", parts(&mint.user.access_token).1)
    }),
    ("a_genuine_token_with_a_later_expiry", |mint| {
        let mut claims = crate::support::client::claims(&mint.user.access_token);
        claims["exp"] = json!(4_000_000_000_u32);
        let forged = message(&mint.header().to_string(), claims.to_string().as_bytes());
        format!("{forged}.{}", parts(&mint.user.access_token).1)
    }),
    ("a_padded_token", |mint| format!("{}==", mint.token())),
    ("a_trailing_dot", |mint| format!("{}.", mint.token())),
    ("a_leading_dot", |mint| format!(".{}", mint.token())),
    ("a_token_with_two_parts", |mint| parts(&mint.token()).0.to_owned()),
    ("a_token_with_four_parts", |mint| format!("{}.AAAA", mint.token())),
    ("an_encrypted_token_with_five_parts", |mint| {
        let header = json!({ "alg": "RSA-OAEP", "enc": "A256GCM", "kid": mint.header()["kid"] });
        format!("{}.AAAA.AAAA.AAAA.AAAA", URL_SAFE_NO_PAD.encode(header.to_string()))
    }),
    ("only_dots", |_| "..".into()),
    ("garbage", |_| "garbage".into()),
    ("a_token_of_nine_kilobytes", |mint| mint.token_but("filler", json!("x".repeat(6 * 1024)))),
    ("a_deeply_nested_header", |mint| mint.sign_text(&"[".repeat(3000), b"{}")),
];

fn unsigned(mint: &Mint, algorithm: Value) -> String {
    format!("{}.", message(&mint.header_but("alg", algorithm).to_string(), mint.claims().to_string().as_bytes()))
}

fn hs256(mint: &Mint, secret: &[u8]) -> String {
    mint.sign_with_secret(&mint.header_but("alg", json!("HS256")), secret)
}

/// Signed with a key that the header wants us to trust.
fn elsewhere(mint: &Mint, name: &str, value: Value) -> String {
    mint.sign_elsewhere(&mint.header_but(name, value))
}

/// The signed part and the signature.
fn parts(token: &str) -> (&str, &str) {
    token.rsplit_once('.').expect("three parts")
}

fn with_signature(token: &str, change: impl FnOnce(&mut Vec<u8>)) -> String {
    let (message, signature) = parts(token);
    let mut signature = URL_SAFE_NO_PAD.decode(signature).expect("base64url");
    change(&mut signature);
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}
