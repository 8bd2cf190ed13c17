//! Outputs as lines of a `.env` file, in the part of the format that its readers have in common.
//!
//! <https://nodejs.org/api/environment_variables.html#env-files>, <https://saurabh-kumar.com/python-dotenv/#file-format>

use std::collections::BTreeMap;

use crate::error::Error;

/// The outputs by the names of variables: `ApiUrl` is `API_URL`.
///
/// # Errors
/// When two outputs would have the same name, or a value can't be written.
pub(super) fn variables(outputs: &BTreeMap<String, String>) -> Result<BTreeMap<String, String>, Error> {
    let mut variables: BTreeMap<String, (&str, &str)> = BTreeMap::new();
    for (output, value) in outputs {
        let name = variable(output);
        if let Some((other, _)) = variables.get(&name) {
            let message = format!("outputs `{other}` and `{output}` would both be the variable {name}");
            return Err(Error::usage(message, "print each with `srvls outputs NAME`"));
        }
        if quoted(value).is_none() {
            let message = format!("output `{output}` has a value that readers of `.env` files take differently");
            return Err(Error::usage(message, "print each with `srvls outputs NAME`"));
        }
        variables.insert(name, (output, value));
    }
    Ok(variables.into_iter().map(|(name, (_, value))| (name, value.to_owned())).collect())
}

/// `API_URL='…'`, a line for each.
pub(super) fn lines(variables: &BTreeMap<String, String>) -> Vec<String> {
    variables.iter().map(|(name, value)| format!("{name}={}", quoted(value).unwrap_or_default())).collect()
}

/// An underscore before each word: `UserPoolId` -> `USER_POOL_ID`, `CdnURL` -> `CDN_URL`.
fn variable(output: &str) -> String {
    let letters: Vec<char> = output.chars().collect();
    let mut name = String::new();
    for (index, letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| letters.get(before));
        let ends_word = before.is_some_and(|before| before.is_ascii_lowercase() || before.is_ascii_digit());
        let ends_abbreviation = before.is_some_and(char::is_ascii_uppercase)
            && letters.get(index + 1).is_some_and(char::is_ascii_lowercase);
        if letter.is_ascii_uppercase() && (ends_word || ends_abbreviation) {
            name.push('_');
        }
        name.push(if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' });
    }
    if name.starts_with(|first: char| first.is_ascii_digit()) { format!("_{name}") } else { name }
}

/// As it is where every reader takes it so, also those that know no quotes, such as `docker run --env-file`. In quotes,
/// readers differ in what a backslash, a line break and `${` mean.
fn quoted(value: &str) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=,".contains(c);
    if value.chars().all(is_plain) {
        return Some(value.to_owned());
    }
    if value.contains("${") || value.contains('\\') || value.contains(char::is_control) {
        return None;
    }
    if !value.contains('\'') {
        return Some(format!("'{value}'"));
    }
    // In these quotes some readers expand `$name`, too.
    (!value.contains(['"', '$', '`'])).then(|| format!("\"{value}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_has_an_underscore_before_each_word() {
        for (output, name) in [
            ("ApiUrl", "API_URL"),
            ("UserPoolClientId", "USER_POOL_CLIENT_ID"),
            ("CdnURL", "CDN_URL"),
            ("APIKeyId", "API_KEY_ID"),
            ("S3Bucket", "S3_BUCKET"),
            ("api", "API"),
            ("3Way", "_3_WAY"),
        ] {
            assert_eq!(variable(output), name);
        }
    }

    #[test]
    fn a_value_is_quoted_only_where_it_has_to_be() {
        for (value, line) in [
            (
                "https://x.execute-api.eu-west-1.amazonaws.com/v1",
                Some("https://x.execute-api.eu-west-1.amazonaws.com/v1"),
            ),
            ("arn:aws:sns:eu-west-1:123456789012:shop-dev", Some("arn:aws:sns:eu-west-1:123456789012:shop-dev")),
            ("", Some("")),
            ("two words # and a hash", Some("'two words # and a hash'")),
            ("a \"b\" $HOME `id`", Some("'a \"b\" $HOME `id`'")),
            ("it's", Some("\"it's\"")),
            ("it's \"b\"", None),
            ("it's $HOME", None),
            ("a\nB=c", None),
            ("${HOME}", None),
            ("a\\nb", None),
        ] {
            assert_eq!(quoted(value).as_deref(), line, "{value:?}");
        }
    }

    #[test]
    fn what_can_not_be_written_alike_is_an_error() {
        let outputs = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
        };

        let same = variables(&outputs(&[("ApiUrl", "a"), ("ApiURL", "b")])).expect_err("the same name");
        let broken = variables(&outputs(&[("Note", "a\nPATH=/tmp")])).expect_err("a line break");

        assert_eq!(same.to_string(), "outputs `ApiURL` and `ApiUrl` would both be the variable API_URL");
        assert!(broken.to_string().starts_with("output `Note` has a value"), "{broken}");
        let good = variables(&outputs(&[("Note", "a b"), ("ApiUrl", "http://127.0.0.1:4566/v1")])).expect("plain");
        assert_eq!(lines(&good), ["API_URL=http://127.0.0.1:4566/v1", "NOTE='a b'"]);
    }
}
