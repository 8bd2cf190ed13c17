//! How the command line names a user: by e-mail address, sub, phone number or user name.

mod near;

use futures_util::future::join_all;

use super::Context;
use crate::{
    aws::users::{PoolId, Searchable, Selection, User, Users},
    error::Error,
    phone,
    privacy::Privacy,
};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Handle {
    text: String,
    /// The number that it means, if it is one, with its country.
    phone: Option<String>,
}

impl Context {
    /// A user as the command line names them: a national phone number is one of the stage's country.
    pub(crate) fn handle(&self, text: &str) -> Handle {
        Handle::new(text, self.stage.settings.country.as_deref())
    }
}

impl Handle {
    fn new(text: &str, country: Option<&str>) -> Self {
        let text = text.trim().to_owned();
        // A sub can be all digits.
        let phone = if is_uuid(&text) { None } else { phone::international(&text, country) };
        Self { text, phone }
    }

    #[cfg(test)]
    pub(crate) fn of_test(text: &str) -> Self {
        Self::new(text, None)
    }

    /// The searches for it, likeliest first. ListUsers searches one attribute at a time.
    fn searches(&self) -> Vec<(Searchable, String)> {
        let text = self.text.clone();
        if self.text.contains('@') {
            let lower = self.text.to_lowercase();
            let mut searches = vec![(Searchable::Email, text.clone()), (Searchable::Username, text)];
            if lower != self.text {
                // The API stores addresses in lower case.
                searches.insert(1, (Searchable::Email, lower));
            }
            return searches;
        }
        if let Some(number) = &self.phone {
            // A user name can be all digits.
            let names = Some((Searchable::Username, text)).filter(|_| !self.text.starts_with('+'));
            return [(Searchable::Phone, number.clone())].into_iter().chain(names).collect();
        }
        if is_uuid(&self.text) {
            return vec![(Searchable::Sub, self.text.to_lowercase()), (Searchable::Username, text)];
        }
        vec![(Searchable::Username, text)]
    }

    /// Every user whom it means: two can share an address or a number.
    pub(crate) async fn matches(&self, users: &impl Users, pool: &PoolId) -> Result<Vec<User>, Error> {
        let searches = self.searches();
        let searches = searches.iter().map(|(attribute, value)| users.matching(pool, *attribute, value));
        // All at once; the first one that finds someone counts.
        for found in join_all(searches).await {
            let found = found?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    /// The first users whose address, number, sub or name begins like this, and whether there may be more.
    pub(crate) async fn starts(&self, users: &impl Users, pool: &PoolId) -> Result<(Vec<User>, bool), Error> {
        let attributes: &[Searchable] = match &self.text {
            text if text.contains('@') => &[Searchable::Email, Searchable::Username],
            text if text.starts_with('+') => &[Searchable::Phone],
            _ => &[Searchable::Email, Searchable::Username, Searchable::Sub, Searchable::Phone],
        };
        let start = |attribute: Searchable| match (&self.phone, attribute) {
            (Some(number), Searchable::Phone) => number.clone(),
            (None, Searchable::Phone) if self.text.starts_with('+') => self.text.clone(),
            (_, Searchable::Email) => self.text.to_lowercase(),
            _ => self.text.clone(),
        };
        let selections: Vec<Selection> =
            attributes.iter().map(|attribute| Selection::Prefix(*attribute, start(*attribute))).collect();
        let (mut found, mut more) = (Vec::<User>::new(), false);
        for page in join_all(selections.iter().map(|selection| users.page(pool, selection, None))).await {
            let page = page?.unwrap_or_default();
            more |= page.next.is_some();
            found.extend(page.users);
        }
        found.sort_by(|a, b| (&a.email, &a.sub).cmp(&(&b.email, &b.sub)));
        found.dedup_by(|a, b| a.sub == b.sub);
        Ok((found, more))
    }

    /// The user with this handle.
    ///
    /// # Errors
    /// When there is none, or when several users share the address or number.
    pub(crate) async fn find(&self, users: &impl Users, pool: &PoolId) -> Result<User, Error> {
        let mut found = self.matches(users, pool).await?;
        if found.len() > 1 {
            let subs: Vec<_> = found.iter().map(|user| user.sub.as_str()).collect();
            return Err(Error::usage(
                format!("{} users match `{}`", found.len(), self.shown()),
                format!("name one of them by its sub: {}", subs.join(", ")),
            ));
        }
        found.pop().ok_or_else(|| self.missing(None))
    }

    /// That there is no such user, and who comes near, if anyone does.
    pub(crate) fn missing(&self, near: Option<String>) -> Error {
        let national = self.phone.is_none() && phone::is_national(&self.text);
        let exact = if national {
            "a phone number needs + and its country, unless `country` of the stage in srvls.toml names it"
        } else {
            "use the exact e-mail address, sub, phone number with + and country code, or user name"
        };
        Error::not_found("user", self.shown(), Some(near.unwrap_or_else(|| exact.into())))
    }

    /// Masked, because errors end up in CI logs.
    fn shown(&self) -> String {
        Privacy::Masked.show_handle(&self.text)
    }

    /// As it was typed.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The sub, if it looks like one.
    pub(crate) fn sub(&self) -> Option<String> {
        is_uuid(&self.text).then(|| self.text.to_lowercase())
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
        Handle::new(handle, None).find(&users, &pool()).await
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
    async fn a_national_number_is_one_of_the_stages_country() {
        let users = FakeUsers { users: vec![ada()], ..FakeUsers::default() };

        let found = Handle::new("010-1234-5678", Some("KR")).find(&users, &pool()).await;
        let elsewhere = Handle::new("010-1234-5678", None).find(&users, &pool()).await.expect_err("no country");

        assert_eq!(found.expect("found").sub, ada().sub);
        assert!(elsewhere.hint().is_some_and(|hint| hint.contains("`country` of the stage")));
    }

    #[tokio::test]
    async fn a_prefix_finds_each_user_once() {
        let bob = User { sub: "2".into(), email: Some("adam@example.com".into()), ..ada() };
        let users = FakeUsers { users: vec![bob, ada()], ..FakeUsers::default() };
        let starts = async |text: &str| Handle::new(text, None).starts(&users, &pool()).await.expect("searched").0;

        assert_eq!(starts("AD").await.iter().map(|user| &user.sub).collect::<Vec<_>>(), [&ada().sub, "2"]);
        assert_eq!(starts("7a0c").await.len(), 2, "both have this user name");
        assert_eq!(starts("+8210").await.len(), 2);
        assert_eq!(starts("nobody").await, []);
    }

    #[tokio::test]
    async fn an_address_that_two_users_share_is_ambiguous() {
        let federated = User { sub: "2".into(), username: "google_1".into(), ..ada() };

        let error = find("ada@example.com", vec![ada(), federated]).await.expect_err("ambiguous");

        assert_eq!(error.to_string(), "2 users match `a***@e***.com`");
        assert!(error.hint().is_some_and(|hint| hint.contains("000000000001, 2")));
    }
}
