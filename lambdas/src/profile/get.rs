//! `GET /user/profile`: the caller's own profile.

use lambda_http::Request;
use lambda_runtime::Error;

use super::{create_missing, no_profile};
use crate::{
    domain::{Caller, VersionedProfile},
    http::{self, ApiError, Endpoint, Reply},
    identity::{ActiveAccounts, UserPool},
    store::{Profiles, ProfilesTable},
    timestamp::Timestamp,
};

async fn get_profile(
    profiles: &impl Profiles,
    accounts: &impl ActiveAccounts,
    caller: &Caller,
    now: Timestamp,
) -> Result<VersionedProfile, ApiError> {
    if let Some(found) = profiles.find(&caller.user_id).await? {
        return Ok(found);
    }
    create_missing(profiles, accounts, &caller.user_id, now).await?;
    profiles.find(&caller.user_id).await?.ok_or_else(no_profile)
}

pub(crate) struct GetProfile<P, A> {
    pub(crate) profiles: P,
    pub(crate) accounts: A,
}

impl<P: Profiles, A: ActiveAccounts> Endpoint for GetProfile<P, A> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let caller = http::caller(request)?;
        let found = get_profile(&self.profiles, &self.accounts, &caller, Timestamp::now()).await?;
        Ok(Reply::ok(&found.profile).version(found.version))
    }
}

pub fn serve_get_profile() -> Result<(), Error> {
    http::serve_rate_limited(async {
        let profiles = ProfilesTable::from_env().await?;
        Ok(GetProfile { profiles, accounts: UserPool::from_env().await? })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::fake::user, identity::fake::FakeAccounts, store::fake::FakeProfiles};

    fn now() -> Timestamp {
        "2026-11-23T00:00:00Z".parse().expect("a time")
    }

    #[tokio::test]
    async fn a_caller_gets_their_own_profile() {
        let profiles = FakeProfiles::with_profile_of("ada");

        let found = get_profile(&profiles, &FakeAccounts::default(), &user("ada"), now()).await.expect("found");

        assert_eq!(found.profile.user_id.as_str(), "ada");
        assert_eq!(found.version, 1);
    }

    #[tokio::test]
    async fn an_invited_user_gets_a_profile_when_they_first_ask_for_it() {
        let (profiles, accounts) = (FakeProfiles::default(), FakeAccounts::with("ada"));

        let first = get_profile(&profiles, &accounts, &user("ada"), now()).await.expect("created");
        let second = get_profile(&profiles, &FakeAccounts::default(), &user("ada"), now()).await.expect("found");

        assert_eq!((first.profile.email.as_str(), first.version), ("ada@example.com", 1));
        assert_eq!(first, second);
    }

    #[tokio::test]
    async fn a_profile_without_an_account_is_not_found() {
        let result = get_profile(&FakeProfiles::default(), &FakeAccounts::default(), &user("nobody"), now()).await;

        assert!(matches!(result, Err(ApiError::NotFound("profile"))));
    }
}
