//! `PUT /user/profile`: changes the caller's profile.

use lambda_http::Request;
use lambda_runtime::Error;
use serde::Deserialize;

use super::no_profile;
use crate::{
    domain::{Caller, IfMatch, Name, VersionedProfile},
    http::{self, ApiError, Endpoint, Reply},
    store::{Profiles, ProfilesTable, Rename},
    timestamp::Timestamp,
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PutProfileRequest {
    name: Name,
}

async fn put_profile(
    profiles: &impl Profiles,
    caller: Caller,
    input: PutProfileRequest,
    versions: IfMatch,
    now: Timestamp,
) -> Result<VersionedProfile, ApiError> {
    let conditional = versions != IfMatch::Any;
    let rename = Rename { user_id: caller.user_id, name: input.name, versions, now };
    match profiles.rename(rename).await? {
        Some(changed) => Ok(changed),
        None if conditional => Err(ApiError::PreconditionFailed),
        None => Err(no_profile()),
    }
}

pub(crate) struct PutProfile<P>(pub(crate) P);

impl<P: Profiles> Endpoint for PutProfile<P> {
    async fn handle(&self, request: &Request) -> Result<Reply, ApiError> {
        let caller = http::caller(request)?;
        let input = http::body(request)?;
        let changed = put_profile(&self.0, caller, input, http::if_match(request), Timestamp::now()).await?;
        Ok(Reply::ok(&changed.profile).version(changed.version))
    }
}

pub fn serve_put_profile() -> Result<(), Error> {
    http::serve_rate_limited(async { Ok(PutProfile(ProfilesTable::from_env().await?)) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::fake::user,
        store::fake::{CREATED_AT, FakeProfiles},
    };

    fn change(name: &str) -> PutProfileRequest {
        PutProfileRequest { name: name.to_owned().try_into().expect("a name") }
    }

    fn now() -> Timestamp {
        "2026-11-23T00:00:00Z".parse().expect("a time")
    }

    #[tokio::test]
    async fn a_new_name_keeps_the_other_fields_and_the_creation_time() {
        let profiles = FakeProfiles::with_profile_of("ada");

        let changed =
            put_profile(&profiles, user("ada"), change("Ada L."), IfMatch::Any, now()).await.expect("changed");

        assert_eq!(changed.profile.name.as_str(), "Ada L.");
        assert_eq!(changed.profile.created_at.to_string(), CREATED_AT);
        assert_eq!(changed.profile.updated_at, now());
        assert_eq!(changed.version, 2);
    }

    #[tokio::test]
    async fn the_second_of_two_writers_with_the_same_version_gets_an_error() {
        let profiles = FakeProfiles::with_profile_of("ada");
        let read = || IfMatch::OneOf(vec![1]);

        let first = put_profile(&profiles, user("ada"), change("first"), read(), now()).await;
        let second = put_profile(&profiles, user("ada"), change("second"), read(), now()).await;

        assert!(first.is_ok());
        assert!(matches!(second, Err(ApiError::PreconditionFailed)));
    }

    #[tokio::test]
    async fn a_tag_that_is_not_a_version_never_matches() {
        let profiles = FakeProfiles::with_profile_of("ada");

        let result = put_profile(&profiles, user("ada"), change("x"), IfMatch::OneOf(Vec::new()), now()).await;

        assert!(matches!(result, Err(ApiError::PreconditionFailed)));
    }

    #[tokio::test]
    async fn a_user_without_a_profile_cannot_change_it() {
        let result = put_profile(&FakeProfiles::default(), user("nobody"), change("x"), IfMatch::Any, now()).await;

        assert!(matches!(result, Err(ApiError::NotFound("profile"))));
    }
}
