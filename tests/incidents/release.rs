//! A stage whose second release is followed by an alarm, and can be rolled back.

use std::{thread::sleep, time::Duration};

use super::{
    alarm, run,
    stage::{defined, use_templates},
};
use crate::{
    support::{
        scripted::{Act, Scenario, beat, change, created, stack_beat},
        shop::Shop,
    },
    tickets::proposed,
};

const FUNCTION: &str = "AWS::Lambda::Function";

/// What is live. The names are those of the templates that ship.
const TEMPLATE: &str = r#"{"Resources": {
    "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": {"Ref": "AWS::StackName"}}},
    "ApiStage": {"Type": "AWS::ApiGateway::Stage", "Properties": {}},
    "GetProfileFunction": {"Type": "AWS::Lambda::Function", "Properties": {}},
    "ListDataFunction": {"Type": "AWS::Lambda::Function", "Properties": {}},
    "SignInFunction": {"Type": "AWS::Lambda::Function", "Properties": {}},
    "SignUpFunction": {"Type": "AWS::Lambda::Function", "Properties": {}},
    "UserPool": {"Type": "AWS::Cognito::UserPool", "DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"},
    "UserPoolClient": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {}}
}}"#;

/// What is deployed, whose parameters count alone.
const SOURCE: &str = "AWSTemplateFormatVersion: '2010-09-09'
Parameters:
  AuthRateLimit: {Type: Number, Default: 20}
  EmailIdentityArn: {Type: String, Default: ''}
Resources:
  UserPool: {Type: AWS::Cognito::UserPool, DeletionPolicy: Retain, UpdateReplacePolicy: Retain}
";

/// The alarm, its newest value, and the parameters of the stage in the first release and in the second.
pub(crate) struct Incident {
    pub(crate) alarm: &'static str,
    pub(crate) value: f64,
    pub(crate) parameters: [&'static str; 2],
}

impl Incident {
    fn alarm_name(&self) -> String {
        format!("shop-dev-{}", self.alarm)
    }

    /// The stage after the second release, when the alarm fires.
    pub(crate) fn begun(&self) -> Shop {
        let logical_id = alarm(self.alarm).logical_id.as_str();
        let resources = [
            (logical_id, "AWS::CloudWatch::Alarm"),
            ("CriticalTopic", "AWS::SNS::Topic"),
            ("WarningTopic", "AWS::SNS::Topic"),
            ("Api", "AWS::ApiGateway::RestApi"),
            ("ApiStage", "AWS::ApiGateway::Stage"),
            ("ApiLogs", "AWS::Logs::LogGroup"),
            ("GetProfileFunction", FUNCTION),
            ("ListDataFunction", FUNCTION),
            ("SignInFunction", FUNCTION),
            ("SignUpFunction", FUNCTION),
            ("UserPool", "AWS::Cognito::UserPool"),
            ("UserPoolClient", "AWS::Cognito::UserPoolClient"),
        ];
        let update = || Act {
            given: None,
            changes: vec![change("Modify", "GetProfileFunction", FUNCTION)],
            execution: vec![
                stack_beat("UPDATE_IN_PROGRESS", "User Initiated"),
                beat("GetProfileFunction", FUNCTION, "UPDATE_COMPLETE", ""),
                stack_beat("UPDATE_COMPLETE", ""),
            ],
        };
        let (names, mut alarms) = defined(self.alarm);
        let definition = alarms.get_mut(&self.alarm_name()).expect("the alarm");
        definition["StateReasonData"] = format!(r#"{{"recentDatapoints":[{:.1}]}}"#, self.value).into();
        let shop = Shop::new(Scenario {
            changes: vec![change("Add", "GetProfileFunction", FUNCTION)],
            execution: created(&resources),
            later: vec![update(), update()],
            names,
            alarms,
            template: TEMPLATE,
            outputs: vec![
                ("AppDataTable", "app-data"),
                ("ImagesBucket", "images"),
                ("UserPoolClientId", "client"),
                ("UserPoolId", "eu-west-1_a"),
                ("UserProfilesTable", "user-profiles"),
            ],
            log_page_size: 100,
            ..Scenario::default()
        });
        shop.write("template.yaml", SOURCE);
        for (parameters, reason) in self.parameters.iter().zip(["OPS-6", "OPS-7"]) {
            shop.configure(|config| {
                let others = config.lines().filter(|line| !line.starts_with("parameters"));
                others.chain([format!("parameters = {{ {parameters} }}").as_str()]).collect::<Vec<_>>().join("\n")
                    + "\n"
            });
            let run = shop.run(&["deploy", "--yes", "--reason", reason]);
            assert_eq!(run.code, 0, "{}", run.stderr);
        }
        use_templates(&shop);
        // The time of an alarm has no fraction of a second: it fires after the deployment.
        sleep(Duration::from_secs(1));
        shop.endpoint.alarm_becomes(&self.alarm_name(), "ALARM");
        shop
    }

    /// What `srvls alarms` proposes ends it: the release before is live, and no alarm fires.
    pub(crate) fn is_ended_by_what_is_proposed(&self, shop: &Shop, alarms: &str, columns: u16) {
        let commands = proposed(alarms, columns, "Do");
        let rollback = commands.iter().find(|command| command.contains("rollback"));
        run(shop, rollback.unwrap_or_else(|| panic!("no rollback: {alarms}")), Some("y"));
        shop.endpoint.alarm_becomes(&self.alarm_name(), "OK");

        let after = shop.run(&["alarms", "-o", "json"]).json();
        assert!(after["alarms"].as_array().expect("alarms").iter().all(|alarm| alarm["state"] == "OK"), "{after}");
        let live = shop.run(&["releases", "-o", "json"]).json();
        assert_eq!((&live["releases"][0]["live"], records(shop)), (&true.into(), 3), "{live}");
    }
}

fn records(shop: &Shop) -> usize {
    shop.endpoint.release_records().len()
}

/// The id of the newest release.
pub(crate) fn release(shop: &Shop) -> String {
    let records = shop.endpoint.release_records();
    let ids = records.iter().map(|record| record["id"].as_str().expect("an id").to_owned());
    ids.max().expect("a release")
}
