//! Which personas the caller can act as, by IAM's policy simulator if the caller may use it.

use std::collections::BTreeSet;

use super::{
    account::Account,
    allowed::{Allowed, outcomes},
    check::Check,
};
use crate::{
    aws::{
        AwsError, AwsErrorKind,
        permissions::{Permissions, Simulation},
        stacks::Stacks,
    },
    personas::{Part, Persona, Place, Policy, deployed, on_behalf, own_policies, parts},
};

pub(super) const PERMISSIONS: &str = "permissions";

pub(super) async fn check(permissions: &impl Permissions, stacks: &impl Stacks, account: &Account<'_>) -> Vec<Check> {
    let arn = &account.caller.arn;
    if arn.ends_with(":root") {
        let check = Check::skip(PERMISSIONS, "the root user is allowed everything");
        let emulator = account.setup.stage.settings.emulator;
        return vec![if emulator {
            check
        } else {
            check.fixed_by("use a role instead, and delete the root user's access keys")
        }];
    }
    match parts(account.setup, Some(account.region), Some(&account.caller.account)) {
        Ok(parts) => simulated(permissions, stacks, arn, parts).await,
        Err(error) => vec![Check::failed(PERMISSIONS, &error)],
    }
}

async fn simulated(permissions: &impl Permissions, stacks: &impl Stacks, caller: &str, parts: Vec<Part>) -> Vec<Check> {
    let with_pool = deployed(parts.clone(), stacks).await;
    let parts = match with_pool {
        Ok(parts) => parts,
        // Every persona may describe its stack: the simulation says that this caller matches none.
        Err(error) if error.kind == AwsErrorKind::NotAllowed => parts,
        Err(error) => return vec![not_simulated(error)],
    };
    match checks(permissions, caller, &parts).await {
        Ok(checks) => checks,
        Err(error) => vec![not_simulated(error)],
    }
}

/// # Errors
/// When the simulator can't be used at all.
async fn checks(permissions: &impl Permissions, caller: &str, parts: &[Part]) -> Result<Vec<Check>, AwsError> {
    let principal = principal(permissions, caller).await?;
    // The API's place covers the edge's stack too.
    let Some(Part { place, .. }) = parts.first() else { return Ok(Vec::new()) };
    let needed = Persona::ALL.map(|persona| (persona, simulations(&own_policies(persona, place), place)));
    let outcomes = outcomes(permissions, &principal, needed.iter().flat_map(|(_, needed)| needed)).await?;
    let personas = needed.map(|(persona, needed)| (persona, Allowed::of(&needed, &outcomes)));
    let mut checks = persona_checks(&personas);
    // What CloudFormation needs matters only to callers who can deploy.
    if personas.iter().any(|(persona, allowed)| *persona == Persona::Ops && allowed.everything()) {
        checks.push(cloudformation(permissions, &principal, parts).await?);
    }
    Ok(checks)
}

fn simulations(policies: &[Policy], place: &Place) -> Vec<Simulation> {
    let statements = policies.iter().flat_map(|policy| &policy.statements);
    statements.flat_map(|statement| statement.simulations(place)).collect()
}

/// The user or role behind a caller: the simulator does not take sessions.
async fn principal(permissions: &impl Permissions, caller: &str) -> Result<String, AwsError> {
    match caller.split_once(":assumed-role/").and_then(|(_, session)| session.split('/').next()) {
        Some(role) => permissions.role_arn(role).await,
        None => Ok(caller.to_owned()),
    }
}

/// A caller must match at least one persona, not all of them.
fn persona_checks(personas: &[(Persona, Allowed)]) -> Vec<Check> {
    let may_match_one = personas.iter().any(|(_, allowed)| allowed.missing.is_empty());
    let check = |(persona, allowed): &(Persona, Allowed)| {
        let name = name(*persona);
        let Allowed { missing, unknown } = allowed;
        if missing.is_empty() {
            return match unknown {
                None => Check::pass(name, "every action is allowed"),
                Some(cause) => not_finished(name, cause),
            };
        }
        let lacks = format!("lacks {}", listed(missing));
        let check = if may_match_one {
            Check::skip(name, format!("not every caller needs it: {lacks}"))
        } else {
            Check::fail(name, lacks)
        };
        check.fixed_by(format!("`srvls doctor --persona {persona}` prints the policy to ask for")).explained(format!(
            "All missing actions: {}. Either no policy allows them on all of the stage's resources, or a permissions \
             boundary or a service control policy blocks them.",
            missing.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
        ))
    };
    personas.iter().map(check).collect()
}

fn not_finished(name: &'static str, cause: &str) -> Check {
    Check::skip(name, format!("not known: {cause}")).fixed_by("run `srvls doctor` again in a minute").explained(
        "IAM throttles the simulation of policies for the whole account. What was simulated is allowed, but not all of \
         it was.",
    )
}

/// Whether the caller may do what CloudFormation does with the caller's permissions.
async fn cloudformation(permissions: &impl Permissions, principal: &str, parts: &[Part]) -> Result<Check, AwsError> {
    const NAME: &str = "permissions (cloudformation)";
    let found = parts.iter().map(|Part { place, kinds }| (place, on_behalf(kinds.iter().map(String::as_str), place)));
    let found: Vec<_> = found.collect();
    let needed: Vec<Simulation> = found.iter().flat_map(|(place, found)| simulations(&found.policies, place)).collect();
    let allowed = Allowed::of(&needed, &outcomes(permissions, principal, needed.iter()).await?);
    let unknown: Vec<&str> = found.iter().flat_map(|(_, found)| &found.unknown).map(String::as_str).collect();
    let unknown_types = match unknown.as_slice() {
        [] => String::new(),
        kinds => format!("; unknown resource types: {}", kinds.join(", ")),
    };
    let missing = &allowed.missing;
    if !missing.is_empty() {
        return Ok(Check::fail(NAME, format!("lacks {}{unknown_types}", listed(missing)))
            .fixed_by("`srvls doctor --persona ops` prints the policies to ask for")
            .explained(format!(
                "srvls passes no service role, so CloudFormation creates the resources with your permissions. All \
                 missing actions: {}.",
                missing.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
            )));
    }
    Ok(match &allowed.unknown {
        Some(cause) => not_finished(NAME, cause),
        None => {
            Check::pass(NAME, format!("every action that it takes with your permissions is allowed{unknown_types}"))
        }
    })
}

fn name(persona: Persona) -> &'static str {
    match persona {
        Persona::Ops => "permissions (ops)",
        Persona::Support => "permissions (support)",
        Persona::Oncall => "permissions (oncall)",
    }
}

/// The first few actions, and how many more there are.
fn listed(actions: &BTreeSet<String>) -> String {
    const SHOWN: usize = 3;
    let first: Vec<&str> = actions.iter().take(SHOWN).map(String::as_str).collect();
    match actions.len().saturating_sub(SHOWN) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

fn not_simulated(error: AwsError) -> Check {
    if error.kind == AwsErrorKind::NotAllowed {
        let action = error.action;
        return Check::skip(PERMISSIONS, format!("could not simulate the policies: {action} is not allowed"))
            .fixed_by(format!("ask for {action}, or compare your policies with `srvls doctor --persona PERSONA`"))
            .explained(
                "The simulator reveals the policies of any principal, so it is often restricted. Nothing else needs it.",
            );
    }
    let detail = Check::failed(PERMISSIONS, &error.into()).detail;
    Check::skip(PERMISSIONS, format!("could not query AWS: {detail}"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{
        aws::{
            permissions::fake::FakePermissions,
            stacks::fake::{FakeStacks, ready_stack},
        },
        commands::doctor::check::Verdict,
        stage::StackName,
        template::Template,
    };

    const USER: &str = "arn:aws:iam::123456789012:user/ada";

    fn parts() -> Vec<Part> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/template.yaml");
        let template = Template::read(&path).expect("valid");
        let place = Place { edge: Some(StackName("srvls-dev-edge".into())), ..Place::of_test() };
        vec![Part { place, kinds: template.resource_types().into_iter().collect() }]
    }

    fn stage_with_pool(pool: &str) -> FakeStacks {
        FakeStacks { stack: Some(ready_stack(&[("UserPoolId", pool)])), ..FakeStacks::default() }
    }

    async fn checks(permissions: &FakePermissions) -> Vec<Check> {
        simulated(permissions, &stage_with_pool("eu-west-1_abc"), USER, parts()).await
    }

    fn denying(denied: &[&'static str]) -> FakePermissions {
        FakePermissions { denied: denied.to_vec(), ..FakePermissions::default() }
    }

    fn results(checks: &[Check]) -> Vec<(&'static str, Verdict)> {
        checks.iter().map(|check| (check.name, check.result)).collect()
    }

    #[tokio::test]
    async fn a_caller_allowed_everything_matches_every_persona() {
        let checks = checks(&FakePermissions::default()).await;

        assert_eq!(
            results(&checks),
            [
                ("permissions (support)", Verdict::Pass),
                ("permissions (oncall)", Verdict::Pass),
                ("permissions (ops)", Verdict::Pass),
                ("permissions (cloudformation)", Verdict::Pass),
            ]
        );
    }

    #[tokio::test]
    async fn every_resource_of_every_statement_is_simulated_once() {
        let permissions = FakePermissions::default();
        let parts = parts();

        checks(&permissions).await;

        let simulated = permissions.simulated.into_inner().expect("a list");
        let place = &parts[0].place;
        let mut policies: Vec<Policy> =
            Persona::ALL.into_iter().flat_map(|persona| own_policies(persona, place)).collect();
        policies.extend(on_behalf(parts[0].kinds.iter().map(String::as_str), place).policies);
        for statement in policies.iter().flat_map(|policy| &policy.statements) {
            for (action, resource) in
                statement.actions.iter().flat_map(|action| statement.resources.iter().map(move |it| (action, it)))
            {
                let covers = |it: &&Simulation| it.actions.contains(action) && it.resources.contains(resource);
                assert!(simulated.iter().any(|it| covers(&it)), "{action} on {resource}");
            }
        }
        for (index, one) in simulated.iter().enumerate() {
            assert!(!simulated[index + 1..].contains(one), "simulated twice: {one:?}");
        }
    }

    /// The stack's own ARN is the first of the statement, and the edge's is the second.
    #[tokio::test]
    async fn an_action_that_is_denied_on_the_last_resource_only_is_missing() {
        let denied = vec!["cloudformation:DeleteStack"];
        let permissions = FakePermissions { denied, only_on: Some("-edge/"), ..FakePermissions::default() };

        let checks = checks(&permissions).await;

        assert_eq!(checks[2].result, Verdict::Skip);
        assert!(checks[2].detail.contains("lacks cloudformation:DeleteStack"), "{}", checks[2].detail);
    }

    #[tokio::test]
    async fn a_caller_who_cannot_deploy_can_still_be_support() {
        let checks = checks(&denying(&["cloudformation:CreateChangeSet", "cloudwatch:DescribeAlarms"])).await;

        assert_eq!(
            results(&checks),
            [
                ("permissions (support)", Verdict::Pass),
                ("permissions (oncall)", Verdict::Skip),
                ("permissions (ops)", Verdict::Skip),
            ]
        );
        assert!(checks[1].detail.contains("lacks cloudwatch:DescribeAlarms"), "{}", checks[1].detail);
    }

    #[tokio::test]
    async fn the_pool_of_a_deployed_stage_is_simulated_by_its_id() {
        let permissions = FakePermissions::default();

        simulated(&permissions, &stage_with_pool("eu-west-1_deployed"), USER, parts()).await;

        let simulated = permissions.simulated.into_inner().expect("a list");
        let of_users = simulated.iter().filter(|it| it.actions.iter().any(|it| it == "cognito-idp:AdminDisableUser"));
        let pools: BTreeSet<&str> = of_users.flat_map(|it| it.resources.iter().map(String::as_str)).collect();
        assert_eq!(pools, BTreeSet::from(["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_deployed"]));
    }

    #[tokio::test]
    async fn a_caller_who_matches_no_persona_fails() {
        let checks = checks(&denying(&["cloudformation:DescribeStacks"])).await;

        assert!(checks.iter().all(|check| check.result == Verdict::Fail), "{checks:?}");
    }

    #[tokio::test]
    async fn actions_denied_to_cloudformation_fail() {
        let checks = checks(&denying(&["iam:CreateRole"])).await;

        let last = checks.last().expect("checks");
        assert_eq!((last.name, last.result), ("permissions (cloudformation)", Verdict::Fail));
        assert!(last.detail.contains("iam:CreateRole"), "{}", last.detail);
    }

    #[tokio::test]
    async fn a_simulation_that_is_not_allowed_is_skipped_and_names_its_action() {
        let permissions = FakePermissions { failing: Some(AwsErrorKind::NotAllowed), ..FakePermissions::default() };

        let checks = checks(&permissions).await;

        assert_eq!(results(&checks), [("permissions", Verdict::Skip)]);
        assert!(checks[0].detail.contains("iam:SimulatePrincipalPolicy"), "{}", checks[0].detail);
        assert_eq!(permissions.simulated.into_inner().expect("a list").len(), 1, "it does not insist");
    }

    #[tokio::test]
    async fn what_stays_throttled_is_neither_allowed_nor_denied() {
        let throttled = |only| FakePermissions {
            failing: Some(AwsErrorKind::Throttled),
            failing_only: Some(only),
            ..FakePermissions::default()
        };

        let alarms = checks(&throttled("cloudwatch:DescribeAlarmHistory")).await;
        let roles = checks(&throttled("iam:CreateRole")).await;

        assert_eq!(
            results(&alarms),
            [
                ("permissions (support)", Verdict::Pass),
                ("permissions (oncall)", Verdict::Skip),
                ("permissions (ops)", Verdict::Skip),
            ]
        );
        assert!(alarms[1].detail.contains("throttled"), "{}", alarms[1].detail);
        let last = roles.last().expect("checks");
        assert_eq!((last.name, last.result), ("permissions (cloudformation)", Verdict::Skip));
    }

    #[tokio::test]
    async fn who_may_yet_match_a_persona_does_not_fail() {
        let permissions = FakePermissions {
            denied: vec!["cloudwatch:DescribeAlarms"],
            failing: Some(AwsErrorKind::Throttled),
            failing_only: Some("cognito-idp:ListUsers"),
            ..FakePermissions::default()
        };

        let checks = checks(&permissions).await;

        assert!(checks.iter().all(|check| check.result == Verdict::Skip), "{checks:?}");
    }

    #[tokio::test]
    async fn a_session_is_simulated_by_its_role() {
        let session = "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Ops_1/ada@example.com";

        let found = principal(&FakePermissions::default(), session).await.expect("found");

        assert_eq!(found, "arn:aws:iam::123456789012:role/path/AWSReservedSSO_Ops_1");
    }
}
