//! The S3 event of an uploaded image: shows the image in its owner's profile, or deletes it.
//!
//! The form's policy has already limited size and declared type; this function checks the content. Events arrive at
//! least once and in any order, so only a newer image replaces an older one, and a repeated event changes nothing.

use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde::Deserialize;

use super::MAX_IMAGE_BYTES;
use crate::{
    aws::AwsError,
    domain::ImageKey,
    identity::{ActiveAccounts, UserPool},
    lambda,
    profile::create_missing,
    store::{ImageChange, Images, ImagesBucket, ProfileImages, Profiles, ProfilesTable},
    timestamp::Timestamp,
};

/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html>
#[derive(Deserialize)]
struct ObjectCreated {
    detail: Detail,
}

#[derive(Deserialize)]
struct Detail {
    object: Object,
}

#[derive(Deserialize)]
struct Object {
    key: String,
}

struct Uploads<I, S, P, A> {
    images: I,
    shown: S,
    profiles: P,
    accounts: A,
}

impl<I: Images, S: ProfileImages, P: Profiles, A: ActiveAccounts> Uploads<I, S, P, A> {
    async fn image_uploaded(&self, image: &ImageKey, now: Timestamp) -> Result<(), AwsError> {
        let Some(head) = self.images.head(image).await? else {
            return Ok(());
        };
        if head.size_bytes > MAX_IMAGE_BYTES || !image.kind.matches_signature(&head.bytes) {
            tracing::warn!("deleted an upload that is not an image of its type");
            return self.images.delete(image).await;
        }
        match self.show(image, now).await? {
            ImageChange::Set { previous } => match previous.and_then(|url| ImageKey::of_url(&url)) {
                Some(previous) => self.images.delete(&previous).await,
                None => Ok(()),
            },
            ImageChange::Refused { current } if current.as_deref() == Some(&image.url()) => Ok(()),
            // There is a newer image, or the account is deleted.
            ImageChange::Refused { .. } => self.images.delete(image).await,
        }
    }

    /// Sets the image of its owner's profile, which an invited user may not have yet.
    async fn show(&self, image: &ImageKey, now: Timestamp) -> Result<ImageChange, AwsError> {
        let change = self.shown.set_image(&image.user_id, &image.url(), now).await?;
        let has_no_profile = change == ImageChange::Refused { current: None };
        if has_no_profile && create_missing(&self.profiles, &self.accounts, &image.user_id, now).await? {
            return self.shown.set_image(&image.user_id, &image.url(), now).await;
        }
        Ok(change)
    }
}

pub fn serve_image_uploaded() -> Result<(), Error> {
    lambda::block_on(async {
        let uploads = Uploads {
            images: ImagesBucket::from_env().await?,
            shown: ProfilesTable::from_env().await?,
            profiles: ProfilesTable::from_env().await?,
            accounts: UserPool::from_env().await?,
        };
        lambda_runtime::run(service_fn(async |event: LambdaEvent<ObjectCreated>| {
            let image = event.payload.detail.object.key.parse()?;
            let result = uploads.image_uploaded(&image, Timestamp::now()).await;
            result
                .inspect_err(|error| tracing::error!(error = lambda::error_chain(error), "could not show an image"))?;
            Ok::<_, Error>(())
        }))
        .await
    })
}

#[cfg(test)]
mod tests {
    use ulid::Ulid;

    use super::*;
    use crate::{
        domain::{ImageType, UserId},
        identity::fake::FakeAccounts,
        store::fake::{FakeImages, FakeProfiles},
    };

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    fn image(number: u128) -> ImageKey {
        ImageKey { user_id: UserId::new("ada"), id: Ulid(number), kind: ImageType::Png }
    }

    async fn arrives(images: &FakeImages, profiles: &FakeProfiles, number: u128) {
        arrives_for(images, profiles, FakeAccounts::default(), number).await;
    }

    async fn arrives_for(images: &FakeImages, profiles: &FakeProfiles, accounts: FakeAccounts, number: u128) {
        let now = "2026-11-23T00:00:00Z".parse().expect("a time");
        let (images, profiles) = (images.clone(), profiles.clone());
        let uploads = Uploads { images, shown: profiles.clone(), profiles, accounts };
        uploads.image_uploaded(&image(number), now).await.expect("handled");
    }

    async fn shown(profiles: &FakeProfiles) -> Option<String> {
        profiles.find(&UserId::new("ada")).await.expect("read").expect("a row").profile.image_url
    }

    #[tokio::test]
    async fn an_uploaded_image_is_shown_in_its_owners_profile() {
        let (images, profiles) = (FakeImages::holding([(image(1), PNG)]), FakeProfiles::with_profile_of("ada"));

        arrives(&images, &profiles, 1).await;

        assert_eq!(shown(&profiles).await, Some(image(1).url()));
        let row = profiles.find(&UserId::new("ada")).await.expect("read").expect("a row");
        assert_eq!(row.version, 2);
    }

    #[tokio::test]
    async fn a_newer_image_replaces_the_older_one() {
        let images = FakeImages::holding([(image(1), PNG), (image(2), PNG)]);
        let profiles = FakeProfiles::with_profile_of("ada");

        arrives(&images, &profiles, 1).await;
        arrives(&images, &profiles, 2).await;

        assert_eq!(shown(&profiles).await, Some(image(2).url()));
        assert_eq!(images.keys(), [image(2).to_string()]);
    }

    #[tokio::test]
    async fn a_late_or_repeated_event_changes_nothing() {
        let images = FakeImages::holding([(image(1), PNG), (image(2), PNG)]);
        let profiles = FakeProfiles::with_profile_of("ada");

        for number in [2, 1, 2, 1] {
            arrives(&images, &profiles, number).await;
        }

        assert_eq!(shown(&profiles).await, Some(image(2).url()));
        assert_eq!(images.keys(), [image(2).to_string()]);
    }

    #[tokio::test]
    async fn an_upload_that_is_not_an_image_is_deleted() {
        let images = FakeImages::holding([(image(1), b"<svg onload=alert(1)>".as_slice())]);
        let profiles = FakeProfiles::with_profile_of("ada");

        arrives(&images, &profiles, 1).await;

        assert_eq!(shown(&profiles).await, None);
        assert!(images.keys().is_empty());
    }

    #[tokio::test]
    async fn an_invited_user_can_begin_with_an_image() {
        let (images, profiles) = (FakeImages::holding([(image(1), PNG)]), FakeProfiles::default());

        arrives_for(&images, &profiles, FakeAccounts::with("ada"), 1).await;

        assert_eq!(shown(&profiles).await, Some(image(1).url()));
    }

    #[tokio::test]
    async fn an_image_of_a_deleted_account_is_deleted() {
        let images = FakeImages::holding([(image(1), PNG)]);

        arrives(&images, &FakeProfiles::default(), 1).await;

        assert!(images.keys().is_empty());
    }

    #[test]
    fn an_s3_event_is_parsed() {
        let event = r#"{"version":"0","detail-type":"Object Created","source":"aws.s3","detail":{"version":"0",
            "bucket":{"name":"b"},"object":{"key":"images/ada/00000000000000000000000001.png","size":5,"etag":"e",
            "sequencer":"0"},"reason":"PostObject"}}"#;

        let event: ObjectCreated = serde_json::from_str(event).expect("an event");

        assert_eq!(event.detail.object.key, image(1).to_string());
    }
}
