//! The ids by which a request can be asked for.

use jiff::{SignedDuration, Timestamp};

use crate::{error::Error, time::Window};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RequestId {
    /// API Gateway's, which an error body has as `requestId`, or Lambda's.
    Request(String),
    /// X-Ray's, `1-67a1b2c3-0123456789abcdef01234567`.
    Trace(String),
    /// CloudFront's, `x-amz-cf-id` of a response and `x-edge-request-id` of its log.
    Edge(String),
}

impl RequestId {
    /// # Errors
    /// When this can't be an id.
    pub(super) fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim().trim_matches('"');
        if let Some(trace) = trace_id(text) {
            return Ok(Self::Trace(trace.to_owned()));
        }
        let fits = |c: char| c.is_ascii_alphanumeric() || "-_=".contains(c);
        if text.len() < 8 || text.len() > 128 || !text.chars().all(fits) {
            return Err(Error::usage(
                format!("`{text}` is not the id of a request"),
                "use the `requestId` of an error's body, an X-Ray id (1-…-…), or the `x-amz-cf-id` of a response",
            ));
        }
        // 56 characters of base64, the last two of which are padding.
        let is_edge = text.len() == 56 && text.ends_with("==");
        Ok(if is_edge { Self::Edge(text.to_owned()) } else { Self::Request(text.to_owned()) })
    }

    pub(super) fn text(&self) -> &str {
        match self {
            Self::Request(text) | Self::Trace(text) | Self::Edge(text) => text,
        }
    }

    /// Where in `window` its lines are: an X-Ray id has the second at which the request began.
    pub(super) fn narrowed(&self, window: Window) -> Window {
        let Self::Trace(id) = self else { return window };
        let seconds = id.split('-').nth(1).and_then(|hex| i64::from_str_radix(hex, 16).ok());
        seconds.and_then(|seconds| Timestamp::from_second(seconds).ok()).map_or(window, around)
    }
}

/// What belongs to a request that began then: no function has longer than a quarter of an hour.
pub(super) fn around(began_at: Timestamp) -> Window {
    let before = began_at.checked_sub(SignedDuration::from_mins(1)).unwrap_or(began_at);
    Window { since: before, until: began_at.checked_add(SignedDuration::from_mins(16)).ok() }
}

/// The id in `Root=1-67a1b2c3-0123456789abcdef01234567;Parent=…`, or as it stands alone.
fn trace_id(text: &str) -> Option<&str> {
    let id = text.split(';').map(|part| part.strip_prefix("Root=").unwrap_or(part)).next()?;
    let parts: Vec<&str> = id.split('-').collect();
    let is_hex = |part: &str, length: usize| part.len() == length && part.chars().all(|c| c.is_ascii_hexdigit());
    match parts[..] {
        ["1", epoch, random] if is_hex(epoch, 8) && is_hex(random, 24) => Some(id),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRACE: &str = "1-67a1b2c3-0123456789abcdef01234567";

    #[test]
    fn each_kind_of_id_is_known_by_its_form() {
        let edge = format!("{}==", "a".repeat(54));
        let api = "c6af9ac6-7b61-11e6-9a41-93e8deadbeef";

        assert_eq!(RequestId::parse(api).expect("an id"), RequestId::Request(api.into()));
        assert_eq!(RequestId::parse(&edge).expect("an id"), RequestId::Edge(edge));
        for text in [TRACE.to_owned(), format!("Root={TRACE};Parent=1;Sampled=1"), format!(" \"{TRACE}\" ")] {
            assert_eq!(RequestId::parse(&text).expect("an id"), RequestId::Trace(TRACE.into()), "{text}");
        }
    }

    #[test]
    fn what_is_no_id_is_refused_with_where_to_find_one() {
        for text in ["", "abc", "a request id", "https://x/y?id=12345678", "12345678\u{1b}[2J"] {
            let error = RequestId::parse(text).expect_err(text);
            assert!(error.hint().is_some_and(|hint| hint.contains("requestId")), "{text}");
        }
    }

    #[test]
    fn an_x_ray_id_says_when() {
        let day = Window { since: Timestamp::UNIX_EPOCH, until: None };

        let narrow = RequestId::parse(TRACE).expect("an id").narrowed(day);

        assert_eq!(narrow.since.as_second(), 0x67a1_b2c3 - 60);
        assert_eq!(RequestId::Request("r".into()).narrowed(day), day);
    }
}
