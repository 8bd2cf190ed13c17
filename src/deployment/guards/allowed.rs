//! The names that `--allow` takes: a typing mistake would otherwise only show in the refusal that it was to lift.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::preflight::WORDS;
use crate::{
    deployment::{package::templates::Templates, stage_readiness::StageReadiness},
    error::Error,
    nearest::nearest,
};

/// # Errors
/// When one of the names is neither a finding of the preflight nor a resource of what is live or about to be.
pub(crate) fn refuse_unknown(
    readiness: &StageReadiness,
    templates: &Templates,
    allowed: &[String],
) -> Result<(), Error> {
    let mut known: BTreeSet<String> = WORDS.map(str::to_owned).into();
    known.extend([&templates.api].into_iter().chain(&templates.edge).flat_map(|template| ids(template.body())));
    if unknown(&known, allowed).is_some() {
        // A resource that goes is only in the live template.
        for stack in [&readiness.api].into_iter().chain(&readiness.edge) {
            known.extend(stack.live_template()?.as_ref().map(ids).unwrap_or_default());
        }
    }
    unknown(&known, allowed).map_or(Ok(()), Err)
}

fn ids(template: &Value) -> Vec<String> {
    template["Resources"].as_object().into_iter().flat_map(Map::keys).cloned().collect()
}

fn unknown(known: &BTreeSet<String>, allowed: &[String]) -> Option<Error> {
    let name = allowed.iter().find(|name| !known.contains(*name))?;
    let hint = match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `--allow {near}`?"),
        None => format!("it takes {} or the logical id of a resource", WORDS.join(", ")),
    };
    Some(Error::usage(format!("`--allow {name}` names no resource of this stage"), hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_allows_nothing_is_refused_with_the_nearest() {
        let known: BTreeSet<String> = ["alarms", "drift", "mutes", "AppDataTable"].map(str::to_owned).into();
        let hint = |name: &str| unknown(&known, &[name.to_owned()]).and_then(|error| error.hint());

        assert_eq!(hint("AppDataTabel").as_deref(), Some("did you mean `--allow AppDataTable`?"));
        assert_eq!(hint("alarm").as_deref(), Some("did you mean `--allow alarms`?"));
        assert_eq!(hint("nope").as_deref(), Some("it takes alarms, drift, mutes or the logical id of a resource"));
        assert_eq!(hint("AppDataTable"), None);
    }
}
