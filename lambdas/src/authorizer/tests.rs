//! The authorizer with a JWKS document that changes.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde_json::{Value, json};

use super::{
    fixture::{METHOD_ARN, OTHER_KEY, POOL_KEY, claims, expected, header, now},
    *,
};

/// A document that tests can change, with a count of its reads.
#[derive(Default)]
struct Document {
    keys: Mutex<Option<Vec<Value>>>,
    reads: AtomicUsize,
}

impl Jwks for Arc<Document> {
    async fn document(&self) -> Result<Vec<u8>, KeysUnavailable> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        let keys = self.keys.lock().expect("not poisoned").clone();
        let keys = keys.ok_or_else(|| KeysUnavailable("connection refused".into()))?;
        Ok(json!({ "keys": keys }).to_string().into_bytes())
    }
}

fn source(keys: Option<Vec<Value>>) -> (KeySource<Arc<Document>>, Arc<Document>) {
    let document = Arc::new(Document { keys: Mutex::new(keys), reads: AtomicUsize::new(0) });
    (KeySource::new(document.clone()), document)
}

fn request(token: &str) -> AuthorizerRequest {
    let event = json!({ "methodArn": METHOD_ARN, "headers": { "Authorization": format!("Bearer {token}") } });
    serde_json::from_value(event).expect("an event")
}

async fn ask(keys: &KeySource<Arc<Document>>, token: &str) -> Result<Policy, AuthorizerError> {
    authorize(keys, &expected(), &request(token), now()).await
}

async fn is_allowed(keys: &KeySource<Arc<Document>>, token: &str) -> bool {
    ask(keys, token).await.expect("a policy").allows()
}

#[tokio::test]
async fn a_valid_token_is_allowed_and_the_keys_are_fetched_once() {
    let (keys, document) = source(Some(vec![POOL_KEY.jwk()]));
    let token = POOL_KEY.sign(&header(), &claims());

    for _ in 0..3 {
        assert!(is_allowed(&keys, &token).await);
    }

    assert_eq!(document.reads.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn a_refused_token_is_no_failure_of_the_function() {
    let (keys, _) = source(Some(vec![POOL_KEY.jwk()]));

    for token in ["", "garbage", &OTHER_KEY.sign(&header(), &claims())] {
        let refusal = ask(&keys, token).await.expect("a policy");

        assert!(!refusal.allows(), "{token}");
    }
}

#[tokio::test]
async fn unknown_key_ids_cause_no_repeated_fetches() {
    let (keys, document) = source(Some(vec![POOL_KEY.jwk()]));

    for kid in ["a", "b", "c", "d"] {
        let token = OTHER_KEY.sign(&json!({ "alg": "RS256", "kid": kid }), &claims());
        assert!(!is_allowed(&keys, &token).await);
    }

    assert_eq!(document.reads.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn unavailable_keys_are_a_server_error_and_not_a_401() {
    let (keys, document) = source(None);
    let token = POOL_KEY.sign(&header(), &claims());

    for _ in 0..2 {
        assert!(matches!(ask(&keys, &token).await, Err(AuthorizerError::KeysUnavailable(_))));
    }

    assert_eq!(document.reads.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn known_keys_stay_when_the_document_is_unavailable() {
    let (keys, document) = source(Some(vec![POOL_KEY.jwk()]));
    keys.refresh().await.expect("loaded");
    *document.keys.lock().expect("not poisoned") = None;

    assert!(is_allowed(&keys, &POOL_KEY.sign(&header(), &claims())).await);
}

#[tokio::test]
async fn a_new_key_of_the_pool_is_found_after_the_cooldown() {
    let (keys, document) = source(Some(vec![OTHER_KEY.jwk()]));
    let token = POOL_KEY.sign(&header(), &claims());
    assert!(!is_allowed(&keys, &token).await);
    *document.keys.lock().expect("not poisoned") = Some(vec![OTHER_KEY.jwk(), POOL_KEY.jwk()]);

    assert!(!is_allowed(&keys, &token).await, "within the cooldown");
    let keys = keys.with_cooldown(Duration::ZERO);

    assert!(is_allowed(&keys, &token).await, "after the cooldown");
}
