//! Which credentials sign a call: those in the environment, or those of a profile.

use std::fs;

use libtest_mimic::Trial;

use crate::support::{
    scripted::Scenario,
    shop::Shop,
    srvls::{Run, run},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        the_profile_flag_overrides_keys_in_the_environment,
        the_stages_profile_overrides_keys_where_it_exists,
        keys_in_the_environment_override_aws_profile
    ]
}

/// The environment has keys. Of the profiles, one has keys, one has none, and one fails.
fn status(shop: &Shop, arguments: &[&str], aws_profile: Option<&str>) -> Run {
    let config = shop.folder.path().join("aws-config");
    let profiles = "[profile keys]\naws_access_key_id = a\naws_secret_access_key = b\n[profile none]\n\
        [profile broken]\ncredential_process = false\n";
    fs::write(&config, profiles).unwrap();
    let mut command = shop.command(&[&["status"], arguments].concat());
    command.env("AWS_CONFIG_FILE", config).env("AWS_SHARED_CREDENTIALS_FILE", shop.folder.path().join("none"));
    run(command.envs(aws_profile.map(|profile| ("AWS_PROFILE", profile))))
}

/// The call was answered: the stack does not exist.
#[track_caller]
fn assert_signed(run: &Run) {
    assert!(run.stderr.starts_with("error: stack `shop-dev` is not deployed"), "{}", run.stderr);
}

#[track_caller]
fn assert_unsigned(run: &Run) {
    assert!(run.stderr.starts_with("error: no valid AWS credentials"), "{}", run.stderr);
}

fn the_profile_flag_overrides_keys_in_the_environment() {
    let shop = Shop::new(Scenario::default());

    assert_signed(&status(&shop, &["--profile", "keys"], None));
    assert_unsigned(&status(&shop, &["--profile", "none"], None));
}

/// CI has keys, but none of the profiles that the developers have.
fn the_stages_profile_overrides_keys_where_it_exists() {
    let shop = Shop::new(Scenario::default());

    shop.configure(|config| format!("{config}profile = 'broken'\n"));
    assert_unsigned(&status(&shop, &[], None));
    assert_signed(&status(&shop, &["--profile", "keys"], None));

    shop.configure(|config| config.replace("'broken'", "'of-another-machine'"));
    assert_signed(&status(&shop, &[], None));
}

fn keys_in_the_environment_override_aws_profile() {
    let shop = Shop::new(Scenario::default());

    assert_signed(&status(&shop, &[], Some("none")));
    assert_unsigned(&status(&shop, &["--profile", "none"], Some("keys")));
}
