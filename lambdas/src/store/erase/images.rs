//! Erases the images of a user, in every version.

use aws_sdk_s3::{
    Client,
    types::{Delete, ObjectIdentifier},
};
use lambda_runtime::Error;

use super::Erase;
use crate::{
    aws::{AwsError, sdk_config},
    domain::UserId,
    settings::setting,
};

const ACTION: &str = "erase images";

pub(crate) struct OwnedImages {
    client: Client,
    bucket: String,
}

impl OwnedImages {
    pub(crate) async fn from_env() -> Result<Self, Error> {
        Ok(Self { client: Client::new(&sdk_config().await), bucket: setting("IMAGES_BUCKET")? })
    }

    /// Up to a thousand versions, including delete markers: in a versioned bucket, a simple delete only hides an object.
    async fn first_versions(&self, prefix: &str) -> Result<Vec<ObjectIdentifier>, AwsError> {
        let request = self.client.list_object_versions().bucket(&self.bucket).prefix(prefix);
        let response = request.send().await.map_err(|error| AwsError::new(ACTION, error))?;
        let versions =
            response.versions.unwrap_or_default().into_iter().map(|version| (version.key, version.version_id));
        let markers = response.delete_markers.unwrap_or_default().into_iter();
        let all = versions.chain(markers.map(|marker| (marker.key, marker.version_id)));
        let identifiers =
            all.map(|(key, version)| ObjectIdentifier::builder().set_key(key).set_version_id(version).build());
        identifiers.collect::<Result<_, _>>().map_err(|error| AwsError::new(ACTION, error))
    }

    async fn delete(&self, versions: Vec<ObjectIdentifier>) -> Result<(), AwsError> {
        let deletions = Delete::builder().set_objects(Some(versions)).quiet(true).build();
        let deletions = deletions.map_err(|error| AwsError::new(ACTION, error))?;
        let request = self.client.delete_objects().bucket(&self.bucket).delete(deletions);
        let response = request.send().await.map_err(|error| AwsError::new(ACTION, error))?;
        match response.errors().first() {
            Some(error) => Err(AwsError::new(ACTION, error.code().unwrap_or("an object was not deleted"))),
            None => Ok(()),
        }
    }
}

impl Erase for OwnedImages {
    async fn erase(&self, owner: &UserId) -> Result<(), AwsError> {
        let prefix = format!("images/{}/", owner.as_str());
        loop {
            let versions = self.first_versions(&prefix).await?;
            if versions.is_empty() {
                return Ok(());
            }
            self.delete(versions).await?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::replay::Replay;

    const TWO: &str = "<ListVersionsResult><Version><Key>images/ada/1.png</Key><VersionId>v1</VersionId></Version>\
        <DeleteMarker><Key>images/ada/1.png</Key><VersionId>v2</VersionId></DeleteMarker></ListVersionsResult>";
    const NONE: &str = "<ListVersionsResult></ListVersionsResult>";

    async fn erase(answers: &[&str]) -> (Result<(), AwsError>, usize) {
        let replay = Replay::texts(answers.iter().map(|text| (200, (*text).to_owned())));
        let images = OwnedImages { client: Client::new(&replay.config()), bucket: "images".into() };
        (images.erase(&UserId::new("ada")).await, replay.requests().len())
    }

    #[tokio::test]
    async fn versions_and_markers_are_deleted_until_none_is_left() {
        let (erased, calls) = erase(&[TWO, "<DeleteResult></DeleteResult>", NONE]).await;

        erased.expect("erased");
        assert_eq!(calls, 3);
    }

    #[tokio::test]
    async fn an_object_that_cannot_be_deleted_is_an_error() {
        let refused =
            "<DeleteResult><Error><Key>images/ada/1.png</Key><Code>AccessDenied</Code></Error></DeleteResult>";

        let (erased, _) = erase(&[TWO, refused]).await;

        assert!(erased.is_err());
    }
}
