//! Every reply, run on fakes, is one that the contract documents, and passes its schema.

use lambda_http::Request;
use serde_json::{Value, json};

use super::{operation, operations, requests::example, resolved, validator};
use crate::{
    auth::{ConfirmSignUp, SignIn, SignUp},
    caller::fake::user,
    data::{CreateData, CursorKey, DeleteData, GetData, ListData, PutData},
    http::{
        Endpoint, Limited,
        fake::{RequestWith as _, from, origin, post},
        respond,
    },
    identity::{Challenge, fake::FakeIdentity},
    image::fake::uploads,
    profile::{GetProfile, PutProfile},
    store::fake::{FakeAppData, FakeProfiles, FakeRateLimits, entry},
};

/// The status of the reply, after it has been held to the contract.
async fn status_of(id: &str, endpoint: &impl Endpoint, request: Request) -> u16 {
    let response = respond(endpoint, &origin(), &request).await;
    let status = response.status().as_u16();
    let documented = &operation(id).description["responses"][status.to_string()];
    assert!(documented.is_object(), "{id} answers {status}, which is not documented");
    let body: Value = serde_json::from_slice(response.body().as_ref()).unwrap_or_default();
    match resolved(documented).pointer("/content/application~1json/schema") {
        Some(schema) => {
            let problem = validator(schema).problem(&body);
            assert_eq!(problem, None, "{id} answers {status} with {body}");
        }
        None => assert_eq!(body, Value::Null, "{id} answers {status} with a body"),
    }
    status
}

fn by_ada() -> Request {
    from(Some(&user("ada")))
}

#[tokio::test]
async fn getting_in_answers_as_documented() {
    let (sign_up, confirm) = (SignUp(FakeIdentity::default()), ConfirmSignUp(FakeIdentity::default()));

    assert_eq!(status_of("sign_up", &sign_up, post(&example("sign_up"))).await, 202);
    assert_eq!(status_of("sign_up", &sign_up, post(&json!({}))).await, 400);
    assert_eq!(status_of("sign_up", &sign_up, from(None)).await, 415);
    assert_eq!(status_of("confirm_sign_up", &confirm, post(&example("confirm_sign_up"))).await, 400);
    let confirm = ConfirmSignUp(sign_up.0);
    assert_eq!(status_of("confirm_sign_up", &confirm, post(&example("confirm_sign_up"))).await, 204);
    let sign_in = SignIn(confirm.0);
    assert_eq!(status_of("sign_in", &sign_in, post(&example("sign_in"))).await, 200);
    let mut wrong = example("sign_in");
    wrong["password"] = json!("wrong");
    assert_eq!(status_of("sign_in", &sign_in, post(&wrong)).await, 401);
}

#[tokio::test]
async fn a_challenge_is_a_documented_answer_of_signing_in() {
    let challenge = Challenge { challenge: "SOFTWARE_TOKEN_MFA".into(), session: "session".into() };
    let sign_up = SignUp(FakeIdentity::asking(challenge));

    assert_eq!(status_of("sign_up", &sign_up, post(&example("sign_up"))).await, 202);
    assert_eq!(status_of("sign_in", &SignIn(sign_up.0), post(&example("sign_in"))).await, 200);
}

#[tokio::test]
async fn profiles_answer_as_documented() {
    let get = GetProfile(FakeProfiles::with_profile_of("ada"));
    let put = PutProfile(FakeProfiles::with_profile_of("ada"));
    let change = || by_ada().with_json(&example("put_profile"));

    assert_eq!(status_of("get_profile", &get, by_ada()).await, 200);
    assert_eq!(status_of("get_profile", &get, from(Some(&user("nobody")))).await, 404);
    assert_eq!(status_of("get_profile", &get, from(None)).await, 401);
    assert_eq!(status_of("put_profile", &put, change().with_header("if-match", "\"1\"")).await, 200);
    assert_eq!(status_of("put_profile", &put, change().with_header("if-match", "\"1\"")).await, 412);
    assert_eq!(status_of("put_profile", &put, by_ada().with_json(&json!({ "name": "" }))).await, 400);
    assert_eq!(status_of("put_profile", &put, from(None).with_json(&example("put_profile"))).await, 401);
}

#[tokio::test]
async fn data_answers_as_documented() {
    let create = CreateData(FakeAppData::default());
    let new = || by_ada().with_json(&example("create_data")).with_header("idempotency-key", "key");
    let other = by_ada().with_json(&json!({ "content": 1, "category": "other" })).with_header("idempotency-key", "key");
    let large = json!({ "content": "x".repeat(200_000), "category": "notes" });

    assert_eq!(status_of("create_data", &create, new()).await, 201);
    assert_eq!(status_of("create_data", &create, new()).await, 201);
    assert_eq!(status_of("create_data", &create, other).await, 422);
    assert_eq!(status_of("create_data", &create, by_ada().with_json(&large)).await, 413);
    assert_eq!(status_of("create_data", &create, from(None).with_json(&large)).await, 401);
    assert_eq!(status_of("create_data", &create, by_ada().with_json(&json!({ "content": { "": 1 } }))).await, 400);
}

#[tokio::test]
async fn lists_answer_as_documented() {
    let data = FakeAppData::holding([entry("ada", 1), entry("ada", 2)]);
    let list = ListData { data, cursors: CursorKey::new(b"key") };
    let of = |owner: &str| by_ada().with_path("userId", owner);

    assert_eq!(status_of("list_data", &list, of("ada")).await, 200);
    assert_eq!(status_of("list_data", &list, of("ada").with_query("limit", "1")).await, 200);
    assert_eq!(status_of("list_data", &list, of("ada").with_query("limit", "0")).await, 400);
    assert_eq!(status_of("list_data", &list, of("grace")).await, 404);
    assert_eq!(status_of("list_data", &list, from(None).with_path("userId", "ada")).await, 401);
}

#[tokio::test]
async fn single_entries_answer_as_documented() {
    let at = |user: &str, id: &str| by_ada().with_paths([("userId", user), ("dataId", id)]);
    let change = |id: &str| at("ada", id).with_json(&example("put_data"));
    let large = json!({ "content": "x".repeat(200_000), "category": "notes" });
    let data = || FakeAppData::holding([entry("ada", 1), entry("grace", 2)]);
    let (get, put, delete) = (GetData(data()), PutData(data()), DeleteData(data()));

    assert_eq!(status_of("get_data", &get, at("ada", "1")).await, 200);
    assert_eq!(status_of("get_data", &get, at("ada", "7")).await, 404);
    assert_eq!(status_of("get_data", &get, at("grace", "2")).await, 404);
    assert_eq!(status_of("get_data", &get, from(None)).await, 401);
    assert_eq!(status_of("put_data", &put, change("1").with_header("if-match", "\"1\"")).await, 200);
    assert_eq!(status_of("put_data", &put, change("1").with_header("if-match", "\"1\"")).await, 412);
    assert_eq!(status_of("put_data", &put, change("7")).await, 404);
    assert_eq!(status_of("put_data", &put, at("grace", "2").with_json(&example("put_data"))).await, 404);
    assert_eq!(status_of("put_data", &put, at("ada", "1").with_json(&json!({ "content": 1 }))).await, 400);
    assert_eq!(status_of("put_data", &put, at("ada", "1").with_json(&large)).await, 413);
    assert_eq!(status_of("put_data", &put, at("ada", "1")).await, 415);
    assert_eq!(status_of("put_data", &put, from(None)).await, 401);
    assert_eq!(status_of("delete_data", &delete, at("grace", "2")).await, 404);
    assert_eq!(status_of("delete_data", &delete, at("ada", "1").with_header("if-match", "\"9\"")).await, 412);
    assert_eq!(status_of("delete_data", &delete, at("ada", "1")).await, 204);
    assert_eq!(status_of("delete_data", &delete, at("ada", "1")).await, 404);
    assert_eq!(status_of("delete_data", &delete, from(None)).await, 401);
}

#[tokio::test]
async fn image_uploads_answer_as_documented() {
    let create = uploads();
    let of_type = |content_type: &str| by_ada().with_json(&json!({ "contentType": content_type }));

    assert_eq!(status_of("create_image_upload", &create, by_ada().with_json(&json!({}))).await, 201);
    assert_eq!(status_of("create_image_upload", &create, by_ada()).await, 415);
    assert_eq!(status_of("create_image_upload", &create, of_type("image/png")).await, 201);
    assert_eq!(status_of("create_image_upload", &create, of_type("image/svg+xml")).await, 400);
    assert_eq!(status_of("create_image_upload", &create, from(None)).await, 401);
}

#[tokio::test]
async fn one_request_too_many_is_a_documented_answer_of_every_limited_operation() {
    for operation in operations().filter(|operation| !operation.path.starts_with("/auth/")) {
        let limited = Limited { operation: GetData(FakeAppData::default()), limits: Some(FakeRateLimits::of(0)) };

        assert_eq!(status_of(operation.id, &limited, by_ada()).await, 429, "{}", operation.id);
    }
}

#[test]
fn every_documented_example_passes_its_schema() {
    for operation in operations() {
        for (status, response) in operation.description["responses"].as_object().expect("responses") {
            let response = resolved(response);
            let Some(content) = response.pointer("/content/application~1json") else {
                assert_eq!(status, "204", "{} documents {status} without a body", operation.id);
                continue;
            };
            let schema = validator(&content["schema"]);
            let several = content["examples"].as_object().into_iter().flat_map(|examples| examples.values());
            let mut examples = several.map(|example| &example["value"]).chain(content.get("example")).peekable();

            assert!(examples.peek().is_some(), "{} {status} has no example", operation.id);
            for example in examples {
                assert!(schema.is_valid(example), "{} {status}: {example}", operation.id);
            }
        }
    }
}
