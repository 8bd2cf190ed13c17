//! What the template tells a function through its environment: the only place that reads it.

/// A function was deployed without one of its settings: a mistake in the template.
#[derive(Debug, thiserror::Error)]
#[error("environment variable `{0}` is not set")]
pub(crate) struct MissingSetting(&'static str);

/// The value of an environment variable that the template must set.
#[allow(clippy::disallowed_methods, reason = "this is the one home of the environment")]
pub(crate) fn setting(name: &'static str) -> Result<String, MissingSetting> {
    std::env::var(name).map_err(|_| MissingSetting(name))
}
