//! An AWS profile and where it was set, which decides whether keys in the environment take precedence.

use std::ffi::OsStr;

use clap::{
    Arg, Command,
    builder::{StringValueParser, TypedValueParser},
    error::Error,
    parser::ValueSource,
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Profile {
    /// By `--profile`, for this very command.
    Flag(String),
    /// By AWS_PROFILE.
    Environment(String),
}

impl Profile {
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Flag(name) | Self::Environment(name) => name,
        }
    }
}

/// Parses a profile's name, and records where it was set.
#[derive(Clone)]
pub(crate) struct ProfileParser;

impl TypedValueParser for ProfileParser {
    type Value = Profile;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Profile, Error> {
        self.parse_ref_(command, arg, value, ValueSource::CommandLine)
    }

    fn parse_ref_(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
        source: ValueSource,
    ) -> Result<Profile, Error> {
        let name = StringValueParser::new().parse_ref(command, arg, value)?;
        Ok(match source {
            ValueSource::EnvVariable => Profile::Environment(name),
            _ => Profile::Flag(name),
        })
    }
}
