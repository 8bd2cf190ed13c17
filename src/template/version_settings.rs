//! The settings that are part of a function's version, besides its code.
//!
//! SAM publishes a version when the code, variables or memory change in the template as written. It misses a new
//! timeout, a new parameter value, and the replacement of a table behind a `Ref`, and the alias would keep the old
//! settings. So a digest of all of these becomes an environment variable. The digest must cover nothing else: Lambda
//! does not publish a version of an unchanged function, and CloudFormation then fails the deployment.
//! <https://github.com/aws/serverless-application-model/issues/3281>
//!
//! `AutoPublishAliasAllProperties` compares the template as written, too: it misses what a parameter changes, and fails the
//! deployment of what changes no function, such as other tags.
//! <https://github.com/aws/serverless-application-model/issues/3820>

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{
    Template,
    intrinsics::{is_intrinsic, references},
};
use crate::digest::sha256;

/// The environment variable that holds the digest.
const SETTINGS: &str = "SETTINGS_DIGEST";
const ALL_PROPERTIES: &str = "AutoPublishAliasAllProperties";

impl Template {
    /// Has SAM publish a version of a function whose settings change, where the function asks for that with
    /// `AutoPublishAliasAllProperties`.
    pub(crate) fn with_versions(&self, mut body: Value, given: &BTreeMap<String, String>) -> Value {
        let is_published = |id: &&String| {
            let [own, globals] = [&body["Resources"][*id]["Properties"], &body["Globals"]["Function"]];
            let property = |name: &str| if own[name].is_null() { &globals[name] } else { &own[name] };
            body["Resources"][*id]["Type"] == "AWS::Serverless::Function"
                && !property("AutoPublishAlias").is_null()
                && property(ALL_PROPERTIES) == true
        };
        let ids = body["Resources"].as_object().into_iter().flat_map(Map::keys).filter(is_published);
        let digests: Vec<(String, String)> = ids.map(|id| (id.clone(), digest(&body, id, given))).collect();
        for (id, digest) in digests {
            set(&mut body["Resources"][id]["Properties"], &digest);
        }
        body
    }
}

/// Makes the digest one of the function's variables, in place of what SAM would compare; not where AWS alone can say which
/// variables the function has.
pub(super) fn set(properties: &mut Value, digest: &str) {
    let is_known = |value: &Value| value.is_null() || value.as_object().is_some_and(|fields| !is_intrinsic(fields));
    let environment = &properties["Environment"];
    if is_known(environment) && is_known(&environment["Variables"]) {
        properties["Environment"]["Variables"][SETTINGS] = digest.into();
        properties[ALL_PROPERTIES] = false.into();
    }
}

/// Properties of a function that are not part of a version, or that SAM compares itself.
const NOT_OF_A_VERSION: [&str; 9] = [
    "AutoPublishAlias",
    "AutoPublishAliasAllProperties",
    "CodeUri",
    "DeploymentPreference",
    "Events",
    "EventInvokeConfig",
    "ProvisionedConcurrencyConfig",
    "ReservedConcurrentExecutions",
    "Tags",
];

/// The properties whose change makes CloudFormation replace the resource, which gives it a new name and ARN. For types
/// that are not listed, any property counts.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/>
const REPLACED_BY: [(&str, &[&str]); 9] = [
    ("AWS::Cognito::UserPool", &["AliasAttributes", "UsernameAttributes", "UsernameConfiguration"]),
    ("AWS::Cognito::UserPoolClient", &["GenerateSecret", "UserPoolId"]),
    ("AWS::DynamoDB::Table", &["KeySchema", "LocalSecondaryIndexes", "TableName"]),
    ("AWS::IAM::Role", &["Path", "RoleName"]),
    ("AWS::Logs::LogGroup", &["LogGroupName"]),
    ("AWS::S3::Bucket", &["BucketName"]),
    ("AWS::SecretsManager::Secret", &["Name"]),
    ("AWS::Serverless::Function", &["FunctionName"]),
    ("AWS::SQS::Queue", &["QueueName"]),
];

/// A digest of the settings of the function `id`, for the parameter values `given`.
pub(super) fn digest(body: &Value, id: &str, given: &BTreeMap<String, String>) -> String {
    let [own, globals] = [&body["Resources"][id]["Properties"], &body["Globals"]["Function"]];
    let settings = json!([without(own, &NOT_OF_A_VERSION), without(globals, &NOT_OF_A_VERSION)]);
    let mut covered: BTreeMap<String, Value> = BTreeMap::from([("Mappings".to_owned(), body["Mappings"].clone())]);
    let mut pending = vec![(id.to_owned(), settings)];
    while let Some((name, value)) = pending.pop() {
        for referred in references(&value, &body["Conditions"]) {
            match (&body["Parameters"][&referred], &body["Resources"][&referred]) {
                _ if covered.contains_key(&referred) || referred == name => {}
                // Pseudo parameters, such as `AWS::Region`.
                (Value::Null, Value::Null) => {}
                (Value::Null, resource) => pending.push((referred, identity(resource))),
                (parameter, _) => {
                    let value = given.get(&referred).map_or_else(|| parameter["Default"].clone(), |given| json!(given));
                    covered.insert(referred, value);
                }
            }
        }
        covered.insert(name, value);
    }
    sha256(json!(covered).to_string().as_bytes()).chars().take(16).collect()
}

/// The parts of a resource whose change makes it a different resource.
fn identity(resource: &Value) -> Value {
    let properties = &resource["Properties"];
    let identifying = match REPLACED_BY.iter().find(|(kind, _)| resource["Type"] == *kind) {
        Some((_, names)) => names.iter().map(|name| ((*name).to_owned(), properties[*name].clone())).collect(),
        None => without(properties, &["Tags"]),
    };
    json!({ "Type": resource["Type"], "Condition": resource["Condition"], "Properties": identifying })
}

fn without(properties: &Value, names: &[&str]) -> Map<String, Value> {
    let all = properties.as_object().into_iter().flat_map(Map::iter);
    let others = all.filter(|(name, _)| !names.contains(&name.as_str()));
    others.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Takes it away again: it says nothing that the settings do not say.
pub(super) fn unset(properties: &mut Map<String, Value>) {
    if let Some(variables) = properties.get_mut("Environment").and_then(|it| it["Variables"].as_object_mut())
        && variables.shift_remove(SETTINGS).is_some()
        && variables.is_empty()
    {
        properties.shift_remove("Environment");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::Template;

    const TEMPLATE: &str = "
Parameters: {Origin: {Type: String, Default: https://a}, Email: {Type: String}, Big: {Type: String, Default: 'no'}}
Conditions: {IsBig: !Equals [!Ref Big, 'yes']}
Globals: {Function: {Timeout: 10}}
Resources:
  GetFunction:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: {Bucket: b, Key: '1'}
      ReservedConcurrentExecutions: 5
      MemorySize: !If [IsBig, 512, 256]
      Role: !GetAtt Role.Arn
      Environment: {Variables: {ORIGIN: !Ref Origin, TABLE: !Ref Table, CLIENT: !Sub '${Client}'}}
  Role: {Type: AWS::IAM::Role, Properties: {Path: /a/, Policies: [one]}}
  Table: {Type: AWS::DynamoDB::Table, Properties: {KeySchema: [id], TableClass: STANDARD}}
  Client: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Pool, AccessTokenValidity: 15}}
  Pool: {Type: AWS::Cognito::UserPool, Properties: {UsernameAttributes: [email]}}
";

    fn digest_of(text: &str, given: &[(&str, &str)]) -> String {
        let given = given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        digest(Template::of("t.yaml", text).body(), "GetFunction", &given)
    }

    fn changes(from: &str, to: &str) -> bool {
        let edited = TEMPLATE.replace(from, to);
        assert_ne!(edited, TEMPLATE, "{from} is not in the template");
        digest_of(TEMPLATE, &[]) != digest_of(&edited, &[])
    }

    #[test]
    fn a_parameter_reaches_the_alias_of_a_function_that_publishes_every_change() {
        let text = TEMPLATE.replace("      CodeUri:", "      AutoPublishAlias: live\n      CodeUri:");
        let all = text.replace("      CodeUri:", "      AutoPublishAliasAllProperties: true\n      CodeUri:");
        let globally = text.replace("Timeout: 10", "Timeout: 10, AutoPublishAliasAllProperties: true");
        let published = |text: &str, big: &str| {
            let template = Template::of("t.yaml", text);
            let given = BTreeMap::from([("Big".to_owned(), big.to_owned())]);
            template.with_versions(template.body().clone(), &given)["Resources"]["GetFunction"]["Properties"].clone()
        };

        for text in [&all, &globally] {
            let (small, big) = (published(text, "no"), published(text, "yes"));
            assert_ne!(small["Environment"]["Variables"][SETTINGS], big["Environment"]["Variables"][SETTINGS]);
            // What SAM would compare besides.
            assert_eq!(small[ALL_PROPERTIES], false);
        }
        assert!(published(&text, "no")["Environment"]["Variables"][SETTINGS].is_null(), "it asks for less");
        for variables in
            ["Environment: !If [IsBig, {}, {}]", "Environment: {Variables: !If [IsBig, {}, {}]}", "Environment: x"]
        {
            let begin = all.find("      Environment:").expect("its variables");
            let end = begin + all[begin..].find('\n').expect("its end");
            let unknown = format!("{}      {variables}{}", &all[..begin], &all[end..]);
            let function = published(&unknown, "no");
            assert_eq!((&function[ALL_PROPERTIES], function.to_string().contains(SETTINGS)), (&true.into(), false));
        }
    }

    #[test]
    fn a_change_of_what_a_version_keeps_changes_the_digest() {
        assert!(changes("Timeout: 10", "Timeout: 5"));
        assert!(changes("ORIGIN: !Ref Origin", "ORIGIN: other"));
        assert!(changes("Path: /a/", "Path: /b/"), "its role is replaced");
        assert!(changes("KeySchema: [id]", "KeySchema: [sub]"), "its table is replaced");
        assert!(changes("[email]", "[phone_number]"), "the client is replaced, because the pool is");
    }

    #[test]
    fn a_change_of_what_no_version_keeps_does_not() {
        assert!(!changes("Key: '1'", "Key: '2'"));
        assert!(!changes("ReservedConcurrentExecutions: 5", "ReservedConcurrentExecutions: 6"));
        assert!(!changes("Policies: [one]", "Policies: [two]"));
        assert!(!changes("TableClass: STANDARD", "TableClass: INFREQUENT"));
        assert!(!changes("AccessTokenValidity: 15", "AccessTokenValidity: 5"));
    }

    #[test]
    fn a_parameter_counts_if_the_function_depends_on_it_directly_or_through_a_condition() {
        let before = digest_of(TEMPLATE, &[]);

        assert_eq!(digest_of(TEMPLATE, &[("Origin", "https://a")]), before);
        assert_ne!(digest_of(TEMPLATE, &[("Origin", "https://b")]), before);
        assert_ne!(digest_of(TEMPLATE, &[("Big", "yes")]), before);
        assert_eq!(digest_of(TEMPLATE, &[("Email", "ops@example.com")]), before);
    }
}
