//! Credentials: only those that a request can be signed with, and one line where there are none, as the SDK lists every
//! provider or reports only the last one.

use std::error::Error as StdError;

use aws_config::imds::client::error::{ImdsError, TokenError};
use aws_credential_types::provider::{error::CredentialsError, future};
use aws_sdk_sts::config::{Credentials, ProvideCredentials};

/// The credentials of a provider, checked: the SDK panics on a line break, which a key from a file or a pipe may have.
#[derive(Debug)]
pub(super) struct Checked<P>(pub(super) P);

impl<P: ProvideCredentials> ProvideCredentials for Checked<P> {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(async {
            let credentials = self.0.provide_credentials().await?;
            match flaw(&credentials) {
                None => Ok(credentials),
                Some(flaw) => Err(CredentialsError::invalid_configuration(flaw)),
            }
        })
    }

    fn fallback_on_interrupt(&self) -> Option<Credentials> {
        self.0.fallback_on_interrupt()
    }
}

/// What is wrong with credentials, without quoting them.
fn flaw(credentials: &Credentials) -> Option<String> {
    let parts = [
        ("the access key", Some(credentials.access_key_id())),
        ("the secret key", Some(credentials.secret_access_key())),
        ("the session token", credentials.session_token()),
    ];
    parts.into_iter().find_map(|(name, value)| match value? {
        value if value.contains(['\n', '\r']) => Some(format!("{name} has a line break")),
        value if !value.chars().all(|character| character.is_ascii_graphic()) => {
            Some(format!("{name} has a blank, or a character that no key has"))
        }
        _ => None,
    })
}

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
    fn a_key_with_a_line_break_is_refused_without_quoting_it() {
        let flaw = |id: &str, secret: &str, token: Option<&str>| {
            flaw(&Credentials::new(id, secret, token.map(str::to_owned), None, "test"))
        };

        assert_eq!(flaw("AKIA", "a/b+c=", Some("t==")), None);
        assert_eq!(flaw("AKIA\n", "s", None).as_deref(), Some("the access key has a line break"));
        assert_eq!(flaw("AKIA", "s\r", None).as_deref(), Some("the secret key has a line break"));
        assert_eq!(flaw("AKIA", "s", Some("t\n")).as_deref(), Some("the session token has a line break"));
        assert!(flaw("AKIA ", "s", None).is_some_and(|flaw| flaw.starts_with("the access key has a blank")));
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
