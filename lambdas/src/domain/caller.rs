//! Who is calling, as the authorizer established it.

use serde::{Deserialize, Serialize};

/// The group whose members may read what is not theirs.
pub(super) const ADMIN_GROUP: &str = "admin";

/// Cognito's tokens have 1 to 2 KB; API Gateway lets 10 KB of headers through.
const MAX_TOKEN_BYTES: usize = 8 * 1024;

/// The token in an `Authorization` header, if it is a bearer token of a believable length.
pub(crate) fn bearer_token(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    let is_bearer = scheme.eq_ignore_ascii_case("bearer") && !token.is_empty() && token.len() <= MAX_TOKEN_BYTES;
    is_bearer.then_some(token)
}

/// What a caller showed to the authorizer, for the operations of Cognito that want to see it again. Never printed.
pub(crate) struct AccessToken(String);

impl AccessToken {
    pub(crate) fn new(token: impl Into<String>) -> Self {
        Self(token.into())
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

/// A Cognito `sub`: the key of everything a user owns.
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
}

impl Caller {
    /// Whether this caller may see and change what belongs to `owner`.
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
    fn a_group_that_merely_resembles_admin_gives_nothing() {
        let mallory = Caller { groups: vec!["Admin".into(), "admins".into()], ..fake::user("mallory") };

        assert!(!mallory.may_act_for(&UserId::new("ada")));
    }
}
