//! Tokens signed with the pool's own key, but for another client, time or purpose.

use serde_json::{Value, json};

use super::ForgedToken;
use crate::support::mint::{Mint, now};

pub(super) const FORGED: &[ForgedToken] = &[
    ("a_token_that_expired_a_second_ago", |mint| mint.token_but("exp", json!(now() - 1))),
    ("a_token_that_expired_long_ago", |mint| mint.token_but("exp", json!(1))),
    ("a_negative_expiry", |mint| mint.token_but("exp", json!(-1))),
    ("an_expiry_as_text", |mint| mint.token_but("exp", json!((now() + 600).to_string()))),
    ("a_fractional_expiry", |mint| raw_claim(mint, "exp", &format!("{}.5", now() + 600))),
    ("an_expiry_in_scientific_notation", |mint| raw_claim(mint, "exp", "4e9")),
    ("an_expiry_beyond_any_integer", |mint| raw_claim(mint, "exp", "99999999999999999999999999")),
    ("an_expiry_of_the_largest_integer", |mint| mint.token_but("exp", json!(u64::MAX))),
    ("a_null_expiry", |mint| raw_claim(mint, "exp", "null")),
    ("an_expiry_that_is_true", |mint| mint.token_but("exp", json!(true))),
    ("a_token_from_the_future", |mint| mint.token_but("iat", json!(now() + 3600))),
    ("a_token_that_is_not_valid_yet", |mint| mint.token_but("nbf", json!(now() + 3600))),
    ("a_not_before_as_text", |mint| mint.token_but("nbf", json!("0"))),
    ("a_token_of_another_pool", |mint| mint.token_of_another_pool.clone()),
    ("another_issuer", |mint| {
        mint.token_but("iss", json!("https://cognito-idp.us-east-1.amazonaws.com/us-east-1_another"))
    }),
    ("an_issuer_of_another_region", |mint| {
        mint.token_but("iss", json!(issuer(mint).replace("us-east-1.amazonaws", "eu-west-1.amazonaws")))
    }),
    ("an_issuer_with_a_trailing_slash", |mint| mint.token_but("iss", json!(issuer(mint) + "/"))),
    ("an_issuer_without_tls", |mint| mint.token_but("iss", json!(issuer(mint).replace("https", "http")))),
    ("a_list_of_issuers", |mint| mint.token_but("iss", json!([issuer(mint)]))),
    ("a_token_of_another_client", |mint| mint.token_but("client_id", json!("another"))),
    ("a_list_of_clients", |mint| mint.token_but("client_id", json!([mint.claims()["client_id"], "another"]))),
    ("a_client_id_only_in_the_audience", |mint| {
        let mut claims = mint.claims_but("client_id", Value::Null);
        claims["aud"] = mint.claims()["client_id"].clone();
        mint.sign(&mint.header(), &claims)
    }),
    ("an_id_token", |mint| mint.user.id_token.clone()),
    ("an_id_token_signed_with_the_access_token_key", |mint| {
        mint.sign(&mint.header(), &crate::support::client::claims(&mint.user.id_token))
    }),
    ("a_refresh_token", |mint| mint.user.refresh_token.clone()),
    ("the_token_use_of_an_id_token", |mint| mint.token_but("token_use", json!("id"))),
    ("the_right_token_use_in_capitals", |mint| mint.token_but("token_use", json!("ACCESS"))),
    ("a_list_of_token_uses", |mint| mint.token_but("token_use", json!(["access"]))),
    ("a_token_with_two_token_uses", |mint| {
        let claims = mint.claims().to_string().replacen('{', "{\"token_use\":\"id\",", 1);
        mint.sign_text(&mint.header().to_string(), claims.as_bytes())
    }),
    ("a_token_with_two_subjects", |mint| {
        let claims = mint.claims().to_string().replacen('{', "{\"sub\":\"admin\",", 1);
        mint.sign_text(&mint.header().to_string(), claims.as_bytes())
    }),
    ("a_token_without_a_subject", |mint| mint.token_but("sub", Value::Null)),
    ("a_token_without_a_username", |mint| mint.token_but("username", Value::Null)),
    ("a_token_without_an_issuer", |mint| mint.token_but("iss", Value::Null)),
    ("a_token_without_a_client_id", |mint| mint.token_but("client_id", Value::Null)),
    ("a_token_without_a_token_use", |mint| mint.token_but("token_use", Value::Null)),
    ("a_token_without_an_expiry", |mint| mint.token_but("exp", Value::Null)),
    ("a_token_without_an_issue_time", |mint| mint.token_but("iat", Value::Null)),
    ("an_empty_subject", |mint| mint.token_but("sub", json!(""))),
    ("a_list_of_subjects", |mint| mint.token_but("sub", json!([mint.user.sub]))),
    ("a_numeric_subject", |mint| mint.token_but("sub", json!(0))),
    ("groups_as_text", |mint| mint.token_but("cognito:groups", json!("admin"))),
    ("groups_as_an_object", |mint| mint.token_but("cognito:groups", json!({ "admin": true }))),
    ("nested_groups", |mint| mint.token_but("cognito:groups", json!([["admin"]]))),
    ("a_group_with_a_space", |mint| mint.token_but("cognito:groups", json!(["not admin"]))),
    ("no_claims_at_all", |mint| mint.sign(&mint.header(), &json!({}))),
    ("claims_that_are_a_list", |mint| mint.sign(&mint.header(), &json!([mint.claims()]))),
    ("claims_that_are_text", |mint| mint.sign(&mint.header(), &json!(mint.claims().to_string()))),
    ("claims_that_are_not_json", |mint| mint.sign_text(&mint.header().to_string(), b"sub=ada")),
    ("claims_that_are_not_utf8", |mint| {
        let claims = mint.claims().to_string().into_bytes();
        mint.sign_text(&mint.header().to_string(), &[&claims[..claims.len() - 1], b",\"x\":\"\xff\xfe\"}"].concat())
    }),
    ("claims_followed_by_more_text", |mint| {
        mint.sign_text(&mint.header().to_string(), format!("{}{{}}", mint.claims()).as_bytes())
    }),
];

fn issuer(mint: &Mint) -> String {
    mint.claims()["iss"].as_str().expect("an issuer").to_owned()
}

/// A claim written in a way that no JSON library would.
fn raw_claim(mint: &Mint, name: &str, value: &str) -> String {
    let claims = mint.claims_but(name, Value::Null).to_string();
    mint.sign_text(&mint.header().to_string(), claims.replacen('{', &format!("{{\"{name}\":{value},"), 1).as_bytes())
}
