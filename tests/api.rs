//! The deployed API, over HTTP.

use std::sync::Arc;

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{backend::Backend, client::claims, trial};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    let with = |name: &str, test: fn(&Backend)| {
        let backend = Arc::clone(backend);
        trial(name, move || test(&backend))
    };
    vec![
        with("a_user_signs_up_confirms_and_signs_in", a_user_signs_up_confirms_and_signs_in),
        with("signing_up_never_tells_whether_an_address_is_taken", signing_up_never_tells),
        with("a_profile_reads_back_as_written", a_profile_reads_back_as_written),
        with("a_lost_update_of_the_profile_is_refused", a_lost_update_of_the_profile_is_refused),
        with("data_lists_newest_first_in_pages", data_lists_newest_first_in_pages),
        with("a_repeated_request_with_one_key_makes_one_item", a_repeated_request_makes_one_item),
        with("anothers_data_is_not_found", anothers_data_is_not_found),
        with("a_bad_body_names_the_field", a_bad_body_names_the_field),
    ]
}

fn a_user_signs_up_confirms_and_signs_in(backend: &Backend) {
    let user = backend.get().client().new_user();

    assert_eq!(claims(&user.access_token)["token_use"], "access");
    assert_eq!(claims(&user.id_token)["email"], user.email.as_str());
}

fn signing_up_never_tells(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();
    let again = json!({ "email": user.email, "password": "Another-horse-8-battery", "name": "Eve" });
    let fresh = json!({ "email": "fresh@example.com", "password": "Another-horse-8-battery", "name": "Eve" });

    let taken = client.post("/auth/signup", again);
    let free = client.post("/auth/signup", fresh);

    assert_eq!((taken.status, free.status), (202, 202));
    let shape =
        |answer: &Value| answer["delivery"].as_object().map(|delivery| delivery.keys().cloned().collect::<Vec<_>>());
    assert_eq!(shape(&taken.body), shape(&free.body));
}

fn a_profile_reads_back_as_written(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();

    let made = user.call(&client, "GET", "/user/profile", None);
    let put = user.call(&client, "PUT", "/user/profile", Some(json!({ "name": "Ada Lovelace" })));
    let read = user.call(&client, "GET", "/user/profile", None);

    assert_eq!((made.status, put.status, read.status), (200, 200, 200), "{made:?} {put:?} {read:?}");
    assert_eq!(made.body["email"], user.email.as_str());
    assert_eq!(read.body["name"], "Ada Lovelace");
    assert_eq!(read.body["userId"], user.sub.as_str());
    assert_eq!(read.body, put.body);
    assert_eq!(read.body["createdAt"], made.body["createdAt"]);
}

fn a_lost_update_of_the_profile_is_refused(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();
    let etag = user.call(&client, "GET", "/user/profile", None).etag.expect("an ETag");
    let put = |name: &str| {
        let headers = [("authorization", user.bearer()), ("if-match", etag.clone())];
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        client.call("PUT", "/user/profile", &headers, Some(json!({ "name": name })))
    };

    let first = put("First");
    let second = put("Second");

    assert_eq!((first.status, second.status), (200, 412), "{second:?}");
    assert_eq!(user.call(&client, "GET", "/user/profile", None).body["name"], "First");
}

fn data_lists_newest_first_in_pages(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();
    for number in 0..5 {
        let body = json!({ "content": { "number": number }, "category": "notes" });
        let made = user.call(&client, "POST", "/data", Some(body));
        assert_eq!(made.status, 201, "{made:?}");
        assert_eq!(made.body["userId"], user.sub.as_str());
    }

    let mut numbers = Vec::new();
    let mut next: Option<String> = None;
    loop {
        let page = next.as_ref().map(|next| format!("&next={next}")).unwrap_or_default();
        let answer = user.call(&client, "GET", &format!("/data/{}?limit=2{page}", user.sub), None);
        assert_eq!(answer.status, 200, "{answer:?}");
        let items = answer.body["items"].as_array().expect("items");
        assert!(items.len() <= 2);
        numbers.extend(items.iter().filter_map(|item| item["content"]["number"].as_i64()));
        match answer.body["next"].as_str() {
            Some(cursor) => next = Some(cursor.to_owned()),
            None => break,
        }
    }

    assert_eq!(numbers, [4, 3, 2, 1, 0]);
}

fn a_repeated_request_makes_one_item(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();
    let bearer = user.bearer();
    let headers = [("authorization", bearer.as_str()), ("idempotency-key", "a-key-of-the-clients-own")];
    let body = json!({ "content": "once", "category": "notes" });

    let first = client.call("POST", "/data", &headers, Some(body.clone()));
    let second = client.call("POST", "/data", &headers, Some(body));

    assert_eq!((first.status, second.status), (201, 201), "{second:?}");
    assert_eq!(first.body, second.body);
    let list = user.call(&client, "GET", &format!("/data/{}", user.sub), None);
    assert_eq!(list.body["items"].as_array().map(Vec::len), Some(1));
}

fn anothers_data_is_not_found(backend: &Backend) {
    let client = backend.get().client();
    let (ada, eve) = (client.new_user(), client.new_user());
    ada.call(&client, "POST", "/data", Some(json!({ "content": "secret", "category": "notes" })));

    let answer = eve.call(&client, "GET", &format!("/data/{}", ada.sub), None);

    assert_eq!(answer.status, 404, "{answer:?}");
    assert!(answer.body.get("items").is_none());
}

fn a_bad_body_names_the_field(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();

    let missing = user.call(&client, "POST", "/data", Some(json!({ "content": 1 })));
    let unknown = user.call(&client, "PUT", "/user/profile", Some(json!({ "name": "A", "admin": true })));

    assert_eq!((missing.status, unknown.status), (400, 400));
    for (answer, field) in [(missing, "category"), (unknown, "admin")] {
        assert!(answer.body["message"].as_str().is_some_and(|text| text.contains(field)), "{answer:?}");
        assert!(answer.body["code"].is_string() && answer.body["requestId"].is_string(), "{answer:?}");
    }
}
