//! The port that begins and renews sessions.

use serde::Serialize;

use super::IdentityError;
use crate::domain::{CallerAddress, Code, DeviceData, Email, NewPassword, OpaqueToken, Password};

pub(crate) trait Sessions: Send + Sync + 'static {
    fn sign_in(
        &self,
        email: &Email,
        password: &Password,
        source: &SignInSource,
    ) -> impl Future<Output = Result<SignedIn, IdentityError>> + Send;

    fn answer_challenge(
        &self,
        answer: &ChallengeAnswer,
        source: &SignInSource,
    ) -> impl Future<Output = Result<SignedIn, IdentityError>> + Send;

    fn refresh_tokens(&self, refresh_token: &OpaqueToken)
    -> impl Future<Output = Result<Tokens, IdentityError>> + Send;
}

/// Where a sign-in comes from.
#[derive(Debug, Default)]
pub(crate) struct SignInSource {
    /// As much of it as the stage keeps.
    pub(crate) address: Option<CallerAddress>,
    pub(crate) device_data: Option<DeviceData>,
}

/// The result of a correct password.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub(crate) enum SignedIn {
    Tokens(Tokens),
    /// A challenge to answer before there are tokens.
    Challenge(Challenge),
}

#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Tokens {
    pub(crate) access_token: String,
    pub(crate) id_token: String,
    pub(crate) refresh_token: String,
    pub(crate) token_type: String,
    pub(crate) expires_in: u32,
}

// Written by hand, so that no token gets into a log.
impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("expires_in", &self.expires_in).finish_non_exhaustive()
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Challenge {
    pub(crate) challenge: String,
    pub(crate) session: String,
}

/// The answer to a challenge.
#[derive(Debug)]
pub(crate) struct ChallengeAnswer {
    pub(crate) email: Email,
    pub(crate) session: OpaqueToken,
    pub(crate) proof: Proof,
}

#[derive(Debug)]
pub(crate) enum Proof {
    /// The code of the authenticator app.
    SoftwareToken(Code),
    /// The replacement of a temporary password that an administrator set.
    NewPassword(NewPassword),
}
