//! What remains of a stage that was destroyed earlier, according to its artifact bucket.

use serde_json::Value;

use super::{artifacts::ArtifactBucket, resource::is_retained};
use crate::{
    aws::{
        artifacts::{Artifacts, Bucket},
        identity::Caller,
    },
    context::Context,
    releases::{History, Outcome, Record},
};

/// As far back as a release is looked for that was live.
const SEARCH_LIMIT: usize = 30;

/// In words, with what deletes it.
pub(super) async fn remaining(cx: &Context, caller: &Caller, bucket: Option<&ArtifactBucket>) -> String {
    let Some(bucket) = bucket else { return "`srvls deploy` creates it".into() };
    let of_bucket =
        format!("{} is kept ({}); `srvls destroy --purge-artifacts` deletes it", bucket.bucket, bucket.contents());
    // Best effort: what can't be read is left out.
    let history = History::read(cx, caller, SEARCH_LIMIT).await.unwrap_or_default();
    let last = history.entries.iter().find(|entry| entry.record.outcome == Outcome::Succeeded);
    let retained = match last {
        Some(last) => retained(&cx.aws.artifacts, &bucket.bucket, &last.record).await,
        None => Vec::new(),
    };
    if retained.is_empty() {
        return of_bucket;
    }
    format!("{of_bucket}\n  these were retained and may still exist: {}", retained.join(", "))
}

/// What the templates of a release keep, by logical id.
async fn retained(artifacts: &impl Artifacts, bucket: &Bucket, record: &Record) -> Vec<String> {
    let mut retained = Vec::new();
    for stack in &record.stacks {
        let Ok(Some(content)) = artifacts.get(bucket, &stack.template_key).await else { continue };
        let template: Value = serde_json::from_slice(&content.body).unwrap_or_default();
        let resources = template["Resources"].as_object().into_iter().flatten();
        let of_stack = resources.filter(|(_, resource)| is_retained(resource));
        retained.extend(of_stack.map(|(logical_id, _)| format!("{logical_id} of {}", stack.name)));
    }
    retained
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        aws::artifacts::fake::{FakeArtifacts, bucket},
        releases::fake::record,
    };

    #[tokio::test]
    async fn the_release_template_shows_what_was_retained() {
        let template =
            r#"{"Resources": {"Table": {"DeletionPolicy": "Retain"}, "Topic": {"Type": "AWS::SNS::Topic"}}}"#;
        let artifacts = FakeArtifacts::of(&[("templates/1.json", template)]);

        assert_eq!(retained(&artifacts, &bucket(), &record(1)).await, ["Table of srvls-dev"]);
        assert_eq!(retained(&FakeArtifacts::default(), &bucket(), &record(1)).await, Vec::<String>::new());
    }
}
