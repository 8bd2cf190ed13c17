//! Credentials that are nowhere: told in a line, where the SDK lists each place or tells of the last one only.

use std::error::Error as StdError;

use aws_config::imds::client::error::{ImdsError, TokenError};

/// How the SDK tells of a place that has none.
const NOT_THERE: &str = "the credential provider was not enabled";

/// Why nothing was found anywhere; `None` when something was found that does not work.
pub(super) fn nowhere(error: &(dyn StdError + 'static), deepest: &str) -> Option<String> {
    // The SDK asks the machine last, and takes its refusal for the whole answer.
    if is_of_machine(error) {
        return Some(
            "none were found: neither in the environment nor in a profile, and this machine has no role".into(),
        );
    }
    // A profile that was named is the only place.
    if let Some(why) = deepest.strip_prefix(NOT_THERE) {
        return Some(format!("none were found in the profile{why}"));
    }
    deepest.starts_with("no credentials found").then(|| {
        let of_profile = deepest.lines().find_map(|line| line.trim().strip_prefix("Profile: ")).unwrap_or_default();
        let why = of_profile.strip_prefix(NOT_THERE).unwrap_or(of_profile);
        format!("none were found, neither in the environment nor in a profile{why}")
    })
}

fn is_of_machine(error: &(dyn StdError + 'static)) -> bool {
    error.is::<ImdsError>() || error.is::<TokenError>() || error.source().is_some_and(is_of_machine)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(list: &str) -> Option<String> {
        nowhere(&std::io::Error::other("dispatch failure"), list)
    }

    #[test]
    fn a_list_of_places_is_one_line() {
        let list = "no credentials found in chain. Attempted:\n  Environment: the credential provider was not enabled: \
                    environment variable not set\n  Profile: the credential provider was not enabled";

        assert_eq!(told(list).as_deref(), Some("none were found, neither in the environment nor in a profile"));
        let named = told(&format!("{list}: profile `acme` was not defined"));
        assert!(named.is_some_and(|told| told.ends_with("nor in a profile: profile `acme` was not defined")));
    }

    #[test]
    fn a_named_profile_is_the_only_place() {
        assert_eq!(told(NOT_THERE).as_deref(), Some("none were found in the profile"));
    }

    #[test]
    fn credentials_that_do_not_work_are_told_as_they_are() {
        assert_eq!(told("failed to load the cached SSO token"), None);
    }
}
