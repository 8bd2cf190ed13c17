//! The personas that work with a stage, and the least-privilege IAM policy of each.

mod bound;
mod grants;
mod on_behalf;
mod parts;
mod persona;
mod pipeline;
mod place;
mod simulation;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod work;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use self::{
    bound::{Bound, Conditions},
    grants::{GRANTS, NEVER_TO_AUDIT_LOG, Scope},
};
pub(crate) use self::{
    parts::{Part, deployed, parts},
    persona::Persona,
    pipeline::{Job, job_policies},
    place::Place,
};

/// A policy to attach to a role, a user, or a permission set.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Policy {
    pub(crate) name: String,
    /// The length that IAM counts: without white space.
    pub(crate) characters: usize,
    pub(crate) document: Value,
    /// What it allows.
    #[serde(skip)]
    pub(crate) statements: Vec<Statement>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Statement {
    sid: String,
    effect: &'static str,
    #[serde(rename = "Action")]
    pub(crate) actions: Vec<String>,
    #[serde(rename = "Resource")]
    pub(crate) resources: Vec<String>,
    #[serde(rename = "Condition", skip_serializing_if = "Conditions::is_empty")]
    conditions: Conditions,
}

/// The maximum length of a managed policy, in characters without white space.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const MAX_CHARACTERS: usize = 6_144;

/// The policies for the calls that a persona makes through srvls at `place`: one, unless it would be too long.
pub(crate) fn own_policies(persona: Persona, place: &Place) -> Vec<Policy> {
    let granted = GRANTS.iter().filter(|grant| grant.personas.contains(&persona));
    let needed = granted.flat_map(|grant| grant.actions.iter().map(|action| (grant.scope, *action)));
    policies(&format!("{}-{persona}", place.stack), needed, place)
}

/// As few policies as hold these actions, and the denial that protects the audit log.
fn policies<'a>(name: &str, needed: impl Iterator<Item = (Scope, &'a str)>, place: &Place) -> Vec<Policy> {
    let mut by_scope: BTreeMap<Scope, Vec<String>> = BTreeMap::new();
    for (scope, action) in needed {
        by_scope.entry(scope).or_default().push(action.to_owned());
    }
    let statements = by_scope.into_iter().filter_map(|(scope, actions)| {
        let sid = format!("{scope:?}");
        Statement::new(&sid, actions, scope.arns(place), scope.bounds(), place)
    });
    let denial = Statement {
        sid: "KeepAuditLog".into(),
        effect: "Deny",
        actions: NEVER_TO_AUDIT_LOG.map(str::to_owned).into(),
        resources: Scope::AuditLog.arns(place),
        conditions: Conditions::default(),
    };
    split(statements.chain([denial]))
        .into_iter()
        .enumerate()
        .map(|(index, statements)| {
            let name = if index == 0 { name.to_owned() } else { format!("{name}-{}", index + 1) };
            Policy::of(name, statements)
        })
        .collect()
}

/// The policies for the calls that CloudFormation makes, with the deployer's permissions, for these resource types.
#[derive(Debug)]
pub(crate) struct OnBehalf {
    /// More than one if a single one would be too long.
    pub(crate) policies: Vec<Policy>,
    /// Resource types whose actions srvls does not know.
    pub(crate) unknown: Vec<String>,
}

pub(crate) fn on_behalf<'a>(kinds: impl Iterator<Item = &'a str> + Clone, place: &Place) -> OnBehalf {
    let (entries, unknown) = on_behalf::entries(kinds);
    let statements = entries
        .into_iter()
        .filter_map(|entry| Statement::new(entry.name, entry.actions(), place.arns(entry.arns), entry.bounds, place));
    let name = |index| format!("{}-cloudformation-{}", place.stack, index + 1);
    let policies = split(statements).into_iter().enumerate();
    OnBehalf { policies: policies.map(|(index, statements)| Policy::of(name(index), statements)).collect(), unknown }
}

/// The statements of as few policies as hold them.
fn split(statements: impl Iterator<Item = Statement>) -> Vec<Vec<Statement>> {
    let mut documents: Vec<Vec<Statement>> = Vec::new();
    for statement in statements {
        let fits = |document: &&mut Vec<Statement>| {
            let longer = [document.as_slice(), std::slice::from_ref(&statement)].concat();
            length(&self::document(&longer)) <= MAX_CHARACTERS
        };
        match documents.iter_mut().find(fits) {
            Some(document) => document.push(statement),
            None => documents.push(vec![statement]),
        }
    }
    documents
}

impl Policy {
    fn of(name: String, mut statements: Vec<Statement>) -> Self {
        let document = document(&statements);
        statements.retain(|statement| statement.effect == "Allow");
        Self { name, characters: length(&document), document, statements }
    }
}

fn document(statements: &[Statement]) -> Value {
    json!({ "Version": "2012-10-17", "Statement": statements })
}

impl Statement {
    /// `None` if the stage has no such resource: IAM rejects an empty list.
    fn new(
        sid: &str,
        mut actions: Vec<String>,
        resources: Vec<String>,
        bounds: &[Bound],
        place: &Place,
    ) -> Option<Self> {
        actions.sort_unstable();
        let conditions = Conditions::new(bounds, place);
        (!resources.is_empty()).then(|| Self { sid: sid.to_owned(), effect: "Allow", actions, resources, conditions })
    }
}

fn length(document: &Value) -> usize {
    document.to_string().chars().filter(|c| !c.is_whitespace()).count()
}
