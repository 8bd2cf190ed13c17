//! The deployed API, over HTTP.

use std::{
    sync::Arc,
    thread::sleep,
    time::{Duration, Instant},
};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    PATIENCE,
    backend::Backend,
    client::{Answer, Client, User, claims},
    trials,
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(
        backend,
        [
            a_user_signs_up_confirms_and_signs_in,
            signing_up_does_not_reveal_whether_an_address_is_taken,
            a_profile_reads_back_as_written,
            a_stale_update_of_the_profile_is_refused,
            data_is_listed_newest_first_in_pages,
            a_page_of_large_entries_ends_before_its_limit,
            a_repeated_idempotency_key_creates_one_item,
            another_users_data_is_not_found,
            the_error_for_a_bad_body_names_the_field,
            an_entry_can_be_read_changed_and_deleted,
            a_stale_update_of_an_entry_is_refused,
            another_users_entry_is_not_found_by_any_method,
            an_entry_that_is_too_large_is_refused,
            a_number_keeps_its_digits_or_is_refused,
            an_uploaded_image_is_shown_in_the_profile,
            an_upload_that_breaks_its_policy_is_refused,
            an_upload_that_is_not_an_image_is_never_shown
        ]
    )
}

fn a_user_signs_up_confirms_and_signs_in(backend: &Backend) {
    let user = backend.get().client().new_user();

    assert_eq!(claims(&user.access_token)["token_use"], "access");
    assert_eq!(claims(&user.id_token)["email"], user.email.as_str());
}

fn signing_up_does_not_reveal_whether_an_address_is_taken(backend: &Backend) {
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

fn a_stale_update_of_the_profile_is_refused(backend: &Backend) {
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

fn data_is_listed_newest_first_in_pages(backend: &Backend) {
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

/// Twenty of them are more than Lambda may return at once, if they consist of quotes.
fn a_page_of_large_entries_ends_before_its_limit(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();
    for _ in 0..20 {
        let body = json!({ "content": "x".repeat(125 * 1024), "category": "notes" });
        assert_eq!(user.call(&client, "POST", "/data", Some(body)).status, 201);
    }

    let first = user.call(&client, "GET", &format!("/data/{}?limit=50", user.sub), None);
    let next = first.body["next"].as_str().expect("a cursor");
    let rest = user.call(&client, "GET", &format!("/data/{}?limit=50&next={next}", user.sub), None);

    let count = |answer: &Answer| answer.body["items"].as_array().expect("items").len();
    assert_eq!((count(&first), count(&rest), &rest.body["next"]), (16, 4, &Value::Null));
}

fn a_repeated_idempotency_key_creates_one_item(backend: &Backend) {
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

fn another_users_data_is_not_found(backend: &Backend) {
    let client = backend.get().client();
    let (ada, eve) = (client.new_user(), client.new_user());
    ada.call(&client, "POST", "/data", Some(json!({ "content": "secret", "category": "notes" })));

    let answer = eve.call(&client, "GET", &format!("/data/{}", ada.sub), None);

    assert_eq!(answer.status, 404, "{answer:?}");
    assert!(answer.body.get("items").is_none());
}

fn the_error_for_a_bad_body_names_the_field(backend: &Backend) {
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

/// Creates an entry; returns its path and ETag.
fn new_entry(client: &Client, user: &User) -> (String, String) {
    let made = user.call(client, "POST", "/data", Some(json!({ "content": { "a": [1, null] }, "category": "notes" })));
    assert_eq!(made.status, 201, "{made:?}");
    let id = made.body["dataId"].as_str().expect("an id");
    (format!("/data/{}/{id}", user.sub), made.etag.expect("an ETag"))
}

fn an_entry_can_be_read_changed_and_deleted(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();
    let (path, etag) = new_entry(&client, &user);

    let read = user.call(&client, "GET", &path, None);
    let put = user.call(&client, "PUT", &path, Some(json!({ "content": "new", "category": "letters" })));
    let reread = user.call(&client, "GET", &path, None);
    let deleted = user.call(&client, "DELETE", &path, None);
    let gone = ["GET", "DELETE"].map(|method| user.call(&client, method, &path, None).status);

    assert_eq!((read.status, put.status, reread.status, deleted.status), (200, 200, 200, 204), "{read:?} {put:?}");
    assert_eq!(read.body["content"], json!({ "a": [1, null] }));
    assert_eq!(read.etag, Some(etag));
    assert_eq!((&put.body["content"], &put.body["category"]), (&json!("new"), &json!("letters")));
    assert_eq!(put.body["timestamp"], read.body["timestamp"]);
    assert_eq!((reread.body, reread.etag), (put.body, put.etag));
    assert_eq!(gone, [404, 404]);
}

fn a_stale_update_of_an_entry_is_refused(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();
    let (path, etag) = new_entry(&client, &user);
    let put =
        |text: &str| user.call_if(&client, "PUT", &path, &etag, Some(json!({ "content": text, "category": "notes" })));

    let (first, second) = (put("first"), put("second"));
    let deleted = user.call_if(&client, "DELETE", &path, &etag, None);

    assert_eq!((first.status, second.status, deleted.status), (200, 412, 412), "{second:?}");
    assert_eq!(user.call(&client, "GET", &path, None).body["content"], "first");
}

fn another_users_entry_is_not_found_by_any_method(backend: &Backend) {
    let client = backend.get().client();
    let (ada, eve) = (client.new_user(), client.new_user());
    let (path, etag) = new_entry(&client, &ada);
    let body = || Some(json!({ "content": "mine now", "category": "notes" }));

    let tried = [
        eve.call(&client, "GET", &path, None),
        eve.call(&client, "PUT", &path, body()),
        eve.call_if(&client, "PUT", &path, &etag, body()),
        eve.call(&client, "DELETE", &path, None),
    ];

    for answer in tried {
        assert_eq!((answer.status, &answer.body["code"]), (404, &json!("not_found")), "{answer:?}");
    }
    assert_eq!(ada.call(&client, "GET", &path, None).etag, Some(etag));
}

fn an_entry_that_is_too_large_is_refused(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();
    let (path, _) = new_entry(&client, &user);
    let large = || Some(json!({ "content": "x".repeat(200_000), "category": "notes" }));

    let created = user.call(&client, "POST", "/data", large());
    let changed = user.call(&client, "PUT", &path, large());

    assert_eq!((created.status, changed.status), (413, 413), "{changed:?}");
}

/// As text, because a client's own numbers lose digits too.
fn a_number_keeps_its_digits_or_is_refused(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();
    for number in ["9007199254740993", "18446744073709551615", "-9223372036854775808", "0.1", "1e-7"] {
        let content: Value = serde_json::from_str(number).expect("a number");
        let made = user.call(&client, "POST", "/data", Some(json!({ "content": content, "category": "notes" })));
        assert_eq!(made.status, 201, "{number}: {made:?}");

        let path = format!("/data/{}/{}", user.sub, made.body["dataId"].as_str().expect("an id"));
        let read = user.call(&client, "GET", &path, None);

        assert_eq!((&made.body["content"], &read.body["content"]), (&content, &content), "{number}");
    }
    let bearer = user.bearer();
    for number in ["12345678901234567890123", "0.12345678901234567890123"] {
        let body = format!(r#"{{"content": {number}, "category": "notes"}}"#);

        let refused = client.send("POST", "/data", &[("authorization", bearer.as_str())], body);

        assert_eq!((refused.status, &refused.body["code"]), (400, &json!("invalid_request")), "{number}: {refused:?}");
        assert!(refused.body["message"].as_str().is_some_and(|text| text.starts_with("`content` ")), "{refused:?}");
    }
}

pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR and so on";

fn upload_form(client: &Client, user: &User) -> Value {
    let form = user.call(client, "POST", "/user/profile/image", Some(json!({ "contentType": "image/png" })));
    assert_eq!(form.status, 201, "{form:?}");
    form.body
}

/// The profile as soon as it shows another image than `before`, or after the longest wait.
fn profile_with_another_image(client: &Client, user: &User, before: &Value) -> Value {
    let started = Instant::now();
    loop {
        let profile = user.call(client, "GET", "/user/profile", None);
        if (profile.status == 200 && profile.body["imageUrl"] != *before) || started.elapsed() > PATIENCE {
            return profile.body;
        }
        sleep(Duration::from_millis(250));
    }
}

fn an_uploaded_image_is_shown_in_the_profile(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();

    let mut shown = Value::Null;
    for _ in 0..2 {
        let form = upload_form(&client, &user);
        let uploaded = client.upload(&form, PNG);
        let profile = profile_with_another_image(&client, &user, &shown);

        assert_eq!(uploaded, 204);
        shown = profile["imageUrl"].clone();
        let key = form["key"].as_str().expect("a key");
        assert!(key.starts_with(&format!("images/{}/", user.sub)), "{key}");
        assert_eq!(shown, format!("/{key}"));
    }
}

fn an_upload_that_breaks_its_policy_is_refused(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();
    let form = upload_form(&client, &user);
    let changed = |field: &str, value: &str| {
        let mut form = form.clone();
        form["fields"][field] = json!(value);
        form
    };

    let too_large = client.upload(&form, &vec![0; 5 * 1024 * 1024 + 1]);
    let refused = [
        changed("key", "images/somebody-else/01KANFJ0000000000000000000.png"),
        changed("Content-Type", "text/html"),
        changed("acl", "public-read"),
        changed("x-amz-signature", &"0".repeat(64)),
    ]
    .map(|form| client.upload(&form, PNG));

    assert_eq!(too_large, 400);
    assert_eq!(refused, [403; 4]);
}

fn an_upload_that_is_not_an_image_is_never_shown(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();
    let script = upload_form(&client, &user);
    let image = upload_form(&client, &user);

    let uploaded = (client.upload(&script, b"<script>alert(1)</script>"), client.upload(&image, PNG));
    let profile = profile_with_another_image(&client, &user, &Value::Null);

    assert_eq!(uploaded, (204, 204));
    assert_eq!(profile["imageUrl"], format!("/{}", image["key"].as_str().expect("a key")));
}
