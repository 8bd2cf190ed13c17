//! Credentials, hidden in texts that were not made to be shown.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::field_name::plain_name;

const HIDDEN: &str = "[redacted]";

/// Names in front of `=` or `:` whose value is a credential. `DB_PASSWORD` ends like one.
const NAMES: &str = "(?:password|passwd|passphrase|pwd|client[_-]?secret|(?:secret|api|private)[_-]?key\
                     |secret[_-]?access[_-]?key|(?:access|refresh|id|session|auth|security)[_-]?token|x-amz-signature)";

/// Credentials by their own shape, and what takes their place.
static SHAPES: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
    let shapes = [
        // Up to the end where the log cut it off.
        (r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*?)(?:-----END [A-Z ]*PRIVATE KEY-----|\z)".to_owned(), HIDDEN),
        // JWTs, and the encrypted kind that Cognito's refresh tokens are: three or five parts.
        (r"\beyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*){2,4}".to_owned(), HIDDEN),
        (r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b".to_owned(), HIDDEN),
        // Cognito's sessions between two challenges, and the session tokens of STS.
        (r"\b(?:AYA[BCD]|IQoJb3JpZ2lu|F[wQ]oGZXIvYXdz)[A-Za-z0-9+/=_-]{40,}".to_owned(), HIDDEN),
        (r"\b(?:gh[oprsu]_[A-Za-z0-9_]{30,}|github_pat_[A-Za-z0-9_]{30,})".to_owned(), HIDDEN),
        (r"\b(?:xox[abprs]-[A-Za-z0-9-]{10,}|[rs]k_live_[A-Za-z0-9]{16,}|npm_[A-Za-z0-9]{36})".to_owned(), HIDDEN),
        (r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}".to_owned(), "$1 [redacted]"),
        // The password of a URL.
        (r"(://[^\s/@:]*:)[^\s/@]+@".to_owned(), "$1[redacted]@"),
        // Quoted values can hold blanks. In JSON inside JSON, the quotes are escaped.
        (format!(r#"(?i)({NAMES}"?\s*[=:]\s*)"(?:[^"\\]|\\.)*""#), "$1\"[redacted]\""),
        (format!(r#"(?i)({NAMES}\\"\s*[=:]\s*)\\"[^"]*?\\""#), "$1\\\"[redacted]\\\""),
        (format!(r"(?i)({NAMES}'?\s*[=:]\s*)'[^']*'"), "$1'[redacted]'"),
        (format!(r#"(?i)({NAMES}["']?\s*[=:]\s*["']?)[^\s"',;&}}\\]+"#), "$1[redacted]"),
    ];
    shapes.map(|(pattern, hidden)| (Regex::new(&pattern).expect("a valid pattern"), hidden)).into()
});

/// What a secret access key of AWS can be part of: only its length and the mix of its characters say what it is.
static WORDS: LazyLock<Regex> = LazyLock::new(|| Regex::new("[A-Za-z0-9+/_-]+").expect("a valid pattern"));

/// Names of fields that hold credentials, whatever their shape.
const SECRET_FIELDS: [&str; 9] =
    ["apikey", "authorization", "clientsecret", "cookie", "secret", "secrethash", "setcookie", "token", "xapikey"];

/// How other names of such fields end: `newPassword`, `aws_secret_access_key`.
const SECRET_ENDINGS: [&str; 11] = [
    "accesstoken",
    "authtoken",
    "idtoken",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "refreshtoken",
    "secretaccesskey",
    "securitytoken",
    "sessiontoken",
];

/// `text` with `[redacted]` for its credentials, and everything else as it is.
pub(crate) fn redacted(text: &str) -> String {
    let text =
        SHAPES.iter().fold(text.to_owned(), |text, (shape, hidden)| shape.replace_all(&text, *hidden).into_owned());
    let mut shown = String::with_capacity(text.len());
    let mut from = 0;
    for word in WORDS.find_iter(&text).filter(|word| is_secret_key(word.as_str())) {
        if !text[word.end()..].starts_with('=') {
            shown.push_str(&text[from..word.start()]);
            shown.push_str(HIDDEN);
            from = word.end();
        }
    }
    shown + &text[from..]
}

/// 40 random characters of base64. Commits and digests are hexadecimal, names and paths have words in them: of
/// 200,000 random keys, 99.8 % change this often between capitals, small letters, digits and signs, and have so few words.
/// <https://aws.amazon.com/blogs/security/a-safer-way-to-distribute-aws-credentials-to-ec2/> has the length.
fn is_secret_key(word: &str) -> bool {
    const LENGTH: usize = 40;
    const FEWEST_CHANGES: usize = 14;
    const LETTERS_OF_A_WORD: usize = 4;
    const MOST_IN_WORDS: usize = 20;
    if word.len() != LENGTH || word.contains(['_', '-']) {
        return false;
    }
    let kind = |byte: &u8| match byte {
        b'A'..=b'Z' => 0,
        b'a'..=b'z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    let rows: Vec<&[u8]> = word.as_bytes().chunk_by(|one, next| kind(one) == kind(next)).collect();
    let is_mixed = (0..=2).all(|wanted| rows.iter().any(|row| kind(&row[0]) == wanted));
    let words = rows.iter().filter(|row| kind(&row[0]) == 1 && row.len() >= LETTERS_OF_A_WORD);
    is_mixed && rows.len() > FEWEST_CHANGES && words.map(|row| row.len()).sum::<usize>() < MOST_IN_WORDS
}

/// [`redacted`] for every text in `value`.
pub(crate) fn redacted_value(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(redacted(&text)),
        Value::Array(values) => values.into_iter().map(redacted_value).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| match value {
                // A switch such as `requires_password` gives nothing away.
                Value::Null | Value::Bool(_) => (redacted(&name), value),
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
    SECRET_FIELDS.contains(&plain.as_str()) || SECRET_ENDINGS.iter().any(|ending| plain.ends_with(ending))
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
