//! The parts of an account: e-mail, password, name, codes and tokens. Each is valid by construction.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a value is invalid, in words for the caller.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct InvalidField(&'static str);

/// An e-mail address in lower case, because the user pool ignores case.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Email(String);

impl Email {
    const MAX_BYTES: usize = 254;

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Enough for users to recognise their own address, in the form in which srvls masks it: `a***@e***.com`.
    pub(crate) fn masked(&self) -> String {
        let (local, domain) = self.0.split_once('@').unwrap_or_default();
        let first = |text: &str| text.chars().next().unwrap_or('*');
        // An IP address in brackets has no part that is safe to show.
        if domain.starts_with('[') {
            return format!("{}***@[***]", first(local));
        }
        let top_level = domain.rsplit('.').next().unwrap_or_default();
        format!("{}***@{}***.{top_level}", first(local), first(domain))
    }
}

impl TryFrom<String> for Email {
    type Error = InvalidField;

    fn try_from(text: String) -> Result<Self, InvalidField> {
        const INVALID: InvalidField = InvalidField("must be an e-mail address");
        let (local, domain) = text.split_once('@').ok_or(INVALID)?;
        let odd = |c: char| c.is_whitespace() || c.is_control() || c == '@';
        let is_address = !local.is_empty()
            && text.len() <= Self::MAX_BYTES
            && !text.replacen('@', "", 1).contains(odd)
            && domain.split('.').count() >= 2
            && domain.split('.').all(|label| !label.is_empty());
        if is_address { Ok(Self(text.to_lowercase())) } else { Err(INVALID) }
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

// Personal data must not get into logs, not even through a stray `{:?}`.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

/// A password as the user typed it. Never printed.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Password(String);

impl Password {
    const MAX_CHARS: usize = 256;

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Password {
    type Error = InvalidField;

    fn try_from(text: String) -> Result<Self, InvalidField> {
        let fits = (1..=Self::MAX_CHARS).contains(&text.chars().count());
        if fits { Ok(Self(text)) } else { Err(InvalidField("must have 1 to 256 characters")) }
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A password that the user pool's policy accepts for a new account.
///
/// Checked here, because Cognito checks it only after it has looked up the e-mail: a weak password would otherwise
/// reveal which e-mails are taken.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct NewPassword(Password);

impl NewPassword {
    pub(crate) const MIN_CHARS: usize = 12;
    const SYMBOLS: &str = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- ";

    pub(crate) fn expose(&self) -> &str {
        self.0.expose()
    }
}

impl TryFrom<String> for NewPassword {
    type Error = InvalidField;

    fn try_from(text: String) -> Result<Self, InvalidField> {
        const INVALID: InvalidField =
            InvalidField("must have 12 to 256 characters, with upper and lower case letters, digits and symbols");
        let has = |kind: fn(char) -> bool| text.chars().any(kind);
        let is_strong = text.chars().count() >= Self::MIN_CHARS
            && text.trim() == text
            && has(|c| c.is_ascii_lowercase())
            && has(|c| c.is_ascii_uppercase())
            && has(|c| c.is_ascii_digit())
            && has(|c| Self::SYMBOLS.contains(c));
        if is_strong { Password::try_from(text).map(Self).map_err(|_| INVALID) } else { Err(INVALID) }
    }
}

/// The display name of a user.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Name(String);

impl Name {
    pub(crate) const MAX_CHARS: usize = 100;

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Name {
    type Error = InvalidField;

    fn try_from(text: String) -> Result<Self, InvalidField> {
        let is_name = (1..=Self::MAX_CHARS).contains(&text.chars().count())
            && text.chars().any(|letter| !letter.is_whitespace() && !is_invisible(letter) && !is_joiner(letter))
            && !text.contains(|letter: char| letter.is_control() || is_invisible(letter));
        if is_name { Ok(Self(text)) } else { Err(InvalidField("must have 1 to 100 printable characters")) }
    }
}

/// Invisible characters, and those that change the order in which others are shown: a name with them looks like another.
///
/// <https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing>
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{200e}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Persian, Indic scripts and emoji need them between other letters.
fn is_joiner(letter: char) -> bool {
    matches!(letter, '\u{200c}' | '\u{200d}')
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

/// A confirmation code, as mailed by Cognito.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct Code(String);

impl Code {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Code {
    type Error = InvalidField;

    fn try_from(text: String) -> Result<Self, InvalidField> {
        let is_code = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_code { Ok(Self(text)) } else { Err(InvalidField("must have six digits")) }
    }
}

/// A token that only Cognito understands: a session or a refresh token. Never printed.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct OpaqueToken(String);

impl OpaqueToken {
    const MAX_BYTES: usize = 8 * 1024;

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for OpaqueToken {
    type Error = InvalidField;

    fn try_from(text: String) -> Result<Self, InvalidField> {
        let fits = (1..=Self::MAX_BYTES).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(Self(text)) } else { Err(InvalidField("must be a value from an earlier response")) }
    }
}

impl fmt::Debug for OpaqueToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// What Cognito's library has found out about the caller's device, for threat protection. Never printed.
#[derive(Clone, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) struct DeviceData(String);

impl DeviceData {
    const MAX_BYTES: usize = 8 * 1024;

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for DeviceData {
    type Error = InvalidField;

    fn try_from(text: String) -> Result<Self, InvalidField> {
        let fits = (1..=Self::MAX_BYTES).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if fits { Ok(Self(text)) } else { Err(InvalidField("must be what Cognito's context data library returns")) }
    }
}

impl fmt::Debug for DeviceData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is<T: TryFrom<String>>(text: &str) -> bool {
        T::try_from(text.to_owned()).is_ok()
    }

    #[test]
    fn only_email_addresses_are_accepted() {
        for good in ["ada@example.com", "a.b+c@sub.example.co.kr", "ünïcode@exämple.de"] {
            assert!(is::<Email>(good), "{good}");
        }
        for bad in
            ["", "ada", "@example.com", "ada@", "ada@example", "a@b@c.de", "a b@c.de", "ada@example.", "a\n@c.de"]
        {
            assert!(!is::<Email>(bad), "{bad}");
        }
        assert!(!is::<Email>(&format!("{}@example.com", "a".repeat(250))));
    }

    #[test]
    fn an_email_is_lower_case_and_masked_in_logs() {
        let email = Email::try_from("Ada@Example.com".to_owned()).expect("an e-mail");

        assert_eq!(email.as_str(), "ada@example.com");
        assert_eq!(format!("{email:?}"), "a***@e***.com");
    }

    #[test]
    fn srvls_masks_an_address_the_same_way() {
        #[derive(Deserialize)]
        struct Corpus {
            whole: Vec<[String; 2]>,
        }
        let corpus: Corpus = toml::from_str(include_str!("../../../src/privacy/corpus.toml")).expect("the corpus");

        let addresses: Vec<(Email, String)> =
            corpus.whole.into_iter().filter_map(|[text, masked]| Some((Email::try_from(text).ok()?, masked))).collect();

        assert!(addresses.len() > 5, "the corpus has {} addresses", addresses.len());
        for (email, masked) in addresses {
            assert_eq!(email.masked(), masked);
        }
    }

    #[test]
    fn a_password_needs_every_kind_of_character() {
        assert!(is::<NewPassword>("Correct-Horse-9"));
        for weak in
            ["Short-1aaaa", "nouppercase-1", "NOLOWERCASE-1", "No-Digits-Here", "NoSymbols12345", " Leading-12345"]
        {
            assert!(!is::<NewPassword>(weak), "{weak}");
        }
        assert!(!is::<NewPassword>(&format!("Aa1-{}", "x".repeat(253))));
    }

    #[test]
    fn a_password_is_never_printed() {
        let password = NewPassword::try_from("Correct-Horse-9".to_owned()).expect("a password");

        assert_eq!(format!("{password:?}"), "NewPassword(***)");
    }

    #[test]
    fn a_name_may_be_in_any_script_but_not_blank() {
        for good in ["아다 러브레이스", "نی\u{200c}لوفر", "👩\u{200d}🔬"] {
            assert!(is::<Name>(good), "{good}");
        }
        for bad in ["", "   ", "a\u{0}b", "a\u{200b}da", "\u{202e}ada", "\u{200d}", "\u{feff}", &"n".repeat(101)] {
            assert!(!is::<Name>(bad), "{bad}");
        }
    }

    #[test]
    fn a_code_has_six_ascii_digits() {
        assert!(is::<Code>("012345"));
        for bad in ["12345", "1234567", "12345a", "١٢٣٤٥٦"] {
            assert!(!is::<Code>(bad), "{bad}");
        }
    }

    #[test]
    fn an_opaque_token_is_ascii_bounded_and_never_printed() {
        assert!(is::<OpaqueToken>("AYABeC1-_=./+"));
        for bad in ["", "a b", "a\u{0}b", "ü", &"x".repeat(OpaqueToken::MAX_BYTES + 1)] {
            assert!(!is::<OpaqueToken>(bad), "{bad}");
        }
        let session = OpaqueToken::try_from("AYAB".to_owned()).expect("a session");
        assert_eq!(format!("{session:?}"), "***");
    }
}
