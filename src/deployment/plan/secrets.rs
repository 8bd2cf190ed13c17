//! Hides secrets in a plan, which ends up in terminals, logs and pull requests.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{
    aws::change_sets::{Detail, KNOWN_LATER},
    privacy::{is_secret, plain_name, redacted},
};

/// What is shown instead.
pub(crate) const SECRET: &str = "(secret)";
/// Shorter secrets occur in unrelated values, and hiding those would reveal them. Only their causes are matched.
const MIN_SECRET_LENGTH: usize = 6;
/// How names end whose values are secret.
const SECRET_SUFFIXES: [&str; 6] = ["credentials", "passphrase", "password", "secret", "secretstring", "token"];

/// The secret parameters of a stack, and what they are given.
#[derive(Clone, Default)]
pub(crate) struct Secrets {
    parameters: BTreeSet<String>,
    values: Vec<String>,
}

impl Secrets {
    pub(crate) fn of<'a>(parameters: impl IntoIterator<Item = &'a String>, given: &BTreeMap<String, String>) -> Self {
        let parameters: BTreeSet<String> = parameters.into_iter().cloned().collect();
        let values =
            parameters.iter().filter_map(|name| given.get(name)).filter(|value| value.len() >= MIN_SECRET_LENGTH);
        Self { values: values.cloned().collect(), parameters }
    }

    /// `detail` without secrets. A value that follows a secret parameter was secret before, too.
    pub(crate) fn hide_in(&self, detail: Detail) -> Detail {
        let follows_secret = detail.causes.iter().any(|cause| self.parameters.contains(cause));
        let shown = |value: String| {
            if follows_secret { SECRET.to_owned() } else { self.shown(&detail.path, &value) }
        };
        Detail { before: detail.before.map(shown), after: detail.after.map(shown), ..detail }
    }

    /// A whole template without secrets.
    pub(super) fn hide_in_template(&self, body: Value) -> Value {
        self.shown_value("", body)
    }

    fn shown(&self, path: &str, text: &str) -> String {
        let contains_secret = self.values.iter().any(|secret| text.contains(secret));
        if contains_secret || names_secret(path) && !is_harmless(text) {
            return SECRET.to_owned();
        }
        match serde_json::from_str(text) {
            Ok(value @ (Value::Object(_) | Value::Array(_))) => self.shown_value(path, value).to_string(),
            _ => redacted(text),
        }
    }

    fn shown_value(&self, path: &str, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.shown(path, &text)),
            Value::Number(_) if names_secret(path) => SECRET.into(),
            Value::Array(values) => values.into_iter().map(|value| self.shown_value(path, value)).collect(),
            Value::Object(fields) => {
                let shown = |(name, value)| {
                    let value = self.shown_value(&format!("{path}.{name}"), value);
                    (name, value)
                };
                fields.into_iter().map(shown).collect()
            }
            other => other,
        }
    }
}

/// Whether the name at the end of `path` says that its value is secret. A key is one in an environment only: elsewhere
/// that is the key of a tag or of a table.
fn names_secret(path: &str) -> bool {
    let name = path.rsplit('.').next().unwrap_or_default();
    let plain = plain_name(name);
    is_secret(name)
        || SECRET_SUFFIXES.iter().any(|ending| plain.ends_with(ending))
        || path.contains(".Variables.") && plain.ends_with("key")
}

/// What gives no secret away, whatever its name: a switch (`GenerateSecret`), the unit of a token's validity, or where a
/// secret is to be taken from.
fn is_harmless(text: &str) -> bool {
    let refers = text.starts_with("{{resolve:") && text.ends_with("}}");
    refers || matches!(text, "" | "true" | "false" | "seconds" | "minutes" | "hours" | "days" | KNOWN_LATER)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::deployment::plan::change::tests::{planned, planned_with, timeout, variable};

    fn secrets(value: &str) -> Secrets {
        let password = "Password".to_owned();
        Secrets::of([&password], &BTreeMap::from([(password.clone(), value.to_owned())]))
    }

    fn shown(secrets: &Secrets, detail: Detail) -> (String, String) {
        let Detail { before, after, .. } = planned_with(secrets, vec![detail]).change.details.remove(0);
        (before.unwrap_or_default(), after.unwrap_or_default())
    }

    fn both(before: &str, after: &str) -> (String, String) {
        (before.to_owned(), after.to_owned())
    }

    #[test]
    fn a_value_that_follows_a_secret_parameter_is_hidden_as_it_was_and_as_it_will_be() {
        let follows = Detail { causes: vec!["Password".into()], ..variable("URL", "old", "new") };

        let planned = json!(planned_with(&secrets("new"), vec![variable("URL", "old", "new"), follows]));

        let hidden = json!({ "Properties.Environment.Variables.URL": "(secret)" });
        assert_eq!((&planned["before"], &planned["after"]), (&hidden, &hidden));
        assert!(!planned.to_string().contains("old"), "{planned}");
    }

    #[test]
    fn a_value_that_contains_a_secret_is_hidden_wherever_it_is() {
        let secrets = secrets(r#"hunter"22"#);

        assert_eq!(shown(&secrets, variable("URL", "a", r#"db://me:hunter"22@host"#)), both("a", "(secret)"));
        let document = json!({ "URL": r#"db://me:hunter"22@host"#, "size": 1 }).to_string();
        assert_eq!(shown(&secrets, variable("ALL", "a", &document)), both("a", r#"{"URL":"(secret)","size":1}"#));
    }

    #[test]
    fn a_short_secret_hides_nothing_that_merely_contains_it() {
        assert_eq!(shown(&secrets("1"), timeout()), both("10", "20"));
    }

    #[test]
    fn a_name_that_says_so_hides_its_value() {
        let none = Secrets::default();
        for name in ["DB_PASSWORD", "clientSecret", "AUTH_TOKEN", "STRIPE_KEY"] {
            assert_eq!(shown(&none, variable(name, "a", "b")), both("(secret)", "(secret)"), "{name}");
        }
        for name in ["SECRET_ARN", "TOKEN_VALIDITY", "TABLE"] {
            assert_eq!(shown(&none, variable(name, "a", "b")), both("a", "b"), "{name}");
        }
        let tag = Detail { path: "Properties.Tags.0.Key".into(), ..timeout() };
        assert_eq!(shown(&none, tag), both("10", "20"));
        let unit =
            Detail { path: "Properties.TokenValidityUnits.AccessToken".into(), ..variable("", "minutes", "hours") };
        assert_eq!(shown(&none, unit), both("minutes", "hours"));
        let switch = Detail { path: "Properties.GenerateSecret".into(), ..variable("", "false", "true") };
        assert_eq!(shown(&none, switch), both("false", "true"));
        let taken_from = "{{resolve:secretsmanager:db:SecretString:password}}";
        assert_eq!(shown(&none, variable("DB_PASSWORD", "old", taken_from)), both("(secret)", taken_from));
    }

    #[test]
    fn no_credential_gets_through_and_everything_else_stays_whole() {
        let seen = planned(vec![variable("NOTE", "AKIAIOSFODNN7EXAMPLE", "\u{1b}[2Jb")]);

        assert_eq!(seen.after["Properties.Environment.Variables.NOTE"], "\u{1b}[2Jb");
        assert_eq!(seen.before["Properties.Environment.Variables.NOTE"], "[redacted]");
    }
}
