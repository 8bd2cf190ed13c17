//! A stage: one deployment of the app, and every name derived from it.

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

use crate::canary::Canary;

/// The region that AWS WAF requires for scope CLOUDFRONT, and so the region of the edge's stack.
/// <https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html>
pub(crate) const EDGE_REGION: &str = "us-east-1";

/// Whether this is formed like a region, such as `eu-west-1`, `us-gov-east-1` or `eusc-de-east-1`.
pub(crate) fn is_region(name: &str) -> bool {
    let parts: Vec<&str> = name.split('-').collect();
    let Some((number, words)) = parts.split_last() else { return false };
    let is_word = |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    (2..=4).contains(&words.len())
        && words.iter().all(is_word)
        && (1..=2).contains(&number.len())
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// A stage of `srvls.toml`, with what the command line changed.
#[derive(Debug, Clone)]
pub(crate) struct Stage {
    pub(crate) app: String,
    pub(crate) name: String,
    pub(crate) settings: StageSettings,
}

/// One `[stages.NAME]` table.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StageSettings {
    /// Run on the local emulator, which srvls starts.
    #[serde(default)]
    pub(crate) emulator: bool,
    /// The emulator's port.
    pub(crate) port: Option<u16>,
    /// Whether the emulator enforces the IAM policies, of the functions' roles too.
    #[serde(default)]
    pub(crate) iam: bool,
    pub(crate) region: Option<String>,
    /// The twelve-digit account this stage is pinned to.
    pub(crate) account: Option<String>,
    pub(crate) profile: Option<String>,
    /// Of phone numbers that are written without theirs: two letters, such as `KR`.
    pub(crate) country: Option<String>,
    #[serde(default)]
    pub(crate) protected: bool,
    /// Whether advice on the templates stops a deployment, as an error does.
    #[serde(default)]
    pub(crate) strict: bool,
    /// Whether CloudFront and its firewall stand in front of the API; by default only on AWS.
    pub(crate) edge: Option<bool>,
    /// How the API's traffic moves to new code; all of it at once by default.
    pub(crate) canary: Option<Canary>,
    /// Template parameters.
    #[serde(default)]
    pub(crate) parameters: BTreeMap<String, String>,
    /// Stack tags.
    #[serde(default)]
    pub(crate) tags: BTreeMap<String, String>,
}

impl StageSettings {
    /// A tag that AWS would refuse, and the rule that it breaks.
    /// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html>
    pub(crate) fn bad_tag(&self) -> Option<(&str, &'static str)> {
        let plain = |text: &str| text.chars().all(|c| c.is_alphanumeric() || " +-=._:/@".contains(c));
        let rule = |(name, value): (&String, &String)| {
            if name.is_empty() || name.chars().count() > 128 || value.chars().count() > 256 {
                Some("a tag has a name of 1 to 128 characters and a value of at most 256")
            } else if name.to_ascii_lowercase().starts_with("aws:") {
                Some("names that begin with `aws:` are AWS's own")
            } else if !plain(name) || !plain(value) {
                Some("tags consist of letters, digits, spaces and + - = . _ : / @")
            } else {
                None
            }
        };
        let broken = self.tags.iter().find_map(|tag| Some((tag.0.as_str(), rule(tag)?)));
        let last = self.tags.keys().nth(MOST_TAGS).map(String::as_str);
        broken.or(last.map(|name| (name, "a stack has at most 50 tags")))
    }
}

const MOST_TAGS: usize = 50;

impl Stage {
    pub(crate) fn stack_name(&self) -> StackName {
        StackName(format!("{}-{}", self.app, self.name))
    }

    /// One bucket per stage and region; the account makes its name globally unique.
    pub(crate) fn artifact_bucket(&self, account: &str, region: &str) -> String {
        format!("{}-artifacts-{account}-{region}", self.stack_name())
    }

    /// The log group of the audit trail. It belongs to no stack, so that it is there before the first and after the last.
    pub(crate) fn audit_log_group(&self) -> String {
        format!("/srvls/{}/audit", self.stack_name())
    }

    pub(crate) fn edge_stack_name(&self) -> StackName {
        StackName(format!("{}-edge", self.stack_name()))
    }
}

/// A CloudFormation stack's name, `<app>-<stage>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct StackName(pub(crate) String);

impl fmt::Display for StackName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An operation's name: `get_profile` is the API's operationId, the binary and what `srvls logs tail` takes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct FunctionName(pub(crate) String);

impl FunctionName {
    /// The name of the function with this logical id: `GetProfileFunction` -> `get_profile`. One that does not end with
    /// `Function` is the name itself, so that no two functions share one.
    pub(crate) fn of_logical_id(logical_id: &str) -> Self {
        let Some(stem) = logical_id.strip_suffix("Function").filter(|stem| !stem.is_empty()) else {
            return Self(logical_id.to_owned());
        };
        let mut name = String::with_capacity(stem.len() + 4);
        for (index, letter) in stem.char_indices() {
            if letter.is_ascii_uppercase() && index > 0 {
                name.push('_');
            }
            name.push(letter.to_ascii_lowercase());
        }
        Self(name)
    }

    /// The key of the function's code in the artifact bucket: identical code has the same key.
    pub(crate) fn artifact_key(&self, sha256: &str) -> String {
        format!("functions/{self}/{sha256}.zip")
    }
}

impl fmt::Display for FunctionName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logical_id_names_its_operation() {
        assert_eq!(FunctionName::of_logical_id("GetProfileFunction").0, "get_profile");
        assert_eq!(FunctionName::of_logical_id("AuthorizerFunction").0, "authorizer");
    }

    #[test]
    fn a_region_is_known_by_its_form() {
        for region in ["eu-west-1", "us-gov-west-1", "us-iso-east-1", "eusc-de-east-1", "ap-southeast-10"] {
            assert!(is_region(region), "{region}");
        }
        for other in [
            "",
            "mars",
            "us east 1",
            "eu-west",
            "EU-WEST-1",
            "1",
            "eu-west-1\n",
            "eu-west-1a",
            "eu--1",
            "-west-1",
            "--1",
        ] {
            assert!(!is_region(other), "{other:?}");
        }
    }

    #[test]
    fn another_logical_id_is_the_name_itself() {
        assert_eq!(FunctionName::of_logical_id("HelloWorld").0, "HelloWorld");
        assert_eq!(FunctionName::of_logical_id("Function").0, "Function");
    }
}
