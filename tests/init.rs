//! `srvls init`: the stage file that it writes for the account in hand is one that every command reads, and nothing that
//! is there is lost.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use libtest_mimic::Trial;
use serde_json::Value;
use tempfile::TempDir;

use crate::support::{
    ROOT,
    scripted::{ACCOUNT, Endpoint, Scenario},
    srvls::{Run, run, srvls},
    terminal::{CTRL_C, Terminal},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        a_stage_is_written_for_the_account_in_hand,
        what_it_creates_and_costs_is_what_cost_says,
        three_questions_are_asked_at_a_terminal,
        unattended_every_open_question_names_its_flag,
        without_credentials_only_the_local_stage_is_written,
        missing_credentials_are_an_error_where_a_stage_on_aws_is_asked_for,
        a_stage_is_added_to_a_file_only_when_asked,
        a_stage_that_is_there_is_not_replaced,
        names_that_aws_would_refuse_are_refused_before_anything_is_written,
        a_template_elsewhere_is_found_and_decides_about_mails,
        a_file_that_can_not_be_written_is_an_error,
        interrupted_at_a_question_it_leaves_nothing
    ]
}

/// A folder for the app, an AWS that knows its caller, and a home with a profile.
struct Beginner {
    home: TempDir,
    folder: PathBuf,
    endpoint: Endpoint,
}

impl Beginner {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("My_Shop");
        fs::create_dir(&folder).unwrap();
        let profiles = "[profile acme]\naws_access_key_id = a\naws_secret_access_key = b\nregion = eu-west-1\n\
            [profile none]\n";
        fs::write(home.path().join("config"), profiles).unwrap();
        Self { home, folder, endpoint: Endpoint::start(Scenario::default()) }
    }

    fn with_templates(self) -> Self {
        std::os::unix::fs::symlink(Path::new(ROOT).join("templates"), self.folder.join("templates")).unwrap();
        self
    }

    /// Without credentials, but for those of the profiles.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = srvls(&self.folder);
        command.args(arguments).args(["--endpoint-url", &self.endpoint.url]);
        command.env("AWS_CONFIG_FILE", self.home.path().join("config"));
        command.env("AWS_SHARED_CREDENTIALS_FILE", self.home.path().join("none"));
        command.env("HOME", self.home.path()).env("AWS_EC2_METADATA_DISABLED", "true");
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, arguments: &[&str]) -> Run {
        run(&mut self.command(arguments))
    }

    /// With the keys of a profile, which has a region.
    fn init(&self, arguments: &[&str]) -> Run {
        self.run(&[&["init", "--profile", "acme"], arguments].concat())
    }

    fn terminal(&self, arguments: &[&str]) -> Terminal {
        Terminal::run(&self.folder, 100, &self.command(&[&["init", "--profile", "acme"], arguments].concat()))
    }

    fn file(&self) -> PathBuf {
        self.folder.join("srvls.toml")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    #[track_caller]
    fn assert_empty(&self) {
        let files: Vec<_> = fs::read_dir(&self.folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert!(files.is_empty(), "{files:?}");
    }
}

#[track_caller]
fn assert_refused(run: &Run, code: i32, words: &[&str]) {
    assert_eq!(run.code, code, "{}", run.stderr);
    assert!(words.iter().all(|words| run.stderr.contains(words)), "{}", run.stderr);
}

/// The check of this name, as `doctor` has it.
fn check<'a>(report: &'a Value, name: &str) -> &'a Value {
    let mut checks = report["checks"].as_array().expect("checks").iter();
    checks.find(|check| check["name"] == name).unwrap_or_else(|| panic!("no {name}: {report}"))
}

fn a_stage_is_written_for_the_account_in_hand() {
    let beginner = Beginner::new();

    let flags = ["--app", "shop", "--region", "ap-northeast-2", "--alarm-email", "ops@example.com", "-o", "json"];
    let report = beginner.init(&flags).json();

    assert_eq!(beginner.endpoint.calls(), ["sts:GetCallerIdentity"]);
    assert_eq!((&report["outcome"], &report["account"]), (&"created".into(), &ACCOUNT.into()));
    assert_eq!(report["stages"], serde_json::json!(["local", "dev"]));
    let written: toml::Table = beginner.text().parse().unwrap();
    let dev = &written["stages"]["dev"];
    assert_eq!(dev["account"].as_str(), Some(ACCOUNT));
    assert_eq!((dev["region"].as_str(), dev["profile"].as_str()), (Some("ap-northeast-2"), Some("acme")));
    assert_eq!(dev["parameters"]["AlarmEmail"].as_str(), Some("ops@example.com"));
    assert_eq!(written["stages"]["local"]["emulator"].as_bool(), Some(true));

    // Every command reads it: the profile that it names has the keys.
    assert_refused(&beginner.run(&["-s", "dev", "outputs"]), 5, &["stack `shop-dev` is not deployed"]);
    let doctor = run(beginner.command(&["-s", "dev", "doctor", "-o", "json"]).env_remove("AWS_REGION"));
    let doctor: Value = serde_json::from_str(&doctor.stdout).unwrap();
    assert_eq!(check(&doctor, "configuration")["result"], "pass");
    assert_eq!(check(&doctor, "account")["detail"], format!("{ACCOUNT}, the pinned account"));
    assert_eq!(check(&doctor, "region")["detail"], "ap-northeast-2");
}

fn what_it_creates_and_costs_is_what_cost_says() {
    let beginner = Beginner::new().with_templates();

    let report = beginner.init(&["--yes", "-o", "json"]).json();

    let kinds = report["creates"]["kinds"].as_array().expect("kinds");
    let count = |kind: &str| kinds.iter().find(|it| it["type"] == kind).map(|it| it["count"].clone());
    assert_eq!(count("AWS::Cognito::UserPool"), Some(1.into()));
    assert_eq!(count("AWS::CloudFront::Distribution"), Some(1.into()), "the edge is counted, too");
    let sum: u64 = kinds.iter().map(|it| it["count"].as_u64().unwrap()).sum();
    assert_eq!(report["creates"]["resources"].as_u64(), Some(sum));
    let costs = report["creates"]["costs"].as_array().expect("costs");
    assert_eq!(costs.len(), 4);
    for cost in costs {
        let estimate = beginner.run(&["-s", "dev", "cost", "--mau", &cost["users"].to_string(), "-o", "json"]).json();
        assert_eq!(cost["total_usd"], estimate["total_usd"], "{} users", cost["users"]);
        assert_eq!(cost["requests"], estimate["requests"]);
    }

    let seoul = Beginner::new().with_templates();
    let elsewhere = seoul.init(&["--yes", "--region", "ap-northeast-2", "-o", "json"]).json();
    assert_ne!(elsewhere["creates"]["costs"], report["creates"]["costs"], "a region has its own prices");
    let unknown = Beginner::new().with_templates();
    let unknown = unknown.init(&["--yes", "--region", "sa-east-1"]);
    assert!(unknown.stdout.contains("? is a sum that srvls lacks a price for"), "{}", unknown.stdout);
}

fn three_questions_are_asked_at_a_terminal() {
    let beginner = Beginner::new();
    let mut terminal = beginner.terminal(&[]);

    terminal.showing(&["Name of the app [my-shop]:", &format!("Account {ACCOUNT}")]);
    terminal.press("Café\n");
    terminal.showing(&["it must start with a lower-case letter"]);
    terminal.press("cafe\n");
    terminal.showing(&["Region [eu-west-1]:"]);
    terminal.press("\n");
    terminal.showing(&["E-mail address for alarms [none]:"]);
    terminal.press("${AWS::Region}\n");
    terminal.showing(&["it must be an e-mail address"]);
    terminal.press("o'brien@example.com\n");
    let (screen, code) = terminal.end();

    assert_eq!(code, 0, "{screen}");
    assert!(screen.contains("Created srvls.toml with stages local and dev."), "{screen}");
    let written: toml::Table = beginner.text().parse().unwrap();
    assert_eq!(written["app"].as_str(), Some("cafe"));
    assert_eq!(written["stages"]["dev"]["region"].as_str(), Some("eu-west-1"));
    assert_eq!(written["stages"]["dev"]["parameters"]["AlarmEmail"].as_str(), Some("o'brien@example.com"));
}

fn unattended_every_open_question_names_its_flag() {
    let beginner = Beginner::new();

    let open = beginner.init(&[]);
    assert_refused(
        &open,
        2,
        &["no terminal", "`--app NAME`, `--region REGION` and `--alarm-email ADDRESS`", "`--yes`"],
    );
    assert_refused(&beginner.init(&["--app", "shop", "--region", "eu-west-1"]), 2, &["pass `--alarm-email ADDRESS`"]);
    beginner.assert_empty();

    // There is no default region.
    let mut keys = beginner.command(&["init", "--yes"]);
    keys.env("AWS_ACCESS_KEY_ID", "a").env("AWS_SECRET_ACCESS_KEY", "b");
    assert_refused(&run(&mut keys), 2, &["to ask for the region", "pass `--region REGION`\n"]);
    beginner.assert_empty();

    let defaults = beginner.init(&["--yes", "-o", "json"]).json();
    assert_eq!((&defaults["app"], &defaults["region"]), (&"my-shop".into(), &"eu-west-1".into()));
    assert!(!beginner.text().contains("AlarmEmail"), "{}", beginner.text());
}

fn without_credentials_only_the_local_stage_is_written() {
    let beginner = Beginner::new();

    let done = beginner.run(&["init", "--yes"]);

    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(done.stderr.contains("Found no AWS credentials"), "{}", done.stderr);
    for step in ["Add a template: templates/template.yaml is missing", "aws configure sso", "srvls -s dev init"] {
        assert!(done.stdout.contains(step), "{step}: {}", done.stdout);
    }
    assert!(beginner.endpoint.calls().is_empty());
    let written: toml::Table = beginner.text().parse().unwrap();
    assert_eq!(written["stages"].as_table().unwrap().keys().collect::<Vec<_>>(), ["local"]);
    let outputs = run(srvls(&beginner.folder).arg("outputs"));
    assert!(outputs.stderr.contains("the local emulator isn't running"), "{}", outputs.stderr);

    // The way that it names.
    let later = beginner.init(&["-s", "dev", "--yes", "-o", "json"]).json();
    assert_eq!((&later["outcome"], &later["stages"]), (&"extended".into(), &serde_json::json!(["dev"])));
}

fn missing_credentials_are_an_error_where_a_stage_on_aws_is_asked_for() {
    let beginner = Beginner::new();

    for arguments in [&["init", "--yes", "--profile", "none"][..], &["init", "--yes", "-s", "dev"]] {
        assert_refused(&beginner.run(arguments), 4, &["no valid AWS credentials", "`--stage local`"]);
    }
    beginner.endpoint.deny("sts:GetCallerIdentity");
    assert_refused(&beginner.init(&["--yes"]), 4, &["not allowed to call sts:GetCallerIdentity"]);
    let mailed = ["-s", "local", "--yes", "--alarm-email", "ops@example.com"];
    assert_refused(&beginner.init(&mailed), 2, &["--alarm-email applies only to a stage on AWS"]);
    beginner.assert_empty();

    // Which asks AWS for nothing.
    let local = beginner.init(&["--yes", "-s", "local", "-o", "json"]).json();
    assert_eq!(local["stages"], serde_json::json!(["local"]));
}

const FORMER: &str =
    "# mine\napp = 'shop'\ndefault_stage = 'prod'\n\n[stages.prod] # mine, too\naccount = '210987654321'";

fn a_stage_is_added_to_a_file_only_when_asked() {
    let beginner = Beginner::new();
    fs::write(beginner.file(), FORMER).unwrap();
    let flags = ["--alarm-email", "ops@example.com", "--region", "eu-west-1"];

    assert_refused(&beginner.init(&flags), 2, &["Add stage dev to srvls.toml?", "pass `--yes`"]);
    assert_refused(&beginner.init(&["--app", "store", "--yes"]), 2, &["the app is called `shop` in srvls.toml"]);
    for (answer, code) in [("n\n", 1), ("y\n", 0)] {
        assert_eq!(beginner.text(), FORMER);
        let mut terminal = beginner.terminal(&flags);
        terminal.showing(&["Add stage dev to srvls.toml? [y/N]"]);
        terminal.press(answer);
        let (screen, ended) = terminal.end();
        assert_eq!(ended, code, "{screen}");
    }

    assert!(beginner.text().starts_with(&format!("{FORMER}\n\n")), "{}", beginner.text());
    let written: toml::Table = beginner.text().parse().unwrap();
    assert_eq!(written["stages"].as_table().unwrap().keys().collect::<Vec<_>>(), ["dev", "prod"]);
    assert_refused(&beginner.run(&["-s", "dev", "outputs"]), 5, &["stack `shop-dev` is not deployed"]);
}

fn a_stage_that_is_there_is_not_replaced() {
    let beginner = Beginner::new();
    fs::write(beginner.file(), FORMER).unwrap();

    assert_refused(&beginner.init(&["-s", "prod", "--yes"]), 6, &["has a stage `prod` already", "`--stage NAME`"]);
    assert_eq!(beginner.text(), FORMER);

    let inline = "app = 'shop'\ndefault_stage = 'prod'\nstages = { prod = { edge = false } }\n";
    fs::write(beginner.file(), inline).unwrap();
    assert_refused(&beginner.init(&["--yes"]), 2, &["can't be added at the end of srvls.toml", "by hand"]);
    assert_eq!(beginner.text(), inline);

    fs::write(beginner.file(), "app = 'shop\n").unwrap();
    assert_refused(&beginner.init(&["--yes"]), 2, &["srvls.toml is not valid"]);
}

fn names_that_aws_would_refuse_are_refused_before_anything_is_written() {
    let beginner = Beginner::new();

    for app in ["Shop", "sh\"op", "sh\nop", "${AWS::StackName}", "상점", "", "-shop", "a-name-of-21-charactrs"] {
        assert_refused(&beginner.init(&["--yes", &format!("--app={app}")]), 2, &["--app"]);
    }
    for stage in ["x]\n[stages.prod", "Prod", "\"", "스테이지"] {
        assert_refused(&beginner.init(&["--yes", "-s", stage]), 2, &["is not a valid stage name"]);
    }
    for email in ["ops", "a\"b@example.com", "a\n@example.com", "${x}@example.com", "a b@example.com"] {
        assert_refused(&beginner.init(&["--yes", "--alarm-email", email]), 2, &["--alarm-email"]);
    }
    let long = beginner.init(&["--yes", "--app", "a-name-of-20-chars-x", "-s", "a-stage-of-20-chars"]);
    assert_refused(&long, 2, &["its artifact bucket would be called"]);
    let reserved = beginner.init(&["--yes", "--app", "sthree"]);
    assert_refused(&reserved, 2, &["S3 reserves names that start with `sthree-`"]);
    beginner.assert_empty();
}

fn a_template_elsewhere_is_found_and_decides_about_mails() {
    let beginner = Beginner::new();
    let template = "Resources:\n  Queue: {Type: AWS::SQS::Queue}\n";
    fs::write(beginner.folder.join("template.yaml"), template).unwrap();

    let refused = beginner.init(&["--yes", "--alarm-email", "ops@example.com"]);
    assert_refused(&refused, 2, &["template.yaml has no parameter AlarmEmail"]);
    // Nothing is asked that the template has no use for.
    let report = beginner.init(&["--app", "shop", "--region", "eu-west-1", "-o", "json"]).json();

    assert_eq!((&report["template"], &report["creates"]["resources"]), (&"template.yaml".into(), &1.into()));
    let written: toml::Table = beginner.text().parse().unwrap();
    assert_eq!(written["template"].as_str(), Some("template.yaml"));

    let broken = Beginner::new();
    fs::write(broken.folder.join("template.yaml"), "Resources: [").unwrap();
    let report = broken.init(&["--yes", "-o", "json"]).json();
    assert_eq!(report["creates"], Value::Null);
    assert!(report["next"].to_string().contains("srvls template check"), "{report}");
}

fn a_file_that_can_not_be_written_is_an_error() {
    let beginner = Beginner::new();

    // A folder in which not even an administrator creates a file.
    let run = beginner.init(&["--yes", "--app", "shop", "--config", "/proc/srvls.toml"]);

    assert_refused(&run, 1, &["could not write `/proc/srvls.toml`", "check that you may write to its folder"]);
    assert_eq!(run.stdout, "");
}

fn interrupted_at_a_question_it_leaves_nothing() {
    let beginner = Beginner::new();
    let mut terminal = beginner.terminal(&[]);
    terminal.showing(&["Name of the app"]);
    terminal.press("shop\n");
    terminal.showing(&["Region [eu-west-1]:"]);

    terminal.press(CTRL_C);

    assert_eq!(terminal.end().1, 130);
    beginner.assert_empty();
}
