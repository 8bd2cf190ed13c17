//! `srvls outputs --dotenv`: the readers of `.env` files that apps use find every output, as it is.

use std::{fs, path::Path, process::Command};

use libtest_mimic::Trial;
use serde_json::{Value, json};

use crate::support::{
    scripted::{Scenario, deployed},
    shop::Shop,
    tools::{self, tool},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        readers_of_env_files_find_the_outputs_as_they_are,
        a_value_that_env_file_readers_parse_differently_is_refused
    ]
}

fn shop(outputs: Vec<(&'static str, &'static str)>) -> Shop {
    Shop::new(Scenario { deployed: Some(deployed()), outputs, ..Scenario::default() })
}

/// What a program prints as JSON that has read `file`, with nothing else in its environment.
fn read_by(mut reader: Command, file: &Path) -> Value {
    reader.arg(file).env_remove("API_URL").env("HOME", "/home/of-the-test");
    serde_json::from_str(&tools::run(&mut reader)).unwrap()
}

fn node() -> Command {
    let mut node = tool("node");
    node.args(["-e", "console.log(JSON.stringify(util.parseEnv(fs.readFileSync(process.argv[1], 'utf8'))))"]);
    node
}

/// With the expansion of variables that it has by default.
fn python() -> Command {
    let mut python = tool("python");
    python.args(["-c", "import dotenv, json, sys; print(json.dumps(dotenv.dotenv_values(sys.argv[1])))"]);
    python
}

/// By a shell, which is what `set -a; . ./.env` is.
fn shell() -> Command {
    let mut shell = Command::new("sh");
    let read = "set -a; . \"$0\"; exec \"$1\" -c 'import json, os; print(json.dumps(dict(os.environ)))'";
    shell.args(["-c", &format!("set -- \"$(command -v python3)\"; {read}")]);
    shell
}

fn readers_of_env_files_find_the_outputs_as_they_are() {
    let shop = shop(vec![
        ("ApiUrl", "https://x1.execute-api.eu-west-1.amazonaws.com/v1"),
        ("UserPoolClientId", "4h57"),
        ("AlarmTopic", "arn:aws:sns:eu-west-1:123456789012:shop-dev"),
        ("Greeting", "Grüße # $HOME, \"you\" `id` = x"),
        ("Owner", "it's Ada's # own"),
    ]);

    let run = shop.run(&["outputs", "--dotenv"]);

    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let file = shop.folder.path().join(".env");
    fs::write(&file, &run.stdout).unwrap();
    let expected = json!({
        "API_URL": "https://x1.execute-api.eu-west-1.amazonaws.com/v1",
        "USER_POOL_CLIENT_ID": "4h57",
        "ALARM_TOPIC": "arn:aws:sns:eu-west-1:123456789012:shop-dev",
        "GREETING": "Grüße # $HOME, \"you\" `id` = x",
        "OWNER": "it's Ada's # own",
    });
    assert_eq!(read_by(node(), &file), expected);
    assert_eq!(read_by(python(), &file), expected);
    let variables = read_by(shell(), &file);
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&variables[name], value, "{name}");
    }
    assert_eq!(shop.run(&["outputs", "--dotenv", "-o", "json"]).json(), expected);
}

fn a_value_that_env_file_readers_parse_differently_is_refused() {
    for value in ["a\nPATH=/tmp", "${HOME}", "it's \"so\"", "C:\\new"] {
        let shop = shop(vec![("ApiUrl", "https://x"), ("Note", value)]);

        let run = shop.run(&["outputs", "--dotenv"]);

        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{value:?}: {}", run.stderr);
        assert!(run.stderr.contains("output `Note` has a value"), "{}", run.stderr);
    }
    let both = shop(vec![]).run(&["outputs", "ApiUrl", "--dotenv"]);
    assert_eq!(both.code, 2, "{}", both.stderr);
}
