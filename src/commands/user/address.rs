//! Addresses and numbers as Cognito takes them.

/// An e-mail address in the form in which the API stores it.
///
/// # Errors
/// When it is none.
pub(super) fn email(text: &str) -> Result<String, String> {
    let text = text.trim();
    let is_address = text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
            && !domain.contains('@')
            && !text.contains(|c: char| c.is_whitespace() || c.is_control())
    });
    if is_address {
        Ok(text.to_lowercase())
    } else {
        Err("it must be an e-mail address, such as ada@example.com".into())
    }
}

/// A phone number as E.164 writes it: a plus, and at most fifteen digits.
///
/// # Errors
/// When it is none.
pub(super) fn phone(text: &str) -> Result<String, String> {
    let number: String = text.chars().filter(|c| !c.is_whitespace() && !"-.()/".contains(*c)).collect();
    let digits = number.strip_prefix('+').unwrap_or_default();
    let is_number = (7..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit());
    if is_number { Ok(number) } else { Err("it must be a phone number with its country, such as +821012345678".into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_as_the_api_stores_it() {
        assert_eq!(email(" Ada+Notes@Example.COM"), Ok("ada+notes@example.com".into()));
        assert_eq!(email("유저@예시.한국"), Ok("유저@예시.한국".into()));
        for text in ["", "ada", "@example.com", "ada@", "ada@example", "a da@example.com", "a@b@c.de", "a@.de"] {
            assert!(email(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_number_has_its_country_and_no_blanks() {
        assert_eq!(phone("+82 10-1234-5678"), Ok("+821012345678".into()));
        for text in ["010 1234 5678", "+", "+82", "+82x012345678", "+1234567890123456"] {
            assert!(phone(text).is_err(), "{text}");
        }
    }
}
