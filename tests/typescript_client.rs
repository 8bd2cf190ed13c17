//! The client for TypeScript: its types are those of the contract, it compiles, and its example works on the backend.

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
    sync::Arc,
};

use libtest_mimic::Trial;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{
    ROOT,
    backend::Backend,
    project,
    tools::{self, package_file, tool},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![the_types_are_those_of_the_contract, client_and_example_compile_and_a_mistake_does_not]
}

pub(crate) fn trials_on(backend: &Arc<Backend>) -> Vec<Trial> {
    trials!(backend, [the_example_signs_up_and_changes_a_profile])
}

const CLIENT: &str = "clients/typescript";

/// A copy of the client with its packages.
fn client() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let source = Path::new(ROOT).join(CLIENT);
    for part in ["package.json", "tsconfig.json", "tsconfig.build.json", "src", "examples"] {
        project::copy(&source.join(part), &folder.path().join(part));
    }
    std::os::unix::fs::symlink(package_file(CLIENT, ""), folder.path().join("node_modules")).unwrap();
    folder
}

fn the_types_are_those_of_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let written = folder.path().join("api.ts");
    let mut generator = tool("node");
    generator.arg(package_file(CLIENT, "openapi-typescript/bin/cli.js"));
    generator.arg(Path::new(ROOT).join("templates/openapi.yaml")).arg("--output").arg(&written);

    tools::run(&mut generator);

    let [written, committed] = [written, Path::new(ROOT).join(CLIENT).join("src/api.ts")].map(fs::read_to_string);
    assert!(written.unwrap() == committed.unwrap(), "`npm run generate` in {CLIENT} writes the types of the contract");
}

fn compile(client: &TempDir, arguments: &[&str]) -> Output {
    let mut compiler = tool("node");
    compiler.arg(package_file(CLIENT, "typescript/bin/tsc")).args(arguments).current_dir(client.path());
    compiler.output().unwrap()
}

fn client_and_example_compile_and_a_mistake_does_not() {
    let client = client();

    let good = compile(&client, &[]);
    assert!(good.status.success(), "{}", String::from_utf8_lossy(&good.stdout));

    // What `npm install` of an app does with it.
    let build = compile(&client, &["--project", "tsconfig.build.json"]);
    assert!(build.status.success(), "{}", String::from_utf8_lossy(&build.stdout));
    let exported = "import('srvls-client').then(it => console.log(typeof it.createClient, new it.ApiError(\
        new Response('', { status: 502 }), '<html>').code))";
    let mut node = tool("node");
    let answer = tools::run(node.args(["-e", exported]).current_dir(client.path()));
    assert_eq!(answer, "function internal\n");

    let example = client.path().join("examples/profile.ts");
    let text = fs::read_to_string(&example).unwrap();
    for (right, wrong, error) in [
        ("password, name: \"Ada\"", "password, nam: \"Ada\"", "'nam' does not exist"),
        ("\"/auth/signin\"", "\"/auth/login\"", "\"/auth/login\""),
        ("${before.name} Lovelace", "${before.nickname} Lovelace", "'nickname' does not exist"),
        ("while (!isSignedIn(answer)) {", "while (answer === undefined) {", "is missing the following properties"),
    ] {
        assert!(text.contains(right), "{right}");
        fs::write(&example, text.replace(right, wrong)).unwrap();

        let refused = compile(&client, &[]);

        let found = String::from_utf8_lossy(&refused.stdout).into_owned();
        assert!(!refused.status.success() && found.contains(error), "{wrong}: {found}");
    }
}

fn the_example_signs_up_and_changes_a_profile(backend: &Backend) {
    let deployed = backend.get();
    let client = client();
    fs::write(client.path().join(".env"), deployed.run(&["outputs", "--dotenv"]).stdout).unwrap();
    let example = |email: &str, password: &str| -> Output {
        let mut node: Command = tool("node");
        node.args(["--env-file=.env", "examples/profile.ts", email, password]).current_dir(client.path());
        node.env_remove("API_URL").env_remove("CDN_URL");
        let mut node = node.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // The emulator's one code. The example may have ended before it asks.
        let _ = node.stdin.take().unwrap().write_all(b"123456\n");
        node.wait_with_output().unwrap()
    };

    let good = example("typescript@example.com", "Correct-horse-7-battery");
    let weak = example("weak@example.com", "short");

    let (shown, error) = (String::from_utf8_lossy(&good.stdout), String::from_utf8_lossy(&good.stderr));
    assert!(good.status.success(), "{error}");
    let profile: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!((&profile["name"], &profile["email"]), (&"Ada Lovelace".into(), &"typescript@example.com".into()));
    let refusal = String::from_utf8_lossy(&weak.stderr);
    assert_eq!(weak.status.code(), Some(1), "{refusal}");
    assert!(refusal.starts_with("invalid_request: ") && refusal.contains("(request "), "{refusal}");
}
