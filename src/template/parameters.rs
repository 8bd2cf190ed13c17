//! The stage's parameters, held to what the templates declare: before anything is built, uploaded or asked of AWS.
//!
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html>

use std::collections::BTreeMap;

use regex::Regex;
use serde_json::Value;

use super::{
    TemplateError,
    sam_template::{Template, is_secret},
};
use crate::nearest::nearest;

impl Template {
    /// # Errors
    /// When none of the templates declares one of the parameters, or one of them does not take its value.
    pub(crate) fn check_parameters(templates: &[&Self], given: &BTreeMap<String, String>) -> Result<(), TemplateError> {
        let declared: Vec<&str> = templates.iter().flat_map(|template| template.parameter_names()).collect();
        if let Some(name) = given.keys().find(|name| !declared.contains(&name.as_str())) {
            return Err(TemplateError::UnknownParameter {
                path: templates.first().map(|template| template.path.clone()).unwrap_or_default(),
                name: name.clone(),
                nearest: nearest(name, declared).map(str::to_owned),
            });
        }
        for template in templates {
            let declared = &template.source.value["Parameters"];
            for (name, value) in given.iter().filter(|(name, _)| !declared[name.as_str()].is_null()) {
                let parameter = &declared[name.as_str()];
                if let Some(rule) = broken_rule(parameter, value) {
                    return Err(TemplateError::BadParameter {
                        path: template.path.clone(),
                        name: name.clone(),
                        value: if is_secret(parameter) { "****".to_owned() } else { value.clone() },
                        rule,
                        description: parameter["ConstraintDescription"]
                            .as_str()
                            .or(parameter["Description"].as_str())
                            .map(str::to_owned),
                    });
                }
            }
        }
        Ok(())
    }
}

/// The rule of its declaration that `value` breaks.
fn broken_rule(parameter: &Value, value: &str) -> Option<String> {
    let kind = parameter["Type"].as_str().unwrap_or("String");
    // Its value is a name, and the rules are about what is stored under that.
    if kind.starts_with("AWS::SSM::Parameter::") {
        return None;
    }
    let is_list = kind == "CommaDelimitedList" || kind.starts_with("List<");
    let items: Vec<&str> = if is_list { value.split(',').map(str::trim).collect() } else { vec![value] };
    items.into_iter().find_map(|item| broken_by(parameter, kind, item))
}

fn broken_by(parameter: &Value, kind: &str, value: &str) -> Option<String> {
    let limit = |name: &str| text(&parameter[name]).and_then(|limit| limit.parse::<f64>().ok());
    if let Some(allowed) = parameter["AllowedValues"].as_array() {
        let allowed: Vec<String> = allowed.iter().filter_map(text).collect();
        if !allowed.iter().any(|allowed| allowed == value) {
            return Some(format!("must be one of {}", allowed.join(", ")));
        }
    }
    if kind == "Number" || kind == "List<Number>" {
        let Some(number) = value.parse::<f64>().ok().filter(|number| number.is_finite()) else {
            return Some("must be a number".to_owned());
        };
        return match (limit("MinValue"), limit("MaxValue")) {
            (Some(least), _) if number < least => Some(format!("must be at least {least}")),
            (_, Some(most)) if number > most => Some(format!("must be at most {most}")),
            _ => None,
        };
    }
    let length = f64::from(u32::try_from(value.chars().count()).unwrap_or(u32::MAX));
    match (limit("MinLength"), limit("MaxLength")) {
        (Some(least), _) if length < least => return Some(format!("must have at least {least} characters")),
        (_, Some(most)) if length > most => return Some(format!("must have at most {most} characters")),
        _ => {}
    }
    let pattern = parameter["AllowedPattern"].as_str()?;
    // CloudFormation's patterns are Java's, and match the whole value. What only Java understands is left to it.
    let whole = Regex::new(&format!("^(?:{pattern})$")).ok()?;
    (!whole.is_match(value)).then(|| format!("must match {pattern}"))
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{error::Failure as _, exit::Exit};

    const TEMPLATE: &str = "
Parameters:
  Architecture: {Type: String, AllowedValues: [arm64, x86_64]}
  Days: {Type: Number, AllowedValues: [1, 30]}
  Memory: {Type: Number, MinValue: 128, MaxValue: 10240, Description: Memory of each function in MB}
  Origin: {Type: String, AllowedPattern: '^https?://[^*\\s/]+$'}
  Cidrs: {Type: CommaDelimitedList, AllowedPattern: '[0-9./]*'}
  Name: {Type: String, MinLength: 2, MaxLength: 4}
  Java: {Type: String, AllowedPattern: '(?=x).*'}
  Secret: {Type: String, NoEcho: true, MinLength: 99}
";

    fn refusal(name: &str, value: &str) -> Option<TemplateError> {
        let template = Template::of("t.yaml", TEMPLATE);
        let given = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        Template::check_parameters(&[&template], &given).err()
    }

    #[test]
    fn a_mistyped_parameter_suggests_the_nearest() {
        let error = refusal("Architectur", "arm64").expect("unknown");

        assert_eq!(error.hint().as_deref(), Some("did you mean `Architecture`?"));
    }

    #[test]
    fn a_value_that_the_template_does_not_take_is_refused_with_its_rule() {
        for (name, value, rule) in [
            ("Architecture", "arm", "must be one of arm64, x86_64"),
            ("Days", "2", "must be one of 1, 30"),
            ("Memory", "99999", "must be at most 10240"),
            ("Memory", "1", "must be at least 128"),
            ("Memory", "big", "must be a number"),
            ("Origin", "not a url", r"must match ^https?://[^*\s/]+$"),
            ("Cidrs", "10.0.0.0/8, all", "must match [0-9./]*"),
            ("Name", "a", "must have at least 2 characters"),
            ("Name", "abcde", "must have at most 4 characters"),
        ] {
            let error = refusal(name, value).expect(value);

            assert_eq!(
                error.to_string(),
                format!("srvls.toml: the stage's parameter `{name}` is `{value}`: it {rule}")
            );
            assert_eq!(error.exit() as i32, Exit::Usage as i32);
        }
        let hint = refusal("Memory", "1").and_then(|error| error.hint());
        assert_eq!(hint.as_deref(), Some("t.yaml says of it: Memory of each function in MB"));
    }

    #[test]
    fn what_the_template_takes_passes() {
        for (name, value) in [
            ("Architecture", "arm64"),
            ("Days", "30"),
            ("Memory", "10240"),
            ("Origin", "https://a.example"),
            ("Cidrs", "10.0.0.0/8, 10.1.0.0/16"),
            ("Name", "äöü"),
            ("Java", "anything"),
        ] {
            assert!(refusal(name, value).is_none(), "{name}={value}");
        }
    }

    #[test]
    fn a_secret_value_is_not_repeated() {
        let error = refusal("Secret", "hunter2").expect("too short").to_string();

        assert!(!error.contains("hunter2") && error.contains("at least 99 characters"), "{error}");
    }
}
