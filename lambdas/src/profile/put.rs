//! `PUT /user/profile`: changes the caller's profile.

use lambda_http::Request;
use lambda_runtime::Error;
use serde::Deserialize;

use super::{create_missing, no_profile};
use crate::{
    domain::{Caller, IfMatch, Name, VersionedProfile},
    http::{self, ApiError, Endpoint, Reply},
    identity::{ActiveAccounts, UserPool},
    store::{Profiles, ProfilesTable, Rename},
    timestamp::Timestamp,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PutProfileRequest {
    name: Name,
}

pub(crate) struct PutProfile<P, A> {
    pub(crate) profiles: P,
    pub(crate) accounts: A,
}

impl<P: Profiles, A: ActiveAccounts> PutProfile<P, A> {
    async fn put_profile(
        &self,
        caller: Caller,
        input: PutProfileRequest,
        versions: IfMatch,
        now: Timestamp,
    ) -> Result<VersionedProfile, ApiError> {
        let conditional = versions != IfMatch::Any;
        let rename = Rename { user_id: caller.user_id, name: input.name, versions, now };
        if let Some(changed) = self.profiles.rename(&rename).await? {
            return Ok(changed);
        }
        if conditional {
            return Err(ApiError::PreconditionFailed);
        }
        create_missing(&self.profiles, &self.accounts, &rename.user_id, now).await?;
        self.profiles.rename(&rename).await?.ok_or_else(no_profile)
    }
}

impl<P: Profiles, A: ActiveAccounts> Endpoint for PutProfile<P, A> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let caller = http::caller(request)?;
        let input = http::body(request)?;
        let changed = self.put_profile(caller, input, http::if_match(request), Timestamp::now()).await?;
        Ok(Reply::ok(&changed.profile).version(changed.version))
    }
}

pub fn serve_put_profile() -> Result<(), Error> {
    http::serve_rate_limited(async {
        let profiles = ProfilesTable::from_env().await?;
        Ok(PutProfile { profiles, accounts: UserPool::from_env().await? })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::fake::user,
        identity::fake::FakeAccounts,
        store::fake::{CREATED_AT, FakeProfiles},
    };

    fn of(profiles: FakeProfiles, accounts: FakeAccounts) -> PutProfile<FakeProfiles, FakeAccounts> {
        PutProfile { profiles, accounts }
    }

    fn change(name: &str) -> PutProfileRequest {
        PutProfileRequest { name: name.to_owned().try_into().expect("a name") }
    }

    fn now() -> Timestamp {
        "2026-11-23T00:00:00Z".parse().expect("a time")
    }

    #[tokio::test]
    async fn a_new_name_keeps_the_other_fields_and_the_creation_time() {
        let put = of(FakeProfiles::with_profile_of("ada"), FakeAccounts::default());

        let changed = put.put_profile(user("ada"), change("Ada L."), IfMatch::Any, now()).await.expect("changed");

        assert_eq!(changed.profile.name.as_str(), "Ada L.");
        assert_eq!(changed.profile.created_at.to_string(), CREATED_AT);
        assert_eq!(changed.profile.updated_at, now());
        assert_eq!(changed.version, 2);
    }

    #[tokio::test]
    async fn the_second_of_two_writers_with_the_same_version_gets_an_error() {
        let put = of(FakeProfiles::with_profile_of("ada"), FakeAccounts::default());
        let read = || IfMatch::OneOf(vec![1]);

        let first = put.put_profile(user("ada"), change("first"), read(), now()).await;
        let second = put.put_profile(user("ada"), change("second"), read(), now()).await;

        assert!(first.is_ok());
        assert!(matches!(second, Err(ApiError::PreconditionFailed)));
    }

    #[tokio::test]
    async fn a_tag_that_is_not_a_version_never_matches() {
        let put = of(FakeProfiles::with_profile_of("ada"), FakeAccounts::default());

        let result = put.put_profile(user("ada"), change("x"), IfMatch::OneOf(Vec::new()), now()).await;

        assert!(matches!(result, Err(ApiError::PreconditionFailed)));
    }

    #[tokio::test]
    async fn an_invited_user_can_begin_with_a_name() {
        let put = of(FakeProfiles::default(), FakeAccounts::with("ada"));

        let changed = put.put_profile(user("ada"), change("Ada L."), IfMatch::Any, now()).await.expect("changed");

        assert_eq!((changed.profile.name.as_str(), changed.profile.email.as_str()), ("Ada L.", "ada@example.com"));
    }

    #[tokio::test]
    async fn a_user_without_an_account_cannot_change_a_profile() {
        let put = of(FakeProfiles::default(), FakeAccounts::default());

        let result = put.put_profile(user("nobody"), change("x"), IfMatch::Any, now()).await;

        assert!(matches!(result, Err(ApiError::NotFound("profile"))));
    }
}
