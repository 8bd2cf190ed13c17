//! One line for missing credentials, where the SDK lists every provider or reports only the last one.

use std::error::Error as StdError;

use aws_config::imds::client::error::{ImdsError, TokenError};

/// The SDK's message for a provider without credentials.
const NO_CREDENTIALS: &str = "the credential provider was not enabled";

/// Why no provider has credentials; `None` when one has, but they don't work.
pub(super) fn missing(error: &(dyn StdError + 'static), deepest: &str) -> Option<String> {
    // The SDK tries the machine's role last, and reports only that failure.
    if is_from_instance_metadata(error) {
        return Some("none were found in the environment or in a profile, and this machine has no role".into());
    }
    // With an explicit profile, the SDK tries nothing else.
    if let Some(why) = deepest.strip_prefix(NO_CREDENTIALS) {
        return Some(format!("none were found in the profile{why}"));
    }
    deepest.starts_with("no credentials found").then(|| {
        let of_profile = deepest.lines().find_map(|line| line.trim().strip_prefix("Profile: ")).unwrap_or_default();
        let why = of_profile.strip_prefix(NO_CREDENTIALS).unwrap_or(of_profile);
        format!("none were found in the environment or in a profile{why}")
    })
}

fn is_from_instance_metadata(error: &(dyn StdError + 'static)) -> bool {
    error.is::<ImdsError>() || error.is::<TokenError>() || error.source().is_some_and(is_from_instance_metadata)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing_for(list: &str) -> Option<String> {
        missing(&std::io::Error::other("dispatch failure"), list)
    }

    #[test]
    fn a_list_of_providers_becomes_one_line() {
        let list = "no credentials found in chain. Attempted:\n  Environment: the credential provider was not enabled: \
                    environment variable not set\n  Profile: the credential provider was not enabled";

        assert_eq!(missing_for(list).as_deref(), Some("none were found in the environment or in a profile"));
        let named = missing_for(&format!("{list}: profile `acme` was not defined"));
        assert!(named.is_some_and(|line| line.ends_with("or in a profile: profile `acme` was not defined")));
    }

    #[test]
    fn an_explicit_profile_is_the_only_provider() {
        assert_eq!(missing_for(NO_CREDENTIALS).as_deref(), Some("none were found in the profile"));
    }

    #[test]
    fn credentials_that_do_not_work_keep_their_error() {
        assert_eq!(missing_for("failed to load the cached SSO token"), None);
    }
}
