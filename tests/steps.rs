//! How many calls of a command wait for one another, and how many it makes: on AWS each step is a round trip, and every
//! call counts against a quota of the account.

use std::{fs, time::Duration};

use libtest_mimic::Trial;

use crate::support::{
    scripted::{Act, Beat, SUB, Scenario, Script, beat, change, stack_beat},
    shop::{Shop, update},
    srvls::{PATIENCE_FACTOR, run},
    trials,
};

pub(crate) fn trials() -> Vec<Trial> {
    trials![
        status_takes_four_steps,
        alarms_take_four_steps,
        outputs_take_one_step,
        a_lookup_takes_three_steps_and_the_next_one_two,
        a_lookup_that_began_with_the_outputs_of_another_stack_starts_over,
        the_audit_records_about_a_user_take_two_steps,
        a_deployment_without_changes_takes_four_steps
    ]
}

const FUNCTION: &str = "AWS::Lambda::Function";
const ALARM: &str = "AWS::CloudWatch::Alarm";
const QUEUE: &str = "AWS::SQS::Queue";

/// How long each call takes. What is meant to happen at once begins within that time; on a machine that is too busy for
/// one of them, the next counts.
const DELAYS: [Duration; 3] = [Duration::from_millis(300), Duration::from_millis(900), Duration::from_secs(2)];

/// A stage as large as the templates make it: 250 resources, so that CloudFormation lists them in three pages, and an
/// edge in its own region.
fn large() -> Scenario {
    let edge = Script {
        deployed: Some(with_resources(&[("Blocked", ALARM, 3), ("Thing", QUEUE, 8)])),
        acts: vec![Act {
            given: None,
            changes: vec![change("Modify", "Thing0", QUEUE)],
            execution: vec![stack_beat("UPDATE_IN_PROGRESS", ""), stack_beat("UPDATE_COMPLETE", "")],
        }],
        outputs: vec![("CdnUrl", "{url}/cdn")],
        ..Script::default()
    };
    Scenario {
        deployed: Some(with_resources(&[("Function", FUNCTION, 23), ("Watch", ALARM, 73), ("Thing", QUEUE, 154)])),
        outputs: vec![
            ("ApiUrl", "{url}/v1"),
            ("AppDataTable", "app-data"),
            ("ImagesBucket", "images"),
            ("RateLimitsTable", "rate-limits"),
            ("UserPoolId", "eu-west-1_a"),
            ("UserProfilesTable", "user-profiles"),
        ],
        edge: Some(edge),
        keeps_templates: true,
        ..update()
    }
}

/// The history of a stack with this many resources of these types.
fn with_resources(kinds: &[(&str, &'static str, usize)]) -> Vec<Beat> {
    let named = |name: &str, index: usize| -> &'static str {
        if name == "Function" { format!("Op{index}Function").leak() } else { format!("{name}{index}").leak() }
    };
    let resources = kinds.iter().flat_map(|(name, kind, count)| {
        (0..*count).map(move |index| beat(named(name, index), kind, "CREATE_COMPLETE", ""))
    });
    let begun = stack_beat("CREATE_IN_PROGRESS", "User Initiated");
    [begun].into_iter().chain(resources).chain([stack_beat("CREATE_COMPLETE", "")]).collect()
}

/// A stage with one release.
fn deployed_shop() -> Shop {
    let shop = Shop::new(large());
    shop.write("edge.yaml", "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Acl: {Type: AWS::SQS::Queue}\n");
    let first = shop.run(&["deploy", "--yes"]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    shop
}

/// Runs the commands one after the other, on an AWS that takes its time. They succeed, and none takes more steps, or calls,
/// than this.
#[track_caller]
fn take(commands: &[(&[&str], usize, usize)]) {
    let failures: Vec<String> = DELAYS.iter().map_while(|delay| failure(*delay, commands)).collect();
    assert!(failures.len() < DELAYS.len(), "{}", failures.join("\n\nand with a longer delay\n\n"));
}

fn failure(delay: Duration, commands: &[(&[&str], usize, usize)]) -> Option<String> {
    let shop = deployed_shop();
    commands.iter().find_map(|(arguments, steps, calls)| {
        shop.endpoint.slow_down(delay);
        // No read is given up for its delay: it would take no more steps.
        let run = run(shop.command(arguments).env(PATIENCE_FACTOR, "10"));
        assert_eq!(run.code, 0, "{}", run.stderr);
        let (took, made) = (shop.endpoint.steps(), shop.endpoint.calls());
        (took > *steps || made.len() > *calls)
            .then(|| format!("{took} steps of {steps}, {} calls of {calls}:\n{made:#?}", made.len()))
    })
}

fn status_takes_four_steps() {
    // Eight calls of them look for drift.
    take(&[(&["status"], 4, 45)]);
}

fn alarms_take_four_steps() {
    take(&[(&["alarms"], 4, 11)]);
}

fn outputs_take_one_step() {
    take(&[(&["outputs"], 1, 3)]);
}

fn a_lookup_takes_three_steps_and_the_next_one_two() {
    take(&[(&["user", "lookup", "ada@example.com"], 3, 16), (&["user", "lookup", SUB], 2, 16)]);
}

fn a_lookup_that_began_with_the_outputs_of_another_stack_starts_over() {
    let shop = Shop::new(large());
    let lookup = || shop.run(&["user", "lookup", SUB, "-o", "json"]);
    let searches = || shop.endpoint.calls().iter().filter(|call| *call == "cognito-idp:ListUsers").count();
    let first = lookup().json();
    let per_lookup = searches();
    let folder = shop.folder.path().join("cache/srvls/outputs");
    let file = fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    let remembered = fs::read_to_string(&file).unwrap();

    // A user pool that was retained still answers.
    fs::write(&file, remembered.replace("shop-dev/0", "shop-dev/9").replace("eu-west-1_a", "eu-west-1_retained"))
        .unwrap();
    let second = lookup().json();

    assert_eq!(second, first);
    // The last search of a lookup is for others with the address of whom it found.
    assert_eq!(searches(), 2 * per_lookup + (per_lookup - 1), "once with the other pool, and again");
    assert_eq!(fs::read_to_string(&file).unwrap(), remembered);
    fs::write(&file, "no JSON").unwrap();
    assert_eq!(lookup().json(), first);
}

fn the_audit_records_about_a_user_take_two_steps() {
    take(&[(&["audit", "--user", "ada@example.com"], 2, 7)]);
}

/// These remain in a row: three pages of the stack's resources and the functions in them, as CloudFormation gives a page
/// only for the token of the one before. Beside them go the account, whose number is in the name of the artifact bucket;
/// the bucket, with the list of releases, and the beginning of the audit record; the newest releases, and calls to the
/// API; and the end of the audit record, once nothing can change any more.
fn a_deployment_without_changes_takes_four_steps() {
    take(&[(&["deploy", "--yes"], 4, 50)]);
}
