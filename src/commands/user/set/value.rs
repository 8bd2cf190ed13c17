//! Whether a pool takes a value for an attribute, before it is asked to.

use crate::{
    aws::users::{Attribute, AttributeKind},
    commands::user::address,
    error::Error,
    nearest::did_you_mean,
};

/// `KEY=VALUE` as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Assignment {
    pub(super) key: String,
    /// Empty to remove the attribute.
    pub(super) value: String,
}

pub(super) fn assignment(text: &str) -> Result<Assignment, String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => {
            Ok(Assignment { key: key.trim().to_owned(), value: value.to_owned() })
        }
        _ => Err("it must be KEY=VALUE, such as name='Ada Lovelace'; KEY= removes the attribute".into()),
    }
}

impl Assignment {
    /// The attribute by the pool's name for it, and the value as Cognito takes it.
    ///
    /// # Errors
    /// When the pool has no such attribute, or takes no such value for it.
    pub(super) fn check(&self, schema: &[Attribute]) -> Result<(String, String), Error> {
        let attribute = find(&self.key, schema)?;
        let name = &attribute.name;
        if !attribute.mutable {
            return Err(Error::usage(
                format!("`{name}` can't be changed: the pool sets it once, when the user is created"),
                "to have another, create another user with `srvls user create`",
            ));
        }
        if self.value.is_empty() {
            let required = || {
                Error::usage(
                    format!("`{name}` can't be removed: the pool requires it"),
                    format!("give it a value: `{name}=…`"),
                )
            };
            return if attribute.required { Err(required()) } else { Ok((name.clone(), String::new())) };
        }
        let value = value_for(attribute, &self.value)
            .map_err(|rule| Error::usage(format!("the value of `{name}` can't be used"), rule))?;
        Ok((name.clone(), value))
    }
}

/// By the whole name, the short one of a custom attribute, or the word that people use.
fn find<'a>(key: &str, schema: &'a [Attribute]) -> Result<&'a Attribute, Error> {
    let name = if key == "phone" { "phone_number" } else { key };
    let custom = format!("custom:{key}");
    let found = schema.iter().find(|attribute| attribute.name == name || attribute.name == custom);
    found.ok_or_else(|| {
        let names: Vec<&str> = schema.iter().filter(|it| it.mutable).map(|it| it.name.as_str()).collect();
        let hint = did_you_mean(key, names.iter().copied(), || format!("the pool has {}", names.join(", ")));
        Error::usage(format!("the pool has no attribute `{key}`"), hint)
    })
}

fn value_for(attribute: &Attribute, value: &str) -> Result<String, String> {
    match (attribute.name.as_str(), attribute.kind) {
        ("email", _) => address::email(value),
        ("phone_number", _) => address::phone(value),
        (_, AttributeKind::Boolean) => match value {
            "true" | "false" => Ok(value.to_owned()),
            _ => Err("it must be true or false".into()),
        },
        (_, AttributeKind::Number { smallest, largest }) => {
            let number: i64 = value.parse().map_err(|_| "it must be a whole number".to_owned())?;
            let fits =
                smallest.is_none_or(|smallest| number >= smallest) && largest.is_none_or(|largest| number <= largest);
            if fits { Ok(value.to_owned()) } else { Err(format!("it must be a number{}", between(smallest, largest))) }
        }
        (_, AttributeKind::Text { shortest, longest }) => {
            let length = value.chars().count();
            let fits =
                shortest.is_none_or(|shortest| length >= shortest) && longest.is_none_or(|longest| length <= longest);
            if fits { Ok(value.to_owned()) } else { Err(format!("its length must be{}", between(shortest, longest))) }
        }
        (_, AttributeKind::Datetime) => {
            // Cognito keeps a time as it was written; one that is none would be kept as well.
            let is_time = value.parse::<jiff::Timestamp>().is_ok() || value.parse::<jiff::civil::Date>().is_ok();
            if is_time { Ok(value.to_owned()) } else { Err("it must be a time such as 2026-11-22T00:00:00Z".into()) }
        }
    }
}

fn between<T: std::fmt::Display>(smallest: Option<T>, largest: Option<T>) -> String {
    match (smallest, largest) {
        (Some(smallest), Some(largest)) => format!(" from {smallest} to {largest}"),
        (Some(smallest), None) => format!(" of at least {smallest}"),
        (None, Some(largest)) => format!(" of at most {largest}"),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::users::fake::settings;

    fn checked(text: &str) -> Result<(String, String), Error> {
        assignment(text).expect("an assignment").check(&settings().attributes)
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn an_attribute_goes_by_its_own_name_its_short_one_and_the_usual_one() {
        assert_eq!(checked("name=Ada=1").expect("taken"), pair("name", "Ada=1"));
        assert_eq!(checked("level=3").expect("taken"), pair("custom:level", "3"));
        assert_eq!(checked("custom:level=3").expect("taken"), pair("custom:level", "3"));
        assert_eq!(checked("phone=+82 10 1234 5678").expect("taken"), pair("phone_number", "+821012345678"));
        assert_eq!(checked("email=Ada@Example.com").expect("taken"), pair("email", "ada@example.com"));
    }

    #[test]
    fn an_unknown_attribute_has_a_near_one_and_an_immutable_one_a_reason() {
        let unknown = checked("emial=ada@example.com").expect_err("unknown");
        let immutable = checked("sub=1").expect_err("immutable");

        assert_eq!(unknown.hint().as_deref(), Some("did you mean `email`?"));
        assert!(immutable.to_string().starts_with("`sub` can't be changed"));
        assert_eq!((unknown.code(), immutable.code()), ("usage", "usage"));
    }

    #[test]
    fn a_value_that_the_schema_refuses_is_refused_with_the_rule() {
        for (text, rule) in [
            ("level=x", "it must be a whole number"),
            ("level=10", "it must be a number from 1 to 9"),
            ("email_verified=yes", "it must be true or false"),
            ("name=one name that is longer than the limit", "its length must be from 0 to 20"),
            ("born=yesterday", "it must be a time such as 2026-11-22T00:00:00Z"),
            ("email=ada", "it must be an e-mail address, such as ada@example.com"),
        ] {
            assert_eq!(checked(text).expect_err(text).hint().as_deref(), Some(rule), "{text}");
        }
    }

    #[test]
    fn nothing_removes_an_attribute_unless_the_pool_requires_it() {
        assert_eq!(checked("name=").expect("removed"), pair("name", ""));
        assert!(checked("email=").is_err());
        assert!(assignment("=x").is_err() && assignment("name").is_err());
    }
}
