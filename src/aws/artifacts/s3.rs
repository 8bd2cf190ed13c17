//! The gateway to the objects of the artifact bucket in S3.

use std::time::Duration;

use aws_config::SdkConfig;
use aws_sdk_s3::{
    config::timeout::TimeoutConfig,
    error::ProvideErrorMetadata as _,
    operation::{delete_objects::DeleteObjectsOutput, get_object::GetObjectError},
    primitives::ByteStream,
    types::{self, Delete, ObjectIdentifier},
};

use super::{Artifacts, Bucket, Condition, Content, ETag, Object};
use crate::aws::{
    AwsError, AwsErrorKind, Partition, aws_error, calls::Calls, connection::READ_TIMEOUT, shared_config::endpoint_of,
    timestamp,
};

/// The maximum number of objects in one DeleteObjects call.
const KEYS_PER_CALL: usize = 1000;

pub(crate) struct S3 {
    pub(in crate::aws) client: aws_sdk_s3::Client,
    pub(super) region: String,
    /// An emulator's, with the bucket in the path of the URL.
    pub(super) endpoint_url: Option<String>,
}

impl S3 {
    pub(in crate::aws) fn new(config: &SdkConfig) -> Self {
        let endpoint_url = endpoint_of(config, "S3");
        let s3 = aws_sdk_s3::config::Builder::from(config).force_path_style(endpoint_url.is_some()).interceptor(Calls);
        let region = config.region().map(ToString::to_string).unwrap_or_default();
        Self { client: aws_sdk_s3::Client::from_conf(s3.build()), region, endpoint_url }
    }

    /// An object's content, read once.
    async fn content(&self, bucket: &Bucket, key: &str) -> Result<Option<Content>, AwsError> {
        let Bucket { name, owner } = bucket;
        let object = match self.client.get_object().bucket(name).expected_bucket_owner(owner).key(key).send().await {
            Ok(object) => object,
            Err(error) if error.as_service_error().is_some_and(GetObjectError::is_no_such_key) => return Ok(None),
            Err(error) => return Err(aws_error("s3:GetObject")(error)),
        };
        let etag = ETag(object.e_tag.unwrap_or_default());
        let body = object.body.collect().await.map_err(|cause| AwsError::cut_off("s3:GetObject", &cause))?;
        Ok(Some(Content { body: body.to_vec(), etag }))
    }

    /// Deletes objects or versions of them; IAM has a separate action for versions.
    async fn delete_all(&self, bucket: &Bucket, identified: &[ObjectIdentifier]) -> Result<(), AwsError> {
        let Bucket { name, owner } = bucket;
        for chunk in identified.chunks(KEYS_PER_CALL) {
            let versions = chunk.iter().any(|identified| identified.version_id().is_some());
            let delete = Delete::builder().set_objects(Some(chunk.to_vec())).quiet(true).build();
            let delete = delete.map_err(|_| AwsError::empty_answer("s3:DeleteObject"))?;
            let answer =
                self.client.delete_objects().bucket(name).expected_bucket_owner(owner).delete(delete).send().await;
            let answer = if versions {
                answer.map_err(aws_error("s3:DeleteObjectVersion"))
            } else {
                answer.map_err(aws_error("s3:DeleteObject"))
            };
            refused(&answer?, versions)?;
        }
        Ok(())
    }
}

/// The first error inside the response: DeleteObjects succeeds even if it deletes nothing.
fn refused(answer: &DeleteObjectsOutput, versions: bool) -> Result<(), AwsError> {
    let Some(error) = answer.errors().first() else { return Ok(()) };
    let action = if versions { "s3:DeleteObjectVersion" } else { "s3:DeleteObject" };
    Err(AwsError::refused(action, error.code().unwrap_or_default(), error.message().unwrap_or_default()))
}

impl Artifacts for S3 {
    async fn bucket_exists(&self, bucket: &Bucket) -> Result<bool, AwsError> {
        let Bucket { name, owner } = bucket;
        let head = self.client.head_bucket().bucket(name).expected_bucket_owner(owner).send().await;
        match head {
            Ok(_) => Ok(true),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_not_found()) => Ok(false),
            Err(error) => Err(aws_error("s3:ListBucket")(error)),
        }
    }

    async fn owns(&self, bucket: &Bucket) -> Result<bool, AwsError> {
        self.is_marked(bucket).await
    }

    async fn has(&self, bucket: &Bucket, key: &str) -> Result<bool, AwsError> {
        let Bucket { name, owner } = bucket;
        match self.client.head_object().bucket(name).expected_bucket_owner(owner).key(key).send().await {
            Ok(_) => Ok(true),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_not_found()) => Ok(false),
            Err(error) => Err(aws_error("s3:GetObject")(error)),
        }
    }

    async fn put(&self, bucket: &Bucket, key: &str, content_type: &str, body: Vec<u8>) -> Result<(), AwsError> {
        let Bucket { name, owner } = bucket;
        let request =
            self.client.put_object().bucket(name).expected_bucket_owner(owner).key(key).content_type(content_type);
        let timeouts = TimeoutConfig::builder().read_timeout(upload_timeout(body.len())).build();
        let request = request.body(ByteStream::from(body)).customize();
        let request = request.config_override(aws_sdk_s3::config::Builder::new().timeout_config(timeouts));
        request.send().await.map_err(aws_error("s3:PutObject"))?;
        Ok(())
    }

    async fn put_if(&self, bucket: &Bucket, key: &str, body: Vec<u8>, condition: Condition) -> Result<ETag, AwsError> {
        let Bucket { name, owner } = bucket;
        let content_type = if key.ends_with(".json") { "application/json" } else { "application/octet-stream" };
        let request =
            self.client.put_object().bucket(name).expected_bucket_owner(owner).key(key).content_type(content_type);
        let request = match condition {
            Condition::New => request.if_none_match("*"),
            Condition::Unchanged(ETag(etag)) => request.if_match(etag),
        };
        let output = request.body(ByteStream::from(body)).send().await.map_err(aws_error("s3:PutObject"))?;
        Ok(ETag(output.e_tag.unwrap_or_default()))
    }

    async fn get(&self, bucket: &Bucket, key: &str) -> Result<Option<Content>, AwsError> {
        match self.content(bucket, key).await {
            // The SDK tries again only until the content begins.
            Err(error) if error.kind == AwsErrorKind::Unreadable => self.content(bucket, key).await,
            content => content,
        }
    }

    async fn list(&self, bucket: &Bucket, prefix: &str) -> Result<Vec<Object>, AwsError> {
        let Bucket { name, owner } = bucket;
        let mut pages = self
            .client
            .list_objects_v2()
            .bucket(name)
            .expected_bucket_owner(owner)
            .prefix(prefix)
            .into_paginator()
            .send();
        let mut objects = Vec::new();
        while let Some(page) = pages.next().await {
            match page {
                Ok(page) => objects.extend(page.contents.unwrap_or_default().into_iter().map(Object::from)),
                Err(error) if error.code() == Some("NoSuchBucket") => return Ok(Vec::new()),
                Err(error) => return Err(aws_error("s3:ListBucket")(error)),
            }
        }
        Ok(objects)
    }

    async fn delete(&self, bucket: &Bucket, keys: &[String]) -> Result<(), AwsError> {
        let identified: Vec<ObjectIdentifier> = keys.iter().filter_map(|key| identifier(Some(key), None)).collect();
        self.delete_all(bucket, &identified).await
    }

    async fn purge(&self, bucket: &Bucket) -> Result<usize, AwsError> {
        let Bucket { name, owner } = bucket;
        let mut purged = 0;
        loop {
            // Always read the first page: everything on it is deleted before the next request.
            let page = self.client.list_object_versions().bucket(name).expected_bucket_owner(owner).send().await;
            let page = page.map_err(aws_error("s3:ListBucketVersions"))?;
            let versions = page.versions().iter().filter_map(|version| identifier(version.key(), version.version_id()));
            let markers = page.delete_markers().iter();
            let markers = markers.filter_map(|marker| identifier(marker.key(), marker.version_id()));
            let found: Vec<ObjectIdentifier> = versions.chain(markers).collect();
            if found.is_empty() {
                break;
            }
            purged += found.len();
            self.delete_all(bucket, &found).await?;
        }
        self.client
            .delete_bucket()
            .bucket(name)
            .expected_bucket_owner(owner)
            .send()
            .await
            .map_err(aws_error("s3:DeleteBucket"))?;
        Ok(purged)
    }

    fn url(&self, bucket: &Bucket, key: &str) -> String {
        match &self.endpoint_url {
            Some(endpoint) => format!("{}/{bucket}/{key}", endpoint.trim_end_matches('/')),
            None => {
                // https://docs.aws.amazon.com/general/latest/gr/s3.html
                let domain = Partition::of(&self.region).domain();
                format!("https://{bucket}.s3.{}.{domain}/{key}", self.region)
            }
        }
    }
}

/// How long S3's response to an upload may take. The timeout starts with the first byte sent, so a slow connection
/// needs more: with a minute per megabyte, half a megabit per second is enough for four parallel uploads. Whole
/// minutes, because the SDK pools connections by timeout.
fn upload_timeout(bytes: usize) -> Duration {
    const MEGABYTE: usize = 1_000_000;
    let megabytes = u32::try_from(bytes / MEGABYTE).unwrap_or(u32::MAX);
    READ_TIMEOUT.saturating_mul(megabytes.saturating_add(1))
}

impl From<types::Object> for Object {
    fn from(object: types::Object) -> Self {
        Self {
            key: object.key.unwrap_or_default(),
            size_bytes: object.size.and_then(|size| u64::try_from(size).ok()).unwrap_or_default(),
            modified_at: object.last_modified.as_ref().and_then(timestamp),
        }
    }
}

fn identifier(key: Option<&str>, version: Option<&str>) -> Option<ObjectIdentifier> {
    ObjectIdentifier::builder().key(key?).set_version_id(version.map(str::to_owned)).build().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::{
        AwsErrorKind,
        artifacts::fake::bucket,
        replay::{Answer, Replay},
    };

    const RECORD: &str = "https://bucket.s3.us-east-1.amazonaws.com/releases/r1.json";

    fn s3(answers: impl IntoIterator<Item = Answer>) -> (S3, Replay) {
        let replay = Replay::new(answers);
        (S3::new(&replay.config()), replay)
    }

    #[tokio::test]
    async fn a_listing_has_the_objects_of_every_page() {
        const FIRST: &str = "https://bucket.s3.us-east-1.amazonaws.com/?list-type=2&prefix=releases%2F";
        const NEXT: &str =
            "https://bucket.s3.us-east-1.amazonaws.com/?list-type=2&prefix=releases%2F&continuation-token=2";
        let page = |key: &str, rest: &str| {
            format!("<ListBucketResult>{rest}<Contents><Key>{key}</Key><Size>3</Size></Contents></ListBucketResult>")
        };
        let more = "<IsTruncated>true</IsTruncated><NextContinuationToken>2</NextContinuationToken>";
        let (s3, _) = s3([Answer::xml(FIRST, 200, &page("a", more)), Answer::xml(NEXT, 200, &page("b", ""))]);

        let keys: Vec<String> =
            s3.list(&bucket(), "releases/").await.expect("listed").into_iter().map(|it| it.key).collect();

        assert_eq!(keys, ["a", "b"]);
    }

    #[tokio::test]
    async fn a_missing_bucket_is_empty() {
        const LIST: &str = "https://bucket.s3.us-east-1.amazonaws.com/?list-type=2&prefix=releases%2F";
        let (s3, _) = s3([Answer::xml(LIST, 404, "<Error><Code>NoSuchBucket</Code></Error>")]);

        assert_eq!(s3.list(&bucket(), "releases/").await.expect("listed"), []);
    }

    #[tokio::test]
    async fn a_missing_object_is_none() {
        const GET: &str = "https://bucket.s3.us-east-1.amazonaws.com/releases/r1.json?x-id=GetObject";
        let (s3, _) = s3([Answer::xml(GET, 404, "<Error><Code>NoSuchKey</Code></Error>")]);

        assert_eq!(s3.get(&bucket(), "releases/r1.json").await.expect("answered"), None);
    }

    #[tokio::test]
    async fn a_call_names_the_expected_owner_of_the_bucket() {
        const GET: &str = "https://bucket.s3.us-east-1.amazonaws.com/releases/r1.json?x-id=GetObject";
        let (s3, replay) = s3([Answer::xml(GET, 403, "<Error><Code>AccessDenied</Code></Error>")]);

        let stranger = s3.get(&bucket(), "releases/r1.json").await.expect_err("another account's");

        assert_eq!(stranger.kind, AwsErrorKind::NotAllowed);
        assert_eq!(replay.requests()[0].headers.get("x-amz-expected-bucket-owner"), Some(&bucket().owner));
    }

    #[test]
    fn every_call_but_the_creation_names_the_expected_owner() {
        let sources = [include_str!("bucket.rs"), include_str!("s3.rs")];
        let calls: String = sources.iter().filter_map(|text| text.split("#[cfg(test)]").next()).collect();
        let calls: String = calls.split_whitespace().collect();

        let (all, owned) = (calls.matches(".bucket("), calls.matches(".bucket(name).expected_bucket_owner(owner)"));

        assert_eq!(all.count(), owned.count() + 1);
    }

    #[tokio::test]
    async fn a_large_upload_has_a_longer_timeout() {
        let put = format!("{RECORD}?x-id=PutObject").leak();
        let (s3, replay) = s3([Answer::xml(put, 200, ""), Answer::xml(put, 200, "")]);

        for body in ["{}".into(), vec![b' '; 10_500_000]] {
            s3.put(&bucket(), "releases/r1.json", "application/xml", body).await.expect("uploaded");
        }

        assert_eq!(replay.read_timeouts(), [Duration::from_secs(60), Duration::from_secs(660)]);
    }

    #[tokio::test]
    async fn an_object_is_read_with_its_etag() {
        const GET: &str = "https://bucket.s3.us-east-1.amazonaws.com/releases/r1.json?x-id=GetObject";
        let (s3, _) = s3([Answer::xml(GET, 200, "{}").with_header("etag", "\"1\"")]);

        let content = s3.get(&bucket(), "releases/r1.json").await.expect("answered");

        assert_eq!(content, Some(Content { body: b"{}".to_vec(), etag: ETag("\"1\"".into()) }));
    }

    #[tokio::test]
    async fn a_write_over_a_concurrent_write_is_refused() {
        let put = format!("{RECORD}?x-id=PutObject").leak();
        let taken = "<Error><Code>PreconditionFailed</Code></Error>";
        let (s3, replay) = s3([
            Answer::xml(put, 200, "").with_header("etag", "\"1\""),
            Answer::xml(put, 412, taken),
            Answer::xml(put, 412, taken),
        ]);
        let write = async |condition| s3.put_if(&bucket(), "releases/r1.json", b"{}".to_vec(), condition).await;

        let etag = write(Condition::New).await.expect("the first");
        let again = write(Condition::New).await.expect_err("there already");
        let stale = write(Condition::Unchanged(etag.clone())).await.expect_err("changed since");

        assert_eq!(etag, ETag("\"1\"".into()));
        assert!(again.has_code("PreconditionFailed") && stale.has_code("PreconditionFailed"));
        let header = |index: usize, name: &str| replay.requests()[index].headers.get(name).cloned();
        assert_eq!(header(0, "if-none-match").as_deref(), Some("*"));
        assert_eq!((header(2, "if-match").as_deref(), header(2, "if-none-match")), (Some("\"1\""), None));
    }

    #[tokio::test]
    async fn a_purge_deletes_versions_and_delete_markers_and_then_the_bucket() {
        const LIST: &str = "https://bucket.s3.us-east-1.amazonaws.com/?versions";
        const DELETE: &str = "https://bucket.s3.us-east-1.amazonaws.com/?delete";
        let page = "<ListVersionsResult><Version><Key>a</Key><VersionId>1</VersionId></Version>\
            <DeleteMarker><Key>a</Key><VersionId>2</VersionId></DeleteMarker></ListVersionsResult>";
        let (s3, replay) = s3([
            Answer::xml(LIST, 200, page),
            Answer::xml(DELETE, 200, "<DeleteResult/>"),
            Answer::xml(LIST, 200, "<ListVersionsResult/>"),
            Answer::xml("https://bucket.s3.us-east-1.amazonaws.com/", 204, ""),
        ]);

        let purged = s3.purge(&bucket()).await.expect("purged");

        assert_eq!((purged, replay.requests().len()), (2, 4));
        let body = replay.requests()[1].body.to_string();
        assert!(body.contains("<VersionId>1</VersionId>") && body.contains("<VersionId>2</VersionId>"), "{body}");
    }

    #[tokio::test]
    async fn a_failed_deletion_of_an_object_is_an_error() {
        const DELETE: &str = "https://bucket.s3.us-east-1.amazonaws.com/?delete";
        let answer =
            "<DeleteResult><Error><Key>a</Key><Code>AccessDenied</Code><Message>no</Message></Error></DeleteResult>";
        let (s3, _) = s3([Answer::xml(DELETE, 200, answer)]);

        let error = s3.delete(&bucket(), &["a".into()]).await.expect_err("refused");

        assert_eq!(error.to_string(), "not allowed to call s3:DeleteObject");
    }
}
