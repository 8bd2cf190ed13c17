//! What must not get past the authorizer.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    backend::Backend,
    client::{User, claims},
    trial,
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    let refused = |name: &str, forge: fn(&User) -> Option<String>| {
        let backend = Arc::clone(backend);
        trial(name, move || assert_refused(&backend, forge))
    };
    vec![
        refused("no_token_is_refused", |_| None),
        refused("a_garbled_token_is_refused", |_| Some("Bearer garbled".into())),
        refused("an_empty_bearer_is_refused", |_| Some("Bearer ".into())),
        refused("a_token_without_its_scheme_is_refused", |user| Some(user.access_token.clone())),
        refused("a_flipped_signature_byte_is_refused", |user| Some(bearer(&flipped(&user.access_token)))),
        refused("an_id_token_is_refused", |user| Some(bearer(&user.id_token))),
        refused("alg_none_is_refused", |user| Some(bearer(&unsigned(user, "none")))),
        refused("alg_none_in_capitals_is_refused", |user| Some(bearer(&unsigned(user, "NONE")))),
        refused("an_expired_token_is_refused", |user| Some(bearer(&resigned(user, "exp", json!(1))))),
        refused("a_token_of_another_pool_is_refused", |user| {
            let issuer = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_another";
            Some(bearer(&resigned(user, "iss", json!(issuer))))
        }),
    ]
}

fn assert_refused(backend: &Backend, forge: fn(&User) -> Option<String>) {
    let client = backend.get().client();
    let user = client.new_user();
    let header = forge(&user);
    let headers: Vec<(&str, &str)> = header.iter().map(|value| ("authorization", value.as_str())).collect();

    let good = user.call(&client, "GET", "/user/profile", None);
    let bad = client.call("GET", "/user/profile", &headers, None);

    assert_eq!(good.status, 200, "the same request with the real token: {good:?}");
    assert_eq!(bad.status, 401, "{bad:?}");
    assert!(bad.body["message"].is_string() && bad.body["code"].is_string(), "{bad:?}");
}

fn bearer(token: &str) -> String {
    format!("Bearer {token}")
}

fn parts(token: &str) -> [&str; 3] {
    let parts: Vec<&str> = token.split('.').collect();
    parts.try_into().expect("header, payload, signature")
}

fn encoded(value: &Value) -> String {
    BASE64.encode(value.to_string())
}

fn flipped(token: &str) -> String {
    let [header, payload, signature] = parts(token);
    let mut bytes = BASE64.decode(signature).expect("base64url");
    bytes[10] ^= 1;
    format!("{header}.{payload}.{}", BASE64.encode(bytes))
}

fn unsigned(user: &User, algorithm: &str) -> String {
    let [_, payload, _] = parts(&user.access_token);
    format!("{}.{payload}.", encoded(&json!({ "alg": algorithm, "typ": "JWT" })))
}

/// The user's token with another claim and its old signature: what only a holder of the pool's key could mend. The
/// authorizer's unit tests sign such claims with a right key.
fn resigned(user: &User, claim: &str, value: Value) -> String {
    let [header, _, signature] = parts(&user.access_token);
    let mut claims = claims(&user.access_token);
    claims[claim] = value;
    format!("{header}.{}.{signature}", encoded(&claims))
}
