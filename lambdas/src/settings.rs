//! The settings of a function, from the environment variables that the template sets. Only this file reads them.

/// The template does not set a variable that the function needs.
#[derive(Debug, thiserror::Error)]
#[error("environment variable `{0}` is not set")]
pub(crate) struct MissingSetting(&'static str);

/// The value of an environment variable that the template must set.
#[allow(clippy::disallowed_methods, reason = "the only place where the handlers read the environment")]
pub(crate) fn setting(name: &'static str) -> Result<String, MissingSetting> {
    std::env::var(name).map_err(|_| MissingSetting(name))
}
