//! Which personas the caller can act as, by IAM's policy simulator if the caller may use it.

use std::collections::BTreeSet;

use super::{
    account::Account,
    check::Check,
    places::{Part, parts},
};
use crate::{
    aws::{AwsError, AwsErrorKind, permissions::Permissions},
    personas::{Persona, Policy, on_behalf, own_policy},
};
use futures_util::future::join_all;

pub(super) const PERMISSIONS: &str = "permissions";

pub(super) async fn check(permissions: &impl Permissions, account: &Account<'_>) -> Vec<Check> {
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
        Ok(parts) => simulated(permissions, arn, &parts).await,
        Err(error) => vec![Check::failed(PERMISSIONS, &error)],
    }
}

async fn simulated(permissions: &impl Permissions, caller: &str, parts: &[Part]) -> Vec<Check> {
    match missing_actions(permissions, caller, parts).await {
        Ok(MissingActions { personas, deploying, unknown }) => {
            let mut checks = persona_checks(&personas);
            // What CloudFormation needs matters only to callers who can deploy.
            if personas.iter().any(|(persona, missing)| *persona == Persona::Ops && missing.is_empty()) {
                checks.push(cloudformation(&deploying, &unknown));
            }
            checks
        }
        Err(error) => vec![not_simulated(error)],
    }
}

#[derive(Debug)]
struct MissingActions {
    personas: Vec<(Persona, BTreeSet<String>)>,
    /// What CloudFormation would be denied.
    deploying: BTreeSet<String>,
    unknown: Vec<String>,
}

async fn missing_actions(
    permissions: &impl Permissions,
    caller: &str,
    parts: &[Part],
) -> Result<MissingActions, AwsError> {
    let principal = principal(permissions, caller).await?;
    let mut personas = Vec::new();
    for persona in Persona::ALL {
        // The API's place covers the edge's stack too.
        let policies = parts.first().map(|part| own_policy(persona, &part.place)).into_iter();
        personas.push((persona, denied(permissions, &principal, policies).await?));
    }
    let (mut policies, mut unknown) = (Vec::new(), Vec::new());
    for Part { place, kinds } in parts {
        let found = on_behalf(kinds.iter().map(String::as_str), place);
        policies.extend(found.policies);
        unknown.extend(found.unknown);
    }
    Ok(MissingActions { personas, deploying: denied(permissions, &principal, policies.into_iter()).await?, unknown })
}

/// The actions of these policies that the principal is denied.
async fn denied(
    permissions: &impl Permissions,
    principal: &str,
    policies: impl Iterator<Item = Policy>,
) -> Result<BTreeSet<String>, AwsError> {
    let statements = policies.flat_map(|policy| policy.statements);
    let denied = join_all(statements.map(|statement| async move {
        // One resource stands for all: the others are equally narrow.
        let Some(resource) = statement.resources.first() else { return Ok(Vec::new()) };
        let actions: Vec<&str> = statement.actions.iter().map(String::as_str).collect();
        permissions.denied(principal, &actions, resource).await
    }));
    Ok(denied.await.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// The user or role behind a caller: the simulator does not take sessions.
async fn principal(permissions: &impl Permissions, caller: &str) -> Result<String, AwsError> {
    match caller.split_once(":assumed-role/").and_then(|(_, session)| session.split('/').next()) {
        Some(role) => permissions.role_arn(role).await,
        None => Ok(caller.to_owned()),
    }
}

/// A caller must match at least one persona, not all of them.
fn persona_checks(personas: &[(Persona, BTreeSet<String>)]) -> Vec<Check> {
    let matches_any = personas.iter().any(|(_, missing)| missing.is_empty());
    let check = |(persona, missing): &(Persona, BTreeSet<String>)| {
        let name = name(*persona);
        if missing.is_empty() {
            return Check::pass(name, "every action is allowed");
        }
        let lacks = format!("lacks {}", listed(missing));
        let check = if matches_any {
            Check::skip(name, format!("not every caller needs it: {lacks}"))
        } else {
            Check::fail(name, lacks)
        };
        check.fixed_by(format!("`srvls doctor --persona {persona}` prints the policy to ask for")).explained(format!(
            "All missing actions: {}. Either no policy allows them, or a permissions boundary or a service control \
             policy blocks them.",
            missing.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
        ))
    };
    personas.iter().map(check).collect()
}

fn cloudformation(missing: &BTreeSet<String>, unknown: &[String]) -> Check {
    const NAME: &str = "permissions (cloudformation)";
    let unknown_types = match unknown {
        [] => String::new(),
        kinds => format!("; unknown resource types: {}", kinds.join(", ")),
    };
    if missing.is_empty() {
        return Check::pass(
            NAME,
            format!("every action that it takes with your permissions is allowed{unknown_types}"),
        );
    }
    Check::fail(NAME, format!("lacks {}{unknown_types}", listed(missing)))
        .fixed_by("`srvls doctor --persona ops` prints the policies to ask for")
        .explained(format!(
            "srvls passes no service role, so CloudFormation creates the resources with your permissions. All \
             missing actions: {}.",
            missing.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
        ))
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
    Check::skip(PERMISSIONS, format!("could not query IAM: {detail}"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{
        aws::permissions::fake::FakePermissions, commands::doctor::check::Verdict, personas::Place, template::Template,
    };

    const USER: &str = "arn:aws:iam::123456789012:user/ada";

    async fn checks(permissions: FakePermissions) -> Vec<Check> {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/template.yaml");
        let template = Template::read(&path).expect("valid");
        let kinds = template.resource_types().into_iter().collect();
        simulated(&permissions, USER, &[Part { place: Place::of_test(), kinds }]).await
    }

    fn results(checks: &[Check]) -> Vec<(&'static str, Verdict)> {
        checks.iter().map(|check| (check.name, check.result)).collect()
    }

    #[tokio::test]
    async fn a_caller_allowed_everything_matches_every_persona() {
        let checks = checks(FakePermissions::default()).await;

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
    async fn a_caller_who_cannot_deploy_can_still_be_support() {
        let denied = vec!["cloudformation:CreateChangeSet", "logs:FilterLogEvents"];

        let checks = checks(FakePermissions { denied, closed: false }).await;

        assert_eq!(
            results(&checks),
            [
                ("permissions (support)", Verdict::Pass),
                ("permissions (oncall)", Verdict::Skip),
                ("permissions (ops)", Verdict::Skip),
            ]
        );
        assert!(checks[1].detail.contains("lacks logs:FilterLogEvents"), "{}", checks[1].detail);
    }

    #[tokio::test]
    async fn a_caller_who_matches_no_persona_fails() {
        let checks = checks(FakePermissions { denied: vec!["cloudformation:DescribeStacks"], closed: false }).await;

        assert!(checks.iter().all(|check| check.result == Verdict::Fail), "{checks:?}");
    }

    #[tokio::test]
    async fn actions_denied_to_cloudformation_fail() {
        let checks = checks(FakePermissions { denied: vec!["iam:PassRole"], closed: false }).await;

        let last = checks.last().expect("checks");
        assert_eq!((last.name, last.result), ("permissions (cloudformation)", Verdict::Fail));
        assert!(last.detail.contains("iam:PassRole"), "{}", last.detail);
    }

    #[tokio::test]
    async fn a_simulation_that_is_not_allowed_is_skipped_and_names_its_action() {
        let checks = checks(FakePermissions { closed: true, ..FakePermissions::default() }).await;

        assert_eq!(results(&checks), [("permissions", Verdict::Skip)]);
        assert!(checks[0].detail.contains("iam:SimulatePrincipalPolicy"), "{}", checks[0].detail);
    }

    #[tokio::test]
    async fn a_session_is_simulated_by_its_role() {
        let session = "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Ops_1/ada@example.com";

        let found = principal(&FakePermissions::default(), session).await.expect("found");

        assert_eq!(found, "arn:aws:iam::123456789012:role/path/AWSReservedSSO_Ops_1");
    }
}
