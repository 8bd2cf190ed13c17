//! The value of a flag that is also a variable of AWS's, and which of the two gave it: the AWS CLI's rules differ.

use std::ffi::OsStr;

use clap::{
    Arg, Command,
    builder::{StringValueParser, TypedValueParser},
    error::{Error, ErrorKind},
    parser::ValueSource,
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Given {
    /// By the flag, for this very command.
    Flag(String),
    /// By the variable.
    Environment(String),
}

impl Given {
    pub(crate) fn value(&self) -> &str {
        match self {
            Self::Flag(value) | Self::Environment(value) => value,
        }
    }
}

/// Parses a value, and records where it was set. The check says what is wrong with a value.
#[derive(Clone)]
pub(crate) struct GivenParser(pub(crate) fn(&str) -> Result<(), &'static str>);

/// For values that only AWS or a file can judge.
pub(crate) fn anything(_: &str) -> Result<(), &'static str> {
    Ok(())
}

/// The SDK panics on an endpoint that is no URL.
pub(crate) fn url(value: &str) -> Result<(), &'static str> {
    let rest = value.strip_prefix("http://").or_else(|| value.strip_prefix("https://"));
    let has_host =
        rest.is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '['));
    let is_plain = value.chars().all(|character| character.is_ascii_graphic());
    if has_host && is_plain { Ok(()) } else { Err("it must be a URL, such as http://127.0.0.1:4566") }
}

impl TypedValueParser for GivenParser {
    type Value = Given;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Given, Error> {
        self.parse_ref_(command, arg, value, ValueSource::CommandLine)
    }

    fn parse_ref_(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
        source: ValueSource,
    ) -> Result<Given, Error> {
        let value = StringValueParser::new().parse_ref(command, arg, value)?;
        if let Err(rule) = self.0(&value) {
            let (name, value) = (arg.map(ToString::to_string).unwrap_or_default(), value.escape_debug());
            let message = format!("invalid value '{value}' for '{name}': {rule}\n");
            return Err(Error::raw(ErrorKind::ValueValidation, message).with_cmd(command));
        }
        Ok(match source {
            ValueSource::EnvVariable => Given::Environment(value),
            _ => Given::Flag(value),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_a_url_with_a_host() {
        for good in ["http://127.0.0.1:4566", "https://vpce-1.sts.eu-west-1.vpce.amazonaws.com/", "http://[::1]:4566"] {
            assert_eq!(url(good), Ok(()), "{good}");
        }
        for bad in ["", "127.0.0.1:4566", "http://", "http:///x", "ftp://host", "http://a b", "http://host\n"] {
            assert!(url(bad).is_err(), "{bad}");
        }
    }
}
