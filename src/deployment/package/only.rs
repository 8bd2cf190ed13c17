//! `--only FUNCTION`: new code for the named functions; the others keep their live code.

use futures_util::{StreamExt as _, TryStreamExt as _};
use serde_json::Value;

use super::upload::CHECKS_AT_ONCE;
use crate::{
    artifacts::Artifact,
    aws::artifacts::{Artifacts as _, Bucket},
    context::{Context, deployed_stack::not_found},
    deployment::failure::DeployError,
    error::Error,
    releases::ReleasedFunction,
    stage::FunctionName,
    template::{CodeSource, code_property},
};

/// Splits the functions into those called `names` and the others; without names, all are selected.
///
/// # Errors
/// When no function has one of the names.
pub(crate) fn select(sources: Vec<CodeSource>, names: &[String]) -> Result<(Vec<CodeSource>, Vec<CodeSource>), Error> {
    let known = || sources.iter().map(|source| source.name.0.as_str());
    if let Some(unknown) = names.iter().find(|name| !known().any(|known| known == name.as_str())) {
        return Err(not_found("function", unknown, known()));
    }
    Ok(sources.into_iter().partition(|source| names.is_empty() || names.contains(&source.name.0)))
}

/// The live code of a function.
pub(super) struct LiveCode {
    pub(super) name: FunctionName,
    pub(super) logical_id: String,
    /// Where it is in the artifact bucket.
    pub(super) key: String,
    sha256: String,
}

/// The live code of `functions` by the template that is live.
///
/// # Errors
/// When one of them has none.
pub(super) fn live_code(live: Option<Value>, functions: Vec<CodeSource>) -> Result<Vec<LiveCode>, DeployError> {
    let live = live.unwrap_or_default();
    let code_of = |CodeSource { name, logical_id, .. }: CodeSource| {
        let found = key(&live, &logical_id).and_then(|key| Some((key.to_owned(), sha256_of(key)?.to_owned())));
        match found {
            Some((key, sha256)) => Ok(LiveCode { name, logical_id, key, sha256 }),
            None => Err(DeployError::NoCode(name)),
        }
    };
    functions.into_iter().map(code_of).collect()
}

/// What is released of it again.
///
/// # Errors
/// When the code of one function is not in the artifact bucket.
pub(super) async fn released_again(
    cx: &Context,
    bucket: &Bucket,
    code: &[LiveCode],
) -> Result<Vec<ReleasedFunction>, Error> {
    let found = code.iter().map(|LiveCode { name, key, sha256, .. }| async {
        let object = cx.aws.artifacts.list(bucket, key).await?.into_iter().next();
        let object = object.ok_or_else(|| DeployError::NoCode(name.clone()))?;
        let size_bytes = usize::try_from(object.size_bytes).unwrap_or(usize::MAX);
        Ok::<_, Error>(ReleasedFunction { name: name.clone(), sha256: sha256.clone(), size_bytes, uploaded: false })
    });
    futures_util::stream::iter(found).buffered(CHECKS_AT_ONCE).try_collect().await
}

fn key<'a>(template: &'a Value, logical_id: &str) -> Option<&'a str> {
    let resource = &template["Resources"][logical_id];
    resource["Properties"][code_property(resource)?]["Key"].as_str()
}

/// The name of an artifact is its digest.
fn sha256_of(key: &str) -> Option<&str> {
    Some(key.rsplit_once('/')?.1.split_once('.')?.0)
}

/// The artifacts of the wanted functions.
pub(crate) fn select_artifacts(artifacts: Vec<Artifact>, wanted: &[CodeSource]) -> Vec<Artifact> {
    let is_wanted = |name: &FunctionName| wanted.iter().any(|source| source.name == *name);
    artifacts.into_iter().filter(|artifact| is_wanted(&artifact.name)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::template::{Architecture, Code};

    fn source(name: &str) -> CodeSource {
        CodeSource {
            logical_id: name.to_owned(),
            name: FunctionName(name.into()),
            code: Code::Binary { name: name.into(), folder: ".".into() },
            architecture: Architecture::HOST,
        }
    }

    fn names(sources: &[CodeSource]) -> Vec<&str> {
        sources.iter().map(|source| source.name.0.as_str()).collect()
    }

    #[test]
    fn only_the_named_functions_are_wanted() {
        let sources = || vec![source("get_profile"), source("put_profile")];

        let (wanted, others) = select(sources(), &["put_profile".into()]).expect("known");
        assert_eq!((names(&wanted), names(&others)), (vec!["put_profile"], vec!["get_profile"]));

        let (wanted, others) = select(sources(), &[]).expect("known");
        assert_eq!((wanted.len(), others.len()), (2, 0));
    }

    #[test]
    fn a_mistyped_function_suggests_the_nearest() {
        let error = select(vec![source("get_profile")], &["get_profil".into()]).expect_err("unknown");

        assert_eq!(error.hint().as_deref(), Some("did you mean `get_profile`?"));
    }

    #[test]
    fn live_code_is_where_the_live_template_says() {
        let code = json!({ "Bucket": "b", "Key": "functions/a/0123.zip" });
        let live =
            json!({ "Resources": { "A": { "Type": "AWS::Serverless::Function", "Properties": { "CodeUri": code } } } });

        assert_eq!(key(&live, "A").and_then(sha256_of), Some("0123"));
        assert_eq!(key(&live, "B"), None);
        assert_eq!(key(&Value::Null, "A"), None);
    }
}
