//! Credentials, hidden in texts that were not made to be shown.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::field_name::plain_name;

const HIDDEN: &str = "[redacted]";

/// Credentials by their own shape, and what takes their place.
static SHAPES: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let shapes = [
        // JWTs, and the encrypted kind that Cognito's refresh tokens are: three or five parts.
        (r"\beyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){2,4}", HIDDEN),
        (r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b", HIDDEN),
        (r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}", "$1 [redacted]"),
        (
            r#"(?i)\b(password|client_?secret|secret_?access_?key|(?:access|refresh|id|session)_?token)(["']?\s*[=:]\s*["']?)[^\s"',;&}]+"#,
            "$1$2[redacted]",
        ),
    ];
    shapes.map(|(pattern, hidden)| (Regex::new(pattern).expect("a valid pattern"), hidden)).into()
});

/// Names of fields that hold credentials, whatever their shape.
const SECRET_FIELDS: [&str; 14] = [
    "accesstoken",
    "apikey",
    "authorization",
    "clientsecret",
    "cookie",
    "idtoken",
    "password",
    "refreshtoken",
    "secret",
    "secretaccesskey",
    "secrethash",
    "sessiontoken",
    "setcookie",
    "token",
];

/// `text` with `[redacted]` for its credentials, and everything else as it is.
pub(crate) fn redacted(text: &str) -> String {
    SHAPES.iter().fold(text.to_owned(), |text, (shape, hidden)| shape.replace_all(&text, *hidden).into_owned())
}

/// [`redacted`] for every text in `value`.
pub(crate) fn redacted_value(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(redacted(&text)),
        Value::Array(values) => values.into_iter().map(redacted_value).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| match value {
                Value::Null => (redacted(&name), value),
                _ if is_secret(&name) => (name, Value::String(HIDDEN.into())),
                value => (redacted(&name), redacted_value(value)),
            })
            .collect(),
        other => other,
    }
}

/// Whether a field of this name holds a credential.
pub(crate) fn is_secret(name: &str) -> bool {
    let plain = plain_name(name);
    SECRET_FIELDS.contains(&plain.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_no_credential_stays_whole() {
        let text = "a\u{1b}]0;title\u{7}c\rd\u{9b}f\u{202e}g \u{1b}]unterminated";

        assert_eq!(redacted(text), text);
    }

    #[test]
    fn credentials_are_hidden_by_their_shape() {
        assert_eq!(redacted("got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl!"), "got [redacted]!");
        assert_eq!(redacted("got eyJjdHkiOiJKV1QifQ.a.b.c.d"), "got [redacted]");
        assert_eq!(redacted("key AKIAIOSFODNN7EXAMPLE used"), "key [redacted] used");
        assert_eq!(redacted("Authorization: Bearer abcdefgh12345"), "Authorization: Bearer [redacted]");
        assert_eq!(redacted(r#"{"password":"hunter2","n":1}"#), r#"{"password":"[redacted]","n":1}"#);
        assert_eq!(redacted("refresh_token=abc&x=1"), "refresh_token=[redacted]&x=1");
    }

    #[test]
    fn ordinary_text_stays_as_it_is() {
        for text in ["invalid token: expired", "the password policy", "request failed", "SAKIAB"] {
            assert_eq!(redacted(text), text);
        }
    }

    #[test]
    fn fields_that_hold_credentials_are_hidden_by_their_name_at_any_depth() {
        let value = json!({ "headers": { "Authorization": "abc", "Set-Cookie": ["a"] }, "token": null, "list": ["AKIAIOSFODNN7EXAMPLE"] });

        assert_eq!(
            redacted_value(value),
            json!({ "headers": { "Authorization": "[redacted]", "Set-Cookie": "[redacted]" }, "token": null, "list": ["[redacted]"] })
        );
    }
}
