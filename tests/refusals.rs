//! What is refused before anything is built, uploaded or asked of AWS, and in which words.

use std::fs;

use libtest_mimic::Trial;
use serde_json::Value;

use crate::support::{
    shop::{Shop, update},
    small::error,
    srvls::{run, srvls},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        a_usage_error_is_one_object_where_json_is_asked_for,
        a_file_that_is_no_template_says_what_it_is,
        a_merge_key_and_a_commit_reach_the_template_as_they_are_meant,
        a_parameter_that_the_template_does_not_take_is_refused_before_the_first_write,
        a_tag_of_aws_is_refused_before_the_first_call,
        a_name_that_allows_nothing_is_refused_with_the_nearest,
        a_deployment_that_another_one_overtook_changes_nothing,
        an_observation_of_nothing_says_so
    ]
}

fn a_usage_error_is_one_object_where_json_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();

    for line in [&["-o", "json", "table", "get"][..], &["status", "--nope", "--output=jsonl"], &["-ojson"]] {
        let run = run(srvls(folder.path()).args(line));

        let error: Value = serde_json::from_str(&run.stderr).expect("one object on stderr");
        assert_eq!((run.code, &error["error"]["code"]), (2, &"usage".into()), "{line:?}");
        assert_eq!(run.stdout, "");
    }
}

fn a_file_that_is_no_template_says_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("template.yaml");

    for (text, refusal) in [
        ("just text", "line 1: the template is text"),
        ("[]", "line 1: the template is a list"),
        ("42", "line 1: the template is a number"),
        ("", "line 1: the template is empty"),
        ("Resources: text", "line 1: `Resources` is text"),
        ("Resources: []", "line 1: `Resources` is a list"),
        ("Description: x\nResources: {A: text}", "line 2: resource `A` is text"),
        ("Resources:\n  A:\n    Type: x\n    Properties: {<<: text}", "line 4: `<<` takes a mapping"),
    ] {
        fs::write(&path, text).unwrap();

        let run = run(srvls(folder.path()).args(["template", "check", "template.yaml"]));

        assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{text}");
        assert!(run.stderr.contains(&format!("caused by: {refusal}")), "{text}: {}", run.stderr);
    }
}

fn a_merge_key_and_a_commit_reach_the_template_as_they_are_meant() {
    let shop = Shop::new(update());
    let template = "Resources:\n  A: {Type: AWS::SQS::Queue, Properties: &props {Tags: [{Key: commit, Value: 61e9540}]}}\n  \
                    B: {Type: AWS::SQS::Queue, Properties: {<<: *props, DelaySeconds: 5}}\n";
    shop.write("template.yaml", template);

    let run = shop.run(&["package", "--out", "dist"]);

    assert_eq!(run.code, 0, "{}", run.stderr);
    let packaged = fs::read_to_string(shop.folder.path().join("dist/template.json")).unwrap();
    let packaged: Value = serde_json::from_str(&packaged).unwrap();
    let second = &packaged["Resources"]["B"]["Properties"];
    assert_eq!((&second["Tags"][0]["Value"], &second["DelaySeconds"]), (&"61e9540".into(), &5.into()));
    assert_eq!(second["<<"], Value::Null);
}

fn a_parameter_that_the_template_does_not_take_is_refused_before_the_first_write() {
    let shop = Shop::new(update());
    let parameter = "Parameters: {MemorySize: {Type: Number, MaxValue: 10240}}";
    shop.write("template.yaml", &format!("{parameter}\nResources:\n  Queue: {{Type: AWS::SQS::Queue}}\n"));
    shop.configure(|config| format!("{config}parameters = {{ MemorySize = '99999' }}\n"));

    let run = shop.run(&["deploy", "--yes", "-o", "json"]);

    assert_eq!(run.code, 2, "{}", run.stderr);
    let message = "srvls.toml: the stage's parameter `MemorySize` is `99999`: it must be at most 10240";
    assert_eq!(error(&run)["message"], message);
    assert_eq!(shop.endpoint.writes(), Vec::<String>::new());
}

fn a_tag_of_aws_is_refused_before_the_first_call() {
    let shop = Shop::new(update());
    shop.configure(|config| format!("{config}tags = {{ 'aws:x' = 'y' }}\n"));

    let run = shop.run(&["deploy", "--yes"]);

    assert_eq!((run.code, shop.endpoint.calls()), (2, Vec::new()), "{}", run.stderr);
    assert!(
        run.stderr.contains("tag `aws:x` of stage `dev`: names that begin with `aws:` are AWS's own"),
        "{}",
        run.stderr
    );
}

fn a_name_that_allows_nothing_is_refused_with_the_nearest() {
    let shop = Shop::new(update());

    let run = shop.run(&["deploy", "--yes", "--allow", "alarms", "--allow", "Quee"]);

    assert_eq!((run.code, shop.endpoint.writes()), (2, Vec::new()), "{}", run.stderr);
    assert!(run.stderr.contains("`--allow Quee` names no resource of this stage"), "{}", run.stderr);
    assert!(run.stderr.ends_with("hint: did you mean `--allow Queue`?\n"), "{}", run.stderr);
}

fn a_deployment_that_another_one_overtook_changes_nothing() {
    let shop = Shop::new(update());
    let mut terminal = shop.terminal(80, &["deploy"]);
    terminal.showing(&["[y/N]"]);

    let other = shop.run(&["deploy", "--yes"]);
    terminal.press("y\n");
    let (screen, code) = terminal.end();

    assert_eq!((other.code, code), (0, 1), "{}\n{screen}", other.stderr);
    assert!(screen.contains("another deployment of `shop-dev` came first: nothing was changed"), "{screen}");
    let releases = shop.run(&["releases", "-o", "json"]).json();
    assert_eq!(releases["releases"][1]["outcome"], "interrupted", "{releases}");
}

fn an_observation_of_nothing_says_so() {
    let shop = Shop::new(update());
    assert_eq!(shop.run(&["deploy", "--yes"]).code, 0);

    let run = shop.run(&["deploy", "--yes", "--observe", "5m"]);

    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("nothing was observed: no new version went live"), "{}", run.stderr);
}
