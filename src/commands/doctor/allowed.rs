//! How much of what somebody needs IAM's simulation says they are allowed.

use std::collections::BTreeSet;

use futures_util::{StreamExt as _, stream};

use crate::aws::{
    AwsError, AwsErrorKind,
    permissions::{Permissions, Simulation},
};

/// How many simulations run at a time: IAM throttles them.
const AT_ONCE: usize = 3;

/// What came of a simulation.
pub(super) struct Outcome {
    simulation: Simulation,
    denied: Result<BTreeSet<String>, AwsError>,
}

/// Simulates what is needed, once where several need it.
///
/// # Errors
/// When the caller may not simulate.
pub(super) async fn outcomes(
    permissions: &impl Permissions,
    principal: &str,
    needed: impl Iterator<Item = &Simulation>,
) -> Result<Vec<Outcome>, AwsError> {
    let mut merged: Vec<Simulation> = Vec::new();
    for needed in needed {
        match merged.iter_mut().find(|other| other.is_on_the_same(needed)) {
            Some(other) => {
                let others = needed.actions.iter().filter(|action| !other.actions.contains(action)).cloned();
                other.actions.extend(others.collect::<Vec<_>>());
            }
            None => merged.push(needed.clone()),
        }
    }
    let simulate = |simulation: Simulation| async move {
        let denied = permissions.denied(principal, &simulation).await;
        Outcome { simulation, denied }
    };
    let mut merged = merged.into_iter();
    let Some(first) = merged.next() else { return Ok(Vec::new()) };
    let first = simulate(first).await;
    if let Err(error) = &first.denied
        && error.kind == AwsErrorKind::NotAllowed
    {
        return first.denied.map(|_| Vec::new());
    }
    let others: Vec<Outcome> = stream::iter(merged.map(simulate)).buffer_unordered(AT_ONCE).collect().await;
    Ok([vec![first], others].into_iter().flatten().collect())
}

/// How much of what is needed the caller is allowed.
#[derive(Debug)]
pub(super) struct Allowed {
    pub(super) missing: BTreeSet<String>,
    /// Why a part of it is not known.
    pub(super) unknown: Option<String>,
}

impl Allowed {
    pub(super) fn of(needed: &[Simulation], outcomes: &[Outcome]) -> Self {
        let mut allowed = Self { missing: BTreeSet::new(), unknown: None };
        for needed in needed {
            match outcomes.iter().find(|outcome| outcome.simulation.is_on_the_same(needed)).map(|found| &found.denied) {
                Some(Ok(denied)) => {
                    allowed.missing.extend(needed.actions.iter().filter(|action| denied.contains(*action)).cloned());
                }
                Some(Err(error)) => allowed.unknown = Some(error.to_string()),
                None => allowed.unknown = Some("it was not simulated".to_owned()),
            }
        }
        allowed
    }

    pub(super) fn everything(&self) -> bool {
        self.missing.is_empty() && self.unknown.is_none()
    }
}
