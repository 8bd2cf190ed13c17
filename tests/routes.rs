//! Every route of the contract, called by people who must not use it.

use std::{cell::RefCell, collections::BTreeSet, sync::Arc};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    backend::Backend,
    client::{Answer, Client, User},
    openapi::{Operation, operations},
    trials,
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    let mut trials = trials![only_health_and_signing_in_are_open_to_everyone];
    trials.extend(trials!(
        backend,
        [
            every_other_route_requires_a_token,
            no_route_shows_or_changes_another_users_data,
            no_request_body_may_name_a_user
        ]
    ));
    trials
}

/// A new route needs a token unless it is listed here, too.
fn only_health_and_signing_in_are_open_to_everyone() {
    let open: BTreeSet<String> =
        operations().into_iter().filter(|operation| !operation.needs_token).map(|operation| operation.id).collect();

    let expected = [
        "answer_challenge",
        "confirm_sign_up",
        "forgot_password",
        "health",
        "refresh_tokens",
        "resend_code",
        "reset_password",
        "sign_in",
        "sign_up",
    ];
    assert_eq!(open, expected.map(str::to_owned).into());
}

fn closed() -> impl Iterator<Item = Operation> {
    operations().into_iter().filter(|operation| operation.needs_token)
}

/// What the owner's entry holds.
const ONLY_FOR_THE_OWNER: &str = "only for the owner";

/// A user with a profile and an entry.
struct Owner {
    user: User,
    data_id: String,
    /// The newest one: each is replaced when it is used.
    refresh_token: RefCell<Value>,
}

/// Everything that the API shows to an owner.
#[derive(Debug, PartialEq)]
struct Possessions {
    profile: (u16, Value, Option<String>),
    entry: (u16, Value, Option<String>),
    entries: (u16, Value),
    refresh_status: u16,
}

impl Owner {
    fn new(client: &Client) -> Self {
        let user = client.new_user();
        let made =
            user.call(client, "POST", "/data", Some(json!({ "content": ONLY_FOR_THE_OWNER, "category": "notes" })));
        assert_eq!(made.status, 201, "{made:?}");
        let refresh_token = RefCell::new(json!(user.refresh_token));
        Self { user, data_id: made.body["dataId"].as_str().expect("an id").to_owned(), refresh_token }
    }

    fn possessions(&self, client: &Client) -> Possessions {
        let get = |path: &str| self.user.call(client, "GET", path, None);
        let (profile, entries) = (get("/user/profile"), get(&format!("/data/{}", self.user.sub)));
        let entry = get(&format!("/data/{}/{}", self.user.sub, self.data_id));
        let refreshed = client.post("/auth/refresh", json!({ "refreshToken": *self.refresh_token.borrow() }));
        self.refresh_token.replace(refreshed.body["refreshToken"].clone());
        Possessions {
            profile: (profile.status, profile.body, profile.etag),
            entry: (entry.status, entry.body, entry.etag),
            entries: (entries.status, entries.body),
            refresh_status: refreshed.status,
        }
    }

    /// The path of the operation for this owner's data.
    fn path(&self, operation: &Operation) -> String {
        let path = operation.path.replace("{userId}", &self.user.sub).replace("{dataId}", &self.data_id);
        assert!(!path.contains('{'), "say here what to insert into {}", operation.path);
        path
    }
}

#[track_caller]
fn assert_error(operation: &Operation, answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, &answer.body["code"]), (status, &json!(code)), "{}: {answer:?}", operation.id);
    let fields: Vec<&String> = answer.body.as_object().expect("an object").keys().collect();
    assert_eq!(fields, ["message", "code", "requestId"], "{}: {answer:?}", operation.id);
}

fn every_other_route_requires_a_token(backend: &Backend) {
    let client = backend.get().client();
    let owner = Owner::new(&client);
    let before = owner.possessions(&client);

    for operation in closed() {
        let path = owner.path(&operation);
        let expired = format!("Bearer {}", backend.mint().token_but("exp", json!(1)));
        for headers in [vec![], vec![("authorization", expired.as_str())]] {
            let answer = client.call(&operation.method, &path, &headers, operation.example.clone());

            assert_error(&operation, &answer, 401, "unauthorized");
        }
    }

    assert_eq!(owner.possessions(&client), before);
}

/// Another user names the owner in every place where a request can name a user.
fn no_route_shows_or_changes_another_users_data(backend: &Backend) {
    let client = backend.get().client();
    let owner = Owner::new(&client);
    let before = owner.possessions(&client);
    assert_eq!((before.profile.0, before.entry.0, before.refresh_status), (200, 200, 200), "{before:?}");

    for operation in closed() {
        let (eve, sub) = (client.new_user(), owner.user.sub.as_str());
        let path = format!("{}?userId={sub}&sub={sub}&username={sub}", owner.path(&operation));
        let bearer = eve.bearer();
        let headers = [("authorization", bearer.as_str()), ("x-user-id", sub), ("x-amzn-principal-id", sub)];

        let answer = client.call(&operation.method, &path, &headers, operation.example.clone());

        if operation.path.contains("{userId}") {
            assert_error(&operation, &answer, 404, "not_found");
        }
        let text = answer.body.to_string();
        for secret in [sub, &owner.user.email, ONLY_FOR_THE_OWNER] {
            assert!(!text.contains(secret), "{} reveals {secret}: {answer:?}", operation.id);
        }
        assert_eq!(owner.possessions(&client), before, "{} changed another user's data", operation.id);
    }
}

fn no_request_body_may_name_a_user(backend: &Backend) {
    let client = backend.get().client();
    let owner = Owner::new(&client);
    let before = owner.possessions(&client);

    for operation in closed() {
        let Some(mut body) = operation.example.clone() else { continue };
        body["userId"] = json!(owner.user.sub);
        let answer = owner.user.call(&client, &operation.method, &owner.path(&operation), Some(body));

        assert_error(&operation, &answer, 400, "invalid_request");
    }

    assert_eq!(owner.possessions(&client), before);
}
