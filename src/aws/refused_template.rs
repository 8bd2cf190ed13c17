//! What mends a template that CloudFormation refuses outright. It has one code for every reason, so its own wording
//! tells them apart.

use super::AwsError;

/// These words are in the message, and this is what helps. The first that fit count.
const REMEDIES: [(&str, &str); 4] = [
    ("must have values", "give them under `parameters` of the stage in srvls.toml, or a `Default` in the template"),
    ("Unrecognized resource types", "correct the `Type`: CloudFormation knows no such resource in this region"),
    ("At least one Resources member", "give the template a resource, or name another as `template` in srvls.toml"),
    ("", "correct the template: `srvls template check` finds what can be found without AWS"),
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

    fn cure_of(code: &str, message: &str) -> Option<&'static str> {
        remedy(&AwsError::refused("cloudformation:CreateChangeSet", code, message))
    }

    #[test]
    fn what_cloudformation_refuses_outright_has_its_cure() {
        let seen = [
            ("Parameters: [Key] must have values", "`parameters`"),
            ("Template format error: Unrecognized resource types: [AWS::Quantum::Leap]", "`Type`"),
            ("Template format error: At least one Resources member must be defined.", "`template`"),
            ("Template error: instance of Fn::GetAtt references undefined resource Gone", "`srvls template check`"),
        ];
        for (message, expected) in seen {
            let remedy = cure_of("ValidationError", message);

            assert!(remedy.is_some_and(|remedy| remedy.contains(expected)), "{remedy:?} is no help with: {message}");
        }
        assert_eq!(cure_of("LimitExceededException", "too many stacks"), None);
    }
}
