//! The policies: what each persona may do, and what none may.

use std::collections::BTreeSet;

use super::*;

fn place() -> Place {
    Place::of_test()
}

/// Everything that the policies of a persona have.
fn own_policy(persona: Persona, place: &Place) -> Policy {
    let all = |mut all: Policy, more: Policy| {
        all.statements.extend(more.statements);
        let more = more.document["Statement"].as_array().expect("a list").clone();
        all.document["Statement"].as_array_mut().expect("a list").extend(more);
        all
    };
    own_policies(persona, place).into_iter().reduce(all).expect("a policy")
}

fn actions(policy: &Policy) -> BTreeSet<String> {
    policy.statements.iter().flat_map(|statement| statement.actions.clone()).collect()
}

fn resources(policy: &Policy, action: &str) -> Vec<String> {
    let about = policy.statements.iter().filter(|statement| statement.actions.iter().any(|named| named == action));
    about.flat_map(|statement| statement.resources.clone()).collect()
}

/// The longest names that a stage can have, in the region with the longest name.
fn longest_place() -> Place {
    let stack = crate::stage::StackName("a".repeat(41));
    Place {
        region: "ap-southeast-1".into(),
        user_pool: Some("ap-southeast-1_abcdefghi".into()),
        edge: Some(crate::stage::StackName(format!("{stack}-edge"))),
        stack,
        ..place()
    }
}

fn our_resource_types() -> Vec<String> {
    let templates = ["template.yaml", "edge.yaml"].map(|file| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(file);
        crate::template::Template::read(&path).expect("valid").resource_types()
    });
    templates.into_iter().flatten().collect()
}

#[test]
fn support_reads_users_but_cannot_deploy_or_read_logs() {
    let policy = own_policy(Persona::Support, &place());

    let actions = actions(&policy);
    assert!(actions.contains("cognito-idp:ListUsers") && actions.contains("dynamodb:Query"));
    for forbidden in ["cloudformation:CreateChangeSet", "s3:PutObject", "dynamodb:Scan"] {
        assert!(!actions.contains(forbidden), "{forbidden}");
    }
    let logs = resources(&policy, "logs:FilterLogEvents");
    let of_users = [":/srvls/srvls-dev/audit", ":/aws/apigateway/srvls-dev:"];
    assert!(logs.iter().all(|group| of_users.iter().any(|part| group.contains(part))), "{logs:?}");
}

#[test]
fn every_persona_adds_to_the_audit_log_and_none_may_take_away() {
    for persona in Persona::ALL {
        let policy = own_policy(persona, &place());

        let log = "arn:aws:logs:eu-west-1:123456789012:log-group:/srvls/srvls-dev/audit";
        let both = [log.to_owned(), format!("{log}:*")];
        let appended = resources(&policy, "logs:PutLogEvents");
        assert!(both.iter().all(|arn| appended.contains(arn)), "{persona}: {appended:?}");
        let mut statements = policy.document["Statement"].as_array().expect("a list").iter();
        let denial = statements.find(|statement| statement["Effect"] == "Deny").expect("a denial");
        assert_eq!(denial["Resource"], json!(both), "{persona}");
        let denied = denial["Action"].as_array().expect("a list");
        assert!(denied.contains(&json!("logs:DeleteLogGroup")), "{persona}");
        let makes = actions(&policy).contains("logs:CreateLogGroup");
        assert_eq!(makes, persona == Persona::Ops, "{persona}");
    }
}

#[test]
fn oncall_sees_no_user_and_changes_nothing_but_whether_alarms_notify() {
    let policy = own_policy(Persona::Oncall, &place());
    let recorded = |action: &String| {
        ["logs:CreateLogStream", "logs:PutLogEvents"].contains(&action.as_str())
            && resources(&policy, action).iter().all(|group| group.contains("/audit"))
    };
    let of_alarms = |action: &String| {
        let own = [":alarm:srvls-dev-", ":alarm-mute-rule:srvls-dev-"];
        resources(&policy, action).iter().all(|arn| own.iter().any(|part| arn.contains(part)))
    };
    for action in actions(&policy).into_iter().filter(|action| !recorded(action) && !of_alarms(action)) {
        let verb = action.split(':').nth(1).expect("a verb");
        let reads = ["BatchGet", "Describe", "Filter", "Get", "List", "StartLiveTail", "StartQuery", "StopQuery"];
        assert!(reads.iter().any(|read| verb.starts_with(read)), "{action}");
        let personal = action.starts_with("cognito-idp:")
            || ["dynamodb:GetItem", "dynamodb:Query", "dynamodb:Scan"].contains(&action.as_str());
        assert!(!personal, "{action}");
    }
}

#[test]
fn ops_passes_one_role_itself_and_only_to_cognito() {
    let policy = own_policy(Persona::Ops, &place());

    let mut statements = policy.document["Statement"].as_array().expect("a list").iter();
    let passes = statements.find(|statement| statement["Action"] == json!(["iam:PassRole"])).expect("a statement");
    assert_eq!(passes["Resource"], json!(["arn:aws:iam::123456789012:role/srvls-dev-UserImportRole-*"]));
    let bound = json!({ "StringEquals": { "iam:PassedToService": "cognito-idp.amazonaws.com" } });
    assert_eq!(passes["Condition"], bound);
}

#[test]
fn ops_may_do_all_that_the_others_may() {
    let ops = actions(&own_policy(Persona::Ops, &place()));

    for persona in [Persona::Support, Persona::Oncall] {
        assert!(actions(&own_policy(persona, &place())).is_subset(&ops), "{persona}");
    }
}

#[test]
fn a_document_has_the_shape_that_iam_accepts() {
    let policy = own_policy(Persona::Oncall, &place());

    assert_eq!(
        policy.document["Statement"][0],
        json!({
            "Sid": "Stack", "Effect": "Allow",
            "Action": ["cloudformation:DescribeEvents", "cloudformation:DescribeStackEvents", "cloudformation:DescribeStackResourceDrifts", "cloudformation:DescribeStacks", "cloudformation:GetTemplate", "cloudformation:ListStackResources"],
            "Resource": ["arn:aws:cloudformation:eu-west-1:123456789012:stack/srvls-dev/*"],
        })
    );
}

#[test]
fn a_stage_with_an_edge_has_a_second_stack() {
    let place = Place { edge: Some(crate::stage::StackName("srvls-dev-edge".into())), ..place() };

    let stacks = resources(&own_policy(Persona::Ops, &place), "cloudformation:DescribeStackEvents");

    assert_eq!(stacks[1], "arn:aws:cloudformation:us-east-1:123456789012:stack/srvls-dev-edge/*");
}

#[test]
fn a_stage_without_tables_and_buckets_has_no_statement_about_them() {
    let place = Place { tables: Vec::new(), buckets: Vec::new(), ..place() };

    let kinds = ["AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SecretsManager::Secret"].into_iter();
    let policies = Persona::ALL.map(|persona| own_policy(persona, &place)).into_iter();
    for policy in policies.chain(on_behalf(kinds, &place).policies) {
        assert!(policy.statements.iter().all(|statement| !statement.resources.is_empty()), "{}", policy.document);
    }
    assert!(!actions(&own_policy(Persona::Support, &place)).contains("dynamodb:Query"));
}

#[test]
fn every_action_that_can_be_scoped_to_the_stage_is() {
    let policy = own_policy(Persona::Ops, &place());

    assert_eq!(
        resources(&policy, "cloudformation:DeleteStack"),
        ["arn:aws:cloudformation:eu-west-1:123456789012:stack/srvls-dev/*"]
    );
    assert_eq!(
        resources(&policy, "dynamodb:Scan"),
        ["arn:aws:dynamodb:eu-west-1:123456789012:table/srvls-dev-UserProfilesTable-*"]
    );
    assert_eq!(
        resources(&policy, "cloudformation:CreateChangeSet"),
        [
            "arn:aws:cloudformation:eu-west-1:123456789012:stack/srvls-dev/*",
            "arn:aws:cloudformation:eu-west-1:aws:transform/Serverless-2016-10-31"
        ]
    );
    let everywhere: Vec<String> =
        actions(&policy).into_iter().filter(|action| resources(&policy, action).contains(&"*".into())).collect();
    // These support no narrower resource.
    assert_eq!(
        everywhere,
        [
            "ce:GetCostAndUsage",
            "cloudformation:DescribeStackDriftDetectionStatus",
            "cloudtrail:LookupEvents",
            "cloudwatch:DescribeAlarmHistory",
            "cloudwatch:DescribeAlarms",
            "cloudwatch:GetAlarmMuteRule",
            "cloudwatch:GetMetricData",
            "cloudwatch:ListAlarmMuteRules",
            "dynamodb:ListExports",
            "dynamodb:ListImports",
            "lambda:GetAccountSettings",
            "logs:DescribeLogGroups",
            "logs:GetQueryResults",
            "logs:StopQuery",
            "ses:GetAccount",
            "xray:BatchGetTraces",
        ]
    );
}

#[test]
fn every_policy_is_short_enough_for_iam_and_names_no_action_by_a_wildcard() {
    let kinds = our_resource_types();
    for place in [place(), longest_place()] {
        let mut policies = on_behalf(kinds.iter().map(String::as_str), &place).policies;
        let own = Persona::ALL.map(|persona| own_policies(persona, &place));
        assert!(own.iter().all(|policies| policies.len() <= 2), "{:?}", own.map(|policies| policies.len()));
        policies.extend(own.into_iter().flatten());

        // A role takes at most ten managed policies by default.
        assert!((4..=10).contains(&policies.len()), "{}", policies.len());
        for policy in policies {
            assert!(policy.characters <= MAX_CHARACTERS, "{} has {}", policy.name, policy.characters);
            assert!(policy.name.len() <= 128, "{}", policy.name);
            assert!(actions(&policy).iter().all(|action| !action.contains('*')), "{}", policy.document);
        }
    }
}

#[test]
fn a_policy_that_would_be_too_long_becomes_two() {
    let tables = (0..42).map(|index| format!("Table{index}WithQuiteALongName"));
    let place = Place { tables: tables.collect(), ..longest_place() };

    let policies = own_policies(Persona::Support, &place);

    assert!(policies.len() > 1 && policies.iter().all(|policy| policy.characters <= MAX_CHARACTERS));
    assert!(policies[1].name.ends_with("-support-2"), "{}", policies[1].name);
}

#[test]
fn drift_can_be_detected_for_any_template() {
    let policies = on_behalf(["AWS::SQS::Queue"].into_iter(), &place()).policies;

    assert_eq!(resources(&policies[0], "cloudformation:BatchDescribeTypeConfigurations"), ["*"]);
}

#[test]
fn every_resource_type_of_our_templates_is_known() {
    for file in ["template.yaml", "edge.yaml"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("templates").join(file);
        let kinds = crate::template::Template::read(&path).expect("valid").resource_types();

        let unknown = on_behalf(kinds.iter().map(String::as_str), &place()).unknown;

        assert_eq!(unknown, Vec::<String>::new(), "{file}");
    }
}

#[test]
fn an_unknown_resource_type_is_named() {
    let found = on_behalf(["AWS::SQS::Queue", "AWS::Quantum::Leap"].into_iter(), &place());

    assert_eq!(found.unknown, ["AWS::Quantum::Leap"]);
    assert_eq!(resources(&found.policies[0], "sqs:CreateQueue"), ["arn:aws:sqs:eu-west-1:123456789012:srvls-dev-*"]);
}
