//! Gets an earlier release ready to deploy: its templates and code from the artifact bucket.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::packaged_stage::{PackagedStack, PackagedStage, ReleasedFunction, template_key};
use crate::{
    aws::{
        artifacts::{Artifacts, Bucket},
        change_sets::TemplateSource,
        identity::Caller,
    },
    context::Context,
    deployment::failure::DeployError,
    digest::sha256,
    error::Error,
    releases::{Record, ReleasedStack},
    stage::StackName,
    template::{AT_ONCE, TRAFFIC_SHIFTING, code_property},
};
use futures_util::future::join_all;

/// An earlier release, ready to deploy, and its templates as they were stored.
pub(crate) struct Restored {
    pub(crate) packaged_stage: PackagedStage,
    pub(crate) templates: Vec<(StackName, Value)>,
}

/// Reads all that the release needs, and writes nothing.
///
/// # Errors
/// When an artifact is missing; the error names every missing one.
pub(crate) async fn restore(cx: &Context, caller: &Caller, record: &Record) -> Result<Restored, Error> {
    let bucket = cx.artifact_bucket(caller);
    let _step = cx.progress.step("Reading the release's templates and code");
    refuse_missing(&cx.aws.artifacts, &bucket, record).await?;
    let (mut api, mut edge, mut templates) = (None, None, Vec::new());
    for stack in &record.stacks {
        let not_restorable = || not_restorable(record, vec![stack.template_key.clone()]);
        let content = cx.aws.artifacts.get(&bucket, &stack.template_key).await?.ok_or_else(not_restorable)?;
        let template: Value = serde_json::from_slice(&content.body).map_err(|_| not_restorable())?;
        let is_edge = stack.name == cx.stage.edge_stack_name();
        let source = if is_edge {
            // The edge stack is in another region than the bucket.
            TemplateSource::Body(template.to_string())
        } else {
            TemplateSource::Url(cx.aws.artifacts.url(&bucket, &stack.template_key))
        };
        let own = cx.local.as_ref().map(|local| local.adapt(template.clone()).parameters).unwrap_or_default();
        let packaged = packaged(stack, source, &template, &cx.stage.settings.parameters, own)?;
        *(if is_edge { &mut edge } else { &mut api }) = Some(packaged);
        templates.push((stack.name.clone(), template));
    }
    let api = api.ok_or_else(|| not_restorable(record, Vec::new()))?;
    let functions = record.functions.iter().map(|function| ReleasedFunction { uploaded: false, ..function.clone() });
    Ok(Restored { packaged_stage: PackagedStage { api, edge, functions: functions.collect() }, templates })
}

/// What is live, with the code that its functions had in an `earlier` release. Functions that are new since keep theirs.
pub(crate) async fn restore_code(
    cx: &Context,
    caller: &Caller,
    live: &Record,
    earlier: &Record,
) -> Result<Restored, Error> {
    if earlier.functions.is_empty() {
        return Err(not_restorable(earlier, Vec::new()).into());
    }
    let mut mixed = with_code_of(live, earlier);
    let (artifacts, bucket) = (&cx.aws.artifacts, cx.artifact_bucket(caller));
    refuse_missing(artifacts, &bucket, &mixed).await?;
    for stack in &mut mixed.stacks {
        let Some(content) = artifacts.get(&bucket, &stack.template_key).await? else { continue };
        let Ok(mut template) = serde_json::from_slice::<Value>(&content.body) else { continue };
        set_code(&mut template, &mixed.functions);
        let body = template.to_string();
        stack.template_sha256 = sha256(body.as_bytes());
        stack.template_key = template_key(&stack.template_sha256);
        if !artifacts.has(&bucket, &stack.template_key).await? {
            artifacts.put(&bucket, &stack.template_key, "application/json", body.into_bytes()).await?;
        }
    }
    restore(cx, caller, &mixed).await
}

/// The record of `live`, which is known by the name of the `earlier` release, with the code of that.
fn with_code_of(live: &Record, earlier: &Record) -> Record {
    let code = |function: &ReleasedFunction| earlier.functions.iter().find(|of_then| of_then.name == function.name);
    let functions: Vec<ReleasedFunction> =
        live.functions.iter().map(|function| code(function).unwrap_or(function).clone()).collect();
    let stacks = live.stacks.iter().map(|stack| {
        let keys = stack.code.iter().map(|key| key_of_then(key, &functions).unwrap_or_else(|| key.clone()));
        ReleasedStack { code: keys.collect(), ..stack.clone() }
    });
    Record { release: earlier.release.clone(), stacks: stacks.collect(), functions: functions.clone(), ..live.clone() }
}

/// Where the function whose code is at `key` now has it in `functions`.
fn key_of_then(key: &str, functions: &[ReleasedFunction]) -> Option<String> {
    let folder = key.rsplit_once('/')?.0;
    functions.iter().map(ReleasedFunction::key).find(|other| other.rsplit_once('/').is_some_and(|it| it.0 == folder))
}

fn set_code(template: &mut Value, functions: &[ReleasedFunction]) {
    let resources = template.get_mut("Resources").and_then(Value::as_object_mut);
    for resource in resources.into_iter().flat_map(Map::values_mut) {
        let Some(property) = code_property(resource) else { continue };
        let Some(key) = resource.pointer_mut(&format!("/Properties/{property}/Key")) else { continue };
        if let Some(of_then) = key.as_str().and_then(|key| key_of_then(key, functions)) {
            *key = Value::String(of_then);
        }
    }
}

async fn refuse_missing(artifacts: &impl Artifacts, bucket: &Bucket, record: &Record) -> Result<(), Error> {
    if !record.is_complete() {
        return Err(not_restorable(record, Vec::new()).into());
    }
    let checked = record
        .artifacts()
        .into_iter()
        .map(|key| async move { Ok::<_, Error>((artifacts.has(bucket, &key).await?, key)) });
    let checked: Vec<(bool, String)> = join_all(checked).await.into_iter().collect::<Result<_, _>>()?;
    let missing: Vec<String> = checked.into_iter().filter(|(there, _)| !there).map(|(_, key)| key).collect();
    if missing.is_empty() { Ok(()) } else { Err(not_restorable(record, missing).into()) }
}

fn not_restorable(record: &Record, missing: Vec<String>) -> DeployError {
    DeployError::NotRestorable { release: record.release.name(), missing }
}

/// A stack of the release with the stage's current secrets: the ledger stores none, and they may have been rotated.
fn packaged(
    stack: &ReleasedStack,
    template: TemplateSource,
    body: &Value,
    given: &BTreeMap<String, String>,
    own: BTreeMap<String, String>,
) -> Result<PackagedStack, DeployError> {
    let mut parameters = stack.parameters.clone();
    // The emulator's address may have changed since.
    parameters.extend(own);
    if !body["Parameters"][TRAFFIC_SHIFTING].is_null() {
        parameters.insert(TRAFFIC_SHIFTING.to_owned(), AT_ONCE.to_owned());
    }
    for name in &stack.secret_parameters {
        let value = given.get(name).ok_or_else(|| DeployError::NoSecret { name: name.clone() })?;
        parameters.insert(name.clone(), value.clone());
    }
    Ok(PackagedStack {
        template,
        template_sha256: stack.template_sha256.clone(),
        parameters,
        secret: stack.secret_parameters.clone(),
        code: stack.code.clone(),
        awaited: stack.awaited.clone(),
        body: body.clone(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{
        aws::artifacts::fake::{FakeArtifacts, bucket},
        releases::fake::record,
    };

    #[tokio::test]
    async fn every_missing_artifact_is_named() {
        let artifacts = FakeArtifacts::of(&[("templates/1.json", "{}")]);

        let error = refuse_missing(&artifacts, &bucket(), &record(1)).await.expect_err("the code is gone");

        assert_eq!(error.to_string(), "can't roll back to release r20261122T100100000Z (01c0ffee0000)");
        assert!(error.hint().expect("a hint").contains("functions/get_profile/1.zip"));
    }

    #[test]
    fn only_the_code_comes_back_and_only_of_functions_that_both_have() {
        let function = |name: &str, sha256: &str| ReleasedFunction {
            name: crate::stage::FunctionName(name.into()),
            sha256: sha256.into(),
            ..record(1).functions[0].clone()
        };
        let mut live = record(2);
        live.functions = vec![function("get_profile", "new"), function("put_profile", "new")];
        live.stacks[0].code = live.functions.iter().map(ReleasedFunction::key).collect();
        let earlier = Record { functions: vec![function("get_profile", "old"), function("gone", "old")], ..record(1) };

        let mixed = with_code_of(&live, &earlier);
        let code = |key: &str| {
            let properties = json!({ "CodeUri": { "Bucket": "b", "Key": key }, "MemorySize": 512 });
            json!({ "Type": "AWS::Serverless::Function", "Properties": properties })
        };
        let mut template = json!({ "Resources": {
            "Get": code("functions/get_profile/new.zip"), "Put": code("functions/put_profile/new.zip"), "Queue": {},
        } });
        set_code(&mut template, &mixed.functions);

        let keys = ["functions/get_profile/old.zip", "functions/put_profile/new.zip"];
        assert_eq!(mixed.stacks[0].code, keys);
        assert_eq!((&mixed.release, &mixed.stacks[0].parameters), (&earlier.release, &live.stacks[0].parameters));
        assert_eq!([&template["Resources"]["Get"], &template["Resources"]["Put"]], [&code(keys[0]), &code(keys[1])]);
    }

    #[tokio::test]
    async fn a_record_of_the_first_format_does_not_list_its_artifacts() {
        let bare = Record { stacks: Vec::new(), functions: Vec::new(), ..record(1) };

        let error = refuse_missing(&FakeArtifacts::default(), &bucket(), &bare).await.expect_err("unknown");

        assert!(error.hint().expect("a hint").contains("does not list its artifacts"));
    }

    #[test]
    fn a_secret_has_the_stages_current_value() {
        let mut stack = record(1).stacks.remove(0);
        stack.parameters.insert("Email".into(), "then".into());
        stack.secret_parameters.push("Key".into());
        let source = || TemplateSource::Body("{}".into());
        let today = BTreeMap::from([("Key".to_owned(), "today".to_owned()), ("Email".into(), "today".into())]);

        let restored = packaged(&stack, source(), &json!({}), &today, BTreeMap::new()).expect("given");
        let lacking = packaged(&stack, source(), &json!({}), &BTreeMap::new(), BTreeMap::new());

        assert_eq!((restored.parameters["Key"].as_str(), restored.parameters["Email"].as_str()), ("today", "then"));
        assert!(matches!(lacking, Err(DeployError::NoSecret { name }) if name == "Key"));
    }

    #[test]
    fn a_rollback_shifts_all_traffic_at_once() {
        let gradual = json!({ "Parameters": { TRAFFIC_SHIFTING: { "Default": "Canary10Percent5Minutes" } } });
        let parameters = |body: &Value| {
            let source = TemplateSource::Body("{}".into());
            packaged(&record(1).stacks[0], source, body, &BTreeMap::new(), BTreeMap::new()).expect("whole").parameters
        };

        assert_eq!(parameters(&gradual).get(TRAFFIC_SHIFTING).map(String::as_str), Some(AT_ONCE));
        assert_eq!(parameters(&json!({})).get(TRAFFIC_SHIFTING), None);
    }
}
