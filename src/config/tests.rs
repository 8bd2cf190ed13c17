//! What srvls.toml may say, and how a mistake in it is reported.

use std::error::Error as _;

use super::*;
use crate::{error::Failure as _, exit::Exit};

const GOOD: &str = "app = 'shop'\ndefault_stage = 'dev'\n[stages.dev]\nregion = 'eu-west-1'\n[stages.prod]\n";

fn parse(text: &str) -> Result<Config, ConfigError> {
    Config::parse(text, Path::new("/app/srvls.toml"))
}

#[test]
fn the_default_stage_is_used_when_none_is_named() {
    let stage = parse(GOOD).expect("valid").stage(None).expect("exists");

    assert_eq!(stage.stack_name().0, "shop-dev");
    assert_eq!(stage.settings.region.as_deref(), Some("eu-west-1"));
}

#[test]
fn a_tag_that_aws_would_refuse_is_named_with_its_rule() {
    let refusal = |tags: &str| {
        parse(&GOOD.replace("[stages.prod]", &format!("tags = {{ {tags} }}\n[stages.prod]")))
            .err()
            .map(|e| e.to_string())
    };

    for (tag, rule) in [
        ("'aws:x' = 'y'", "tag `aws:x` of stage `dev`: names that begin with `aws:` are AWS's own"),
        ("'a*' = 'y'", "tag `a*` of stage `dev`: tags consist of"),
        ("'' = 'y'", "tag `` of stage `dev`: a tag has a name of 1 to 128 characters"),
    ] {
        let refusal = refusal(tag).expect("refused");
        assert!(refusal.contains(rule), "{refusal}");
    }
    assert_eq!(refusal("team = 'Plattform ü', 'cost:center' = 'a/b@c'"), None);
    let many = (0..51).map(|n| format!("t{n:02} = 'x'")).collect::<Vec<_>>().join(", ");
    assert!(refusal(&many).expect("refused").ends_with("tag `t50` of stage `dev`: a stack has at most 50 tags"));
}

#[test]
fn an_unknown_key_names_its_line_and_the_nearest_key() {
    let error = parse(&GOOD.replace("region", "reigon")).expect_err("unknown key");

    assert!(error.source().expect("a cause").to_string().contains("line 4"));
    assert_eq!(error.hint().as_deref(), Some("did you mean `region`?"));
}

#[test]
fn an_unknown_canary_names_the_nearest_one() {
    let text = GOOD.replace("region = 'eu-west-1'", "canary = '10percent5min'");

    let error = parse(&text).expect_err("no such canary");

    assert_eq!(error.hint().as_deref(), Some("did you mean `10percent5minutes`?"));
}

#[test]
fn a_value_that_does_not_parse_says_how_to_write_it() {
    let seen = [
        ("default_stage = 'dev'\n", "", "add `default_stage = \"NAME\"` above the first `[stages.NAME]`"),
        ("region = 'eu-west-1'", "account = 123456789012", "it must be a string: put it in quotes, \"123456789012\""),
        ("region = 'eu-west-1'", "account = 012345678901", "put strings in quotes: "),
        ("'eu-west-1'", "eu-west-1", "put strings in quotes: "),
        ("region = 'eu-west-1'", "protected = 'yes'", "write `true` or `false`, without quotes"),
        ("region = 'eu-west-1'", "parameters = { Days = 3 }", "it must be a string: put it in quotes, \"3\""),
    ];
    for (from, to, hint) in seen {
        let error = parse(&GOOD.replace(from, to)).expect_err("not valid");

        assert!(error.hint().is_some_and(|actual| actual.starts_with(hint)), "{to}: {:?}", error.hint());
    }
}

#[test]
fn an_unknown_stage_names_the_nearest_one() {
    let error = parse(GOOD).expect("valid").stage(Some("prd")).expect_err("no such stage");

    assert_eq!(error.to_string(), "there is no stage `prd` in srvls.toml");
    assert_eq!(error.hint().as_deref(), Some("did you mean `--stage prod`?"));
}

#[test]
fn a_name_that_no_bucket_could_have_is_refused() {
    let error = parse(&GOOD.replace("shop", "My_Shop")).expect_err("bad name");

    assert_eq!(
        error.to_string(),
        "/app/srvls.toml: `My_Shop` is not a valid app name: it must start with a lower-case letter"
    );
}

#[test]
fn a_stage_whose_bucket_would_get_too_long_a_name_is_refused() {
    let named = |app: &str, stage: &str| {
        parse(&format!("app = '{app}'\ndefault_stage = '{stage}'\n[stages.{stage}]\nregion = 'ap-southeast-1'\n"))
    };

    // 63 characters, less `-artifacts-`, the account, a hyphen and the region.
    assert!(named("marketplace", "production-eu").is_ok());
    let error = named("marketplace", "production-euro").expect_err("too long");

    assert_eq!(
        error.to_string(),
        "/app/srvls.toml: stage `production-euro`: its artifact bucket would be called \
         `marketplace-production-euro-artifacts-000000000000-ap-southeast-1`, 65 characters; 63 are allowed"
    );
    let hint = "shorten `app` or the name of the stage by 2 characters: together with the hyphen they may have 25 here";
    assert_eq!((error.hint().as_deref(), error.exit()), (Some(hint), Exit::Usage));
}

#[test]
fn a_bucket_name_that_s3_reserves_is_refused() {
    let error = parse(&GOOD.replace("'shop'", "'sthree'")).expect_err("reserved");

    assert!(error.to_string().ends_with("and S3 reserves names that start with `sthree-`"), "{error}");
}

#[test]
fn a_resource_of_the_template_whose_name_would_get_too_long_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let function = "{Type: AWS::Serverless::Function, Properties: {FunctionName: !Sub '${AWS::StackName}-NAME'}}";
    let template = format!("Resources: {{GetFunction: {}}}", function.replace("NAME", &"n".repeat(56)));
    fs::write(folder.path().join("template.yaml"), template).expect("written");
    let path = folder.path().join("srvls.toml");
    fs::write(&path, format!("template = 'template.yaml'\n{GOOD}")).expect("written");
    let config = Config::load(None, folder.path()).expect("valid by itself");
    let stage = config.stage(None).expect("exists");

    let error = config.check_names(&stage, None).expect_err("too long");

    let text = error.to_string();
    assert!(text.starts_with(&format!("{}: stage `dev`: the function GetFunction", path.display())), "{text}");
    assert!(text.ends_with("65 characters; 64 are allowed"), "{text}");
    assert!(
        error
            .hint()
            .is_some_and(|hint| hint.ends_with("by 1 character: together with the hyphen they may have 7 here"))
    );
}

#[test]
fn our_templates_leave_room_for_any_name_that_the_bucket_allows() {
    let config = Config::load(None, Path::new(env!("CARGO_MANIFEST_DIR"))).expect("valid");
    let stage = Stage { app: "a".repeat(20), name: "stageeeee".into(), settings: StageSettings::default() };

    let longest_role = config.check_names(&Stage { name: "stageee".into(), ..stage.clone() }, Some("us-east-1"));

    assert!(longest_role.is_ok(), "{longest_role:?}");
    assert!(config.check_names(&stage, Some("ap-southeast-1")).is_err());
}

#[test]
fn an_account_or_region_that_is_none_is_refused() {
    for (given, key, value) in [
        ("account = '123'", "account", "123"),
        ("account = '12345678901x'", "account", "12345678901x"),
        ("region = 'mars'", "region", "mars"),
    ] {
        let error = parse(&GOOD.replace("region = 'eu-west-1'", given)).expect_err("none");

        assert!(error.to_string().contains(&format!("`{key}` of stage `dev` is `{value}`")), "{error}");
        assert!(error.hint().is_some() && error.exit() == Exit::Usage);
    }
    let config = parse(GOOD).expect("valid");
    let stage = config.stage(None).expect("exists");
    let of_flag = |stage: &Stage, region| config.check_names(stage, region);
    assert_eq!(of_flag(&stage, Some("eu_west_1")).expect_err("none").exit(), Exit::Usage);
    assert!(of_flag(&stage, None).is_ok());
    let settings = StageSettings { emulator: true, ..StageSettings::default() };
    let local = Stage { settings, ..stage };
    assert!(of_flag(&local, Some("mars")).is_ok(), "the emulator ignores AWS_REGION");
}

#[test]
fn a_stage_cannot_have_the_stack_name_of_an_edge() {
    let error = parse(&format!("{GOOD}[stages.dev-edge]\n")).expect_err("clash");

    assert_eq!(
        error.to_string(),
        "/app/srvls.toml: stage `dev-edge` has the same stack name as the edge of stage `dev`"
    );
    let hint = "rename stage `dev-edge`, or pin the two stages to different accounts";
    assert_eq!(error.hint().as_deref(), Some(hint));
}

#[test]
fn stages_that_match_the_same_iam_patterns_are_found() {
    let config = parse(&format!("{GOOD}[stages.dev-eu]\n[stages.dev2]\n[stages.eu-dev]\n")).expect("valid");

    let stage = config.stage(Some("dev")).expect("exists");
    assert_eq!(config.overlapping(&stage), ["dev-eu"]);
}

#[test]
fn stages_of_different_accounts_may_share_a_stack_name() {
    let pinned = |dev: &str, dev_edge: &str| {
        parse(&format!("app = 'shop'\ndefault_stage = 'dev'\n[stages.dev]\n{dev}\n[stages.dev-edge]\n{dev_edge}\n"))
    };

    assert!(pinned("account = '111111111111'", "account = '222222222222'").is_ok());
    assert!(pinned("emulator = true", "account = '222222222222'").is_ok());
    assert!(pinned("account = '111111111111'", "account = '111111111111'").is_err());
    assert!(pinned("account = '111111111111'", "").is_err());
}

mod fuzz {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        // What a failure shows belongs into a test of its own, not into a file of seeds.
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn no_file_makes_srvls_panic(text in any::<String>()) {
            let _ = parse(&text);
        }

        #[test]
        fn no_damage_to_a_file_makes_srvls_panic(at in 0..GOOD.len(), length in 0..9_usize, put in ".{0,6}") {
            let end = (at + length).min(GOOD.len());
            let damaged = format!("{}{put}{}", &GOOD[..at], &GOOD[end..]);

            if let Err(error) = parse(&damaged) {
                let _ = (error.to_string(), error.hint());
            }
        }
    }
}
