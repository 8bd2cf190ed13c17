//! The caller of a request, as the authorizer identified them.

use serde::{Deserialize, Serialize};

use crate::timestamp::Timestamp;

/// The group whose members may access the data of every user.
pub(super) const ADMIN_GROUP: &str = "admin";

/// The header with the id that CloudFront gave the request: its log and the caller's response have the same.
pub(crate) const EDGE_REQUEST_ID: &str = "x-amz-cf-id";

/// Cognito's tokens have 1 to 2 KB, and API Gateway accepts 10 KB of headers.
const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// The token in an `Authorization` header, if it is a bearer token of a plausible length.
pub(crate) fn bearer_token(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    let is_bearer = scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() && token.len() <= MAX_TOKEN_BYTES;
    is_bearer.then_some(token)
}

/// The access token of a caller, for the Cognito operations that need it. Never printed.
pub(crate) struct AccessToken(String);

impl AccessToken {
    pub(crate) fn new(token: impl Into<String>) -> Self {
        Self(token.into())
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

/// A Cognito `sub`: the key of everything that a user owns.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct UserId(String);

impl UserId {
    pub(crate) fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Caller {
    pub(crate) user_id: UserId,
    pub(crate) groups: Vec<String>,
    /// When they last gave their password, not when they last refreshed their tokens.
    pub(crate) signed_in_at: Timestamp,
}

impl Caller {
    /// Whether this caller may read and change the data of `owner`.
    pub(crate) fn may_act_for(&self, owner: &UserId) -> bool {
        self.user_id == *owner || self.groups.iter().any(|group| group == ADMIN_GROUP)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fake;

    #[test]
    fn only_the_owner_and_admins_may_act_for_someone() {
        let ada = UserId::new("ada");

        assert!(fake::user("ada").may_act_for(&ada));
        assert!(fake::admin("grace").may_act_for(&ada));
        assert!(!fake::user("mallory").may_act_for(&ada));
    }

    #[test]
    fn a_group_that_resembles_admin_grants_nothing() {
        let mallory = Caller { groups: vec!["Admin".into(), "admins".into()], ..fake::user("mallory") };

        assert!(!mallory.may_act_for(&UserId::new("ada")));
    }
}
