//! What the command line says of the event: a payload, a saved event, a user.

use std::str::FromStr;

use serde::de::IgnoredAny;
use serde_json::Value;

use super::event::{Event, Trigger};
use crate::{
    aws::invocations::MOST_PAYLOAD_BYTES, context::input::text_of, error::Error, privacy::masked_value,
    stage::FunctionName,
};

/// `NAME=VALUE`.
#[derive(Debug, Clone)]
pub(super) struct Parameter {
    name: String,
    value: String,
}

impl FromStr for Parameter {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (name, value) = text.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or("use NAME=VALUE")?;
        Ok(Self { name: name.to_owned(), value: value.to_owned() })
    }
}

impl Parameter {
    pub(super) fn pair(&self) -> (String, String) {
        (self.name.clone(), self.value.clone())
    }
}

/// The JSON that `argument` gives.
///
/// # Errors
/// When it can't be read, is no JSON, or has been masked.
pub(super) fn checked_payload(argument: &str) -> Result<String, Error> {
    let text = text_of(argument)?;
    check_size(text.len())?;
    if let Err(error) = serde_json::from_str::<IgnoredAny>(&text) {
        let hint = match argument.strip_prefix('@') {
            Some(_) => "check the file, such as with `jq .`",
            None => "quote JSON for the shell, as '{\"a\": 1}', or pass `@FILE` or `-` for stdin",
        };
        return Err(Error::usage(format!("the payload is not JSON: {error}"), hint));
    }
    let value: Value = serde_json::from_str(&text).unwrap_or_default();
    match masked_value(&value) {
        Some(name) if !name.is_empty() => Err(Error::usage(
            format!("`{name}` is masked in the payload: the function would take the mask for the data"),
            "print the event with `--dry-run --reveal` first",
        )),
        _ => Ok(text),
    }
}

/// # Errors
/// When Lambda takes no event of this size.
pub(super) fn check_size(bytes: usize) -> Result<(), Error> {
    if bytes <= MOST_PAYLOAD_BYTES {
        return Ok(());
    }
    Err(Error::usage(
        format!("the event has {bytes} bytes, and Lambda takes at most {MOST_PAYLOAD_BYTES} (6 MB)"),
        "leave something out, or let the event name an object in S3",
    ))
}

/// What was given of the event.
pub(super) struct Input {
    pub(super) payload: Option<String>,
    /// The saved event that was asked for.
    pub(super) asked: Option<Trigger>,
    /// Whether a user was named.
    pub(super) user: bool,
    /// Whether parameters of a request were given.
    pub(super) parameters: bool,
}

impl Input {
    /// The event for a function whose own trigger is this.
    ///
    /// # Errors
    /// When what was given does not go together.
    pub(super) fn event_for(self, function: &FunctionName, own: Option<Trigger>) -> Result<Event, Error> {
        let Self { payload, asked, user, parameters } = self;
        if let (Some(asked), Some(own)) = (asked, own)
            && asked != own
        {
            return Err(Error::usage(
                format!("`{function}` takes the event `{own}`, not `{asked}`"),
                "leave out `--event`, or pass an event of your own with `--payload`",
            ));
        }
        let is_saved = asked.is_some() || user || parameters;
        match (payload, asked.or(own)) {
            (Some(payload), _) if !is_saved => Ok(Event::Given(payload)),
            (Some(body), Some(Trigger::Api)) => Ok(Event::Saved { trigger: Trigger::Api, body: Some(body) }),
            (Some(_), _) => Err(Error::usage(
                "a payload is the whole event: only a request to the API has a body to put it in",
                "leave out `--payload`, or else `--event`, `--as` and `--parameter`",
            )),
            (None, Some(trigger)) => Ok(Event::Saved { trigger, body: None }),
            (None, None) => Err(Error::usage(
                format!("there is no saved event for `{function}`"),
                "pass the event with `--payload`: as JSON, as `@FILE`, or as `-` from stdin",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(payload: Option<&str>, asked: Option<Trigger>, user: bool) -> Input {
        Input { payload: payload.map(str::to_owned), asked, user, parameters: false }
    }

    fn event(input: Input, own: Option<Trigger>) -> Result<Event, Error> {
        input.event_for(&FunctionName("get_profile".into()), own)
    }

    #[test]
    fn a_payload_alone_is_the_event_and_with_a_user_the_body() {
        let api = Some(Trigger::Api);
        let saved = |body: Option<&str>| Event::Saved { trigger: Trigger::Api, body: body.map(str::to_owned) };

        assert_eq!(event(input(Some("{}"), None, false), api).expect("whole"), Event::Given("{}".into()));
        assert_eq!(event(input(Some("{}"), None, true), api).expect("a body"), saved(Some("{}")));
        assert_eq!(event(input(Some("{}"), api, false), api).expect("a body"), saved(Some("{}")));
        assert_eq!(event(input(None, None, true), api).expect("its own"), saved(None));
    }

    #[test]
    fn what_does_not_go_together_is_refused() {
        let sqs = Some(Trigger::Sqs);
        for (input, own, message) in [
            (input(None, sqs, false), Some(Trigger::Api), "`get_profile` takes the event `api`, not `sqs`"),
            (input(Some("{}"), None, true), sqs, "a payload is the whole event"),
            (input(None, None, false), None, "there is no saved event for `get_profile`"),
        ] {
            let error = event(input, own).expect_err(message);
            assert!(error.to_string().starts_with(message), "{error}");
        }
    }

    #[test]
    fn a_payload_that_is_no_json_is_refused_with_the_place() {
        let error = checked_payload("{\"a\": 1,\n \"b\" 2}").expect_err("no JSON");

        assert_eq!(error.to_string(), "the payload is not JSON: expected `:` at line 2 column 6");
        assert!(checked_payload(" [1, 2.50] ").is_ok_and(|text| text == " [1, 2.50] "), "it is sent as it is");
    }

    #[test]
    fn a_payload_is_refused_if_it_was_masked_or_is_too_large() {
        let masked =
            checked_payload(r#"{"request":{"userAttributes":{"email":"a***@e***.com"}}}"#).expect_err("masked");
        assert!(masked.to_string().starts_with("`email` is masked"), "{masked}");

        assert!(check_size(6 * 1024 * 1024).is_ok());
        let error = check_size(6 * 1024 * 1024 + 1).expect_err("too large");
        assert_eq!(error.to_string(), "the event has 6291457 bytes, and Lambda takes at most 6291456 (6 MB)");
    }
}
