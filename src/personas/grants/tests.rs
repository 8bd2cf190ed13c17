//! Of the grants: they allow what the gateways call, and no more.

use std::{collections::BTreeSet, fs, path::Path};

use regex::Regex;

use super::*;

/// These need no permission: any principal may read its own identity, and Cognito's sign-up calls are public.
const FREE: [&str; 2] = ["cognito-idp:ResendConfirmationCode", "sts:GetCallerIdentity"];
/// Not called by srvls: a hint names the command of the AWS CLI.
const HINTED: [&str; 1] = ["cloudformation:ContinueUpdateRollback"];

/// What another call needs besides: a log group is created with its tags, DynamoDB exports and imports with the
/// caller's permissions, and an import job of Cognito gets a role.
const IMPLIED: [&str; 5] =
    ["iam:PassRole", "logs:DescribeLogStreams", "logs:TagResource", "s3:AbortMultipartUpload", "s3:PutObjectAcl"];

/// The actions that the gateways in `folder` name, tests left out.
fn called(folder: &Path, found: &mut BTreeSet<String>) {
    let action = r#"(?:(?:aws_error|empty_answer|delete_all|\.get|\.get_text|\.post)\(\s*|ACTION: &str = )"([a-z0-9-]+:[A-Za-z]+)""#;
    let action = Regex::new(action).expect("a pattern");
    for entry in fs::read_dir(folder).expect("the gateways") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            called(&path, found);
            continue;
        }
        let text = fs::read_to_string(&path).expect("text");
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        found.extend(action.captures_iter(text).map(|named| named[1].to_owned()));
    }
}

#[test]
fn the_policies_allow_every_action_that_a_gateway_calls_and_no_other() {
    let mut called_actions = BTreeSet::new();
    called(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/aws"), &mut called_actions);
    called_actions.extend(HINTED.map(str::to_owned));
    assert!(called_actions.len() > 30, "the gateways were not found: {called_actions:?}");

    let granted = GRANTS.iter().flat_map(|grant| grant.actions).map(|action| (*action).to_owned());
    let granted: BTreeSet<String> = granted.chain(FREE.map(str::to_owned)).collect();

    let missing: Vec<_> = called_actions.difference(&granted).collect();
    let unused: Vec<_> =
        granted.difference(&called_actions).filter(|action| !IMPLIED.contains(&action.as_str())).collect();
    assert!(missing.is_empty() && unused.is_empty(), "no policy allows {missing:?}; no gateway calls {unused:?}");
}

#[test]
fn a_persona_that_sees_alarms_sees_their_mute_rules() {
    let may = |persona, action| {
        GRANTS.iter().any(|grant| grant.personas.contains(&persona) && grant.actions.contains(&action))
    };
    for persona in Persona::ALL {
        let sees = may(persona, "cloudwatch:DescribeAlarms");

        assert_eq!(may(persona, "cloudwatch:ListAlarmMuteRules"), sees, "{persona}");
        assert_eq!(may(persona, "cloudwatch:GetAlarmMuteRule"), sees, "{persona}");
    }
}

#[test]
fn every_grant_has_a_persona() {
    assert!(GRANTS.iter().all(|grant| !grant.personas.is_empty() && !grant.actions.is_empty()));
}
