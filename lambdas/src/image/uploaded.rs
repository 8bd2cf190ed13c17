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
    lambda,
    store::{ImageChange, Images, ImagesBucket, ProfileImages, ProfilesTable},
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

async fn image_uploaded(
    images: &impl Images,
    profiles: &impl ProfileImages,
    image: &ImageKey,
    now: Timestamp,
) -> Result<(), AwsError> {
    let Some(head) = images.head(image).await? else {
        return Ok(());
    };
    if head.size_bytes > MAX_IMAGE_BYTES || !image.kind.matches_signature(&head.bytes) {
        tracing::warn!("deleted an upload that is not an image of its type");
        return images.delete(image).await;
    }
    match profiles.set_image(&image.user_id, &image.url(), now).await? {
        ImageChange::Set { previous } => match previous.and_then(|url| ImageKey::of_url(&url)) {
            Some(previous) => images.delete(&previous).await,
            None => Ok(()),
        },
        ImageChange::Refused { current } if current.as_deref() == Some(&image.url()) => Ok(()),
        // There is a newer image, or the profile is deleted.
        ImageChange::Refused { .. } => images.delete(image).await,
    }
}

pub fn serve_image_uploaded() -> Result<(), Error> {
    lambda::block_on(async {
        let images = ImagesBucket::from_env().await?;
        let profiles = ProfilesTable::from_env().await?;
        lambda_runtime::run(service_fn(async |event: LambdaEvent<ObjectCreated>| {
            let image = event.payload.detail.object.key.parse()?;
            let result = image_uploaded(&images, &profiles, &image, Timestamp::now()).await;
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
        store::{
            Profiles as _,
            fake::{FakeImages, FakeProfiles},
        },
    };

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    fn image(number: u128) -> ImageKey {
        ImageKey { user_id: UserId::new("ada"), id: Ulid(number), kind: ImageType::Png }
    }

    async fn arrives(images: &FakeImages, profiles: &FakeProfiles, number: u128) {
        let now = "2026-11-23T00:00:00Z".parse().expect("a time");
        image_uploaded(images, profiles, &image(number), now).await.expect("handled");
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
