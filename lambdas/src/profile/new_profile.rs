//! The first profile of an account.
//!
//! Cognito's post-confirmation trigger creates it. Where the trigger doesn't run (for users that an administrator
//! invited) or failed three times, the first operation that needs the profile creates it, from the account's attributes.
//! <https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html>

use crate::{
    aws::AwsError,
    domain::{Email, Name, Profile, UserId, VersionedProfile},
    identity::{Account, ActiveAccounts},
    store::Profiles,
    timestamp::Timestamp,
};

pub(super) fn new_profile(user_id: UserId, account: Account, now: Timestamp) -> Result<VersionedProfile, AwsError> {
    let Account { email, name } = account;
    let name = match name {
        Some(name) => name,
        None => local_part(&email).try_into().map_err(|error| AwsError::new("name a user", error))?,
    };
    let profile = Profile { user_id, email, name, image_url: None, created_at: now, updated_at: now };
    Ok(VersionedProfile { profile, version: 1 })
}

/// What is before the `@`, as far as it fits into a name.
fn local_part(email: &Email) -> String {
    email.as_str().chars().take_while(|c| *c != '@').take(Name::MAX_CHARS).collect()
}

/// Creates the profile of an active account; an existing profile stays as it is. False if there is no such account: it
/// is deleted, or disabled because it is being erased.
pub(crate) async fn create_missing(
    profiles: &impl Profiles,
    accounts: &impl ActiveAccounts,
    user_id: &UserId,
    now: Timestamp,
) -> Result<bool, AwsError> {
    let Some(account) = accounts.find_active(user_id).await? else {
        return Ok(false);
    };
    profiles.create(&new_profile(user_id.clone(), account, now)?).await?;
    tracing::info!(user_id = user_id.as_str(), "created a missing profile");
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{identity::fake::FakeAccounts, store::fake::FakeProfiles};

    fn now() -> Timestamp {
        "2026-11-22T00:00:00Z".parse().expect("a time")
    }

    #[tokio::test]
    async fn a_profile_is_created_once() {
        let (profiles, accounts) = (FakeProfiles::default(), FakeAccounts::with("ada"));
        let later = "2026-11-23T00:00:00Z".parse().expect("a time");
        let ada = UserId::new("ada");

        assert!(create_missing(&profiles, &accounts, &ada, now()).await.expect("created"));
        assert!(create_missing(&profiles, &accounts, &ada, later).await.expect("there already"));

        let row = profiles.find(&ada).await.expect("read").expect("a row");
        assert_eq!((row.profile.created_at, row.profile.email.as_str()), (now(), "ada@example.com"));
    }

    #[tokio::test]
    async fn an_account_that_is_being_erased_gets_no_profile() {
        let profiles = FakeProfiles::default();

        let created = create_missing(&profiles, &FakeAccounts::default(), &UserId::new("ada"), now()).await;

        assert!(!created.expect("a response"));
        assert_eq!(profiles.find(&UserId::new("ada")).await.expect("read"), None);
    }

    #[test]
    fn a_user_without_a_name_is_named_after_their_address() {
        let long = format!("{}@example.com", "a".repeat(200));
        for (email, name) in [("ada@example.com".to_owned(), "ada".to_owned()), (long, "a".repeat(100))] {
            let account = Account { email: email.try_into().expect("an e-mail"), name: None };

            let profile = new_profile(UserId::new("ada"), account, now()).expect("a profile").profile;

            assert_eq!(profile.name.as_str(), name);
        }
    }
}
