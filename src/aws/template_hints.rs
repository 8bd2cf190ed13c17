//! Hints for a template that CloudFormation rejects at once. It uses the same error code for every reason, so only the
//! wording of the message distinguishes them.

/// Words of the message, and the hint for it. The first match applies.
const HINTS: [(&str, &str); 4] = [
    (
        "must have values",
        "set them under `parameters` of the stage in srvls.toml, or give them a `Default` in the template",
    ),
    ("Unrecognized resource types", "correct the `Type`: CloudFormation has no such resource type in this region"),
    ("At least one Resources member", "add a resource to the template, or set `template` in srvls.toml to another one"),
    ("", "correct the template: `srvls template check` finds mistakes without calling AWS"),
];

/// `None` for any other failure.
pub(super) fn hint_of(action: &str, code: Option<&str>, message: &str) -> Option<&'static str> {
    let refused = action == "cloudformation:CreateChangeSet" && code == Some("ValidationError");
    HINTS.iter().find(|(words, _)| refused && message.contains(words)).map(|(_, hint_of)| *hint_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hint_of_code(code: &str, message: &str) -> Option<&'static str> {
        hint_of("cloudformation:CreateChangeSet", Some(code), message)
    }

    #[test]
    fn a_template_that_cloudformation_rejects_has_a_hint() {
        let seen = [
            ("Parameters: [Key] must have values", "`parameters`"),
            ("Template format error: Unrecognized resource types: [AWS::Quantum::Leap]", "`Type`"),
            ("Template format error: At least one Resources member must be defined.", "`template`"),
            ("Template error: instance of Fn::GetAtt references undefined resource Gone", "`srvls template check`"),
        ];
        for (message, expected) in seen {
            let hint_of = hint_of_code("ValidationError", message);

            assert!(
                hint_of.is_some_and(|hint_of| hint_of.contains(expected)),
                "{hint_of:?} does not help with: {message}"
            );
        }
        assert_eq!(hint_of_code("LimitExceededException", "too many stacks"), None);
    }
}
