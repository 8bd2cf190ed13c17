//! The users' images: objects under `images/{sub}/` of the stage's image bucket.

use aws_sdk_s3::types::ObjectVersion;
use jiff::Timestamp;
use serde::Serialize;

use super::{AwsError, artifacts::S3, aws_error, timestamp};

/// The number and size of a user's images.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub(crate) struct ImageTotals {
    /// At least; exactly, if that is all.
    pub(crate) objects: u64,
    pub(crate) size_bytes: u64,
    pub(crate) complete: bool,
}

/// How many pages of 1000 objects are counted: of a user with more, the rest is not worth the wait.
const MOST_PAGES: usize = 2;

/// A version of an image, or the mark of its deletion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ImageVersion {
    pub(crate) key: String,
    pub(crate) version_id: Option<String>,
    pub(crate) size_bytes: u64,
    pub(crate) modified_at: Option<Timestamp>,
    pub(crate) is_latest: bool,
}

pub(crate) trait Images {
    /// Every version of every image of a user, those that were replaced or deleted too; without marks of deletion.
    async fn versions(&self, bucket: &str, sub: &str) -> Result<Vec<ImageVersion>, AwsError>;

    /// The bytes of a version.
    async fn content(&self, bucket: &str, version: &ImageVersion) -> Result<Vec<u8>, AwsError>;

    async fn totals(&self, bucket: &str, sub: &str) -> Result<ImageTotals, AwsError>;
}

impl Images for S3 {
    async fn versions(&self, bucket: &str, sub: &str) -> Result<Vec<ImageVersion>, AwsError> {
        let (mut versions, mut key, mut version) = (Vec::new(), None, None);
        loop {
            let request = self.client.list_object_versions().bucket(bucket).prefix(format!("images/{sub}/"));
            let request = request.set_key_marker(key).set_version_id_marker(version);
            let page = request.send().await.map_err(aws_error("s3:ListBucketVersions"))?;
            versions.extend(page.versions.unwrap_or_default().into_iter().map(ImageVersion::from));
            (key, version) = (page.next_key_marker, page.next_version_id_marker);
            if page.is_truncated != Some(true) || key.is_none() {
                break;
            }
        }
        Ok(versions)
    }

    async fn content(&self, bucket: &str, version: &ImageVersion) -> Result<Vec<u8>, AwsError> {
        const ACTION: &str = "s3:GetObjectVersion";
        let request = self.client.get_object().bucket(bucket).key(&version.key);
        let request = request.set_version_id(version.version_id.clone());
        let object = request.send().await.map_err(aws_error("s3:GetObjectVersion"))?;
        let bytes = object.body.collect().await.map_err(|cause| AwsError::cut_off(ACTION, &cause))?;
        Ok(bytes.to_vec())
    }

    async fn totals(&self, bucket: &str, sub: &str) -> Result<ImageTotals, AwsError> {
        let request = self.client.list_objects_v2().bucket(bucket).prefix(format!("images/{sub}/"));
        let mut pages = request.into_paginator().send();
        let mut totals = ImageTotals::default();
        for _ in 0..MOST_PAGES {
            let Some(page) = pages.next().await else { break };
            let page = page.map_err(aws_error("s3:ListBucket"))?;
            totals.complete = page.is_truncated != Some(true);
            for object in page.contents.unwrap_or_default() {
                totals.objects += 1;
                totals.size_bytes += object.size.and_then(|size| u64::try_from(size).ok()).unwrap_or_default();
            }
        }
        Ok(totals)
    }
}

impl From<ObjectVersion> for ImageVersion {
    fn from(version: ObjectVersion) -> Self {
        Self {
            key: version.key.unwrap_or_default(),
            version_id: version.version_id,
            size_bytes: version.size.and_then(|size| u64::try_from(size).ok()).unwrap_or_default(),
            modified_at: version.last_modified.as_ref().and_then(timestamp),
            is_latest: version.is_latest.unwrap_or_default(),
        }
    }
}

#[cfg(test)]
pub(crate) mod fake {
    use super::*;

    /// The same totals for every user.
    #[derive(Default)]
    pub(crate) struct FakeImages(pub(crate) ImageTotals);

    impl Images for FakeImages {
        async fn versions(&self, _bucket: &str, sub: &str) -> Result<Vec<ImageVersion>, AwsError> {
            let version = |index: u64| ImageVersion {
                key: format!("images/{sub}/{index}.png"),
                version_id: Some(format!("v{index}")),
                size_bytes: 3,
                modified_at: None,
                is_latest: true,
            };
            Ok((0..self.0.objects).map(version).collect())
        }

        async fn content(&self, _bucket: &str, _version: &ImageVersion) -> Result<Vec<u8>, AwsError> {
            Ok(b"png".to_vec())
        }

        async fn totals(&self, _bucket: &str, _sub: &str) -> Result<ImageTotals, AwsError> {
            Ok(self.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::{
        AwsErrorKind,
        replay::{Answer, Replay},
    };

    const FIRST: &str = "https://bucket.s3.us-east-1.amazonaws.com/?list-type=2&prefix=images%2Fada%2F";
    const NEXT: &str =
        "https://bucket.s3.us-east-1.amazonaws.com/?list-type=2&prefix=images%2Fada%2F&continuation-token=2";

    const FIRST_PAGE: &str = "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>2</NextContinuationToken>\
        <Contents><Key>images/ada/1</Key><Size>10</Size></Contents></ListBucketResult>";
    const LAST_PAGE: &str = "<ListBucketResult><IsTruncated>false</IsTruncated>\
        <Contents><Key>images/ada/2</Key><Size>5</Size></Contents></ListBucketResult>";

    #[tokio::test]
    async fn totals_count_the_objects_of_two_pages_and_say_whether_there_are_more() {
        let totals = async |second: &str| {
            let pages = Replay::new([Answer::xml(FIRST, 200, FIRST_PAGE), Answer::xml(NEXT, 200, second)]);
            S3::new(&pages.config()).totals("bucket", "ada").await.expect("listed")
        };

        assert_eq!(totals(LAST_PAGE).await, ImageTotals { objects: 2, size_bytes: 15, complete: true });
        assert_eq!(totals(FIRST_PAGE).await, ImageTotals { objects: 2, size_bytes: 20, complete: false });
    }

    #[tokio::test]
    async fn every_version_is_listed_and_marks_of_deletion_are_none() {
        const VERSIONS: &str = "https://bucket.s3.us-east-1.amazonaws.com/?versions&prefix=images%2Fada%2F";
        let answer = "<ListVersionsResult><IsTruncated>false</IsTruncated>\
            <Version><Key>images/ada/1</Key><VersionId>v1</VersionId><IsLatest>false</IsLatest><Size>7</Size></Version>\
            <DeleteMarker><Key>images/ada/1</Key><VersionId>v2</VersionId><IsLatest>true</IsLatest></DeleteMarker>\
            </ListVersionsResult>";
        let s3 = S3::new(&Replay::new([Answer::xml(VERSIONS, 200, answer)]).config());

        let [version] = &s3.versions("bucket", "ada").await.expect("listed")[..] else { panic!("one version") };

        assert_eq!((version.version_id.as_deref(), version.size_bytes, version.is_latest), (Some("v1"), 7, false));
    }

    #[tokio::test]
    async fn a_refusal_names_the_action_to_allow() {
        let refusal = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>";
        let s3 = S3::new(&Replay::new([Answer::xml(FIRST, 403, refusal)]).config());

        let error = s3.totals("bucket", "ada").await.expect_err("refused");

        assert_eq!((error.kind, error.action), (AwsErrorKind::NotAllowed, "s3:ListBucket"));
    }
}
