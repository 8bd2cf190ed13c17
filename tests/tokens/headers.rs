//! Good tokens in bad headers.

use super::{ForgedHeaders, Presentation, bearer};

/// Ways to send a good token that HTTP considers equal.
pub(super) const GOOD: &[Presentation] = &[
    ("the_scheme_in_lower_case", |token| line(&format!("bearer {token}"))),
    ("the_scheme_in_capitals", |token| line(&format!("BEARER {token}"))),
    ("the_header_in_capitals", |token| format!("AUTHORIZATION: Bearer {token}\r\n").into_bytes()),
    ("white_space_after_the_token", |token| line(&format!("Bearer {token} \t "))),
];

pub(super) const FORGED: &[ForgedHeaders] = &[
    ("a_missing_header", |_| Vec::new()),
    ("an_empty_header", |_| line("")),
    ("a_scheme_without_a_token", |_| line("Bearer")),
    ("a_token_without_its_scheme", |mint| line(&mint.token())),
    ("the_basic_scheme", |mint| line(&format!("Basic {}", mint.token()))),
    ("the_digest_scheme", |mint| line(&format!("Digest username=\"{}\"", mint.token()))),
    ("the_token_scheme", |mint| line(&format!("Token {}", mint.token()))),
    ("the_dpop_scheme", |mint| line(&format!("DPoP {}", mint.token()))),
    ("the_negotiate_scheme", |mint| line(&format!("Negotiate {}", mint.token()))),
    ("a_scheme_twice", |mint| line(&format!("Bearer Bearer {}", mint.token()))),
    ("a_scheme_without_a_space", |mint| line(&format!("Bearer{}", mint.token()))),
    ("a_scheme_followed_by_a_colon", |mint| line(&format!("Bearer: {}", mint.token()))),
    ("a_scheme_followed_by_a_tab", |mint| line(&format!("Bearer\t{}", mint.token()))),
    ("a_scheme_followed_by_two_spaces", |mint| line(&format!("Bearer  {}", mint.token()))),
    ("a_quoted_token", |mint| line(&format!("Bearer \"{}\"", mint.token()))),
    ("a_token_followed_by_a_word", |mint| line(&format!("Bearer {} admin", mint.token()))),
    ("two_tokens_in_one_header", |mint| line(&format!("Bearer {}, Bearer {}", mint.token(), mint.token()))),
    ("a_header_twice", |mint| [bearer(&mint.token()), bearer(&mint.token())].concat()),
    ("a_good_header_before_a_bad_one", |mint| [bearer(&mint.token()), bearer("garbage")].concat()),
    ("a_bad_header_before_a_good_one", |mint| [bearer("garbage"), bearer(&mint.token())].concat()),
    ("a_header_in_upper_and_lower_case", |mint| {
        let again = format!("authorization: Bearer {}\r\n", mint.token()).into_bytes();
        [bearer(&mint.token()), again].concat()
    }),
    ("a_unicode_scheme", |mint| line(&format!("Ｂearer {}", mint.token()))),
    ("a_unicode_space", |mint| line(&format!("Bearer\u{a0}{}", mint.token()))),
    ("a_unicode_token", |_| line("Bearer 🦀.🦀.🦀")),
    ("a_unicode_dot", |mint| line(&format!("Bearer {}", mint.token().replace('.', "\u{ff0e}")))),
    ("a_header_that_is_not_text", |_| b"Authorization: Bearer \xff\xfe\xfd\r\n".to_vec()),
    ("a_percent_encoded_token", |mint| line(&format!("Bearer {}", mint.token().replace('.', "%2e")))),
    ("a_token_in_another_header", |mint| format!("X-Authorization: Bearer {}\r\n", mint.token()).into_bytes()),
    ("a_token_for_the_proxy", |mint| format!("Proxy-Authorization: Bearer {}\r\n", mint.token()).into_bytes()),
    ("a_token_in_a_cookie", |mint| {
        format!("Cookie: Authorization=Bearer {0}; token={0}\r\n", mint.token()).into_bytes()
    }),
    ("a_caller_who_names_itself", |_| {
        b"X-User-Id: admin\r\nX-Amzn-Principal-Id: admin\r\nX-Forwarded-User: admin\r\nX-Groups: admin\r\n".to_vec()
    }),
];

/// Requests that do not even reach the authorizer.
pub(super) const REFUSED_BEFORE_THE_AUTHORIZER: &[ForgedHeaders] = &[
    ("a_nul_byte_in_the_header", |mint| line(&format!("Bearer {}\0", mint.token()))),
    ("a_line_break_in_the_header", |mint| line(&format!("Bearer {}\n\rX: y", mint.token()))),
    ("a_space_before_the_colon", |mint| format!("Authorization : Bearer {}\r\n", mint.token()).into_bytes()),
    ("a_header_of_a_megabyte", |_| line(&format!("Bearer {}", "a".repeat(1 << 20)))),
];

fn line(value: &str) -> Vec<u8> {
    format!("Authorization: {value}\r\n").into_bytes()
}
