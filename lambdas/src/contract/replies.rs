//! Every reply of a handler, run on fakes, is documented in the contract and matches its schema.

use lambda_http::Request;
use serde_json::{Value, json};

use super::{file, handled, operation, operations, requests::example, resolved, validator};
use crate::{
    account::DeleteUser,
    auth::{
        AnswerChallenge, ChangePassword, ConfirmSignUp, ConfirmTotp, DisableTotp, EnrollTotp, ForgotPassword,
        RefreshTokens, ResendCode, ResetPassword, SignIn, SignOut, SignUp,
    },
    data::{CreateData, CursorKey, DeleteData, GetData, ListData, PutData},
    domain::{Caller, fake::user},
    http::{
        Endpoint, RateLimited,
        fake::{RequestWith as _, from, origin, post},
        respond,
    },
    identity::{
        Challenge,
        fake::{ACCESS_TOKEN, FakeAccounts, FakeIdentity, REFRESH_TOKEN},
    },
    image::fake::uploads,
    profile::{GetProfile, PutProfile},
    store::fake::{FakeAppData, FakeProfiles, FakeRateLimits, entry},
    timestamp::Timestamp,
};

/// The status of the reply, after comparing it with the contract.
async fn status_of(id: &str, endpoint: &impl Endpoint, request: Request) -> u16 {
    let response = respond(endpoint, &origin(), &request).await.expect("no failure");
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
async fn signing_up_and_in_replies_as_documented() {
    let (sign_up, confirm) = (SignUp(FakeIdentity::default()), ConfirmSignUp(FakeIdentity::default()));

    assert_eq!(status_of("sign_up", &sign_up, post(&example("sign_up"))).await, 202);
    assert_eq!(status_of("sign_up", &sign_up, post(&json!({}))).await, 400);
    assert_eq!(status_of("sign_up", &sign_up, from(None)).await, 415);
    assert_eq!(status_of("confirm_sign_up", &confirm, post(&example("confirm_sign_up"))).await, 400);
    let confirm = ConfirmSignUp(sign_up.0);
    assert_eq!(status_of("confirm_sign_up", &confirm, post(&example("confirm_sign_up"))).await, 204);
    let sign_in = SignIn(confirm.0);
    assert_eq!(status_of("sign_in", &sign_in, post(&example("sign_in"))).await, 200);
    assert_eq!(status_of("sign_in", &sign_in, post(&example_but("sign_in", "password", "wrong"))).await, 401);
}

/// A pool with the account of the examples.
fn pool_of_ada() -> FakeIdentity {
    FakeIdentity::knowing("ada@example.com", "Correct-Horse-9")
}

/// The example of a request with one field changed.
fn example_but(id: &str, field: &str, value: &str) -> Value {
    let mut body = example(id);
    body[field] = json!(value);
    body
}

#[tokio::test]
async fn challenges_reply_as_documented() {
    let challenge = Challenge { challenge: "SOFTWARE_TOKEN_MFA".into(), session: "AYAB".into() };
    let sign_up = SignUp(FakeIdentity::asking(challenge));

    assert_eq!(status_of("sign_up", &sign_up, post(&example("sign_up"))).await, 202);
    let sign_in = SignIn(sign_up.0);
    assert_eq!(status_of("sign_in", &sign_in, post(&example("sign_in"))).await, 200);
    let answer = AnswerChallenge(sign_in.0);
    let wrong = example_but("answer_challenge", "code", "000000");
    assert_eq!(status_of("answer_challenge", &answer, post(&example("answer_challenge"))).await, 200);
    assert_eq!(status_of("answer_challenge", &answer, post(&wrong)).await, 400);
}

#[tokio::test]
async fn mailed_codes_reply_as_documented_with_or_without_an_account() {
    let (resend, forgot) = (ResendCode(pool_of_ada()), ForgotPassword(pool_of_ada()));

    for email in ["ada@example.com", "nobody@example.com"] {
        let body = json!({ "email": email });
        assert_eq!(status_of("resend_code", &resend, post(&body)).await, 202);
        assert_eq!(status_of("forgot_password", &forgot, post(&body)).await, 202);
    }
    assert_eq!(status_of("resend_code", &resend, post(&json!({ "email": "ada" }))).await, 400);
    assert_eq!(status_of("forgot_password", &forgot, from(None)).await, 415);
}

#[tokio::test]
async fn new_passwords_reply_as_documented() {
    let reset = ResetPassword(pool_of_ada());
    let change = ChangePassword(pool_of_ada());
    let signed_in = || by_ada().with_header("authorization", &format!("Bearer {ACCESS_TOKEN}"));
    let changed = || signed_in().with_json(&example("change_password"));

    assert_eq!(status_of("reset_password", &reset, post(&example("reset_password"))).await, 204);
    let wrong = example_but("reset_password", "code", "000000");
    assert_eq!(status_of("reset_password", &reset, post(&wrong)).await, 400);
    let weak = example_but("reset_password", "newPassword", "weak");
    assert_eq!(status_of("reset_password", &reset, post(&weak)).await, 400);
    assert_eq!(status_of("change_password", &change, changed()).await, 204);
    assert_eq!(status_of("change_password", &change, changed()).await, 400, "the password is another one by now");
    assert_eq!(status_of("change_password", &change, post(&example("change_password"))).await, 401);
}

#[tokio::test]
async fn sessions_reply_as_documented() {
    let refresh = RefreshTokens(pool_of_ada());
    let good = post(&json!({ "refreshToken": REFRESH_TOKEN }));
    let signed_in = || by_ada().with_header("authorization", &format!("Bearer {ACCESS_TOKEN}"));

    assert_eq!(status_of("refresh_tokens", &refresh, good.clone()).await, 200);
    assert_eq!(status_of("refresh_tokens", &refresh, post(&example("refresh_tokens"))).await, 401);
    assert_eq!(status_of("refresh_tokens", &refresh, post(&json!({ "refreshToken": "" }))).await, 400);
    let sign_out = SignOut(refresh.0);
    assert_eq!(status_of("sign_out", &sign_out, from(None)).await, 401);
    assert_eq!(status_of("sign_out", &sign_out, signed_in()).await, 204);
    assert_eq!(status_of("sign_out", &sign_out, signed_in()).await, 401);
    assert_eq!(status_of("refresh_tokens", &RefreshTokens(sign_out.0), good).await, 401);
}

#[tokio::test]
async fn second_factors_reply_as_documented() {
    let (enroll, confirm) = (EnrollTotp(pool_of_ada()), ConfirmTotp(pool_of_ada()));
    let disable = DisableTotp(pool_of_ada());
    let signed_in = || by_ada().with_header("authorization", &format!("Bearer {ACCESS_TOKEN}"));
    let refreshed = || {
        let caller = Caller { signed_in_at: Timestamp::MIN, ..user("ada") };
        from(Some(&caller)).with_header("authorization", &format!("Bearer {ACCESS_TOKEN}"))
    };
    let wrong = example_but("confirm_totp", "code", "000000");

    assert_eq!(status_of("enroll_totp", &enroll, signed_in()).await, 200);
    assert_eq!(status_of("enroll_totp", &enroll, refreshed()).await, 401);
    assert_eq!(status_of("enroll_totp", &enroll, from(None)).await, 401);
    assert_eq!(status_of("confirm_totp", &confirm, signed_in().with_json(&example("confirm_totp"))).await, 204);
    assert_eq!(status_of("confirm_totp", &confirm, signed_in().with_json(&wrong)).await, 400);
    assert_eq!(status_of("confirm_totp", &confirm, signed_in()).await, 415);
    assert_eq!(status_of("confirm_totp", &confirm, post(&example("confirm_totp"))).await, 401);
    assert_eq!(status_of("disable_totp", &disable, signed_in()).await, 204);
    assert_eq!(status_of("disable_totp", &disable, refreshed()).await, 401);
    assert_eq!(status_of("disable_totp", &disable, from(None)).await, 401);
}

#[tokio::test]
async fn account_deletion_replies_as_documented() {
    assert_eq!(status_of("delete_user", &DeleteUser::fake(), by_ada()).await, 202);
    assert_eq!(status_of("delete_user", &DeleteUser::fake(), from(None)).await, 401);
}

#[tokio::test]
async fn profiles_reply_as_documented() {
    let get = GetProfile { profiles: FakeProfiles::with_profile_of("ada"), accounts: FakeAccounts::default() };
    let put = PutProfile { profiles: FakeProfiles::with_profile_of("ada"), accounts: FakeAccounts::default() };
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
async fn data_replies_as_documented() {
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
async fn lists_reply_as_documented() {
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
async fn single_entries_reply_as_documented() {
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
async fn image_uploads_reply_as_documented() {
    let create = uploads();
    let of_type = |content_type: &str| by_ada().with_json(&json!({ "contentType": content_type }));

    assert_eq!(status_of("create_image_upload", &create, by_ada().with_json(&json!({}))).await, 201);
    assert_eq!(status_of("create_image_upload", &create, by_ada()).await, 415);
    assert_eq!(status_of("create_image_upload", &create, of_type("image/png")).await, 201);
    assert_eq!(status_of("create_image_upload", &create, of_type("image/svg+xml")).await, 400);
    assert_eq!(status_of("create_image_upload", &create, from(None)).await, 401);
}

#[tokio::test]
async fn too_many_requests_is_documented_for_every_rate_limited_operation() {
    for operation in operations().filter(|operation| !operation.path.starts_with("/auth/")) {
        let limited = RateLimited { operation: GetData(FakeAppData::default()), limits: FakeRateLimits::of(0) };

        assert_eq!(status_of(operation.id, &limited, by_ada()).await, 429, "{}", operation.id);
    }
}

#[test]
fn every_operation_has_its_responses_tested() {
    let tests = file("src/contract/replies.rs");
    for operation in handled() {
        assert!(tests.contains(&format!("status_of(\"{}\"", operation.id)), "{} is missing here", operation.id);
    }
}

#[test]
fn every_documented_example_matches_its_schema() {
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
