//! The stage's artifact bucket: code and templates, named by what they hold.

use aws_config::SdkConfig;
use aws_sdk_s3::{
    error::ProvideErrorMetadata as _,
    primitives::ByteStream,
    types::{BucketLocationConstraint, CreateBucketConfiguration, PublicAccessBlockConfiguration, Tag, Tagging},
};

use super::{AwsError, aws_error};

/// What `deploy` and `destroy` need from S3.
pub(crate) trait Artifacts {
    /// Whether the bucket is there. An error when it is somebody else's.
    async fn bucket_exists(&self, bucket: &str, account: &str) -> Result<bool, AwsError>;

    /// Makes the bucket, private, unless it is there and ours.
    async fn ensure_bucket(&self, bucket: &str, account: &str) -> Result<(), AwsError>;

    async fn has(&self, bucket: &str, key: &str) -> Result<bool, AwsError>;

    async fn put(&self, bucket: &str, key: &str, content_type: &str, body: Vec<u8>) -> Result<(), AwsError>;

    /// The object below `prefix` whose key sorts last; `None` when there is none, or no bucket.
    async fn last(&self, bucket: &str, prefix: &str) -> Result<Option<Vec<u8>>, AwsError>;

    /// The address under which CloudFormation reads an object.
    fn url(&self, bucket: &str, key: &str) -> String;
}

pub(crate) struct S3 {
    pub(super) client: aws_sdk_s3::Client,
    region: String,
    /// An emulator's, which serves buckets as paths.
    endpoint_url: Option<String>,
}

impl S3 {
    pub(super) fn new(config: &SdkConfig) -> Self {
        let endpoint_url = config.endpoint_url().map(str::to_owned);
        let s3 = aws_sdk_s3::config::Builder::from(config).force_path_style(endpoint_url.is_some());
        let region = config.region().map(ToString::to_string).unwrap_or_default();
        Self { client: aws_sdk_s3::Client::from_conf(s3.build()), region, endpoint_url }
    }
}

impl Artifacts for S3 {
    async fn bucket_exists(&self, bucket: &str, account: &str) -> Result<bool, AwsError> {
        // The expected owner keeps a stranger's bucket of that name from receiving our code.
        let head = self.client.head_bucket().bucket(bucket).expected_bucket_owner(account).send().await;
        match head {
            Ok(_) => Ok(true),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_not_found()) => Ok(false),
            Err(error) => Err(aws_error("s3:ListBucket")(error)),
        }
    }

    async fn ensure_bucket(&self, bucket: &str, account: &str) -> Result<(), AwsError> {
        if self.bucket_exists(bucket, account).await? {
            return Ok(());
        }
        // us-east-1 is the one region that may not be named.
        // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
        let elsewhere = (self.region != "us-east-1").then(|| {
            let constraint = BucketLocationConstraint::from(self.region.as_str());
            CreateBucketConfiguration::builder().location_constraint(constraint).build()
        });
        let create = self.client.create_bucket().bucket(bucket).set_create_bucket_configuration(elsewhere);
        match create.send().await {
            // Made by another deploy a moment ago.
            Err(error) if error.code() == Some("BucketAlreadyOwnedByYou") => {}
            created => drop(created.map_err(aws_error("s3:CreateBucket"))?),
        }
        let private = PublicAccessBlockConfiguration::builder()
            .block_public_acls(true)
            .block_public_policy(true)
            .ignore_public_acls(true)
            .restrict_public_buckets(true)
            .build();
        let block = self.client.put_public_access_block().bucket(bucket).public_access_block_configuration(private);
        block.send().await.map_err(aws_error("s3:PutBucketPublicAccessBlock"))?;
        let Ok(tag) = Tag::builder().key("srvls:artifacts").value("true").build() else { return Ok(()) };
        let Ok(tags) = Tagging::builder().tag_set(tag).build() else { return Ok(()) };
        let tagging = self.client.put_bucket_tagging().bucket(bucket).tagging(tags);
        tagging.send().await.map_err(aws_error("s3:PutBucketTagging"))?;
        Ok(())
    }

    async fn has(&self, bucket: &str, key: &str) -> Result<bool, AwsError> {
        match self.client.head_object().bucket(bucket).key(key).send().await {
            Ok(_) => Ok(true),
            Err(error) if error.as_service_error().is_some_and(|error| error.is_not_found()) => Ok(false),
            Err(error) => Err(aws_error("s3:GetObject")(error)),
        }
    }

    async fn put(&self, bucket: &str, key: &str, content_type: &str, body: Vec<u8>) -> Result<(), AwsError> {
        let request = self.client.put_object().bucket(bucket).key(key).content_type(content_type);
        request.body(ByteStream::from(body)).send().await.map_err(aws_error("s3:PutObject"))?;
        Ok(())
    }

    async fn last(&self, bucket: &str, prefix: &str) -> Result<Option<Vec<u8>>, AwsError> {
        let mut pages = self.client.list_objects_v2().bucket(bucket).prefix(prefix).into_paginator().send();
        let mut last = None;
        while let Some(page) = pages.next().await {
            match page {
                Ok(page) => last = page.contents.and_then(|mut objects| objects.pop()?.key).or(last),
                Err(error) if error.code() == Some("NoSuchBucket") => return Ok(None),
                Err(error) => return Err(aws_error("s3:ListBucket")(error)),
            }
        }
        let Some(key) = last else { return Ok(None) };
        let object =
            self.client.get_object().bucket(bucket).key(key).send().await.map_err(aws_error("s3:GetObject"))?;
        let body = object.body.collect().await.map_err(|_| AwsError::empty_answer("s3:GetObject"))?;
        Ok(Some(body.to_vec()))
    }

    fn url(&self, bucket: &str, key: &str) -> String {
        match &self.endpoint_url {
            Some(endpoint) => format!("{}/{bucket}/{key}", endpoint.trim_end_matches('/')),
            None => {
                // https://docs.aws.amazon.com/general/latest/gr/s3.html
                let suffix = if self.region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
                format!("https://{bucket}.s3.{}.{suffix}/{key}", self.region)
            }
        }
    }
}
