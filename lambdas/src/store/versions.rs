//! Deletes objects of the bucket for good: in a versioned bucket, a simple delete only hides an object for a month.
//!
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html>

use aws_sdk_s3::{
    Client,
    types::{Delete, ObjectIdentifier},
};

use crate::aws::AwsError;

/// Deletes every version and delete marker of the objects whose keys start with `prefix`.
pub(super) async fn delete_versions(
    client: &Client,
    bucket: &str,
    prefix: &str,
    action: &'static str,
) -> Result<(), AwsError> {
    loop {
        let versions = first_versions(client, bucket, prefix, action).await?;
        if versions.is_empty() {
            return Ok(());
        }
        let deletions = Delete::builder().set_objects(Some(versions)).quiet(true).build();
        let deletions = deletions.map_err(|error| AwsError::new(action, error))?;
        let request = client.delete_objects().bucket(bucket).delete(deletions);
        let response = request.send().await.map_err(|error| AwsError::new(action, error))?;
        if let Some(error) = response.errors().first() {
            return Err(AwsError::new(action, error.code().unwrap_or("an object was not deleted")));
        }
    }
}

/// Up to a thousand versions, including delete markers.
async fn first_versions(
    client: &Client,
    bucket: &str,
    prefix: &str,
    action: &'static str,
) -> Result<Vec<ObjectIdentifier>, AwsError> {
    let request = client.list_object_versions().bucket(bucket).prefix(prefix);
    let response = request.send().await.map_err(|error| AwsError::new(action, error))?;
    let versions = response.versions.unwrap_or_default().into_iter().map(|version| (version.key, version.version_id));
    let markers = response.delete_markers.unwrap_or_default().into_iter();
    let all = versions.chain(markers.map(|marker| (marker.key, marker.version_id)));
    let identifiers =
        all.map(|(key, version)| ObjectIdentifier::builder().set_key(key).set_version_id(version).build());
    identifiers.collect::<Result<_, _>>().map_err(|error| AwsError::new(action, error))
}
