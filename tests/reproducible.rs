//! The same code gives the same zips in every folder: a small app, built by two developers.
//!
//! `python3 benches/reproducible.py` does this with the whole app, which takes much longer.

use std::{fs, path::Path};

use libtest_mimic::Trial;
use serde_json::Value;

use crate::support::{
    srvls::{run, srvls},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![the_same_code_gives_the_same_package_in_every_folder]
}

fn the_same_code_gives_the_same_package_in_every_folder() {
    let folder = tempfile::tempdir().unwrap();
    let ada = folder.path().join("ada");
    let bob = folder.path().join("home/bob/work");

    let of_ada = packaged(&ada, &ada.join("target"), &[]);
    let of_bob = packaged(&bob, &folder.path().join("build"), &[("CARGO_INCREMENTAL", "1"), ("RUSTFLAGS", "-g")]);

    assert!(of_ada["functions"][0]["sha256"].is_string(), "{of_ada}");
    assert_eq!(of_ada["functions"], of_bob["functions"]);
}

fn packaged(folder: &Path, target: &Path, settings: &[(&str, &str)]) -> Value {
    fs::create_dir_all(folder.join("src")).unwrap();
    for (file, text) in APP {
        fs::write(folder.join(file), text.replace("HOST", HOST)).unwrap();
    }
    let mut command = srvls(folder);
    command.args(["package", "-o", "json"]).env("CARGO_TARGET_DIR", target).envs(settings.iter().copied());
    run(&mut command).json()
}

const HOST: &str = if cfg!(target_arch = "aarch64") { "arm64" } else { "x86_64" };

/// Its binary contains the path of its source and of what its build script wrote: one of each kind that could leak.
const APP: [(&str, &str); 6] = [
    (
        "srvls.toml",
        "app = 'small'\ndefault_stage = 'dev'\ntemplate = 'template.yaml'\n[stages.dev]\nregion = 'eu-west-1'\n",
    ),
    ("Cargo.lock", "version = 4\n\n[[package]]\nname = \"small\"\nversion = \"0.1.0\"\n"),
    (
        "Cargo.toml",
        "[package]\nname = 'small'\nversion = '0.1.0'\nedition = '2024'\n\n[profile.lambda]\ninherits = 'release'\n",
    ),
    (
        "build.rs",
        r#"fn main() {
    let file = std::path::Path::new(&std::env::var_os("OUT_DIR").unwrap()).join("made.rs");
    std::fs::write(file, "fn made() -> &'static str { file!() }").unwrap();
}"#,
    ),
    (
        "src/main.rs",
        r#"include!(concat!(env!("OUT_DIR"), "/made.rs"));

fn main() {
    println!("{} {}", made(), std::panic::Location::caller());
}"#,
    ),
    (
        "template.yaml",
        "Transform: AWS::Serverless-2016-10-31
Resources:
  SmallFunction:
    Type: AWS::Serverless::Function
    Metadata: {BuildMethod: rust-cargolambda, BuildProperties: {Binary: small}}
    Properties:
      FunctionName: !Sub '${AWS::StackName}-small'
      Runtime: provided.al2023
      Handler: bootstrap
      Architectures: [HOST]
      CodeUri: .
      LoggingConfig: {LogFormat: JSON, LogGroup: !Ref SmallLogs}
  SmallLogs:
    Type: AWS::Logs::LogGroup
    Properties: {LogGroupName: !Sub '/aws/lambda/${AWS::StackName}-small', RetentionInDays: 1}
",
    ),
];
