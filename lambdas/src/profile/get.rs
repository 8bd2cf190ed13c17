//! `GET /user/profile`: the caller's own profile.

use lambda_http::Request;
use lambda_runtime::Error;

use super::no_profile;
use crate::{
    domain::{Caller, VersionedProfile},
    http::{self, ApiError, Endpoint, Reply},
    store::{Profiles, ProfilesTable},
};

async fn get_profile(profiles: &impl Profiles, caller: &Caller) -> Result<VersionedProfile, ApiError> {
    profiles.find(&caller.user_id).await?.ok_or_else(no_profile)
}

pub(crate) struct GetProfile<P>(pub(crate) P);

impl<P: Profiles> Endpoint for GetProfile<P> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let caller = http::caller(request)?;
        let found = get_profile(&self.0, &caller).await?;
        Ok(Reply::ok(&found.profile).version(found.version))
    }
}

pub fn serve_get_profile() -> Result<(), Error> {
    http::serve_rate_limited(async { Ok(GetProfile(ProfilesTable::from_env().await?)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{domain::fake::user, store::fake::FakeProfiles};

    #[tokio::test]
    async fn a_caller_gets_their_own_profile() {
        let profiles = FakeProfiles::with_profile_of("ada");

        let found = get_profile(&profiles, &user("ada")).await.expect("found");

        assert_eq!(found.profile.user_id.as_str(), "ada");
        assert_eq!(found.version, 1);
    }

    #[tokio::test]
    async fn a_missing_profile_is_not_found() {
        let result = get_profile(&FakeProfiles::default(), &user("nobody")).await;

        assert!(matches!(result, Err(ApiError::NotFound("profile"))));
    }
}
