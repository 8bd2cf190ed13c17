//! Commands in hints can be pasted: they act on the stage that srvls was run on.

use libtest_mimic::Trial;

use crate::support::{
    scripted::{Scenario, stack_beat},
    shop::{Shop, update},
    small::error,
    srvls, trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        a_command_in_a_hint_is_for_the_chosen_stage,
        an_aws_cli_command_in_a_hint_uses_the_same_endpoint,
        a_hint_comes_after_the_answer
    ]
}

/// A shop with a second stage besides the default one.
fn shop(scenario: Scenario) -> Shop {
    let shop = Shop::new(scenario);
    shop.configure(|config| format!("{config}[stages.stg]\nregion = 'eu-west-1'\n"));
    shop
}

fn a_command_in_a_hint_is_for_the_chosen_stage() {
    let shop = shop(Scenario::default());

    let text = shop.run(&["-s", "stg", "status"]);
    let json = shop.run(&["--config", "srvls.toml", "status", "-o", "json"]);
    let by_variable = srvls::run(shop.command(&["watch"]).env("SRVLS_STAGE", "stg"));
    let by_default = shop.run(&["status"]);

    assert_eq!((text.code, json.code, by_variable.code, by_default.code), (5, 5, 5, 5));
    assert!(text.stderr.ends_with("hint: run `srvls -s stg deploy` first\n"), "{}", text.stderr);
    assert_eq!(error(&json)["hint"], "run `srvls --config srvls.toml deploy` first");
    assert!(by_variable.stderr.ends_with("hint: run `srvls -s stg deploy` first\n"), "{}", by_variable.stderr);
    assert!(by_default.stderr.ends_with("hint: run `srvls deploy` first\n"), "{}", by_default.stderr);

    let shop = Shop::new(update());
    let deployed = shop.run(&["-s", "dev", "deploy", "--yes"]);
    assert!(deployed.stderr.contains("hint: try `srvls -s dev status`"), "{}", deployed.stderr);
}

fn a_hint_comes_after_the_answer() {
    let shop = Shop::new(update());
    let both = tempfile::NamedTempFile::new().unwrap();
    // In append mode neither of the two overwrites the other.
    let open = || std::fs::OpenOptions::new().append(true).open(both.path()).unwrap();

    let ended = shop.command(&["diff"]).stdout(open()).stderr(open()).status().unwrap();

    let text = std::fs::read_to_string(both.path()).unwrap();
    let (answer, hint) = (text.find("1 to change, 0 to remove"), text.find("hint: `srvls deploy --plan "));
    assert!(ended.success() && answer.is_some() && answer < hint, "{text}");
}

fn an_aws_cli_command_in_a_hint_uses_the_same_endpoint() {
    let stuck = vec![stack_beat("CREATE_COMPLETE", ""), stack_beat("UPDATE_ROLLBACK_FAILED", "")];
    let shop = Shop::new(Scenario { deployed: Some(stuck), ..update() });

    let run = shop.run(&["deploy", "--yes"]);

    assert_eq!(run.code, 1, "{}", run.stderr);
    let command = "`aws cloudformation continue-update-rollback --stack-name shop-dev --region eu-west-1";
    assert!(run.stderr.contains(&format!("{command} --endpoint-url {}`", shop.endpoint.url)), "{}", run.stderr);
}
