//! How the command line names a user: by e-mail address, sub, phone number or user name.

use futures_util::future::join_all;

use crate::{
    aws::users::{PoolId, Searchable, User, Users},
    error::Error,
    privacy::Privacy,
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Handle(String);

impl From<&str> for Handle {
    fn from(text: &str) -> Self {
        Self(text.trim().to_owned())
    }
}

impl Handle {
    /// The searches for it, likeliest first. ListUsers searches one attribute at a time.
    fn searches(&self) -> Vec<(Searchable, String)> {
        let text = self.0.clone();
        if self.0.contains('@') {
            let lower = self.0.to_lowercase();
            let mut searches = vec![(Searchable::Email, text.clone()), (Searchable::Username, text)];
            if lower != self.0 {
                // The API stores addresses in lower case.
                searches.insert(1, (Searchable::Email, lower));
            }
            return searches;
        }
        if self.0.starts_with('+') {
            let number = self.0.chars().filter(|c| *c == '+' || c.is_ascii_digit()).collect();
            return vec![(Searchable::Phone, number)];
        }
        if is_uuid(&self.0) {
            return vec![(Searchable::Sub, self.0.to_lowercase()), (Searchable::Username, text)];
        }
        vec![(Searchable::Username, text)]
    }

    /// The user with this handle.
    ///
    /// # Errors
    /// When there is none, or when several users share the address or number.
    pub(crate) async fn find(&self, users: &impl Users, pool: &PoolId) -> Result<User, Error> {
        let searches = self.searches();
        let searches = searches.iter().map(|(attribute, value)| users.matching(pool, *attribute, value));
        // All at once; the first one that finds someone counts.
        for found in join_all(searches).await {
            let mut found = found?;
            if found.len() > 1 {
                let subs: Vec<_> = found.iter().map(|user| user.sub.as_str()).collect();
                return Err(Error::usage(
                    format!("{} users match `{}`", found.len(), self.shown()),
                    format!("name one of them by its sub: {}", subs.join(", ")),
                ));
            }
            if let Some(user) = found.pop() {
                return Ok(user);
            }
        }
        Err(Error::not_found(
            "user",
            self.shown(),
            Some("use the exact e-mail address, sub, phone number with + and country code, or user name".into()),
        ))
    }

    /// Masked, because errors end up in CI logs.
    fn shown(&self) -> String {
        Privacy::Masked.show_handle(&self.0)
    }

    /// As it was typed.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// The sub, if it looks like one.
    pub(crate) fn sub(&self) -> Option<String> {
        is_uuid(&self.0).then(|| self.0.to_lowercase())
    }
}

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<_> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::users::fake::{FakeUsers, ada};

    fn pool() -> PoolId {
        PoolId("us-east-1_a".into())
    }

    async fn find(handle: &str, users: Vec<User>) -> Result<User, Error> {
        let users = FakeUsers { users, ..FakeUsers::default() };
        Handle::from(handle).find(&users, &pool()).await
    }

    #[tokio::test]
    async fn a_user_is_found_by_any_handle() {
        let named = User { username: "ada".into(), ..ada() };
        for handle in
            ["ada@example.com", "Ada@Example.com", "7A0C4E52-0000-4000-8000-000000000001", "+82 10-1234-5678", "ada"]
        {
            let found = find(handle, vec![named.clone()]).await;

            assert_eq!(found.expect(handle).sub, named.sub);
        }
    }

    #[tokio::test]
    async fn a_partial_handle_finds_no_user_and_the_error_masks_the_address() {
        let error = find("ad@example.com", vec![ada()]).await.expect_err("no such user");

        assert_eq!(error.to_string(), "there is no user `a***@e***.com`");
        assert_eq!(error.code(), "not_found");
    }

    #[tokio::test]
    async fn an_address_that_two_users_share_is_ambiguous() {
        let federated = User { sub: "2".into(), username: "google_1".into(), ..ada() };

        let error = find("ada@example.com", vec![ada(), federated]).await.expect_err("ambiguous");

        assert_eq!(error.to_string(), "2 users match `a***@e***.com`");
        assert!(error.hint().is_some_and(|hint| hint.contains("000000000001, 2")));
    }
}
