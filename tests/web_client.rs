//! `srvls local web`, and the example web client that it serves: in a browser, against the backend.

use std::{
    io::Read as _,
    path::Path,
    process::{Child, Stdio},
    sync::Arc,
};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    ROOT,
    backend::{Backend, Deployed},
    browser,
    raw::{self, RawAnswer},
    srvls::{result_of, srvls},
    trials,
};

pub(crate) fn trials(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(
        backend,
        [
            an_app_is_served_with_the_outputs_of_the_stage,
            an_app_that_the_stage_does_not_allow_is_warned_of,
            what_can_not_be_served_is_refused,
            the_example_does_its_work_in_a_browser_and_explains_what_fails
        ]
    )
}

const CLIENT: &str = "clients/web";

/// A running `srvls local web`.
struct Served {
    child: Child,
    report: Value,
}

impl Served {
    fn example(deployed: &Deployed, arguments: &[&str]) -> Self {
        let mut command = deployed.command(&["local", "web", "-o", "json"]);
        command.arg(Path::new(ROOT).join(CLIENT)).args(arguments);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("srvls starts");
        let mut reports = serde_json::Deserializer::from_reader(child.stdout.take().unwrap()).into_iter::<Value>();
        let report = reports.next();
        let mut served = Self { child, report: Value::Null };
        match report {
            Some(Ok(report)) => served.report = report,
            other => panic!("{other:?}: {}", served.end()),
        }
        served
    }

    fn origin(&self) -> &str {
        self.report["origin"].as_str().expect("an origin")
    }

    fn get(&self, path: &str) -> RawAnswer {
        raw::get(&format!("{}{path}", self.origin()), b"")
    }

    /// Ends it, and returns what it said.
    fn end(&mut self) -> String {
        let _ = self.child.kill();
        let mut said = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        said
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn an_app_is_served_with_the_outputs_of_the_stage(backend: &Backend) {
    let deployed = backend.get();
    let mut served = Served::example(deployed, &["--port", "0"]);

    let (page, script, config) = (served.get("/"), served.get("/app.js"), served.get("/config.json"));
    let [missing, hidden, above] = ["/no.html", "/%2eenv", "/..%2f..%2fCargo.toml"].map(|path| served.get(path));

    assert_eq!((page.status, script.status, config.status), (200, 200, 200), "{page:?}");
    assert!(page.text.contains("content-type: text/html"), "{page:?}");
    assert!(script.text.contains("content-type: text/javascript"), "{script:?}");
    let policy = format!("connect-src 'self' http://127.0.0.1:{}; frame-ancestors 'none'", deployed.port);
    let [policy, cached, sniffed] =
        [&*format!("content-security-policy: {policy}"), "cache-control: no-store", "x-content-type-options: nosniff"];
    for answer in [&page, &config, &missing] {
        assert!([policy, cached, sniffed].iter().all(|header| answer.text.contains(header)), "{answer:?}");
    }
    assert_eq!(config.body(), deployed.run(&["outputs", "-o", "json"]).json());
    assert_eq!((missing.status, hidden.status, above.status), (404, 404, 404));
    let said = served.end();
    assert!(said.contains("Serving until Ctrl-C"), "{said}");
}

fn an_app_that_the_stage_does_not_allow_is_warned_of(backend: &Backend) {
    let deployed = backend.get();
    let mut elsewhere = Served::example(deployed, &["--port", "0"]);

    let said = elsewhere.end();

    let (origin, allowed) = (elsewhere.origin(), deployed.allowed_origin());
    assert_eq!(elsewhere.report["allowed_origin"], allowed, "{said}");
    let warning =
        format!("warning: browsers will refuse the app's calls: the stage allows pages of {allowed}, not of {origin}");
    assert!(said.contains(&warning), "{said}");
    assert!(said.contains(&format!("AllowedOrigin = \"{origin}\"")), "{said}");
}

fn what_can_not_be_served_is_refused(backend: &Backend) {
    let deployed = backend.get();
    let served = Served::example(deployed, &["--port", "0"]);
    let port = served.origin().rsplit(':').next().unwrap();
    let folder = Path::new(ROOT).join(CLIENT).display().to_string();
    let on_aws = tempfile::tempdir().unwrap();
    let config = "app = 'shop'\ndefault_stage = 'dev'\n[stages.dev]\nregion = 'eu-west-1'\n";
    std::fs::write(on_aws.path().join("srvls.toml"), config).unwrap();

    let missing = deployed.run(&["local", "web"]);
    let taken = deployed.run(&["local", "web", &folder, "--port", port]);
    let remote = result_of(srvls(on_aws.path()).args(["local", "web"]).output().unwrap());

    assert_eq!(missing.code, 5, "{}", missing.stderr);
    assert!(missing.stderr.contains("`srvls local web FOLDER`"), "{}", missing.stderr);
    assert_eq!(taken.code, 1, "{}", taken.stderr);
    assert!(taken.stderr.contains(&format!("could not listen on port {port}")), "{}", taken.stderr);
    assert!(taken.stderr.contains("pass another `--port`"), "{}", taken.stderr);
    assert!(remote.stderr.contains("stage `dev` is on AWS"), "{}", remote.stderr);
}

/// What the page showed after each step, by the step's name.
struct Steps<'a>(&'a Value);

impl Steps<'_> {
    #[track_caller]
    fn showed(&self, step: &str, title: &str, status: &str, error: &str) {
        let steps = self.0["steps"].as_array().expect("steps");
        let found = steps.iter().find(|found| found["step"] == step).unwrap_or_else(|| panic!("no step {step}"));
        let text = |part: &str| found[part].as_str().unwrap_or_default();
        assert_eq!(text("title"), title, "{found:#}");
        for (part, start) in [("status", status), ("error", error)] {
            assert!(text(part).starts_with(start) && text(part).is_empty() == start.is_empty(), "{start}: {found:#}");
        }
    }

    /// An error of the API, with the request's id for the support desk.
    #[track_caller]
    fn refused(&self, step: &str, title: &str, message: &str, code: &str) {
        self.showed(step, title, "", message);
        let found = self.0["steps"].as_array().unwrap().iter().find(|found| found["step"] == step).unwrap();
        let id = found["error"].as_str().unwrap().split(&format!("{code}, request ")).nth(1);
        assert!(id.is_some_and(|id| id.len() >= 32), "{found:#}");
    }
}

fn the_example_does_its_work_in_a_browser_and_explains_what_fails(backend: &Backend) {
    let deployed = backend.get();
    let served = Served::example(deployed, &[]);
    let app = served.origin();
    assert_eq!(app, deployed.allowed_origin());
    // The same machine by another name is another origin.
    let other = app.replace("127.0.0.1", "localhost");

    let Some(seen) = browser::seen_by("client_in_browser.py", &[app, &other, &deployed.output("ApiUrl")]) else {
        return;
    };

    let seen: Value = serde_json::from_str(&seen).unwrap();
    signs_in_and_works(&Steps(&seen), &seen);
    explains_what_fails(&Steps(&seen), &other);
    keeps_its_secrets(&seen, app, deployed.port);
    reads_well(&seen);
}

fn signs_in_and_works(steps: &Steps, seen: &Value) {
    const ACCOUNT: &str = "Your account";
    steps.showed("the first view", "Sign in", "", "");
    steps.showed("a sign-up", "Confirm your e-mail", "A code was sent to b***@e***.com", "");
    steps.showed("another code", "Confirm your e-mail", "A code was sent to ", "");
    steps.showed("the code from the mail", "Sign in", "Your account is confirmed.", "");
    steps.showed("a sign-in", ACCOUNT, "", "");
    steps.showed("a change", ACCOUNT, "Saved.", "");
    steps.showed("an app", ACCOUNT, "", "");
    steps.showed("the code of the app", ACCOUNT, "From now on, signing in asks for a code of the app.", "");
    steps.showed("an image", ACCOUNT, "Your image is stored.", "");
    steps.showed("a token that has expired", ACCOUNT, "Saved.", "");
    steps.showed("a sign-out", "Sign in", "You are signed out, on every device.", "");
    for time in ["with the app", "after the end"] {
        steps.showed(&format!("{time}: password"), "One more step", "", "");
        steps.showed(&format!("{time}: code"), ACCOUNT, "", "");
    }
    assert_eq!(seen["elsewhere"], json!([200, "Ada Elsewhere", "Ada Lovelace", 204]));
    assert!(
        seen["image"].as_str().is_some_and(|text| text.starts_with("Stored as /images/") && text.ends_with(".png"))
    );
    assert_eq!(seen["renewals"], 1, "the token was renewed, once");
}

fn explains_what_fails(steps: &Steps, other: &str) {
    const ACCOUNT: &str = "Your account";
    let up = "The API is up, but the browser may not show its answers to pages of";
    steps.showed("a page of another origin", "Sign in", "", &format!("{up} {other}: its AllowedOrigin names another"));
    steps.refused("a weak password", "Create an account", "`password` ", "invalid_request");
    let code = "the confirmation code is wrong or has expired";
    steps.refused("a wrong code from the mail", "Confirm your e-mail", code, "invalid_code");
    steps.refused("a wrong password", "Sign in", "the e-mail or the password is wrong", "invalid_credentials");
    steps.showed("a change over another", ACCOUNT, "", "Your profile was changed elsewhere in the meantime.");
    steps.refused("a wrong code of the app", ACCOUNT, code, "invalid_code");
    steps.showed("an image that is too large", ACCOUNT, "", "The upload was refused: Your proposed upload exceeds");
    steps.showed("a hostile message", ACCOUNT, "", "<img src=x onerror=alert(1)>\n\nWait 7 s, then try again.");
    steps.showed("an answer of CloudFront", ACCOUNT, "", "This call got no answer that the browser may show");
    steps.showed("offline", ACCOUNT, "", "You are offline.");
    steps.refused("with the app: wrong code", "One more step", code, "invalid_code");
    steps.showed("a session that was ended elsewhere", "Sign in", "", "Your session has ended. Sign in again.");
    steps.refused("too many requests", ACCOUNT, "too many requests: slow down\n\nWait ", "too_many_requests");
}

fn keeps_its_secrets(seen: &Value, app: &str, port: u16) {
    // The key of the app was shown, and went with its form.
    assert_eq!(seen["secret"], json!([32, true, true, false]));
    assert_eq!(seen["kept"], json!([0, 0, "", format!("{app}/")]));
    assert!(seen["injected"].as_str().is_some_and(|refusal| refusal.contains("TrustedHTML")), "{}", seen["injected"]);
    assert_eq!(seen["faults"], json!([]));
    let refusals = seen["refusals"].to_string();
    assert!(refusals.contains("blocked by CORS policy"), "{refusals}");
    let emulator = format!("http://127.0.0.1:{port}/");
    for url in seen["urls"].as_array().expect("URLs") {
        let url = url.as_str().expect("a URL");
        let is_known = [app, &emulator].iter().any(|start| url.starts_with(*start)) || url.starts_with("blob:");
        assert!(is_known && !url.contains('?'), "{url}");
    }
}

/// On a phone, in both schemes.
fn reads_well(seen: &Value) {
    let looks = seen["looks"].as_array().expect("looks");
    assert_eq!(looks.len(), 6);
    for look in looks {
        let shown = format!("{} {}", look["view"], look["scheme"]);
        assert_eq!(look["overflow"], 0, "{shown}");
        // WCAG 2.2, 1.4.3.
        assert!(look["text_contrast"].as_f64() >= Some(4.5), "{shown}: {}", look["text_contrast"]);
    }
    assert_ne!(looks[0]["back"], looks[1]["back"], "light and dark");
}
