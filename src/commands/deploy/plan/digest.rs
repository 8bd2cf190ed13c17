//! The digest by which exactly one plan can be asked for.

use serde_json::{Value, json};

use super::Plan;
use crate::{artifacts::sha256, aws::change_sets::ChangeSetKind, commands::deploy::review::Review};

/// Enough of it to tell plans apart.
const SHORT: usize = 12;

/// CloudFormation lists changes in no promised order.
pub(super) fn digest(reviews: &[&Review<'_>]) -> String {
    let stacks = reviews.iter().map(|review| {
        let mut changes: Vec<String> = review.changes().iter().map(|change| json!(change).to_string()).collect();
        changes.sort();
        json!({
            "stack": review.target.name,
            "first": review.ground.kind == ChangeSetKind::Create,
            "template": review.template_sha256,
            "parameters": review.parameters,
            "tags": review.tags,
            "changes": changes,
        })
    });
    sha256(Value::from_iter(stacks).to_string().as_bytes())
}

impl Plan {
    pub(crate) fn short_digest(&self) -> &str {
        self.digest.get(..SHORT).unwrap_or_default()
    }

    /// Whether this is the plan of the (shortened) digest.
    pub(in crate::commands::deploy) fn is(&self, digest: &str) -> bool {
        digest.len() >= SHORT && self.digest.starts_with(digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_asked_for_by_enough_of_its_digest() {
        let plan = Plan { digest: "0123456789abcdef".into(), ..Plan::default() };

        assert!(plan.is("0123456789ab") && plan.is("0123456789abcdef"));
        assert!(!plan.is("0123") && !plan.is("") && !plan.is("0123456789ac"));
    }
}
