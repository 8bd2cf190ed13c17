//! Sessions and accounts over HTTP: refreshing, signing out, resetting a password, deleting a user.

use std::{
    sync::Arc,
    thread::sleep,
    time::{Duration, Instant},
};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::api::PNG;
use crate::support::{
    PATIENCE,
    backend::{Backend, Deployed},
    client::{Client, PASSWORD, User, claims},
    totp, trials,
};

/// The code in every password-reset mail of the emulator.
const RESET_CODE: &str = "654321";
const NEW_PASSWORD: &str = "Another-horse-8-battery";

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(
        backend,
        [
            resending_a_code_gives_every_address_the_same_answer,
            a_refresh_token_yields_working_tokens_and_its_successor,
            the_app_clients_id_alone_opens_nothing,
            why_a_sign_in_failed_is_in_the_log_and_not_in_the_answer,
            an_authenticator_app_is_asked_for_once_it_is_confirmed,
            a_forgotten_password_can_be_reset,
            a_password_reset_does_not_reveal_whether_an_account_exists,
            signing_out_revokes_the_refresh_token,
            a_new_password_completes_the_challenge,
            an_invited_user_can_begin_with_a_change_of_the_profile,
            an_invited_user_can_begin_with_an_image,
            after_a_change_only_the_new_password_works,
            a_deleted_user_leaves_no_data_behind,
            signing_out_and_changing_a_password_require_a_token
        ]
    )
}

fn sign_in(client: &Client, email: &str, password: &str) -> u16 {
    client.post("/auth/signin", json!({ "email": email, "password": password })).status
}

fn resending_a_code_gives_every_address_the_same_answer(backend: &Backend) {
    let client = backend.get().client();
    let confirmed = client.new_user().email;
    let pending = "pending@example.com";
    client.post("/auth/signup", json!({ "email": pending, "password": PASSWORD, "name": "Ada" }));

    for email in [&confirmed, pending, "nobody@example.com"] {
        let answer = client.post("/auth/resend", json!({ "email": email }));

        assert_eq!(answer.status, 202, "{email}: {answer:?}");
        assert_eq!(answer.body["delivery"]["medium"], "email", "{answer:?}");
    }
    let confirmation = client.post("/auth/confirm", json!({ "email": pending, "code": "123456" }));
    assert_eq!(confirmation.status, 204, "{confirmation:?}");
}

fn refresh(client: &Client, user: &User) -> (u16, Value) {
    let answer = client.post("/auth/refresh", json!({ "refreshToken": user.refresh_token }));
    (answer.status, answer.body)
}

fn a_refresh_token_yields_working_tokens_and_its_successor(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();

    let (status, tokens) = refresh(&client, &user);
    let successor = client.post("/auth/refresh", json!({ "refreshToken": tokens["refreshToken"] }));
    let garbled = client.post("/auth/refresh", json!({ "refreshToken": "garbled" }));

    assert_eq!(status, 200, "{tokens}");
    assert_ne!(tokens["refreshToken"], user.refresh_token.as_str());
    assert_eq!(successor.status, 200, "{successor:?}");
    let access_token = tokens["accessToken"].as_str().expect("a token");
    assert_eq!(claims(access_token)["sub"], user.sub.as_str());
    let bearer = format!("Bearer {access_token}");
    assert_eq!(client.call("GET", "/user/profile", &[("authorization", &bearer)], None).status, 200);
    assert_eq!(garbled.status, 401, "{garbled:?}");
}

/// The id is in every token. Without the secret, nobody gets around what the API limits and hides.
fn the_app_clients_id_alone_opens_nothing(backend: &Backend) {
    let deployed = backend.get();
    let user = deployed.client().new_user();
    let client_id = claims(&user.access_token)["client_id"].clone();
    let by_password = json!({ "USERNAME": user.email, "PASSWORD": PASSWORD });
    for (action, mut request) in [
        ("SignUp", json!({ "Username": user.email, "Password": PASSWORD })),
        ("ConfirmSignUp", json!({ "Username": user.email, "ConfirmationCode": "123456" })),
        ("ResendConfirmationCode", json!({ "Username": user.email })),
        ("ForgotPassword", json!({ "Username": user.email })),
        ("InitiateAuth", json!({ "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": by_password })),
        ("GetTokensFromRefreshToken", json!({ "RefreshToken": user.refresh_token })),
    ] {
        request["ClientId"] = client_id.clone();

        let answer = deployed.anonymous_cognito(action, request);

        assert_eq!(answer.status, 400, "{action}: {answer:?}");
        assert!(answer.body.to_string().contains("NotAuthorizedException"), "{action}: {answer:?}");
    }
}

fn why_a_sign_in_failed_is_in_the_log_and_not_in_the_answer(backend: &Backend) {
    let deployed = backend.get();
    let client = deployed.client();
    let [wrong, unconfirmed] = [client.new_user().email, "unconfirmed@example.com".to_owned()];
    client.post("/auth/signup", json!({ "email": unconfirmed, "password": PASSWORD, "name": "Ada" }));

    let answers = [&wrong, &unconfirmed].map(|email| {
        let answer = client.post("/auth/signin", json!({ "email": email, "password": NEW_PASSWORD }));
        (answer.status, answer.body["code"].clone(), answer.body["message"].clone())
    });

    assert_eq!(answers[0], answers[1]);
    let seen = || deployed.run(&["logs", "tail", "sign_in", "--grep", "sign-in refused", "-o", "jsonl"]).stdout;
    let deadline = Instant::now() + PATIENCE;
    while !seen().contains("UserNotConfirmedException") && Instant::now() < deadline {
        sleep(Duration::from_millis(300));
    }
    let log = seen();
    for reason in ["NotAuthorizedException", "UserNotConfirmedException"] {
        let line = log.lines().find(|line| line.contains(reason)).unwrap_or_else(|| panic!("no {reason} in {log}"));
        assert!(line.contains("127.0.0.0") && !line.contains("127.0.0.1"), "{line}");
    }
    assert!(!log.contains("unconfirmed@"), "{log}");
}

fn an_authenticator_app_is_asked_for_once_it_is_confirmed(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();
    let sign_in = || client.post("/auth/signin", json!({ "email": user.email, "password": PASSWORD }));
    let confirm = |code: &str| user.call(&client, "POST", "/auth/totp/confirm", Some(json!({ "code": code })));

    let too_early = confirm("000000");
    let enrolled = user.call(&client, "POST", "/auth/totp", None);
    assert_eq!(enrolled.status, 200, "{enrolled:?}");
    let secret = enrolled.body["secret"].as_str().expect("a secret");
    let unconfirmed = sign_in();
    let wrong = confirm(&wrong_code(secret));
    let confirmed = confirm(&totp::code(secret));
    let asked = sign_in();
    let answer = |code: &str| {
        let session = &asked.body["session"];
        let challenge = "SOFTWARE_TOKEN_MFA";
        let body = json!({ "challenge": challenge, "session": session, "email": user.email, "code": code });
        client.post("/auth/challenge", body)
    };
    let refused = answer(&wrong_code(secret));
    let accepted = answer(&totp::code(secret));

    assert_eq!((too_early.status, &too_early.body["code"]), (400, &json!("invalid_code")), "{too_early:?}");
    assert!(unconfirmed.body["accessToken"].is_string(), "{unconfirmed:?}");
    assert_eq!((wrong.status, &wrong.body["code"]), (400, &json!("invalid_code")), "{wrong:?}");
    assert_eq!(confirmed.status, 204, "{confirmed:?}");
    assert_eq!((asked.status, &asked.body["challenge"]), (200, &json!("SOFTWARE_TOKEN_MFA")), "{asked:?}");
    assert_eq!(refused.status, 400, "{refused:?}");
    let bearer = format!("Bearer {}", accepted.body["accessToken"].as_str().expect("a token"));
    let disabled = client.call("DELETE", "/auth/totp", &[("authorization", &bearer)], None);
    assert_eq!(disabled.status, 204, "{disabled:?}");
    assert!(sign_in().body["accessToken"].is_string(), "signing in still asks for a code");
}

/// A code that the app shows neither now nor a moment before or after.
fn wrong_code(secret: &str) -> String {
    let first = totp::code(secret).chars().next().expect("a digit");
    let others = if first == '9' { '0' } else { '9' };
    others.to_string().repeat(6)
}

fn reset(client: &Client, email: &str, code: &str) -> (u16, Value) {
    let body = json!({ "email": email, "code": code, "newPassword": NEW_PASSWORD });
    let answer = client.post("/auth/reset-password", body);
    (answer.status, answer.body)
}

fn a_forgotten_password_can_be_reset(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();

    let sent = client.post("/auth/forgot-password", json!({ "email": user.email }));
    let (status, body) = reset(&client, &user.email, RESET_CODE);

    assert_eq!((sent.status, status), (202, 204), "{sent:?} {body}");
    assert_eq!(sign_in(&client, &user.email, PASSWORD), 401);
    assert_eq!(sign_in(&client, &user.email, NEW_PASSWORD), 200);
}

fn a_password_reset_does_not_reveal_whether_an_account_exists(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();
    let stranger = "nobody@example.com";

    let [known, unknown] = [&user.email, stranger].map(|email| {
        let sent = client.post("/auth/forgot-password", json!({ "email": email }));
        let (status, refusal) = reset(&client, email, "000000");
        (
            sent.status,
            sent.body["delivery"]["medium"].clone(),
            status,
            refusal["code"].clone(),
            refusal["message"].clone(),
        )
    });

    assert_eq!(known, unknown);
    assert_eq!((known.0, known.2), (202, 400), "{known:?}");
    assert_eq!(known.3, "invalid_code");
}

fn signing_out_revokes_the_refresh_token(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();
    assert_eq!(refresh(&client, &user).0, 200);
    // The emulator compares the times at which tokens were issued, and those are in whole seconds.
    sleep(Duration::from_millis(1100));

    let answer = user.call(&client, "POST", "/auth/signout", None);

    assert_eq!(answer.status, 204, "{answer:?}");
    let (status, body) = refresh(&client, &user);
    assert_eq!(status, 401, "{body}");
    assert_eq!(sign_in(&client, &user.email, PASSWORD), 200);
}

/// Creates a user with a temporary password, which has to be replaced.
fn invite(deployed: &Deployed, email: &str) {
    let request = json!({
        "UserPoolId": deployed.output("UserPoolId"), "Username": email, "TemporaryPassword": PASSWORD,
        "MessageAction": "SUPPRESS",
        "UserAttributes": [{ "Name": "email", "Value": email }, { "Name": "email_verified", "Value": "true" }],
    });
    deployed.cognito("AdminCreateUser", request);
}

fn a_new_password_completes_the_challenge(backend: &Backend) {
    let deployed = backend.get();
    let client = deployed.client();
    let email = "invited@example.com";
    invite(deployed, email);

    let asked = client.post("/auth/signin", json!({ "email": email, "password": PASSWORD }));
    let answer = |field: &str, value: &str| {
        let mut body =
            json!({ "challenge": "NEW_PASSWORD_REQUIRED", "session": asked.body["session"], "email": email });
        body[field] = json!(value);
        client.post("/auth/challenge", body)
    };
    let odd = answer("code", "123456");
    let right = answer("newPassword", NEW_PASSWORD);

    assert_eq!((asked.status, &asked.body["challenge"]), (200, &json!("NEW_PASSWORD_REQUIRED")), "{asked:?}");
    assert_eq!(odd.status, 400, "{odd:?}");
    assert_eq!(right.status, 200, "{right:?}");
    let bearer = format!("Bearer {}", right.body["accessToken"].as_str().expect("a token"));
    // Cognito runs no trigger for them, so nothing has created a profile before.
    let profile = client.call("GET", "/user/profile", &[("authorization", &bearer)], None);
    assert_eq!((profile.status, &profile.body["name"]), (200, &json!("invited")), "{profile:?}");
    assert_eq!(sign_in(&client, email, NEW_PASSWORD), 200);
}

/// Invites somebody, and returns the token of their first sign-in. Cognito runs no trigger for them, so nothing has
/// created their profile yet.
fn accepted_invitation(deployed: &Deployed, email: &str) -> String {
    let client = deployed.client();
    invite(deployed, email);
    let asked = client.post("/auth/signin", json!({ "email": email, "password": PASSWORD }));
    let answer = json!({
        "challenge": "NEW_PASSWORD_REQUIRED", "session": asked.body["session"], "email": email,
        "newPassword": NEW_PASSWORD,
    });
    let signed_in = client.post("/auth/challenge", answer);
    assert_eq!(signed_in.status, 200, "{signed_in:?}");
    format!("Bearer {}", signed_in.body["accessToken"].as_str().expect("a token"))
}

fn an_invited_user_can_begin_with_a_change_of_the_profile(backend: &Backend) {
    let deployed = backend.get();
    let bearer = accepted_invitation(deployed, "changes-first@example.com");

    let change = Some(json!({ "name": "Grace" }));
    let changed = deployed.client().call("PUT", "/user/profile", &[("authorization", &bearer)], change);

    assert_eq!((changed.status, &changed.body["name"]), (200, &json!("Grace")), "{changed:?}");
}

fn an_invited_user_can_begin_with_an_image(backend: &Backend) {
    let deployed = backend.get();
    let client = deployed.client();
    let email = "uploads-first@example.com";
    let bearer = accepted_invitation(deployed, email);
    let kind = Some(json!({ "contentType": "image/png" }));

    let form = client.call("POST", "/user/profile/image", &[("authorization", &bearer)], kind);
    assert_eq!(client.upload(&form.body, PNG), 204, "{form:?}");

    let user = deployed.run(&["user", "lookup", email, "-o", "json"]).json()["user"]["sub"].take();
    let sub = user.as_str().expect("a sub");
    let profile = || deployed.run(&["table", "get", "UserProfiles", sub, "-o", "json"]);
    let deadline = Instant::now() + PATIENCE;
    while profile().code != 0 && Instant::now() < deadline {
        sleep(Duration::from_millis(300));
    }
    let profile = profile();
    assert_eq!(profile.code, 0, "{}", profile.stderr);
    assert!(profile.stdout.contains(form.body["key"].as_str().expect("a key")), "{}", profile.stdout);
}

fn after_a_change_only_the_new_password_works(backend: &Backend) {
    let client = backend.get().client();
    let user = client.new_user();
    let change = |current: &str| {
        let body = json!({ "currentPassword": current, "newPassword": NEW_PASSWORD });
        user.call(&client, "POST", "/auth/change-password", Some(body))
    };

    let wrong = change("Wrong-horse-9-battery");
    let right = change(PASSWORD);

    assert_eq!((wrong.status, right.status), (400, 204), "{wrong:?} {right:?}");
    assert!(wrong.body["message"].as_str().is_some_and(|text| text.contains("currentPassword")), "{wrong:?}");
    assert_eq!(sign_in(&client, &user.email, PASSWORD), 401);
    assert_eq!(sign_in(&client, &user.email, NEW_PASSWORD), 200);
}

fn a_deleted_user_leaves_no_data_behind(backend: &Backend) {
    let deployed = backend.get();
    let client = deployed.client();
    let user = client.new_user();
    for number in 0..30 {
        let made = user.call(&client, "POST", "/data", Some(json!({ "content": number, "category": "notes" })));
        assert_eq!(made.status, 201, "{made:?}");
    }
    let image = upload_image(&client, &user);
    assert_eq!(deployed.object_status(&image), 200);

    let answer = user.call(&client, "DELETE", "/user", None);

    assert_eq!(answer.status, 202, "{answer:?}");
    assert_eq!(answer.body, json!({ "userId": user.sub }));
    // The account is deleted last. The access token stays valid for a while, so it can show that no data is left.
    let lookup = ["user", "lookup", user.sub.as_str(), "-o", "json"];
    let deadline = Instant::now() + PATIENCE;
    while deployed.run(&lookup).code != 5 {
        let in_time = Instant::now() < deadline;
        assert!(
            in_time,
            "the user is still there: {}",
            deployed.run(&["logs", "tail", "erase_user", "-o", "jsonl"]).stdout
        );
        sleep(Duration::from_millis(500));
    }
    assert_eq!(deployed.run(&lookup).code, 5);
    assert_eq!(user.call(&client, "GET", "/user/profile", None).status, 404);
    let left = user.call(&client, "GET", &format!("/data/{}", user.sub), None);
    assert_eq!(left.body["items"], json!([]), "{left:?}");
    assert_eq!(deployed.object_status(&image), 404);
    assert_eq!(sign_in(&client, &user.email, PASSWORD), 401);
}

/// Uploads an image for the user; returns its key once the profile shows it.
fn upload_image(client: &Client, user: &User) -> String {
    let form = user.call(client, "POST", "/user/profile/image", Some(json!({ "contentType": "image/png" }))).body;
    assert_eq!(client.upload(&form, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR and so on"), 204);
    let key = form["key"].as_str().expect("a key");
    let deadline = Instant::now() + PATIENCE;
    while user.call(client, "GET", "/user/profile", None).body["imageUrl"] != format!("/{key}") {
        assert!(Instant::now() < deadline, "the image is not shown");
        sleep(Duration::from_millis(500));
    }
    key.to_owned()
}

fn signing_out_and_changing_a_password_require_a_token(backend: &Backend) {
    let client = backend.get().client();
    let body = json!({ "currentPassword": PASSWORD, "newPassword": NEW_PASSWORD });

    let sign_out = client.call("POST", "/auth/signout", &[], None);
    let change = client.post("/auth/change-password", body);

    assert_eq!((sign_out.status, change.status), (401, 401), "{sign_out:?} {change:?}");
}
