//! Which personas the caller can be: asked of IAM's simulation, where that is allowed.

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
        let check = Check::skip(PERMISSIONS, "the root user may do everything");
        let emulator = account.setup.stage.settings.emulator;
        return vec![if emulator {
            check
        } else {
            check.fixed_by("use a role instead, and lock the root user's keys away")
        }];
    }
    match parts(account.setup, Some(account.region), Some(&account.caller.account)) {
        Ok(parts) => simulated(permissions, arn, &parts).await,
        Err(error) => vec![Check::failed(PERMISSIONS, &error)],
    }
}

async fn simulated(permissions: &impl Permissions, caller: &str, parts: &[Part]) -> Vec<Check> {
    match lacking(permissions, caller, parts).await {
        Ok(Lacking { personas, deploying, unknown }) => {
            let mut checks = judged(&personas);
            // Who can't deploy need not be told what deploying takes.
            if personas.iter().any(|(persona, lacks)| *persona == Persona::Ops && lacks.is_empty()) {
                checks.push(cloudformation(&deploying, &unknown));
            }
            checks
        }
        Err(error) => vec![not_simulated(error)],
    }
}

#[derive(Debug)]
struct Lacking {
    personas: Vec<(Persona, BTreeSet<String>)>,
    /// What CloudFormation would lack.
    deploying: BTreeSet<String>,
    unknown: Vec<String>,
}

async fn lacking(permissions: &impl Permissions, caller: &str, parts: &[Part]) -> Result<Lacking, AwsError> {
    let principal = principal(permissions, caller).await?;
    let mut personas = Vec::new();
    for persona in Persona::ALL {
        // The API's place knows of the edge's stack, too.
        let policies = parts.first().map(|part| own_policy(persona, &part.place)).into_iter();
        personas.push((persona, denied(permissions, &principal, policies).await?));
    }
    let (mut policies, mut unknown) = (Vec::new(), Vec::new());
    for Part { place, kinds } in parts {
        let found = on_behalf(kinds.iter().map(String::as_str), place);
        policies.extend(found.policies);
        unknown.extend(found.unknown);
    }
    Ok(Lacking { personas, deploying: denied(permissions, &principal, policies.into_iter()).await?, unknown })
}

/// What the principal lacks of these policies.
async fn denied(
    permissions: &impl Permissions,
    principal: &str,
    policies: impl Iterator<Item = Policy>,
) -> Result<BTreeSet<String>, AwsError> {
    let statements = policies.flat_map(|policy| policy.statements);
    let denied = join_all(statements.map(|statement| async move {
        // The others are as narrow.
        let Some(resource) = statement.resources.first() else { return Ok(Vec::new()) };
        let actions: Vec<&str> = statement.actions.iter().map(String::as_str).collect();
        permissions.denied(principal, &actions, resource).await
    }));
    Ok(denied.await.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// The user or role behind a caller: IAM has no policies of sessions.
async fn principal(permissions: &impl Permissions, caller: &str) -> Result<String, AwsError> {
    match caller.split_once(":assumed-role/").and_then(|(_, session)| session.split('/').next()) {
        Some(role) => permissions.role_arn(role).await,
        None => Ok(caller.to_owned()),
    }
}

/// Nobody has to be every persona; somebody who is none has too little.
fn judged(personas: &[(Persona, BTreeSet<String>)]) -> Vec<Check> {
    let some = personas.iter().any(|(_, lacking)| lacking.is_empty());
    let check = |(persona, lacking): &(Persona, BTreeSet<String>)| {
        let name = name(*persona);
        if lacking.is_empty() {
            return Check::pass(name, "every action is allowed");
        }
        let lacks = format!("lacks {}", listed(lacking));
        let check = if some {
            Check::skip(name, format!("not needed by everybody: {lacks}"))
        } else {
            Check::fail(name, lacks)
        };
        check.fixed_by(format!("`srvls doctor --persona {persona}` prints the policy to ask for")).explained(format!(
            "All that is lacking: {}. A policy that allows it, a permissions boundary or an organisation's policy may \
             be in the way.",
            lacking.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
        ))
    };
    personas.iter().map(check).collect()
}

fn cloudformation(lacking: &BTreeSet<String>, unknown: &[String]) -> Check {
    const NAME: &str = "permissions (cloudformation)";
    let unsaid = match unknown {
        [] => String::new(),
        kinds => format!("; nothing is known about {}", kinds.join(", ")),
    };
    if lacking.is_empty() {
        return Check::pass(NAME, format!("every action that it takes for you is allowed{unsaid}"));
    }
    Check::fail(NAME, format!("lacks {}{unsaid}", listed(lacking)))
        .fixed_by("`srvls doctor --persona ops` prints the policies to ask for")
        .explained(format!(
            "srvls passes no service role, so CloudFormation makes the resources with your permissions. All that is \
             lacking: {}.",
            lacking.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
        ))
}

fn name(persona: Persona) -> &'static str {
    match persona {
        Persona::Ops => "permissions (ops)",
        Persona::Support => "permissions (support)",
        Persona::Oncall => "permissions (oncall)",
    }
}

/// The first few, and how many more.
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
        return Check::skip(PERMISSIONS, format!("these credentials may not ask: {action} is not allowed"))
            .fixed_by(format!("have {action} allowed, or compare with `srvls doctor --persona PERSONA`"))
            .explained(
                "The simulation tells of everybody's policies, so it is often kept back. Nothing else needs it.",
            );
    }
    let detail = Check::failed(PERMISSIONS, &error.into()).detail;
    Check::skip(PERMISSIONS, format!("IAM could not be asked: {detail}"))
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
    async fn who_may_do_all_is_everybody() {
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
    async fn who_may_not_deploy_can_still_be_support() {
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
    async fn who_is_no_persona_at_all_is_found_wanting() {
        let checks = checks(FakePermissions { denied: vec!["cloudformation:DescribeStacks"], closed: false }).await;

        assert!(checks.iter().all(|check| check.result == Verdict::Fail), "{checks:?}");
    }

    #[tokio::test]
    async fn what_cloudformation_lacks_is_found_wanting() {
        let checks = checks(FakePermissions { denied: vec!["iam:PassRole"], closed: false }).await;

        let last = checks.last().expect("checks");
        assert_eq!((last.name, last.result), ("permissions (cloudformation)", Verdict::Fail));
        assert!(last.detail.contains("iam:PassRole"), "{}", last.detail);
    }

    #[tokio::test]
    async fn a_simulation_that_is_not_allowed_is_skipped_with_its_action() {
        let checks = checks(FakePermissions { closed: true, ..FakePermissions::default() }).await;

        assert_eq!(results(&checks), [("permissions", Verdict::Skip)]);
        assert!(checks[0].detail.contains("iam:SimulatePrincipalPolicy"), "{}", checks[0].detail);
    }

    #[tokio::test]
    async fn a_session_is_asked_about_by_its_role() {
        let session = "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Ops_1/ada@example.com";

        let found = principal(&FakePermissions::default(), session).await.expect("found");

        assert_eq!(found, "arn:aws:iam::123456789012:role/path/AWSReservedSSO_Ops_1");
    }
}
