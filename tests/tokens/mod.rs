//! Tokens that the authorizer must refuse, and the few that it must accept.

mod claims;
mod headers;
mod signatures;

use std::sync::Arc;

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    backend::{Backend, Deployed},
    mint::{Mint, part_of},
    raw::{self, RawAnswer},
    trial, trials,
};

/// What goes into the `Authorization: Bearer` header.
type ForgedToken = (&'static str, fn(&Mint) -> String);

/// Whole header lines.
type ForgedHeaders = (&'static str, fn(&Mint) -> Vec<u8>);

/// Whole header lines with a good token.
type Presentation = (&'static str, fn(&str) -> Vec<u8>);

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    let tokens = signatures::FORGED.iter().chain(claims::FORGED).map(|(name, forge)| {
        let backend = Arc::clone(backend);
        trial(&format!("tokens::{name}_is_refused"), move || assert_refused(&backend, |mint| bearer(&forge(mint))))
    });
    let headers = headers::FORGED.iter().map(|(name, forge)| {
        let backend = Arc::clone(backend);
        trial(&format!("tokens::{name}_is_refused"), move || assert_refused(&backend, forge))
    });
    let refused_before = headers::REFUSED_BEFORE_THE_AUTHORIZER.iter().map(|(name, forge)| {
        let backend = Arc::clone(backend);
        trial(&format!("tokens::{name}_is_refused"), move || assert_refused_before_the_authorizer(&backend, *forge))
    });
    let good = headers::GOOD.iter().map(|(name, make)| {
        let backend = Arc::clone(backend);
        trial(&format!("tokens::{name}_is_accepted"), move || assert_accepted(&backend, make))
    });
    let groups =
        trials!(backend, [a_member_of_the_admin_group_sees_another_users_data, no_other_claim_or_group_makes_an_admin]);
    tokens.chain(headers).chain(refused_before).chain(good).chain(groups).collect()
}

fn bearer(token: &str) -> Vec<u8> {
    format!("Authorization: Bearer {token}\r\n").into_bytes()
}

fn list_data(deployed: &Deployed, owner: &str, headers: &[u8]) -> RawAnswer {
    raw::get(&format!("{}/data/{owner}", deployed.output("ApiUrl")), headers)
}

/// The owner's own token, from the same mint, is accepted on the same route.
#[track_caller]
fn assert_accepted(backend: &Backend, headers: impl Fn(&str) -> Vec<u8>) {
    let token = backend.mint().token();
    let sub = part_of(&token, 1)["sub"].as_str().expect("a subject").to_owned();

    let answer = list_data(backend.get(), &sub, &headers(&token));

    assert_eq!((answer.status, &answer.body()), (200, &json!({ "items": [], "next": null })), "{answer:?}");
}

fn assert_refused(backend: &Backend, forge: impl Fn(&Mint) -> Vec<u8>) {
    assert_accepted(backend, bearer);
    let mint = backend.mint();
    let headers = forge(mint);

    let answer = list_data(backend.get(), &mint.user.sub, &headers);

    assert_eq!(answer.status, 401, "{answer:?}");
    let mut body = answer.body();
    let id = body["requestId"].take();
    assert!(id.as_str().is_some_and(|id| !id.is_empty()), "{answer:?}");
    assert_eq!(body, json!({ "message": "sign in first", "code": "unauthorized", "requestId": null }));
    assert_reveals_nothing(mint, &answer, &headers);
}

/// Headers that are not HTTP, or too long, are refused by the server in front, in its own words.
fn assert_refused_before_the_authorizer(backend: &Backend, forge: fn(&Mint) -> Vec<u8>) {
    assert_accepted(backend, bearer);
    let mint = backend.mint();
    let headers = forge(mint);

    let answer = list_data(backend.get(), &mint.user.sub, &headers);

    assert!([400, 413, 431].contains(&answer.status), "{answer:?}");
    assert_reveals_nothing(mint, &answer, &headers);
}

/// The answer reveals nothing about the token, the keys or the code behind the API.
fn assert_reveals_nothing(mint: &Mint, answer: &RawAnswer, headers: &[u8]) {
    let kid = mint.header()["kid"].as_str().expect("a key id").to_owned();
    for inside in ["arn:", "panicked", "Traceback", ".rs:", ".py", "srvls-", "RS256", "kid", "issuer", &kid] {
        assert!(!answer.text.contains(inside), "reveals `{inside}`: {answer:?}");
    }
    let request = String::from_utf8_lossy(headers);
    for token in request.split(|letter: char| !(letter.is_ascii_alphanumeric() || "-_.".contains(letter))) {
        assert!(token.len() < 40 || !answer.text.contains(token), "reveals the token: {answer:?}");
    }
}

fn a_member_of_the_admin_group_sees_another_users_data(backend: &Backend) {
    let mint = backend.mint();
    let token = mint.token_but("cognito:groups", json!(["staff", "admin"]));

    let answer = list_data(backend.get(), &mint.user.sub, &bearer(&token));

    assert_eq!(answer.status, 200, "{answer:?}");
}

fn no_other_claim_or_group_makes_an_admin(backend: &Backend) {
    let mint = backend.mint();
    for (claim, value) in [
        ("cognito:groups", json!([])),
        ("cognito:groups", json!(["Admin"])),
        ("cognito:groups", json!(["admins", "administrator", "adm"])),
        ("cognito:groups", json!(["admin,"])),
        ("groups", json!(["admin"])),
        ("Cognito:Groups", json!(["admin"])),
        ("custom:groups", json!(["admin"])),
        ("cognito:roles", json!(["admin"])),
        ("scope", json!("admin")),
        ("scope", json!("aws.cognito.signin.user.admin admin")),
        ("isAdmin", Value::Bool(true)),
    ] {
        let token = mint.token_but(claim, value.clone());

        let answer = list_data(backend.get(), &mint.user.sub, &bearer(&token));

        assert_eq!((answer.status, &answer.body()["code"]), (404, &json!("not_found")), "{claim}: {value}");
    }
}
