//! Hints for a template that CloudFormation rejects at once. It uses the same error code for every reason, so only the
//! wording of the message distinguishes them.

use super::AwsError;

/// Words of the message, and the hint for it. The first match applies.
const REMEDIES: [(&str, &str); 4] = [
    (
        "must have values",
        "set them under `parameters` of the stage in srvls.toml, or give them a `Default` in the template",
    ),
    ("Unrecognized resource types", "correct the `Type`: CloudFormation has no such resource type in this region"),
    ("At least one Resources member", "add a resource to the template, or set `template` in srvls.toml to another one"),
    ("", "correct the template: `srvls template check` finds mistakes without calling AWS"),
];

/// `None` for any other failure.
pub(super) fn remedy(error: &AwsError) -> Option<&'static str> {
    let refused = error.action == "cloudformation:CreateChangeSet" && error.code.as_deref() == Some("ValidationError");
    let message = error.message();
    REMEDIES.iter().find(|(words, _)| refused && message.contains(words)).map(|(_, remedy)| *remedy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remedy_of(code: &str, message: &str) -> Option<&'static str> {
        remedy(&AwsError::refused("cloudformation:CreateChangeSet", code, message))
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
            let remedy = remedy_of("ValidationError", message);

            assert!(remedy.is_some_and(|remedy| remedy.contains(expected)), "{remedy:?} does not help with: {message}");
        }
        assert_eq!(remedy_of("LimitExceededException", "too many stacks"), None);
    }
}
