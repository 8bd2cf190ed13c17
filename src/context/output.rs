//! One output of the stage by its name.

use std::collections::BTreeMap;

use crate::{error::Error, nearest::did_you_mean};

/// The output called `name`.
pub(crate) fn pick(outputs: &BTreeMap<String, String>, name: &str) -> Result<String, Error> {
    outputs.get(name).cloned().ok_or_else(|| {
        Error::not_found(
            "output",
            name,
            Some(did_you_mean(name, outputs.keys().map(String::as_str), || {
                "list them with `srvls outputs`".to_owned()
            })),
        )
    })
}
