//! Every way we know to get past the authorizer without a valid token.

use aws_lc_rs::hmac;
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use super::*;
use crate::authorizer::fixture::{OTHER_KEY, POOL_KEY, claims, claims_but, expected, header, key_set, keys, now, part};

fn look_at(token: &str) -> Result<Claims, Rejection> {
    verify(token, &keys(), &expected(), now())
}

fn look_at_claims(claims: &Value) -> Result<Claims, Rejection> {
    look_at(&POOL_KEY.sign(&header(), claims))
}

fn hmac_signed(secret: &[u8], header: &Value) -> String {
    let message = format!("{}.{}", part(header), part(&claims()));
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());
    format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(tag))
}

#[test]
fn a_token_of_the_pool_identifies_the_caller() {
    let claims = look_at_claims(&claims()).expect("verified");

    let expected = Claims {
        sub: "ada".into(),
        username: "ada".into(),
        groups: vec!["admin".into()],
        scope: "aws.cognito.signin.user.admin".into(),
        auth_time: now().epoch_seconds() - 60,
    };
    assert_eq!(claims, expected);
}

#[test]
fn groups_and_scope_may_be_missing() {
    assert_eq!(look_at_claims(&claims_but("cognito:groups", Value::Null)).expect("verified").groups, [""; 0]);
    assert_eq!(look_at_claims(&claims_but("scope", Value::Null)).expect("verified").scope, "");
}

#[test]
fn wrong_claims_are_rejected_with_the_reason() {
    let seconds = now().epoch_seconds();
    for (name, value, reason) in [
        ("iss", json!("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_other"), Rejection::WrongIssuer),
        ("iss", json!("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pool/"), Rejection::WrongIssuer),
        ("token_use", json!("id"), Rejection::WrongUse),
        ("token_use", json!("Access"), Rejection::WrongUse),
        ("client_id", json!("other"), Rejection::WrongClient),
        ("exp", json!(seconds - 1), Rejection::Expired),
        ("exp", json!(seconds), Rejection::Expired),
        ("exp", json!(i64::MIN), Rejection::Expired),
        ("nbf", json!(seconds + 3600), Rejection::NotYetValid),
        ("iat", json!(seconds + 3600), Rejection::NotYetValid),
        ("nbf", json!(i64::MAX), Rejection::NotYetValid),
        ("sub", json!(""), Rejection::BadClaims),
    ] {
        assert_eq!(look_at_claims(&claims_but(name, value.clone())), Err(reason), "{name}: {value}");
    }
}

#[test]
fn missing_or_mistyped_claims_are_rejected() {
    for name in ["sub", "username", "iss", "client_id", "token_use", "exp", "iat"] {
        assert_eq!(look_at_claims(&claims_but(name, Value::Null)), Err(Rejection::BadClaims), "without {name}");
    }
    for (name, value) in [
        ("exp", json!("9999999999")),
        ("exp", json!(1e300)),
        ("exp", json!(u64::MAX)),
        ("sub", json!(["ada"])),
        ("client_id", json!(["client", "other"])),
        ("cognito:groups", json!("admin")),
        ("cognito:groups", json!({ "admin": true })),
        ("cognito:groups", json!(["not admin"])),
        ("cognito:groups", json!(["not\u{a0}admin"])),
    ] {
        assert_eq!(look_at_claims(&claims_but(name, value.clone())), Err(Rejection::BadClaims), "{name}: {value}");
    }
}

#[test]
fn a_duplicate_claim_is_rejected() {
    for claim in ["\"token_use\":\"id\"", "\"sub\":\"mallory\"", "\"cognito:groups\":[\"admin\"]", "\"exp\":1"] {
        let twice = claims().to_string().replacen('{', &format!("{{{claim},"), 1);

        assert_eq!(
            look_at(&POOL_KEY.sign_text(&header().to_string(), twice.as_bytes())),
            Err(Rejection::BadClaims),
            "{claim}"
        );
    }
}

#[test]
fn claims_that_are_not_all_utf8_are_refused() {
    let claims = claims().to_string();
    let claims = [&claims.as_bytes()[..claims.len() - 1], b",\"unknown\":\"\xff\xfe\"}"].concat();

    assert_eq!(look_at(&POOL_KEY.sign_text(&header().to_string(), &claims)), Err(Rejection::BadClaims));
}

#[test]
fn claims_that_are_not_an_object_are_rejected() {
    for claims in [json!([]), json!("ada"), json!(null), json!(1)] {
        assert_eq!(look_at_claims(&claims), Err(Rejection::BadClaims), "{claims}");
    }
}

#[test]
fn an_id_token_is_not_an_access_token() {
    let mut claims = claims_but("token_use", json!("id"));
    claims["aud"] = json!("client");

    assert!(look_at_claims(&claims).is_err());
}

#[test]
fn a_token_is_valid_until_its_last_second() {
    let claims = claims_but("exp", json!(now().epoch_seconds() + 1));

    assert!(look_at_claims(&claims).is_ok());
}

#[test]
fn a_clock_one_second_behind_cognito_does_not_lock_users_out() {
    let claims = claims_but("iat", json!(now().epoch_seconds() + 1));

    assert!(look_at_claims(&claims).is_ok());
}

#[test]
fn a_token_without_a_signature_is_rejected() {
    for algorithm in ["none", "None", "NONE", "nOnE", ""] {
        let header = json!({ "alg": algorithm, "kid": "pool-key" });
        for signature in ["", "AAAA"] {
            let token = format!("{}.{}.{signature}", part(&header), part(&claims()));

            assert_eq!(look_at(&token), Err(Rejection::Malformed), "{token}");
        }
    }
}

#[test]
fn a_token_signed_with_the_public_key_as_a_secret_is_rejected() {
    let modulus = POOL_KEY.jwk()["n"].as_str().expect("a modulus").to_owned();
    for secret in [POOL_KEY.public_der(), modulus.into_bytes(), b"pool-key".to_vec(), Vec::new()] {
        for algorithm in ["HS256", "HS384", "HS512"] {
            let token = hmac_signed(&secret, &json!({ "alg": algorithm, "kid": "pool-key" }));

            assert_eq!(look_at(&token), Err(Rejection::WrongAlgorithm));
        }
    }
}

#[test]
fn an_hmac_under_the_name_of_rs256_is_refused() {
    let token = hmac_signed(&POOL_KEY.public_der(), &header());

    assert_eq!(look_at(&token), Err(Rejection::BadSignature));
}

#[test]
fn other_rsa_algorithms_are_rejected_even_with_a_valid_key() {
    for algorithm in ["RS384", "RS512", "PS256", "ES256", "EdDSA"] {
        let token = POOL_KEY.sign(&json!({ "alg": algorithm, "kid": "pool-key" }), &claims());

        assert_eq!(look_at(&token), Err(Rejection::WrongAlgorithm), "{algorithm}");
    }
}

#[test]
fn a_key_that_is_not_in_the_set_is_unknown_whatever_its_id() {
    for kid in ["other-key", "", "../../dev/null", "https://evil.example.com/jwks.json", "pool-key\0", "POOL-KEY", "🔑"]
    {
        let token = OTHER_KEY.sign(&json!({ "alg": "RS256", "kid": kid }), &claims());

        assert_eq!(look_at(&token), Err(Rejection::UnknownKey), "{kid}");
    }
}

#[test]
fn a_token_without_a_key_id_is_rejected() {
    assert_eq!(look_at(&POOL_KEY.sign(&json!({ "alg": "RS256" }), &claims())), Err(Rejection::Malformed));
    assert_eq!(look_at(&POOL_KEY.sign(&json!({ "alg": "RS256", "kid": 1 }), &claims())), Err(Rejection::Malformed));
}

#[test]
fn a_token_with_a_known_key_id_still_needs_that_keys_signature() {
    assert_eq!(look_at(&OTHER_KEY.sign(&header(), &claims())), Err(Rejection::BadSignature));
}

#[test]
fn a_key_inside_the_token_is_ignored() {
    for (name, value) in [
        ("jwk", OTHER_KEY.jwk()),
        ("jku", json!("https://evil.example.com/jwks.json")),
        ("x5u", json!("https://evil.example.com/cert.pem")),
    ] {
        let mut header = header();
        header[name] = value;

        assert!(look_at(&OTHER_KEY.sign(&header, &claims())).is_err(), "{name}");
    }
}

#[test]
fn a_critical_header_extension_is_rejected() {
    let header = json!({ "alg": "RS256", "kid": "pool-key", "crit": ["b64"], "b64": false });

    assert_eq!(look_at(&POOL_KEY.sign(&header, &claims())), Err(Rejection::CriticalHeader));
}

#[test]
fn every_flipped_bit_of_a_signature_is_noticed() {
    let token = POOL_KEY.sign(&header(), &claims());
    let (message, signature) = token.rsplit_once('.').expect("three parts");
    let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).expect("base64");

    for index in 0..signature.len() {
        let mut forged = signature.clone();
        forged[index] ^= 1;
        let token = format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(forged));

        assert_eq!(look_at(&token), Err(Rejection::BadSignature), "byte {index}");
    }
}

#[test]
fn parts_of_two_valid_tokens_do_not_make_a_third() {
    let ada = POOL_KEY.sign(&header(), &claims());
    let mallory = POOL_KEY.sign(&header(), &claims_but("sub", json!("mallory")));
    let parts = |token: &str| token.split('.').map(str::to_owned).collect::<Vec<_>>();
    let (ada, mallory) = (parts(&ada), parts(&mallory));

    let swapped = format!("{}.{}.{}", mallory[0], ada[1], mallory[2]);

    assert_eq!(look_at(&swapped), Err(Rejection::BadSignature));
}

#[test]
fn garbage_is_rejected_without_a_panic() {
    let good = POOL_KEY.sign(&header(), &claims());
    let megabyte = "a".repeat(1 << 20);
    let nested = format!("{}.{}.AAAA", BASE64_URL_SAFE_NO_PAD.encode("[".repeat(100_000)), part(&claims()));
    for token in [
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        "🦀.🦀.🦀",
        "null",
        "e30.e30.",
        "\0",
        &megabyte,
        &nested,
        &good[..good.len() / 2],
        &format!("{good}."),
        &format!("{good}.{good}"),
        &format!(" {good}"),
        &format!("{good}="),
        &format!("{good}\n"),
        &good.to_uppercase(),
        &good.replace('.', ""),
    ] {
        assert!(look_at(token).is_err(), "{}", &token.chars().take(40).collect::<String>());
    }
}

#[test]
fn keys_for_other_purposes_are_ignored() {
    for (name, value) in [
        ("use", json!("enc")),
        ("use", Value::Null),
        ("alg", json!("RS512")),
        ("alg", Value::Null),
        ("kty", json!("EC")),
        ("kty", json!("oct")),
        ("kid", json!(1)),
        ("n", json!("not base64 §")),
    ] {
        let mut jwk = POOL_KEY.jwk();
        jwk[name] = value.clone();
        let keys = key_set(&[jwk, json!("odd"), OTHER_KEY.jwk()]);

        let looked = verify(&POOL_KEY.sign(&header(), &claims()), &keys, &expected(), now());

        assert_eq!(looked, Err(Rejection::UnknownKey), "{name}: {value}");
        assert!(keys.get("other-key").is_some(), "the odd key must not take the others along");
    }
}

#[test]
fn a_key_that_is_too_short_verifies_nothing() {
    let mut jwk = POOL_KEY.jwk();
    jwk["n"] = json!(BASE64_URL_SAFE_NO_PAD.encode([0xff; 64]));

    let looked = verify(&POOL_KEY.sign(&header(), &claims()), &key_set(&[jwk]), &expected(), now());

    assert_eq!(looked, Err(Rejection::BadSignature));
}
