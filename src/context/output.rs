//! One output of the stage by its name, and the parts of a stage that outputs name.

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

/// What the commands for users work on, by the output that the template names it in.
const PARTS: [(&str, &str); 6] = [
    ("UserPoolId", "user pool"),
    ("UserPoolClientId", "app client of the user pool"),
    ("UserImportRoleArn", "role with which Cognito logs its import jobs"),
    ("UserProfilesTable", "table of profiles"),
    ("AppDataTable", "table of users' data"),
    ("ImagesBucket", "bucket of images"),
];

/// A part of the stage that the command can't do without, by the output that names it.
///
/// # Errors
/// When the template has no such part, or doesn't say which resource it is.
pub(crate) fn part(outputs: &BTreeMap<String, String>, name: &str) -> Result<String, Error> {
    outputs.get(name).cloned().ok_or_else(|| {
        let what = PARTS.iter().find(|(output, _)| *output == name).map_or("such resource", |(_, what)| what);
        let hint = format!("the stage has no {what}, or its template does not name it in an output `{name}`");
        Error::not_found("output", name, Some(hint))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_part_is_named() {
        let error = part(&BTreeMap::new(), "UserPoolId").expect_err("no pool");

        assert_eq!(error.to_string(), "there is no output `UserPoolId`");
        let hint = error.hint().expect("a hint");
        assert_eq!(hint, "the stage has no user pool, or its template does not name it in an output `UserPoolId`");
    }
}
