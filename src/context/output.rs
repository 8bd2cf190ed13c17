//! One output of the stage by its name.

use std::collections::BTreeMap;

use crate::{error::Error, nearest::nearest};

/// The output called `name`.
pub(crate) fn pick(outputs: &BTreeMap<String, String>, name: &str) -> Result<String, Error> {
    outputs.get(name).cloned().ok_or_else(|| {
        Error::not_found(
            "output",
            name,
            Some(match nearest(name, outputs.keys().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "list them with `srvls outputs`".into(),
            }),
        )
    })
}
