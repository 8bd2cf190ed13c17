//! Names of fields, compared without case and separators.

/// `Given-Name`, `given_name` and `givenName` are all `givenname`.
pub(crate) fn plain_name(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
