//! `--only FUNCTION`: new code for the named functions; every other one keeps the code that is live.

use std::collections::BTreeMap;

use serde_json::Value;

use super::DeployError;
use crate::{
    artifacts::Artifact,
    context::Context,
    deployed::not_found,
    error::Error,
    stage::FunctionName,
    template::{CodeLocation, FunctionSource},
};

/// The functions called `names` first, then the others; without names, all of them are wanted.
///
/// # Errors
/// When there is no function of one of the names.
pub(super) fn chosen(
    sources: Vec<FunctionSource>,
    names: &[String],
) -> Result<(Vec<FunctionSource>, Vec<FunctionSource>), Error> {
    let known = || sources.iter().map(|source| source.name.0.as_str());
    if let Some(unknown) = names.iter().find(|name| !known().any(|known| known == name.as_str())) {
        return Err(not_found("function", unknown, known()));
    }
    Ok(sources.into_iter().partition(|source| names.is_empty() || names.contains(&source.name.0)))
}

/// Where the live code of `functions` lies.
///
/// # Errors
/// When one of them has none yet.
pub(super) async fn kept(cx: &Context, functions: &[FunctionSource]) -> Result<BTreeMap<String, CodeLocation>, Error> {
    if functions.is_empty() {
        return Ok(BTreeMap::new());
    }
    let api = cx.api();
    let live = match api.find().await? {
        Some(_) => api.stacks.live_template(&api.name).await?.unwrap_or_default(),
        None => Value::Null,
    };
    let located = functions.iter().map(|source| {
        let location = location(&live, &source.logical_id).ok_or_else(|| DeployError::NoCode(source.name.clone()))?;
        Ok((source.logical_id.clone(), location))
    });
    located.collect::<Result<_, DeployError>>().map_err(Error::from)
}

fn location(template: &Value, logical_id: &str) -> Option<CodeLocation> {
    let code = &template["Resources"][logical_id]["Properties"]["CodeUri"];
    Some(CodeLocation { bucket: code["Bucket"].as_str()?.to_owned(), key: code["Key"].as_str()?.to_owned() })
}

/// Of a package's artifacts, those of the wanted functions.
pub(super) fn of_package(artifacts: Vec<Artifact>, wanted: &[FunctionSource]) -> Vec<Artifact> {
    let is_wanted = |name: &FunctionName| wanted.iter().any(|source| source.name == *name);
    artifacts.into_iter().filter(|artifact| is_wanted(&artifact.name)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::template::Architecture;

    fn source(name: &str) -> FunctionSource {
        FunctionSource {
            logical_id: name.to_owned(),
            name: FunctionName(name.into()),
            binary: name.into(),
            folder: ".".into(),
            architecture: Architecture::HOST,
        }
    }

    fn names(sources: &[FunctionSource]) -> Vec<&str> {
        sources.iter().map(|source| source.name.0.as_str()).collect()
    }

    #[test]
    fn only_the_named_functions_are_wanted() {
        let sources = || vec![source("get_profile"), source("put_profile")];

        let (wanted, others) = chosen(sources(), &["put_profile".into()]).expect("known");
        assert_eq!((names(&wanted), names(&others)), (vec!["put_profile"], vec!["get_profile"]));

        let (wanted, others) = chosen(sources(), &[]).expect("known");
        assert_eq!((wanted.len(), others.len()), (2, 0));
    }

    #[test]
    fn a_mistyped_function_suggests_the_nearest() {
        let error = chosen(vec![source("get_profile")], &["get_profil".into()]).expect_err("unknown");

        assert_eq!(error.hint().as_deref(), Some("did you mean `get_profile`?"));
    }

    #[test]
    fn live_code_is_where_the_live_template_says() {
        let live = json!({ "Resources": { "A": { "Properties": { "CodeUri": { "Bucket": "b", "Key": "k" } } } } });

        assert_eq!(location(&live, "A"), Some(CodeLocation { bucket: "b".into(), key: "k".into() }));
        assert_eq!(location(&live, "B"), None);
        assert_eq!(location(&Value::Null, "A"), None);
    }
}
